"""The consolidated plan of a body and year: every task once, with all that asked for it; its versions, and what changed since the last."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from congtam.organisation.models import UnitState
from congtam.planning.choices import LIKELY_SAME, ItemVerdict, PlanState, Rhythm, WorkState
from congtam.planning.models import ConsolidatedPlan, ItemOverlap, PlanItem, WorkItem, WorkItemUnit
from congtam.planning.models.work import WorkItemQuerySet

# What stands in the plan: work dropped or joined to other work is told among the differences.
IN_PLAN: Final = (WorkState.OPEN, WorkState.REPORTED, WorkState.DONE)
GROUPINGS: Final = (("lead", "Đơn vị chủ trì"), ("heading", "Mục của văn bản"))
# What the plan can be narrowed to, of the kinds of `selectors.work.KINDS`.
PLAN_KINDS: Final = (
    ("open", "Đang thực hiện"),
    ("reported", "Chờ xác nhận"),
    ("overdue", "Quá hạn"),
    ("done", "Đã hoàn thành"),
    ("shared", "Nhiều kế hoạch cùng giao"),
)
NOBODY: Final = "Chưa rõ đơn vị chủ trì"
_ORDER = {
    "lead": (F("lead_name").asc(nulls_last=True), F("due_date").asc(nulls_last=True), "pk"),
    "heading": (
        F("governed_by__plan__issued_on").asc(nulls_last=True),
        F("governed_by__plan").asc(nulls_last=True),
        F("governed_by__position").asc(nulls_last=True),
        "pk",
    ),
}


@dataclass(frozen=True, kw_only=True)
class PlanSource:
    """One plan that asks for a task: its number and name, what it is called in short, the deadline in its words, whether that governs."""

    plan_id: int
    plan: str
    due: str
    governs: bool
    short: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """One task of the consolidated plan. `due` is "2026-09-30" or empty, `due_words` what is printed, `reason` why that deadline governs."""

    work_id: int
    title: str
    lead: str
    coordinating: str
    due: str
    due_words: str
    output: str
    state: str
    heading: str
    reason: str
    sources: tuple[PlanSource, ...]

    @property
    def helpers(self) -> tuple[str, ...]:
        """Who helps, one by one."""
        return tuple(name for name in (part.strip() for part in self.coordinating.split(";")) if name)

    def kept(self) -> dict[str, Any]:
        """Return the row as a published version keeps it."""
        return asdict(self)


def row_kept(kept: Mapping[str, Any]) -> PlanRow:
    """Return a row as a published version kept it."""
    sources = tuple(PlanSource(**source) for source in kept["sources"])
    return PlanRow(**{**kept, "sources": sources})


def plan_works(body_id: int, year: int, on: date, grouping: str = "lead") -> WorkItemQuerySet:
    """Return the work that stands in the consolidated plan of a body and year, in the order of a grouping (one of `GROUPINGS`)."""
    works = WorkItem.objects.filter(body=body_id, year=year, state__in=IN_PLAN).told(on)
    return works.order_by(*_ORDER.get(grouping, _ORDER["lead"]))


def rows_of(works: Iterable[WorkItem], on: date) -> list[PlanRow]:
    """Return work (from `told`) as rows of the plan; two queries for any number."""
    works = list(works)
    ids = [work.pk for work in works]
    items: dict[int, list[PlanItem]] = defaultdict(list)
    asking = PlanItem.objects.filter(work__in=ids).select_related("plan").defer("search_text", "vector", "note")
    for item in asking.order_by("plan__issued_on", "plan", "position"):
        items[item.work_id or 0].append(item)
    name = UnitState.objects.on(on).filter(unit=OuterRef("unit")).values("name")[:1]
    parts = WorkItemUnit.objects.filter(work__in=ids).annotate(name=Subquery(name)).order_by("pk")
    helping: dict[int, list[str]] = defaultdict(list)
    for work_id, named in parts.values_list("work", "name"):
        if named:
            helping[work_id].append(named)
    return [_row(work, items[work.pk], helping[work.pk]) for work in works]


def _row(work: WorkItem, items: Sequence[PlanItem], helping: Sequence[str]) -> PlanRow:
    governing = next((item for item in items if item.pk == work.governed_by_id), items[0] if items else None)
    return PlanRow(
        work_id=work.pk,
        title=work.title,
        lead=work.lead_name or "",
        # What no unit was found for stays in the plan's words.
        coordinating="; ".join(helping) or (governing.coordinating if governing else ""),
        due=work.due_date.isoformat() if work.due_date else "",
        due_words=due_words(work),
        output=work.output,
        state=work.state,
        heading=_heading(governing),
        reason=work.governing_reason if len(items) > 1 or work.governed_by_id is None else "",
        sources=tuple(
            PlanSource(
                plan_id=item.plan_id,
                plan=str(item.plan),
                short=item.plan.number or item.plan.title,
                due=with_day(item.due_text, item.due_date),
                governs=item.pk == work.governed_by_id and item.due_date == work.due_date,
            )
            for item in items
        ),
    )


def _heading(item: PlanItem | None) -> str:
    if item is None:
        return "Ngoài kế hoạch"
    return ": ".join(part for part in (item.plan.number or item.plan.title, *item.headings[:1]) if part)


def due_words(work: WorkItem) -> str:
    """Return when work is due, as the plan says it, with the day it comes to: "Quý III/2026 (30/09/2026)"."""
    return with_day(work.due_text, work.due_date) or (str(Rhythm(work.rhythm).label) if work.rhythm else "")


def with_day(text: str, day: date | None) -> str:
    """Return the words of a deadline with the day they come to, unless they name it: "Quý III/2026 (30/09/2026)", "Trước ngày 5/6/2026"."""
    if day is None:
        return text
    named = re.search(rf"\b0?{day.day}(?:/| tháng )0?{day.month}(?:/| năm ){day.year}\b", text)
    if named or not text:
        return text or f"{day:%d/%m/%Y}"
    return f"{text} ({day:%d/%m/%Y})"


def basis_of(row: PlanRow) -> str:
    """Return every plan that asks for a task with its deadline, the governing one said: "12/KH-… (30/6/2026, áp dụng)"."""
    parts = []
    for source in row.sources:
        words = [source.due, "áp dụng" if source.governs and len(row.sources) > 1 else ""]
        said = ", ".join(word for word in words if word)
        parts.append(f"{source.plan} ({said})" if said else source.plan)
    return "; ".join(parts)


def versions(body_id: int, year: int) -> QuerySet[ConsolidatedPlan]:
    """Return the published versions of a body and year, newest first, without their rows."""
    return (
        ConsolidatedPlan.objects.filter(body=body_id, year=year)
        .defer("rows")
        .select_related("published_by")
        .order_by("-version")
    )


def latest(body_id: int, year: int) -> ConsolidatedPlan | None:
    """Return the version in force, with its rows; None before the first."""
    return ConsolidatedPlan.objects.filter(body=body_id, year=year).order_by("-version").first()


def version_before(plan: ConsolidatedPlan) -> ConsolidatedPlan | None:
    """Return the version a published one took the place of; None for the first."""
    return ConsolidatedPlan.objects.filter(body=plan.body_id, year=plan.year, version=plan.version - 1).first()


def waiting_pairs(body_id: int, year: int) -> QuerySet[ItemOverlap]:
    """Return the pairs of items of a body and year that are likely one task and that nobody has decided about."""
    return ItemOverlap.objects.filter(
        verdict=ItemVerdict.OPEN,
        relation__in=LIKELY_SAME,
        one__plan__body=body_id,
        other__plan__body=body_id,
        one__plan__year=year,
        other__plan__year=year,
    )


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What is not decided yet: how many pairs that are likely one task, how many items of live plans without work."""

    pairs: int
    items: int


def waiting(body_id: int, year: int) -> Waiting:
    """Return what of a body and year is not decided yet; one query."""
    pairs = waiting_pairs(body_id, year).order_by().values("verdict").values(times=Count("pk"))
    items = PlanItem.objects.filter(plan__body=body_id, plan__year=year, plan__state=PlanState.LIVE)
    found = items.aggregate(items=Count("pk", filter=Q(work__isnull=True)), pairs=Coalesce(Max(Subquery(pairs)), 0))
    return Waiting(**found)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a task says now and what it said in the version before; `words` name what differs."""

    row: PlanRow
    before: PlanRow
    words: str


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A task that stood in the version before and stands no more, and why in words."""

    row: PlanRow
    words: str


@dataclass(frozen=True, kw_only=True)
class Differences:
    """What differs from the version before."""

    added: tuple[PlanRow, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Gone, ...] = ()

    @property
    def count(self) -> int:
        """How many tasks differ."""
        return len(self.added) + len(self.changed) + len(self.gone)


def differences(
    rows: Sequence[PlanRow], before: Sequence[PlanRow], states: Mapping[int, str] | None = None
) -> Differences:
    """Return what differs between the rows of two versions; `states` tell what became of tasks that are gone (else one query does)."""
    old = {row.work_id: row for row in before}
    now = {row.work_id for row in rows}
    gone = [row for row in before if row.work_id not in now]
    if states is None:
        ids = [row.work_id for row in gone]
        states = dict(WorkItem.objects.filter(pk__in=ids).values_list("pk", "state"))
    changed = [
        Change(row=row, before=old[row.work_id], words=words)
        for row in rows
        if row.work_id in old and (words := _changed(row, old[row.work_id]))
    ]
    return Differences(
        added=tuple(row for row in rows if row.work_id not in old),
        changed=tuple(changed),
        gone=tuple(Gone(row=row, words=_gone(states.get(row.work_id))) for row in gone),
    )


def since(plan: ConsolidatedPlan, on: date) -> Differences:
    """Return what differs today from a published version; one query, as no source of a task is told."""
    works = list(WorkItem.objects.filter(body=plan.body_id, year=plan.year).told(on).order_by("pk"))
    rows = [_row(work, (), ()) for work in works if work.state in IN_PLAN]
    before = [row_kept(kept) for kept in plan.rows]
    return differences(rows, before, {work.pk: work.state for work in works})


def _changed(row: PlanRow, before: PlanRow) -> str:
    named = (
        ("thời hạn", row.due_words != before.due_words),
        ("chủ trì", row.lead != before.lead),
        ("nội dung", row.title != before.title),
        ("sản phẩm", row.output != before.output),
    )
    return ", ".join(name for name, differs in named if differs)


def _gone(state: str | None) -> str:
    return str(WorkState(state).label) if state else "không còn trong năm này"
