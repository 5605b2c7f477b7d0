"""Stored files."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A file as it was brought: its bytes never change, its digest proves it."""

    name = models.TextField("tên tệp")
    path = models.FileField("nơi giữ", upload_to="%Y/%m/", max_length=300)
    digest = models.CharField("sha256", max_length=64)
    size = models.BigIntegerField("kích thước")
    media_type = models.CharField("loại tệp", max_length=120)
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nộp")
    stored_at = models.DateTimeField("nộp lúc")

    class Meta:
        verbose_name = "tệp"
        indexes: ClassVar = [models.Index(fields=["digest"], name="file_by_digest")]

    def __str__(self) -> str:
        return self.name
