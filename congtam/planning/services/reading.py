"""Reading a plan in: the file, the plan it is of, and what people settle before the rows are written."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.grids import pasted_grid, read_grids
from congtam.documents.models import StoredFile
from congtam.documents.services import checked_size, store_bytes, store_upload
from congtam.documents.workbooks import write_cells
from congtam.organisation.models import Unit
from congtam.planning.choices import PlanKind, PlanState
from congtam.planning.models import BodyName, ColumnMemory, Plan
from congtam.planning.reading import Answer, Role
from congtam.planning.reading.bodies import plain
from congtam.planning.selectors.drafts import grids_of, header_names, read_keys
from congtam.planning.selectors.plans import twin_of
from congtam.planning.selectors.units import directory_for, units_in_reach
from congtam.values.days import local_day
from congtam.values.dues import read_due
from congtam.values.known import given
from congtam.values.refusal import RefusedError

PASTED_NAME = "Bảng đã dán.xlsx"


class UnableToReadPlanError(RefusedError):
    """The plan cannot be read this way; the message says why and what to do."""


class TwinPlanError(RefusedError):
    """A plan of this number came in before; the message names it."""


class PlanMovedOnError(RefusedError):
    """The plan is no draft any more; the message says where it stands."""


@transaction.atomic
def take_in_file(*, uploaded: "UploadedFile[bytes]", actor: User, at: datetime) -> StoredFile:
    """Keep a file that holds tables and return it; of one that cannot be read nothing is kept.

    Raises `UnreadableFileError` or `UnsafeFileError`.
    """
    read_grids(uploaded.read(), name=checked_size(uploaded))
    uploaded.seek(0)
    return store_upload(uploaded=uploaded, actor=actor, at=at)


@transaction.atomic
def take_in_pasted(*, text: str, actor: User, at: datetime) -> StoredFile:
    """Keep a pasted table as a workbook and return it. Raises `UnreadableFileError` for text without columns."""
    grid = pasted_grid(text)
    data = write_cells([[cell.text for cell in row] for row in grid.rows], sheet="Bảng đã dán")
    return store_bytes(name=PASTED_NAME, data=data, actor=actor, at=at)


@transaction.atomic
def open_draft(
    *,
    body: Unit,
    source: StoredFile,
    kind: PlanKind,
    number: str,
    title: str,
    issuer: str,
    issued_on: date | None,
    year: int,
    actor: User,
    at: datetime,
) -> Plan:
    """Keep what a file is, as a draft that only those who work with the body's plans see, and return it.

    Raises `TwinPlanError` when a plan of this number, issuer and year came in before.
    """
    plan = Plan(body=body, source=source, created_by=actor, created_at=at)
    _keep_head(
        plan,
        {"kind": kind, "number": number, "title": title, "issuer": issuer, "issued_on": issued_on, "year": year},
        at,
    )
    after = {"number": plan.number, "title": title, "issuer": issuer, "year": year, "file": source.digest}
    record(actor=actor, code="planning.plan_opened", subject=plan, at=at, unit_id=body.pk, after=after)
    return plan


@transaction.atomic
def correct_head(
    *,
    plan_id: int,
    kind: PlanKind,
    number: str,
    title: str,
    issuer: str,
    issued_on: date | None,
    year: int,
    actor: User,
    at: datetime,
) -> Plan:
    """Correct what a draft is of, and return it. Raises `TwinPlanError` and `PlanMovedOnError`."""
    plan = locked_plan(plan_id, PlanState.DRAFT)
    before = {"number": plan.number, "title": plan.title, "issuer": plan.issuer, "year": plan.year}
    _keep_head(
        plan,
        {"kind": kind, "number": number, "title": title, "issuer": issuer, "issued_on": issued_on, "year": year},
        at,
    )
    after = {"number": plan.number, "title": plan.title, "issuer": plan.issuer, "year": plan.year}
    record(
        actor=actor,
        code="planning.plan_head_corrected",
        subject=plan,
        at=at,
        unit_id=plan.body_id,
        before=before,
        after=after,
    )
    return plan


def _keep_head(plan: Plan, said: Mapping[str, Any], at: datetime) -> None:
    for name, value in said.items():
        setattr(plan, name, value)
    plan.number = "".join(plan.number.split())
    issuer = directory_for(plan.body_id, local_day(at)).match(plan.issuer)
    plan.issuer_unit_id = issuer.keys[0] if len(issuer.keys) == 1 else None
    _refuse_twin(plan)
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError:
        # Two people brought it in the same moment: the other one was first.
        _refuse_twin(plan)
        raise


def _refuse_twin(plan: Plan) -> None:
    twin = twin_of(plan)
    if twin is not None:
        brought = f"{twin.created_by.full_name} nhập ngày {timezone.localtime(twin.created_at):%d/%m/%Y}"
        raise TwinPlanError(
            f"Văn bản số {twin.number} của {twin.issuer} năm {twin.year} đã có: “{twin.title}” ({brought}, {twin.get_state_display()}). "
            "Hãy mở bản đó, hoặc sửa số, ký hiệu nếu đây là văn bản khác."
        )


@transaction.atomic
def settle_columns(
    *, plan_id: int, table: int, columns: Mapping[Role, int] | None, first_row: int, actor: User, at: datetime
) -> None:
    """Keep how one table of a draft is read, and remember it for the issuer's next file with these column names.

    `table` is the table's place, `columns` the place of each role (None: the table lists no tasks), `first_row` where its items begin; all
    counted from 0. Raises `UnableToReadPlanError` when no column says the task, or two columns are the same role's.
    """
    plan = locked_plan(plan_id, PlanState.DRAFT)
    grids = grids_of(given(plan.source))
    if not 0 <= table < len(grids):
        raise UnableToReadPlanError("Tệp không có bảng này. Hãy tải lại trang.")
    grid = grids[table]
    said = None
    if columns is not None:
        if Role.TASK not in columns:
            raise UnableToReadPlanError(f"{grid.name}: hãy chọn cột ghi nội dung nhiệm vụ, hoặc bỏ qua cả bảng.")
        if not 0 <= first_row < len(grid.rows):
            raise UnableToReadPlanError(f"{grid.name}: dòng bắt đầu phải từ 1 đến {len(grid.rows)}.")
        names = header_names(grid, first_row)
        said = {
            "columns": {role.value: place for role, place in columns.items()},
            "first_row": first_row,
            "names": list(names),
        }
        if any(names):
            ColumnMemory.objects.update_or_create(
                body=plan.body,
                issuer=plan.issuer,
                names=list(names),
                defaults={"roles": said["columns"], "settled_by": actor, "settled_at": at},
            )
    tables = {**(plan.settled.get("tables") or {}), str(table): said}
    _settle(plan, {"tables": tables}, "planning.plan_columns_settled", {"table": table, "read_as": said}, actor, at)


@transaction.atomic
def answer_rows(*, plan_id: int, answers: Mapping[str, Answer], actor: User, at: datetime) -> None:
    """Keep what a person answered about rows of a draft, by `ReadItem.key`; an empty answer takes an earlier one back.

    Raises `UnableToReadPlanError` for a row that is not there, a unit out of reach, or words that are no deadline either.
    """
    plan = locked_plan(plan_id, PlanState.DRAFT)
    if unknown := set(answers) - read_keys(plan):
        raise UnableToReadPlanError(f"Không có dòng {min(unknown)} trong tệp. Hãy tải lại trang.")
    units = {key for answer in answers.values() for key in answer.leads}
    if units and not units <= units_in_reach(plan.body_id, local_day(at)):
        raise UnableToReadPlanError("Đơn vị đã chọn không thuộc cơ quan này hoặc cơ quan liên quan. Hãy chọn lại.")
    rows = dict(plan.settled.get("rows") or {})
    for key, answer in answers.items():
        if answer.due and (question := read_due(answer.due, year=plan.year).question):
            raise UnableToReadPlanError(f"Thời hạn “{answer.due}” cũng chưa đọc được. {question}")
        said = _kept(answer)
        rows.pop(key, None)
        if said:
            rows[key] = said
    told = {key: rows.get(key) for key in answers}
    _settle(plan, {"rows": rows}, "planning.plan_rows_answered", {"rows": told}, actor, at)


def _kept(answer: Answer) -> dict[str, Any]:
    said = {
        "left_out": answer.left_out,
        "task": answer.task,
        "leads": list(answer.leads),
        "has_no_lead": answer.has_no_lead,
        "due": answer.due,
        "has_no_due": answer.has_no_due,
    }
    return {name: value for name, value in said.items() if value}


@transaction.atomic
def settle_names(*, plan_id: int, said: Mapping[str, tuple[int, ...]], actor: User, at: datetime) -> None:
    """Remember which units the body means by names in its plans (none: the words stay words); later plans are read by it.

    Raises `UnableToReadPlanError` for a unit out of reach.
    """
    plan = locked_plan(plan_id, PlanState.DRAFT)
    reach = units_in_reach(plan.body_id, local_day(at))
    for name, units in said.items():
        if not set(units) <= reach:
            raise UnableToReadPlanError(f"“{name}”: hãy chọn đơn vị trong danh sách.")
        kept, _ = BodyName.objects.update_or_create(
            body=plan.body,
            search_name=plain(name),
            defaults={"name": name, "settled_by": actor, "settled_at": at},
        )
        kept.stands_for.set(units)
    after = {"names": {name: list(units) for name, units in said.items()}}
    record(actor=actor, code="planning.plan_names_settled", subject=plan, at=at, unit_id=plan.body_id, after=after)


@transaction.atomic
def ask_again(*, plan_id: int, name: str, actor: User, at: datetime) -> None:
    """Forget what the body means by a name, so that it is asked again; plans written before stay as they are.

    Raises `UnableToReadPlanError` for a name that nobody told the meaning of.
    """
    plan = locked_plan(plan_id, PlanState.DRAFT)
    forgotten, _ = BodyName.objects.filter(body=plan.body, search_name=plain(name)).delete()
    if not forgotten:
        raise UnableToReadPlanError(f"“{name}” chưa được nhớ là đơn vị nào. Hãy tải lại trang.")
    after = {"name": name}
    record(actor=actor, code="planning.plan_name_forgotten", subject=plan, at=at, unit_id=plan.body_id, after=after)


def _settle(plan: Plan, change: dict[str, Any], code: str, after: dict[str, Any], actor: User, at: datetime) -> None:
    plan.settled = {**plan.settled, **change}
    plan.save(update_fields=["settled"])
    record(actor=actor, code=code, subject=plan, at=at, unit_id=plan.body_id, after=after)


def locked_plan(plan_id: int, *states: PlanState) -> Plan:
    """Return a plan, locked to the end of the transaction; raise `PlanMovedOnError` when it is in none of these states."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("body", "source").get(pk=plan_id)
    if plan.state not in states:
        raise PlanMovedOnError(
            f"Kế hoạch này {plan.get_state_display()} nên không làm được việc vừa chọn. Hãy tải lại trang."
        )
    return plan
