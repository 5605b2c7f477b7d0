"""The months of a year as they stand, and how a body's by-law reads the law."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from congtam.organisation.models import UnitState
from congtam.scoring.choices import SheetState
from congtam.scoring.models import BodyReading, OutsideMonth, ScoreSheet


@dataclass(frozen=True, kw_only=True)
class Month:
    """One scored month. `total_hundredths`: marks in hundredths; `sheet_id` is None when a body outside these records scored it."""

    total_hundredths: int
    sheet_id: int | None
    body_name: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a body reads the law on a day.

    `policies` maps policy names of the rule-set to the reading chosen (others take the rule-set's default); `adopts` names uncertain
    instruments taken over; `includes` categories scored besides civil servants; `document` is the by-law, empty when there is none.
    """

    policies: Mapping[str, str]
    adopts: frozenset[str]
    includes: frozenset[str]
    document: str


NO_READING = Reading(policies={}, adopts=frozenset(), includes=frozenset(), document="")


def month_name(month: date) -> str:
    """Return a month's name in the engine's words: 2026-03."""
    return f"{month:%Y-%m}"


def months_of(*, person_ids: Iterable[int], year: int) -> dict[int, dict[str, Month]]:
    """Return each person's scored months of `year` by name ("2026-03"); two queries for any number of people.

    A month counts once the authority confirmed it. While a correction is being made the confirmed version before it stays in force. A month
    these records hold goes before one reported from outside.
    """
    wanted = list(person_ids)
    found: dict[int, dict[str, Month]] = {person: {} for person in wanted}
    outside = OutsideMonth.objects.filter(person_id__in=wanted, month__year=year)
    for person, month, total, name in outside.values_list("person_id", "month", "total_hundredths", "body_name"):
        found[person][month_name(month)] = Month(total_hundredths=total, sheet_id=None, body_name=name)
    called = UnitState.objects.filter(unit=OuterRef("period__body"), valid_from__lte=OuterRef("period__cut_off_date"))
    sheets = (
        ScoreSheet.objects.filter(person_id__in=wanted, period__month__year=year, state=SheetState.CONFIRMED)
        .annotate(body_name=Subquery(called.order_by("-valid_from").values("name")[:1]))
        .order_by("confirmed_at", "version")
    )
    for person, month, marks, sheet, called_then in sheets.values_list(
        "person_id", "period__month", "total_hundredths", "pk", "body_name"
    ):
        found[person][month_name(month)] = Month(
            total_hundredths=marks or 0, sheet_id=sheet, body_name=called_then or ""
        )
    return found


def reading_of(body_id: int, on: date) -> Reading:
    """Return how the by-law of a body reads the law on `on`; the plain text of the law when the body set nothing. One query."""
    return readings_of([body_id], on).get(body_id, NO_READING)


def readings_of(body_ids: Iterable[int], on: date) -> dict[int, Reading]:
    """Return how the by-laws of bodies read the law on `on`; a body that set nothing is left out. One query."""
    rows = BodyReading.objects.on(on).filter(body__among=body_ids).order_by("valid_from")
    return {
        row.body_id: Reading(
            policies=dict(row.policies),
            adopts=frozenset(row.adopts),
            includes=frozenset(row.includes),
            document=row.document,
        )
        for row in rows
    }
