"""Lists of work as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from congtam.organisation.selectors import states_on, using_bodies
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import CatalogueState
from congtam.planning.models import Product
from congtam.tasks.choices import OPEN_STATES, CauseAnswer, TaskState
from congtam.tasks.models import Deadline, ObjectiveCause, RecurringWork, Task, TaskMove, TaskQuerySet, followed_by
from congtam.values.names import searchable

SOON_DAYS = 3
SILENT_DAYS = 30
# Products offered at once by the picker; more words narrow the search.
OFFERED = 60

IN_HAND = (TaskState.ASSIGNED, TaskState.IN_HAND, TaskState.RETURNED)
ENDED = (TaskState.DONE, TaskState.HANDED_BACK, TaskState.CANCELLED)

# What a list can be narrowed to: code, label.
VIEWS: tuple[tuple[str, str], ...] = (
    ("doing", "Đang làm"),
    ("waiting", "Chờ nghiệm thu"),
    ("ended", "Đã xong"),
    ("overdue", "Quá hạn"),
    ("soon", "Sắp đến hạn"),
    ("returned", "Bị trả lại"),
    ("silent", "Im lặng 30 ngày"),
    ("handed_back", "Trả lại, chưa giao ai"),
    ("unplanned", "Đột xuất, phát sinh trong tháng"),
    ("renewed", "Đổi hạn trong tháng"),
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a list is narrowed to; empty means everything. `kind` is one of `VIEWS`, `month` any day of a month, `mark` key, new or hard."""

    kind: str = ""
    words: str = ""
    month: date | None = None
    mark: str = ""
    unit_id: int | None = None
    holder_id: int | None = None


def narrowed(tasks: TaskQuerySet, wanted: Wanted, on: date) -> TaskQuerySet:
    """Return the tasks that fit `wanted` on the day `on`."""
    if wanted.kind:
        tasks = tasks.filter(_kind(wanted.kind, on))
    for word in searchable(wanted.words).split():
        tasks = tasks.filter(Q(search_text__contains=word) | Q(holder__search_name__contains=word))
    if wanted.month is not None:
        tasks = tasks.filter(month=wanted.month.replace(day=1))
    if wanted.mark in ("key", "new", "hard"):
        tasks = tasks.filter(**{f"is_{wanted.mark}": True})
    if wanted.unit_id is not None:
        tasks = tasks.filter(unit=wanted.unit_id)
    if wanted.holder_id is not None:
        tasks = tasks.filter(holder=wanted.holder_id)
    return tasks


def _kind(kind: str, on: date) -> Q:
    overdue = Q(state__in=IN_HAND, due_date__lt=on)
    moved = Exists(TaskMove.objects.filter(task=OuterRef("pk"), at__date__gt=on - timedelta(days=SILENT_DAYS)))
    taken = Exists(Task.objects.filter(continues=OuterRef("pk")).exclude(state=TaskState.CANCELLED))
    first_day = on.replace(day=1)
    kinds: dict[str, Combinable | Q] = {
        "doing": Q(state__in=IN_HAND),
        "waiting": Q(state=TaskState.HANDED_IN),
        "ended": Q(state__in=ENDED),
        "overdue": overdue,
        "soon": Q(state__in=IN_HAND, due_date__gte=on, due_date__lte=on + timedelta(days=SOON_DAYS)),
        "returned": Q(state=TaskState.RETURNED),
        "silent": Q(state__in=OPEN_STATES) & ~moved,
        "handed_back": Q(state=TaskState.HANDED_BACK, due_date__gte=on - timedelta(days=SILENT_DAYS)) & ~taken,
        "unplanned": Q(origin="unplanned", assigned_date__gte=first_day),
        "renewed": Exists(Deadline.objects.filter(task=OuterRef("pk"), set_at__date__gte=first_day).exclude(reason="")),
    }
    return Q(kinds[kind]) if kind in kinds else Q()


def own(viewer: Viewer) -> TaskQuerySet:
    """Return the viewer's own work."""
    return Task.objects.filter(holder=viewer.person_id)


@dataclass(frozen=True, kw_only=True)
class OwnCounts:
    """How much of one's own work stands where."""

    doing: int
    waiting: int
    overdue: int
    soon: int
    returned: int


def own_counts(viewer: Viewer) -> OwnCounts:
    """Return the counts of the viewer's own open work; one query."""
    kinds = ("doing", "waiting", "overdue", "soon", "returned")
    counts = own(viewer).still_open().aggregate(**{kind: Count("pk", filter=_kind(kind, viewer.on)) for kind in kinds})
    return OwnCounts(**counts)


@dataclass(frozen=True, kw_only=True)
class Attention:
    """What waits for somebody who leads: how many of each; each is a `kind` of the list."""

    waiting: int
    overdue: int
    silent: int
    handed_back: int
    unplanned: int
    renewed: int
    causes: int


def attention(viewer: Viewer, unit_id: int | None = None) -> Attention:
    """Return what waits for the viewer as head or deputy, in all he leads or in one unit of it; two queries."""
    tasks = narrowed(Task.objects.judged_by(viewer), Wanted(unit_id=unit_id), viewer.on)
    kinds = ("waiting", "overdue", "silent", "handed_back", "unplanned", "renewed")
    recent = (
        Q(state__in=OPEN_STATES)
        | Q(due_date__gte=viewer.on - timedelta(days=SILENT_DAYS))
        | Q(assigned_date__gte=viewer.on.replace(day=1))
    )
    counts = tasks.filter(recent).aggregate(**{kind: Count("pk", filter=_kind(kind, viewer.on)) for kind in kinds})
    return Attention(**counts, causes=waiting_causes(viewer, unit_id).count())


def waiting_causes(viewer: Viewer, unit_id: int | None = None) -> QuerySet[ObjectiveCause]:
    """Return claimed causes that wait for the viewer's answer, oldest first."""
    tasks = Task.objects.judged_by(viewer)
    if unit_id is not None:
        tasks = tasks.filter(unit=unit_id)
    return (
        ObjectiveCause.objects.filter(answer=CauseAnswer.WAITING, task__in=tasks)
        .select_related("task__holder", "deadline", "hand_in", "claimed_by")
        .order_by("claimed_at", "pk")
    )


def assignable_posts(viewer: Viewer) -> QuerySet[Appointment]:
    """Return the posts whose holders the viewer may give work to: those whose work he would judge, never his own."""
    from_above = ~Q(unit__in=viewer.posts)
    plain = Q(leadership=Leadership.NONE)
    deputy_of_his = Q(leadership=Leadership.DEPUTY, unit__in=viewer.headed)
    return (
        Appointment.objects.on(viewer.on)
        .filter(from_above | plain | deputy_of_his, unit__in=viewer.led)
        .exclude(person=viewer.person_id)
        .select_related("person")
        .order_by("unit", "person__sort_key")
    )


def just_given(viewer: Viewer, task_ids: Sequence[int]) -> list[Task]:
    """Return those of these tasks that the viewer judges, in the order they were given, with holder and product; one query."""
    tasks = Task.objects.judged_by(viewer).filter(pk__in=task_ids).select_related("holder", "product")
    return list(tasks.order_by("pk"))


def own_posts(viewer: Viewer) -> QuerySet[Appointment]:
    """Return the viewer's own posts on his day, the primary one first."""
    return (
        Appointment.objects.on(viewer.on)
        .filter(person=viewer.person_id)
        .select_related("person")
        .order_by("-is_primary", "pk")
    )


def products_in_force(viewer: Viewer, unit_ids: frozenset[int]) -> QuerySet[Product]:
    """Return the products of the catalogues that the bodies of these units use on the viewer's day, by code."""
    bodies = set(using_bodies(unit_ids, viewer.on).values())
    return Product.objects.filter(
        Q(catalogue__valid_until__isnull=True) | Q(catalogue__valid_until__gt=viewer.on),
        catalogue__body__in=bodies,
        catalogue__state=CatalogueState.ISSUED,
        catalogue__valid_from__lte=viewer.on,
    ).order_by("catalogue", "position")


def found_products(products: QuerySet[Product], words: str) -> QuerySet[Product]:
    """Return products whose words or code hold all of `words`, diacritics or not."""
    for word in searchable(words).split():
        products = products.filter(Q(search_text__contains=word) | Q(code__icontains=word))
    return products


def unit_names(unit_ids: frozenset[int], on: date) -> list[tuple[int, str]]:
    """Return units with their names, in the order of their names; one query."""
    states = states_on(unit_ids, on)
    return sorted(((pk, state.name) for pk, state in states.items()), key=lambda pair: searchable(pair[1]))


def followed_units(viewer: Viewer) -> list[tuple[int, str]]:
    """Return the units whose work the viewer may look over, with their names."""
    return unit_names(followed_by(viewer) | viewer.posts, viewer.on)


def recurring_rules(viewer: Viewer) -> QuerySet[RecurringWork]:
    """Return the rules of recurring work around the viewer that still hold, with whether their holder still serves there."""
    serves = Appointment.objects.on(viewer.on).filter(person=OuterRef("holder"), unit=OuterRef("unit"))
    return (
        RecurringWork.objects.visible_to(viewer)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=viewer.on))
        .annotate(is_served=Exists(serves))
        .select_related("holder", "product")
        .order_by("unit", "holder__sort_key", "pk")
    )
