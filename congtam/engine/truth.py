"""Three answers to every question of fact: yes, no, and not known yet."""

from collections.abc import Iterable
from enum import IntEnum

# A plain yes or no as it was recorded; None when nobody recorded it.
YesNo = bool | None


class Truth(IntEnum):
    """Kleene's three values, in the order that makes *and* the least, *or* the greatest (as SQL reckons them)."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def code(self) -> str:
        """The word used in answers: ``yes``, ``no`` or ``unknown``."""
        return self.name.lower()


def of(value: YesNo) -> Truth:
    """Return the truth of a recorded yes, no or nothing."""
    if value is None:
        return Truth.UNKNOWN
    return Truth.YES if value else Truth.NO


def every(truths: Iterable[Truth]) -> Truth:
    """Return YES when all are, NO when one is not, otherwise UNKNOWN."""
    return min(truths, default=Truth.YES)


def some(truths: Iterable[Truth]) -> Truth:
    """Return YES when one is, NO when none can be, otherwise UNKNOWN."""
    return max(truths, default=Truth.NO)


def negated(truth: Truth) -> Truth:
    """Return the opposite; the unknown stays unknown."""
    return Truth(2 - truth)
