"""What is said of each row of a roster."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from congtam.values.known import given


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something about a cell: an error stops the whole import, anything else is to be looked at."""

    address: str
    message: str
    is_error: bool = True


class Step(StrEnum):
    """What a row does to the posts of its person."""

    APPOINT = "appoint"
    TRANSFER = "transfer"
    CHANGE = "change"
    CORRECT = "correct"
    END = "end"
    NOTHING = "nothing"


STEP_WORDS = {
    Step.APPOINT: "bố trí vị trí",
    Step.TRANSFER: "điều động",
    Step.CHANGE: "thay đổi vị trí",
    Step.CORRECT: "sửa vị trí đã ghi",
    Step.END: "kết thúc vị trí",
    Step.NOTHING: "không đổi",
}


@dataclass(kw_only=True)
class UnitLine:
    """A row about a unit. `unit_id` is None for a new one; `changes` are words for what differs."""

    number: int
    code: str
    name: str
    short_name: str = ""
    parent_code: str = ""
    start: date | None = None
    unit_id: int | None = None
    changes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What the row is about."""
        return f"{self.code} {self.name}".strip() or "(trống)"

    @property
    def says(self) -> str:
        """What the row would do."""
        return ", ".join(self.changes) or "không đổi"


@dataclass(kw_only=True)
class PersonLine:
    """A row about a person's post.

    `person_id` is None for somebody new; `closes` is the post (id) that ends when this row's begins; `corrects` the one whose fields change;
    `unit` is a unit id, or the code of a unit that the same file opens.
    """

    number: int
    personal_id: str
    full_name: str
    birth_date: date | None = None
    gender: str = ""
    staff_code: str = ""
    email: str = ""
    unit: int | str | None = None
    unit_name: str = ""
    job_title: str = ""
    category: str = ""
    leadership: str = ""
    similar_group: str = ""
    is_primary: bool = True
    start: date | None = None
    until: date | None = None
    cell_id: int | None = None
    standing: str = ""
    party_position: str = ""
    person_id: int | None = None
    fills: dict[str, Any] = field(default_factory=dict)
    step: Step = Step.NOTHING
    closes: int | None = None
    corrects: int | None = None
    joins_cell: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What the row is about."""
        return self.full_name or "(trống)"

    @property
    def whose(self) -> int:
        """The person's id, once the person is in the records."""
        return given(self.person_id)

    @property
    def is_new(self) -> bool:
        """Whether the row brings a person who is not in the records yet; a row without a number brings nobody."""
        return self.person_id is None and bool(self.personal_id)

    @property
    def is_change(self) -> bool:
        """Whether the row would write anything."""
        return self.is_new or bool(self.fills) or self.step != Step.NOTHING or self.joins_cell

    @property
    def says(self) -> str:
        """What the row would do."""
        words = ["thêm người"] if self.is_new else []
        words += ["bổ sung thông tin cá nhân"] if self.fills else []
        words += [STEP_WORDS[self.step]] if self.step != Step.NOTHING else []
        words += ["xếp vào chi bộ"] if self.joins_cell else []
        return ", ".join(words) or "không đổi"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Everything said of a roster."""

    units: tuple[UnitLine, ...]
    people: tuple[PersonLine, ...]
    new_groups: tuple[str, ...]
    unknown_columns: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterable[UnitLine | PersonLine]:
        """Every row, units first."""
        yield from self.units
        yield from self.people

    @property
    def errors(self) -> list[tuple[UnitLine | PersonLine, Problem]]:
        """Every error with its row."""
        return [(line, problem) for line in self.lines for problem in line.problems if problem.is_error]

    @property
    def warning_count(self) -> int:
        """How many cells are to be looked at."""
        return sum(not problem.is_error for line in self.lines for problem in line.problems)

    @property
    def change_count(self) -> int:
        """How many rows would write something."""
        return sum(bool(line.changes) for line in self.units) + sum(line.is_change for line in self.people)
