"""Questions about meetings, what was put to the vote, and what was concluded."""

from congtam.meetings.selectors.ballots import count_words, is_carried, outcome_words, share_words, votes_needed
from congtam.meetings.selectors.meetings import (
    HELD,
    Turnout,
    Wanted,
    agenda_of,
    carried_over,
    coming,
    conclusions_of,
    day_of,
    latest_of,
    listed,
    members_of,
    offered_quorum,
    open_conclusions,
    past,
    turnout,
)
from congtam.meetings.selectors.people import Candidate, found_people, usual_people

__all__ = [
    "HELD",
    "Candidate",
    "Turnout",
    "Wanted",
    "agenda_of",
    "carried_over",
    "coming",
    "conclusions_of",
    "count_words",
    "day_of",
    "found_people",
    "is_carried",
    "latest_of",
    "listed",
    "members_of",
    "offered_quorum",
    "open_conclusions",
    "outcome_words",
    "past",
    "share_words",
    "turnout",
    "usual_people",
    "votes_needed",
]
