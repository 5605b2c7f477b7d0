"""Closed lists of notifications."""

from typing import Final

# Hours of the day at which the mail may be wanted, and the one it comes at when nothing was said.
FIRST_HOUR: Final = 0
LAST_HOUR: Final = 23
USUAL_HOUR: Final = 7

ACTS: dict[str, str] = {
    "notifications.preference_set": "đổi cách nhận thông báo",
}
