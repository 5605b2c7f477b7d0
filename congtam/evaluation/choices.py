"""Closed lists of evaluation."""

from django.db import models


class CampaignState(models.TextChoices):
    """Where a body's year stands."""

    PREPARING = "preparing", "chuẩn bị"
    OPEN = "open", "đang xếp loại"
    PUBLISHED = "published", "đã công bố"


class Level(models.TextChoices):
    """The four levels, in the law's words."""

    EXCELLENT = "excellent", "hoàn thành xuất sắc nhiệm vụ"
    GOOD = "good", "hoàn thành tốt nhiệm vụ"
    COMPLETED = "completed", "hoàn thành nhiệm vụ"
    NOT_COMPLETED = "not_completed", "không hoàn thành nhiệm vụ"


class Outcome(models.TextChoices):
    """What the engine proposes, or the authority decides."""

    RATED = "rated", "xếp loại"
    NOT_RATED = "not_rated", "không xếp loại"
    NEEDS_REVIEW = "needs_review", "cần xem xét"


class PetitionAnswer(models.TextChoices):
    """How a petition was answered."""

    WAITING = "waiting", "đang giải quyết"
    UPHELD = "upheld", "giữ nguyên kết quả"
    CHANGED = "changed", "thay đổi kết quả"
