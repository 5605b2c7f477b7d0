"""Work of the night."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from congtam.tasks.services import issue_recurring

# Recurring work is given out this long before it falls due.
AHEAD = timedelta(days=31)


@app.periodic(cron="15 18 * * *")
@app.task(name="tasks.issue_recurring", queueing_lock="tasks.issue_recurring")
def issue(timestamp: int) -> None:
    """Assign recurring work of the next month; 01:15 in Vietnam. A night that was missed is made good by the next."""
    at = datetime.fromtimestamp(timestamp, UTC)
    issue_recurring(until=at.date() + AHEAD, at=at)
