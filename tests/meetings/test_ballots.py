"""What is always true of a count of votes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.meetings.choices import BallotManner, BallotOutcome, MajorityOf
from congtam.meetings.models import Ballot
from congtam.meetings.selectors import is_carried, outcome_words, votes_needed
from congtam.meetings.services import ContradictoryCountError, Count, check_count

people = st.integers(min_value=1, max_value=400)


@st.composite
def ballots(draw: st.DrawFn) -> Ballot:
    """A question with some share below one."""
    denominator = draw(st.integers(min_value=2, max_value=20))
    return Ballot(
        question="Thông qua",
        numerator=draw(st.integers(min_value=1, max_value=denominator - 1)),
        denominator=denominator,
        is_at_least=draw(st.booleans()),
        majority_of=MajorityOf.ALL,
        in_favour=0,
    )


def carried(ballot: Ballot, in_favour: int, base: int) -> bool:
    ballot.in_favour = in_favour
    return is_carried(ballot, base)


@given(ballots(), people, st.data())
def test_one_vote_more_never_loses_what_was_carried(ballot: Ballot, base: int, data: st.DataObject) -> None:
    votes = data.draw(st.integers(min_value=0, max_value=base - 1))
    assert carried(ballot, votes + 1, base) or not carried(ballot, votes, base)


@given(ballots(), people)
def test_all_votes_carry_and_none_carries_nothing(ballot: Ballot, base: int) -> None:
    assert carried(ballot, base, base)
    assert not carried(ballot, 0, base)


@given(ballots(), people)
def test_what_is_said_to_be_needed_is_exactly_what_carries(ballot: Ballot, base: int) -> None:
    needed = votes_needed(ballot, base)
    assert carried(ballot, needed, base)
    assert not carried(ballot, needed - 1, base)


@given(ballots(), people, people)
def test_a_majority_of_all_is_never_easier_than_one_of_those_present(ballot: Ballot, base: int, more: int) -> None:
    assert votes_needed(ballot, base) <= votes_needed(ballot, base + more)


@given(people)
def test_for_and_against_are_never_both_more_than_half(base: int) -> None:
    ballot = Ballot(numerator=1, denominator=2, is_at_least=False)
    assert not any(carried(ballot, votes, base) and carried(ballot, base - votes, base) for votes in range(base + 1))


@given(ballots(), people, st.data())
def test_the_outcome_is_that_of_exact_fractions(ballot: Ballot, base: int, data: st.DataObject) -> None:
    votes = data.draw(st.integers(min_value=0, max_value=base))
    share, limit = Fraction(votes, base), Fraction(ballot.numerator, ballot.denominator)
    assert carried(ballot, votes, base) == (share >= limit if ballot.is_at_least else share > limit)


@given(ballots(), people, st.data())
def test_the_words_tell_the_same_as_the_outcome(ballot: Ballot, base: int, data: st.DataObject) -> None:
    votes = data.draw(st.integers(min_value=0, max_value=base))
    ballot.outcome = BallotOutcome.CARRIED if carried(ballot, votes, base) else BallotOutcome.LOST
    ballot.base = base
    assert outcome_words(ballot).startswith(f"{votes}/{base} thành viên tán thành")
    assert outcome_words(ballot).endswith(": thông qua") == carried(ballot, votes, base)


counts = st.integers(min_value=0, max_value=12)


@given(
    st.builds(
        Count, in_favour=counts, against=counts, abstained=counts, handed_out=counts, collected=counts, invalid=counts
    ),
    counts,
)
def test_a_secret_count_is_taken_exactly_when_its_numbers_can_all_be_true(count: Count, present: int) -> None:
    papers = (count.handed_out or 0, count.collected or 0)
    votes = count.in_favour + count.against + count.abstained
    can_be = present >= papers[0] >= papers[1] >= count.invalid and votes == papers[1] - count.invalid
    if can_be:
        check_count(count, is_secret=True, present=present)
    else:
        with pytest.raises(ContradictoryCountError):
            check_count(count, is_secret=True, present=present)


@given(st.builds(Count, in_favour=counts, against=counts, abstained=counts), counts)
def test_a_show_of_hands_counts_nobody_who_is_not_there(count: Count, present: int) -> None:
    if count.in_favour + count.against + count.abstained <= present:
        check_count(count, is_secret=False, present=present)
    else:
        with pytest.raises(ContradictoryCountError, match="có mặt được biểu quyết"):
            check_count(count, is_secret=False, present=present)


def test_nobody_votes_less_than_not_at_all() -> None:
    with pytest.raises(ContradictoryCountError, match="nhỏ hơn 0"):
        check_count(Count(in_favour=-1, against=0, abstained=0), is_secret=False, present=3)


def test_a_vote_not_yet_counted_has_no_words() -> None:
    assert outcome_words(Ballot(manner=BallotManner.OPEN)) == ""
