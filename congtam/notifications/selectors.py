"""What somebody was told, and who is to get a mail now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from congtam.accounts.models import User
from congtam.engine.state_calendar import is_working_day
from congtam.notifications.choices import MailOutcome
from congtam.notifications.models import Digest, Notification, Preference

_REMEMBERED_DAYS = 7


def own(user: User) -> QuerySet[Notification]:
    """Return what `user` was told, unread first, then the newest."""
    return Notification.objects.filter(user=user).order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")


def unread(user: User) -> QuerySet[Notification, Any]:
    """Return one row whose `number` is how many notifications `user` has not read; no row for none. Read from an index."""
    return Notification.objects.filter(user=user, read_at=None).order_by().values("user").annotate(number=Count("pk"))


def preference_of(user: User) -> Preference:
    """Return how `user` wants to be told; the usual way, not kept anywhere, when he never said."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def mail_waits_for(at: datetime, limit: int) -> list[int]:
    """Return at most `limit` accounts whose mail of the day is due at `at` and was not taken yet, by their keys.

    Nobody on a day that is not worked; nobody before the hour he wants it at, nor in his quiet hours, nor without an address.
    """
    now = timezone.localtime(at)
    day, clock = now.date(), now.time()
    if not is_working_day(day):
        return []
    due = User.objects.filter(is_active=True).exclude(email="")
    waiting = Notification.objects.filter(user=OuterRef("pk"), read_at=None, digest=None)
    due = due.filter(Exists(waiting), ~Exists(Digest.objects.filter(user=OuterRef("pk"), day=day)))
    over_midnight = Q(quiet_from__gt=F("quiet_until"))
    quiet = Q(quiet_from__lte=clock, quiet_until__gt=clock) | (
        over_midnight & (Q(quiet_from__lte=clock) | Q(quiet_until__gt=clock))
    )
    wanted = Preference.objects.filter(user=OuterRef("pk"))
    usual = Preference()
    is_usual_hour = usual.digest_hour <= now.hour and not usual.is_quiet(clock)
    ready = Exists(wanted.filter(by_mail=True, digest_hour__lte=now.hour).exclude(quiet))
    due = due.filter(ready | ~Exists(wanted)) if is_usual_hour else due.filter(ready)
    return list(due.order_by("pk").values_list("pk", flat=True)[:limit])


def told_about(record: models.Model, code: str) -> QuerySet[Notification]:
    """Return who was told what of one kind about a record, the newest first; the caller has checked that it may be read. One query."""
    told = Notification.objects.filter(about_kind=record._meta.label_lower, about_id=record.pk, code=code)
    return told.select_related("user").order_by("-created_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail says: to whom, the lines (words and page), and how many older notifications still wait unread."""

    user: User
    lines: Sequence[tuple[str, str]]
    older: int


def letter_of(digest: Digest) -> Letter:
    """Return what the mail of a digest says; three queries."""
    lines = digest.notifications.order_by("created_at", "pk").values_list("words", "url")
    older = Notification.objects.filter(user=digest.user_id, read_at=None).exclude(digest=digest)
    return Letter(user=User.objects.get(pk=digest.user_id), lines=list(lines), older=older.count())


def mail_troubles(on: date) -> dict[str, int]:
    """Return how many mails of the last seven days were refused (`refused`), and how many were broken off (`leaving`); one query."""
    since = on - timedelta(days=_REMEMBERED_DAYS)
    bad = Digest.objects.filter(day__gte=since).exclude(outcome=MailOutcome.SENT)
    return dict(bad.values_list("outcome").annotate(Count("pk")))
