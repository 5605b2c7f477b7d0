"""Whoever asks "why 84.5?" reads sentences with the figures, the products and the article."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from congtam.engine.facts import InputError
from congtam.engine.quota import Counts, quota
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.engine.scoring import ScoreFacts, WorkLine, scorable, score
from congtam.engine.sources import Certainty
from congtam.engine.truth import Truth
from congtam.site.command import rate
from congtam.site.command import score as score_command

BOOK = RuleBook()
POLICIES = {"deduction_unit": "item", "cap": "marks"}


def scored(**facts: Any) -> dict[str, Any]:
    return dict(score_command.answer({"subject": "civil_servant", "period": "2026-03", "facts": facts}, BOOK))


def said(answer: dict[str, Any]) -> list[tuple[str, str, str | None, str, str]]:
    return [(one["rule"], one["fact"], one["value"], one["truth"], one["sentence"]) for one in answer["findings"]]


def test_a_leaders_month_is_told_figure_by_figure() -> None:
    lines = [
        {"product": "báo cáo quý", "factor": "1.5", "assigned": "4", "done": "4", "quality_faults": 1, "delays": 2, "excused_delays": 1, "origin": "assigned"},
        {"product": "đề án", "factor": "6", "assigned": "1", "done": "0", "origin": "handed_back"},
    ]  # fmt: skip
    answer = scored(holds_leading_post=True, general_marks="27", lines=lines, unit_results="half", organising="full")
    deduction = (
        "Mỗi lần chưa đạt vì sai sót lớn trừ 25% điểm chất lượng, mỗi lần chậm trừ 25% điểm tiến độ; "
        "nguyên nhân khách quan được xác nhận thì không trừ."
    )
    assert said(answer) == [
        ("quantity", "a", "0.5", "yes", "a, số lượng: hoàn thành trên được giao (đã quy đổi): 6 / 12 = 50%."),
        ("quality", "b", "0.46875", "yes", "b, chất lượng: hoàn thành đạt chất lượng trên được giao (đã quy đổi): 5,625 / 12 = 46,88%."),
        ("timeliness", "c", "0.46875", "yes", "c, tiến độ: hoàn thành đúng tiến độ trên được giao (đã quy đổi): 5,625 / 12 = 46,88%."),
        ("deduction", "báo cáo quý", "1", "yes", f"{deduction} Sản phẩm báo cáo quý: 1 lần chưa đạt chất lượng."),
        ("deduction", "báo cáo quý", "1", "yes", f"{deduction} Sản phẩm báo cáo quý: 1 lần chậm."),
        ("unit_results", "unit_results", "0.5", "yes", "d, kết quả hoạt động của đơn vị phụ trách (100% khi mọi công chức được quản lý đạt từ mức hoàn thành, 50% khi có người ở mức không hoàn thành): 50%."),
        ("organising", "organising", "1", "yes", "đ, khả năng tổ chức triển khai thực hiện nhiệm vụ (100% khi hoàn thành mọi nhiệm vụ theo kế hoạch đúng tiến độ, chất lượng và có sáng kiến hoặc cách tổ chức hiệu quả, 50% khi để chậm trễ, yếu kém kéo dài): 100%."),
        ("unity", "unity", None, "unknown", "e, năng lực tập hợp, đoàn kết (100% khi giữ được đoàn kết, 50% khi có phản ánh, kiến nghị về mâu thuẫn, mất đoàn kết kéo dài): chưa có kết luận, không tự coi là 100%."),
        ("task_marks", "task_marks", None, "unknown", "Điểm kết quả thực hiện nhiệm vụ, bình quân các tiêu chí × 70: chưa đủ dữ liệu."),
        ("general_marks", "general_marks", "27", "yes", "Điểm tiêu chí chung: 27 trên 30 điểm."),
    ]  # fmt: skip


def test_a_month_without_work_says_what_is_missing() -> None:
    answer = scored(holds_leading_post=False, lines=[])
    assert answer["missing"] == ["a", "b", "c", "general_marks"]
    assert said(answer)[0] == ("quantity", "a", None, "unknown", "a, số lượng: hoàn thành trên được giao (đã quy đổi): chưa có sản phẩm nào được giao nên chưa đủ dữ liệu để tính.")  # fmt: skip
    assert said(answer)[-1][-1] == "Điểm tiêu chí chung: chưa chấm đủ."


def test_marks_beyond_the_maximum_say_that_they_were_cut() -> None:
    line = {"product": "p", "factor": "1", "assigned": "2", "done": "3", "origin": "assigned"}
    answer = scored(holds_leading_post=False, general_marks="30", lines=[line])
    assert (
        said(answer)[-2][-1]
        == "Điểm kết quả thực hiện nhiệm vụ, bình quân các tiêu chí × 70: 150% × 70, lấy tối đa 70 = 70 điểm."
    )
    exactly = scored(holds_leading_post=False, general_marks="30", lines=[line | {"done": "2"}])
    assert said(exactly)[-2][-1] == "Điểm kết quả thực hiện nhiệm vụ, bình quân các tiêu chí × 70: 100% × 70 = 70 điểm."


def line() -> WorkLine:
    return WorkLine(
        product="p",
        factor=Fraction(1),
        assigned=Fraction(3),
        done=Fraction(2),
        quality_faults=0,
        delays=0,
        origin="assigned",
    )


def test_the_score_itself_keeps_exact_figures() -> None:
    rules = scorable(BOOK.load("rating/civil_servant/2026-01-01"))
    facts = ScoreFacts(holds_leading_post=False, general_marks=Fraction(20), lines=(line(),), judged={}, weights={})
    result = score(rules, facts, POLICIES)
    assert result.ratio == Fraction(2, 3)
    assert result.total == 20 + Fraction(140, 3)
    assert result.recorded == Fraction(6667, 100)
    assert result.missing == ()
    assert [(one.fact, one.value, one.truth) for one in result.findings] == [
        ("a", "0.666667", Truth.YES), ("b", "0.666667", Truth.YES), ("c", "0.666667", Truth.YES),
        ("task_marks", "46.666667", Truth.YES), ("general_marks", "20", Truth.YES),
    ]  # fmt: skip


def test_weights_that_only_a_bylaw_sets_must_be_given() -> None:
    facts = {
        "holds_leading_post": False,
        "general_marks": "20",
        "lines": [{"product": "p", "factor": "1", "assigned": "1", "done": "1", "origin": "assigned"}],
    }
    line: dict[str, object] = {
        "subject": "public_employee",
        "period": "2026-09",
        "facts": facts,
        "bylaw": {"weights": {"a": "20", "b": "30"}, "deduction": "0.25"},
    }
    with pytest.raises(InputError) as refused:
        score_command.answer(line, BOOK)
    assert (refused.value.field, refused.value.message) == (
        "bylaw.weights.c",
        "quy chế của đơn vị phải cho trọng số này; văn bản cấp trên không ấn định.",
    )


def test_marks_are_as_sure_as_the_least_sure_rule_they_rest_on() -> None:
    rules = scorable(BOOK.load("rating/civil_servant/2026-01-01"))
    drafted = rules.task_rule.model_copy(
        update={"cite": rules.task_rule.cite.model_copy(update={"certainty": Certainty.DRAFT})}
    )
    doubtful = rules.general.model_copy(
        update={"cite": rules.general.cite.model_copy(update={"certainty": Certainty.UNCONFIRMED})}
    )
    facts = ScoreFacts(holds_leading_post=False, general_marks=Fraction(20), lines=(line(),), judged={}, weights={})
    result = score(rules.model_copy(update={"task_rule": drafted, "general": doubtful}), facts, POLICIES)
    assert (result.outcome, result.certainty) == ("needs_review", Certainty.DRAFT)
    assert score(rules, facts, POLICIES).outcome == "scored"


@pytest.mark.parametrize(
    ("counts", "base", "rounding", "sentence"),
    [
        (Counts(excellent=6, good=24, rated=30), "good", "down", "Được tối đa 5 người hoàn thành xuất sắc = 20% của số được xếp hoàn thành tốt (người vượt chỉ tiêu chuyển xuống được tính vào), làm tròn xuống; đang có 6, vượt 1."),
        (Counts(excellent=2, good=6, rated=10), "good_or_better", "half_up", "Được tối đa 2 người hoàn thành xuất sắc = 20% của số được xếp hoàn thành tốt trở lên, làm tròn đến số gần nhất; đang có 2, không vượt."),
    ],
)  # fmt: skip
def test_a_quota_says_its_base_its_rounding_and_what_is_over(
    counts: Counts, base: str, rounding: str, sentence: str
) -> None:
    assert quota(counts, Fraction(1, 5), base=base, rounding=rounding).sentence == sentence


def test_rounding_applies_to_both_readings() -> None:
    found = quota(Counts(excellent=0, good=8, rated=8), Fraction(1, 5), base="good", rounding="half_up")
    assert (found.limit, found.other_limit) == (1, 2)
    assert (
        quota(Counts(excellent=0, good=7, rated=7), Fraction(1, 5), base="good_or_better", rounding="half_up").limit
        == 1
    )


class TestAYear:
    facts = {"months_worked": 2, "absence": "sick", "is_head": False, "holds_leading_post": False, "discipline": [], "degradation_concluded": False, "unit_corruption_handled": False}  # fmt: skip

    def mean_sentence(self, months: dict[str, str], **changes: Any) -> str:
        line: dict[str, object] = {
            "subject": "civil_servant",
            "year": 2026,
            "facts": self.facts | {"months": months} | changes,
        }
        findings: Any = rate.answer(line, BOOK)["findings"]
        return str(next(one["sentence"] for one in findings if one["rule"] == "yearly_mean"))

    def test_the_mean_says_how_many_months_it_is_of(self) -> None:
        full = {"2026-01": "90", "2026-02": "91"}
        assert (
            self.mean_sentence(full)
            == "Điểm năm là trung bình cộng điểm các tháng: trung bình 2 tháng đã chấm = 90,5 điểm."
        )

    def test_months_still_to_be_scored_are_pointed_out(self) -> None:
        assert self.mean_sentence({"2026-01": "90"}).endswith("= 90 điểm; còn tháng làm việc chưa có điểm.")
        assert "chưa biết số tháng làm việc" in self.mean_sentence({"2026-01": "90"}, months_worked=None)
        assert "chưa có tháng nào được chấm" in self.mean_sentence({})

    def test_who_has_twelve_months_has_every_month_even_where_nobody_counted_those_worked(self) -> None:
        months = {f"2026-{month:02d}": "90" for month in range(1, 13)}
        assert self.mean_sentence(months, months_worked=None).endswith("trung bình 12 tháng đã chấm = 90 điểm.")
        del months["2026-12"]
        assert "chưa biết số tháng làm việc" in self.mean_sentence(months, months_worked=None)

    def test_the_mean_is_a_finding_of_its_own_with_its_figure_or_without(self) -> None:
        line: dict[str, object] = {"subject": "civil_servant", "year": 2026}
        for months, value, truth in (({"2026-01": "90"}, "90", "yes"), ({}, None, "unknown")):
            findings: Any = rate.answer(line | {"facts": self.facts | {"months": months}}, BOOK)["findings"]
            mean = next(one for one in findings if one["rule"] == "yearly_mean")
            assert (mean["fact"], mean["value"], mean["truth"]) == ("months", value, truth)

    def test_a_body_without_marks_is_told_so(self) -> None:
        line: dict[str, object] = {"subject": "administrative_body", "year": 2026, "facts": {}}
        findings: Any = rate.answer(line, BOOK)["findings"]
        mean = next(one for one in findings if one["fact"] == "marks")
        assert (mean["sentence"].endswith(": chưa có tổng điểm."), mean["truth"]) == (True, "unknown")
        given: Any = rate.answer(line | {"facts": {"marks": "88.5"}}, BOOK)["findings"]
        mean = next(one for one in given if one["fact"] == "marks")
        assert (mean["sentence"].endswith(": 88,5 điểm."), mean["value"], mean["truth"]) == (True, "88.5", "yes")

    def test_a_band_says_its_floor_and_ceiling(self) -> None:
        line: dict[str, object] = {
            "subject": "civil_servant",
            "year": 2026,
            "facts": self.facts | {"months": {"2026-01": "42.5"}},
        }
        findings: Any = rate.answer(line, BOOK)["findings"]
        assert {one["value"] for one in findings if one["fact"] == "marks"} == {"42.5"}
        bands = {one["rule"]: one["sentence"] for one in findings if one["fact"] == "marks"}
        assert bands == {
            "excellent": "Hoàn thành xuất sắc nhiệm vụ: từ 90 điểm trở lên; 42,5 điểm không đạt.",
            "good": "Hoàn thành tốt nhiệm vụ: từ 70 điểm đến dưới 90 điểm; 42,5 điểm không đạt.",
            "completed": "Hoàn thành nhiệm vụ: từ 50 điểm đến dưới 70 điểm; 42,5 điểm không đạt.",
            "not_completed": "Không hoàn thành nhiệm vụ: dưới 50 điểm; 42,5 điểm đạt.",
        }

    def test_a_cap_says_the_level_it_allows(self) -> None:
        changes = {"is_head": True, "body_level": "good", "months": {"2026-01": "95"}}
        findings: Any = rate.answer({"subject": "civil_servant", "year": 2026, "facts": self.facts | changes}, BOOK)[
            "findings"
        ]
        assert next(one["sentence"] for one in findings if one["rule"] == "head_not_above_body") == (
            "Mức của người đứng đầu không cao hơn mức của cơ quan, không quá mức hoàn thành tốt nhiệm vụ. Áp dụng: là người đứng đầu cơ quan: có."
        )


def test_no_rule_set_is_said_with_or_without_a_day() -> None:
    assert str(NoRuleSetError("rating", "robot", None)) == "Chưa có bộ quy tắc rating/robot áp dụng."
    assert (
        str(NoRuleSetError("rating", "robot", date(2026, 12, 31)))
        == "Chưa có bộ quy tắc rating/robot áp dụng vào ngày 31/12/2026."
    )
