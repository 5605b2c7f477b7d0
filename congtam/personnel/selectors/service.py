"""How long somebody served in a year, what interrupted it, and what discipline stands against him."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from congtam.organisation.selectors import using_bodies_at
from congtam.personnel.choices import AbsenceKind
from congtam.personnel.models import Absence, Appointment, DisciplinaryAction

# Below it a year is not rated (khoản 1 Điều 11 Nghị định 335/2025/NĐ-CP).
_LEAST_MONTHS = 6

Days = tuple[date, date]  # from (included) until (not included)


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """A change of using body: `on` is the first day after it. No `from_body`: came from outside; no `to_body`: left."""

    on: date
    from_body: int | None
    to_body: int | None


@dataclass(frozen=True, kw_only=True)
class Service:
    """One person's year. `months_worked`: exact months in any post, absences taken out; None when the law leaves it open.

    `absence` is the word of the rating facts: none, unpaid, sick or maternity (the longest of them). `absence_days` counts days of the
    year by `AbsenceKind`. `transfers` are in order of days; `days_in_body` counts days of the year in a post of the body asked about.
    """

    months_worked: Fraction | None
    absence: str
    absence_days: dict[str, int]
    transfers: tuple[Transfer, ...]
    days_in_body: int


def service_of(*, person_ids: Iterable[int], body_id: int, year: int) -> dict[int, Service]:
    """Return each person's service in `year` over all posts; three queries for any number of people.

    A post without an end is taken to last until the end of the year. Full-time study is neither work nor an absence the decree names: when
    the six months of khoản 1 Điều 11 hang on it, `months_worked` is None, for people to say.
    """
    wanted = list(person_ids)
    span = (date(year, 1, 1), date(year + 1, 1, 1))
    posts: dict[int, list[_Post]] = defaultdict(list)
    served = Appointment.objects.during(*span).filter(person_id__in=wanted)
    for person, unit, is_primary, start, until in served.values_list(
        "person_id", "unit_id", "is_primary", "valid_from", "valid_until"
    ):
        posts[person].append(_Post(_within(start, until, span), unit, is_primary))
    bodies = using_bodies_at({(post.unit, post.days[0]) for rows in posts.values() for post in rows})
    away: dict[int, list[tuple[str, Days]]] = defaultdict(list)
    absences = Absence.objects.during(*span).filter(person_id__in=wanted)
    for person, kind, start, until in absences.values_list("person_id", "kind", "valid_from", "valid_until"):
        away[person].append((kind, _within(start, until, span)))
    return {
        person: _service(
            [post._replace(body=bodies.get((post.unit, post.days[0]))) for post in posts[person]],
            away[person],
            body_id,
            span,
        )
        for person in wanted
    }


def discipline_of(*, person_ids: Iterable[int], year: int) -> dict[int, list[DisciplinaryAction]]:
    """Return each person's disciplinary decisions up to the end of `year`, oldest first; one query.

    Earlier years are included: an act punished by Party and administration in different years counts in one of them only
    (khoản 3 Điều 11 Nghị định 335/2025/NĐ-CP), which the engine judges.
    """
    wanted = list(person_ids)
    found: dict[int, list[DisciplinaryAction]] = {person: [] for person in wanted}
    decided = DisciplinaryAction.objects.filter(person_id__in=wanted, decided_date__year__lte=year)
    for action in decided.order_by("decided_date", "pk"):
        found[action.person_id].append(action)
    return found


class _Post(NamedTuple):
    """A post within the year: its days, its unit, the body that used its people on its first day."""

    days: Days
    unit: int
    is_primary: bool
    body: int | None = None


def _service(posts: list[_Post], away: list[tuple[str, Days]], body_id: int, span: Days) -> Service:
    served = _merged(post.days for post in posts)
    study = [days for kind, days in away if kind == AbsenceKind.STUDY]
    other = [days for kind, days in away if kind != AbsenceKind.STUDY]
    at_least = _months(_without(served, [*study, *other]))
    at_most = _months(_without(served, other))
    absence_days: dict[str, int] = defaultdict(int)
    for kind, days in away:
        absence_days[kind] += (days[1] - days[0]).days
    named = {kind: count for kind, count in absence_days.items() if kind != AbsenceKind.STUDY}
    return Service(
        months_worked=None if at_least < _LEAST_MONTHS <= at_most else at_most,
        absence=str(max(named, key=lambda kind: (named[kind], kind != AbsenceKind.UNPAID))) if named else "none",
        absence_days=dict(absence_days),
        transfers=tuple(_transfers(posts, span)),
        days_in_body=sum(
            (until - start).days for start, until in _merged(post.days for post in posts if post.body == body_id)
        ),
    )


def _transfers(posts: list[_Post], span: Days) -> Iterable[Transfer]:
    """Yield the changes of body within the year, reading primary posts in order of their first days."""
    rows = sorted((post for post in posts if post.is_primary), key=lambda post: post.days)
    if rows and rows[0].days[0] > span[0]:
        yield Transfer(on=rows[0].days[0], from_body=None, to_body=rows[0].body)
    for before, after in pairwise(rows):
        if after.body != before.body:
            yield Transfer(on=after.days[0], from_body=before.body, to_body=after.body)
    if rows and rows[-1].days[1] < span[1]:
        yield Transfer(on=rows[-1].days[1], from_body=rows[-1].body, to_body=None)


def _within(start: date, until: date | None, span: Days) -> Days:
    return max(start, span[0]), min(until or span[1], span[1])


def _merged(spans: Iterable[Days]) -> list[Days]:
    """Return spans of days in order, touching and overlapping ones made one."""
    merged: list[Days] = []
    for start, until in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((start, until))
    return merged


def _without(spans: list[Days], taken: list[Days]) -> list[Days]:
    """Return `spans` with the days in `taken` left out."""
    left = spans
    for start, until in taken:
        left = [
            piece
            for one in left
            for piece in ((one[0], min(one[1], start)), (max(one[0], until), one[1]))
            if piece[0] < piece[1]
        ]
    return left


def _months(spans: list[Days]) -> Fraction:
    """Return months: whole ones from day to day (15/6 to 15/12 is six), the rest as days of the month it begins in."""
    return sum((_span_months(start, until) for start, until in spans), Fraction(0))


def _span_months(start: date, until: date) -> Fraction:
    whole = (until.year - start.year) * 12 + until.month - start.month
    while whole and _later(start, whole) > until:
        whole -= 1
    rest = _later(start, whole)
    return whole + Fraction((until - rest).days, calendar.monthrange(rest.year, rest.month)[1])


def _later(day: date, months: int) -> date:
    """Return the same day `months` later; the first of the next month when that month is too short."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, day.day) if day.day <= last else date(year, month + 1, last) + timedelta(days=1)
