"""A period's marks follow Decree 335, whatever the order in which work is written."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.engine import rulesets, strict_yaml
from congtam.engine.facts import InputError
from congtam.engine.findings import Finding
from congtam.engine.rating_rules import RatingRules
from congtam.engine.rulebook import LAW_FOLDER, RuleBook
from congtam.engine.rulesets import RuleSet, read_policies
from congtam.engine.scoring import WorkLine, band_of, credited, scorable
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.truth import Truth
from congtam.site.command import score
from congtam.values.numbers import exact

BOOK = RuleBook()


def line(**changes: Any) -> dict[str, Any]:
    return {"product": "p1", "factor": "1", "assigned": "1", "done": "1", "origin": "assigned"} | changes


def scored(lines: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    policies = changes.pop("policies", {})
    facts = {"holds_leading_post": False, "general_marks": "30", "lines": lines} | changes
    return dict(
        score.answer({"subject": "civil_servant", "period": "2026-03", "facts": facts, "policies": policies}, BOOK)
    )


quantities = st.decimals(min_value=0, max_value=50, places=2).map(str)
lines = st.fixed_dictionaries(
    {
        "product": st.sampled_from(["p1", "p2", "p3"]),
        "factor": st.decimals(min_value="0.1", max_value=30, places=1).map(str),
        "assigned": quantities,
        "done": quantities,
        "quality_faults": st.integers(0, 9),
        "delays": st.integers(0, 9),
        "origin": st.sampled_from(["assigned", "handed_back", "taken_over", "unplanned"]),
    }
)
policies = st.fixed_dictionaries(
    {"deduction_unit": st.sampled_from(["item", "line"]), "cap": st.sampled_from(["marks", "ratio"])}
)


@given(st.lists(lines, max_size=6), policies, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(work: list[dict[str, Any]], chosen: dict[str, str], dice: Any) -> None:
    shuffled = work.copy()
    dice.shuffle(shuffled)
    marks = ("outcome", "a", "b", "c", "total", "recorded", "band")
    assert [scored(work, policies=chosen)[key] for key in marks] == [
        scored(shuffled, policies=chosen)[key] for key in marks
    ]


@given(st.lists(lines, max_size=6), policies)
def test_the_formula_of_the_decree_is_what_is_computed(work: list[dict[str, Any]], chosen: dict[str, str]) -> None:
    answer = scored(work, policies=chosen)
    given_out = sum(
        exact(one["factor"]) * exact(one["assigned"]) for one in work if one["origin"] in ("assigned", "handed_back")
    )
    if not given_out:
        assert answer["outcome"] == "insufficient_data"
        return
    sums = [Fraction(0)] * 3
    for one in work:
        if one["origin"] != "handed_back":
            k, m = exact(one["factor"]), exact(one["done"])
            sums[0] += k * m
            for place, faults in ((1, one["quality_faults"]), (2, one["delays"])):
                left = m - Fraction(faults, 4) if chosen["deduction_unit"] == "item" else m * (1 - Fraction(faults, 4))
                sums[place] += k * max(Fraction(0), left)
    shares = [value / given_out for value in sums]
    if chosen["cap"] == "ratio":
        shares = [min(Fraction(1), share) for share in shares]
    expected = min(Fraction(70), 70 * sum(shares) / 3) + 30
    assert exact(answer["recorded"]) == Fraction(int(expected * 100 + Fraction(1, 2)), 100)


@given(st.lists(lines, min_size=1, max_size=4), st.integers(1, 5))
def test_another_fault_never_adds_marks(work: list[dict[str, Any]], more: int) -> None:
    worse = [work[0] | {"quality_faults": work[0]["quality_faults"] + more}, *work[1:]]
    before, after = scored(work), scored(worse)
    assert before["outcome"] == after["outcome"]
    if before["total"] is not None:
        assert exact(after["recorded"]) <= exact(before["recorded"])


def test_a_leader_without_a_judgement_has_no_total() -> None:
    answer = scored([line()], holds_leading_post=True, unit_results="full", organising=None, unity="full")
    assert (answer["outcome"], answer["total"], answer["đ"], answer["missing"]) == (
        "insufficient_data",
        None,
        None,
        ["đ"],
    )
    assert (answer["recorded"], answer["band"]) == (None, None)


def test_the_staff_form_ignores_what_concerns_leaders_but_not_its_spelling() -> None:
    assert scored([line()], unit_results="half")["total"] == "100"
    with pytest.raises(InputError, match="full"):
        scored([line()], unit_results="most")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"lines": [line(factor=1.5)]}, "facts.lines[0].factor"),
        ({"lines": [line(factor="0")]}, "facts.lines[0].factor"),
        ({"lines": [line(assigned="-1")]}, "facts.lines[0].assigned"),
        ({"lines": [line(done=None)]}, "facts.lines[0].done"),
        ({"lines": [line(origin="given")]}, "facts.lines[0].origin"),
        ({"lines": [line(), line(product="")]}, "facts.lines[1].product"),
        ({"lines": [line(quality_faults="1.5")]}, "facts.lines[0].quality_faults"),
        ({"lines": [line(delays=1, excused_delays=2)]}, "facts.lines[0].excused_delays"),
        ({"lines": [line(colour="red")]}, "facts.lines[0].colour"),
        ({"lines": ["p1"]}, "facts.lines[0]"),
        ({"lines": {}}, "facts.lines"),
        ({"general_marks": "31"}, "facts.general_marks"),
        ({"general_marks": {"I.1": "5.1"}}, "facts.general_marks.I.1"),
        ({"general_marks": {"I.9": "1"}}, "facts.general_marks.I.9"),
        ({"holds_leading_post": None}, "facts.holds_leading_post"),
        ({"unity": "0.5", "lines": []}, "facts.unity"),
        ({"mood": "good"}, "facts.mood"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], field: str) -> None:
    facts = {"holds_leading_post": False, "general_marks": "30", "lines": [line()]} | changes
    with pytest.raises(InputError) as refusal:
        score.answer({"subject": "civil_servant", "period": "2026-03", "facts": facts}, BOOK)
    assert refusal.value.field == field
    assert refusal.value.message


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"period": "2026-13"}, "period"),
        ({"subject": "robot"}, "subject"),
        ({"subject": None}, "subject"),
        ({"policies": {"deduction_unit": "month"}}, "policies.deduction_unit"),
        ({"policies": {"weather": "fine"}}, "policies.weather"),
        ({"policies": []}, "policies"),
        ({"bylaw": {"weights": {"a": "20"}}}, "bylaw.weights"),
        ({"bylaw": []}, "bylaw"),
        ({"facts": []}, "facts"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_line_is_refused_by_field(case: dict[str, Any], field: str) -> None:
    good = {
        "subject": "civil_servant",
        "period": "2026-03",
        "facts": {"holds_leading_post": False, "general_marks": "30", "lines": []},
    }
    with pytest.raises(InputError) as refusal:
        score.answer(good | case, BOOK)
    assert refusal.value.field == field


def test_bodies_without_period_marks_say_so() -> None:
    with pytest.raises(InputError, match="không chấm điểm theo kỳ") as refused:
        scorable(BOOK.load("rating/administrative_body/2026-01-01"))
    assert refused.value.field == "period"


@pytest.mark.parametrize(
    ("marks", "band"),
    [
        ("100", "excellent"),
        ("90", "excellent"),
        ("89.999999", "good"),
        ("70", "good"),
        ("69.99", "completed"),
        ("50", "completed"),
        ("49.99", "not_completed"),
        ("0", "not_completed"),
    ],
)
def test_a_band_begins_at_its_floor(marks: str, band: str) -> None:
    assert band_of(scorable(BOOK.load("rating/civil_servant/2026-01-01")).bands, exact(marks)) == band


def test_published_conversions_of_a_customs_office_agree() -> None:
    # TV-P12 to TV-P16: products converted by their factor, a quarter of one item lost for each fault.
    def left(factor: str, done: str, faults: int) -> Fraction:
        work = WorkLine(
            product="p",
            factor=exact(factor),
            assigned=exact(done),
            done=exact(done),
            quality_faults=faults,
            delays=0,
            origin="assigned",
        )
        return credited(work, faults, Fraction(1, 4), "item")

    assert [left("8", "5", 0), left("6.4", "5", 0), left("9.2", "3", 0)] == [exact("40"), exact("32"), exact("27.6")]
    assert [left("6.4", "5", 3), left("20", "1", 3), left("4.04", "10", 5), left("8", "5", 20), left("8", "5", 100)] == [
        exact("27.2"), exact("5"), exact("35.35"), 0, 0,
    ]  # fmt: skip


def test_published_factors_are_marks_over_the_standard_unit() -> None:
    # TV-L1, TV-L2: one commune divides by 5, one customs office by 25; the factor is data, the engine only multiplies.
    assert [exact(marks) / 5 for marks in ("5", "8", "10", "25", "45", "70", "80")] == [
        exact(factor) for factor in ("1", "1.6", "2", "5", "9", "14", "16")
    ]
    assert exact("160") / 25 == exact("6.4")


def rules_with(old: str, new: str) -> RuleSet:
    """Return the rule-set of civil servants with one piece of its text changed."""
    name = "rating/civil_servant/2026-01-01"
    text = (LAW_FOLDER / f"{name}.yaml").read_text("utf-8")
    assert text.count(old) == 1, old
    return BOOK.from_document(strict_yaml.read(text.replace(old, new), "thu.yaml"), name)


def test_general_items_that_do_not_make_the_whole_are_refused() -> None:
    # Items of 29 under a maximum of 30 would take a mark from everybody, and nobody would see where it went.
    with pytest.raises(LawFileError, match="tổng điểm tối đa các mục phải bằng điểm tối đa tiêu chí chung"):
        rules_with("    max: 30\n", "    max: 31\n")


@pytest.mark.parametrize(
    "name",
    [
        "general_marks",
        "quality",
        "deduction",
        "task_marks",
        "yearly_mean",
        "excellent_quota",
        "degradation",
        "head_not_above_body",
        "former_body_breach",
    ],
)
def test_two_rules_of_one_name_are_refused_wherever_they_stand(name: str) -> None:
    # A finding names its rule; were there two of one name, nobody could tell which of them took the marks.
    end = "," if name == "task_marks" else "\n"
    with pytest.raises(LawFileError, match="'under_six_months' đặt tên hai lần"):
        rules_with(f"rule: {name}{end}", f"rule: under_six_months{end}")


def test_a_fourth_measure_of_everybody_is_refused_where_it_is_written() -> None:
    # The decree knows a, b and c only; a fourth would stop every sheet of the month in the middle of scoring.
    with pytest.raises(LawFileError, match="phải có đúng ba tiêu chí"):
        rules_with("      label: năng lực tập hợp và đoàn kết\n      leaders_only: true\n", "      label: năng lực\n")


def test_leaders_may_be_judged_by_fewer_measures_of_their_own() -> None:
    unity = "    - rule: unity\n      code: e\n"
    text = (LAW_FOLDER / "rating/civil_servant/2026-01-01.yaml").read_text("utf-8")
    whole = text[text.index(unity) : text.index("  deduction: '0.25'")]
    codes = [measure.code for measure in scorable(rules_with(whole, "")).measures]
    assert codes == ["a", "b", "c", "d", "đ"]


def test_a_reading_that_the_law_does_not_leave_open_is_refused_with_those_it_does() -> None:
    rules = BOOK.load("rating/civil_servant/2026-01-01")
    with pytest.raises(InputError) as refused:
        read_policies(rules, {"weather": "fine"})
    assert refused.value.message == (
        "bộ quy tắc rating/civil_servant/2026-01-01 không có chính sách này; "
        "có: cap, december, deduction_unit, quota_base, quota_rounding hoặc recording."
    )
    with pytest.raises(InputError, match=r"có: không có\."):
        read_policies(rules.model_copy(update={"policies": {}}), {"weather": "fine"})


def test_a_rule_forgets_what_it_was_asked_when_that_was_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulesets, "MOST_ANSWERS", 2)
    rules = rules_with("subject: civil_servant", "subject: civil_servant")
    assert isinstance(rules, RatingRules)
    rule = rules.exclusions[0]
    found = Finding(rule="r", fact=None, value=None, truth=Truth.NO, sentence="s", source=rule.cite)
    kept = []
    for asked in range(3):
        rule.remember((asked,), found)
        kept.append(list(rule.answered))
    assert kept == [[(0,)], [(0,), (1,)], [(2,)]]
    assert rule.answered[(2,)] is found
