"""Days as the office counts them: in Vietnam, wherever the machine stands."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """Return the day in Vietnam on which `at`, an instant that knows its zone, falls."""
    return at.astimezone(VIETNAM).date()


def day_begins(day: date) -> datetime:
    """Return the moment `day` begins in Vietnam."""
    return datetime.combine(day, time.min, tzinfo=VIETNAM)
