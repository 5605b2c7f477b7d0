"""Questions about sheets: who may read which, what work stands behind them, and how a year went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from congtam.organisation.models import UnitState
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import Viewer
from congtam.scoring.choices import SheetState
from congtam.scoring.models import OutsideMonth, ScoreSheet, ScoringPeriod, SheetLine, SheetMove, SheetQuerySet
from congtam.scoring.selectors.periods import month_end
from congtam.tasks.choices import CauseAnswer, Verdict
from congtam.tasks.models import Deadline, HandIn, ObjectiveCause
from congtam.tasks.selectors import MonthLine, month_lines
from congtam.values.days import local_day
from congtam.values.known import given

# From the person's signature on, the lines stand as they were on that day.
SIGNED = (SheetState.SELF_SIGNED, SheetState.CONFIRMED)

Lines = Sequence[MonthLine | SheetLine]


@dataclass(frozen=True, kw_only=True)
class Deduction:
    """One fault or delay of a product: what happened, on which day, and whether an objective cause was confirmed."""

    is_delay: bool
    on: date
    reason: str
    is_excused: bool


@dataclass(frozen=True, kw_only=True)
class Around:
    """Names that stand around a sheet: its unit, its body and the one above, whoever confirms it."""

    unit_name: str
    body_name: str
    above_name: str
    judging_unit_name: str
    judge_name: str
    judge_title: str


def sheets_for(viewer: Viewer) -> SheetQuerySet:
    """Return the sheets the viewer may read, with what lists show of them."""
    return ScoreSheet.objects.visible_to(viewer).select_related("person", "appointment", "period")


def named_sheets_for(viewer: Viewer) -> QuerySet[ScoreSheet]:
    """Return the sheets the viewer may read with who signed them and the names that `around` takes from them, in the same query."""
    heads = Appointment.objects.on(viewer.on).filter(unit=OuterRef("judging_unit"), leadership=Leadership.HEAD)
    above = UnitState.objects.filter(unit=OuterRef("above_id")).order_by("-valid_from")
    signed = sheets_for(viewer).select_related("self_signed_by", "confirmed_by")
    placed = signed.annotate(above_id=Subquery(_states_then("period__body").values("parent")[:1]))
    return placed.annotate(
        unit_name=Subquery(_states_then("unit").values("name")[:1]),
        body_name=Subquery(_states_then("period__body").values("name")[:1]),
        above_name=Subquery(above.values("name")[:1]),
        judging_unit_name=Subquery(_states_then("judging_unit").values("name")[:1]),
        judge_name=Subquery(heads.values("person__full_name")[:1]),
        judge_title=Subquery(heads.values("job_title")[:1]),
    )


def own_sheets(viewer: Viewer, year: int) -> list[ScoreSheet]:
    """Return the viewer's own current sheets of a year, by month."""
    own = sheets_for(viewer).filter(person=viewer.person_id, is_current=True, period__month__year=year)
    return list(own.order_by("period__month"))


def readable_sheets(viewer: Viewer, sheet_ids: Iterable[int]) -> frozenset[int]:
    """Return which of these sheets the viewer may open."""
    return frozenset(ScoreSheet.objects.visible_to(viewer).filter(pk__in=sheet_ids).values_list("pk", flat=True))


def outside_months_for(viewer: Viewer, *, person_id: int, year: int) -> list[OutsideMonth]:
    """Return the months of a year that bodies outside these records scored for a person."""
    return list(OutsideMonth.objects.visible_to(viewer).filter(person_id=person_id, month__year=year).order_by("month"))


def judged_sheets(viewer: Viewer, month: date) -> SheetQuerySet:
    """Return the current sheets of a month that wait for, or were given, the viewer's word; never his own.

    Those that wait come first, then by name; each is `counted`.
    """
    sheets = sheets_for(viewer).filter(judging_unit__among=viewer.headed, period__month=month, is_current=True)
    waiting_first = Case(When(state=SheetState.SELF_SIGNED, then=0), default=1)
    return sheets.exclude(person=viewer.person_id).counted().order_by(waiting_first, "person__sort_key", "person_id")


@dataclass(frozen=True, kw_only=True)
class JudgedMonths:
    """The months in which somebody confirms sheets, latest first, and the one to look at first: the earliest in which anybody waits, else the latest."""

    months: Sequence[date]
    first: date | None


def judged_months(viewer: Viewer) -> JudgedMonths:
    """Return the months in which the viewer has sheets to confirm or did confirm some; one query.

    Whoever heads thousands of units confirms the heads of bodies below him in every month they opened: these are named without reading the sheets.
    """
    judged = ScoreSheet.objects.filter(judging_unit__among=viewer.headed).order_by()
    waiting = judged.filter(is_current=True, state=SheetState.SELF_SIGNED).exclude(person=viewer.person_id)
    opened = ScoringPeriod.objects.filter(body__among=viewer.headed_below).order_by()
    waits = waiting.values_list("period__month", Value(value=True))
    rows = list(
        opened.values_list("month", Value(value=False)).union(waits)
        if viewer.heads_far
        else judged.values_list("period__month", Value(value=False)).union(waits)
    )
    months = sorted({month for month, _ in rows}, reverse=True)
    return JudgedMonths(
        months=months, first=min((month for month, is_waiting in rows if is_waiting), default=next(iter(months), None))
    )


def moves_of(sheet: ScoreSheet) -> list[SheetMove]:
    """Return what happened to a person's month in all its versions, latest first, each with its sheet; one query."""
    moves = SheetMove.objects.filter(sheet__person=sheet.person_id, sheet__period=sheet.period_id)
    return list(moves.select_related("by", "sheet").order_by("-at", "-pk"))


def previous_sheet(sheet: ScoreSheet) -> ScoreSheet | None:
    """Return the person's latest sheet of an earlier month that has marks."""
    earlier = ScoreSheet.objects.filter(
        person=sheet.person_id, is_current=True, period__month__lt=sheet.period.month, state__in=SIGNED
    )
    return earlier.select_related("period").order_by("-period__month").first()


def previous_totals(sheets: Iterable[ScoreSheet], month: date) -> dict[int, int]:
    """Return, by person, the marks (hundredths) of the month before `month`, where confirmed."""
    before = (month.replace(day=1) - timedelta(days=1)).replace(day=1)
    rows = ScoreSheet.objects.filter(
        person_id__in=[sheet.person_id for sheet in sheets],
        period__month=before,
        is_current=True,
        state=SheetState.CONFIRMED,
    )
    return {person: total for person, total in rows.values_list("person_id", "total_hundredths") if total is not None}


def around(sheet: ScoreSheet) -> Around:
    """Return the names around a sheet of `named_sheets_for`: units as they were called at the cut-off, the head as on the viewer's day."""
    return Around(**{field.name: getattr(sheet, field.name) or "" for field in fields(Around)})


def lines_of(sheets: Iterable[ScoreSheet], on: date) -> dict[int, Lines]:
    """Return the lines of sheets of one month, by sheet: as signed, or as the records stand on `on` where nobody signed.

    Two queries for any number of sheets of a body.
    """
    kept = list(sheets)
    signed = [sheet.pk for sheet in kept if sheet.state in SIGNED]
    found: dict[int, list[MonthLine | SheetLine]] = {sheet: [] for sheet in signed}
    for line in SheetLine.objects.filter(sheet__in=signed).order_by("sheet_id", "position"):
        found[line.sheet_id].append(line)
    return {**found, **records_lines([sheet for sheet in kept if sheet.state not in SIGNED], on)}


def records_lines(sheets: Iterable[ScoreSheet], on: date) -> dict[int, Lines]:
    """Return, by sheet, the lines as the records stand on `on`, but never later than the month's cut-off day."""
    found: dict[int, Lines] = {}
    groups: dict[tuple[date, date], list[ScoreSheet]] = {}
    for sheet in sheets:
        groups.setdefault((sheet.period.month, min(on, sheet.period.cut_off_date)), []).append(sheet)
    for (month, as_of), group in groups.items():
        lines = month_lines(person_ids=[sheet.person_id for sheet in group], month=month, as_of=as_of)
        found |= {sheet.pk: lines[sheet.person_id] for sheet in group}
    return found


def changed_since_signing(sheets: Iterable[ScoreSheet], signed: dict[int, Lines], on: date) -> frozenset[int]:
    """Return which sheets waiting for the superior no longer agree with the records, such as work accepted after the signature."""
    waiting = [sheet for sheet in sheets if sheet.state == SheetState.SELF_SIGNED]
    now = records_lines(waiting, on)
    return frozenset(
        sheet.pk
        for sheet in waiting
        if [_figures(one) for one in now[sheet.pk]] != [_figures(one) for one in signed[sheet.pk]]
    )


def deductions_of(lines: Lines, month: date) -> dict[int, list[Deduction]]:
    """Return, by task, the returns and missed days behind the deductions of a month; two queries whatever their number."""
    faults = {line.task_id: line.quality_faults for line in lines if line.quality_faults}
    delays = {line.task_id: line.delays for line in lines if line.delays}
    found: dict[int, list[Deduction]] = {task: [] for task in faults | delays}
    confirmed = ObjectiveCause.objects.filter(answer=CauseAnswer.CONFIRMED)
    returns = HandIn.objects.filter(task_id__in=faults, verdict=Verdict.MAJOR_ERROR).annotate(
        is_excused=Exists(confirmed.filter(hand_in=OuterRef("pk")))
    )
    for task, at, reason, is_excused in returns.order_by("judged_at").values_list(
        "task_id", "judged_at", "reason", "is_excused"
    ):
        found[task].append(Deduction(is_delay=False, on=local_day(given(at)), reason=reason, is_excused=is_excused))
    found = {task: rows[-faults[task] :] if task in faults else rows for task, rows in found.items()}
    replaced = Deadline.objects.filter(task=OuterRef("task"), set_at__gt=OuterRef("set_at")).order_by("set_at", "pk")
    deadlines = Deadline.objects.filter(
        task_id__in=delays, due_date__gte=month, due_date__lte=month_end(month)
    ).annotate(
        is_excused=Exists(confirmed.filter(deadline=OuterRef("pk"))),
        replaced_at=Subquery(replaced.values("set_at")[:1]),
    )
    for task, due, is_excused, replaced_at in deadlines.order_by("due_date").values_list(
        "task_id", "due_date", "is_excused", "replaced_at"
    ):
        # A deadline replaced before its day was over was never missed.
        if replaced_at is None or local_day(replaced_at) > due:
            found[task].append(Deduction(is_delay=True, on=due, reason="", is_excused=is_excused))
    return found


def _figures(line: MonthLine | SheetLine) -> tuple[int, str, Decimal, Decimal, Decimal, int, int, int, int]:
    return (
        line.task_id,
        line.origin,
        line.factor,
        line.assigned,
        line.done,
        line.quality_faults,
        line.excused_quality_faults,
        line.delays,
        line.excused_delays,
    )


def _states_then(unit: str) -> QuerySet[UnitState]:
    states = UnitState.objects.filter(unit=OuterRef(unit), valid_from__lte=OuterRef("period__cut_off_date"))
    return states.order_by("-valid_from")
