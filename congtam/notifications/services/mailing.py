"""The mail of the day: taken once, and ended with what came of it. The sending itself is `jobs`."""

from datetime import date, datetime

from django.db import transaction

from congtam.notifications.choices import MailOutcome
from congtam.notifications.models import Digest, Notification


def claim_digest(*, user_id: int, day: date, at: datetime) -> Digest | None:
    """Take everything new for the mail of `day` to one person; None when there is nothing, or his mail of that day was taken already.

    Confirmed before the mail leaves: of two who claim the same mail one gets it, and a mail broken off is not sent a second time.
    """
    # Not in the trail of acts: the row says by itself what was sent and when, and nobody decided anything.
    with transaction.atomic():
        digest, is_ours = Digest.objects.get_or_create(
            user_id=user_id, day=day, defaults={"count": 0, "started_at": at}
        )
        if not is_ours:
            return None
        new = Notification.objects.filter(user=user_id, read_at=None, digest=None)
        digest.count = new.update(digest=digest)
        if not digest.count:
            digest.delete()
            return None
        digest.save(update_fields=["count"])
        return digest


def end_digest(*, digest: Digest, is_refused: bool, at: datetime) -> None:
    """Say what came of a mail. What a refused one told is told again by the mail of the next working day."""
    with transaction.atomic():
        digest.outcome = MailOutcome.REFUSED if is_refused else MailOutcome.SENT
        digest.ended_at = at
        digest.save(update_fields=["outcome", "ended_at"])
        if is_refused:
            digest.notifications.update(digest=None)
