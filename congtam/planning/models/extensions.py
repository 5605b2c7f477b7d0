"""Another deadline for the work of a body: asked for by the unit that leads it, answered by the office or the head."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congtam.planning.choices import ExtensionAnswer
from congtam.planning.models.work import WorkItem

_USER = settings.AUTH_USER_MODEL


class WorkExtension(models.Model):
    """The head of the leading unit asks for another deadline; what was asked stays as it was written."""

    work = models.ForeignKey(WorkItem, models.PROTECT, related_name="extensions", verbose_name="nhiệm vụ")
    due_date = models.DateField("hạn đề nghị")
    reason = models.TextField("lý do")
    asked_at = models.DateTimeField("đề nghị lúc")
    asked_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    answer = models.CharField("trả lời", max_length=10, choices=ExtensionAnswer, default=ExtensionAnswer.WAITING)
    granted_date = models.DateField("hạn được cho", null=True, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answer_reason = models.TextField("lý do trả lời", blank=True)

    class Meta:
        verbose_name = "đề nghị đổi hạn của đơn vị"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work"], condition=Q(answer="waiting"), name="one_work_extension_waiting"),
            models.CheckConstraint(condition=~Q(reason=""), name="work_extension_says_why"),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_at__isnull=True)
                | (~Q(answer="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="answered_work_extension_says_when",
            ),
            models.CheckConstraint(
                condition=Q(answer="granted", granted_date__isnull=False)
                | (~Q(answer="granted") & Q(granted_date__isnull=True)),
                name="granted_work_extension_says_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.due_date}"
