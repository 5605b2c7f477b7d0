"""The commands answer whole lines and refuse a line they cannot trust, naming the field and what is allowed."""

from typing import Any

import pytest

from congtam.engine.facts import InputError
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.site.command import deadline, flags, vote

BOOK = RuleBook()
PETITION: dict[str, Any] = {"subject": "civil_servant", "step": "petition_answer", "from": "2026-12-17"}
PROPOSAL: dict[str, Any] = {
    "subject": "innovation_protection",
    "on": "2026-10-05",
    "members": 5,
    "excluded": 1,
    "present": 4,
}
LEADER: dict[str, Any] = {"subject": "party_leader", "on": "2026-12-01"}


def field_refused(answer: Any, case: dict[str, Any]) -> str:
    with pytest.raises(InputError) as refusal:
        answer(case, BOOK)
    return refusal.value.field


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"subject": "nobody"}, "subject"),
        ({"step": "petition"}, "step"),
        ({"from": "2026-02-30"}, "from"),
        ({"from": None}, "on"),
        ({"from": None, "year": 2026}, "year"),
        ({"year": 2026}, "year"),
        ({"from": None, "period": "2026-12"}, "period"),
        ({"form": "2026-12-17"}, "form"),
        ({"policies": {"update_days": "hours"}}, "policies.update_days"),
        ({"policies": {"petition_days": "days"}}, "policies.petition_days"),
        ({"adopts": ["nd-1-1900"]}, "adopts[0]"),
        ({"calendar": {}}, "calendar"),
        ({"calendar": ["2026-12-18"]}, "calendar[0]"),
        ({"calendar": [{"day": "2026-12-18", "works": "no", "because": "x"}]}, "calendar[0].works"),
        ({"calendar": [{"day": "2026-12-18", "works": False}]}, "calendar[0].because"),
        ({"calendar": [{"day": "18/12/2026", "works": False, "because": "x"}]}, "calendar[0].day"),
        ({"calendar": [{"day": "2026-12-18", "works": False, "why": "x"}]}, "calendar[0].why"),
    ],
)
def test_a_deadline_line_that_cannot_be_trusted_is_refused(changed: dict[str, Any], field: str) -> None:
    assert field_refused(deadline.answer, PETITION | changed) == field


def test_an_event_is_not_a_year_and_a_year_is_not_an_event() -> None:
    yearly = {"subject": "civil_servant", "step": "yearly_rating", "from": "2026-12-01"}
    assert field_refused(deadline.answer, yearly) == "from"
    quarterly = {"subject": "leader_quarter", "step": "quarter_report", "year": 2026}
    assert field_refused(deadline.answer, quarterly) == "year"


def test_a_day_before_every_rule_set_is_answered_as_such() -> None:
    with pytest.raises(NoRuleSetError, match="19/08/2020"):
        deadline.answer(PETITION | {"from": "2020-08-19"}, BOOK)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"on": None}, "on"),
        ({"members": 0}, "members"),
        ({"members": "5.5"}, "members"),
        ({"members": 1}, "excluded"),
        ({"present": 5}, "present"),
        ({"for": 3, "against": 2}, "for"),
        ({"for": -1}, "for"),
        ({"head_for": "yes"}, "head_for"),
        ({"secret": 1}, "secret"),
        ({"matter": "award"}, "matter"),
        ({"mebers": 5}, "mebers"),
        ({"subject": "emulation", "on": "2018-01-05", "matter": "hero"}, "excluded"),
        ({"subject": "emulation", "on": "2018-01-05"}, "matter"),
        ({"subject": "administrative_body"}, "subject"),
    ],
)
def test_a_vote_line_that_cannot_be_trusted_is_refused(changed: dict[str, Any], field: str) -> None:
    assert field_refused(vote.answer, PROPOSAL | changed) == field


def test_absent_members_asked_in_writing_may_outnumber_those_present() -> None:
    council = {
        "subject": "emulation",
        "on": "2018-12-10",
        "matter": "hero",
        "members": 10,
        "present": 3,
        "secret": True,
    }
    assert vote.answer(council | {"for": 9, "against": 1}, BOOK)["outcome"] == "passed"
    assert field_refused(vote.answer, council | {"for": 10, "against": 1}) == "for"


def test_who_was_excluded_must_be_said_where_the_law_excludes() -> None:
    counted = {"subject": "innovation_protection", "on": "2026-10-05", "members": 5, "for": 3, "against": 1}
    assert vote.answer(counted, BOOK)["missing"] == ["members"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"facts": {"unit_done_share": 0.65}}, "facts.unit_done_share"),
        ({"facts": {"salary": 1}}, "facts.salary"),
        ({"facts": []}, "facts"),
        ({"years": {"2025": "good"}}, "years"),
        ({"quarters": {"2026-Q2": "good"}}, "quarters"),
        ({"subject": "leader_quarter", "quarters": {"2026-06": "good"}}, "quarters.2026-06"),
        ({"subject": "leader_quarter", "quarters": {"2026-Q2": "bad"}}, "quarters.2026-Q2"),
        ({"subject": "leader_quarter", "quarters": []}, "quarters"),
        ({"on": "hôm nay"}, "on"),
        ({"policies": {}}, "policies"),
    ],
)
def test_a_flags_line_that_cannot_be_trusted_is_refused(changed: dict[str, Any], field: str) -> None:
    assert field_refused(flags.answer, LEADER | changed) == field


def test_a_quarter_of_null_is_a_quarter_nobody_recorded() -> None:
    case = {"subject": "leader_quarter", "on": "2026-10-01"}
    with_null = flags.answer(case | {"quarters": {"2026-Q2": "not_completed", "2026-Q3": None}}, BOOK)
    assert with_null == flags.answer(case | {"quarters": {"2026-Q2": "not_completed"}}, BOOK)


def test_no_flag_ever_decides() -> None:
    reply = flags.answer(LEADER, BOOK)
    assert reply["decides"] == "Cấp có thẩm quyền xem xét, quyết định; cảnh báo không thay quyết định."
    assert {flag["state"] for flag in reply["flags"]} <= {"raised", "not_raised", "needs_review"}  # type: ignore[attr-defined]  # JSON


def test_the_two_consecutive_years_belong_to_the_regulation_of_their_day() -> None:
    before, after = (flags.answer({"subject": "party_leader", "on": on}, BOOK) for on in ("2025-10-07", "2025-10-08"))
    assert (before["rule_set"], after["rule_set"]) == ("flags/party_leader/2021-11-03", "flags/party_leader/2025-10-08")
