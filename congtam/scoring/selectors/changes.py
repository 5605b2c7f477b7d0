"""What changed in a month among the work its sheets are about: deadlines changed, work that arose; counted by people, by units, by a body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from congtam.organisation.selectors import units_of_body
from congtam.personnel.selectors import Viewer
from congtam.planning.selectors.work import Wanted, work_counts
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from congtam.scoring.selectors.months import month_name
from congtam.scoring.selectors.periods import month_end
from congtam.tasks.models import Task
from congtam.tasks.selectors import PeriodChanges, changes_by, summed
from congtam.values.periods import period as named


@dataclass(frozen=True, kw_only=True)
class BodyChanges:
    """What changed in a month of a body: people's work by unit and in all, and the work of the body itself.

    `works_arisen` is None before the consolidated plan of the year was published: nothing can arise beside a plan there is not.
    """

    units: Mapping[int, PeriodChanges]
    total: PeriodChanges
    works_renewed: int
    works_arisen: int | None


def changes_of_judged(viewer: Viewer, month: date) -> PeriodChanges:
    """Return what changed in a month among the work of everybody whose sheet the viewer confirms; one query."""
    sheets = ScoreSheet.objects.filter(judging_unit__among=viewer.headed, period__month=month, is_current=True)
    people = sheets.exclude(person=viewer.person_id).values("person")
    return summed(changes_by(Task.objects.filter(holder__in=people), "holder", *_days(month)).values())


def changes_of_people(period: ScoringPeriod) -> dict[int, PeriodChanges]:
    """Return, by person, what changed in the month among the work of everybody who has a sheet in it; one query."""
    people = ScoreSheet.objects.filter(period=period, is_current=True).values("person")
    return changes_by(Task.objects.filter(holder__in=people), "holder", *_days(period.month))


def changes_of_body(period: ScoringPeriod, on: date) -> BodyChanges:
    """Return what changed in the month of a body, as known on `on`; three queries."""
    units = units_of_body(period.body_id, month_end(period.month))
    by_unit = changes_by(Task.objects.filter(unit__among=units), "unit", *_days(period.month))
    asked = Wanted(body_id=period.body_id, year=period.month.year, period=named(month_name(period.month)))
    works = work_counts(asked, on)
    return BodyChanges(
        units=by_unit,
        total=summed(by_unit.values()),
        works_renewed=works.changed,
        works_arisen=works.arisen if works.is_published else None,
    )


def _days(month: date) -> tuple[date, date]:
    return month.replace(day=1), month_end(month) + timedelta(days=1)
