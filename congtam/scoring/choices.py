"""Closed lists of scoring."""

from django.db import models


class PeriodState(models.TextChoices):
    """Whether sheets of a month may still move."""

    OPEN = "open", "đang mở"
    CLOSED = "closed", "đã đóng"


class SheetState(models.TextChoices):
    """Where a sheet stands."""

    DRAFT = "draft", "chờ tự chấm"
    SELF_SIGNED = "self_signed", "chờ cấp trên"
    SENT_BACK = "sent_back", "bị trả lại"
    CONFIRMED = "confirmed", "đã xác nhận"
    SET_ASIDE = "set_aside", "không chấm tháng này"


# The moves a sheet may take; anything else is refused.
MOVES: dict[str, frozenset[str]] = {
    SheetState.DRAFT: frozenset({SheetState.SELF_SIGNED, SheetState.SET_ASIDE}),
    SheetState.SENT_BACK: frozenset({SheetState.SELF_SIGNED, SheetState.SET_ASIDE}),
    SheetState.SELF_SIGNED: frozenset({SheetState.CONFIRMED, SheetState.SENT_BACK}),
    SheetState.CONFIRMED: frozenset(),
    SheetState.SET_ASIDE: frozenset({SheetState.DRAFT}),
}

# A sheet in one of these holds up the closing of its month.
FINISHED = (SheetState.CONFIRMED, SheetState.SET_ASIDE)


class Judged(models.TextChoices):
    """d, đ, e take only these two values (khoản 3 Điều 15 Nghị định 335/2025/NĐ-CP)."""

    FULL = "full", "100%"
    HALF = "half", "50%"


class Band(models.TextChoices):
    """Bands of marks and levels of a year, in the law's words."""

    EXCELLENT = "excellent", "hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "hoàn thành tốt nhiệm vụ"
    COMPLETED = "completed", "hoàn thành nhiệm vụ"
    NOT_COMPLETED = "not_completed", "không hoàn thành nhiệm vụ"


ACTS: dict[str, str] = {
    "scoring.period_opened": "Mở kỳ chấm điểm",
    "scoring.sheets_added": "Bổ sung phiếu vào kỳ",
    "scoring.period_closed": "Đóng kỳ chấm điểm",
    "scoring.marked": "Tự chấm tiêu chí chung",
    "scoring.self_signed": "Ký phiếu tự đánh giá",
    "scoring.sent_back": "Trả lại phiếu",
    "scoring.judged": "Kết luận d, đ, e",
    "scoring.confirmed": "Xác nhận phiếu",
    "scoring.set_aside": "Không chấm tháng này",
    "scoring.taken_up": "Chấm lại phiếu đã để ngoài",
    "scoring.corrected": "Lập phiên bản sửa của phiếu",
    "scoring.outside_month_recorded": "Nhập điểm tháng do cơ quan khác chấm",
    "scoring.reading_set": "Ghi cách hiểu của quy chế",
}
