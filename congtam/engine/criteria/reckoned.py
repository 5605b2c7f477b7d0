"""What reckoning gives: a number with the words that lead to it, or the reasons why there is none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from congtam.engine.conditions import Condition
from congtam.engine.criteria.entries import Entries
from congtam.engine.criteria.items import Item
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.facts import Declarations, FactDeclaration, Facts, FactValue
from congtam.engine.truth import Truth
from congtam.values.numbers import percent, vietnamese

MOST_NAMED = 20  # of other subjects' gaps: a longer list helps nobody, and grows with the square of the batch


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a number cannot be told: an entry nobody gave, or (`is_hole`) a case the published set does not decide."""

    key: str
    sentence: str
    is_hole: bool = False

    def of_other(self, name: str) -> "Gap":
        """Return the gap as those read it who are compared with the subject of that name."""
        return Gap(f"{name}.{self.key}" if self.key else "", f"{name}: {self.sentence}", self.is_hole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A number (None when it cannot be told, with the gaps) and the words that lead to it.

    `is_share` says that people read it as a percentage; `joined` that the words are an expression and need brackets
    inside another.
    """

    value: Fraction | None
    words: str
    gaps: tuple[Gap, ...] = ()
    is_share: bool = False
    joined: bool = False

    @property
    def shown(self) -> str:
        """The number as a reader writes it."""
        if self.value is None:
            return "chưa rõ"
        return percent(self.value) if self.is_share else vietnamese(self.value)

    @property
    def inner(self) -> str:
        """The words as part of a larger expression."""
        return f"({self.words})" if self.joined else self.words

    @property
    def result(self) -> str:
        """The words with the number they come to."""
        return f"{self.words} = {self.shown}" if self.joined else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one item came to for one subject.

    `marks` is None when it cannot be told; `max` is what the sheet prints, `available` what could still be earned once
    the parts that do not apply are left out; `parts` the same for its parts.
    """

    item: Item
    marks: Fraction | None
    max: Fraction | None
    available: Fraction
    sentence: str
    gaps: tuple[Gap, ...] = ()
    parts: tuple["Line", ...] = ()

    @property
    def left_out(self) -> bool:
        """Whether the item does not count for this subject."""
        return self.available == 0 and (self.max or 0) > 0

    def leaves(self) -> Iterator["Line"]:
        """Yield the criteria under the item, or itself."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def every(self) -> Iterator["Line"]:
        """Yield the item and everything under it."""
        yield self
        for part in self.parts:
            yield from part.every()


class Sheet(Protocol):
    """What an amount may ask of one subject's sheet."""

    rules: CriteriaSet
    entries: Entries
    variant: str | None
    peers: "Batch"

    def fact(self, name: str) -> FactValue:
        """Return a recorded or measured value; None when it is not known."""

    def fact_gaps(self, name: str) -> tuple[Gap, ...]:
        """Return why a value is not known."""

    def fact_words(self, name: str) -> str:
        """Return how a measured figure came about, empty for what was recorded."""

    def entry(self, code: str) -> FactValue:
        """Return what the marker entered under a line's own code; None when nothing."""

    def line(self, code: str) -> Line | None:
        """Return what another item came to; None when this variant has no such item."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One amount over the peers it is compared among: each subject's number, and why some have none."""

    values: tuple[Fraction, ...]
    gaps: tuple[tuple[Entries, Gap], ...] = ()

    def gaps_for(self, own: Entries) -> tuple[Gap, ...]:
        """Return the gaps as one subject reads them: its own as they are, then some of the others' under their names."""
        mine = [gap for entries, gap in self.gaps if entries is own]
        others = [(entries.subject, gap) for entries, gap in self.gaps if entries is not own][:MOST_NAMED]
        return merged([mine, [gap.of_other(name) for name, gap in others]])


@dataclass
class Batch:
    """The subjects scored together; `is_whole` is False when some could not be read, so that nobody is compared with a part."""

    sheets: Sequence[Sheet] = ()
    is_whole: bool = True
    figures: dict[tuple[int, FactValue], Figures] = field(default_factory=dict)


class Scope(Mapping[str, FactValue]):
    """Where an amount or a condition is reckoned: a sheet, the item it belongs to, and the record at hand if any."""

    def __init__(self, sheet: Sheet, item: Item | None = None) -> None:
        self.sheet, self.item = sheet, item
        self.record: Facts = {}
        self.fields: Declarations = {}
        self.places: Mapping[str, str] = {}

    def inside(self, record: Facts, fields: Declarations, name: str, number: int) -> "Scope":
        """Return the scope of one record, the `number`-th of the list `name`; its fields are found before the names outside it."""
        scope = Scope(self.sheet, self.item)
        scope.record, scope.fields = {**self.record, **record}, {**self.fields, **fields}
        scope.places = {**self.places, **dict.fromkeys(fields, f"{self.place_of(name)}[{number}].")}
        return scope

    def place_of(self, name: str) -> str:
        """Return `name` as an entry is named: after the record it stands in, and the one around that."""
        return self.places.get(name, "") + name

    def __getitem__(self, name: str) -> FactValue:
        """Return the value of a fact; None when it is not known."""
        return self.record[name] if name in self.record else self.sheet.fact(name)

    def __iter__(self) -> Iterator[str]:
        """Yield every name."""
        return iter(self.declared)

    def __len__(self) -> int:
        """Count the names."""
        return len(self.declared)

    @property
    def declared(self) -> dict[str, FactDeclaration]:
        """The declarations of every name in sight."""
        return {**self.sheet.rules.declared, **self.fields}

    def declaration(self, name: str) -> FactDeclaration:
        """Return the declaration of a name."""
        return self.fields[name] if name in self.fields else self.sheet.rules.declared[name]

    def words_of(self, name: str) -> str:
        """Return how a measured figure came about, empty for what was recorded."""
        return "" if name in self.record else self.sheet.fact_words(name)

    def gaps_of(self, name: str) -> tuple[Gap, ...]:
        """Return why a value is not known."""
        if name in self.record:
            return (Gap(self.place_of(name), f"chưa có thông tin: {self.fields[name].label}"),)
        return self.sheet.fact_gaps(name)


def judge(condition: Condition, scope: Scope) -> tuple[Truth, tuple[Gap, ...]]:
    """Hold a condition against a scope; when it cannot be told, say what is missing."""
    truth = condition.judge(scope)
    if truth is not Truth.UNKNOWN:
        return truth, ()
    names = list(dict.fromkeys(condition.facts_used()))
    gaps = merged(scope.gaps_of(name) for name in names if scope[name] is None)
    return truth, gaps or (Gap(names[0], f"chưa đủ thông tin: {scope.declaration(names[0]).label}"),)


def merged(gaps: Iterable[Sequence[Gap]]) -> tuple[Gap, ...]:
    """Return the gaps of several amounts, each once."""
    return tuple(dict.fromkeys(gap for several in gaps for gap in several))


def hole(sentence: str) -> Reckoned:
    """Return what a case comes to that the published set does not decide."""
    return Reckoned(value=None, words=sentence, gaps=(Gap("", sentence, is_hole=True),))


def no_data(key: str, sentence: str) -> Reckoned:
    """Return what an amount comes to when there is nothing to reckon with."""
    return Reckoned(value=None, words="?", gaps=(Gap(key, sentence),))
