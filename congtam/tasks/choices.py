"""Closed lists of tasks."""

from typing import Final

from django.db import models


class Origin(models.TextChoices):
    """How the work came to its holder (điểm d khoản 1 Điều 18 Nghị định 335/2025/NĐ-CP)."""

    ASSIGNED = "assigned", "được giao"
    HANDED_BACK = "handed_back", "trả lại"
    TAKEN_OVER = "taken_over", "nhận thay"
    UNPLANNED = "unplanned", "đột xuất, phát sinh"


class TaskState(models.TextChoices):
    """Where a task stands."""

    ASSIGNED = "assigned", "chờ nhận"
    IN_HAND = "in_hand", "đang thực hiện"
    HANDED_IN = "handed_in", "chờ nghiệm thu"
    RETURNED = "returned", "bị trả lại để làm lại"
    DONE = "done", "đã nghiệm thu"
    HANDED_BACK = "handed_back", "đã trả lại người giao"
    CANCELLED = "cancelled", "đã huỷ"


# The moves the work may take; anything else is refused.
MOVES: Final[dict[str, frozenset[str]]] = {
    TaskState.ASSIGNED: frozenset({TaskState.IN_HAND, TaskState.HANDED_BACK, TaskState.CANCELLED, TaskState.HANDED_IN}),
    TaskState.IN_HAND: frozenset({TaskState.HANDED_IN, TaskState.HANDED_BACK, TaskState.CANCELLED}),
    TaskState.HANDED_IN: frozenset({TaskState.DONE, TaskState.RETURNED, TaskState.IN_HAND}),
    TaskState.RETURNED: frozenset({TaskState.HANDED_IN, TaskState.HANDED_BACK, TaskState.CANCELLED}),
    TaskState.DONE: frozenset(),
    TaskState.HANDED_BACK: frozenset(),
    TaskState.CANCELLED: frozenset(),
}

OPEN_STATES = (TaskState.ASSIGNED, TaskState.IN_HAND, TaskState.HANDED_IN, TaskState.RETURNED)


class Verdict(models.TextChoices):
    """How one hand-in was judged."""

    WAITING = "waiting", "chờ nghiệm thu"
    ACCEPTED = "accepted", "nghiệm thu"
    MAJOR_ERROR = "major_error", "trả lại vì lỗi lớn về nội dung"
    COMPLETION = "completion", "trả lại để bổ sung, không tính lỗi"
    WITHDRAWN = "withdrawn", "người nộp rút lại"


class CauseAbout(models.TextChoices):
    """What an objective cause would excuse."""

    DELAY = "delay", "chậm tiến độ"
    QUALITY = "quality", "không đạt chất lượng"


class CauseAnswer(models.TextChoices):
    """What the competent authority said of a claimed cause."""

    WAITING = "waiting", "chờ xác nhận"
    CONFIRMED = "confirmed", "xác nhận nguyên nhân khách quan"
    REFUSED = "refused", "không xác nhận"


class EvidenceKind(models.TextChoices):
    """What proves the work."""

    FILE = "file", "tệp"
    LINK = "link", "đường dẫn"
    DOCUMENT = "document", "số văn bản"


class Rhythm(models.TextChoices):
    """How often recurring work comes back."""

    WEEKLY = "weekly", "hằng tuần"
    MONTHLY = "monthly", "hằng tháng"
    QUARTERLY = "quarterly", "hằng quý"


WEEKDAYS: Final[tuple[tuple[int, str], ...]] = (
    (1, "Thứ Hai"),
    (2, "Thứ Ba"),
    (3, "Thứ Tư"),
    (4, "Thứ Năm"),
    (5, "Thứ Sáu"),
    (6, "Thứ Bảy"),
    (7, "Chủ nhật"),
)

ACTS: Final[dict[str, str]] = {
    "tasks.assigned": "Giao nhiệm vụ",
    "tasks.issued": "Giao việc định kỳ",
    "tasks.recurring_set": "Đặt việc định kỳ",
    "tasks.recurring_stopped": "Dừng việc định kỳ",
    "tasks.accepted": "Nhận nhiệm vụ",
    "tasks.handed_back": "Trả lại nhiệm vụ cho người giao",
    "tasks.taken_over": "Nhận thay nhiệm vụ",
    "tasks.unplanned_recorded": "Ghi việc đột xuất, phát sinh",
    "tasks.handed_in": "Nộp sản phẩm",
    "tasks.withdrawn": "Rút lại sản phẩm đã nộp",
    "tasks.result_accepted": "Nghiệm thu sản phẩm",
    "tasks.returned_for_error": "Trả lại vì lỗi lớn về nội dung",
    "tasks.returned_for_completion": "Trả lại để bổ sung",
    "tasks.extended": "Gia hạn",
    "tasks.deadline_renewed": "Đặt hạn mới sau khi quá hạn",
    "tasks.extension_asked": "Đề nghị đổi hạn",
    "tasks.extension_answered": "Trả lời đề nghị đổi hạn",
    "tasks.cause_claimed": "Nêu nguyên nhân khách quan",
    "tasks.cause_answered": "Trả lời về nguyên nhân khách quan",
    "tasks.cancelled": "Huỷ nhiệm vụ",
    "tasks.marked": "Đánh dấu trọng tâm, mới, khó",
}
