"""Reminding: when a body wants whom to be reminded, the runs that did it, and reminders people sent by hand."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from congtam.follow_up.choices import DAYS_AFTER, DAYS_BEFORE, Chain
from congtam.organisation.models import Unit

_USER = settings.AUTH_USER_MODEL


class ReminderScheme(models.Model):
    """When a body reminds whom, as somebody set it: the latest governs, earlier ones stay. A body without any follows the usual."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan")
    set_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đặt")
    set_at = models.DateTimeField("đặt lúc")

    class Meta:
        verbose_name = "cách nhắc việc"
        indexes: ClassVar = [models.Index(fields=["body", "-set_at"], name="scheme_by_body")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.set_at:%d/%m/%Y}"


class ReminderRule(models.Model):
    """One reminder: so many working days after the deadline (`days` below zero: before it), to one link of the chain."""

    scheme = models.ForeignKey(ReminderScheme, models.CASCADE, related_name="rules", verbose_name="cách nhắc việc")
    days = models.SmallIntegerField("số ngày làm việc sau hạn")
    to = models.CharField("nhắc ai", max_length=8, choices=Chain)

    class Meta:
        verbose_name = "quy tắc nhắc"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "days", "to"], name="one_reminder_a_day_and_link"),
            models.CheckConstraint(
                condition=Q(days__gte=-DAYS_BEFORE, days__lte=DAYS_AFTER), name="reminder_near_the_deadline"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days} {self.to}"


class ReminderRun(models.Model):
    """The reminding of one working day, all of it or none: a day is run once, and the next run makes good the days since this one."""

    day = models.DateField("ngày", unique=True)
    ran_at = models.DateTimeField("chạy lúc")
    count = models.PositiveIntegerField("số lời nhắc", default=0)

    class Meta:
        verbose_name = "lần nhắc việc"

    def __str__(self) -> str:
        return str(self.day)


class Reminder(models.Model):
    """A reminder somebody sent by hand (đôn đốc) about a task, the work of a body, a conclusion: at most one a day about one thing."""

    about_kind = models.TextField("loại hồ sơ")
    about_id = models.BigIntegerField("hồ sơ số")
    day = models.DateField("ngày")
    sent_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đôn đốc")
    sent_at = models.DateTimeField("lúc")
    note = models.TextField("nội dung", blank=True)

    class Meta:
        verbose_name = "lần đôn đốc"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["about_kind", "about_id", "day"], name="one_reminder_a_thing_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.about_id} {self.day}"
