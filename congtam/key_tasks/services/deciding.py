"""From a proposal that meets the criteria to a key task in somebody's hands: opinions, appraisal, decision, assignment."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from congtam.accounts.models import User
from congtam.key_tasks.choices import RUNNING, KeyTaskState, Opinion
from congtam.key_tasks.models import Appraisal, KeyTask
from congtam.key_tasks.services.moving import KeyTaskMovedError, locked, move, moved, told
from congtam.meetings.choices import OVER
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.organisation.selectors import using_bodies
from congtam.personnel.models import Appointment, Person
from congtam.planning.models import WorkItem
from congtam.planning.services.work import open_work
from congtam.tasks.services import Assignment
from congtam.tasks.services import assign as assign_tasks
from congtam.values.days import local_day
from congtam.values.known import given
from congtam.values.names import searchable
from congtam.values.refusal import RefusedError, said


class UnappraisedError(RefusedError):
    """Somebody who was asked has not answered yet, and nobody said why that is not waited for."""


class UndecidedError(RefusedError):
    """The decision lacks the meeting or the document it was made in."""


class TooManyError(RefusedError):
    """The leader has as many key tasks of this round as the rules allow."""


class NotServingError(RefusedError):
    """The leader holds no post on the day."""


@transaction.atomic
def ask_opinions(
    *, key_task_id: int, units: Sequence[Unit], due_date: date, actor: User, at: datetime
) -> list[Appraisal]:
    """Ask named bodies for their opinion on a proposal until a day, and return what was asked.

    Raises `UnappraisedError` for no body at all or a day that is past, `KeyTaskMovedError`.
    """
    key_task = locked(key_task_id)
    if not units:
        raise UnappraisedError("Chưa chọn nơi nào để lấy ý kiến. Hãy chọn ít nhất một.")
    if due_date < local_day(at):
        raise UnappraisedError(f"Hạn trả lời {due_date:%d/%m/%Y} đã qua. Hãy chọn từ hôm nay trở đi.")
    if key_task.state != KeyTaskState.APPRAISING:
        move(key_task, KeyTaskState.APPRAISING, actor=actor, at=at, code="key_tasks.opinions_asked")
    waiting = set(key_task.appraisals.filter(opinion=Opinion.WAITING).values_list("unit", flat=True))
    return Appraisal.objects.bulk_create(
        [
            Appraisal(key_task=key_task, unit=unit, asked_by=actor, asked_at=at, due_date=due_date)
            for unit in {unit.pk: unit for unit in units if unit.pk not in waiting}.values()
        ]
    )


@transaction.atomic
def give_opinion(*, appraisal_id: int, opinion: Opinion, text: str, actor: User, at: datetime) -> Appraisal:
    """Answer for a body that was asked. Anything but agreement needs words. Raises `UnreasonedError`, `KeyTaskMovedError` when it was answered."""
    appraisal = Appraisal.objects.select_for_update(of=("self",)).select_related("answered_by").get(pk=appraisal_id)
    key_task = locked(appraisal.key_task_id)
    if appraisal.opinion != Opinion.WAITING:
        who = given(appraisal.answered_by).full_name
        raise KeyTaskMovedError(f"{who} đã trả lời: {appraisal.get_opinion_display()}. Không có gì thay đổi.")
    if key_task.state != KeyTaskState.APPRAISING:
        raise moved(key_task)
    words = " ".join(text.split())
    appraisal.text = words if opinion == Opinion.AGREES else said(words, "nội dung ý kiến")
    appraisal.opinion, appraisal.answered_by, appraisal.answered_at = opinion, actor, at
    appraisal.save()
    after = {"unit": appraisal.unit_id, "opinion": str(opinion)}
    told(key_task, actor=actor, at=at, code="key_tasks.opinion_given", after=after, reason=words)
    return appraisal


@transaction.atomic
def appraise(*, key_task_id: int, is_fit: bool, conclusion: str, actor: User, at: datetime) -> KeyTask:
    """Conclude the appraisal: the proposal goes to the decision, or back to its proposer. `conclusion` is always needed.

    Raises `UnappraisedError` while a body has days left to answer, `UnreasonedError`, `KeyTaskMovedError`.
    """
    key_task = locked(key_task_id)
    if key_task.state != KeyTaskState.APPRAISING:
        raise moved(key_task)
    waiting = key_task.appraisals.filter(opinion=Opinion.WAITING, due_date__gte=local_day(at)).order_by("due_date")
    if is_fit and (first := waiting.last()):
        raise UnappraisedError(
            f"Còn {waiting.count()} nơi chưa trả lời, hạn đến {first.due_date:%d/%m/%Y}. Hãy chờ hết hạn hoặc nhắc họ trả lời."
        )
    words = said(conclusion, "kết luận thẩm định")
    state = KeyTaskState.APPRAISED if is_fit else KeyTaskState.RETURNED
    code = "key_tasks.appraised" if is_fit else "key_tasks.returned"
    move(key_task, state, actor=actor, at=at, code=code, note=words)
    return key_task


@transaction.atomic
def decide(
    *,
    key_task_ids: Sequence[int],
    is_chosen: bool,
    meeting: Meeting | None,
    document: str,
    reason: str = "",
    actor: User,
    at: datetime,
) -> list[KeyTask]:
    """Write down what the standing committee decided of appraised proposals, all or nothing.

    `meeting` is where it was decided, `document` the paper that says so: one of them is needed (`UndecidedError`); a meeting that is not over
    decides nothing yet. Not choosing needs a reason (`UnreasonedError`). Raises `KeyTaskMovedError`.
    """
    words = " ".join(document.split())
    if meeting is None and not words:
        raise UndecidedError("Hãy chọn cuộc họp đã quyết định, hoặc ghi số văn bản quyết định.")
    if meeting is not None and meeting.state not in OVER:
        raise UndecidedError(f"“{meeting.title}” chưa kết thúc. Hãy kết thúc cuộc họp rồi ghi quyết định.")
    note = "" if is_chosen else said(reason, "lý do không chọn")
    found = [locked(pk) for pk in sorted(key_task_ids)]
    for key_task in found:
        key_task.decided_at_meeting, key_task.decision = meeting, words
        state = KeyTaskState.APPROVED if is_chosen else KeyTaskState.REFUSED
        code = "key_tasks.approved" if is_chosen else "key_tasks.refused"
        move(key_task, state, actor=actor, at=at, code=code, note=note)
    return found


@transaction.atomic
def assign(*, key_task_id: int, leader: Person, document: str = "", actor: User, at: datetime) -> KeyTask:
    """Assign an approved key task to a named leader: it becomes work of the leader's body and a key task of his own, which his month counts.

    Raises `NotServingError` when the leader holds no post, `TooManyError` beyond the number the rules allow, and as `tasks.services.assign`
    does; `KeyTaskMovedError`.
    """
    key_task = locked(key_task_id)
    if key_task.state != KeyTaskState.APPROVED:
        raise moved(key_task)
    on = local_day(at)
    # One assignment at a time to a leader, or two at once would both be within the limit.
    Person.objects.select_for_update().get(pk=leader.pk)
    _check_number(key_task, leader)
    posts = Appointment.objects.on(on).filter(person=leader).select_related("person")
    post = posts.order_by("leadership", "valid_from").first()
    if post is None:
        raise NotServingError(f"{leader.full_name} không giữ vị trí nào vào {on:%d/%m/%Y}. Hãy chọn người khác.")
    key_task.leader = leader
    key_task.decision = " ".join(document.split()) or key_task.decision
    key_task.work = _work(key_task, post, actor, at)
    given_out = Assignment(
        post=post,
        product=None,
        quantity=Decimal(1),
        due_date=given(key_task.due_date),
        title=key_task.title,
        output=key_task.product,
        source=key_task.decision or key_task.round.name,
        is_key=True,
        work_item=key_task.work,
    )
    assign_tasks(assignments=[given_out], actor=actor, at=at)
    note = f"Giao {leader.full_name}"
    move(key_task, KeyTaskState.ASSIGNED, actor=actor, at=at, code="key_tasks.assigned", note=note, leader=leader.pk)
    return key_task


def _check_number(key_task: KeyTask, leader: Person) -> None:
    most = key_task.round.scheme.most_per_person
    held = KeyTask.objects.filter(
        round=key_task.round, leader=leader, state__in=(*RUNNING, KeyTaskState.JUDGED)
    ).exclude(pk=key_task.pk)
    # Those approved but not given yet do not count: they may still go to somebody else.
    count = held.exclude(state=KeyTaskState.APPROVED).count()
    if most is not None and count >= most:
        raise TooManyError(
            f"{leader.full_name} đã có {count} nhiệm vụ trọng tâm trong {key_task.round.name}; "
            f"quy định không quá {most}. Hãy giao người khác."
        )


def _planned(key_task: KeyTask) -> WorkItem | None:
    """Return the work a plan has already, held until the transaction ends, as long as it is in hand and no other key task took it."""
    works = WorkItem.objects.select_for_update(of=("self",)).still_open()
    return works.filter(pk=key_task.planned_as_id or 0, key_task=None).first()


def _work(key_task: KeyTask, post: Appointment, actor: User, at: datetime) -> WorkItem:
    if (planned := _planned(key_task)) is not None:
        return planned
    due = given(key_task.due_date)
    body = using_bodies([post.unit_id], local_day(at)).get(post.unit_id, post.unit_id)
    work = WorkItem(
        body_id=body,
        year=due.year,
        title=key_task.title,
        search_text=searchable(key_task.title),
        output=key_task.product,
        lead_text=post.person.full_name,
        lead_unit_id=post.unit_id,
        leader=post.person,
        due_date=due,
        serves_item=key_task.serves_item,
        serves_target=key_task.serves_target,
        created_by=actor,
        created_at=at,
    )
    return open_work(work=work, actor=actor, at=at)
