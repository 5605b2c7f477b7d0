"""What a condition answers: its truth, what was looked at, and what is missing, in words."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from congtam.engine import truth
from congtam.engine.eligibility.moments import Moment
from congtam.engine.shapes import Shape
from congtam.engine.truth import Truth

UNRECORDED = "chưa có thông tin"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing looked at: the fact's name, its value as text, whether it meets the condition, and a sentence."""

    fact: str | None
    value: str | None
    truth: Truth
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A condition's answer, with the notes it rests on and, unless it is yes, the words for what is missing."""

    truth: Truth
    notes: tuple[Note, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """An award a condition builds on, and how many of it are enough; None where a further one may still help."""

    code: str
    enough: int | None = None


class Judged(Shape):
    """The base of every condition that is held against a history."""

    @abstractmethod
    def judge(self, moment: Moment) -> Verdict:
        """Return the answer with its reasons; each condition gives its own."""

    def holds(self, moment: Moment) -> Truth:
        """Return the truth of `judge` alone; conditions that a forecast asks thousands of times find it without the words."""
        return self.judge(moment).truth

    def builds_on(self) -> Sequence[Need]:
        """Return the awards without which it cannot hold; none unless a condition says otherwise."""
        return ()


def noted(fact: str | None, value: str | None, answer: Truth, sentence: str, missing: str) -> Verdict:
    """Return the verdict of a condition that looks at one thing."""
    return Verdict(answer, (Note(fact, value, answer, sentence),), () if answer is Truth.YES else (missing,))


def every(parts: Sequence[Verdict]) -> Verdict:
    """Return the verdict that all parts hold; what is missing is listed part by part."""
    return Verdict(
        truth.every(part.truth for part in parts),
        tuple(note for part in parts for note in part.notes),
        tuple(dict.fromkeys(words for part in parts for words in part.missing)),
    )


def some(parts: Sequence[Verdict]) -> Verdict:
    """Return the verdict that one part holds; what is missing is one choice among the parts that could still hold."""
    best = truth.some(part.truth for part in parts)
    deciding = [part for part in parts if part.truth is best]
    if len(deciding) == 1 or best is Truth.YES:
        notes = deciding[0].notes if best is Truth.YES else tuple(note for part in parts for note in part.notes)
        return Verdict(best, notes, deciding[0].missing)
    choices = dict.fromkeys(" và ".join(part.missing) for part in deciding)
    return Verdict(best, tuple(note for part in parts for note in part.notes), ("; hoặc ".join(choices),))
