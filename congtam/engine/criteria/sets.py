"""A whole criteria set as it is written: who it is for, what it asks, its items, levels and defects."""

import datetime
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from congtam.engine.conditions import Condition
from congtam.engine.criteria.amounts import Amount, Code
from congtam.engine.criteria.items import WHOLE, Item, Marked
from congtam.engine.criteria.levels import Event, Forced, Level, LevelCap, Quota, Ranking
from congtam.engine.criteria.restraints import Rounding
from congtam.engine.facts import Declarations, FactDeclaration
from congtam.engine.shapes import Name, Shape, Words, one_of
from congtam.engine.sources import Certainty, Source, Sureness


def _set_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value, re.ASCII):
        raise ValueError("viết chữ thường không dấu, số, gạch nối, ví dụ suoi-mo-2026")
    return value


SetId = Annotated[str, AfterValidator(_set_id)]

WITHOUT_BONUS = "total_without_bonus"
VARIANT = "variant"
LEVEL, RANK = "level", "rank"
LAST = (LEVEL, RANK)  # what only flags may ask for, because it comes last
RESERVED = (WHOLE, WITHOUT_BONUS, VARIANT, *LAST)

ProblemKind = Literal[
    "reference",
    "sum",
    "over_max",
    "below_min",
    "unreachable_max",
    "unreachable_row",
    "unreachable_level",
    "hole",
    "unbounded",
    "unused",
    "duplicate",
    "circle",
    "contradiction",
    "text",
]


EVERYONE = "all"


class Asked(FactDeclaration):
    """A fact or figure to be recorded, with its unit.

    With `same_for` it has one value for all the subjects of a batch (`all`), or for those that share a group: whoever
    records it records it for the others too.
    """

    unit: Words | None = None
    same_for: Name | None = None
    fields: Mapping[Name, "Asked"] = {}

    @model_validator(mode="after")
    def is_asked(self) -> "Asked":
        """Refuse a figure that is worked out: measures do that."""
        if self.derived:
            raise ValueError("dữ kiện ở asks do người chấm ghi; số tính ra thì khai báo ở measures")
        if any(field.same_for for field in self.fields.values()):
            raise ValueError("same_for chỉ dùng cho dữ kiện của cả dòng, không cho ô trong danh sách")
        if self.same_for is not None and self.presumed is not None:
            raise ValueError("dữ kiện dùng chung (same_for) thì phải có người ghi; hãy bỏ presumed")
        return self

    @model_validator(mode="after")
    def can_be_recorded(self) -> "Asked":
        """Refuse limits and presumptions that its kind does not have, and limits that nothing lies between."""
        numbers = {"number": ("at_least", "at_most"), "count": ("at_least", "at_most"), "share": ("at_most",)}
        for limit in ("at_least", "at_most"):
            if getattr(self, limit) is not None and limit not in numbers.get(self.kind, ()):
                raise ValueError(f"loại {self.kind} không dùng {limit}")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at_least lớn hơn at_most nên không ghi được số nào")
        presumed = {bool: ("yes_no", "occurrence"), str: ("choice",)}
        if self.presumed is not None and self.kind not in presumed[type(self.presumed)]:
            raise ValueError("presumed là true hoặc false cho dữ kiện có/không, một mã trong choices cho loại choice")
        return self


class Measure(Shape):
    """A named figure (`is`) or a named claim (`holds`) that conditions and amounts may use by its name."""

    label: Words
    kind: Literal["number", "share", "count"] = "number"
    is_: Amount | None = Field(default=None, alias="is")
    holds: Condition | None = None

    @model_validator(mode="after")
    def says_one_thing(self) -> "Measure":
        """Refuse a measure of nothing or of two things."""
        if (self.is_ is None) == (self.holds is None):
            raise ValueError("viết một trong is (cách tính một số) và holds (một điều kiện)")
        return self


class Reading(Shape):
    """A point the published set leaves open: what may be chosen, what is taken unless a body chooses, and why."""

    label: Words
    choices: dict[Code, Words]
    default: Code
    why: Words

    @model_validator(mode="after")
    def default_is_a_choice(self) -> "Reading":
        """Refuse a default that cannot be chosen."""
        if self.default not in self.choices:
            raise ValueError(f"default phải là một trong {one_of(self.choices)}")
        return self


class Total(Marked):
    """The whole sheet."""


class Origin(Shape):
    """Where the set was read, and how much of it."""

    url: Words | None = None
    kind: Words | None = None
    completeness: Literal["full", "partial", "outline", "own"]
    note: Words | None = None


class Defect(Shape):
    """A published contradiction that the set carries knowingly; `problem` and `at` are those that `check` reports.

    One that only the words of the document show, which no check can find, is a `text`.
    """

    problem: ProblemKind
    at: str
    say: Words


class CriteriaSet(Shape):
    """One criteria set of one body, in force from one day."""

    id: SetId
    title: Words
    subject: Words
    issuer: Words
    number: Words | None = None
    date: datetime.date | None = None
    applies_from: datetime.date | None = None
    applies_until: datetime.date | None = None
    period: Words
    source: Origin
    certainty: Sureness = Certainty.CONFIRMED
    columns: tuple[Words, ...] = ()
    notes: tuple[Words, ...] = ()
    variants: dict[Name, Words] = {}
    readings: dict[Name, Reading] = {}
    asks: dict[Name, Asked] = {}
    measures: dict[Name, Measure] = {}
    report: tuple[Name, ...] = ()
    total: Total = Total()
    round_lines: Rounding | None = None
    items: tuple[Item, ...] = ()
    when_level_conditions_fail: Literal["next_level", "no_level"] | None = None
    levels: tuple[Level, ...] = ()
    forced: tuple[Forced, ...] = ()
    caps: tuple[LevelCap, ...] = ()
    not_rated: tuple[Event, ...] = ()
    flags: tuple[Event, ...] = ()
    ranking: Ranking | None = None
    quotas: tuple[Quota, ...] = ()
    known_defects: tuple[Defect, ...] = ()

    @cached_property
    def whole(self) -> Item:
        """The sheet as one item whose parts are the top items, so that one way of reckoning serves every height."""
        # Built without validation: the parts and modifiers were validated when the file was read.
        return Item.model_construct(code=WHOLE, label="Tổng điểm", items=self.items, **dict(self.total))

    @cached_property
    def declared(self) -> Declarations:
        """Every name a condition or an amount may use."""
        named: dict[str, FactDeclaration] = dict(self.asks)
        for name, reading in self.readings.items():
            named[name] = FactDeclaration(kind="choice", label=reading.label, choices=reading.choices)
        for name, measure in self.measures.items():
            named[name] = FactDeclaration(
                kind="yes_no" if measure.holds is not None else measure.kind, label=measure.label
            )
        named[WHOLE] = FactDeclaration(kind="number", label="tổng điểm")
        named[WITHOUT_BONUS] = FactDeclaration(kind="number", label="tổng điểm chưa kể điểm cộng")
        if self.variants:
            named[VARIANT] = FactDeclaration(kind="choice", label="loại đối tượng", choices=self.variants)
        codes = {level.code: level.shown for level in self.levels if level.code}
        if codes:
            named[LEVEL] = FactDeclaration(kind="choice", label="mức", choices=codes)
        if self.ranking is not None:
            named[RANK] = FactDeclaration(kind="count", label="thứ hạng")
        return named

    def source_of(self, place: str) -> Source:
        """Return the citation of a place in the set."""
        document = self.number or f"{self.title} ({self.issuer})"
        return Source(
            instrument=self.id,
            item=place or None,
            certainty=self.certainty,
            printed=f"{place}, {document}" if place else document,
        )
