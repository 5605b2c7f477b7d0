"""Another deadline for the work of a body: asked for with a reason, given, given otherwise, refused."""

from datetime import date, datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.notifications.services import notify
from congtam.personnel.choices import Duty
from congtam.personnel.models import Responsibility
from congtam.personnel.selectors import head_of
from congtam.planning.models import WorkExtension, WorkItem
from congtam.planning.services import asking
from congtam.planning.services.work import UnusableDeadlineError, WorkMovedError, check_open, locked, set_deadline
from congtam.values.days import local_day
from congtam.values.refusal import said
from congtam.values.text import shortened


@transaction.atomic
def ask_extension(*, work_id: int, due_date: date, reason: str, url: str, actor: User, at: datetime) -> WorkExtension:
    """Ask for another deadline of open work, and tell the office of the body, or its head where there is no office; `url`: where it is answered.

    Raises `UnreasonedError`, `UnusableDeadlineError` (past, or the one in force), `WorkMovedError`, `AlreadyAskedError`.
    """
    work = locked(work_id)
    check_open(work)
    words = said(reason, "lý do đề nghị đổi hạn")
    if due_date == work.due_date:
        raise UnusableDeadlineError(f"Hạn hiện nay đã là {due_date:%d/%m/%Y}. Hãy chọn ngày khác.")
    on = local_day(at)
    if due_date < on:
        raise UnusableDeadlineError(f"Hạn {due_date:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
    asked = WorkExtension(work=work, due_date=due_date, reason=words, asked_by=actor, asked_at=at)
    asking.ask(asked)
    code, after = "planning.extension_asked", {"due_date": due_date.isoformat()}
    record(actor=actor, code=code, subject=work, at=at, unit_id=work.body_id, after=after, reason=words)
    said_so = f"Đề nghị đổi hạn sang {due_date:%d/%m/%Y}: {shortened(work.title)}"
    notify(to=_deciding(work, on), code=code, about=work, words=said_so, url=url, at=at)
    return asked


@transaction.atomic
def grant_extension(
    *, request_id: int, due_date: date, reason: str, url: str, actor: User, at: datetime
) -> WorkExtension:
    """Give the deadline asked for or another day, and tell who asked. Raises as `set_deadline` does, `WorkMovedError` when it was answered."""
    asked = _waiting(request_id)
    _answer(asked, due_date, reason, actor, at)
    why = " ".join(reason.split()) or f"theo đề nghị: {asked.reason}"
    set_deadline(work_id=asked.work_id, due_date=due_date, reason=why, actor=actor, at=at)
    _tell(asked, f"Đã đổi hạn sang {due_date:%d/%m/%Y}", url, at)
    return asked


@transaction.atomic
def refuse_extension(*, request_id: int, reason: str, url: str, actor: User, at: datetime) -> WorkExtension:
    """Refuse another deadline with a reason, and tell who asked. Raises `UnreasonedError`, or `WorkMovedError` when it was answered."""
    asked = _waiting(request_id)
    _answer(asked, None, said(reason, "lý do không đổi hạn"), actor, at)
    _tell(asked, "Không đổi hạn", url, at)
    return asked


def _deciding(work: WorkItem, on: date) -> list[User]:
    duties = Responsibility.objects.on(on).filter(duty=Duty.OFFICE, unit=work.body_id, person__user__is_active=True)
    office = [duty.person.user for duty in duties.select_related("person__user") if duty.person.user is not None]
    head = None if office else head_of(work.body_id, on)
    return office or ([head.person.user] if head is not None and head.person.user is not None else [])


def _waiting(request_id: int) -> WorkExtension:
    """Return a request that waits, with its work held until the transaction ends."""
    locked(WorkExtension.objects.values_list("work_id", flat=True).get(pk=request_id))
    asked = WorkExtension.objects.select_related("work", "asked_by", "answered_by").get(pk=request_id)
    asking.check_waiting(asked, WorkMovedError)
    return asked


def _answer(asked: WorkExtension, granted: date | None, reason: str, actor: User, at: datetime) -> None:
    after = asking.answer(asked, granted, reason=reason, actor=actor, at=at)
    record(
        actor=actor,
        code="planning.extension_answered",
        subject=asked.work,
        at=at,
        unit_id=asked.work.body_id,
        after=after,
        reason=asked.answer_reason,
    )


def _tell(asked: WorkExtension, words: str, url: str, at: datetime) -> None:
    said_so = f"{words}: {shortened(asked.work.title)}"
    notify(to=[asked.asked_by], code="planning.extension_answered", about=asked.work, words=said_so, url=url, at=at)
