"""Dated facts about people: absences, discipline, Party places, responsibilities, and the wrong superior shown."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.organisation.models import Unit
from congtam.personnel.choices import AbsenceKind, Duty, PartyStanding
from congtam.personnel.models import (
    Absence,
    DisciplinaryAction,
    PartyMembership,
    Person,
    Responsibility,
    WrongEvaluatorReport,
)
from congtam.values.refusal import RefusedError


class UnableToRecordError(RefusedError):
    """The fact cannot be recorded so; the message says why and what to do."""


@transaction.atomic
def record_absence(
    *, person: Person, kind: str, start: date, until: date | None, actor: User, at: datetime, document: str = ""
) -> Absence:
    """Record time away (`kind`: a code of `AbsenceKind`) from `start` until a day not included; None while nobody knows.

    Raises `UnableToRecordError` when it overlaps another absence or ends before it begins.
    """
    _lock(person)
    _refuse_backwards(start, until)
    absences = Absence.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=start), person=person)
    other = (absences if until is None else absences.filter(valid_from__lt=until)).first()
    if other is not None:
        raise UnableToRecordError(
            f"Đã ghi {other.get_kind_display()} từ ngày {other.valid_from:%d/%m/%Y} trùng thời gian này. Hãy sửa lần nghỉ đó."
        )
    absence = Absence.objects.create(person=person, kind=kind, valid_from=start, valid_until=until, document=document)
    after = {"kind": AbsenceKind(kind), "from": str(start), "until": str(until or "")}
    _recorded("personnel.absence_recorded", absence, actor, at, after=after, reason=document)
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, until: date, actor: User, at: datetime, document: str = "") -> None:
    """Set the day somebody is back (`until`, not included in the absence); raises `UnableToRecordError`."""
    _lock(absence.person)
    _refuse_backwards(absence.valid_from, until)
    later = Absence.objects.filter(person=absence.person_id, valid_from__gt=absence.valid_from, valid_from__lt=until)
    if later.exists():
        raise UnableToRecordError("Ngày này trùng một lần nghỉ sau đó. Hãy chọn ngày sớm hơn.")
    before = str(absence.valid_until or "")
    absence.valid_until = until
    absence.save(update_fields=["valid_until"])
    sides = {"before": {"until": before}, "after": {"until": str(until)}}
    _recorded("personnel.absence_ended", absence, actor, at, **sides, reason=document)


@transaction.atomic
def record_discipline(
    *,
    person: Person,
    side: str,
    kind: str,
    act: str,
    decided_date: date,
    document: str,
    actor: User,
    at: datetime,
    acted_from: date | None = None,
    is_duty_related: bool | None = None,
) -> DisciplinaryAction:
    """Record a decision on discipline; `side` is a code of `DisciplineSide`, `act` groups decisions on one act.

    `is_duty_related` is None until somebody classifies it (khoản 3 Điều 11, điểm c khoản 4 Điều 20 Nghị định 335/2025/NĐ-CP); ratings that
    would need it ask. Raises `UnableToRecordError` when the same decision is there.
    """
    _lock(person)
    if acted_from is not None and acted_from > decided_date:
        raise UnableToRecordError("Ngày vi phạm không thể sau ngày quyết định. Hãy sửa lại ngày.")
    same = DisciplinaryAction.objects.filter(person=person, side=side, act=act, decided_date=decided_date)
    if same.exists():
        raise UnableToRecordError("Quyết định này đã được ghi. Hãy xem lại danh sách kỷ luật.")
    action = DisciplinaryAction.objects.create(
        person=person,
        side=side,
        kind=kind,
        act=act,
        decided_date=decided_date,
        document=document,
        acted_from=acted_from,
        is_duty_related=is_duty_related,
        classified_by=None if is_duty_related is None else actor,
    )
    after = {"side": side, "kind": kind, "decided": str(decided_date), "is_duty_related": is_duty_related}
    _recorded("personnel.discipline_recorded", action, actor, at, after=after, reason=document)
    return action


@transaction.atomic
def classify_discipline(
    *,
    action: DisciplinaryAction,
    is_duty_related: bool,
    is_already_counted: bool,
    reason: str,
    actor: User,
    at: datetime,
) -> None:
    """Say whether an act touches official duty, and whether it already made an earlier year "not completed"; with the reason."""
    action = DisciplinaryAction.objects.select_for_update().get(pk=action.pk)
    before = {"is_duty_related": action.is_duty_related, "is_already_counted": action.is_already_counted}
    action.is_duty_related, action.is_already_counted, action.classified_by = is_duty_related, is_already_counted, actor
    action.save(update_fields=["is_duty_related", "is_already_counted", "classified_by"])
    after = {"is_duty_related": is_duty_related, "is_already_counted": is_already_counted}
    _recorded("personnel.discipline_classified", action, actor, at, before=before, after=after, reason=reason)


@transaction.atomic
def place_in_cell(
    *,
    person: Person,
    cell: Unit,
    on: date,
    actor: User,
    at: datetime,
    standing: str = PartyStanding.OFFICIAL,
    position: str = "",
) -> PartyMembership:
    """Give somebody a Party place in `cell` from `on`, ending the one he had; raises `UnableToRecordError` for a day before it."""
    _lock(person)
    old = PartyMembership.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), person=person).first()
    if old is not None and old.valid_from >= on:
        raise UnableToRecordError(
            f"Đã ghi sinh hoạt đảng từ ngày {old.valid_from:%d/%m/%Y}. Hãy chọn ngày sau ngày đó."
        )
    if old is not None:
        old.valid_until = on
        old.save(update_fields=["valid_until"])
    place = PartyMembership.objects.create(
        person=person, cell=cell, standing=standing, position=position, valid_from=on
    )
    after = {"cell": cell.pk, "standing": standing, "from": str(on)}
    record(actor=actor, code="personnel.placed_in_cell", subject=place, at=at, unit_id=cell.pk, after=after)
    return place


@transaction.atomic
def give_responsibility(
    *, person: Person, unit: Unit, duty: str, on: date, actor: User, at: datetime, document: str = ""
) -> Responsibility:
    """Give somebody a part of a body's work to look after from `on`; `duty` is a code of `Duty`. Raises `UnableToRecordError`."""
    _lock(person)
    held = Responsibility.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), person=person, unit=unit, duty=duty
    )
    if held.exists():
        raise UnableToRecordError(f"{person.full_name} đã được giao phần việc này. Không cần giao thêm.")
    given = Responsibility.objects.create(person=person, unit=unit, duty=duty, valid_from=on, document=document)
    after = {"person": person.pk, "duty": Duty(duty), "from": str(on)}
    record(
        actor=actor,
        code="personnel.responsibility_given",
        subject=given,
        at=at,
        unit_id=unit.pk,
        after=after,
        reason=document,
    )
    return given


@transaction.atomic
def end_responsibility(*, responsibility: Responsibility, on: date, actor: User, at: datetime) -> None:
    """End a responsibility: `on` is the first day without it. One that would never have begun is refused."""
    held = Responsibility.objects.select_for_update().get(pk=responsibility.pk)
    if held.valid_until is not None and held.valid_until <= on:
        raise UnableToRecordError(f"Phần việc này đã thôi giao từ ngày {held.valid_until:%d/%m/%Y}.")
    if on <= held.valid_from:
        raise UnableToRecordError(f"Phần việc mới giao từ ngày {held.valid_from:%d/%m/%Y}. Hãy chọn ngày sau ngày đó.")
    held.valid_until = on
    held.save(update_fields=["valid_until"])
    record(
        actor=actor,
        code="personnel.responsibility_ended",
        subject=held,
        at=at,
        unit_id=held.unit_id,
        after={"until": str(on)},
    )


@transaction.atomic
def report_wrong_evaluator(*, person: Person, unit: Unit, text: str, actor: User, at: datetime) -> WrongEvaluatorReport:
    """Tell the officer that the superior shown is not the one; one report waits at a time, else `UnableToRecordError`."""
    _lock(person)
    if WrongEvaluatorReport.objects.filter(person=person, answered_at__isnull=True).exists():
        raise UnableToRecordError("Bạn đã báo và đang chờ trả lời. Hãy chờ công chức tổ chức cán bộ xem lại.")
    report = WrongEvaluatorReport.objects.create(person=person, unit=unit, text=text, reported_at=at)
    record(actor=actor, code="personnel.evaluator_reported", subject=report, at=at, unit_id=unit.pk, reason=text)
    return report


@transaction.atomic
def answer_evaluator_report(*, report: WrongEvaluatorReport, answer: str, actor: User, at: datetime) -> None:
    """Answer a report; raises `UnableToRecordError` when somebody answered it before."""
    report = WrongEvaluatorReport.objects.select_for_update().get(pk=report.pk)
    if report.answered_at is not None:
        raise UnableToRecordError(f"Báo sai này đã được trả lời: {report.answer}")
    report.answer, report.answered_at, report.answered_by = answer, at, actor
    report.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        actor=actor,
        code="personnel.evaluator_answered",
        subject=report,
        at=at,
        unit_id=report.unit_id,
        reason=answer,
    )


@transaction.atomic
def record_export(*, row_count: int, actor: User, at: datetime) -> None:
    """Record that somebody took a list of people out of the house."""
    record(actor=actor, code="personnel.exported", subject=actor, at=at, after={"rows": row_count})


def _lock(person: Person) -> None:
    Person.objects.select_for_update().get(pk=person.pk)


def _refuse_backwards(start: date, until: date | None) -> None:
    if until is not None and until <= start:
        raise UnableToRecordError("Ngày kết thúc phải sau ngày bắt đầu. Hãy sửa một trong hai ngày.")


def _recorded(code: str, fact: models.Model, actor: User, at: datetime, **sides: Any) -> None:
    record(actor=actor, code=code, subject=fact, at=at, **sides)
