"""Giving work out: by a head, by a rule, over from a colleague, or as it came unplanned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.audit.services import Entry, record_many
from congtam.organisation.selectors import using_bodies
from congtam.personnel.models import Appointment, Person
from congtam.planning.choices import CatalogueState, WorkState
from congtam.planning.models import Catalogue, Product, WorkItem
from congtam.tasks.choices import Origin, TaskState
from congtam.tasks.models import Deadline, Task, TaskMove
from congtam.tasks.services.moving import TaskMovedError, UnusableQuantityError, check_future, locked, move
from congtam.values.days import local_day
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError, said

_ONE_CLICK = timedelta(minutes=1)


class NotServingError(RefusedError):
    """The person does not serve in that unit on the day the work is given."""


class ProductNotInForceError(RefusedError):
    """The product belongs to no catalogue that the body uses on the day."""


class AlreadyTakenOverError(RefusedError):
    """A colleague has the work already."""


class WorkEndedError(RefusedError):
    """The work of the body that the task would serve is finished, dropped or joined to other work."""


class JustGivenError(RefusedError):
    """The same was given a moment ago."""


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Work for one person: the post he does it in, the product (None: outside the catalogue, one standard unit each), how much and until when.

    `work_item` is the work of the body it serves, if any.
    """

    post: Appointment
    product: Product | None
    quantity: Decimal
    due_date: date
    title: str = ""
    output: str = ""
    source: str = ""
    is_key: bool = False
    is_new: bool = False
    is_hard: bool = False
    work_item: WorkItem | None = None


@transaction.atomic
def assign(*, assignments: Sequence[Assignment], actor: User, at: datetime) -> list[Task]:
    """Give work to one person or many, all or nothing, and return the tasks; the factor is copied from the product now.

    Raises `NotServingError`, `ProductNotInForceError`, `JustGivenError`, `WorkEndedError`, `UnusableQuantityError` or `UnusableDeadlineError` (điểm a, b khoản
    1 Điều 18 Nghị định 335/2025/NĐ-CP: số lượng, chất lượng, tiến độ of each product are set when it is assigned).
    """
    return give(assignments, Origin.ASSIGNED, TaskState.ASSIGNED, actor=actor, at=at, code="tasks.assigned")


@transaction.atomic
def record_unplanned(*, assignment: Assignment, actor: User, at: datetime) -> Task:
    """Write down work that came outside what was assigned, as its holder does, and return the task.

    Nobody confirms the record itself: it counts nothing until the head accepts its result, and that acceptance is the confirmation. Accepted,
    it adds to what was done without adding to what was assigned (điểm d khoản 1 Điều 18 Nghị định 335/2025/NĐ-CP). Raises as `assign` does.
    """
    [task] = give(
        [assignment], Origin.UNPLANNED, TaskState.IN_HAND, actor=actor, at=at, code="tasks.unplanned_recorded"
    )
    return task


@transaction.atomic
def take_over(*, task_id: int, post: Appointment, due_date: date, note: str = "", actor: User, at: datetime) -> Task:
    """Give what is left of a colleague's work to the person of `post`, and return the new task.

    Work still in a colleague's hands goes back to the giver first, as handed back: it stays in that colleague's assigned total, and adds to
    what the taker did (điểm d khoản 1 Điều 18 Nghị định 335/2025/NĐ-CP). Raises `AlreadyTakenOverError`, `TaskMovedError` (finished, lying
    with the head, cancelled), `NotServingError` or `UnusableDeadlineError`.
    """
    old = locked(task_id)
    if taken := old.continued_by.exclude(state=TaskState.CANCELLED).select_related("holder").first():
        raise AlreadyTakenOverError(f"{taken.holder.full_name} đã nhận thay việc này. Không có gì thay đổi.")
    if old.holder_id == post.person_id:
        raise TaskMovedError("Việc này vốn của chính người được chọn. Hãy chọn người khác nhận thay.")
    if old.state != TaskState.HANDED_BACK:
        words = said(note, "lý do chuyển việc cho người khác")
        move(old, TaskState.HANDED_BACK, actor=actor, at=at, code="tasks.handed_back", note=words)
    left = Assignment(
        post=post,
        product=old.product,
        quantity=old.quantity - old.done,
        due_date=due_date,
        title=old.title,
        output=old.output,
        source=old.source,
        is_key=old.is_key,
        is_new=old.is_new,
        is_hard=old.is_hard,
        work_item=old.work_item,
    )
    [task] = give(
        [left], Origin.TAKEN_OVER, TaskState.IN_HAND, actor=actor, at=at, code="tasks.taken_over", continues=old
    )
    return task


def give(  # every way of giving work names what differs
    assignments: Sequence[Assignment],
    origin: Origin,
    state: TaskState,
    *,
    actor: User | None,
    at: datetime,
    code: str,
    continues: Task | None = None,
) -> list[Task]:
    """Check and write new tasks with their first deadline and move, a fixed number of statements for any number of them.

    A task that continues another keeps that one's factor, whatever the catalogue says today.
    """
    on = local_day(at)
    if continues is None:
        _check_products(assignments, on)
        _check_work_items(assignments)
    tasks = [_task(one, origin, state, on, actor, continues) for one in assignments]
    for one in assignments:
        _check(one, on)
        check_future(one.due_date, at)
    if continues is None and actor is not None:
        _check_not_just_given(tasks, actor, at)
    return write(tasks, at=at, actor=actor, code=code)


def _check_not_just_given(tasks: Sequence[Task], actor: User, at: datetime) -> None:
    """Refuse what the same person gave a moment ago, word for word: a second click. More of the same is a larger quantity."""
    holders = {task.holder_id for task in tasks}
    # Locked first: the second of two clicks waits for the first, and then sees its work.
    list(Person.objects.select_for_update().filter(pk__in=holders).order_by("pk").values_list("pk"))
    just_given = Task.objects.filter(
        holder__in=holders, assigned_by=actor, deadlines__set_at__range=(at - _ONE_CLICK, at + _ONE_CLICK)
    ).values_list("holder", "product", "title", "quantity", "due_date")
    known = set(just_given)
    for task in tasks:
        if (task.holder_id, task.product_id, task.title, task.quantity, task.due_date) in known:
            raise JustGivenError(
                f"Việc “{task.title}” với đúng số lượng và hạn này vừa được giao chưa đầy một phút trước, nên lần này không giao thêm. "
                "Nếu cần nhiều hơn, hãy sửa số lượng."
            )


def write(tasks: Sequence[Task], *, at: datetime, actor: User | None, code: str) -> list[Task]:
    """Insert tasks that are checked, with their first deadline, first move and trail."""
    made = Task.objects.bulk_create(tasks, batch_size=1000)
    Deadline.objects.bulk_create(
        [Deadline(task=task, due_date=task.due_date, set_at=at, set_by=task.assigned_by) for task in made],
        batch_size=2000,
    )
    TaskMove.objects.bulk_create(
        [TaskMove(task=task, state=task.state, by=task.assigned_by, at=at) for task in made], batch_size=2000
    )
    entries = [
        Entry(
            code=code,
            subject=task,
            unit_id=task.unit_id,
            after={
                "title": task.title,
                "holder": task.holder_id,
                "quantity": str(task.quantity),
                "factor": str(task.factor),
                "due_date": task.due_date.isoformat(),
            },
        )
        for task in made
    ]
    record_many(actor=actor, at=at, entries=entries)
    return made


def _task(  # only `give` calls it
    one: Assignment, origin: Origin, state: TaskState, on: date, actor: User | None, continues: Task | None
) -> Task:
    product = one.product
    title = " ".join((one.title or title_of(product)).split())
    factor = continues.factor if continues else product.factor if product else Decimal(1)
    return Task(
        unit_id=one.post.unit_id,
        holder_id=one.post.person_id,
        product=product,
        title=title,
        search_text=searchable(f"{title} {product.code if product else ''}"),
        output=one.output or (product.output if product else ""),
        source=one.source,
        factor=factor,
        quantity=one.quantity,
        origin=origin,
        state=state,
        assigned_date=on,
        due_date=one.due_date,
        month=one.due_date.replace(day=1),
        is_key=one.is_key,
        is_new=one.is_new,
        is_hard=one.is_hard,
        continues=continues,
        work_item=one.work_item,
        assigned_by=actor,
    )


def title_of(product: Product | None) -> str:
    """Return the words of a product as a task's title; nothing for no product."""
    if product is None:
        return ""
    return f"{product.work}: {product.detail}" if product.detail else product.work


def _check(one: Assignment, on: date) -> None:
    post = one.post
    if post.valid_from > on or (post.valid_until is not None and post.valid_until <= on):
        raise NotServingError(
            f"{post.person.full_name} không còn công tác ở đơn vị này vào {on:%d/%m/%Y}. Hãy chọn người khác."
        )
    if one.quantity <= 0:
        raise UnusableQuantityError(
            "Số lượng phải lớn hơn 0. Việc dài ngày hoặc nhiều người làm thì tách thành sản phẩm cụ thể."
        )
    if not (one.title.strip() or one.product):
        raise ProductNotInForceError("Hãy chọn sản phẩm trong danh mục hoặc ghi nội dung việc.")


def _check_work_items(assignments: Sequence[Assignment]) -> None:
    wanted = {one.work_item.pk for one in assignments if one.work_item}
    if not wanted:
        return
    # Held until the transaction ends, so that work does not end between the look and the task.
    works = WorkItem.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    for work in works:
        if work.state not in (WorkState.OPEN, WorkState.REPORTED):
            raise WorkEndedError(
                f"Nhiệm vụ của cơ quan “{work.title}” hiện {work.get_state_display()} nên không giao việc từ đó được nữa."
            )


def _check_products(assignments: Sequence[Assignment], on: date) -> None:
    wanted = {one.product.catalogue_id for one in assignments if one.product}
    if not wanted:
        return
    bodies = using_bodies({one.post.unit_id for one in assignments}, on)
    held = dict(
        Catalogue.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=on),
            pk__in=wanted,
            state=CatalogueState.ISSUED,
            valid_from__lte=on,
        ).values_list("pk", "body_id")
    )
    for one in assignments:
        if one.product and held.get(one.product.catalogue_id, 0) != bodies.get(one.post.unit_id):
            raise ProductNotInForceError(
                f"“{one.product.code}” không thuộc danh mục đang áp dụng của cơ quan. Hãy chọn sản phẩm của danh mục hiện hành."
            )
