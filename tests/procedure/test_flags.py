"""A flag asks people to consider; it is raised on facts alone, and what nobody recorded is never taken for good."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine.facts import FactValue
from congtam.engine.flags import FlagRule, FlagRules, InARow, Known, flags, month_number, period_code
from congtam.engine.rulebook import RuleBook
from congtam.engine.truth import Truth
from congtam.values.periods import period

BOOK = RuleBook()
TWO_QUARTERS = InARow(periods="quarters", level="not_completed", count=2)
levels = st.sampled_from(["excellent", "good", "completed", "not_completed", "not_rated"])


def flag_rules(rule_set_id: str) -> FlagRules:
    rules = BOOK.load(rule_set_id)
    assert isinstance(rules, FlagRules)
    return rules


QD_377 = flag_rules("flags/party_leader/2025-10-08")


def history(**recorded: str) -> dict[int, str]:
    return {month_number(period(name.removeprefix("y").replace("_", "-"))): level for name, level in recorded.items()}


def judged(on: date, **recorded: str) -> tuple[Truth, list[str]]:
    answer, missing = TWO_QUARTERS.judge(history(**recorded), on)
    return answer, [period_code("quarters", number) for number in missing]


def test_the_turn_of_the_year_does_not_break_a_row() -> None:
    assert judged(date(2027, 4, 2), y2026_Q4="not_completed", y2027_Q1="not_completed") == (Truth.YES, [])


def test_the_quarter_before_the_first_recorded_one_is_unknown() -> None:
    assert judged(date(2026, 7, 1), y2026_Q2="not_completed") == (Truth.UNKNOWN, ["2026-Q1"])


def test_a_quarter_that_has_not_ended_is_not_asked_for() -> None:
    assert judged(date(2026, 9, 30), y2026_Q1="good", y2026_Q2="not_completed") == (Truth.NO, [])
    assert judged(date(2026, 10, 1), y2026_Q1="good", y2026_Q2="not_completed") == (Truth.UNKNOWN, ["2026-Q3"])


def test_a_hole_between_two_recorded_quarters_is_unknown() -> None:
    assert judged(date(2026, 10, 1), y2026_Q1="not_completed", y2026_Q3="good") == (
        Truth.UNKNOWN,
        ["2025-Q4", "2026-Q2"],
    )


def test_good_quarters_around_a_hole_leave_no_doubt() -> None:
    assert judged(date(2026, 10, 1), y2026_Q1="good", y2026_Q3="good") == (Truth.NO, [])


@given(st.lists(levels, min_size=1, max_size=8), st.data())
def test_forgetting_a_quarter_opens_the_answer_but_never_turns_it(recorded: list[str], data: st.DataObject) -> None:
    first = month_number(period("2025-Q1"))
    full = {first + 3 * number: level for number, level in enumerate(recorded)}
    kept = data.draw(st.sets(st.sampled_from(sorted(full))))
    on = date(2024, 12, 31)
    before = {first - 3: "good"}
    whole, _ = TWO_QUARTERS.judge(before | full, on)
    less, _ = TWO_QUARTERS.judge(before | {number: full[number] for number in kept} | {max(full): full[max(full)]}, on)
    assert less in (whole, Truth.UNKNOWN)


def values(name: str) -> st.SearchStrategy[FactValue]:
    declared = QD_377.facts[name]
    if declared.kind == "yes_no":
        return st.booleans()
    if declared.kind == "choice":
        return st.sampled_from(sorted(declared.choices))
    return st.fractions(min_value=0, max_value=1 if declared.kind == "share" else 40)


all_facts = st.fixed_dictionaries({name: values(name) for name in QD_377.facts})


@given(all_facts, st.sets(st.sampled_from(sorted(QD_377.facts))))
def test_forgetting_a_fact_opens_a_flag_but_never_turns_it(facts: dict[str, FactValue], lost: set[str]) -> None:
    on = date(2026, 12, 1)
    whole = flags(QD_377, Known(on=on, facts=facts, history={}))
    less = flags(QD_377, Known(on=on, facts={**facts, **dict.fromkeys(lost)}, history={}))
    for known, forgotten in zip(whole, less, strict=True):
        assert known.finding.truth is not Truth.UNKNOWN
        assert forgotten.state in (known.state, "needs_review")
        assert set(forgotten.missing) <= lost


def test_nothing_recorded_raises_nothing_and_clears_nothing() -> None:
    assert {flag.state for flag in flags(QD_377, NOTHING)} == {"needs_review"}


LEADER_QUARTER = flag_rules("flags/leader_quarter/2026-05-22")
NOTHING = Known(on=date(2026, 12, 1), facts=dict.fromkeys(QD_377.facts), history={})


def test_levels_nobody_recorded_are_asked_for_as_a_whole() -> None:
    (flag,) = flags(LEADER_QUARTER, NOTHING)
    assert (flag.state, flag.missing) == ("needs_review", ("quarters",))
    assert (flag.finding.fact, flag.finding.value) == ("quarters", None)


def test_a_flag_names_the_levels_it_was_raised_on_oldest_first() -> None:
    recorded = history(y2026_Q3="not_completed", y2026_Q2="not_completed")
    (flag,) = flags(LEADER_QUARTER, Known(on=date(2026, 12, 1), facts={}, history={"quarters": recorded}))
    assert (flag.finding.rule, flag.finding.fact) == ("two_quarters_not_completed", "quarters")
    assert flag.finding.value == "2026-Q2:not_completed, 2026-Q3:not_completed"
    assert "2026-Q2 không hoàn thành nhiệm vụ, 2026-Q3 không hoàn thành nhiệm vụ" in flag.finding.sentence
    assert flag.finding.sentence.endswith(").")  # a rule that was read whole says nothing of what was not


def test_a_flag_names_the_first_fact_it_was_raised_on_and_says_them_all() -> None:
    facts: dict[str, FactValue] = {**NOTHING.facts, "in_planning": True, "violated": True}
    (flag,) = [
        flag
        for flag in flags(QD_377, Known(on=NOTHING.on, facts=facts, history={}))
        if flag.rule.rule == "planning_removal"
    ]
    assert (flag.state, flag.finding.fact, flag.finding.value) == ("raised", "in_planning", "yes")
    assert "đang trong quy hoạch: có; " in flag.finding.sentence


def test_a_flag_that_is_settled_asks_for_nothing_more() -> None:
    known = Known(on=NOTHING.on, facts={**NOTHING.facts, "in_planning": False}, history={})
    missing = {flag.rule.rule: flag.missing for flag in flags(QD_377, known)}
    assert missing["planning_removal"] == ()
    assert missing["weak_results"] == ("responsible_for_weak_results",)


def test_a_flag_on_levels_and_a_fact_asks_for_both() -> None:
    weak = next(rule for rule in QD_377.flags if rule.rule == "weak_results")
    both = QD_377.model_copy(update={"flags": (weak.model_copy(update={"in_a_row": TWO_QUARTERS}),)})
    recorded = history(y2026_Q1="good", y2026_Q2="not_completed")
    (flag,) = flags(both, Known(on=date(2026, 10, 1), facts=NOTHING.facts, history={"quarters": recorded}))
    assert flag.missing == ("2026-Q3", "responsible_for_weak_results")
    assert flag.finding.fact == "quarters"
    assert "2026-Q1 hoàn thành tốt nhiệm vụ" in flag.finding.sentence


def test_a_flag_that_waits_for_the_text_is_cleared_only_where_it_could_not_be_raised() -> None:
    states = {}
    for level in ("good", "not_completed", None):
        known = Known(on=NOTHING.on, facts={**NOTHING.facts, "last_level": level}, history={})
        flag = next(flag for flag in flags(QD_377, known) if flag.rule.rule == "not_completed_dismissal")
        states[level] = flag.state, "hãy đọc chương về miễn nhiệm" in flag.finding.sentence
    assert states == {
        "good": ("not_raised", False),
        "not_completed": ("needs_review", True),
        None: ("needs_review", True),
    }


def test_a_second_hand_flag_is_settled_only_for_a_body_that_adopted_it() -> None:
    known = Known(
        on=date(2026, 10, 1), facts={}, history={"quarters": history(y2026_Q1="good", y2026_Q2="good", y2026_Q3="good")}
    )
    assert [flag.state for flag in flags(LEADER_QUARTER, known)] == ["needs_review"]
    assert [flag.state for flag in flags(LEADER_QUARTER, known, adopts=frozenset({"hd-02-btctw-2026"}))] == [
        "not_raised"
    ]
    assert [flag.state for flag in flags(LEADER_QUARTER, known, adopts=frozenset({"kl-198-tw-2025"}))] == [
        "needs_review"
    ]


def test_a_flag_that_nothing_raises_is_refused() -> None:
    with pytest.raises(ValueError, match="phải có when hoặc in_a_row"):
        FlagRule.model_validate({**QD_377.flags[0].model_dump(exclude={"when"}), "when": None})
    with pytest.raises(ValueError, match="level chỉ nhận"):
        InARow(periods="years", level="bad", count=2)
