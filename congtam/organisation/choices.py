"""Closed lists of the organisation."""

from django.db import models


class UnitKind(models.TextChoices):
    """Which system a unit belongs to."""

    STATE = "state", "cơ quan nhà nước"
    PUBLIC_SERVICE = "public_service", "đơn vị sự nghiệp công lập"
    PARTY = "party", "tổ chức đảng"
    MASS = "mass", "tổ chức chính trị - xã hội"
    ELECTED = "elected", "cơ quan dân cử"


class SuccessionKind(models.TextChoices):
    """How one unit became another."""

    MERGE = "merge", "sáp nhập, hợp nhất"
    SPLIT = "split", "chia, tách"
    PART_TRANSFER = "part_transfer", "chuyển một phần"
    CONTINUATION = "continuation", "tổ chức lại"
