"""Who may do what to a meeting, and which of it now."""

from collections.abc import Mapping

import rules
from django.urls import reverse

from congtam.meetings.choices import MeetingState, MemberRole
from congtam.meetings.models import Meeting, kept_by
from congtam.personnel.rights import Action, may
from congtam.personnel.selectors import Viewer


@rules.predicate
def keeps_unit(viewer: Viewer, unit_id: int | None) -> bool:
    """The viewer heads this unit or one above it, or is its office; with no unit named, any."""
    return bool(kept_by(viewer)) if unit_id is None else unit_id in kept_by(viewer)


@rules.predicate
def keeps(viewer: Viewer, meeting: Meeting) -> bool:
    """The viewer chairs the meeting or keeps its minutes, or it is a meeting of a unit he heads or is the office of.

    The meeting must come from `told(viewer)`, so that nothing more is asked of the database.
    """
    return meeting.own_role in (MemberRole.CHAIR, MemberRole.SECRETARY) or meeting.unit_id in kept_by(viewer)


@rules.predicate
def signs(viewer: Viewer, meeting: Meeting) -> bool:
    """The viewer is the chair or the secretary of the meeting; where neither can sign in, whoever keeps it closes the minutes."""
    is_signer = meeting.own_role in (MemberRole.CHAIR, MemberRole.SECRETARY)
    return is_signer or (not meeting.has_signers and may(viewer, "meetings.keep", meeting))


rules.add_rule("meetings.call", keeps_unit)
rules.add_rule("meetings.keep", keeps)
rules.add_rule("meetings.sign", signs)


# What a meeting may be taken on to from where it stands: code (also the name of the address), label; the next step first.
_STEPS: Mapping[str, tuple[tuple[str, str], ...]] = {
    MeetingState.CALLED: (
        ("open", "Khai mạc"),
        ("attendance", "Điểm danh"),
        ("change", "Sửa thông tin"),
        ("members", "Thành phần"),
        ("agenda", "Chương trình"),
        ("cancel", "Báo không họp"),
    ),
    MeetingState.OPEN: (
        ("conclusions", "Ghi kết luận"),
        ("attendance", "Điểm danh"),
        ("vote", "Đưa ra biểu quyết"),
        ("proceedings", "Ghi diễn biến"),
        ("agenda", "Chương trình"),
        ("members", "Thành phần"),
        ("close", "Kết thúc cuộc họp"),
    ),
    MeetingState.CLOSED: (
        ("sign", "Ký biên bản"),
        ("conclusions", "Ghi kết luận"),
        ("proceedings", "Ghi diễn biến"),
    ),
    MeetingState.SIGNING: (("sign", "Ký biên bản"),),
    MeetingState.SIGNED: (("correct", "Đính chính"),),
}


def actions_for(viewer: Viewer, meeting: Meeting) -> tuple[Action, ...]:
    """Return what the viewer may do to a meeting now, the next step first; nothing for those who were only called."""
    if not may(viewer, "meetings.keep", meeting):
        return ()
    steps = _STEPS.get(meeting.state, ())
    if meeting.own_signed or not may(viewer, "meetings.sign", meeting):
        steps = tuple(step for step in steps if step[0] != "sign")
    return tuple(_action(meeting, code, label, is_first=number == 0) for number, (code, label) in enumerate(steps))


def _action(meeting: Meeting, code: str, label: str, *, is_first: bool) -> Action:
    return Action(
        code=code,
        label=label,
        url=reverse(f"meetings:{code}", args=[meeting.pk]),
        is_primary=is_first and meeting.state != MeetingState.SIGNED,
        opens_page=code != "open",
    )
