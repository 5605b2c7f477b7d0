"""Who was reminded of what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from congtam.follow_up.models import Reminder
from congtam.notifications.selectors import told_about

# The code of every notification that reminds.
REMINDED = "follow_up.reminded"
_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One reminder: when, to whom, in which words; who sent it by hand and what he wrote, both empty when it came by rule."""

    at: datetime
    people: Sequence[str]
    words: str
    by: str = ""
    note: str = ""


def sent_about(record: models.Model) -> list[Sent]:
    """Return the reminders about a record, the newest first; the caller has checked that it may be read. Two queries."""
    by_hand = Reminder.objects.filter(about_kind=record._meta.label_lower, about_id=record.pk).select_related("sent_by")
    sent = {one.sent_at: one for one in by_hand}
    people: dict[tuple[datetime, str], list[str]] = {}
    for told in told_about(record, REMINDED)[:_SHOWN]:
        people.setdefault((told.created_at, told.words), []).append(told.user.full_name)
    return [
        Sent(
            at=at,
            people=names,
            words=words,
            by=sent[at].sent_by.full_name if at in sent else "",
            note=sent[at].note if at in sent else "",
        )
        for (at, words), names in people.items()
    ]
