"""How dossiers stand: in time, late, overdue and for how long; by unit, by person, in a period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from congtam.follow_up.models import Dossier, DossierImport
from congtam.follow_up.models.dossiers import DossierQuerySet
from congtam.follow_up.selectors.reminders import kept_bodies
from congtam.organisation.selectors import states_on
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer
from congtam.values.numbers import rounded, vietnamese

# How long dossiers are overdue, in days: at least, at most, words.
AGES: Sequence[tuple[int, int, str]] = (
    (1, 5, "1–5 ngày"),
    (6, 10, "6–10 ngày"),
    (11, 30, "11–30 ngày"),
    (31, 100_000, "trên 30 ngày"),
)


@dataclass(frozen=True, kw_only=True)
class DossierCounts:
    """Dossiers of a period up to a day: finished in time and late within it, open at its end in time and overdue; whole numbers.

    `ages` counts the overdue ones by `AGES`.
    """

    name: str = ""
    key: int = 0
    in_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    ages: Sequence[int] = ()

    @property
    def all(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.open + self.overdue

    @property
    def by_age(self) -> list[tuple[str, int]]:
        """How many are overdue for how long, in words."""
        return [(words, count) for (_, _, words), count in zip(AGES, self.ages, strict=True)]

    @property
    def finished(self) -> int:
        """Those finished in the period, in time or late."""
        return self.in_time + self.late

    @property
    def overdue_share(self) -> Fraction | None:
        """The share of late and overdue ones among those that were due, from 0 to 1; None when none was."""
        due = self.in_time + self.late + self.overdue
        return Fraction(self.late + self.overdue, due) if due else None

    @property
    def overdue_words(self) -> str:
        """That share as a percentage with at most one decimal; a dash when nothing was due."""
        share = self.overdue_share
        return "–" if share is None else f"{vietnamese(rounded(share * 100, 1))}%"


def _counts(since: date, until: date) -> dict[str, Count]:
    last = until - timedelta(days=1)
    finished = Q(finished_date__gte=since, finished_date__lt=until)
    unfinished = Q(received_date__lt=until) & (Q(finished_date__isnull=True) | Q(finished_date__gte=until))
    found = {
        "in_time": finished & Q(finished_date__lte=F("due_date")),
        "late": finished & Q(finished_date__gt=F("due_date")),
        "open": unfinished & Q(due_date__gte=last),
        "overdue": unfinished & Q(due_date__lt=last),
    }
    for number, (least, most, _) in enumerate(AGES):
        of_age = Q(due_date__lte=last - timedelta(days=least), due_date__gte=last - timedelta(days=most))
        found[f"age{number}"] = unfinished & of_age
    return {name: Count("pk", filter=condition) for name, condition in found.items()}


def _told(row: dict[str, Any], *, key: int = 0, name: str = "") -> DossierCounts:
    ages = [row[f"age{number}"] for number in range(len(AGES))]
    figures = {figure: row[figure] for figure in ("in_time", "late", "open", "overdue")}
    return DossierCounts(key=key, name=name, ages=ages, **figures)


def _within(dossiers: DossierQuerySet, since: date, until: date) -> DossierQuerySet:
    return dossiers.filter(Q(finished_date__isnull=True) | Q(finished_date__gte=since), received_date__lt=until)


def dossiers_of_person(person_id: int, *, since: date, until: date) -> DossierCounts:
    """Return how one person's dossiers stand from `since` (included) until `until` (not included), for scoring and rating; one query."""
    return _told(_within(Dossier.objects.filter(person=person_id), since, until).aggregate(**_counts(since, until)))


def dossiers_of_units(unit_ids: Iterable[int], *, since: date, until: date) -> DossierCounts:
    """Return how the dossiers of units stand from `since` (included) until `until` (not included), for scoring and rating; one query."""
    units = frozenset(unit_ids)
    return _told(_within(Dossier.objects.filter(unit__among=units), since, until).aggregate(**_counts(since, until)))


@dataclass(frozen=True, kw_only=True)
class DossierBoard:
    """How the dossiers a viewer may see stand: all together, by unit and by person, the most overdue first."""

    total: DossierCounts
    units: Sequence[DossierCounts]
    people: Sequence[DossierCounts]


def dossier_board(
    viewer: Viewer, body_id: int | None, *, since: date, until: date, person_id: int | None = None
) -> DossierBoard:
    """Return how the dossiers the viewer may see stand in a period; of one body, or all; of one person, or all. Four queries."""
    seen = seen_by(viewer, body_id, person_id)
    counts = _counts(since, until)
    within = _within(seen, since, until).order_by()
    by_unit = _figures(within, "unit_id", counts)
    by_person = _figures(within.filter(person__isnull=False), "person_id", counts)
    units = states_on([row["unit_id"] for row in by_unit], viewer.on)
    people = dict(Person.objects.filter(pk__in=[row["person_id"] for row in by_person]).values_list("pk", "full_name"))
    told = [_told(row, key=row["unit_id"], name=_name(units, row["unit_id"])) for row in by_unit]
    told_people = [_told(row, key=row["person_id"], name=people.get(row["person_id"], "")) for row in by_person]
    total: dict[str, Any] = {name: sum(row[name] for row in by_unit) for name in counts}
    return DossierBoard(total=_told(total), units=_worst_first(told), people=_worst_first(told_people))


def _figures(dossiers: DossierQuerySet, by: str, counts: dict[str, Count]) -> list[dict[str, Any]]:
    return [dict(row) for row in dossiers.values(by).annotate(**counts)]


def _name(units: Any, unit_id: int) -> str:
    return units[unit_id].name if unit_id in units else "Đơn vị đã kết thúc"


def _worst_first(rows: Iterable[DossierCounts]) -> list[DossierCounts]:
    return sorted((row for row in rows if row.all), key=lambda row: (-row.overdue, -row.late, -row.all, row.key))


def seen_by(viewer: Viewer, body_id: int | None, person_id: int | None = None) -> DossierQuerySet:
    """Return the dossiers the viewer may see, of one body or all, of one person or all."""
    seen = Dossier.objects.visible_to(viewer)
    seen = seen if body_id is None else seen.filter(body=body_id)
    return seen if person_id is None else seen.filter(person=person_id)


def late_in(viewer: Viewer, body_id: int | None, person_id: int | None, *, since: date, until: date) -> DossierQuerySet:
    """Return the dossiers the viewer may see that were finished late in a period, or were overdue at its end; the earliest due first."""
    last = until - timedelta(days=1)
    finished_late = Q(finished_date__gte=since, finished_date__lt=until, finished_date__gt=F("due_date"))
    still_open = Q(received_date__lt=until, due_date__lt=last) & (
        Q(finished_date__isnull=True) | Q(finished_date__gte=until)
    )
    seen = seen_by(viewer, body_id, person_id).filter(finished_late | still_open)
    return seen.select_related("person").order_by("due_date", "pk")


def overdue_dossiers(viewer: Viewer, body_id: int | None) -> DossierQuerySet:
    """Return unfinished dossiers overdue on the viewer's day, the longest overdue first."""
    late = seen_by(viewer, body_id).filter(finished_date__isnull=True, due_date__lt=viewer.on)
    return late.select_related("person").order_by("due_date", "pk")


def imports_of(viewer: Viewer) -> QuerySet[DossierImport]:
    """Return the exports of the bodies whose work the viewer keeps, the latest first."""
    return DossierImport.objects.filter(body__among=kept_bodies(viewer)).select_related("made_by").order_by("-pk")
