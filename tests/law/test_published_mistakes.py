"""Mistakes that other published tools and pages make, each shown not to be ours."""

from typing import Any

import pytest

from congtam.engine.facts import InputError
from congtam.engine.rulebook import RuleBook
from congtam.site.command import deadline, rate, score

BOOK = RuleBook()
LINE = {"product": "p", "factor": "1", "assigned": "1", "done": "1", "origin": "assigned"}


def scored(**facts: Any) -> dict[str, Any]:
    whole = {"holds_leading_post": False, "general_marks": "30", "lines": [LINE]} | facts
    return dict(score.answer({"subject": "civil_servant", "period": "2026-03", "facts": whole}, BOOK))


def due(step: str, **when: Any) -> dict[str, Any]:
    return dict(deadline.answer({"subject": "civil_servant", "step": step, **when}, BOOK))


def test_petitions_stand_in_article_22_not_24_and_seven_working_days_are_law() -> None:
    answer = due("petition_answer", **{"from": "2026-12-17"})
    assert answer["findings"][0]["citation"] == "Điều 22 Nghị định 335/2025/NĐ-CP"
    assert (answer["working_days"], answer["due"]) == (7, "2026-12-28")


def test_the_yearly_deadline_stands_in_article_19_not_21() -> None:
    answer = due("yearly_rating", year=2026)
    assert "Điều 19" in answer["findings"][0]["citation"]
    assert answer["before"] == "2026-12-15"


@pytest.mark.parametrize("share", ["0.8", "80%", "none", True, 1])
def test_d_and_its_sisters_take_no_value_but_full_or_half(share: Any) -> None:
    with pytest.raises(InputError, match=r"facts\.unit_results"):
        scored(holds_leading_post=True, unit_results=share, organising="full", unity="full")


def test_a_missing_judgement_is_not_a_hundred_per_cent() -> None:
    answer = scored(holds_leading_post=True)
    assert answer["outcome"] == "insufficient_data"
    assert answer["total"] is None
    assert answer["missing"] == ["d", "đ", "e"]


def test_b_is_quality_and_c_is_timeliness() -> None:
    answer = scored(lines=[LINE | {"quality_faults": 1}])
    assert (answer["b"], answer["c"]) == ("0.75", "1")
    answer = scored(lines=[LINE | {"delays": 1}])
    assert (answer["b"], answer["c"]) == ("1", "0.75")


def test_work_is_divided_by_what_was_assigned_not_by_what_one_declares() -> None:
    answer = scored(lines=[LINE | {"assigned": "5", "done": "1"}])
    assert answer["a"] == "0.2"


def test_a_private_reprimand_under_the_new_decree_does_not_fail_a_year() -> None:
    act = {"duty_related": False, "decided": "2026-05-02", "act": "A1", "already_counted": False}
    facts = {"months": {"2026-01": "93"}, "months_worked": 12, "absence": "none", "is_head": False, "holds_leading_post": False, "discipline": [act], "degradation_concluded": False, "unit_corruption_handled": False}  # fmt: skip
    assert rate.answer({"subject": "civil_servant", "year": 2026, "facts": facts}, BOOK)["level"] == "excellent"


def test_deputies_are_not_capped_by_the_bodys_level() -> None:
    facts = {"months": {"2026-01": "93"}, "months_worked": 12, "absence": "none", "is_head": False, "holds_leading_post": True, "body_level": "completed", "discipline": [], "degradation_concluded": False, "unit_corruption_handled": False}  # fmt: skip
    assert rate.answer({"subject": "civil_servant", "year": 2026, "facts": facts}, BOOK)["level"] == "excellent"
