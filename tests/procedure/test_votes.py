"""A vote passes only on what was counted; what nobody counted leaves it open, and an even vote goes where the law says."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine import strict_yaml
from congtam.engine.procedure import ProcedureRules
from congtam.engine.rulebook import LAW_FOLDER, RuleBook
from congtam.engine.sources import Certainty
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.truth import Truth
from congtam.engine.votes import Ballots, Threshold, VoteRule, decide

BOOK = RuleBook()


def vote_rule(rule_set_id: str) -> VoteRule:
    rules = BOOK.load(rule_set_id)
    assert isinstance(rules, ProcedureRules)
    return rules.votes[0]


LEADERSHIP = vote_rule("procedure/innovation_protection/2023-09-29")
COUNCIL = vote_rule("procedure/emulation/2017-10-01")
POLICIES = {"vote_base": "voters"}


@st.composite
def ballots(draw: st.DrawFn) -> Ballots:
    members = draw(st.integers(min_value=1, max_value=30))
    present = draw(st.integers(min_value=1, max_value=members))
    return Ballots(
        members=members,
        present=present,
        in_favour=draw(st.integers(min_value=0, max_value=present)),
        head_in_favour=draw(st.booleans()),
        secret=draw(st.booleans()),
    )


def passed(rule: VoteRule, counted: Ballots) -> Truth:
    return decide(rule, counted, POLICIES).passed


@given(ballots(), st.sampled_from([LEADERSHIP, COUNCIL]))
def test_a_vote_that_is_fully_counted_is_never_open(counted: Ballots, rule: VoteRule) -> None:
    assert passed(rule, counted) is not Truth.UNKNOWN


@given(
    ballots(),
    st.sampled_from([LEADERSHIP, COUNCIL]),
    st.sets(st.sampled_from(["members", "present", "in_favour", "head_in_favour", "secret"])),
)
def test_forgetting_a_count_opens_the_answer_but_never_turns_it(
    counted: Ballots, rule: VoteRule, lost: set[str]
) -> None:
    forgotten = replace(counted, **dict.fromkeys(lost))
    assert passed(rule, forgotten) in (passed(rule, counted), Truth.UNKNOWN)


@given(ballots(), st.sampled_from([LEADERSHIP, COUNCIL]))
def test_one_more_vote_in_favour_never_rejects(counted: Ballots, rule: VoteRule) -> None:
    assert counted.in_favour is not None
    assert counted.present is not None
    more = replace(counted, in_favour=min(counted.in_favour + 1, counted.present))
    assert passed(rule, more) >= passed(rule, counted)


@given(ballots())
def test_the_head_decides_only_where_exactly_half_are_in_favour(counted: Ballots) -> None:
    result = decide(LEADERSHIP, counted, POLICIES)
    assert result.tally is not None
    even = result.tally.share == Fraction(1, 2)
    assert (result.tally.decided_by == "head") == even
    if even:
        assert (result.passed is Truth.YES) == counted.head_in_favour


def test_the_share_needed_may_be_exactly_met_or_must_be_passed() -> None:
    half = Fraction(1, 2)
    assert Threshold(at_least=half, of="present").reached(half)
    assert not Threshold(more_than=half, of="present").reached(half)


def test_a_rejected_proposal_says_the_head_may_still_order_it() -> None:
    lost = Ballots(members=4, present=4, in_favour=1, head_in_favour=False, secret=None)
    won = replace(lost, in_favour=3)
    assert [finding.rule for finding in decide(LEADERSHIP, lost, POLICIES).findings] == [
        "leadership_vote",
        "head_may_order",
    ]
    assert [finding.rule for finding in decide(LEADERSHIP, won, POLICIES).findings] == ["leadership_vote"]


def test_the_missing_counts_are_named_as_the_line_names_them() -> None:
    empty = Ballots(members=None, present=None, in_favour=None, head_in_favour=None, secret=None)
    assert decide(LEADERSHIP, empty, POLICIES).missing == ("for", "members")
    assert decide(LEADERSHIP, empty, {"vote_base": "present"}).missing == ("for", "present")
    assert decide(COUNCIL, empty, {}).missing == ("for", "members", "secret")
    assert decide(LEADERSHIP, replace(empty, members=4, in_favour=2), POLICIES).missing == ("head_for",)
    assert decide(LEADERSHIP, replace(empty, in_favour=2), POLICIES).missing == ("members",)
    assert decide(LEADERSHIP, replace(empty, members=4), POLICIES).missing == ("for",)


def test_exactly_half_is_only_half_where_the_law_gives_the_head_no_say() -> None:
    even = Ballots(members=10, present=10, in_favour=5, head_in_favour=True, secret=True)
    result = decide(COUNCIL, even, {})
    assert result.tally is not None
    assert (result.outcome, result.tally.decided_by) == ("not_passed", "votes")


def test_the_other_reading_is_shown_only_where_it_comes_out_otherwise() -> None:
    # Three of four present are most of those present, and only half of the six who may vote.
    counted = Ballots(members=6, present=4, in_favour=3, head_in_favour=False, secret=None)
    strict, wide = (decide(LEADERSHIP, counted, {"vote_base": base}) for base in ("voters", "present"))
    assert strict.other is not None
    assert wide.other is not None
    assert (strict.outcome, strict.other.base, strict.other.passed) == ("not_passed", "present", Truth.YES)
    assert (wide.outcome, wide.other.base, wide.other.passed) == ("passed", "voters", Truth.NO)
    assert decide(LEADERSHIP, replace(counted, head_in_favour=True), POLICIES).other is None


NINE_OF_TEN = Ballots(members=10, present=10, in_favour=9, head_in_favour=None, secret=True)


def looked_at(rule: VoteRule, counted: Ballots) -> list[tuple[str, str | None, str | None]]:
    return [(found.rule, found.fact, found.value) for found in decide(rule, counted, POLICIES).findings]


def test_a_vote_that_is_lost_anyway_asks_for_nothing_more() -> None:
    lost = decide(COUNCIL, replace(NINE_OF_TEN, in_favour=8, secret=None), POLICIES)
    assert (lost.outcome, lost.missing) == ("not_passed", ())


def test_what_the_head_said_is_not_asked_for_again() -> None:
    rule = LEADERSHIP.model_copy(update={"secret": COUNCIL.secret})
    even = Ballots(members=4, present=4, in_favour=2, head_in_favour=True, secret=None)
    assert decide(rule, even, POLICIES).missing == ("secret",)


@pytest.mark.parametrize(("secret", "shown"), [(True, "yes"), (False, "no"), (None, None)])
def test_the_findings_of_a_vote_name_what_was_counted(*, secret: bool | None, shown: str | None) -> None:
    assert looked_at(COUNCIL, replace(NINE_OF_TEN, secret=secret)) == [
        ("council_vote", "for", "9"),
        ("secret_ballot", "secret", shown),
    ]
    assert looked_at(COUNCIL, replace(NINE_OF_TEN, in_favour=None))[0] == ("council_vote", "for", None)
    unread = COUNCIL.model_copy(update={"passes": None, "not_known": "hãy đọc"})
    assert looked_at(unread, NINE_OF_TEN) == [("council_vote", "for", "9")]
    assert decide(unread, NINE_OF_TEN, POLICIES).findings[0].sentence == (
        "Hội đồng thi đua, khen thưởng bỏ phiếu xét danh hiệu: hãy đọc."
    )


def test_a_vote_says_the_share_it_needs_of_whom_and_whether_it_was_secret() -> None:
    counted, secretly = decide(COUNCIL, replace(NINE_OF_TEN, secret=False), {}).findings
    assert counted.sentence == (
        "Hội đồng thi đua, khen thưởng bỏ phiếu xét danh hiệu: cần từ 90% trở lên của tổng số người được biểu quyết; "
        "9 phiếu thuận, bằng 90%."
    )
    assert secretly.sentence == "Hội đồng họp và bỏ phiếu kín: không bỏ phiếu kín."
    more = decide(LEADERSHIP, replace(NINE_OF_TEN, in_favour=None), {"vote_base": "present"}).findings[0]
    assert more.sentence == ("Tập thể lãnh đạo biểu quyết đề xuất: cần trên 50% của số người dự họp; chưa đủ số liệu.")


def test_what_may_follow_a_rejection_follows_a_vote_void_for_want_of_secrecy_too() -> None:
    rule = COUNCIL.model_copy(update={"if_rejected": LEADERSHIP.if_rejected})
    after = decide(rule, replace(NINE_OF_TEN, secret=False), {}).findings[-1]
    assert (after.rule, after.fact, after.value) == ("head_may_order", None, None)
    assert after.sentence == (
        "Người đứng đầu thấy cần thiết, khả thi vẫn có thể quyết định thực hiện bằng văn bản và chịu trách nhiệm."
    )


def test_two_rules_of_one_name_are_refused_even_where_a_vote_carries_them() -> None:
    name = "procedure/emulation/2017-10-01"
    text = (LAW_FOLDER / f"{name}.yaml").read_text("utf-8")
    follows = (
        "      cite: {article: 45, clause: 8}\n    if_rejected: {rule: again, say: Xét lại, cite: {article: 45}}\n"
    )
    text = text.replace("      cite: {article: 45, clause: 8}\n", follows, 1)
    step = "steps:\n"
    assert step in text
    for twin in ("council_vote", "secret_ballot", "again"):
        doubled = text.replace(
            step, f"{step}  - {{rule: {twin}, say: S, stage: council, by: B, deadline: {{silent: x}}, cite: {{}}}}\n", 1
        )
        with pytest.raises(LawFileError, match=f"quy tắc '{twin}' đặt tên hai lần"):
            BOOK.from_document(strict_yaml.read(doubled, "thu.yaml"), name)
    votes = BOOK.from_document(strict_yaml.read(text, "thu.yaml"), name)
    assert isinstance(votes, ProcedureRules)
    assert [rule.rule for rule in votes.votes[0].rules()] == ["council_vote", "secret_ballot", "again"]


def test_an_even_vote_says_the_count_and_the_side_of_the_head() -> None:
    even = Ballots(members=4, present=4, in_favour=2, head_in_favour=False, secret=None)
    found, _ = decide(LEADERSHIP, even, POLICIES).findings
    assert "2 phiếu thuận, bằng 50%; ngang nhau, theo bên có ý kiến của người đứng đầu (không đồng ý)" in found.sentence


def test_a_vote_is_as_sure_as_the_less_sure_of_its_two_rules() -> None:
    assert COUNCIL.secret is not None
    drafted = COUNCIL.model_copy(update={"cite": COUNCIL.cite.model_copy(update={"certainty": Certainty.DRAFT})})
    for certainty in (Certainty.CONFIRMED, Certainty.SECONDARY, Certainty.UNCONFIRMED):
        cite = COUNCIL.secret.cite.model_copy(update={"certainty": certainty})
        rule = drafted.model_copy(update={"secret": COUNCIL.secret.model_copy(update={"cite": cite})})
        assert decide(rule, NINE_OF_TEN, POLICIES).certainty is Certainty.DRAFT
    cite = COUNCIL.secret.cite.model_copy(update={"certainty": Certainty.DRAFT})
    doubtful = COUNCIL.model_copy(update={"secret": COUNCIL.secret.model_copy(update={"cite": cite})})
    assert decide(doubtful, NINE_OF_TEN, POLICIES).certainty is Certainty.DRAFT


@pytest.mark.parametrize(
    "threshold",
    [
        {"of": "present"},
        {"more_than": "0.5", "at_least": "0.5", "of": "present"},
        {"more_than": "0.5"},
        {"more_than": "0.5", "of": "present", "of_policy": "vote_base"},
    ],
)
def test_a_threshold_without_one_limit_and_one_base_is_refused(threshold: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="phải có đúng một trong"):
        Threshold.model_validate(threshold)


def test_a_vote_rule_knows_its_share_or_says_what_to_read() -> None:
    with pytest.raises(ValueError, match="passes, not_known"):
        VoteRule.model_validate({**LEADERSHIP.model_dump(), "not_known": "hãy đọc"})
