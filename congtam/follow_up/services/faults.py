"""Faults and their mending, inspections, breakthroughs."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.services import store_upload
from congtam.follow_up.choices import FaultState, InspectionState
from congtam.follow_up.models import Breakthrough, Inspection, Shortcoming
from congtam.meetings.models import Meeting
from congtam.notifications.services import notify
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import head_of
from congtam.planning.models import Plan, Target, WorkItem
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError, UnreasonedError, said
from congtam.values.text import shortened


class PastDayError(RefusedError):
    """The day is past."""


class FaultMovedError(RefusedError):
    """The record stands elsewhere by now."""


class OneBreakthroughError(RefusedError):
    """The unit has its breakthrough of the year."""


@transaction.atomic
def name_shortcoming(
    *,
    unit: Unit,
    person: Person | None,
    text: str,
    remedy: str,
    due_date: date,
    meeting: Meeting | None = None,
    inspection: Inspection | None = None,
    actor: User,
    at: datetime,
) -> Shortcoming:
    """Write down a fault with who mends it (nobody named: the head of the unit), how and until when, and tell that person.

    Raises `UnreasonedError` without words, `PastDayError` for a day that is past.
    """
    on = local_day(at)
    if due_date < on:
        raise PastDayError(f"Hạn khắc phục {due_date:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
    fault = Shortcoming.objects.create(
        unit=unit,
        person=person,
        text=said(text, "hạn chế, khuyết điểm"),
        remedy=said(remedy, "biện pháp khắc phục"),
        due_date=due_date,
        named_on=on,
        meeting=meeting,
        inspection=inspection,
        named_by=actor,
        named_at=at,
    )
    _record(actor, "follow_up.shortcoming_named", fault, at, fault.unit_id, due_date=due_date.isoformat())
    head = None if person is not None else head_of(unit.pk, on)
    owner = person or (head.person if head is not None else None)
    if owner is not None and owner.user is not None and owner.user != actor:
        words = f"Hạn chế cần khắc phục trước {due_date:%d/%m/%Y}: {shortened(fault.text)}"
        url = reverse("follow_up:shortcoming", args=[fault.pk])
        notify(to=[owner.user], code="follow_up.shortcoming_named", about=fault, words=words, url=url, at=at)
    return fault


@transaction.atomic
def begin_mending(*, shortcoming_id: int, actor: User, at: datetime) -> Shortcoming:
    """Say that mending is under way. Raises `FaultMovedError` unless nothing was done before."""
    fault = _locked_fault(shortcoming_id)
    if fault.state != FaultState.OPEN:
        raise FaultMovedError(f"Hạn chế này {fault.get_state_display()}. Không có gì thay đổi.")
    fault.state = FaultState.UNDER_WAY
    fault.save()
    _record(actor, "follow_up.shortcoming_begun", fault, at, fault.unit_id)
    return fault


@transaction.atomic
def close_shortcoming(
    *,
    shortcoming_id: int,
    closing: str,
    document: str = "",
    upload: "UploadedFile[bytes] | None" = None,
    actor: User,
    at: datetime,
) -> Shortcoming:
    """Close a fault that was mended: what was done, and the number of a document or a file that proves it.

    Raises `UnreasonedError` without words or proof, `FaultMovedError` when it was closed before, and what `store_upload` raises.
    """
    fault = _locked_fault(shortcoming_id)
    if fault.state == FaultState.DONE:
        raise FaultMovedError("Hạn chế này đã khắc phục xong. Không có gì thay đổi.")
    if upload is None and not document.strip():
        raise UnreasonedError("Hãy ghi số văn bản hoặc chọn tệp chứng minh đã khắc phục.")
    fault.closing, fault.document = said(closing, "kết quả khắc phục"), " ".join(document.split())
    fault.file = store_upload(uploaded=upload, actor=actor, at=at) if upload is not None else None
    fault.state, fault.closed_on = FaultState.DONE, local_day(at)
    fault.save()
    _record(actor, "follow_up.shortcoming_closed", fault, at, fault.unit_id, closing=fault.closing)
    return fault


@transaction.atomic
def plan_inspection(
    *,
    unit: Unit,
    title: str,
    inspector: Person,
    planned_date: date,
    plan: Plan | None = None,
    work: WorkItem | None = None,
    actor: User,
    at: datetime,
) -> Inspection:
    """Put an inspection on the schedule and tell who inspects. Raises `UnreasonedError`, `PastDayError`."""
    if planned_date < local_day(at):
        raise PastDayError(f"Ngày kiểm tra {planned_date:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
    made = Inspection.objects.create(
        unit=unit,
        title=said(title, "nội dung kiểm tra"),
        inspector=inspector,
        planned_date=planned_date,
        plan=plan,
        work=work,
        created_by=actor,
        created_at=at,
    )
    _record(actor, "follow_up.inspection_planned", made, at, unit.pk, planned_date=planned_date.isoformat())
    if inspector.user is not None and inspector.user != actor:
        words = f"Bạn được giao kiểm tra ngày {planned_date:%d/%m/%Y}: {shortened(made.title)}"
        url = reverse("follow_up:inspection", args=[made.pk])
        notify(to=[inspector.user], code="follow_up.inspection_planned", about=made, words=words, url=url, at=at)
    return made


@transaction.atomic
def record_finding(*, inspection_id: int, finding: str, actor: User, at: datetime) -> Inspection:
    """Write down what an inspection found; faults found are named besides. Raises `UnreasonedError`, `FaultMovedError` unless it is planned."""
    made = _locked_inspection(inspection_id)
    made.finding, made.found_at, made.state = said(finding, "kết quả kiểm tra"), at, InspectionState.DONE
    made.save()
    _record(actor, "follow_up.inspection_done", made, at, made.unit_id)
    return made


@transaction.atomic
def cancel_inspection(*, inspection_id: int, reason: str, actor: User, at: datetime) -> Inspection:
    """Take an inspection off the schedule. Raises `UnreasonedError`, `FaultMovedError` unless it is planned."""
    made = _locked_inspection(inspection_id)
    made.finding, made.state = said(reason, "lý do không kiểm tra"), InspectionState.CANCELLED
    made.save()
    _record(actor, "follow_up.inspection_cancelled", made, at, made.unit_id)
    return made


@transaction.atomic
def set_breakthrough(
    *,
    unit: Unit,
    year: int,
    text: str,
    why: str,
    works: Iterable[WorkItem],
    targets: Iterable[Target],
    actor: User,
    at: datetime,
) -> Breakthrough:
    """Write down the one breakthrough of a unit in a year, with the work and targets that carry it. Raises `UnreasonedError`, `OneBreakthroughError`."""
    words = {"text": said(text, "khâu đột phá"), "why": said(why, "vì sao chọn")}
    try:
        with transaction.atomic():
            made = Breakthrough.objects.create(unit=unit, year=year, set_by=actor, set_at=at, **words)
    except IntegrityError:
        raise OneBreakthroughError(
            f"Đơn vị đã đăng ký khâu đột phá năm {year}. Mỗi năm một khâu; hãy mở khâu đã đăng ký."
        ) from None
    made.works.set(works)
    made.targets.set(targets)
    _record(actor, "follow_up.breakthrough_set", made, at, unit.pk, year=year)
    return made


@transaction.atomic
def sum_up_breakthrough(*, breakthrough_id: int, summary: str, actor: User, at: datetime) -> Breakthrough:
    """Write down at the year's end what came of a breakthrough; writing again replaces it. Raises `UnreasonedError`."""
    made = Breakthrough.objects.select_for_update(of=("self",)).get(pk=breakthrough_id)
    made.summary, made.summed_up_at = said(summary, "tổng kết"), at
    made.save()
    _record(actor, "follow_up.breakthrough_summed_up", made, at, made.unit_id)
    return made


def _locked_fault(shortcoming_id: int) -> Shortcoming:
    return Shortcoming.objects.select_for_update(of=("self",)).get(pk=shortcoming_id)


def _locked_inspection(inspection_id: int) -> Inspection:
    made = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection_id)
    if made.state != InspectionState.PLANNED:
        raise FaultMovedError(f"Cuộc kiểm tra này {made.get_state_display()}. Không có gì thay đổi.")
    return made


def _record(
    actor: User,
    code: str,
    subject: Shortcoming | Inspection | Breakthrough,
    at: datetime,
    unit_id: int,
    **after: object,
) -> None:
    record(actor=actor, code=code, subject=subject, at=at, unit_id=unit_id, after=after or None)
