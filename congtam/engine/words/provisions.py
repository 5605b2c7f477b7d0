"""How a provision, and the words for a code, are said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from congtam.engine.sources import Certainty, Source
from congtam.engine.words.outline import TIE, WIDTH, Said

_ONE_LINE = WIDTH - 30


class Provided(Protocol):
    """Anything the law says in a sentence, with its provision."""

    @property
    def say(self) -> str:
        """The sentence a person reads."""

    @property
    def cite(self) -> Source:
        """The provision."""


def cited(source: Source) -> str:
    """Return a provision in square brackets, with its certainty unless it was checked against the paper, and its note.

    It stays on one line where it fits, so that the eye and a search find it whole.
    """
    sureness = "" if source.certainty is Certainty.CONFIRMED else f"; {source.certainty.label}"
    note = f"; {source.note}" if source.note else ""
    words = f"[{source.printed}{sureness}{note}]"
    return words.replace(" ", TIE) if len(words) <= _ONE_LINE else words


def provided(provision: Provided, below: Sequence[Said] = (), *, more: str = "") -> Said:
    """Return the sentence of a provision with its citation; `more` stands between them."""
    return Said(f"{provision.say}{more} {cited(provision.cite)}", below)


def coded(label: str, code: str) -> str:
    """Return a label with the code that a person types for it."""
    return f"{label}{TIE}({code})"


def glossary(labels: Mapping[str, str]) -> list[Said]:
    """Return the labels of codes, each with its code."""
    return [Said(coded(label, code)) for code, label in labels.items()]


def filled(parts: Iterable[str]) -> list[str]:
    """Return the parts that say something."""
    return [part for part in parts if part]
