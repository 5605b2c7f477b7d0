"""The tree of units on a day, and one unit with everything that was true of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from congtam.organisation.choices import UnitKind
from congtam.organisation.models import Succession, Unit, UnitState
from congtam.organisation.selectors import units_above, using_bodies
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Responsibility
from congtam.personnel.selectors.listing import heads_first
from congtam.personnel.selectors.records import Placed
from congtam.personnel.viewer import Viewer

# How deep one page draws the tree; what is deeper opens from the unit's own page.
_LEVELS = 3
# How many units stand under one in the tree; the unit's own page has all of them.
_DRAWN = 50


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A unit in the tree with those under it; `people_count` counts posts in the unit itself, `more` the units under it left out."""

    state: UnitState
    people_count: int
    children: "tuple[Branch, ...]"
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class UnitRecord:
    """A unit on a day and its history. `state` is None on a day it did not exist."""

    unit: Unit
    state: UnitState | None
    above: tuple[UnitState, ...]
    children: tuple[Branch, ...]
    posts: QuerySet[Appointment]
    duties: tuple[Responsibility, ...]
    states: tuple[Placed[UnitState], ...]
    predecessors: tuple[Placed[Succession], ...]
    successors: tuple[Placed[Succession], ...]


def tree_from(root_ids: Iterable[int], on: date) -> tuple[Branch, ...]:
    """Return the tree from these units down on `on`, three levels deep, fifty units under one; five queries whatever its size."""
    roots = list(UnitState.objects.on(on).filter(unit_id__in=set(root_ids)).order_by("position", "name"))
    under: dict[int | None, list[UnitState]] = defaultdict(list)
    more: Counter[int | None] = Counter()
    level = roots
    for _ in range(_LEVELS - 1):
        children = UnitState.objects.on(on).filter(parent__among=[state.unit_id for state in level])
        level = []
        for state in children.order_by("position", "name"):
            if len(under[state.parent_id]) == _DRAWN:
                more[state.parent_id] += 1
                continue
            under[state.parent_id].append(state)
            level.append(state)
    drawn = {state.unit_id for state in roots} | {state.unit_id for states in under.values() for state in states}
    counts = dict(
        Appointment.objects.on(on).filter(unit__among=drawn).values_list("unit_id").annotate(Count("pk")).order_by()
    )

    def branch(state: UnitState) -> Branch:
        return Branch(
            state=state,
            people_count=counts.get(state.unit_id, 0),
            children=tuple(branch(child) for child in under[state.unit_id]),
            more=more[state.unit_id],
        )

    return tuple(branch(state) for state in roots)


def roots_for(viewer: Viewer, on: date) -> list[int]:
    """Return where the tree begins for somebody: his own bodies, those he keeps, else everything at the top."""
    bodies = set(using_bodies(viewer.posts, on).values()) | {state.unit_id for state in bodies_kept(viewer, on)}
    if bodies:
        inside = {state.unit_id: state.parent_id for state in UnitState.objects.on(on).filter(unit_id__in=bodies)}
        return [unit for unit, parent in inside.items() if parent not in bodies]
    return list(UnitState.objects.on(on).filter(parent__isnull=True).values_list("unit_id", flat=True)[:200])


def bodies_kept(viewer: Viewer, on: date) -> list[UnitState]:
    """Return the using bodies whose files the viewer keeps (an administrator: all of them), in order of names."""
    bodies = UnitState.objects.on(on).filter(uses=True)
    if not viewer.is_administrator:
        bodies = bodies.filter(unit__among=viewer.officer)
    return list(bodies.select_related("unit").order_by("name")[:500])


def units_named(on: date, unit_ids: Iterable[int] | None = None) -> QuerySet[Unit]:
    """Return units that exist on `on` (among `unit_ids`), each with `name` as it is then, in order of names."""
    states = UnitState.objects.on(on).filter(unit=OuterRef("pk"))
    units = Unit.objects.annotate(name=Subquery(states.values("name")[:1])).filter(name__isnull=False)
    return (units if unit_ids is None else units.filter(pk__in=set(unit_ids))).order_by("name", "pk")


def party_units(on: date) -> frozenset[int]:
    """Return the units of the Party that exist on `on`."""
    return frozenset(UnitState.objects.on(on).filter(unit__kind=UnitKind.PARTY).values_list("unit_id", flat=True))


@dataclass(frozen=True, kw_only=True)
class MovedPost:
    """What moving a post to another unit makes of it: `leadership` in words afterwards; `problem` says why it cannot move, else empty."""

    post: Appointment
    leadership: str
    problem: str = ""


def moved_posts(posts: Iterable[Appointment], on: date) -> list[MovedPost]:
    """Return what moving `posts` on `on` makes of each: titles stay, a head becomes a deputy until his decision says otherwise."""
    return [
        MovedPost(post=post, leadership=str(leadership_moved(post).label), problem=why_not_moved(post, on))
        for post in posts
    ]


def leadership_moved(post: Appointment) -> Leadership:
    """Return what the holder of a post is in the unit he is moved to."""
    return Leadership.DEPUTY if post.leadership == Leadership.HEAD else Leadership(post.leadership)


def why_not_moved(post: Appointment, on: date) -> str:
    """Return why a post cannot be moved on `on` together with others; empty when it can."""
    if post.is_primary and post.valid_from < on and post.valid_until is None:
        return ""
    return (
        f"{post.person.full_name} có vị trí “{post.job_title}” kiêm nhiệm, có ngày kết thúc hoặc bắt đầu từ ngày "
        f"{post.valid_from:%d/%m/%Y}. Hãy xử lý riêng vị trí này trước."
    )


def unit_record(unit: Unit, viewer: Viewer, on: date) -> UnitRecord:
    """Return everything the page of a unit shows on `on`; nine queries whatever its history, one more for the people it has."""
    states = list(UnitState.objects.filter(unit=unit).order_by("-valid_from"))
    links = list(Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).order_by("on_date"))
    above = units_above(unit.pk, on)
    others = {link.predecessor_id for link in links} | {link.successor_id for link in links} | set(above)
    others |= {state.parent_id for state in states if state.parent_id}
    around = list(UnitState.objects.filter(unit_id__in=others).order_by("valid_from"))
    names = {state.unit_id: state.name for state in around}
    then = {state.unit_id: state for state in around if _holds(state, on)}
    posts = Appointment.objects.on(on).filter(unit=unit).visible_to(viewer)
    inside = UnitState.objects.on(on).filter(parent=unit).order_by("position", "name")
    counted = inside.annotate(people_count=_people_count(on))
    return UnitRecord(
        unit=unit,
        state=next((state for state in states if _holds(state, on)), None),
        above=tuple(then[pk] for pk in above if pk in then),
        children=tuple(Branch(state=state, people_count=state.people_count, children=()) for state in counted),
        posts=heads_first(posts.select_related("person", "similar_group")),
        duties=tuple(Responsibility.objects.on(on).filter(unit=unit).select_related("person").order_by("duty", "pk")),
        states=tuple(Placed(state, names.get(state.parent_id or 0, "")) for state in states),
        predecessors=tuple(Placed(link, names[link.predecessor_id]) for link in links if link.successor_id == unit.pk),
        successors=tuple(Placed(link, names[link.successor_id]) for link in links if link.predecessor_id == unit.pk),
    )


def _holds(state: UnitState, on: date) -> bool:
    return state.valid_from <= on and (state.valid_until is None or state.valid_until > on)


def _people_count(on: date) -> Coalesce:
    posts = Appointment.objects.on(on).filter(unit=OuterRef("unit")).order_by().values("unit")
    return Coalesce(Subquery(posts.annotate(count=Count("pk")).values("count")), 0)
