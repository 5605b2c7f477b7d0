"""Closed lists of planning."""

from django.db import models


class CatalogueState(models.TextChoices):
    """Where a version of a catalogue stands."""

    DRAFT = "draft", "dự thảo"
    ISSUED = "issued", "đã ban hành"


class OverlapKind(models.TextChoices):
    """How two products of one catalogue repeat each other."""

    SAME = "same", "trùng"
    SAME_DIFFERENT_MARKS = "same_diff_marks", "trùng, khác điểm"
    RELATED = "related", "gần giống"


class OverlapVerdict(models.TextChoices):
    """What a person decided about a possible overlap."""

    OPEN = "open", "chưa xem"
    REPEAT = "repeat", "trùng, cần gộp"
    SEPARATE = "separate", "giữ riêng"


ACTS: dict[str, str] = {
    "planning.catalogue_imported": "Nhập danh mục sản phẩm từ Excel",
    "planning.catalogue_issued": "Ban hành danh mục sản phẩm",
    "planning.catalogue_discarded": "Bỏ bản dự thảo danh mục",
    "planning.overlap_decided": "Kết luận về sản phẩm trùng lặp",
}
