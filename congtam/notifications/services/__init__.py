"""Telling people, what they do with what they are told, and the mail of the day."""

from congtam.notifications.services.clearing import clear_old
from congtam.notifications.services.mailing import claim_digest, end_digest
from congtam.notifications.services.reading import NoisyHourError, mark_read, set_preference
from congtam.notifications.services.telling import Notice, notify, notify_many

__all__ = [
    "NoisyHourError",
    "Notice",
    "claim_digest",
    "clear_old",
    "end_digest",
    "mark_read",
    "notify",
    "notify_many",
    "set_preference",
]
