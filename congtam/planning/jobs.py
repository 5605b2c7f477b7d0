"""Long work of planning, done by the worker."""

from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from congtam.accounts.models import User
from congtam.planning.services import searching, writing
from congtam.values.refusal import RefusedError


@app.task(name="planning.find_overlaps")
def find_overlaps(plan_id: int) -> None:
    """Look for what the items of a plan that came in repeat, and open work for those that are new."""
    searching.search(plan_id=plan_id, at=timezone.now())


@app.task(name="planning.write_plan")
def write_plan(plan_id: int, actor_id: int, at: str) -> None:
    """Write a long plan; one that cannot be written goes back to its reading with the reason."""
    actor, moment = User.objects.get(pk=actor_id), datetime.fromisoformat(at)
    try:
        writing.write_waiting(plan_id=plan_id, actor=actor, at=moment)
    except writing.AlreadyBeingWrittenError:
        return
    except RefusedError as refusal:
        writing.send_back(plan_id=plan_id, problem=str(refusal), actor=actor, at=moment)
