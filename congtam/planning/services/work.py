"""The life of a body's work: opened for what plans and meetings ask, reported, confirmed, changed, dropped. Every move is locked and told."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from congtam.accounts.models import User
from congtam.audit.services import Entry, record, record_many
from congtam.documents.services import store_upload
from congtam.meetings.models import Conclusion
from congtam.meetings.services import conclusion_done
from congtam.organisation.models import Unit
from congtam.planning.choices import WORK_MOVES, ExtensionAnswer, UnitPart, WorkState
from congtam.planning.models import PlanItem, PlanItemUnit, WorkDeadline, WorkItem, WorkItemUnit, WorkMove
from congtam.values.days import local_day
from congtam.values.known import given
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError, said

_BATCH = 1000


class WorkMovedError(RefusedError):
    """Somebody else (or a second click) was first; the message says who did what and when."""


class UnusableDeadlineError(RefusedError):
    """The deadline is past, or the one in force already."""


class NothingShownError(RefusedError):
    """Work is reported done without the document or the file that shows it."""


@transaction.atomic
def open_work_for(*, items: Sequence[PlanItem], actor: User, at: datetime) -> list[WorkItem]:
    """Open one new piece of work for each plan item that has none yet, in the items' order, and return it; `item.work` is set.

    Words, days and units are copied; the item's own deadline governs. An item that has work already is left as it is, so that the same may be
    asked twice. A fixed number of statements for any number of items.
    """
    waiting = {
        item.pk: item
        for item in PlanItem.objects.select_for_update(of=("self",))
        .filter(pk__in=[item.pk for item in items], work__isnull=True)
        .select_related("plan")
        .order_by("pk")
    }
    asked = [waiting[item.pk] for item in items if item.pk in waiting]
    leads, others = _units_of(waiting)
    made = WorkItem.objects.bulk_create([_work_for(item, leads, actor, at) for item in asked], batch_size=_BATCH)
    for item, work in zip(asked, made, strict=True):
        item.work = work
    PlanItem.objects.bulk_update(asked, ["work"], batch_size=_BATCH)
    taking_part = [
        WorkItemUnit(work=work, unit_id=unit, part=part)
        for item, work in zip(asked, made, strict=True)
        for unit, part in others.get(item.pk, {}).items()
    ]
    WorkItemUnit.objects.bulk_create(taking_part, batch_size=2 * _BATCH)
    _begin(made, actor=actor, at=at)
    # The caller's own objects are told, too.
    for item in items:
        if item.pk in waiting:
            item.work = waiting[item.pk].work
    return made


@transaction.atomic
def open_from_conclusion(*, conclusion: Conclusion, body: Unit, actor: User, at: datetime) -> WorkItem:
    """Open the work of `body` that a conclusion of a meeting asks for, and return it; work it has already is returned as it stands."""
    Conclusion.objects.select_for_update().get(pk=conclusion.pk)
    known = WorkItem.objects.filter(conclusion=conclusion, body=body).exclude(state=WorkState.DROPPED).first()
    if known is not None:
        return known.joined or known
    due = conclusion.due_date
    work = WorkItem(
        body=body,
        year=(due or local_day(at)).year,
        title=conclusion.text,
        search_text=searchable(conclusion.text),
        output=conclusion.output,
        lead_unit=conclusion.unit,
        leader=conclusion.person,
        due_date=due,
        conclusion=conclusion,
        created_by=actor,
        created_at=at,
    )
    return open_work(work=work, actor=actor, at=at)


@transaction.atomic
def open_work(*, work: WorkItem, actor: User, at: datetime) -> WorkItem:
    """Keep work that comes from something else than a plan (`work` is not kept yet), tell that it began, and return it."""
    work.save()
    _begin([work], actor=actor, at=at)
    return work


def _units_of(item_ids: Iterable[int]) -> tuple[dict[int, int], dict[int, dict[int, UnitPart]]]:
    """Return for each item the unit that leads (the first named), and the other units with what they are for."""
    leads: dict[int, int] = {}
    others: dict[int, dict[int, UnitPart]] = {}
    rows = PlanItemUnit.objects.filter(item__in=list(item_ids)).order_by("pk").values_list("item", "unit", "part")
    # Leading units first: one that leads and is named once more among the others takes part once.
    for item, unit, part in sorted(rows, key=lambda row: row[2] != UnitPart.LEAD):
        if part == UnitPart.LEAD and item not in leads:
            leads[item] = unit
        elif unit != leads.get(item):
            others.setdefault(item, {}).setdefault(unit, UnitPart(part))
    return leads, others


def _work_for(item: PlanItem, leads: dict[int, int], actor: User, at: datetime) -> WorkItem:
    return WorkItem(
        body_id=item.plan.body_id,
        year=item.plan.year,
        title=item.task,
        search_text=searchable(f"{item.task} {item.output} {item.lead}"),
        output=item.output,
        lead_text=item.lead,
        lead_unit_id=leads.get(item.pk),
        start_date=item.start_date,
        due_date=item.due_date,
        due_text=item.due_text,
        rhythm=item.rhythm,
        day_in_rhythm=item.day_in_rhythm,
        governed_by=item,
        created_by=actor,
        created_at=at,
    )


def _begin(made: Sequence[WorkItem], *, actor: User, at: datetime) -> None:
    """Tell that work began: its first move, its first deadline, the trail."""
    WorkMove.objects.bulk_create(
        [WorkMove(work=work, state=WorkState.OPEN, by=actor, at=at) for work in made], batch_size=2 * _BATCH
    )
    WorkDeadline.objects.bulk_create(
        [WorkDeadline(work=work, due_date=work.due_date, set_at=at, set_by=actor) for work in made if work.due_date],
        batch_size=2 * _BATCH,
    )
    entries = [
        Entry(
            code="planning.work_opened",
            subject=work,
            unit_id=work.body_id,
            after={"title": work.title, "due_date": _written(work.due_date), "lead_unit": work.lead_unit_id},
        )
        for work in made
    ]
    record_many(actor=actor, at=at, entries=entries)


@transaction.atomic
def report_done(
    *,
    work_id: int,
    note: str = "",
    document: str = "",
    upload: "UploadedFile[bytes] | None" = None,
    actor: User,
    at: datetime,
) -> WorkItem:
    """Say that the work is done, with the number of the document or the file that shows it; the day of this report is the day it counts.

    Raises `NothingShownError`, `WorkMovedError`, or `UnsafeFileError` of the file.
    """
    work = locked(work_id)
    check_move(work, WorkState.REPORTED)
    if not document.strip() and upload is None:
        raise NothingShownError("Hãy ghi số văn bản, sản phẩm hoặc kèm tệp cho thấy việc đã xong.")
    file = store_upload(uploaded=upload, actor=actor, at=at) if upload is not None else None
    move(
        work,
        WorkState.REPORTED,
        actor=actor,
        at=at,
        code="planning.work_reported",
        note=note,
        document=document.strip(),
        file=file,
    )
    return work


@transaction.atomic
def confirm_done(*, work_id: int, note: str = "", actor: User, at: datetime) -> WorkItem:
    """Confirm that reported work is done, as of the day it was reported, and with it the conclusions it came from. Raises `WorkMovedError`."""
    work = locked(work_id)
    check_move(work, WorkState.DONE)
    reported = work.moves.filter(state=WorkState.REPORTED).order_by("-at", "-pk").first()
    done_date = work.done_date = local_day(reported.at if reported else at)
    move(work, WorkState.DONE, actor=actor, at=at, code="planning.work_confirmed", note=note)
    going_on = WorkItem.objects.still_open().filter(conclusion=OuterRef("conclusion"))
    followed = WorkItem.objects.filter(Q(pk=work.pk) | Q(joined=work), ~Exists(going_on), conclusion__isnull=False)
    for conclusion_id in sorted({given(one.conclusion_id) for one in followed}):
        conclusion_done(conclusion_id=conclusion_id, on=done_date, actor=actor, at=at)
    return work


@transaction.atomic
def return_report(*, work_id: int, reason: str, actor: User, at: datetime) -> WorkItem:
    """Send a report of completion back, with what is missing. Raises `UnreasonedError` or `WorkMovedError`."""
    work = locked(work_id)
    if work.state != WorkState.REPORTED:
        raise moved(work)
    words = said(reason, "còn thiếu gì, cần làm gì tiếp")
    move(work, WorkState.OPEN, actor=actor, at=at, code="planning.work_returned", note=words)
    return work


@transaction.atomic
def drop(*, work_id: int, reason: str, actor: User, at: datetime) -> WorkItem:
    """Stop the work for a reason; it stays readable with everything that asked for it. Raises `UnreasonedError` or `WorkMovedError`."""
    work = locked(work_id)
    words = said(reason, "lý do thôi thực hiện và văn bản cho phép, nếu có")
    move(work, WorkState.DROPPED, actor=actor, at=at, code="planning.work_dropped", note=words)
    return work


@transaction.atomic
def set_deadline(*, work_id: int, due_date: date, reason: str, actor: User, at: datetime) -> WorkItem:
    """Give open work another deadline, later or earlier; the old one stays readable.

    Raises `UnreasonedError`, `UnusableDeadlineError` (past, or the one in force) or `WorkMovedError`.
    """
    work = locked(work_id)
    check_open(work)
    words = said(reason, "lý do đổi hạn")
    if due_date == work.due_date:
        raise UnusableDeadlineError(f"Hạn hiện nay đã là {due_date:%d/%m/%Y}. Hãy chọn ngày khác.")
    if due_date < local_day(at):
        raise UnusableDeadlineError(f"Hạn {due_date:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
    # Whoever waits for another deadline has one now.
    work.extensions.filter(answer=ExtensionAnswer.WAITING).update(
        answer=ExtensionAnswer.GRANTED, granted_date=due_date, answered_at=at, answered_by=actor, answer_reason=words
    )
    give_deadline(work, due_date, actor=actor, at=at, reason=words)
    work.save()
    return work


@transaction.atomic
def set_lead(*, work_id: int, unit: Unit, reason: str, actor: User, at: datetime) -> WorkItem:
    """Give open work to another unit to lead; the one that led takes part from now on. Raises `UnreasonedError` or `WorkMovedError`."""
    work = locked(work_id)
    check_open(work)
    words = said(reason, "lý do đổi đơn vị chủ trì")
    before = work.lead_unit_id
    if before == unit.pk:
        raise WorkMovedError("Đơn vị này đang chủ trì. Hãy chọn đơn vị khác.")
    work.lead_unit = unit
    work.save()
    work.units.filter(unit=unit).delete()
    if before is not None:
        WorkItemUnit.objects.get_or_create(work=work, unit_id=before)
    record(
        actor=actor,
        code="planning.work_lead_set",
        subject=work,
        at=at,
        unit_id=work.body_id,
        before={"lead_unit": before},
        after={"lead_unit": unit.pk},
        reason=words,
    )
    return work


@transaction.atomic
def serve(*, work_id: int, item: int | None, target: int | None, actor: User, at: datetime) -> WorkItem:
    """Name the higher goal that open work serves by its key: a plan item, a target, both, or none any more. Raises `WorkMovedError`."""
    work = locked(work_id)
    check_open(work)
    before = {"serves_item": work.serves_item_id, "serves_target": work.serves_target_id}
    work.serves_item_id, work.serves_target_id = item, target
    work.save()
    record(
        actor=actor,
        code="planning.work_serves",
        subject=work,
        at=at,
        unit_id=work.body_id,
        before=before,
        after={"serves_item": item, "serves_target": target},
    )
    return work


def locked(work_id: int) -> WorkItem:
    """Return the work, held until the transaction ends, so that two people never change it at once."""
    return WorkItem.objects.select_for_update(of=("self",)).get(pk=work_id)


def move(
    work: WorkItem, state: WorkState, *, actor: User, at: datetime, code: str, note: str = "", **shown: Any
) -> None:
    """Take locked work to `state`, save it, tell it; `shown` is what a report brings. Raise `WorkMovedError` if it may not go there."""
    check_move(work, state)
    before = {"state": work.state}
    work.state = state
    work.save()
    words = " ".join(note.split())
    WorkMove.objects.create(work=work, state=state, by=actor, at=at, note=words, **shown)
    after: dict[str, Any] = {"state": str(state)}
    if shown.get("document"):
        after["document"] = shown["document"]
    record(
        actor=actor,
        code=code,
        subject=work,
        at=at,
        unit_id=work.body_id,
        before=before,
        after=after,
        reason=words,
    )


def give_deadline(work: WorkItem, due_date: date, *, actor: User, at: datetime, reason: str) -> None:
    """Add a deadline to locked work and tell it; the caller saves the work. What a plan wrote of the old one no longer says when."""
    before = work.due_date
    WorkDeadline.objects.create(work=work, due_date=due_date, set_at=at, set_by=actor, reason=reason)
    work.due_date, work.due_text, work.start_date = due_date, "", None
    record(
        actor=actor,
        code="planning.work_deadline_set",
        subject=work,
        at=at,
        unit_id=work.body_id,
        before={"due_date": _written(before)},
        after={"due_date": _written(due_date)},
        reason=reason,
    )


def check_move(work: WorkItem, state: WorkState) -> None:
    """Raise `WorkMovedError` unless the work may go from where it stands to `state`."""
    if state not in WORK_MOVES[work.state]:
        raise moved(work)


def check_open(work: WorkItem) -> None:
    """Raise `WorkMovedError` for work that is finished, dropped or joined to other work."""
    if work.state not in (WorkState.OPEN, WorkState.REPORTED):
        raise moved(work)


def moved(work: WorkItem) -> WorkMovedError:
    """Return the refusal that tells where the work stands now, who brought it there and when."""
    last = work.moves.select_related("by").order_by("-at", "-pk").first()
    who = f"{last.by.full_name} thực hiện lúc {timezone.localtime(last.at):%H:%M %d/%m/%Y}" if last else "chưa rõ ai"
    return WorkMovedError(
        f"Nhiệm vụ này hiện ở bước “{work.get_state_display()}” ({who}) nên thao tác vừa rồi không còn phù hợp. "
        "Không có gì thay đổi. Hãy xem lại trang rồi làm bước tiếp theo."
    )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None
