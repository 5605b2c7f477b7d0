"""Many acts of different people at different moments, put into the trail at once."""

from collections.abc import Iterable
from datetime import datetime

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.audit.services import Entry, act_of

Told = tuple[datetime, User, Entry]


def keep(acts: Iterable[Told]) -> None:
    """Add acts to the trail in order of time, as `audit.services.record_many` would one moment after another."""
    ordered = sorted(acts, key=lambda act: act[0])
    Act.objects.bulk_create([act_of(entry, actor=by, at=at) for at, by, entry in ordered], batch_size=2000)
