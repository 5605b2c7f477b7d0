"""Lists of work as pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import bodies_using, using_bodies
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import CatalogueState, ExtensionAnswer
from congtam.planning.models import Product
from congtam.tasks.choices import OPEN_STATES, CauseAnswer, TaskState
from congtam.tasks.models import (
    ExtensionRequest,
    ObjectiveCause,
    RecurringWork,
    Task,
    TaskQuerySet,
    followed_by,
)
from congtam.tasks.selectors.period import arisen_in, renewed_in
from congtam.values.names import initials, searchable

SOON_DAYS = 3
SILENT_DAYS = 30
# Products and people offered at once by the picker; more words narrow the search. Of more people than that the first are shown.
OFFERED, OFFERED_PEOPLE, FIRST_PEOPLE = 60, 300, 100

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

# Views of what happened in a month: with them the month of a list is when it happened, not the month the work counts in.
OF_MONTH = frozenset({"unplanned", "renewed"})


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
        day = wanted.month if wanted.month is not None and wanted.kind in OF_MONTH else on
        tasks = tasks.filter(_kind(wanted.kind, day))
    for word in searchable(wanted.words).split():
        tasks = tasks.filter(Q(search_text__contains=word) | Q(holder__search_name__contains=word))
    if wanted.month is not None and wanted.kind not in OF_MONTH:
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
    since = on - timedelta(days=SILENT_DAYS - 1)
    taken = Exists(Task.objects.filter(continues=OuterRef("pk")).exclude(state=TaskState.CANCELLED))
    first_day = on.replace(day=1)
    after = (first_day + timedelta(days=31)).replace(day=1)
    kinds: dict[str, Combinable | Q] = {
        "doing": Q(state__in=IN_HAND),
        "waiting": Q(state=TaskState.HANDED_IN),
        "ended": Q(state__in=ENDED),
        "overdue": overdue,
        "soon": Q(state__in=IN_HAND, due_date__gte=on, due_date__lte=on + timedelta(days=SOON_DAYS)),
        "returned": Q(state=TaskState.RETURNED),
        "silent": Q(state__in=OPEN_STATES, assigned_date__lt=since)
        & (Q(moved_date__isnull=True) | Q(moved_date__lt=since)),
        "handed_back": Q(state=TaskState.HANDED_BACK, due_date__gte=on - timedelta(days=SILENT_DAYS)) & ~taken,
        "unplanned": arisen_in(first_day, after),
        "renewed": renewed_in(first_day, after),
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
    extensions: int


def attention(viewer: Viewer, unit_id: int | None = None) -> Attention:
    """Return what waits for the viewer as head or deputy, in all he leads or in one unit of it; two queries."""
    tasks = narrowed(Task.objects.judged_by(viewer), Wanted(unit_id=unit_id), viewer.on)
    in_hand = tasks.still_open().aggregate(
        **{kind: Count("pk", filter=_kind(kind, viewer.on)) for kind in ("waiting", "overdue", "silent")}
    )
    # Each of the others in a question of its own, so that each is answered from its own index.
    counts = dict.fromkeys(("handed_back", "unplanned", "renewed"), 0)
    first, *others = (_counted(tasks.filter(_kind(kind, viewer.on)), kind) for kind in counts)
    causes = _counted(waiting_causes(viewer, unit_id).select_related(None), "causes")
    asked = _counted(waiting_extensions(viewer, unit_id).select_related(None), "extensions")
    answered = dict(first.union(*others, causes, asked, all=True))
    return Attention(**in_hand, **{"causes": 0, "extensions": 0} | counts | answered)


def _counted(rows: QuerySet[Any], kind: str) -> QuerySet[Any, Any]:
    """Return a row of `kind` and how many there are; no row when there are none."""
    counted: QuerySet[Any, Any] = rows.order_by().values_list(Value(kind, TextField())).annotate(count=Count("*"))
    return counted


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


def waiting_extensions(viewer: Viewer, unit_id: int | None = None) -> QuerySet[ExtensionRequest]:
    """Return requests for another deadline that wait for the viewer's answer, of work still in its holder's hands, oldest first."""
    tasks = Task.objects.judged_by(viewer).filter(state__in=IN_HAND)
    if unit_id is not None:
        tasks = tasks.filter(unit=unit_id)
    return (
        ExtensionRequest.objects.filter(answer=ExtensionAnswer.WAITING, task__in=tasks)
        .select_related("task__holder", "asked_by")
        .order_by("asked_at", "pk")
    )


def assignable_posts(viewer: Viewer) -> QuerySet[Appointment]:
    """Return the posts whose holders the viewer may give work to: those whose work he would judge, never his own."""
    from_above = ~Q(unit__among=viewer.posts)
    plain = Q(leadership=Leadership.NONE)
    deputy_of_his = Q(leadership=Leadership.DEPUTY, unit__among=viewer.headed)
    return (
        Appointment.objects.on(viewer.on)
        .filter(from_above | plain | deputy_of_his, unit__among=viewer.led)
        .exclude(person=viewer.person_id)
        .select_related("person")
        .order_by("unit", "person__sort_key")
    )


def found_posts(
    posts: QuerySet[Appointment], words: str, chosen: Iterable[int] = ()
) -> tuple[list[tuple[Appointment, str]], int]:
    """Return the posts to pick from with the names of their units, those `chosen` before first, and how many are left out; two queries.

    Of many, those whose holder's name or unit's name holds all of `words`, as many as one page offers.
    """
    picked = frozenset(chosen)
    units = UnitState.objects.filter(unit=OuterRef("unit"), valid_until__isnull=True)
    found = Q()
    for word in searchable(words).split():
        found &= Q(person__search_name__contains=word) | Q(Exists(units.filter(search_name__contains=word)))
    offered = posts.filter(found | Q(pk__in=picked)) if found else posts
    first = [Case(When(pk__in=picked, then=0), default=1)] if picked else []
    ordered = offered.annotate(unit_name=Subquery(units.values("name")[:1])).order_by(
        *first, "unit", "person__sort_key", "pk"
    )
    rows: list[tuple[Appointment, str]] = [(post, post.unit_name or "") for post in ordered[: OFFERED_PEOPLE + 1]]
    if len(rows) > OFFERED_PEOPLE:
        rows = rows[:FIRST_PEOPLE]
    return rows, offered.order_by().count() - len(rows)


def posts_named(posts: QuerySet[Appointment], names: Iterable[str]) -> list[Appointment]:
    """Return the posts whose holder has one of these full names, diacritics or not; one query."""
    plain = [f"{searchable(name)} {initials(name)}" for name in names]
    return list(posts.filter(person__search_name__in=plain))


@dataclass(frozen=True, kw_only=True)
class Coded:
    """Products by body and by code in small letters; `codes` are those that some body has, `bodies` is which body a unit belongs to."""

    products: Mapping[tuple[int, str], Product]
    codes: frozenset[str]
    bodies: Mapping[int, int]

    def product(self, code: str, unit_id: int) -> Product | None:
        """Return the product of this code in the catalogue that the body of the unit uses."""
        return self.products.get((self.bodies.get(unit_id, 0), code.lower()))


def products_coded(products: QuerySet[Product], codes: Iterable[str], unit_ids: Iterable[int], on: date) -> Coded:
    """Return the products of these codes, in capitals or not, in the catalogues of the bodies of these units; three queries.

    One code stands for other work in each body's catalogue.
    """
    bodies = using_bodies(set(unit_ids), on)
    coded = products.annotate(plain=Lower("code")).filter(plain__in={code.lower() for code in codes})
    found = coded.filter(catalogue__body__in=set(bodies.values())).select_related("catalogue")
    return Coded(
        products={(product.catalogue.body_id, product.code.lower()): product for product in found},
        codes=frozenset(coded.order_by().values_list("plain", flat=True).distinct()),
        bodies=bodies,
    )


def just_given(viewer: Viewer, task_ids: Sequence[int]) -> list[Task]:
    """Return those of these tasks that the viewer judges, in the order they were given, with holder and product; one query."""
    if not task_ids:
        return []
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
    bodies = bodies_using(unit_ids, viewer.on)
    return Product.objects.filter(
        Q(catalogue__valid_until__isnull=True) | Q(catalogue__valid_until__gt=viewer.on),
        catalogue__body__among=bodies,
        catalogue__state=CatalogueState.ISSUED,
        catalogue__valid_from__lte=viewer.on,
    ).order_by("catalogue", "position")


def found_products(products: QuerySet[Product], words: str) -> QuerySet[Product]:
    """Return products whose words or code hold all of `words`, diacritics or not."""
    for word in searchable(words).split():
        products = products.filter(Q(search_text__contains=word) | Q(code__icontains=word))
    return products


def followed_units(viewer: Viewer) -> frozenset[int]:
    """Return the units whose work the viewer may look over, at least in outline."""
    return followed_by(viewer) | viewer.posts


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
