"""What a count of votes means: how many are needed, whether it was carried, and why, in words."""

from fractions import Fraction

from congtam.engine.votes import Threshold
from congtam.meetings.choices import BallotManner, MajorityOf
from congtam.meetings.models import Ballot

_WHOLE = {MajorityOf.PRESENT: "người có mặt", MajorityOf.ALL: "thành viên"}


def is_carried(ballot: Ballot, base: int) -> bool:
    """Return whether the votes in favour are enough of `base` people (at least 1): exactly, in whole numbers and fractions."""
    share = Fraction(ballot.numerator, ballot.denominator)
    limit = Threshold(at_least=share, of="voters") if ballot.is_at_least else Threshold(more_than=share, of="voters")
    return limit.reached(Fraction(ballot.in_favour, base))


def votes_needed(ballot: Ballot, base: int) -> int:
    """Return the smallest number of votes in favour that carries the question among `base` people."""
    whole, rest = divmod(base * ballot.numerator, ballot.denominator)
    return whole if ballot.is_at_least and not rest else whole + 1


def share_words(ballot: Ballot) -> str:
    """Return what is needed, such as "quá 1/2 tổng số thành viên"."""
    share = f"{ballot.numerator}/{ballot.denominator}"
    return f"{f'từ {share}' if ballot.is_at_least else f'quá {share}'} {ballot.get_majority_of_display()}"


def outcome_words(ballot: Ballot) -> str:
    """Return how a counted vote came out, such as "7/9 thành viên tán thành; quá 1/2 là từ 5: thông qua"; nothing before the count."""
    if ballot.base is None:
        return ""
    share = f"{ballot.numerator}/{ballot.denominator}"
    needed = votes_needed(ballot, ballot.base)
    limit = f"đủ {share} là {needed}" if ballot.is_at_least else f"quá {share} là {needed}"
    whole = _WHOLE[MajorityOf(ballot.majority_of)]
    return f"{ballot.in_favour}/{ballot.base} {whole} tán thành, {limit}: {ballot.get_outcome_display()}"


def count_words(ballot: Ballot) -> str:
    """Return the count itself as minutes tell it; nothing before it."""
    if ballot.base is None:
        return ""
    votes = f"tán thành {ballot.in_favour}, không tán thành {ballot.against}, ý kiến khác {ballot.abstained}"
    if ballot.manner == BallotManner.OPEN:
        return votes
    papers = f"phát ra {ballot.handed_out} phiếu, thu về {ballot.collected}, không hợp lệ {ballot.invalid}"
    return f"{papers}; {votes}"
