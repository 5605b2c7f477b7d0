"""Telling people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from congtam.accounts.models import User
from congtam.notifications.models import Notification

_BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing to tell one person; see `notify` for the parts."""

    user_id: int
    code: str
    about: models.Model
    words: str
    url: str
    once: str = ""


def notify(
    *, to: Sequence[User], code: str, about: models.Model, words: str, url: str, at: datetime, once: str = ""
) -> None:
    """Tell people one thing, in the caller's transaction.

    `code` is "<capability>.<occasion>"; `about` the record it is about; `words` a sentence that may stand in a mail: the title of the work
    and its day, no personal data besides; `url` the page inside this application. `once` is a key of the occasion: the same person never
    gets the same key twice; empty when telling again is meant.
    """
    notify_many(
        notices=[
            Notice(user_id=one, code=code, about=about, words=words, url=url, once=once)
            for one in dict.fromkeys(user.pk for user in to)
        ],
        at=at,
    )


def notify_many(*, notices: Iterable[Notice], at: datetime) -> None:
    """Tell many people many things at once, in the caller's transaction; keys told before are passed over."""
    rows = [
        Notification(
            user_id=one.user_id,
            code=one.code,
            about_kind=one.about._meta.label_lower,
            about_id=one.about.pk,
            words=one.words,
            url=one.url,
            once=one.once,
            created_at=at,
        )
        for one in notices
    ]
    Notification.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
