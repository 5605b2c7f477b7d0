"""Collectives, and long service in posts."""

from fractions import Fraction

import pytest

from congtam.engine.eligibility.service import ServiceRow
from congtam.engine.truth import Truth
from tests.eligibility.lines import NEW, OLD, PM_CERTIFICATE, awarded, line, outcome, rated, titles

FACTS = {
    "members_completed_share": "1",
    "advanced_worker_share": "0.7",
    "grassroots_fighters": 1,
    "max_discipline": "none",
}
EXCELLENT = line(subject="collective", ratings=rated("excellent", 2024), facts=FACTS)


@pytest.mark.parametrize(
    ("fact", "value", "wanted"),
    [
        ("advanced_worker_share", "0.699999", "not_eligible"),
        ("advanced_worker_share", None, "needs_review"),
        ("members_completed_share", "0.99", "not_eligible"),
        ("grassroots_fighters", 0, "not_eligible"),
        ("max_discipline", "dismissal", "eligible"),
    ],
)
def test_each_fact_of_an_excellent_collective_decides(fact: str, value: object, wanted: str) -> None:
    assert outcome(EXCELLENT, "excellent_collective") == "eligible"
    assert outcome(EXCELLENT | {"facts": FACTS | {fact: value}}, "excellent_collective") == wanted


def test_a_missing_fact_is_named_with_its_words() -> None:
    given = EXCELLENT | {"facts": FACTS | {"advanced_worker_share": None}}
    (missing,) = titles(given)["excellent_collective"]["missing"]
    assert missing.endswith("(chưa có thông tin: tỷ lệ cá nhân đạt Lao động tiên tiến)")


def test_the_facts_of_a_title_are_named_with_what_was_recorded() -> None:
    given = EXCELLENT | {"facts": FACTS | {"advanced_worker_share": None, "grassroots_fighters": 0}}
    findings = titles(given)["excellent_collective"]["findings"]
    assert [(finding["fact"], finding["value"], finding["truth"]) for finding in findings[1:4]] == [
        ("members_completed_share", "100%", "yes"),
        ("advanced_worker_share", None, "unknown"),
        ("grassroots_fighters", "0", "no"),
    ]
    assert not titles(given)["excellent_collective"]["missing"][-1].endswith("()")


def test_the_old_law_shut_out_a_collective_with_a_warned_member() -> None:
    given = EXCELLENT | {"laws": [OLD], "on": "2021-12-15", "ratings": rated("excellent", 2021)}
    assert outcome(given, "excellent_collective") == "eligible"
    assert outcome(given | {"facts": FACTS | {"max_discipline": "reprimand"}}, "excellent_collective") == "eligible"
    assert outcome(given | {"facts": FACTS | {"max_discipline": "warning"}}, "excellent_collective") == "not_eligible"


@pytest.mark.parametrize(
    "code", ["provincial_flag", "advanced_collective", PM_CERTIFICATE, "labour_order_3", "model_commune"]
)
def test_what_is_not_known_about_collectives_stays_with_people(code: str) -> None:
    everything = line(
        subject="collective",
        ratings=rated("excellent", *range(2010, 2025)),
        awards=awarded("provincial_flag", *range(2010, 2025)) + awarded(PM_CERTIFICATE, 2015),
        facts=FACTS | {"leads_block": "provincial"},
    )
    nothing = line(subject="collective", ratings=rated("not_completed", 2024), facts={"leads_block": "none"})
    assert outcome(everything, code) == outcome(nothing, code) == "needs_review"


def test_thirty_years_are_counted_to_the_day_of_the_proposal() -> None:
    given = line(
        subject="collective",
        on="2016-04-01",
        laws=[OLD],
        ratings=rated("excellent", *range(2005, 2016)),
        awards=awarded("labour_order_1", 2004) + awarded("government_flag", 2008, 2013) + awarded(PM_CERTIFICATE, 2010),
    )
    assert outcome(given | {"facts": {"founded": "1986-04-01"}}, "independence_order_3") == "eligible"
    assert outcome(given | {"facts": {"founded": "1986-04-02"}}, "independence_order_3") == "not_eligible"
    assert outcome(given, "independence_order_3") == "needs_review"
    short = titles(given | {"facts": {"founded": "1986-04-02"}})["independence_order_3"]
    assert "(mới 29 năm)" in short["missing"][0]
    dated = [(finding["fact"], finding["value"]) for finding in short["findings"] if finding["fact"] == "founded"]
    assert dated == [("founded", "1986-04-02")]
    unknown = titles(given)["independence_order_3"]
    assert [finding["value"] for finding in unknown["findings"] if finding["fact"] == "founded"] == [None]


def served(*posts: tuple[str, str, str | None], **given: object) -> dict[str, object]:
    """Return the line of one who held posts."""
    held = [{"post": post, "from": start, "until": until} for post, start, until in posts]
    return line(**{"on": "2025-12-15", "ratings": rated("good", 2025), "sex": "male", "posts": held, **given})


@pytest.mark.parametrize(
    ("start", "wanted"),
    [
        ("2019-12-16", "not_eligible"),
        ("2019-12-15", "eligible"),
        ("2015-12-16", "eligible"),
        ("2015-12-15", "not_eligible"),
    ],
)
def test_a_row_holds_from_its_first_year_until_the_next_order_is_due(start: str, wanted: str) -> None:
    assert outcome(served(("ministry_department_director", start, None)), "labour_order_3_service") == wanted


def test_women_are_spared_a_third_of_the_years() -> None:
    post = ("ministry_department_director", "2021-12-15", None)
    assert outcome(served(post), "labour_order_3_service") == "not_eligible"
    assert outcome(served(post, sex="female"), "labour_order_3_service") == "eligible"
    assert outcome(served(post, sex=None), "labour_order_3_service") == "needs_review"
    a_day_short = ("ministry_department_director", "2021-12-16", None)
    assert outcome(served(a_day_short, sex="female"), "labour_order_3_service") == "not_eligible"


def test_days_held_in_two_posts_of_one_row_count_once() -> None:
    twice = served(
        ("ministry_department_director", "2018-12-15", "2022-12-15"),
        ("ministry_department_director", "2020-12-15", "2024-11-15"),
    )
    assert outcome(twice, "labour_order_3_service") == "not_eligible"


@pytest.mark.parametrize(("following", "wanted"), [("2022-03-03", "eligible"), ("2022-03-04", "not_eligible")])
def test_a_change_of_post_within_a_month_costs_no_month(following: str, wanted: str) -> None:
    # Six years to the day; each post for itself would lose its broken month. A day between the two is a day not served.
    in_turn = served(
        ("ministry_department_director", "2019-12-15", "2022-03-03"),
        ("ministry_department_director", following, None),
    )
    assert outcome(in_turn, "labour_order_3_service") == wanted


def test_posts_of_one_row_add_up_and_posts_of_another_do_not() -> None:
    in_turn = served(
        ("ministry_department_director", "2015-01-01", "2018-01-01"),
        ("ministry_department_director", "2020-01-01", "2023-01-01"),
    )
    assert outcome(in_turn, "labour_order_3_service") == "eligible"
    mixed = served(
        ("ministry_department_director", "2015-01-01", "2018-01-01"),
        ("ministry_department_deputy_director", "2005-01-01", "2014-01-01"),
    )
    assert outcome(mixed, "labour_order_3_service") == "not_eligible"


def test_a_few_days_in_a_post_add_no_month() -> None:
    in_turn = served(
        ("ministry_department_director", "2015-01-01", "2020-12-01"),
        ("ministry_department_director", "2022-01-01", "2022-01-20"),
    )
    assert outcome(in_turn, "labour_order_3_service") == "not_eligible"
    assert "đã giữ 5 năm 11 tháng" in titles(in_turn)["labour_order_3_service"]["missing"][0]


@pytest.mark.parametrize(
    ("post", "start", "wanted"),
    [
        ("provincial_secretary", "2024-12-05", "eligible"),
        ("provincial_secretary", "2024-12-15", "eligible"),
        ("provincial_secretary", "2024-12-16", "not_eligible"),
        ("council_or_committee_vice_chair", "2019-01-01", "not_eligible"),
    ],
)
def test_a_row_without_years_is_for_those_who_hold_its_post_however_long(post: str, start: str, wanted: str) -> None:
    given = served((post, start, None), on="2024-12-15", ratings=rated("good", 2024))
    assert outcome(given, "labour_order_1_service") == wanted


def test_the_last_year_of_a_closed_range_is_still_answered() -> None:
    row = ServiceRow(posts=("provincial_secretary",), at_least=13, at_most=15)
    asked = Fraction(13)
    assert [row.judge_years(Fraction(months, 12), asked) for months in (155, 156, 180, 181)] == [
        Truth.NO,
        Truth.YES,
        Truth.YES,
        Truth.UNKNOWN,
    ]


def posts_looked_at(given: dict[str, object]) -> list[tuple[str, str, str]]:
    findings = titles(given)["labour_order_3_service"]["findings"]
    return [(finding["fact"], finding["value"], finding["truth"]) for finding in findings if finding["fact"] == "posts"]


def test_each_row_says_the_years_held_and_each_other_post_is_named() -> None:
    given = served(
        ("ministry_department_director", "2020-01-15", "2025-03-15"),
        ("district_division_head", "2010-01-01", "2012-01-01"),
        ("other_post", "2012-01-01", "2014-01-01"),
    )
    assert posts_looked_at(given) == [
        ("posts", "0", "no"),
        ("posts", "0", "no"),
        ("posts", "5,17", "no"),
        ("posts", "0", "no"),
        ("posts", "district_division_head", "no"),
        ("posts", "other_post", "unknown"),
    ]


def test_a_post_the_table_could_not_be_read_for_is_left_to_people() -> None:
    assert outcome(served(("other_post", "1990-01-01", None)), "labour_order_3_service") == "needs_review"
    assert outcome(served(("department_director", "1990-01-01", None)), "labour_order_3_service") == "needs_review"


def test_district_posts_and_no_posts_give_no_claim() -> None:
    assert outcome(served(("district_division_head", "1990-01-01", None)), "labour_order_3_service") == "not_eligible"
    assert outcome(served(), "labour_order_3_service") == "not_eligible"
    assert outcome(served(laws=[OLD], on="2021-12-15", ratings={}), "labour_order_3_service") == "not_eligible"
    assert outcome(served(posts=None), "labour_order_3_service") == "needs_review"


def test_years_beyond_a_closed_range_are_not_answered() -> None:
    secretary = served(
        ("provincial_secretary", "2005-01-01", "2024-01-01"), on="2024-12-15", ratings=rated("good", 2024)
    )
    assert outcome(secretary, "independence_order_1_service", NEW) == "needs_review"
    assert outcome(secretary, "labour_order_1_service", NEW) == "eligible"


def test_an_order_held_already_is_proposed_for_long_service_only_by_people() -> None:
    post = {"post": "ministry_department_director", "from": "2018-01-01"}
    given = line(on="2025-12-15", ratings=rated("good", 2025), sex="male", posts=[post])
    assert outcome(given, "labour_order_3_service") == "eligible"
    for code in ("labour_order_3", "labour_order_3_service"):
        held = given | {"awards": [{"code": code, "year": 2024, "kind": "service"}]}
        assert outcome(held, "labour_order_3_service") == "needs_review"
