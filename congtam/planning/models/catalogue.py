"""Catalogues of products and work (Điều 13 Nghị định 335/2025/NĐ-CP)."""

from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from congtam.documents.models import StoredFile
from congtam.organisation.models import Unit
from congtam.planning.choices import CatalogueState, OverlapKind, OverlapVerdict


@pghistory.track()
class Catalogue(models.Model):
    """One version of a body's catalogue. An issued version never changes; a change is the next version."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="catalogues", verbose_name="cơ quan")
    version = models.PositiveIntegerField("phiên bản")
    name = models.TextField("tên danh mục")
    state = models.CharField("trạng thái", max_length=10, choices=CatalogueState, default=CatalogueState.DRAFT)
    standard_product = models.TextField("sản phẩm, công việc chuẩn", blank=True)
    standard_marks = models.DecimalField("điểm của đơn vị chuẩn", max_digits=9, decimal_places=3, default=5)
    document = models.TextField("quyết định ban hành", blank=True)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="tệp nguồn")
    valid_from = models.DateField("áp dụng từ ngày", null=True, blank=True)
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "danh mục sản phẩm, công việc"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "version"], name="one_catalogue_a_version"),
            models.CheckConstraint(condition=Q(standard_marks__gt=0), name="standard_marks_above_zero"),
            models.CheckConstraint(
                condition=~Q(state="issued") | (Q(valid_from__isnull=False) & ~Q(document="")),
                name="issued_with_decision_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ComplexityGroup(models.Model):
    """A group of products by complexity; at most five (khoản 1 Điều 13 Nghị định 335/2025/NĐ-CP)."""

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="groups", verbose_name="danh mục")
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("nhóm", max_length=20)
    marks_min = models.DecimalField("điểm từ", max_digits=9, decimal_places=3, null=True, blank=True)
    marks_max = models.DecimalField("điểm đến", max_digits=9, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = "nhóm độ phức tạp"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "code"], name="one_group_a_code"),
            models.UniqueConstraint(fields=["catalogue", "position"], name="one_group_a_position"),
            models.CheckConstraint(condition=Q(position__gte=1, position__lte=5), name="at_most_five_groups"),
            models.CheckConstraint(condition=Q(marks_max__gte=F("marks_min")), name="group_marks_in_order"),
        ]

    def __str__(self) -> str:
        return self.code


class Product(models.Model):
    """One product or kind of work with its conversion factor."""

    catalogue = models.ForeignKey(Catalogue, models.CASCADE, related_name="products", verbose_name="danh mục")
    group = models.ForeignKey(ComplexityGroup, models.PROTECT, related_name="products", verbose_name="nhóm")
    position = models.PositiveIntegerField("STT")
    code = models.CharField("mã công việc", max_length=40)
    division = models.TextField("phòng, đơn vị", blank=True)
    work = models.TextField("nhiệm vụ")
    detail = models.TextField("công việc chi tiết", blank=True)
    output = models.TextField("sản phẩm đầu ra", blank=True)
    marks = models.DecimalField("điểm chấm", max_digits=9, decimal_places=3)
    factor = models.DecimalField("hệ số quy đổi", max_digits=12, decimal_places=6)
    note = models.TextField("ghi chú", blank=True)
    search_text = models.TextField("chữ để tìm")

    class Meta:
        verbose_name = "sản phẩm, công việc"
        indexes: ClassVar = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="product_search")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalogue", "code"], name="one_product_a_code"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="product_factor_above_zero"),
            models.CheckConstraint(condition=Q(marks__gt=0), name="product_marks_above_zero"),
            models.CheckConstraint(condition=~Q(work=""), name="product_work_not_empty"),
        ]

    def __str__(self) -> str:
        return self.work


class ProductOverlap(models.Model):
    """Two products of one catalogue that seem to repeat each other, and what a person decided."""

    one = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="sản phẩm")
    other = models.ForeignKey(Product, models.CASCADE, related_name="+", verbose_name="sản phẩm kia")
    kind = models.CharField("kiểu trùng", max_length=20, choices=OverlapKind)
    likeness = models.PositiveSmallIntegerField("độ giống (phần nghìn)")
    verdict = models.CharField("kết luận", max_length=10, choices=OverlapVerdict, default=OverlapVerdict.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người xem"
    )
    decided_at = models.DateTimeField("xem lúc", null=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "trùng lặp trong danh mục"
        constraints: ClassVar = [models.UniqueConstraint(fields=["one", "other"], name="one_overlap_a_pair")]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}"
