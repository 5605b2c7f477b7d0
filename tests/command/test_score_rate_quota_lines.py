"""What a stranger may write in a line of `law score`, `law rate` and `law quota`, and what must come back."""

from typing import Any

import pytest

from congtam.engine.facts import InputError
from congtam.engine.rulebook import RuleBook
from congtam.site.command import quota, rate, score

BOOK = RuleBook()
PERSON: dict[str, Any] = {
    "months": {"2026-01": "92"}, "months_worked": 12, "absence": "none", "is_head": False, "holds_leading_post": False, "body_level": None,
    "discipline": [{"duty_related": True, "decided": "2026-05-02", "act": "A1", "already_counted": False}], "degradation_concluded": False, "unit_corruption_handled": False,
}  # fmt: skip
BODY: dict[str, Any] = {
    "marks": "92", "tasks_done_share": "1", "tasks_on_time_share": "1", "tasks_above_share": "0.3", "late_share": "0", "subordinate_not_completed": False,
    "earlier_weaknesses_fixed": True, "wrongdoing_concluded": False, "force_majeure_accepted": False,
}  # fmt: skip
LINE = {"product": "p", "factor": "1", "assigned": "4", "done": "4", "origin": "assigned"}


def rated(subject: str = "civil_servant", year: int = 2026, **facts: Any) -> dict[str, Any]:
    whole = (BODY if subject == "administrative_body" else PERSON) | facts
    return dict(rate.answer({"subject": subject, "year": year, "facts": whole}, BOOK))


def scored(period: str = "2026-03", **facts: Any) -> dict[str, Any]:
    whole = {"holds_leading_post": False, "general_marks": "27", "lines": [LINE]} | facts
    return dict(score.answer({"subject": "civil_servant", "period": period, "facts": whole}, BOOK))


def level_finding(answer: dict[str, Any]) -> list[str]:
    return [finding["truth"] for finding in answer["findings"] if finding["rule"] == "no_level_fits"]


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026, 2027])
def test_one_record_of_a_person_is_taken_under_the_law_of_any_year(year: int) -> None:
    months = {f"{year}-01": "92"} if year >= 2026 else PERSON["months"]
    assert rated(year=year, months=months)["rule_set"].startswith("rating/civil_servant/")


def test_months_of_another_year_are_refused_where_the_mean_is_made_of_them() -> None:
    with pytest.raises(InputError, match=r"facts\.months\.2025-01.*năm 2026"):
        rated(months={"2025-01": "92"})


def test_a_hole_in_the_law_is_told_from_a_fact_that_is_missing() -> None:
    hole = rated("administrative_body", tasks_above_share="0.25")
    assert (hole["outcome"], hole["possible"], level_finding(hole)) == ("needs_review", [None], ["no"])
    lacking = rated("administrative_body", tasks_above_share=None)
    assert (lacking["possible"], lacking["missing"]) == (["excellent", None], ["tasks_above_share"])
    assert level_finding(lacking) == ["unknown"]


def test_where_marks_alone_decide_missing_marks_leave_no_hole() -> None:
    answer = rated(months={}, discipline=[])
    assert answer["possible"] == ["excellent", "good", "completed", "not_completed"]
    assert level_finding(answer) == []


def test_nothing_recorded_names_each_possibility_once() -> None:
    answer: dict[str, Any] = dict(rate.answer({"subject": "administrative_body", "year": 2026}, BOOK))
    assert len(answer["possible"]) == len(set(answer["possible"]))


def test_a_fact_that_only_a_gap_asks_for_is_named_too() -> None:
    facts = {
        "marks": "92", "months_worked": 12, "holds_leading_post": False, "is_head": False, "is_deputy": False, "tasks_done_share": "1", "tasks_above_share": "0.3",
        "earlier_weaknesses_fixed": True, "disciplined_in_year": False,
    }  # fmt: skip
    case = {"subject": "public_employee", "year": 2027, "adopts": ["nd-233-2026"], "facts": facts}
    answer = dict(rate.answer(case, BOOK))
    assert (answer["outcome"], answer["level"], answer["missing"]) == ("needs_review", "excellent", ["rated_from"])


@pytest.mark.parametrize(
    ("worked", "months", "said"),
    [
        (12, 11, "còn tháng làm việc chưa có điểm"),
        (None, 11, "chưa biết số tháng làm việc"),
        (None, 12, "trung bình 12 tháng"),
        (12, 12, "trung bình 12 tháng"),
    ],
)
def test_the_mean_says_whether_months_are_still_to_come(worked: int | None, months: int, said: str) -> None:
    answer = rated(months_worked=worked, months={f"2026-{month:02d}": "92" for month in range(1, months + 1)})
    sentence = next(finding["sentence"] for finding in answer["findings"] if finding["rule"] == "yearly_mean")
    assert said in sentence
    assert ("chưa" in sentence) == (months < 12)


@pytest.mark.parametrize("period", ["2026-H1", "2026"])
def test_only_a_month_or_a_quarter_is_scored(period: str) -> None:
    assert scored("2026-Q1")["outcome"] == "scored"
    with pytest.raises(InputError, match="tháng hoặc quý"):
        scored(period)


def test_lines_of_null_are_unknown_like_lines_left_out() -> None:
    assert scored(lines=None) == scored(lines=[])


def test_a_share_in_a_quota_finding_is_a_number_like_any_other() -> None:
    case = {"subject": "civil_servant", "year": 2026, "groups": [{"group": "A", "excellent": 6, "good": 24}]}
    findings: Any = quota.answer(dict(case), BOOK)["findings"]
    assert findings[0]["value"] == "0.2"
