"""What somebody does with what he was told, and how he wants to be told."""

from datetime import datetime, time

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.notifications.models import Notification, Preference
from congtam.values.refusal import RefusedError


class NoisyHourError(RefusedError):
    """The hour of the mail lies in the quiet hours, or the quiet hours have no end."""


def mark_read(*, ids: list[int] | None = None, actor: User, at: datetime) -> int:
    """Mark one's own notifications as read, all of them without `ids`; return how many were unread. Nothing to follow in the trail."""
    unread = Notification.objects.filter(user=actor, read_at=None)
    return (unread if ids is None else unread.filter(pk__in=ids)).update(read_at=at)


@transaction.atomic
def set_preference(
    *, by_mail: bool, digest_hour: int, quiet_from: time, quiet_until: time, actor: User, at: datetime
) -> Preference:
    """Keep how `actor` wants to be told: by mail or not, at which hour of the day (0 to 23), and between which hours never.

    Raises `NoisyHourError` when the mail would be wanted in the quiet hours.
    """
    if quiet_from == quiet_until:
        raise NoisyHourError("Giờ bắt đầu và giờ kết thúc của khoảng không gửi phải khác nhau.")
    User.objects.select_for_update().get(pk=actor.pk)
    wanted = {
        "by_mail": by_mail, "digest_hour": digest_hour, "quiet_from": quiet_from, "quiet_until": quiet_until
    }  # fmt: skip
    if by_mail and Preference(user=actor, **wanted).is_quiet(time(digest_hour)):
        raise NoisyHourError(
            f"Giờ gửi thư ({digest_hour} giờ) nằm trong khoảng không gửi ({quiet_from:%H:%M} đến {quiet_until:%H:%M}). "
            "Hãy đổi một trong hai."
        )
    kept, _ = Preference.objects.update_or_create(user=actor, defaults=wanted)
    after = {name: value if isinstance(value, bool | int) else f"{value:%H:%M}" for name, value in wanted.items()}
    record(actor=actor, code="notifications.preference_set", subject=kept, at=at, after=after)
    return kept
