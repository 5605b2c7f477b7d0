"""Makes what tests need, with as little said as possible: only what a test is about is named."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from congtam.accounts.models import User
from congtam.follow_up.models import Dossier, DossierImport
from congtam.organisation.choices import UnitKind
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.personnel.choices import Category, Duty, Leadership
from congtam.personnel.models import Appointment, Person, Responsibility
from congtam.planning.models import (
    Catalogue,
    ComplexityGroup,
    ItemOverlap,
    Plan,
    PlanItem,
    PlanItemUnit,
    Product,
    Target,
    WorkItem,
)
from congtam.planning.services.work import open_work_for
from congtam.tasks.models import Deadline, Task, TaskMove
from congtam.values.names import initials, searchable, sort_key

_numbers = count(1)
LONG_AGO = date(2015, 1, 1)
NEW_YEAR = date(2026, 1, 1)
NOON = datetime(2026, 3, 10, 5, tzinfo=UTC)


def user(full_name: str = "Nguyễn Thị Bình", **fields: Any) -> User:
    """An account that can sign in by force_login."""
    return User.objects.create(username=fields.pop("username", f"user{next(_numbers)}"), full_name=full_name, **fields)


def unit(
    name: str = "Phòng Tổng hợp",
    *,
    under: Unit | None = None,
    since: date = LONG_AGO,
    until: date | None = None,
    **state: Any,
) -> Unit:
    """A unit with one state; `uses=True` makes it a using body, `manages=True` a managing one."""
    made = Unit.objects.create(
        code=f"dv{next(_numbers)}", kind=state.pop("kind", UnitKind.STATE), valid_from=since, valid_until=until
    )
    UnitState.objects.create(
        unit=made, parent=under, name=name, search_name=searchable(name), valid_from=since, valid_until=until, **state
    )
    return made


def body(name: str = "Sở Thuỷ lợi tỉnh Sông Lam", **state: Any) -> Unit:
    """A body that uses civil servants."""
    return unit(name, uses=True, **state)


def person(full_name: str = "Trần Văn Đạt", *, account: bool = True, **fields: Any) -> Person:
    """Somebody, with an account unless told otherwise."""
    return Person.objects.create(
        personal_id=f"000{next(_numbers):09d}",
        full_name=full_name,
        sort_key=sort_key(full_name),
        search_name=f"{searchable(full_name)} {initials(full_name)}",
        user=user(full_name) if account else None,
        **fields,
    )


def post(who: Person, where: Unit, *, since: date = LONG_AGO, until: date | None = None, **fields: Any) -> Appointment:
    """A post of `who` in `where`; a specialist civil servant unless told otherwise."""
    fields = {"job_title": "Chuyên viên", "category": Category.CIVIL_SERVANT} | fields
    return Appointment.objects.create(person=who, unit=where, valid_from=since, valid_until=until, **fields)


def officer(where: Unit, full_name: str = "Lê Thị Hà", **fields: Any) -> Person:
    """A specialist serving in `where`."""
    who = person(full_name)
    post(who, where, **fields)
    return who


def head(where: Unit, full_name: str = "Phạm Văn Khoa", **fields: Any) -> Person:
    """The head of `where`."""
    return officer(where, full_name, **({"job_title": "Trưởng phòng", "leadership": Leadership.HEAD} | fields))


def duty(who: Person, where: Unit, what: Duty = Duty.ORGANISATION_OFFICER, *, since: date = LONG_AGO) -> Responsibility:
    """A responsibility of `who` in `where`."""
    return Responsibility.objects.create(person=who, unit=where, duty=what, valid_from=since)


def similar_group(of: Unit, name: str = "chuyên viên tham mưu") -> SimilarGroup:
    """A group of similar tasks of a body."""
    return SimilarGroup.objects.create(body=of, name=name)


def catalogue(of: Unit, **fields: Any) -> Catalogue:
    """An issued catalogue of a body, with one group."""
    fields = {
        "version": 1,
        "name": "Danh mục sản phẩm",
        "state": "issued",
        "valid_from": NEW_YEAR,
        "document": "Quyết định 01/QĐ",
    } | fields
    made = Catalogue.objects.create(body=of, **fields)
    ComplexityGroup.objects.create(catalogue=made, position=1, code="N1")
    return made


def product(of: Catalogue, work: str = "Soạn báo cáo", *, factor: str = "1", **fields: Any) -> Product:
    """A product of a catalogue."""
    group = fields.pop("group", None) or of.groups.get(position=1)
    number = next(_numbers)
    fields = {"code": f"SP.{number}", "position": number, "marks": Decimal(factor) * 5, "output": "Báo cáo"} | fields
    return Product.objects.create(
        catalogue=of, group=group, work=work, factor=Decimal(factor), search_text=searchable(work), **fields
    )


def task(holder: Person, where: Unit, *, by: User, due: date, **fields: Any) -> Task:
    """A task assigned to `holder`, with its first deadline and first move."""
    title = fields.pop("title", "Soạn báo cáo tháng")
    fields = {
        "factor": Decimal(1),
        "quantity": Decimal(1),
        "assigned_date": due.replace(day=1),
        "month": due.replace(day=1),
        "state": "in_hand",
    } | fields
    made = Task.objects.create(
        unit=where, holder=holder, title=title, search_text=searchable(title), due_date=due, assigned_by=by, **fields
    )
    at = datetime(due.year, due.month, 1, 1, tzinfo=UTC)
    Deadline.objects.create(task=made, due_date=due, set_at=at, set_by=by)
    TaskMove.objects.create(task=made, state=made.state, by=by, at=at)
    return made


def plan(of: Unit, *, number: str = "", by: User | None = None, **fields: Any) -> Plan:
    """A plan in force that gives `of` work; a plan of 2026 with a number of its own unless told otherwise."""
    fields = {
        "number": number or f"{next(_numbers)}/KH-STL",
        "title": "Kế hoạch công tác",
        "issuer": "Sở Thuỷ lợi tỉnh Sông Lam",
        "year": 2026,
        "state": "live",
        "issued_on": NEW_YEAR,
    } | fields
    return Plan.objects.create(body=of, created_by=by or user(), created_at=NOON, **fields)


def item(
    of: Plan,
    task: str = "Rà soát đê kè xung yếu",
    *,
    lead: Unit | None = None,
    also: tuple[Unit, ...] = (),
    **fields: Any,
) -> PlanItem:
    """A row of a plan, with the units its words name."""
    number = next(_numbers)
    due = fields.get("due_date")
    fields = {
        "position": number,
        "due_kind": "day" if due else "none",
        "due_text": f"Trước {due:%d/%m/%Y}" if due else "",
    } | fields
    made = PlanItem.objects.create(plan=of, task=task, search_text=searchable(task), **fields)
    if lead is not None:
        PlanItemUnit.objects.create(item=made, unit=lead, part="lead")
    for unit_also in also:
        PlanItemUnit.objects.create(item=made, unit=unit_also, part="coordinating")
    return made


def overlap(one: PlanItem, other: PlanItem, **fields: Any) -> ItemOverlap:
    """A pair the finder pointed out; likely the same with another deadline unless told otherwise."""
    fields = {"relation": "same_other_deadline", "chance": 870, "reasons": ["lời văn rất gần nhau"]} | fields
    first, second = sorted((one, other), key=lambda row: row.pk)
    return ItemOverlap.objects.create(one=first, other=second, **fields)


def work(of: PlanItem, *, by: User | None = None, at: datetime = NOON) -> WorkItem:
    """The work of a plan item, opened through the service."""
    [made] = open_work_for(items=[of], actor=by or user(), at=at)
    return made


def target(of: Unit, name: str = "Tỷ lệ hồ sơ đúng hạn", *, by: User | None = None, **fields: Any) -> Target:
    """A target of a body: at least 95 per cent in 2026 unless told otherwise."""
    fields = {"measure": "%", "value": Decimal(95), "year": 2026} | fields
    return Target.objects.create(body=of, name=name, created_by=by or user(), created_at=NOON, **fields)


def export(of: Unit, day: date, **fields: Any) -> DossierImport:
    """An export of a body's one-stop system, written on a day."""
    at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
    fields = {"state": "written", "written_at": at, "name": f"ho-so-{day:%d-%m}.xlsx", "made_by": user()} | fields
    return DossierImport.objects.create(body=of, digest="0" * 64, rows=[], made_at=at, **fields)


def dossier(
    by: DossierImport, where: Unit, received: date, due: date, finished: date | None = None, **fields: Any
) -> Dossier:
    """A dossier that an export brought; unfinished unless told otherwise."""
    days = {"received_date": received, "due_date": due, "finished_date": finished}
    return Dossier.objects.create(
        body=by.body, code=f"H30.{next(_numbers):05d}", brought_by=by, unit=where, **days, **fields
    )
