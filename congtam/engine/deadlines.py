"""The kinds of deadline a procedure may set, and the day each comes to.

Every kind is reckoned from one day: that of an event, or the last day of the year or quarter it is set for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from congtam.engine.rulesets import Rule
from congtam.engine.shapes import Name, Shape, Words
from congtam.engine.workdays import ONE_DAY, WorkCalendar, add_working_days, working_days_before

Unit = Literal["working_days", "days"]
UNIT_LABELS: Mapping[Unit, str] = {"working_days": "ngày làm việc", "days": "ngày"}
_MONTH_AND_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_ANY_YEAR = 2025


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """What one reading comes to: `due` is the last day in time, `counted` the working days, `met` the calendar's rules."""

    due: date
    unit: Unit | None = None
    number: int | None = None
    before: date | None = None
    counted: tuple[date, ...] = ()
    met: tuple[Rule, ...] = ()


class FromEvent(Shape):
    """A number of days from an event, in one unit or in the one a policy chooses."""

    asks: ClassVar = "from"
    ends: ClassVar = "chậm nhất ngày"
    unit: Unit | None = None
    unit_policy: Name | None = None

    @model_validator(mode="after")
    def has_one_unit(self) -> "FromEvent":
        """Refuse a unit given twice or not at all."""
        if (self.unit is None) == (self.unit_policy is None):
            raise ValueError("phải có đúng một trong unit, unit_policy")
        return self

    def units(self, policies: Mapping[str, str]) -> list[Unit]:
        """Return the unit in force, then the other one where the law leaves the choice open."""
        if self.unit:
            return [self.unit]
        return ["days", "working_days"] if policies[str(self.unit_policy)] == "days" else ["working_days", "days"]

    def shown(self, anchor: date) -> str:
        """Return the day of the event as answer text."""
        return anchor.isoformat()


class Within(FromEvent):
    """`{within: 7, unit: working_days, after: petition_received}`: at the latest so many days after an event."""

    within: int = Field(ge=1)
    after: Name

    @property
    def event(self) -> str:
        """The event it is counted from."""
        return self.after

    def words(self, unit: Unit, events: Mapping[str, str]) -> str:
        """Say the deadline in Vietnamese."""
        return f"trong {self.within} {UNIT_LABELS[unit]} kể từ {events[self.after]}"

    def reckon(self, anchor: date, unit: Unit, calendar: WorkCalendar) -> Reckoned:
        """Return the last day in time; the day of the event is not counted."""
        return _counted(anchor, self.within, unit, calendar)


class Ahead(FromEvent):
    """`{ahead: 3, unit: working_days, of: meeting}`: at least so many days before an event."""

    ahead: int = Field(ge=1)
    of: Name

    @property
    def event(self) -> str:
        """The event it is counted back from."""
        return self.of

    def words(self, unit: Unit, events: Mapping[str, str]) -> str:
        """Say the deadline in Vietnamese."""
        return f"ít nhất {self.ahead} {UNIT_LABELS[unit]} trước {events[self.of]}"

    def reckon(self, anchor: date, unit: Unit, calendar: WorkCalendar) -> Reckoned:
        """Return the last day in time; the day of the event is not counted."""
        return _counted(anchor, self.ahead, unit, calendar, back=True)


class Lasting(FromEvent):
    """`{lasting: 10, unit: working_days, starts: list_published}`: something stands for so many days, the first one counted."""

    ends: ClassVar = "đến hết ngày"
    lasting: int = Field(ge=1)
    starts: Name

    @property
    def event(self) -> str:
        """The event it starts with."""
        return self.starts

    def words(self, unit: Unit, events: Mapping[str, str]) -> str:
        """Say the deadline in Vietnamese."""
        return f"đủ {self.lasting} {UNIT_LABELS[unit]} tính cả {events[self.starts]}"

    def reckon(self, anchor: date, unit: Unit, calendar: WorkCalendar) -> Reckoned:
        """Return the last day it stands."""
        return _counted(anchor - ONE_DAY, self.lasting, unit, calendar)


def _counted(start: date, number: int, unit: Unit, calendar: WorkCalendar, *, back: bool = False) -> Reckoned:
    """Return the day `number` days after `start`, or before it."""
    if unit == "days":
        return Reckoned(due=start + (-number if back else number) * ONE_DAY, unit=unit, number=number)
    count = (working_days_before if back else add_working_days)(start, number, calendar)
    return Reckoned(due=count.due, unit=unit, number=number, counted=count.counted, met=count.met)


def _month_and_day(value: str) -> str:
    """Return `value` if it is a month and a day that every year has; refuse it otherwise."""
    written = _MONTH_AND_DAY.fullmatch(value)
    try:
        if written:
            date(_ANY_YEAR, int(written[1]), int(written[2]))
            return value
    except ValueError:
        pass
    raise ValueError("phải là tháng-ngày có thật, ví dụ '12-15'")


MonthDay = Annotated[str, AfterValidator(_month_and_day)]


class BeforeDay(Shape):
    """`{before: 12-15}`: before that day of the year, or with `next_year` of the year after."""

    asks: ClassVar = "year"
    ends: ClassVar = "chậm nhất ngày"
    before: MonthDay
    next_year: bool = False

    def words(self) -> str:
        """Say the deadline in Vietnamese."""
        month, day = self.before.split("-")
        return f"trước ngày {day}/{month}{' năm sau' if self.next_year else ''}"

    def shown(self, anchor: date) -> str:
        """Return the year as answer text."""
        return str(anchor.year)

    def reckon(self, anchor: date) -> Reckoned:
        """Return the day before the one named."""
        month, day = (int(part) for part in self.before.split("-"))
        before = date(anchor.year + self.next_year, month, day)
        return Reckoned(due=before - ONE_DAY, before=before)


class BeforeDayOfQuarter(Shape):
    """`{before_day_of_last_month: 15}`: before that day of the quarter's last month."""

    asks: ClassVar = "period"
    ends: ClassVar = "chậm nhất ngày"
    before_day_of_last_month: int = Field(ge=2, le=28)

    def words(self) -> str:
        """Say the deadline in Vietnamese."""
        return f"trước ngày {self.before_day_of_last_month} của tháng cuối quý"

    def shown(self, anchor: date) -> str:
        """Return the quarter as answer text."""
        return _quarter(anchor)

    def reckon(self, anchor: date) -> Reckoned:
        """Return the day before the one named, in the month of `anchor`, the quarter's last day."""
        before = anchor.replace(day=self.before_day_of_last_month)
        return Reckoned(due=before - ONE_DAY, before=before)


class Each(Shape):
    """`{each: quarter}`: at least once in every quarter."""

    asks: ClassVar = "period"
    ends: ClassVar = "chậm nhất ngày"
    each: Literal["quarter"]

    def words(self) -> str:
        """Say the deadline in Vietnamese."""
        return "mỗi quý ít nhất một lần"

    def shown(self, anchor: date) -> str:
        """Return the quarter as answer text."""
        return _quarter(anchor)

    def reckon(self, anchor: date) -> Reckoned:
        """Return the last day of the quarter."""
        return Reckoned(due=anchor)


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


class Silent(Shape):
    """`{silent: …}`: the law was read and sets no day."""

    asks: ClassVar = None
    silent: Words


class NotKnown(Shape):
    """`{not_known: …}`: the law may set a day, but nobody could read it; the words say what to read."""

    asks: ClassVar = None
    not_known: Words


_KEYS: Mapping[str, type[Shape]] = {
    "within": Within,
    "ahead": Ahead,
    "lasting": Lasting,
    "before": BeforeDay,
    "before_day_of_last_month": BeforeDayOfQuarter,
    "each": Each,
    "silent": Silent,
    "not_known": NotKnown,
}


def _form(given: Any) -> str | None:
    """Tell a deadline's form from the key it carries."""
    if isinstance(given, Mapping):
        return next((key for key in _KEYS if key in given), None)
    return next((key for key, shape in _KEYS.items() if isinstance(given, shape)), None)


Deadline = Annotated[
    Annotated[Within, Tag("within")]
    | Annotated[Ahead, Tag("ahead")]
    | Annotated[Lasting, Tag("lasting")]
    | Annotated[BeforeDay, Tag("before")]
    | Annotated[BeforeDayOfQuarter, Tag("before_day_of_last_month")]
    | Annotated[Each, Tag("each")]
    | Annotated[Silent, Tag("silent")]
    | Annotated[NotKnown, Tag("not_known")],
    Discriminator(
        _form,
        custom_error_type="unknown_form",
        custom_error_message=f"không rõ hạn gì; viết một trong {', '.join(_KEYS)}",
    ),
]


Counted = Within | Ahead | Lasting
Dated = Counted | BeforeDay | BeforeDayOfQuarter | Each


def readings(
    deadline: Dated,
    anchor: date,
    policies: Mapping[str, str],
    calendar: WorkCalendar,
) -> Sequence[Reckoned]:
    """Return what the deadline comes to by the reading in force, then by the other where the law leaves one open.

    Raises `NoCalendarError` where working days must be counted in a year without a calendar.
    """
    if isinstance(deadline, Counted):
        return [deadline.reckon(anchor, unit, calendar) for unit in deadline.units(policies)]
    return [deadline.reckon(anchor)]
