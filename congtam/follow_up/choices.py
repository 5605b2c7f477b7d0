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
    "follow_up.reminded": "Đôn đốc",
}
