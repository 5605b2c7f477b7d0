"""The trail of acts, and the seals that chain them."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class Act(models.Model):
    """One act of one person (or of the system) on one record; the database refuses any change to it."""

    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người thực hiện"
    )
    code = models.CharField("việc", max_length=60)
    subject_kind = models.CharField("loại hồ sơ", max_length=60)
    subject_id = models.CharField("mã hồ sơ", max_length=40)
    unit_id = models.BigIntegerField("đơn vị", null=True)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    reason = models.TextField("lý do", blank=True)
    origin = models.CharField("từ đâu", max_length=60, blank=True)

    class Meta:
        verbose_name = "dấu vết"
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_id", "at"], name="act_by_subject"),
            models.Index(fields=["actor", "-at"], name="act_by_actor"),
            models.Index(fields=["-at"], name="act_by_time"),
            models.Index(fields=["unit_id", "-at"], name="act_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject_kind} {self.subject_id}"


class Seal(models.Model):
    """The place of one act in the chain; written by the database at the end of each transaction."""

    position = models.BigIntegerField(primary_key=True)
    act = models.OneToOneField(Act, models.PROTECT, related_name="seal")
    previous = models.BinaryField(null=True)
    digest = models.BinaryField()

    class Meta:
        verbose_name = "niêm phong"

    def __str__(self) -> str:
        return str(self.position)
