"""Putting away what was read long ago."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from congtam.notifications.choices import READ_DAYS, REMINDER_DAYS
from congtam.notifications.models import Notification

_AT_ONCE = 10_000


def clear_old(*, at: datetime) -> int:
    """Delete what was read so long before `at` that nobody needs it any more, and return how many; done twice, it deletes nothing more.

    Notifications lead to records and are none: what was done stands in the trail and on the records, which nothing here touches. No act of
    anybody's, so not in the trail.
    """
    plain = Q(once="", read_at__lt=at - timedelta(days=READ_DAYS))
    reminders = ~Q(once="") & Q(read_at__lt=at - timedelta(days=REMINDER_DAYS))
    count = 0
    while True:
        with transaction.atomic():
            some = Notification.objects.filter(plain | reminders).order_by("pk").values("pk")[:_AT_ONCE]
            gone, _ = Notification.objects.filter(pk__in=some).delete()
        count += gone
        if gone < _AT_ONCE:
            return count
