"""Closed lists of meetings."""

from django.db import models


class MeetingKind(models.TextChoices):
    """What sort of meeting."""

    WEEKLY = "weekly", "giao ban tuần"
    MONTHLY = "monthly", "giao ban tháng"
    COMMITTEE = "committee", "họp ban thường vụ, cấp uỷ"
    LEADERSHIP = "leadership", "họp tập thể lãnh đạo"
    CELL = "cell", "sinh hoạt chi bộ"
    COUNCIL = "council", "họp hội đồng"
    OTHER = "other", "cuộc họp khác"


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    CALLED = "called", "đã triệu tập"
    OPEN = "open", "đang họp"
    CLOSED = "closed", "đã kết thúc, chờ biên bản"
    SIGNING = "signing", "đang ký biên bản"
    SIGNED = "signed", "đã ký biên bản"
    CANCELLED = "cancelled", "không họp"


# Kinds of meetings the Party holds: their papers bear the Party's name.
OF_PARTY = (MeetingKind.COMMITTEE, MeetingKind.CELL)
# Over: what was concluded stands.
OVER = (MeetingState.CLOSED, MeetingState.SIGNING, MeetingState.SIGNED)


class Attendance(models.TextChoices):
    """Whether somebody came."""

    UNKNOWN = "unknown", "chưa điểm danh"
    PRESENT = "present", "có mặt"
    EXCUSED = "excused", "vắng có lý do"
    ABSENT = "absent", "vắng không lý do"


class MemberRole(models.TextChoices):
    """What somebody does at a meeting."""

    CHAIR = "chair", "chủ trì"
    SECRETARY = "secretary", "thư ký"
    MEMBER = "member", "thành viên"
    GUEST = "guest", "khách mời, không biểu quyết"


class BallotManner(models.TextChoices):
    """How votes are given."""

    OPEN = "open", "biểu quyết"
    SECRET = "secret", "bỏ phiếu kín"


class MajorityOf(models.TextChoices):
    """Of whom a majority is reckoned."""

    PRESENT = "present", "số người có mặt"
    ALL = "all", "tổng số thành viên"


class BallotOutcome(models.TextChoices):
    """What came of a vote."""

    OPEN = "open", "chưa kiểm phiếu"
    CARRIED = "carried", "thông qua"
    LOST = "lost", "không thông qua"


class ConclusionState(models.TextChoices):
    """Where a conclusion stands."""

    OPEN = "open", "chưa xong"
    DONE = "done", "đã xong"
    DROPPED = "dropped", "không thực hiện nữa"


ACTS: dict[str, str] = {
    "meetings.called": "Triệu tập cuộc họp",
    "meetings.changed": "Sửa thông tin cuộc họp",
    "meetings.cancelled": "Báo không họp",
    "meetings.member_called": "Mời thêm người dự họp",
    "meetings.member_changed": "Đổi vai trò người dự họp",
    "meetings.member_left_out": "Bỏ người khỏi thành phần họp",
    "meetings.agenda_set": "Ghi chương trình họp",
    "meetings.opened": "Khai mạc cuộc họp",
    "meetings.attendance_taken": "Điểm danh cuộc họp",
    "meetings.put_to_vote": "Đưa ra biểu quyết",
    "meetings.vote_counted": "Kiểm phiếu",
    "meetings.vote_withdrawn": "Bỏ nội dung biểu quyết chưa kiểm phiếu",
    "meetings.proceedings_written": "Ghi diễn biến cuộc họp",
    "meetings.concluded": "Ghi kết luận cuộc họp",
    "meetings.conclusion_changed": "Sửa kết luận cuộc họp",
    "meetings.conclusion_left_out": "Bỏ dòng kết luận chưa ký",
    "meetings.closed": "Kết thúc cuộc họp",
    "meetings.signed": "Ký biên bản cuộc họp",
    "meetings.minutes_complete": "Biên bản cuộc họp đủ chữ ký",
    "meetings.corrected": "Đính chính biên bản đã ký",
    "meetings.conclusion_done": "Ghi kết luận đã xong",
    "meetings.conclusion_dropped": "Thôi thực hiện kết luận",
}
