"""Questions about plans and their items."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OrderBy, Prefetch, Q, QuerySet

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import using_bodies
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import PlanKind, PlanState, UnitPart, WorkState
from congtam.planning.models import Plan, PlanItem, PlanItemUnit
from congtam.values.names import searchable, sort_text

SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "issued": ("issued_on", "pk"),
    "-issued": (F("issued_on").desc(nulls_last=True), "-pk"),
    "number": ("number", "pk"),
    "-number": ("-number", "-pk"),
    "title": ("title", "pk"),
    "-title": ("-title", "-pk"),
    "rows": ("item_count", "pk"),
    "-rows": ("-item_count", "-pk"),
}


def bodies_worked_for(viewer: Viewer) -> tuple[UnitState, ...]:
    """Return the bodies whose plans the viewer may bring in: the office of the body, its head."""
    near = viewer.office | viewer.headed_below
    bodies = set(using_bodies(near, viewer.on).values()) & near
    return tuple(UnitState.objects.on(viewer.on).filter(unit__among=frozenset(bodies)).order_by("search_name", "unit"))


@dataclass(frozen=True, kw_only=True)
class PlanSearch:
    """What a list of plans is narrowed to; empty means all. `sort` is a key of `SORTS`."""

    words: str = ""
    year: str = ""
    kind: str = ""
    issuer: str = ""
    state: str = ""
    sort: str = "-issued"


def plans_seen(viewer: Viewer, search: PlanSearch) -> QuerySet[Plan]:
    """Return the plans in sight, discarded ones only when asked for, with `item_count`, `taken_count` and `done_count`."""
    found = Plan.objects.visible_to(viewer)
    asks_state = search.state in PlanState
    found = found.filter(state=search.state) if asks_state else found.exclude(state=PlanState.DISCARDED)
    if search.kind in PlanKind:
        found = found.filter(kind=search.kind)
    if search.year.isdigit():
        found = found.filter(year=int(search.year))
    if search.issuer:
        found = found.filter(issuer=search.issuer)
    for word in search.words.split():
        found = found.filter(Q(title__icontains=word) | Q(number__icontains=word) | Q(issuer__icontains=word))
    return found.annotate(**_COUNTS).select_related("source").order_by(*SORTS.get(search.sort, SORTS["-issued"]))


_COUNTS = {
    "item_count": Count("items"),
    "taken_count": Count("items", filter=Q(items__work__isnull=False)),
    "done_count": Count("items", filter=Q(items__work__state=WorkState.DONE)),
}


def plan_options(viewer: Viewer) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the years and the issuers of the plans in sight, as choices."""
    rows = Plan.objects.visible_to(viewer).exclude(state=PlanState.DISCARDED).values_list("year", "issuer").distinct()
    pairs = list(rows)
    years = sorted({year for year, _ in pairs}, reverse=True)
    issuers = sorted({issuer for _, issuer in pairs}, key=searchable)
    return [(str(year), str(year)) for year in years], [(issuer, issuer) for issuer in issuers]


def twin_of(plan: Plan) -> Plan | None:
    """Return another plan of the same body, number, issuer and year that was not discarded."""
    if not plan.number:
        return None
    same = Plan.objects.filter(
        body=plan.body_id, number__iexact=plan.number, issuer__iexact=plan.issuer, year=plan.year
    ).exclude(state=PlanState.DISCARDED)
    return same.exclude(pk=plan.pk).select_related("created_by").first()


def same_file(plan: Plan) -> Plan | None:
    """Return an earlier plan of the body that was read of the same file, whatever its name."""
    if plan.source is None:
        return None
    same = Plan.objects.filter(body=plan.body_id, source__digest=plan.source.digest)
    return same.exclude(state=PlanState.DISCARDED).exclude(pk=plan.pk).first()


def items_of(plan: Plan, *, words: str = "", part: str = "", unit: int | None = None) -> QuerySet[PlanItem]:
    """Return a plan's items in their order with units and work; `part` narrows: `open` (no work yet), `done`, `late` is told by the page."""
    found = PlanItem.objects.filter(plan=plan)
    for word in searchable(words).split():
        found = found.filter(search_text__contains=word)
    match part:
        case "cho-xem":
            found = found.filter(work__isnull=True)
        case "dang-lam":
            found = found.filter(work__state__in=(WorkState.OPEN, WorkState.REPORTED))
        case "xong":
            found = found.filter(work__state=WorkState.DONE)
        case "thoi":
            found = found.filter(work__state=WorkState.DROPPED)
        case _:
            pass
    if unit is not None:
        found = found.filter(Q(units__unit=unit)).distinct()
    return (
        found.select_related("work")
        .prefetch_related(Prefetch("units", PlanItemUnit.objects.order_by("part", "pk")))
        .order_by("position")
    )


def item_counts(plan: Plan) -> dict[str, int]:
    """Return how many items a plan has, and how many wait to be looked at, are in hand, done, dropped."""
    counts: dict[str, int] = PlanItem.objects.filter(plan=plan).aggregate(
        every=Count("pk"),
        waiting=Count("pk", filter=Q(work__isnull=True)),
        in_hand=Count("pk", filter=Q(work__state__in=(WorkState.OPEN, WorkState.REPORTED))),
        done=Count("pk", filter=Q(work__state=WorkState.DONE)),
        dropped=Count("pk", filter=Q(work__state=WorkState.DROPPED)),
    )
    return counts


def units_of_item(item: PlanItem) -> Mapping[UnitPart, tuple[int, ...]]:
    """Return the units an item names, by what they have to do with it."""
    rows = PlanItemUnit.objects.filter(item=item).order_by("pk").values_list("part", "unit")
    pairs = list(rows)
    return {part: tuple(unit for found, unit in pairs if found == part) for part in UnitPart}


def unit_names(unit_ids: Collection[int], on: date) -> Mapping[int, str]:
    """Return the names of units on a day: short where there is one; a unit that is no more under its last name."""
    rows = UnitState.objects.filter(unit__among=frozenset(unit_ids), valid_from__lte=on).order_by("valid_from")
    return {unit: short or name for unit, short, name in rows.values_list("unit", "short_name", "name")}


def units_named(items: Iterable[PlanItem]) -> frozenset[int]:
    """Return the units of items whose `units` are loaded."""
    return frozenset(named.unit_id for item in items for named in item.units.all())


def written_count(plan: Plan) -> int:
    """Return how many rows of a plan are written."""
    return PlanItem.objects.filter(plan=plan).count()


def rows_for_workbook(plans: Sequence[Plan]) -> list[list[object]]:
    """Return a list of plans as rows of a workbook."""
    return [
        [
            number,
            plan.number,
            plan.title,
            plan.get_kind_display(),
            plan.issuer,
            plan.issued_on,
            plan.year,
            getattr(plan, "item_count", 0),
            getattr(plan, "taken_count", 0),
            getattr(plan, "done_count", 0),
            plan.get_state_display(),
        ]
        for number, plan in enumerate(plans, start=1)
    ]


def units_of_plan(plan: Plan, on: date) -> list[tuple[int, str]]:
    """Return the units a plan's items name, as choices."""
    keys = frozenset(PlanItemUnit.objects.filter(item__plan=plan).values_list("unit", flat=True).distinct())
    names = unit_names(keys, on) if keys else {}
    return sorted(names.items(), key=lambda pair: sort_text(pair[1]))


def rows_left_out(plan: Plan) -> list[tuple[str, int]]:
    """Return why rows of the file were left out, with how many."""
    reasons = Counter(said["left_out"] for said in (plan.settled.get("rows") or {}).values() if said.get("left_out"))
    return reasons.most_common()
