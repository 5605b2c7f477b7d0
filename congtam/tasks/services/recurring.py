"""Work that comes back each week, month or quarter."""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.personnel.models import Appointment, Person
from congtam.planning.choices import CatalogueState
from congtam.planning.models import Product
from congtam.tasks.choices import Origin, Rhythm, TaskState
from congtam.tasks.models import RecurringWork, Task
from congtam.tasks.services.assigning import title_of, write
from congtam.tasks.services.moving import UnusableQuantityError
from congtam.values.days import local_day
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError

_LAST_WEEKDAY = 7
_QUARTER_MONTHS = 3


class UnusableRhythmError(RefusedError):
    """The rule names a day its rhythm has not, or ends before it begins."""


@transaction.atomic
def assign_recurring(
    *,
    post: Appointment,
    product: Product,
    title: str,
    quantity: Decimal,
    rhythm: Rhythm,
    due_day: int,
    valid_from: date,
    valid_until: date | None = None,
    actor: User,
    at: datetime,
) -> RecurringWork:
    """Set a rule by which the same product is assigned again and again, and return it; `issue_recurring` makes the tasks.

    `due_day`: 1 (Monday) to 7 for weekly work, a day of the month (of the quarter's last month) otherwise; a month that is shorter takes its
    last day. Raises `UnusableRhythmError` or `UnusableQuantityError`.
    """
    if rhythm == Rhythm.WEEKLY and due_day > _LAST_WEEKDAY:
        raise UnusableRhythmError("Việc hằng tuần có hạn từ thứ Hai đến Chủ nhật. Hãy chọn lại ngày.")
    if valid_until is not None and valid_until <= valid_from:
        raise UnusableRhythmError("Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa lại hoặc để trống.")
    if quantity <= 0:
        raise UnusableQuantityError("Số lượng mỗi kỳ phải lớn hơn 0.")
    words = " ".join((title or title_of(product)).split())
    # Locked first: the second of two clicks waits for the first, and then sees its rule.
    Person.objects.select_for_update().get(pk=post.person_id)
    given: dict[str, Any] = {
        "holder_id": post.person_id,
        "product": product,
        "title": words,
        "rhythm": rhythm,
        "due_day": due_day,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    if RecurringWork.objects.filter(**given).exists():
        raise UnusableRhythmError(
            "Việc định kỳ này đã được đặt cho đúng người này. Hãy sửa số lượng nếu cần nhiều hơn."
        )
    rule = RecurringWork.objects.create(unit_id=post.unit_id, quantity=quantity, created_by=actor, **given)
    record(
        actor=actor,
        code="tasks.recurring_set",
        subject=rule,
        at=at,
        unit_id=rule.unit_id,
        after={"title": rule.title, "rhythm": str(rhythm), "due_day": due_day},
    )
    return rule


@transaction.atomic
def stop_recurring(*, rule_id: int, until: date, actor: User, at: datetime) -> RecurringWork:
    """Let a rule end before `until`; what it assigned already stays."""
    rule = RecurringWork.objects.select_for_update().get(pk=rule_id)
    before = rule.valid_until.isoformat() if rule.valid_until else None
    rule.valid_until = max(until, rule.valid_from)
    rule.save()
    record(
        actor=actor,
        code="tasks.recurring_stopped",
        subject=rule,
        at=at,
        unit_id=rule.unit_id,
        before={"valid_until": before},
        after={"valid_until": rule.valid_until.isoformat()},
    )
    return rule


@transaction.atomic
def issue_recurring(
    *, until: date, at: datetime, unit_ids: Iterable[int] | None = None, actor: User | None = None
) -> list[Task]:
    """Assign what the rules ask for with deadlines from the day of `at` to `until` (included), and return the new tasks.

    Doing it again, or twice at once, makes nothing twice. Rules whose holder no longer serves in the unit are passed over. The factor is that
    of the product of the same code in the catalogue in force. `unit_ids` limits it to these units; `actor` is None for the nightly job.
    """
    on = local_day(at)
    rules = RecurringWork.objects.select_for_update(of=("self",)).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=until
    )
    if unit_ids is not None:
        rules = rules.filter(unit__in=list(unit_ids))
    found = list(rules.select_related("product__catalogue").order_by("pk"))
    issued = set(
        Task.objects.filter(recurring__in=found, due_date__gte=on, due_date__lte=until).values_list(
            "recurring_id", "due_date"
        )
    )
    serving = set(
        Appointment.objects.on(on)
        .filter(person__in={rule.holder_id for rule in found}, unit__in={rule.unit_id for rule in found})
        .values_list("person_id", "unit_id")
    )
    products = _present_products(found, on)
    tasks = [
        _task(rule, products.get((rule.product.catalogue.body_id, rule.product.code), rule.product), due, on)
        for rule in found
        if (rule.holder_id, rule.unit_id) in serving
        for due in due_days(rule, on, until)
        if (rule.pk, due) not in issued
    ]
    return write(tasks, at=at, actor=actor, code="tasks.issued") if tasks else []


def due_days(rule: RecurringWork, start: date, until: date) -> Iterator[date]:
    """Yield the days on which a rule's work falls due from `start` to `until`, both included, while the rule holds."""
    day = max(start, rule.valid_from)
    last = until if rule.valid_until is None else min(until, rule.valid_until - timedelta(days=1))
    while day <= last:
        if _is_due(rule, day):
            yield day
        day += timedelta(days=1)


def _is_due(rule: RecurringWork, day: date) -> bool:
    if rule.rhythm == Rhythm.WEEKLY:
        return day.isoweekday() == rule.due_day
    ends_quarter = day.month % _QUARTER_MONTHS == 0
    fits = day.day == min(rule.due_day, calendar.monthrange(day.year, day.month)[1])
    return fits and (rule.rhythm == Rhythm.MONTHLY or ends_quarter)


def _present_products(rules: Sequence[RecurringWork], on: date) -> dict[tuple[int, str], Product]:
    """Return the products in force by body and code, for what these rules name."""
    found = Product.objects.filter(
        Q(catalogue__valid_until__isnull=True) | Q(catalogue__valid_until__gt=on),
        catalogue__body__in={rule.product.catalogue.body_id for rule in rules},
        catalogue__state=CatalogueState.ISSUED,
        catalogue__valid_from__lte=on,
        code__in={rule.product.code for rule in rules},
    )
    return {
        (product.catalogue.body_id, product.code): product
        for product in found.select_related("catalogue").order_by("catalogue__version")
    }


def _task(rule: RecurringWork, product: Product, due: date, on: date) -> Task:
    return Task(
        unit_id=rule.unit_id,
        holder_id=rule.holder_id,
        product=product,
        title=rule.title,
        search_text=searchable(f"{rule.title} {product.code}"),
        output=product.output,
        factor=product.factor,
        quantity=rule.quantity,
        origin=Origin.ASSIGNED,
        state=TaskState.ASSIGNED,
        assigned_date=on,
        due_date=due,
        month=due.replace(day=1),
        recurring=rule,
        assigned_by_id=rule.created_by_id,
    )
