"""Closed lists of follow up."""

from typing import Final

from django.db import models


class Chain(models.TextChoices):
    """Who is reminded, nearest to the work first."""

    HOLDER = "holder", "người thực hiện"
    HEAD = "head", "người đứng đầu đơn vị"
    OFFICE = "office", "văn phòng"


class Kind(models.TextChoices):
    """What is reminded of, as it stands in addresses."""

    TASK = "nhiem-vu", "nhiệm vụ"
    WORK = "viec-co-quan", "nhiệm vụ của cơ quan"
    CONCLUSION = "ket-luan", "kết luận cuộc họp"
    SHORTCOMING = "han-che", "hạn chế cần khắc phục"


class ImportState(models.TextChoices):
    """Where an export that was brought stands."""

    READ = "read", "đã đọc, chưa ghi"
    WRITTEN = "written", "đã ghi"
    PUT_AWAY = "put_away", "đã bỏ"


class NameKind(models.TextChoices):
    """What a name of the one-stop system stands for."""

    UNIT = "unit", "đơn vị"
    PERSON = "person", "người"


class InspectionState(models.TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", "theo lịch"
    DONE = "done", "đã có kết quả"
    CANCELLED = "cancelled", "không kiểm tra"


class FaultState(models.TextChoices):
    """How far a fault is mended."""

    OPEN = "open", "chưa làm"
    UNDER_WAY = "under_way", "đang làm"
    DONE = "done", "đã xong"


# A reminder further from the deadline than this many working days reminds nobody of anything.
DAYS_BEFORE: Final = 20
DAYS_AFTER: Final = 60

# Who is reminded when where a body said nothing: working days after the deadline.
USUAL_REMINDERS: Final[tuple[tuple[int, Chain], ...]] = (
    (-3, Chain.HOLDER),
    (0, Chain.HOLDER),
    (1, Chain.HOLDER),
    (1, Chain.HEAD),
    (5, Chain.HEAD),
    (5, Chain.OFFICE),
)

ACTS: Final[dict[str, str]] = {
    "follow_up.reminders_set": "Đặt cách nhắc việc của cơ quan",
    "follow_up.dossiers_read": "Đọc tệp hồ sơ một cửa",
    "follow_up.dossiers_written": "Ghi hồ sơ một cửa",
    "follow_up.dossiers_put_away": "Bỏ tệp hồ sơ một cửa đã đọc",
    "follow_up.dossier_names_settled": "Chọn đơn vị, người cho tên trong hệ thống một cửa",
    "follow_up.shortcoming_named": "Nêu hạn chế cần khắc phục",
    "follow_up.shortcoming_begun": "Bắt tay khắc phục hạn chế",
    "follow_up.shortcoming_closed": "Khắc phục xong hạn chế",
    "follow_up.inspection_planned": "Lập lịch kiểm tra",
    "follow_up.inspection_done": "Ghi kết quả kiểm tra",
    "follow_up.inspection_cancelled": "Huỷ cuộc kiểm tra",
    "follow_up.breakthrough_set": "Đăng ký khâu đột phá",
    "follow_up.breakthrough_summed_up": "Tổng kết khâu đột phá",
    "follow_up.reminded": "Đôn đốc",
}
