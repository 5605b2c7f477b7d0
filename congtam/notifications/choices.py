"""Closed lists of notifications."""

from datetime import time
from typing import Final

from django.db import models

# Hours of the day at which the mail may be wanted, the one it comes at when nothing was said, and the hours without any.
FIRST_HOUR: Final = 0
LAST_HOUR: Final = 23
USUAL_HOUR: Final = 7
USUAL_QUIET: Final = (time(20), time(6))


# Days after it was read until what somebody was told goes away: half a year, as a rating looks back at most at the half year before. What was
# told once of an occasion (reminders) stands on the page of the work as proof that reminding was done, and stays for two years: the year it
# was about, and the year in which that one is rated and petitions are answered. What nobody read stays.
READ_DAYS: Final = 180
REMINDER_DAYS: Final = 730


class MailOutcome(models.TextChoices):
    """What came of one mail."""

    LEAVING = "leaving", "đang gửi, chưa rõ đã tới"
    SENT = "sent", "đã gửi"
    REFUSED = "refused", "máy chủ thư từ chối"


ACTS: Final[dict[str, str]] = {
    "notifications.preference_set": "Đổi cách nhận thông báo",
    "notifications.read": "Đánh dấu đã đọc thông báo",
}
