"""Somebody looking on a day: every list and every right is reached through this."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from congtam.accounts.models import User

_NOWHERE: frozenset[int] = frozenset()
# So many units hold more people and work than is worth gathering before a record is looked at.
FAR_UNITS = 1_000


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """What a person's dated posts and responsibilities let him see on the day `on`, as sets of unit ids.

    `headed`: units whose head (or acting head) this person is, exactly those; `headed_below`: those with everything below them.
    `led`: units headed or deputised, with everything below them. `officer`, `office`, `observed`: units with everything below,
    by responsibility. `posts`: units where this person serves. `colleagues`: every unit of the using bodies he serves in.
    `unread_count`: what he was told and has not read.
    """

    user: User
    on: date
    person_id: int | None = None
    headed: frozenset[int] = _NOWHERE
    headed_below: frozenset[int] = _NOWHERE
    led: frozenset[int] = _NOWHERE
    officer: frozenset[int] = _NOWHERE
    office: frozenset[int] = _NOWHERE
    observed: frozenset[int] = _NOWHERE
    posts: frozenset[int] = _NOWHERE
    colleagues: frozenset[int] = _NOWHERE
    unread_count: int = 0

    @property
    def is_administrator(self) -> bool:
        """Whether this person looks after the system itself."""
        return bool(getattr(self.user, "is_administrator", False))

    @cached_property
    def overseen(self) -> frozenset[int]:
        """Units whose people's records this person may read: led, and organisation work."""
        return self.led | self.officer

    @cached_property
    def around(self) -> frozenset[int]:
        """Units whose people he may know by name and post."""
        return self.colleagues | self.overseen | self.office | self.observed

    @cached_property
    def looks_far(self) -> bool:
        """Whether so much is in sight that a question is better put to each record met than answered for all beforehand."""
        return len(self.around) >= FAR_UNITS

    @cached_property
    def heads_far(self) -> bool:
        """Whether so many units stand below him that what happens in all of them need not be gathered to know that it happens."""
        return len(self.headed_below) >= FAR_UNITS
