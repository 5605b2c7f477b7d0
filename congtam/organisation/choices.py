"""Closed lists of the organisation."""

from typing import Final

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


ACTS: Final[dict[str, str]] = {
    "organisation.unit_opened": "Lập đơn vị",
    "organisation.unit_renamed": "Đổi tên đơn vị",
    "organisation.unit_moved": "Chuyển đơn vị sang cấp trên khác",
    "organisation.unit_roles_set": "Đổi vai trò của đơn vị",
    "organisation.unit_closed": "Kết thúc đơn vị",
    "organisation.units_merged": "Sáp nhập, hợp nhất đơn vị",
    "organisation.unit_split": "Chia, tách đơn vị",
    "organisation.part_transferred": "Chuyển một phần việc giữa hai đơn vị",
    "organisation.similar_group_added": "Lập nhóm nhiệm vụ tương đồng",
    "organisation.similar_group_renamed": "Đổi tên nhóm nhiệm vụ tương đồng",
}
