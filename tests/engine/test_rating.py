"""A yearly level is proposed in the law's order; the unknown never turns into a yes."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congtam.engine import strict_yaml
from congtam.engine.facts import FactDeclaration, InputError
from congtam.engine.quota import Counts, allowed, distribution, quota
from congtam.engine.rating_rules import LEVELS, RatingRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.written_out import written_out
from congtam.site.command import quota as quota_command
from congtam.site.command import rate

BOOK = RuleBook()
LOADED = [BOOK.load(entry.id) for (kind, _), entries in BOOK.index.items() if kind == "rating" for entry in entries]
RULE_SETS = [rules for rules in LOADED if isinstance(rules, RatingRules)]

marks = st.integers(0, 10000).map(lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02d}")


def fact_values(declared: FactDeclaration) -> st.SearchStrategy[Any]:
    """Draw a JSON value of a declared fact."""
    match declared.kind:
        case "yes_no" | "occurrence":
            return st.booleans()
        case "choice":
            return st.sampled_from(sorted(declared.choices))
        case "share":
            return st.sampled_from(["0", "0.2", "0.25", "0.3", "0.5", "0.69", "0.7", "0.8", "0.85", "1"])
        case "count" | "number":
            limit = int(declared.at_most) if declared.at_most is not None else 12
            return st.one_of(
                st.integers(int(declared.at_least or 0), limit),
                st.sampled_from([value for value in (3, 6, 50, 70, 90, 95) if value <= limit]),
            )
        case "date":
            return st.sampled_from(["2025-11-03", "2026-03-01", "2026-08-15"])
        case "text":
            return st.sampled_from(["A1", "A2"])
        case "records":
            fields = {name: fact_values(field) for name, field in declared.fields.items() if not field.derived}
            return st.lists(st.fixed_dictionaries(fields), max_size=2)


def cases(rules: RatingRules) -> st.SearchStrategy[dict[str, Any]]:
    """Draw the facts of one whole case under `rules`, nothing unknown."""
    facts = {name: fact_values(declared) for name, declared in rules.facts.items() if not declared.derived}
    if rules.marks is not None and rules.marks.from_ == "months":
        facts["months"] = st.lists(marks, min_size=1, max_size=12).map(
            lambda values: {f"{rules.applies_from.year}-{month:02d}": value for month, value in enumerate(values, 1)}
        )
    return st.fixed_dictionaries(facts)


def answered(rules: RatingRules, facts: dict[str, Any], book: RuleBook = BOOK, **more: Any) -> dict[str, Any]:
    year = (
        {"period": f"{rules.applies_from.year}-Q4"}
        if rules.subject == "leader_quarter"
        else {"year": rules.applies_from.year}
    )
    return dict(rate.answer({"subject": rules.subject, **year, "facts": facts, **more}, book))


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.id)
def test_the_unknown_never_turns_into_an_answer(rules: RatingRules) -> None:
    adopts = [rules.instrument, *rules.also_from]

    @settings(max_examples=60)
    @given(cases(rules), st.data())
    def hold(facts: dict[str, Any], data: st.DataObject) -> None:
        hidden = data.draw(st.sets(st.sampled_from(sorted(facts))))
        partly = answered(rules, {name: value for name, value in facts.items() if name not in hidden}, adopts=adopts)
        if partly["outcome"] != "needs_review":
            whole = answered(rules, facts, adopts=adopts)
            if "months" in hidden or "marks" in hidden:
                assert partly["mean"] is None
            assert (partly["outcome"], partly["level"]) == (whole["outcome"], whole["level"])
        elif partly["level"] is None and partly["possible"] not in ([None], []):
            whole = answered(rules, facts, adopts=adopts)
            assert whole["level"] in partly["possible"]
            assert partly["missing"] or None in partly["possible"]

    hold()


@pytest.mark.parametrize("rules", [rules for rules in RULE_SETS if rules.marks], ids=lambda rules: rules.id)
def test_more_marks_never_lower_a_level(rules: RatingRules) -> None:
    assert rules.marks is not None
    by_months = rules.marks.from_ == "months"

    @settings(max_examples=60)
    @given(cases(rules), marks, marks)
    def hold(facts: dict[str, Any], one: str, other: str) -> None:
        less, more = sorted((one, other), key=Fraction)
        name = "months" if by_months else "marks"
        as_given = [{f"{rules.applies_from.year}-01": value} if by_months else value for value in (less, more)]
        lower, higher = (answered(rules, facts | {name: value})["level"] for value in as_given)
        if lower is not None and higher is not None:
            assert LEVELS.index(higher) <= LEVELS.index(lower)

    hold()


@pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.id)
def test_a_rule_set_and_its_written_out_copy_agree(rules: RatingRules) -> None:
    text = written_out(rules)
    copy = RuleBook().from_document(strict_yaml.read(text, "copy"), rules.id, rules.digest)
    assert copy == rules
    assert written_out(copy) == text


class TestCivilServants:
    facts = {
        "months_worked": 12,
        "absence": "none",
        "is_head": False,
        "holds_leading_post": False,
        "discipline": [],
        "degradation_concluded": False,
        "unit_corruption_handled": False,
    }

    def asked(self, **changes: Any) -> dict[str, Any]:
        facts = self.facts | {"months": {"2026-01": "92"}} | changes
        return dict(rate.answer({"subject": "civil_servant", "year": 2026, "facts": facts}, BOOK))

    def test_a_finding_carries_fact_value_truth_sentence_citation_and_certainty(self) -> None:
        finding = next(
            one for one in self.asked(degradation_concluded=True)["findings"] if one["rule"] == "degradation"
        )
        assert finding["fact"] == "degradation_concluded"
        assert finding["value"] == "yes"
        assert finding["truth"] == "yes"
        assert "Áp dụng" in finding["sentence"]
        assert finding["citation"] == "khoản 4 Điều 20 Nghị định 335/2025/NĐ-CP"
        assert finding["certainty"] == "confirmed"

    def test_no_month_at_all_is_a_missing_mean_not_a_zero(self) -> None:
        answer = self.asked(months={})
        assert (answer["outcome"], answer["mean"], answer["missing"]) == ("needs_review", None, ["months"])

    def test_a_month_of_null_is_not_scored_yet(self) -> None:
        assert self.asked(months={"2026-01": "92", "2026-02": None})["mean"] == "92"

    def test_a_forced_level_needs_no_marks(self) -> None:
        answer = self.asked(months={}, degradation_concluded=True)
        assert (answer["level"], answer["missing"]) == ("not_completed", [])

    def test_one_who_is_not_rated_is_not_rated_whatever_else_happened(self) -> None:
        answer = self.asked(months_worked=5, degradation_concluded=True)
        assert (answer["outcome"], answer["level"], answer["mean"]) == ("not_rated", None, "92")

    def test_one_who_is_not_rated_is_not_asked_for_months_that_nobody_scored(self) -> None:
        answer = self.asked(months_worked=5, months={})
        assert (answer["outcome"], answer["missing"]) == ("not_rated", [])

    def test_a_body_that_waits_for_every_month_asks_how_many_were_worked(self) -> None:
        facts = self.facts | {"months": {"2026-01": "92"}, "absence": "sick", "months_worked": None}
        line = {"subject": "civil_servant", "year": 2026, "facts": facts, "policies": {"december": "all_months"}}
        open_, short = (rate.answer(line | {"facts": facts | {"months_worked": worked}}, BOOK) for worked in (None, 2))
        assert (open_["mean"], open_["missing"]) == (None, ["months_worked", "months"])
        assert (short["mean"], short["missing"]) == (None, ["months"])

    def test_unknown_working_time_leaves_both_ends_open(self) -> None:
        answer = self.asked(months_worked=None)
        assert (answer["outcome"], answer["possible"], answer["missing"]) == (
            "needs_review",
            [None, "excellent"],
            ["months_worked"],
        )

    def test_a_head_of_a_body_not_yet_rated_may_still_be_any_level_below(self) -> None:
        answer = self.asked(is_head=True)
        assert answer["possible"] == ["excellent", "good", "completed", "not_completed"]
        assert answer["missing"] == ["body_level"]

    def test_a_decision_of_which_nobody_knows_what_it_was_for_is_asked_about(self) -> None:
        decided = {"decided": "2026-02-01", "act": "A", "duty_related": None, "already_counted": False}
        answer = self.asked(discipline=[decided])
        assert (answer["possible"], answer["missing"]) == (["excellent", "not_completed"], ["discipline"])
        assert self.asked(discipline=[decided | {"duty_related": True}])["missing"] == []

    def test_what_could_not_leave_somebody_out_is_not_asked_for(self) -> None:
        # Whoever worked the whole year is rated, for whatever reason they were away.
        answer = self.asked(absence=None, degradation_concluded=None)
        assert answer["missing"] == ["degradation_concluded"]

    def test_a_cap_above_the_level_changes_nothing(self) -> None:
        assert self.asked(is_head=True, body_level="excellent", months={"2026-01": "75"})["level"] == "good"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"months": {"2025-01": "92"}}, "facts.months.2025-01"),
            ({"months": {"2026-Q1": "92"}}, "facts.months.2026-Q1"),
            ({"months": {"2026-01": "100.01"}}, "facts.months.2026-01"),
            ({"months": {"2026-01": 92.5}}, "facts.months.2026-01"),
            ({"months": ["92"]}, "facts.months"),
            ({"months_worked": 13}, "facts.months_worked"),
            ({"absence": "holiday"}, "facts.absence"),
            ({"discipline": [{"in_year": True}]}, "facts.discipline[0].in_year"),
        ],
    )
    def test_a_wrong_fact_is_named(self, changes: dict[str, Any], field: str) -> None:
        with pytest.raises(InputError) as refusal:
            self.asked(**changes)
        assert refusal.value.field == field


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"year": "soon"}, "year"),
        ({"year": 1900}, "year"),
        ({"year": 2026, "period": "2026"}, "year"),
        ({"year": 2026, "overlays": ["sunshine"]}, "overlays[0]"),
        ({"year": 2026, "adopts": ["nd-1"]}, "adopts[0]"),
        ({"year": 2026, "subject": "robot"}, "subject"),
        ({"year": 2026, "colour": 1}, "colour"),
    ],
)
def test_a_wrong_line_is_refused_by_field(case: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refusal:
        rate.answer({"subject": "civil_servant", "facts": {}} | case, BOOK)
    assert refusal.value.field == field


# Quotas.


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from([Fraction(1, 5), Fraction(1, 4), Fraction(9, 50)]))
def test_the_literal_limit_is_the_greatest_number_that_keeps_the_share_of_the_merely_good(
    excellent: int, good: int, share: Fraction
) -> None:
    counts = Counts(excellent=excellent, good=good, rated=excellent + good)
    limit = allowed(counts, share, base="good", rounding="down")
    together = excellent + good
    assert limit <= share * (together - limit)
    assert limit + 1 > share * (together - limit - 1)


@given(st.integers(0, 400), st.integers(0, 400))
def test_who_keeps_the_limit_is_never_flagged(excellent: int, good: int) -> None:
    counts = Counts(excellent=excellent, good=good, rated=excellent + good)
    found = quota(counts, Fraction(1, 5), base="good_or_better", rounding="down")
    assert (found.excess == 0) is (excellent * 5 <= excellent + good)
    assert found.excess == max(0, excellent - found.limit)
    assert found.other_base == "good"


def test_rounding_is_a_reading() -> None:
    counts = Counts(excellent=0, good=8, rated=10)
    assert allowed(counts, Fraction(1, 5), base="good_or_better", rounding="down") == 1
    assert allowed(counts, Fraction(1, 5), base="good_or_better", rounding="half_up") == 2
    assert allowed(counts, Fraction(1, 5), base="rated", rounding="down") == 2
    assert quota(counts, Fraction(1, 5), base="rated", rounding="down").other_limit is None


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"groups": [{"group": "A", "good": 1}]}, "groups[0].excellent"),
        ({"groups": [{"group": "A", "excellent": -1, "good": 1}]}, "groups[0].excellent"),
        ({"groups": [{"group": "A", "excellent": 1, "good": "1.5"}]}, "groups[0].good"),
        ({"groups": [{"group": "", "excellent": 1, "good": 1}]}, "groups[0].group"),
        ({"groups": [{"group": "A", "excellent": 1, "good": 1, "odd": 1}]}, "groups[0].odd"),
        ({"groups": [{"group": "A", "excellent": 1, "good": 1}] * 2}, "groups"),
        ({"groups": [7]}, "groups[0]"),
        ({"groups": None}, "groups"),
        ({"groups": [], "share": 0.2}, "share"),
        ({"groups": [], "share": "0.26"}, "share"),
        ({"groups": [], "colour": 1}, "colour"),
    ],
)
def test_a_wrong_quota_line_is_refused_by_field(case: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refusal:
        quota_command.answer({"subject": "civil_servant", "year": 2026} | case, BOOK)
    assert refusal.value.field == field


def test_published_shares_are_of_those_rated() -> None:
    # TV-01, TV-02, TV-05: real tables; the unrated are out of the denominator.
    organisations = distribution({"a": 15, "b": 53, "c": 39, "d": 9, "e": 1}, roll=120)
    assert [round(float(share) * 100, 2) for share in organisations.values()] == [12.82, 45.30, 33.33, 7.69, 0.85]
    members = {"excellent": 1120, "good": 8445, "completed": 2311, "not_completed": 41}
    assert sum(members.values()) == 11917
    assert round(float(distribution(members, roll=11992)["excellent"]) * 100, 2) == 9.40
    assert distribution({}, roll=3) == {}
    assert distribution({"a": 0}, roll=3) == {}
    assert distribution({"a": 3}, roll=3) == {"a": 1}
    with pytest.raises(ValueError, match="5 rated of 4"):
        distribution({"a": 5}, roll=4)
