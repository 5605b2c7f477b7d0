"""Long work of personnel, done by the worker."""

from datetime import datetime

from procrastinate.contrib.django import app

from congtam.accounts.models import User
from congtam.personnel.choices import ImportState
from congtam.personnel.models import RosterImport
from congtam.personnel.services import apply_roster
from congtam.personnel.services.roster import send_back_roster
from congtam.values.refusal import RefusedError


@app.task(name="personnel.apply_roster")
def apply(import_id: int, actor_id: int, at: str) -> None:
    """Write a long roster; one that cannot be written goes back to its preview with the reason."""
    roster_import = RosterImport.objects.get(pk=import_id)
    if roster_import.state != ImportState.WAITING:  # put away, or written by an earlier try of this job
        return
    actor, moment = User.objects.get(pk=actor_id), datetime.fromisoformat(at)
    try:
        apply_roster(roster_import=roster_import, actor=actor, at=moment)
    except RefusedError as refusal:
        send_back_roster(roster_import=roster_import, problem=str(refusal), actor=actor, at=moment)
