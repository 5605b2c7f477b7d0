"""Long work of key tasks, done by the worker."""

from django.utils import timezone
from procrastinate.contrib.django import app

from congtam.accounts.models import User
from congtam.key_tasks.services import comparing


@app.task(name="key_tasks.find_overlaps")
def find_overlaps(round_id: int, actor_id: int, key_task_id: int | None = None) -> None:
    """Look for what the proposals of a round, or one of them, repeat."""
    actor = User.objects.get(pk=actor_id)
    comparing.search(round_id=round_id, only=key_task_id, actor=actor, at=timezone.now())
