"""Who has a sheet in a month, what is missing for it, and who holds what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import states_on, units_of_body
from congtam.personnel.choices import AbsenceKind, Category, Leadership
from congtam.personnel.models import Absence, Appointment, Person
from congtam.personnel.selectors import Viewer, evaluator_units
from congtam.scoring.choices import FINISHED, Band, SheetState
from congtam.scoring.models import OutsideMonth, ScoreSheet, ScoringPeriod
from congtam.values.days import local_day

# Those a body does not score: pairs of a category in words and names.
LeftOut = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where somebody serves in a month, and the unit whose head scores him; `absence` says why he has no sheet, empty when he has one."""

    appointment: Appointment
    judging_unit_id: int | None
    absence: str = ""


@dataclass(frozen=True, kw_only=True)
class MissingSetUp:
    """What must be mended before a month can be finished, by people's names.

    `absent` are those away the whole month with the reason: they rightly have no sheet. `left_out`: those the by-law does not count.
    """

    without_sheet: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    without_judge: tuple[str, ...]
    left_out: LeftOut = ()


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Somebody with sheets to move: `days` since the oldest of them came to him."""

    name: str
    unit_name: str
    state: str
    state_label: str
    count: int
    days: int


@dataclass(frozen=True, kw_only=True)
class UnitSpread:
    """How the confirmed marks of one unit lie, in hundredths; `top` counts those in the highest band."""

    unit_id: int
    name: str
    count: int
    mean: int
    least: int
    most: int
    top: int


STATE_CHOICES = tuple((state.value, str(state.label)) for state in SheetState)


def month_end(month: date) -> date:
    """Return the last day of a month given by its first."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def periods_for(viewer: Viewer) -> QuerySet[ScoringPeriod]:
    """Return the months the viewer may know of, each with `body_name`."""
    named = _name_then("body", "cut_off_date")
    return ScoringPeriod.objects.visible_to(viewer).select_related("body").annotate(body_name=named)


def placements_of(body_id: int, month: date, *, includes: frozenset[str] = frozenset()) -> list[Placement]:
    """Return whom a body scores in `month`, in order of names; six queries for any number of people.

    A body scores the civil servants (and categories its by-law `includes`) whose last primary post of the month is in one of its units, as
    the units stand at the end of the month: so a person who moves during a month is scored once, where he is at its end. Whoever is away
    all the days he served has no sheet.
    """
    posts = _posts_of(body_id, month, includes)
    judges: dict[int, int | None] = {}
    days = {post.pk: _last_day(post, month_end(month)) for post in posts}
    for day in sorted(set(days.values())):
        judges |= evaluator_units([post for post in posts if days[post.pk] == day], day)
    away = _whole_absences(posts, month)
    return [
        Placement(appointment=post, judging_unit_id=judges.get(post.pk), absence=away.get(post.person_id, ""))
        for post in posts
    ]


def left_out(body_id: int, month: date, *, includes: frozenset[str] = frozenset()) -> LeftOut:
    """Return whoever serves in a body in `month` and gets no sheet; two queries.

    The decree speaks of civil servants; others are scored when the body's by-law `includes` their category.
    """
    return _others(_posts_of(body_id, month, frozenset(Category)), includes)


def _others(posts: Sequence[Appointment], includes: frozenset[str]) -> LeftOut:
    others = [category for category in Category if category != Category.CIVIL_SERVANT and category not in includes]
    found = [
        (str(category.label), tuple(post.person.full_name for post in posts if post.category == category))
        for category in others
    ]
    return tuple((label, names) for label, names in found if names)


def missing_set_up(period: ScoringPeriod, *, includes: frozenset[str] = frozenset()) -> MissingSetUp:
    """Return what is missing in a month: people without sheets, sheets nobody can confirm; four queries."""
    everybody = _posts_of(period.body_id, period.month, frozenset(Category))
    posts = [post for post in everybody if post.category in {Category.CIVIL_SERVANT, *includes}]
    away = _whole_absences(posts, period.month)
    heads = Appointment.objects.on(month_end(period.month)).filter(
        unit=OuterRef("judging_unit"), leadership=Leadership.HEAD
    )
    alone = current_sheets(period).exclude(state__in=FINISHED).filter(~Exists(heads))
    unheld = [post for post in posts if post.person_id not in away and not getattr(post, "has_sheet", False)]
    return MissingSetUp(
        without_sheet=tuple(post.person.full_name for post in unheld),
        absent=tuple((post.person.full_name, away[post.person_id]) for post in posts if post.person_id in away),
        without_judge=tuple(sheet.person.full_name for sheet in alone),
        left_out=_others(everybody, includes),
    )


def current_sheets(period: ScoringPeriod) -> QuerySet[ScoreSheet]:
    """Return the current version of each sheet of a month with its `unit_name`, in order of names."""
    return (
        ScoreSheet.objects.filter(period=period, is_current=True)
        .annotate(unit_name=_name_then("unit", "period__cut_off_date"))
        .select_related("person", "appointment", "period")
        .order_by("person__sort_key", "person_id")
    )


def holdings_of(period: ScoringPeriod, on: date) -> list[Holding]:
    """Return who holds how many unfinished sheets of a month, longest first; one query for any number of sheets."""
    heads = Appointment.objects.on(on).filter(unit=OuterRef("judging_unit"), leadership=Leadership.HEAD)
    waiting = (
        ScoreSheet.objects.filter(period=period, is_current=True)
        .exclude(state__in=FINISHED)
        .annotate(
            since=Max("moves__at"),
            name=F("person__full_name"),
            unit_name=_name_then("unit", "period__cut_off_date"),
            judge_name=Subquery(heads.values("person__full_name")[:1]),
            judging_unit_name=_name_then("judging_unit", "period__cut_off_date"),
        )
    )
    grouped: dict[tuple[str, str, str], list[date]] = {}
    for row in waiting.values("state", "since", "name", "unit_name", "judge_name", "judging_unit_name"):
        is_judges = row["state"] == SheetState.SELF_SIGNED
        holder = (row["judge_name"] if is_judges else row["name"]) or ""
        where = (row["judging_unit_name"] if is_judges else row["unit_name"]) or ""
        since = local_day(row["since"]) if row["since"] else on
        grouped.setdefault((holder, where, row["state"]), []).append(since)
    found = [
        Holding(
            name=name,
            unit_name=unit,
            state=state,
            state_label=str(SheetState(state).label),
            count=len(days),
            days=(on - min(days)).days,
        )
        for (name, unit, state), days in grouped.items()
    ]
    return sorted(found, key=lambda holding: (-holding.days, -holding.count, holding.name))


def bodies_for(viewer: Viewer) -> list[tuple[int, str]]:
    """Return the using bodies among the units whose months the viewer runs, as pairs of id and name."""
    states = UnitState.objects.on(viewer.on).filter(unit__among=viewer.officer, uses=True)
    return list(states.order_by("position", "name").values_list("unit_id", "name"))


def period_rows(viewer: Viewer) -> QuerySet[ScoringPeriod]:
    """Return the months of the bodies the viewer leads or keeps, latest first, with the body's name and counts of sheets."""
    current = Q(sheets__is_current=True)
    return (
        ScoringPeriod.objects.filter(body__among=viewer.overseen)
        .annotate(
            body_name=_name_then("body", "cut_off_date"),
            sheet_count=Count("sheets", filter=current),
            finished_count=Count("sheets", filter=current & Q(sheets__state__in=FINISHED)),
        )
        .order_by("-month", "body_id")
    )


def state_counts(period: ScoringPeriod) -> list[tuple[str, str, int]]:
    """Return how many sheets of a month stand where: code, words, count; every state is there."""
    rows = ScoreSheet.objects.filter(period=period, is_current=True).values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    return [(state, label, counts.get(state, 0)) for state, label in STATE_CHOICES]


def totals_of(period: ScoringPeriod) -> list[int]:
    """Return the marks (hundredths) of a month's confirmed sheets."""
    confirmed = ScoreSheet.objects.filter(period=period, is_current=True, state=SheetState.CONFIRMED)
    return [total for total in confirmed.values_list("total_hundredths", flat=True) if total is not None]


def units_of_period(period: ScoringPeriod) -> list[UnitSpread]:
    """Return the confirmed marks of a month by unit, in order of the units' names; two queries."""
    rows = list(
        ScoreSheet.objects.filter(period=period, is_current=True, state=SheetState.CONFIRMED)
        .values("unit_id")
        .annotate(
            count=Count("pk"),
            total=Sum("total_hundredths"),
            least=Min("total_hundredths"),
            most=Max("total_hundredths"),
            top=Count("pk", filter=Q(band=Band.EXCELLENT)),
        )
    )
    names = states_on({row["unit_id"] for row in rows}, month_end(period.month))
    spreads = [
        UnitSpread(
            unit_id=row["unit_id"],
            name=names[row["unit_id"]].name if row["unit_id"] in names else "",
            count=row["count"],
            mean=(2 * row["total"] + row["count"]) // (2 * row["count"]),
            least=row["least"],
            most=row["most"],
            top=row["top"],
        )
        for row in rows
    ]
    return sorted(spreads, key=lambda spread: spread.name)


def people_kept_by(viewer: Viewer) -> list[Person]:
    """Return the people serving today in units whose organisation work is the viewer's duty, in order of names."""
    posts = Appointment.objects.on(viewer.on).filter(unit__among=viewer.officer)
    return list(Person.objects.filter(pk__in=posts.values("person_id")).order_by("sort_key", "pk"))


def outside_months_kept_by(viewer: Viewer) -> list[OutsideMonth]:
    """Return the months from elsewhere the viewer may read, latest first; a hundred at most."""
    return list(OutsideMonth.objects.visible_to(viewer).select_related("person").order_by("-month", "-pk")[:100])


def _name_then(unit: str, day: str) -> Subquery:
    """Return what a unit was called on a day; both are names of fields of the row asked about."""
    states = UnitState.objects.filter(unit=OuterRef(unit), valid_from__lte=OuterRef(day))
    return Subquery(states.order_by("-valid_from").values("name")[:1])


def _posts_of(body_id: int, month: date, includes: frozenset[str]) -> list[Appointment]:
    """Return the posts by which a body scores people in `month`, each with `has_sheet`, in order of names; two queries."""
    last = month_end(month)
    units = units_of_body(body_id, last)
    primary = Appointment.objects.during(month, last + timedelta(days=1)).filter(is_primary=True)
    here = primary.filter(unit_id__in=units).values("person_id")
    latest: dict[int, Appointment] = {}
    sheets = ScoreSheet.objects.filter(period__month=month, person=OuterRef("person"))
    posts = primary.filter(person_id__in=here).annotate(has_sheet=Exists(sheets))
    for post in posts.select_related("person").order_by("valid_from"):
        latest[post.person_id] = post
    categories = {Category.CIVIL_SERVANT, *includes}
    return sorted(
        (post for post in latest.values() if post.category in categories and post.unit_id in units),
        key=lambda post: (post.person.sort_key, post.person_id),
    )


def _last_day(post: Appointment, last: date) -> date:
    return min(post.valid_until - timedelta(days=1), last) if post.valid_until else last


def _whole_absences(posts: Iterable[Appointment], month: date) -> dict[int, str]:
    """Return, by person, the kind of absence that covers every day served in the month."""
    last = month_end(month)
    served = {post.person_id: (max(post.valid_from, month), _last_day(post, last)) for post in posts}
    rows: dict[int, list[tuple[date, date, str]]] = {}
    absences = Absence.objects.during(month, last + timedelta(days=1)).filter(person_id__in=served)
    for person, start, until, kind in absences.order_by("valid_from").values_list(
        "person_id", "valid_from", "valid_until", "kind"
    ):
        rows.setdefault(person, []).append((start, until or date.max, kind))
    found = {}
    for person, spans in rows.items():
        reached, final = served[person]
        kind = ""
        for start, until, named in spans:
            if start <= reached < until:
                reached, kind = until, kind or named
        if reached > final and kind:
            found[person] = str(AbsenceKind(kind).label)
    return found
