"""Many acts of different people at different moments, put into the trail at once."""

from collections.abc import Iterable
from datetime import datetime

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.audit.services import Entry

Told = tuple[datetime, User, Entry]


def keep(acts: Iterable[Told]) -> None:
    """Add acts to the trail in order of time, as `audit.services.record_many` would one moment after another."""
    Act.objects.bulk_create(
        [
            Act(
                at=at,
                actor=by,
                code=entry.code,
                subject_kind=entry.subject._meta.label_lower,
                subject_id=str(entry.subject.pk),
                unit_id=entry.unit_id,
                before=entry.before,
                after=entry.after,
                reason=entry.reason,
            )
            for at, by, entry in sorted(acts, key=lambda act: act[0])
        ],
        batch_size=2000,
    )
