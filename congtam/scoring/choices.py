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


MOVES: dict[str, frozenset[str]] = {
    SheetState.DRAFT: frozenset({SheetState.SELF_SIGNED}),
    SheetState.SENT_BACK: frozenset({SheetState.SELF_SIGNED}),
    SheetState.SELF_SIGNED: frozenset({SheetState.CONFIRMED, SheetState.SENT_BACK}),
    SheetState.CONFIRMED: frozenset(),
}


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
