"""What a person decides about two things that may be one task, whatever the two are."""

from datetime import datetime

from django.utils import timezone

from congtam.accounts.models import User
from congtam.planning.choices import ItemVerdict
from congtam.planning.models import LikelyPair
from congtam.values.refusal import RefusedError


class OverlapDecidedError(RefusedError):
    """Somebody else (or a second click) decided first; the message says who, what and when."""


def check_open(pair: LikelyPair) -> None:
    """Raise `OverlapDecidedError` unless the pair waits for a decision."""
    if pair.verdict != ItemVerdict.OPEN:
        who = pair.decided_by.full_name if pair.decided_by else ""
        when = f"{timezone.localtime(pair.decided_at):%H:%M %d/%m/%Y}" if pair.decided_at else ""
        raise OverlapDecidedError(
            f"{who} đã kết luận cặp này là “{pair.get_verdict_display()}” lúc {when}. Không có gì thay đổi."
        )


def stamp(pair: LikelyPair, verdict: ItemVerdict, words: str, *, actor: User, at: datetime) -> None:
    """Set what was decided, by whom, when and why; the caller keeps it."""
    pair.verdict, pair.reason, pair.decided_by, pair.decided_at = verdict, words, actor, at


def clear(pair: LikelyPair) -> None:
    """Set a pair back among those that wait; the caller keeps it."""
    pair.verdict, pair.decided_by, pair.decided_at, pair.reason = ItemVerdict.OPEN, None, None, ""
