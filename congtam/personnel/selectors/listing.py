"""The list of people: who serves where, filtered, sorted, a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from congtam.organisation.choices import UnitKind
from congtam.organisation.models import SimilarGroup, UnitState
from congtam.organisation.selectors import UnitChoices, states_on, unit_choices, using_bodies, with_descendants
from congtam.personnel.choices import Category, Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.viewer import Viewer
from congtam.values.names import searchable

ABSENT = "none"
_ORDERS = {
    "name": ("person__sort_key", "person_id", "pk"),
    "title": ("job_title", "person__sort_key", "pk"),
    "since": ("valid_from", "person__sort_key", "pk"),
}
LEADERSHIP_ORDER = Case(
    When(leadership=Leadership.HEAD, then=Value(0)),
    When(leadership=Leadership.DEPUTY, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asked of the list, as it stands in the page's address; empty means everything."""

    words: str = ""
    unit: str = ""
    category: str = ""
    leadership: str = ""
    group: str = ""
    sort: str = ""


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """One post as the list shows it."""

    post: Appointment
    unit_name: str


def posts_listed(viewer: Viewer, on: date, wanted: Wanted) -> QuerySet[Appointment]:
    """Return the posts held on `on` that the viewer may see and asked for."""
    posts = Appointment.objects.on(on).visible_to(viewer)
    if wanted.words:
        posts = posts.filter(person__search_name__contains=searchable(wanted.words))
    if wanted.unit.isdecimal():
        posts = posts.filter(unit_id__in=with_descendants([int(wanted.unit)], on)[int(wanted.unit)])
    if wanted.category in set(Category):
        posts = posts.filter(category=wanted.category)
    if wanted.leadership in set(Leadership):
        posts = posts.filter(leadership=wanted.leadership)
    if wanted.group == ABSENT:
        posts = posts.filter(similar_group__isnull=True)
    elif wanted.group.isdecimal():
        posts = posts.filter(similar_group_id=int(wanted.group))
    field = wanted.sort.removeprefix("-")
    order = _ORDERS.get(field, _ORDERS["name"])
    if wanted.sort.startswith("-"):
        order = (f"-{order[0]}", *order[1:])
    return posts.select_related("person", "similar_group").order_by(*order)


def with_unit_names(posts: Sequence[Appointment], on: date) -> list[PostRow]:
    """Return posts with the names of their units on `on`; one query."""
    states = states_on({post.unit_id for post in posts}, on)
    return [PostRow(post=post, unit_name=states[post.unit_id].name if post.unit_id in states else "") for post in posts]


def unit_options(viewer: Viewer, on: date, *, words: str, chosen: str) -> UnitChoices:
    """Return the units the list can be narrowed to: those around the viewer; of many, those found by `words`."""
    around = None if viewer.is_administrator else viewer.around
    return unit_choices(around, on, words=words, chosen=int(chosen) if chosen.isdecimal() else None)


def groups_around(viewer: Viewer, on: date) -> QuerySet[SimilarGroup]:
    """Return the groups of similar tasks of the bodies around the viewer."""
    bodies = set(using_bodies(viewer.posts, on).values()) | viewer.officer
    return SimilarGroup.objects.filter(body_id__in=bodies).order_by("position", "name")


def groups_of_units(unit_ids: Iterable[int], on: date) -> QuerySet[SimilarGroup]:
    """Return the groups of similar tasks of the bodies these units belong to, each with its `body_name`; two queries."""
    bodies = set(using_bodies(unit_ids, on).values())
    name = UnitState.objects.on(on).filter(unit=OuterRef("body")).values("name")[:1]
    groups = SimilarGroup.objects.filter(body__in=bodies).annotate(body_name=Subquery(name))
    return groups.order_by("body_name", "position", "name")


def group_counts(body_id: int, posts: QuerySet[Appointment]) -> list[tuple[SimilarGroup, int]]:
    """Return the groups of a body, each with how many of `posts` are in it."""
    counts: dict[int | None, int] = {}
    for group_id in posts.values_list("similar_group_id", flat=True):
        counts[group_id] = counts.get(group_id, 0) + 1
    groups = SimilarGroup.objects.filter(body_id=body_id).order_by("position", "name")
    return [(group, counts.get(group.pk, 0)) for group in groups]


def heads_first(posts: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Return posts with heads first, then deputies, then everybody by name."""
    return posts.order_by(LEADERSHIP_ORDER, "person__sort_key", "pk")


def without_group_first(posts: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Return posts with those in no group of similar tasks first, then by group and name."""
    return posts.order_by(F("similar_group").asc(nulls_first=True), "person__sort_key", "pk")


def codes_and_names(body_id: int, on: date) -> list[tuple[str, str]]:
    """Return the units of a body on `on`, as code and name."""
    inside = with_descendants([body_id], on)[body_id]
    return list(UnitState.objects.on(on).filter(unit_id__in=inside).order_by("name").values_list("unit__code", "name"))


def group_names(body_id: int) -> list[str]:
    """Return the names of the groups of similar tasks of a body."""
    return list(SimilarGroup.objects.filter(body_id=body_id).order_by("position").values_list("name", flat=True))


def exported(rows: Sequence[PostRow]) -> list[tuple[object, ...]]:
    """Return the list as lines of a workbook: number, name, unit, title, category, leadership, group, first day."""
    return [
        (
            number,
            row.post.person.full_name,
            row.unit_name,
            row.post.job_title,
            row.post.get_category_display(),
            row.post.get_leadership_display(),
            row.post.similar_group.name if row.post.similar_group else "",
            row.post.valid_from,
        )
        for number, row in enumerate(rows, start=1)
    ]


def cell_names(on: date) -> list[str]:
    """Return the names of the Party's cells and organisations on `on`."""
    states = UnitState.objects.on(on).filter(unit__kind=UnitKind.PARTY)
    return list(states.order_by("name").values_list("name", flat=True).distinct()[:2000])
