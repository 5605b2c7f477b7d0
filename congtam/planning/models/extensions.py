"""Another deadline: asked for by whoever does the work, answered by whoever gave it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congtam.planning.choices import ExtensionAnswer
from congtam.planning.models.work import WorkItem

_USER = settings.AUTH_USER_MODEL


class AskedDeadline(models.Model):
    """A deadline asked for, with the answer: as asked, another day, or no. What was asked stays as it was written."""

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
        abstract = True


def asked_deadline_rules(
    of: str, *, one_waiting: str, says_why: str, says_when: str, says_day: str
) -> list[models.BaseConstraint]:
    """Return what the database itself holds asked deadlines to: one waits at a time for what `of` points at; the rest are the names of the rules."""
    waiting = Q(answer=ExtensionAnswer.WAITING.value)
    granted = Q(answer=ExtensionAnswer.GRANTED.value)
    return [
        models.UniqueConstraint(fields=[of], condition=waiting, name=one_waiting),
        models.CheckConstraint(condition=~Q(reason=""), name=says_why),
        models.CheckConstraint(
            condition=(waiting & Q(answered_at__isnull=True))
            | (~waiting & Q(answered_at__isnull=False, answered_by__isnull=False)),
            name=says_when,
        ),
        models.CheckConstraint(
            condition=(granted & Q(granted_date__isnull=False)) | (~granted & Q(granted_date__isnull=True)),
            name=says_day,
        ),
    ]


class WorkExtension(AskedDeadline):
    """The head of the leading unit asks for another deadline of the body's work."""

    work = models.ForeignKey(WorkItem, models.PROTECT, related_name="extensions", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "đề nghị đổi hạn của đơn vị"
        constraints: ClassVar = asked_deadline_rules(
            "work",
            one_waiting="one_work_extension_waiting",
            says_why="work_extension_says_why",
            says_when="answered_work_extension_says_when",
            says_day="granted_work_extension_says_day",
        )

    def __str__(self) -> str:
        return f"{self.work_id} {self.due_date}"
