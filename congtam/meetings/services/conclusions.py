"""What becomes of conclusions once the meeting is over."""

from datetime import date, datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.meetings.choices import ConclusionState, MeetingState
from congtam.meetings.models import Conclusion
from congtam.meetings.services.keeping import MeetingMovedError
from congtam.values.refusal import said


@transaction.atomic
def conclusion_done(*, conclusion_id: int, on: date, actor: User | None, at: datetime) -> None:
    """Keep that what a meeting concluded is done since the day `on`; a conclusion already ended stays as it is.

    Called when the work that came of it is confirmed; `actor` is None when the system itself found that out.
    """
    conclusion = _locked(conclusion_id)
    if conclusion.state == ConclusionState.OPEN:
        _end(conclusion, ConclusionState.DONE, on, actor=actor, at=at, code="meetings.conclusion_done")


@transaction.atomic
def finish_conclusion(*, conclusion_id: int, on: date, actor: User, at: datetime) -> Conclusion:
    """Say that a conclusion which no work follows is done since the day `on`.

    Raises `MeetingMovedError` when it has ended, before the minutes are signed, or when work came of it: then the work is reported and
    confirmed, and this with it.
    """
    conclusion = _open(conclusion_id)
    if conclusion.work_items.exists():
        raise MeetingMovedError(
            "Kết luận này đã thành nhiệm vụ. Hãy báo cáo và xác nhận ở trang nhiệm vụ; kết luận sẽ tự được ghi là đã xong."
        )
    return _end(conclusion, ConclusionState.DONE, on, actor=actor, at=at, code="meetings.conclusion_done")


@transaction.atomic
def drop_conclusion(*, conclusion_id: int, reason: str, on: date, actor: User, at: datetime) -> Conclusion:
    """Say that a conclusion will not be carried out, and why.

    Raises `MeetingMovedError` when it has ended or the minutes are not signed, `UnreasonedError` without a reason.
    """
    conclusion = _open(conclusion_id)
    conclusion.reason = said(reason, "vì sao không thực hiện nữa")
    return _end(conclusion, ConclusionState.DROPPED, on, actor=actor, at=at, code="meetings.conclusion_dropped")


def _locked(conclusion_id: int) -> Conclusion:
    return Conclusion.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=conclusion_id)


def _open(conclusion_id: int) -> Conclusion:
    conclusion = _locked(conclusion_id)
    if conclusion.meeting.state != MeetingState.SIGNED:
        raise MeetingMovedError("Biên bản chưa ký nên kết luận còn sửa được. Hãy ký biên bản trước.")
    if conclusion.state != ConclusionState.OPEN:
        raise MeetingMovedError(f"Kết luận này {conclusion.get_state_display()} rồi. Không có gì thay đổi.")
    return conclusion


def _end(
    conclusion: Conclusion, state: ConclusionState, on: date, *, actor: User | None, at: datetime, code: str
) -> Conclusion:
    conclusion.state, conclusion.done_date = state, on
    conclusion.save()
    record(
        actor=actor,
        code=code,
        subject=conclusion,
        at=at,
        unit_id=conclusion.meeting.unit_id,
        before={"state": str(ConclusionState.OPEN)},
        after={"state": str(state), "done_date": on.isoformat()},
        reason=conclusion.reason,
    )
    return conclusion
