"""Closed lists of notifications."""

from datetime import time
from typing import Final

from django.db import models

# Hours of the day at which the mail may be wanted, the one it comes at when nothing was said, and the hours without any.
FIRST_HOUR: Final = 0
LAST_HOUR: Final = 23
USUAL_HOUR: Final = 7
USUAL_QUIET: Final = (time(20), time(6))


class MailOutcome(models.TextChoices):
    """What came of one mail."""

    LEAVING = "leaving", "đang gửi, chưa rõ đã tới"
    SENT = "sent", "đã gửi"
    REFUSED = "refused", "máy chủ thư từ chối"


ACTS: Final[dict[str, str]] = {
    "notifications.preference_set": "Đổi cách nhận thông báo",
    "notifications.read": "Đánh dấu đã đọc thông báo",
}
