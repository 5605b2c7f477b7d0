"""Days as the office counts them: in Vietnam, wherever the machine stands."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """Return the day in Vietnam on which `at`, an instant that knows its zone, falls."""
    return at.astimezone(VIETNAM).date()
