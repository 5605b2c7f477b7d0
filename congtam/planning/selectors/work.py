"""Questions about the work of bodies. Nothing here writes or reads the clock."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from congtam.organisation.models import Unit, UnitState
from congtam.organisation.selectors import (
    OFFERED_UNITS,
    UnitChoices,
    unit_choices,
    units_above,
    units_of_body,
    using_bodies,
)
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import LIKELY_SAME, ExtensionAnswer, ItemVerdict, PlanKind, PlanState, WorkState
from congtam.planning.models import (
    ConsolidatedPlan,
    ItemOverlap,
    Plan,
    PlanItem,
    Target,
    WorkDeadline,
    WorkExtension,
    WorkItem,
    WorkItemUnit,
    WorkMove,
)
from congtam.planning.models.work import WorkItemQuerySet
from congtam.values.days import day_begins
from congtam.values.known import given
from congtam.values.names import searchable, sort_text
from congtam.values.periods import Period

SOON_DAYS: Final = 15
# Higher tasks offered at once to say what work serves; more words narrow the search.
OFFERED: Final = 60

# What a list can be narrowed to: code, label.
KINDS: Final = (
    ("open", "Đang thực hiện"),
    ("reported", "Chờ xác nhận"),
    ("overdue", "Quá hạn"),
    ("soon", f"Đến hạn trong {SOON_DAYS} ngày"),
    ("done", "Đã hoàn thành"),
    ("late", "Hoàn thành chậm hạn"),
    ("no_lead", "Chưa rõ đơn vị chủ trì"),
    ("no_deadline", "Không ghi hạn"),
    ("rhythm", "Định kỳ, thường xuyên"),
    ("shared", "Nhiều kế hoạch cùng giao"),
    ("concluded", "Từ kết luận cuộc họp"),
    ("changed", "Đổi hạn trong kỳ"),
    ("arisen", "Phát sinh trong kỳ"),
    ("dropped", "Thôi thực hiện"),
)
# What is still to be done first, the nearest deadline first.
_TO_DO_FIRST: Final = Case(When(state__in=(WorkState.OPEN, WorkState.REPORTED), then=0), default=1)
SORTS: Final = {
    "": (_TO_DO_FIRST, F("due_date").asc(nulls_last=True), "pk"),
    "due": (F("due_date").asc(nulls_last=True), "pk"),
    "-due": (F("due_date").desc(nulls_last=True), "-pk"),
    "title": ("search_text", "pk"),
    "-title": ("-search_text", "-pk"),
    "lead": (F("lead_name").asc(nulls_last=True), "due_date", "pk"),
    "-lead": (F("lead_name").desc(nulls_last=True), "due_date", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Bodies:
    """The bodies whose plans and work somebody may read: `units` to choose from, the one chosen (None: none at all) and its name."""

    units: UnitChoices
    body_id: int | None
    name: str


def bodies_around(viewer: Viewer, *, words: str = "", chosen: int | None = None) -> Bodies:
    """Return the bodies around the viewer; the one `chosen` if it is among them, else where he serves or works with plans, else the first."""
    role = Q(uses=True) | Q(manages=True)
    states = UnitState.objects.on(viewer.on).filter(role, unit__among=viewer.around)
    named = dict(states.values_list("unit_id", "name"))
    if chosen not in named:
        own = using_bodies(viewer.posts | viewer.office, viewer.on).values() if len(named) > 1 else ()
        chosen = next((body for body in sorted(set(own)) if body in named), min(named, default=None))
    if len(named) > OFFERED_UNITS:
        units = unit_choices(frozenset(named), viewer.on, words=words, chosen=chosen)
    else:
        options = tuple(sorted(named.items(), key=lambda pair: sort_text(pair[1])))
        units = UnitChoices(options=options, more=0, chosen=chosen, narrow="")
    return Bodies(units=units, body_id=chosen, name=named.get(chosen or 0, ""))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list of one body's work is narrowed to; empty means everything. `kind` is one of `KINDS`, `period` what "trong kỳ" means."""

    body_id: int
    year: int
    period: Period
    kind: str = ""
    words: str = ""
    unit_id: int | None = None
    plan_id: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for less than all work of the body and year."""
        return bool(self.kind or self.words or self.unit_id or self.plan_id)


def narrowed(works: WorkItemQuerySet, wanted: Wanted, on: date) -> WorkItemQuerySet:
    """Return the work of a body and year that fits `wanted` on the day `on`; what joined other work shows only as that."""
    works = works.filter(body=wanted.body_id, year=wanted.year).exclude(state=WorkState.JOINED)
    if wanted.kind:
        works = works.filter(_kind(wanted, on))
    for word in searchable(wanted.words).split():
        works = works.filter(search_text__contains=word)
    if wanted.unit_id is not None:
        taking_part = WorkItemUnit.objects.filter(work=OuterRef("pk"), unit=wanted.unit_id)
        works = works.filter(Q(lead_unit=wanted.unit_id) | Exists(taking_part))
    if wanted.plan_id is not None:
        works = works.filter(Exists(PlanItem.objects.filter(work=OuterRef("pk"), plan=wanted.plan_id)))
    return works


def _kind(wanted: Wanted, on: date) -> Q | Exists:
    several = PlanItem.objects.filter(work=OuterRef("pk")).values("work").annotate(times=Count("plan", distinct=True))
    kinds: dict[str, Q | Exists] = {
        "open": Q(state=WorkState.OPEN),
        "reported": Q(state=WorkState.REPORTED),
        "overdue": Q(state=WorkState.OPEN, due_date__lt=on),
        "soon": Q(state=WorkState.OPEN, due_date__gte=on, due_date__lte=on + timedelta(days=SOON_DAYS)),
        "done": Q(state=WorkState.DONE),
        "late": Q(state=WorkState.DONE, done_date__gt=F("due_date")),
        "no_lead": Q(lead_unit__isnull=True),
        "no_deadline": Q(due_date__isnull=True, rhythm=""),
        "rhythm": ~Q(rhythm=""),
        "shared": Exists(several.filter(times__gt=1)),
        "concluded": Q(conclusion__isnull=False),
        "changed": Exists(changed_deadlines(*_moments(wanted.period)).filter(work=OuterRef("pk"))),
        "arisen": _arisen(wanted),
        "dropped": Q(state=WorkState.DROPPED),
    }
    return kinds.get(wanted.kind, Q())


def changed_deadlines(since: datetime, until: datetime) -> QuerySet[WorkDeadline]:
    """Return deadlines set in place of another from `since` (included) until `until` (not included): the first of work has no reason."""
    return WorkDeadline.objects.filter(set_at__gte=since, set_at__lt=until).exclude(reason="")


def arisen_in(since: datetime, until: datetime) -> Q:
    """Return what tells work that arose in a span: it began there, after the consolidated plan of its body and year was first published."""
    return _arisen_after(_first_published(OuterRef("body"), OuterRef("year")), since, until)


def _arisen(wanted: Wanted) -> Q:
    return _arisen_after(_first_published(wanted.body_id, wanted.year), *_moments(wanted.period))


def _arisen_after(published: Subquery, since: datetime, until: datetime) -> Q:
    return Q(created_at__gt=published) & Q(created_at__gte=since, created_at__lt=until)


def _first_published(body_id: int | OuterRef, year: int | OuterRef) -> Subquery:
    plans = ConsolidatedPlan.objects.filter(body=body_id, year=year)
    return Subquery(plans.order_by("version").values("published_at")[:1])


def _moments(period: Period) -> tuple[datetime, datetime]:
    """Return when a period begins and when it is over, as the office counts its days."""
    first, after = period.span.start, given(period.span.until)
    return day_begins(first), day_begins(after)


@dataclass(frozen=True, kw_only=True)
class WorkCounts:
    """How the work of a body and year stands: whole numbers; `is_published` tells whether its plan was."""

    all: int
    open: int
    overdue: int
    soon: int
    reported: int
    done: int
    dropped: int
    changed: int
    arisen: int
    is_published: bool


def work_counts(wanted: Wanted, on: date) -> WorkCounts:
    """Return how the work of a body and year stands, with what changed and arose in the period; one query."""
    works = WorkItem.objects.filter(body=wanted.body_id, year=wanted.year).exclude(state=WorkState.JOINED)
    soon = Q(state=WorkState.OPEN, due_date__gte=on, due_date__lte=on + timedelta(days=SOON_DAYS))
    changed = Q(Exists(changed_deadlines(*_moments(wanted.period)).filter(work=OuterRef("pk"))))
    found = works.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(state=WorkState.OPEN)),
        overdue=Count("pk", filter=Q(state=WorkState.OPEN, due_date__lt=on)),
        soon=Count("pk", filter=soon),
        reported=Count("pk", filter=Q(state=WorkState.REPORTED)),
        done=Count("pk", filter=Q(state=WorkState.DONE)),
        changed=Count("pk", filter=changed),
        arisen=Count("pk", filter=_arisen(wanted)),
        dropped=Count("pk", filter=Q(state=WorkState.DROPPED)),
        first=Max(_first_published(wanted.body_id, wanted.year)),
    )
    return WorkCounts(is_published=found.pop("first") is not None, **found)


def plans_of(body_id: int, year: int) -> list[tuple[int, str]]:
    """Return the plans of a body and year as keys and names, for a filter."""
    plans = Plan.objects.filter(body=body_id, year=year, state__in=(PlanState.LIVE, PlanState.ENDED))
    return [(plan.pk, str(plan)) for plan in plans.order_by("issued_on", "pk")]


def leading_units(body_id: int, year: int, on: date) -> list[tuple[int, str]]:
    """Return the units that lead work of a body and year as keys and names, in the order of their names."""
    leading = WorkItem.objects.filter(body=body_id, year=year, lead_unit__isnull=False).order_by()
    states = UnitState.objects.on(on).filter(unit__in=leading.values("lead_unit"))
    return sorted(states.values_list("unit_id", "name"), key=lambda pair: sort_text(pair[1]))


@dataclass(frozen=True, kw_only=True)
class WorkFile:
    """All that is known of one piece of work: what asks for it, its deadlines and moves (with those of work that joined it), units by name."""

    work: WorkItem
    sources: Sequence[PlanItem]
    deadlines: Sequence[WorkDeadline]
    moves: Sequence[WorkMove]
    joined: Sequence[WorkItem]
    units: Sequence[tuple[str, str]]
    open_pair_count: int

    @property
    def is_shared(self) -> bool:
        """Whether more than one thing asks for the work, so that an item can be split off."""
        return len(self.sources) + (self.work.conclusion_id is not None) > 1

    @property
    def reported(self) -> WorkMove | None:
        """The report that waits to be confirmed."""
        last = self.moves[-1] if self.moves else None
        return last if last is not None and last.state == WorkState.REPORTED else None


def work_file(work: WorkItem, on: date) -> WorkFile:
    """Return all that is known of a piece of work (from `told`); the caller has checked that it may be read. Five queries."""
    joined = list(work.joined_here.order_by("pk"))
    ids = [work.pk, *(one.pk for one in joined)]
    waiting = ItemOverlap.objects.filter(
        Q(one=OuterRef("pk")) | Q(other=OuterRef("pk")), verdict=ItemVerdict.OPEN, relation__in=LIKELY_SAME
    )
    told = work.items.select_related("plan").defer("vector", "search_text")
    told = told.annotate(open_pairs=ArraySubquery(waiting.values("pk")))
    sources = list(told.order_by("plan__issued_on", "plan", "position"))
    name = UnitState.objects.on(on).filter(unit=OuterRef("unit")).values("name")[:1]
    parts = work.units.order_by("pk").annotate(name=Subquery(name)).values_list("name", "part")
    labels = dict(WorkItemUnit._meta.get_field("part").flatchoices)
    return WorkFile(
        work=work,
        sources=sources,
        deadlines=list(WorkDeadline.objects.filter(work__in=ids).select_related("set_by").order_by("set_at", "pk")),
        moves=list(work.moves.select_related("by", "file").order_by("at", "pk")),
        joined=joined,
        units=[(name, str(labels[part])) for name, part in parts if name],
        open_pair_count=len({pair for item in sources for pair in item.open_pairs}),
    )


def units_to_lead(body_id: int, on: date, *, words: str = "", chosen: int | None = None) -> UnitChoices:
    """Return the units of a body that may lead its work: the body itself, its parts, and the bodies below it that have work of their own."""
    below = UnitState.objects.on(on).filter(parent=body_id).values_list("unit", flat=True)
    return unit_choices(units_of_body(body_id, on) | frozenset(below), on, words=words, chosen=chosen)


def higher_tasks(
    work: WorkItem, bodies: Sequence[int], words: str = "", *, chosen: int | None = None
) -> list[PlanItem]:
    """Return tasks that this work may serve: those of resolutions, directives, programmes of its body and of any plan of `bodies` above it.

    Never those it carries out itself. The first of those holding all `words` (diacritics may be left out), newest year first; the one
    `chosen` in any case.
    """
    found = PlanItem.objects.filter(
        Q(plan__body__in=bodies) | Q(plan__body=work.body_id, plan__kind__in=_HIGHER), plan__state=PlanState.LIVE
    ).exclude(work=work)
    for word in searchable(words).split():
        found = found.filter(search_text__contains=word)
    named = found.select_related("plan").defer("vector", "search_text").order_by("-plan__year", "plan", "position")
    kept = PlanItem.objects.filter(pk=chosen).select_related("plan") if chosen else PlanItem.objects.none()
    return list({item.pk: item for item in [*kept, *named[:OFFERED]]}.values())


_HIGHER = (PlanKind.RESOLUTION, PlanKind.DIRECTIVE, PlanKind.PROGRAMME, PlanKind.CONCLUSION)


def targets_to_serve(work: WorkItem) -> QuerySet[Target]:
    """Return the targets of a body and year that work may serve."""
    return Target.objects.filter(body=work.body_id, year=work.year, is_dropped=False).order_by("name", "pk")


def unit_named(unit_id: int) -> Unit:
    """Return a unit by its key."""
    return Unit.objects.get(pk=unit_id)


def name_of(unit_id: int, on: date) -> str:
    """Return what a unit was called on a day; what it is called otherwise when it did not exist then."""
    states = UnitState.objects.filter(unit=unit_id).order_by("-valid_from")
    state = states.on(on).first() or states.first()
    return state.name if state else ""


def names_of_paper(body_id: int, on: date) -> tuple[str, str]:
    """Return the name of a body and of the unit above it (may be empty) as its papers carry them."""
    above = units_above(body_id, on)
    return name_of(body_id, on), name_of(above[-1], on) if above else ""


@dataclass(frozen=True, kw_only=True)
class ToDecide:
    """What waits for the office of a body or its head: reports of completion, requests for another deadline, pairs of items likely one task."""

    reported: int
    extensions: int
    pairs: int


def to_decide(viewer: Viewer) -> ToDecide:
    """Return what of the bodies whose office or head the viewer is waits for his word; one query, none for anybody else."""
    bodies = viewer.office | viewer.headed
    if not bodies:
        return ToDecide(reported=0, extensions=0, pairs=0)
    pairs = ItemOverlap.objects.filter(
        verdict=ItemVerdict.OPEN,
        relation__in=LIKELY_SAME,
        one__plan__body__among=bodies,
        other__plan__body__among=bodies,
    )
    counted = pairs.order_by().values("verdict").values(times=Count("pk"))
    asked = waiting_extensions(bodies).order_by().values("answer").values(times=Count("pk"))
    works = WorkItem.objects.filter(body__among=bodies).aggregate(
        reported=Count("pk", filter=Q(state=WorkState.REPORTED)),
        extensions=Coalesce(Max(Subquery(asked)), 0),
        pairs=Coalesce(Max(Subquery(counted)), 0),
    )
    return ToDecide(**works)


def waiting_extensions(bodies: Collection[int]) -> QuerySet[WorkExtension]:
    """Return requests for another deadline of open work of bodies that nobody answered, oldest first."""
    waiting = WorkExtension.objects.filter(answer=ExtensionAnswer.WAITING, work__state=WorkState.OPEN)
    return waiting.filter(work__body__among=bodies).order_by("asked_at", "pk")
