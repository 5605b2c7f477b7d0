"""Meetings as pages say them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from congtam.meetings.choices import BallotOutcome, ConclusionState, MeetingState
from congtam.meetings.models import AgendaItem, Ballot, Conclusion, Meeting
from congtam.meetings.selectors import Turnout, count_words, day_of, outcome_words, share_words
from congtam.values.text import capital

_STEPS = (
    (MeetingState.CALLED, "Triệu tập"),
    (MeetingState.OPEN, "Họp"),
    (MeetingState.CLOSED, "Hoàn thiện biên bản"),
    (MeetingState.SIGNING, "Ký biên bản"),
    (MeetingState.SIGNED, "Đã ký biên bản"),
)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the stage bar."""

    name: str
    state: str


def stages(meeting: Meeting) -> list[Stage]:
    """Return where a meeting stands among its steps; none for one that was not held."""
    if meeting.state == MeetingState.CANCELLED:
        return []
    now = [state for state, _ in _STEPS].index(MeetingState(meeting.state))
    is_over = meeting.state == MeetingState.SIGNED
    states = [
        "done" if place < now or is_over else "current" if place == now else "todo" for place in range(len(_STEPS))
    ]
    return [Stage(name=name, state=state) for (_, name), state in zip(_STEPS, states, strict=True)]


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A vote in words; `is_open` while it waits to be counted."""

    ballot: Ballot
    needs: str
    count: str
    outcome: str
    is_open: bool
    tone: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of the agenda with its votes."""

    item: AgendaItem
    votes: tuple[Vote, ...]


def vote(ballot: Ballot) -> Vote:
    """Return a vote in words."""
    tones = {BallotOutcome.CARRIED.value: "green", BallotOutcome.LOST.value: "red"}
    return Vote(
        ballot=ballot,
        needs=share_words(ballot),
        count=capital(count_words(ballot)),
        outcome=outcome_words(ballot),
        is_open=ballot.outcome == BallotOutcome.OPEN,
        tone=tones.get(ballot.outcome, "blue"),
    )


def items(agenda: Sequence[AgendaItem]) -> list[Item]:
    """Return the agenda with its votes in words."""
    return [Item(item=one, votes=tuple(vote(ballot) for ballot in one.ballots.all())) for one in agenda]


def quorum_words(there: Turnout) -> str:
    """Say whether enough of those with a vote are there."""
    came = f"Có mặt {there.present}/{there.voters} người được biểu quyết, cần {there.quorum}"
    return f"{came}: đủ điều kiện biểu quyết." if there.has_quorum else f"{came}: còn thiếu {there.missing} người."


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A conclusion with how late it is (whole days, 0 when it is not) and the work that came of it."""

    conclusion: Conclusion
    who: str
    days_late: int
    work: object | None
    held: date

    @property
    def is_waiting(self) -> bool:
        """Whether it asks for work that is not done."""
        return self.conclusion.is_work and self.conclusion.state == ConclusionState.OPEN

    @property
    def late_words(self) -> str:
        """How late it is or was."""
        return f"{'quá hạn' if self.is_waiting else 'chậm'} {self.days_late} ngày"


def standings(conclusions: Iterable[Conclusion], on: date) -> list[Standing]:
    """Return conclusions as a page shows them on the day `on`."""
    return [_standing(one, on) for one in conclusions]


def _standing(one: Conclusion, on: date) -> Standing:
    names = (getattr(one, "unit_name", "") or "", one.person.full_name if one.person else "")
    ended = one.done_date or on
    late = max(0, (ended - one.due_date).days) if one.due_date and one.is_work else 0
    # Work that was merged with other work goes on there.
    works = [work.joined or work for work in one.work_items.all()]
    return Standing(
        conclusion=one,
        who=", ".join(name for name in names if name),
        days_late=late,
        work=works[-1] if works else None,
        held=day_of(one.meeting),
    )
