"""Two people at one meeting in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from congtam.accounts.models import User
from congtam.documents.models import StoredFile
from congtam.meetings import services
from congtam.meetings.choices import BallotManner, MeetingState
from congtam.meetings.models import MinutesNote
from congtam.meetings.services import Count, Line, Question
from congtam.planning.models import WorkItem
from congtam.planning.services.conclusions import give_concluded_work
from congtam.values.refusal import RefusedError
from tests.meetings.office import NOW, House, account, closed, house, opened, signed

pytestmark = pytest.mark.usefixtures("committed")


def together(act: Callable[[User], object], at: House) -> list[str]:
    """Let the clerk and the director do the same in one moment; return "done" or the refusal of each."""

    def tried(who: User) -> str:
        try:
            act(who)
        except RefusedError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as both:
        return list(both.map(tried, [account(at.clerk), account(at.director)]))


def test_of_two_who_write_the_proceedings_at_once_the_second_is_told() -> None:
    at = house()
    meeting = closed(at)

    def write(who: User) -> None:
        services.write_proceedings(
            meeting_id=meeting.pk, text=f"Theo {who.full_name}", revision=meeting.revision, actor=who, at=NOW
        )

    outcomes = together(write, at)
    meeting.refresh_from_db()
    winner = (at.clerk, at.director)[outcomes.index("done")]
    assert outcomes.count("done") == 1
    assert any("vừa ghi" in outcome for outcome in outcomes)
    assert meeting.proceedings == f"Theo {winner.full_name}"


def test_two_who_conclude_at_once_both_keep_their_lines() -> None:
    at = house()
    meeting = closed(at)
    outcomes = together(
        lambda who: services.conclude(
            meeting_id=meeting.pk, line=Line(text=who.full_name, is_work=False), actor=who, at=NOW
        ),
        at,
    )
    assert outcomes == ["done", "done"]
    assert sorted(meeting.conclusions.values_list("position", flat=True)) == [1, 2]


def test_a_vote_counted_by_two_at_once_is_counted_once() -> None:
    at = house()
    meeting = opened(at)
    ballot = services.put_to_vote(
        meeting_id=meeting.pk,
        agenda_item_id=None,
        question=Question(text="Thông qua", manner=BallotManner.OPEN),
        actor=account(at.clerk),
        at=NOW,
    )
    count = Count(in_favour=3, against=1, abstained=0)
    outcomes = together(lambda who: services.count_votes(ballot_id=ballot.pk, count=count, actor=who, at=NOW), at)
    assert outcomes.count("done") == 1
    assert any("đã kiểm phiếu" in outcome for outcome in outcomes)


def test_minutes_signed_by_two_at_once_are_one_document() -> None:
    at = house()
    meeting = closed(at, Line(text="Thống nhất", is_work=False))
    outcomes = together(lambda who: services.sign_minutes(meeting_id=meeting.pk, actor=who, at=NOW), at)
    assert outcomes == ["done", "done"]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.signatures.count()) == (MeetingState.SIGNED, 2)
    assert StoredFile.objects.count() == 1
    assert not MinutesNote.objects.exists()


def test_a_conclusion_given_by_two_at_once_becomes_one_piece_of_work() -> None:
    at = house()
    meeting = signed(at, Line(text="Rà soát cống", unit_id=at.divisions[2].pk))
    outcomes = together(
        lambda who: give_concluded_work(meeting_id=meeting.pk, conclusion_ids=None, actor=who, at=NOW), at
    )
    assert outcomes.count("done") == 1
    assert WorkItem.objects.count() == 1
