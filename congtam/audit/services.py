"""Writing the trail. Every public service that changes something calls `record`."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from congtam.audit.models import Act

# Where the present request comes from (address); set by middleware, empty for commands and jobs.
origin: ContextVar[str] = ContextVar("origin", default="")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act to record, when many are recorded at once."""

    code: str
    subject: models.Model
    unit_id: int | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record(  # an act has this many sides, all named
    *,
    actor: models.Model | None,
    code: str,
    subject: models.Model,
    at: datetime,
    unit_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Add one act to the trail, in the caller's transaction.

    `code` is "<capability>.<verb>" (a sentence for each is in `audit.choices.SENTENCES`); `before` and `after` hold only what changed,
    as JSON without personal identification numbers.
    """
    entry = Entry(code=code, subject=subject, unit_id=unit_id, before=before, after=after, reason=reason)
    record_many(actor=actor, at=at, entries=[entry])


def record_many(*, actor: models.Model | None, at: datetime, entries: Sequence[Entry]) -> None:
    """Add many acts to the trail at once, in the caller's transaction."""
    came_from = origin.get()
    Act.objects.bulk_create(
        [act_of(entry, actor=actor, at=at, came_from=came_from) for entry in entries], batch_size=2000
    )


def act_of(entry: Entry, *, actor: models.Model | None, at: datetime, came_from: str = "") -> Act:
    """Return an entry as a row of the trail, not yet kept: who did it, when, and from which address."""
    return Act(
        at=at,
        actor_id=None if actor is None else actor.pk,
        code=entry.code,
        subject_kind=entry.subject._meta.label_lower,
        subject_id=str(entry.subject.pk),
        unit_id=entry.unit_id,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
        origin=came_from,
    )
