"""What somebody was told, how he wants to be told, and the mails that went out."""

from datetime import time
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from congtam.notifications.choices import FIRST_HOUR, LAST_HOUR, USUAL_HOUR, USUAL_QUIET, MailOutcome

_USER = settings.AUTH_USER_MODEL


class Digest(models.Model):
    """One mail of a day to one person, with everything new since the mail before.

    It is written before the mail leaves, and its `outcome` after: one that was broken off in between stays `leaving`, and is never sent
    again. What it told still stands unread in the application, and the next mail says how much does.
    """

    user = models.ForeignKey(_USER, models.CASCADE, related_name="+", verbose_name="người nhận")
    day = models.DateField("ngày")
    count = models.PositiveIntegerField("số thông báo")
    started_at = models.DateTimeField("bắt đầu gửi lúc")
    outcome = models.CharField("kết quả", max_length=8, choices=MailOutcome, default=MailOutcome.LEAVING)
    ended_at = models.DateTimeField("xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "thư tổng hợp"
        indexes: ClassVar = [models.Index(fields=["day"], condition=~Q(outcome="sent"), name="digest_not_sent")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Notification(models.Model):
    """One thing somebody is told: in `words`, with the page (`url`, inside this application) where it is dealt with.

    `once` names the occasion: nobody is told of the same occasion twice. `code` is "<capability>.<occasion>". `digest` is the mail it went
    out with.
    """

    user = models.ForeignKey(_USER, models.CASCADE, related_name="notifications", verbose_name="người nhận")
    code = models.TextField("loại")
    # As the trail of acts names records: "tasks.task".
    about_kind = models.TextField("loại hồ sơ")
    about_id = models.BigIntegerField("hồ sơ số")
    words = models.TextField("nội dung")
    url = models.TextField("trang")
    once = models.TextField("dịp", blank=True)
    created_at = models.DateTimeField("báo lúc")
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)
    digest = models.ForeignKey(
        Digest, models.SET_NULL, null=True, blank=True, related_name="notifications", verbose_name="thư tổng hợp"
    )

    class Meta:
        verbose_name = "thông báo"
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="notification_by_user"),
            models.Index(fields=["about_kind", "about_id"], name="notification_by_record"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(
                fields=["user"], condition=Q(read_at__isnull=True, digest__isnull=True), name="notification_unmailed"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "once"], condition=~Q(once=""), name="told_once"),
            models.CheckConstraint(condition=~Q(words=""), name="notification_words_not_empty"),
            models.CheckConstraint(condition=Q(url__startswith="/"), name="notification_leads_inside"),
        ]

    def __str__(self) -> str:
        return self.words


class Preference(models.Model):
    """How somebody wants to be told by mail; who has none has the usual: at seven, and never between `quiet_from` and `quiet_until`."""

    user = models.OneToOneField(_USER, models.CASCADE, related_name="+", verbose_name="người dùng")
    by_mail = models.BooleanField("gửi thư tổng hợp", default=True)
    digest_hour = models.PositiveSmallIntegerField("giờ gửi", default=USUAL_HOUR)
    quiet_from = models.TimeField("không gửi từ", default=USUAL_QUIET[0])
    quiet_until = models.TimeField("đến", default=USUAL_QUIET[1])

    class Meta:
        verbose_name = "cách nhận thông báo"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest_hour__gte=FIRST_HOUR, digest_hour__lte=LAST_HOUR), name="digest_hour_of_a_day"
            ),
            models.CheckConstraint(condition=~Q(quiet_from=F("quiet_until")), name="quiet_hours_end"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)

    def is_quiet(self, clock: time) -> bool:
        """Tell whether a moment of the day lies in the quiet hours, which may go over midnight; their end is not quiet any more."""
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until
