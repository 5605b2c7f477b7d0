"""Work of the morning: reminders, on working days, before the mail of the day is put together."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from congtam.follow_up.services import send_reminders


@app.periodic(cron="10,40 * * * *")
@app.task(name="follow_up.send_reminders", queueing_lock="follow_up.send_reminders")
def remind(timestamp: int) -> None:
    """Remind once a working day, from the first half hour of it on; a run that was broken off or missed is made good by the next."""
    send_reminders(at=max(timezone.now(), datetime.fromtimestamp(timestamp, UTC)))
