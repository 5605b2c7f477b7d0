"""What feeds a chain of merit, what breaks it, and what is said when something is not known."""

from dataclasses import replace
from datetime import date

import pytest

from congtam.engine.dossier_law import under_law
from congtam.engine.eligibility.awards import Held, Titles, TitlesInARow
from congtam.engine.eligibility.circumstances import Achieved
from congtam.engine.eligibility.history import Award, History, Initiative, Scope
from congtam.engine.eligibility.moments import Moment
from congtam.engine.eligibility.runs import Recognised
from congtam.engine.truth import Truth
from tests.eligibility.lines import (
    ADVANCED_WORKER,
    BOOK,
    CERTIFICATE,
    GRASSROOTS,
    NATIONAL,
    NEW,
    OLD,
    PM_CERTIFICATE,
    PROVINCIAL,
    awarded,
    earliest,
    initiatives,
    line,
    outcome,
    rated,
    titles,
)

NAMES = under_law(BOOK, NEW, date(2024, 12, 15)).names
FIVE_YEARS = (2020, 2021, 2022, 2023, 2024)
READY = line(
    ratings=rated("good", *FIVE_YEARS), awards=awarded(CERTIFICATE, 2019) + awarded(GRASSROOTS, 2020, 2022, 2023)
)


def changed(**given: object) -> dict[str, object]:
    """Return the line of one who meets every condition of the Prime Minister's certificate, changed."""
    return READY | given


def test_five_good_years_after_the_certificate_with_three_titles_are_enough() -> None:
    assert outcome(READY, PM_CERTIFICATE) == "eligible"
    assert titles(READY)[PM_CERTIFICATE]["missing"] == []


@pytest.mark.parametrize("kind", ["sudden", "thematic"])
def test_a_sudden_or_thematic_award_never_feeds_a_merit_chain(kind: str) -> None:
    given = changed(awards=awarded(CERTIFICATE, 2019, kind=kind) + awarded(GRASSROOTS, 2020, 2022, 2023))
    assert outcome(given, PM_CERTIFICATE) == "not_eligible"
    sentences = [finding["sentence"] for finding in titles(given)[PM_CERTIFICATE]["findings"]]
    assert any("không tính lần khen đột xuất, chuyên đề năm 2019" in sentence for sentence in sentences)


@pytest.mark.parametrize("kind", [None, "movement"])
def test_an_award_whose_kind_is_not_clear_leaves_the_answer_open(kind: str | None) -> None:
    given = changed(awards=awarded(CERTIFICATE, 2019, kind=kind) + awarded(GRASSROOTS, 2020, 2022, 2023))
    assert outcome(given, PM_CERTIFICATE) == "needs_review"
    (missing,) = titles(given)[PM_CERTIFICATE]["missing"]
    assert missing.endswith("(chưa rõ loại hình thành tích năm 2019)")


def test_an_award_for_long_service_may_stand_in_a_chain() -> None:
    given = changed(awards=awarded(CERTIFICATE, 2019, kind="service") + awarded(GRASSROOTS, 2020, 2022, 2023))
    assert outcome(given, PM_CERTIFICATE) == "eligible"


@pytest.mark.parametrize(
    ("level", "wanted"), [("completed", "not_eligible"), ("not_rated", "not_eligible"), (None, "needs_review")]
)
def test_a_weak_or_unrated_year_breaks_a_run_and_an_unrecorded_one_leaves_it_open(
    level: str | None, wanted: str
) -> None:
    given = changed(ratings=rated("good", 2020, 2021, 2023, 2024) | {"2022": level})
    assert outcome(given, PM_CERTIFICATE) == wanted


def test_the_year_that_is_missing_is_named() -> None:
    given = changed(ratings=rated("good", 2020, 2021, 2023, 2024))
    assert titles(given)[PM_CERTIFICATE]["missing"] == ["xếp loại năm 2022 (chưa có thông tin)"]


def test_what_breaks_a_run_is_named_with_its_level() -> None:
    given = changed(ratings=rated("good", *FIVE_YEARS) | {"2022": "completed"})
    run, _ = titles(given)[PM_CERTIFICATE]["missing"]
    assert "có 2 năm (2023–2024); năm 2022: hoàn thành nhiệm vụ" in run


def test_one_known_no_decides_whatever_else_is_not_known() -> None:
    given = changed(ratings={"2024": "good"}, awards=awarded(GRASSROOTS, 2020, 2022, 2023))
    assert outcome(given, PM_CERTIFICATE) == "not_eligible"


def test_a_list_that_was_not_given_is_not_an_empty_one() -> None:
    assert outcome(line(ratings=rated("good", 2024), awards=...), PROVINCIAL) == "not_eligible"  # no initiative either
    assert outcome(line(ratings=rated("good", 2024), awards=..., initiatives=...), PROVINCIAL) == "needs_review"
    assert outcome(line(ratings=rated("good", 2024), initiatives=...), GRASSROOTS) == "needs_review"
    for reading in ("any_order", "before_run"):
        unlisted = changed(awards=None, policies={"pm_certificate_order": reading})
        assert outcome(unlisted, PM_CERTIFICATE) == "needs_review"


@pytest.mark.parametrize("name", ["discipline", "holds"])
def test_not_knowing_of_discipline_or_examination_never_becomes_a_yes(name: str) -> None:
    assert outcome(changed(**{name: None}), PM_CERTIFICATE) == "needs_review"
    assert outcome(changed(**{name: None}), ADVANCED_WORKER) == "needs_review"
    (missing,) = titles(changed(**{name: None}))[ADVANCED_WORKER]["missing"]
    assert missing.endswith(")")  # the bar, and what nobody said about it


def test_awards_of_other_bodies_are_no_certificate_of_the_province() -> None:
    others = awarded("front_merit_certificate", 2019) + awarded("union_merit_certificate", 2018)
    assert outcome(changed(awards=others + awarded(GRASSROOTS, 2020, 2022, 2023)), PM_CERTIFICATE) == "not_eligible"


def test_titles_in_the_years_before_the_run_are_not_counted_in_it() -> None:
    given = changed(
        ratings=rated("good", *FIVE_YEARS) | {"2019": "completed"},
        awards=awarded(CERTIFICATE, 2018) + awarded(GRASSROOTS, 2017, 2018, 2024),
    )
    assert outcome(given, PM_CERTIFICATE) == "not_eligible"


def test_a_longer_run_counts_all_its_years() -> None:
    given = changed(
        ratings=rated("good", 2017, 2018, 2019, *FIVE_YEARS),
        awards=awarded(CERTIFICATE, 2016) + awarded(GRASSROOTS, 2017, 2018, 2019),
    )
    assert outcome(given, PM_CERTIFICATE) == "eligible"


def test_an_initiative_of_wider_scope_is_an_initiative_of_the_base_too() -> None:
    given = line(laws=[OLD], on="2021-12-15", ratings=rated("good", 2021), initiatives=initiatives("national", 2021))
    assert outcome(given, GRASSROOTS) == "eligible"


def test_an_initiative_whose_scope_is_not_known_leaves_the_answer_open() -> None:
    given = line(ratings=rated("good", 2024), initiatives=[{"year": 2024, "scope": None}])
    assert outcome(given, GRASSROOTS) == "needs_review"


def missing_initiative(*made: dict[str, object]) -> tuple[str, list[tuple[str, str]]]:
    """Return what the provincial title misses, and the initiatives that were counted for it."""
    answer = titles(
        line(
            ratings=rated("excellent", 2022, 2023, 2024),
            awards=awarded(GRASSROOTS, 2022, 2023, 2024),
            initiatives=list(made),
        )
    )[PROVINCIAL]
    (words,) = answer["missing"]
    counted = [
        (finding["fact"], finding["value"]) for finding in answer["findings"] if finding["fact"].startswith("init")
    ]
    return words, counted


def test_the_initiative_that_is_missing_is_named_or_what_could_not_be_read_about_an_earlier_one() -> None:
    none = missing_initiative()
    assert none == (
        "sáng kiến, đề tài được công nhận cấp bộ, ban, ngành, tỉnh năm 2022–2024",
        [("initiatives.provincial", "0")],
    )
    unclear, counted = missing_initiative({"year": 2023, "scope": None}, {"year": 2024, "scope": None})
    assert unclear == f"{none[0]} (chưa rõ cấp công nhận sáng kiến năm 2023–2024)"
    assert counted == none[1]
    older, counted = missing_initiative({"year": 2020, "scope": "provincial"})
    assert older == "việc bảo lưu sáng kiến của những năm trước, theo quy định của bộ, ngành, tỉnh"
    assert counted == none[1]


def test_an_initiative_asked_for_without_a_time_may_be_of_any_year() -> None:
    history = History(initiatives=(Initiative(year=2009, scope="provincial"),))
    moment = Moment(history=history, year=2024, on=date(2024, 12, 15), names=NAMES)
    scopes: tuple[Scope, ...] = ("grassroots", "provincial", "national")
    answers = [Recognised(initiative=scope).judge(moment).truth for scope in scopes]
    assert answers == [Truth.YES, Truth.YES, Truth.NO]


def test_good_years_that_are_all_known_hold_no_excellent_one() -> None:
    given = line(
        ratings=rated("good", *FIVE_YEARS), awards=awarded(PM_CERTIFICATE, 2019) + awarded(GRASSROOTS, 2020, 2022, 2023)
    )
    assert outcome(given, "labour_order_3") == "not_eligible"
    assert outcome(given | {"ratings": given["ratings"] | {"2021": "excellent"}}, "labour_order_3") == "eligible"
    assert outcome(given | {"ratings": given["ratings"] | {"2021": None}}, "labour_order_3") == "needs_review"


def findings_of(given: dict[str, object], code: str) -> list[tuple[str, str, str]]:
    """Return what was looked at for a title: the fact, its value and whether it is enough."""
    return [(finding["fact"], finding["value"], finding["truth"]) for finding in titles(given)[code]["findings"]]


def test_every_part_of_a_chain_is_named_with_what_was_recorded() -> None:
    given = line(
        ratings=rated("good", *FIVE_YEARS) | {"2022": "excellent"},
        awards=awarded(PM_CERTIFICATE, 2019) + awarded(GRASSROOTS, 2020, 2022),
    )
    assert findings_of(given, "labour_order_3") == [
        ("awards.pm_merit_certificate", "1", "yes"),
        ("ratings", "2020–2024", "yes"),
        ("ratings", "1", "yes"),
        ("awards", "2", "no"),
    ]
    assert titles(given)["labour_order_3"]["missing"] == [
        "3 lần danh hiệu Chiến sĩ thi đua cơ sở trong thời gian đó (có 2)"
    ]
    certificate = line(ratings=rated("excellent", 2023, 2024), initiatives=initiatives("grassroots", 2023))
    assert findings_of(certificate, CERTIFICATE)[:3] == [
        ("awards.emulation_fighter_grassroots", None, "no"),
        ("ratings", "2023–2024", "yes"),
        ("initiatives", "1", "no"),
    ]


def test_without_the_award_that_must_come_first_it_is_named_first_and_no_year_counts() -> None:
    given = line(ratings=rated("good", *FIVE_YEARS))
    assert findings_of(given, "labour_order_3") == [
        ("awards.pm_merit_certificate", "0", "no"),
        ("ratings", None, "no"),
    ]
    award, run = titles(given)["labour_order_3"]["missing"]
    assert award == "Bằng khen của Thủ tướng Chính phủ (thành tích công trạng)"
    assert run.endswith("(chưa có năm nào)")


def test_a_title_whose_kind_is_not_clear_may_be_the_one_that_is_missing() -> None:
    given = changed(
        awards=awarded(CERTIFICATE, 2019) + awarded(GRASSROOTS, 2020, 2022) + awarded(GRASSROOTS, 2023, kind=None)
    )
    assert outcome(given, PM_CERTIFICATE) == "needs_review"
    assert titles(given)[PM_CERTIFICATE]["missing"] == [
        "3 lần danh hiệu Chiến sĩ thi đua cơ sở trong thời gian đó (có 2; có thể thêm mà chưa có thông tin)"
    ]


def test_titles_in_a_row_are_named_by_their_years_and_what_could_not_be_read_about_an_older_row() -> None:
    given = line(
        ratings=rated("excellent", *range(2015, 2025)),
        awards=awarded(PROVINCIAL, 2018, 2021),
        initiatives=initiatives("national", 2024),
    )
    answer = titles(given)[NATIONAL]
    assert answer["outcome"] == "needs_review"
    assert findings_of(given, NATIONAL)[0] == ("awards.emulation_fighter_provincial", "2018, 2021", "unknown")
    assert answer["missing"] == [
        "thời điểm phải đề nghị sau lần thứ hai đạt Chiến sĩ thi đua bộ, ban, ngành, tỉnh, theo Nghị định 98/2023/NĐ-CP"
    ]
    once = titles(given | {"awards": awarded(PROVINCIAL, 2024)})[NATIONAL]["missing"]
    assert once[0].startswith("2 lần liên tục đạt danh hiệu Chiến sĩ thi đua cấp bộ")


def test_the_years_without_a_title_are_named_and_those_that_do_not_count() -> None:
    given = line(
        ratings=rated("good", *FIVE_YEARS),
        awards=awarded(GRASSROOTS, 2020, 2023)
        + awarded(GRASSROOTS, 2022, kind=None)
        + awarded(GRASSROOTS, 2021, kind="sudden")
        + awarded(CERTIFICATE, 2019, kind="sudden"),
    )
    answer = titles(given)[PROVINCIAL]
    assert answer["missing"][0].endswith("lần cuối trong năm đề nghị: chưa có năm 2022, 2024")
    assert answer["findings"][0]["sentence"].startswith(
        "Danh hiệu Chiến sĩ thi đua cơ sở: năm 2020, 2023; năm 2022 chưa rõ loại hình thành tích;"
        " không tính lần khen đột xuất, chuyên đề năm 2021; cần 3 lần liên tục"
    )


def test_only_years_later_than_the_award_that_must_come_first_are_counted() -> None:
    given = line(
        ratings=rated("excellent", *range(2016, 2025)),
        awards=awarded(GRASSROOTS, *range(2016, 2025)) + awarded(PM_CERTIFICATE, 2020),
    )
    assert (outcome(given, "labour_order_3"), earliest(given, "labour_order_3")) == ("not_eligible", 2025)
    earlier = given | {"awards": awarded(GRASSROOTS, *range(2016, 2025)) + awarded(PM_CERTIFICATE, 2019)}
    assert outcome(earlier, "labour_order_3") == "eligible"


def test_an_award_that_must_come_after_another_is_later_by_a_year_or_more() -> None:
    condition = Held(held=CERTIFICATE, after=PM_CERTIFICATE)

    def judged(year: int, kind: str | None = "merit", counts_from: int = 0) -> Truth:
        given = (Award(code=PM_CERTIFICATE, year=2018, kind=kind), Award(code=CERTIFICATE, year=year, kind="merit"))
        moment = Moment(history=History(awards=given), year=2024, on=date(2024, 12, 15), names=NAMES)
        return condition.judge(replace(moment, counts_from=counts_from)).truth

    assert [judged(year) for year in (2018, 2019)] == [Truth.NO, Truth.YES]
    assert [judged(year, kind=None) for year in (2018, 2019)] == [Truth.NO, Truth.UNKNOWN]
    assert [judged(2020, counts_from=year) for year in (2020, 2021)] == [Truth.YES, Truth.NO]


def test_a_row_of_titles_without_a_time_may_have_ended_in_any_year() -> None:
    given = tuple(Award(code=GRASSROOTS, year=year, kind="merit") for year in (2010, 2011))
    moment = Moment(history=History(awards=given), year=2024, on=date(2024, 12, 15), names=NAMES)
    rows = [Titles(titles=TitlesInARow(code=GRASSROOTS, consecutive=wanted)) for wanted in (1, 2, 3)]
    assert [row.judge(moment).truth for row in rows] == [Truth.YES, Truth.YES, Truth.NO]
    without = replace(moment, history=History(awards=()))
    assert [row.judge(without).truth for row in rows] == [Truth.NO, Truth.NO, Truth.NO]


def test_yearly_provincial_titles_are_consecutive_as_well_as_those_three_years_apart() -> None:
    rest = {"ratings": rated("excellent", *range(2015, 2025)), "initiatives": initiatives("national", 2024)}
    assert outcome(line(awards=awarded(PROVINCIAL, 2023, 2024), **rest), NATIONAL) == "eligible"
    assert outcome(line(awards=awarded(PROVINCIAL, 2021, 2024), **rest), NATIONAL) == "eligible"
    assert outcome(line(awards=awarded(PROVINCIAL, 2020, 2024), **rest), NATIONAL) == "not_eligible"


def test_the_adjacent_year_after_the_second_provincial_title_is_still_in_time() -> None:
    outcomes = [
        outcome(
            line(
                on=f"{year}-12-15",
                laws=[OLD],
                ratings=rated("excellent", *range(2012, year + 1)),
                awards=awarded(PROVINCIAL, 2017, 2020),
                initiatives=initiatives("national", 2020),
            ),
            NATIONAL,
        )
        for year in (2020, 2021, 2022)
    ]
    assert outcomes == ["eligible", "eligible", "not_eligible"]


def test_a_chain_already_rewarded_needs_a_year_after_the_award() -> None:
    chain = line(ratings=rated("excellent", 2023, 2024), awards=awarded(GRASSROOTS, 2023, 2024))
    assert outcome(chain, CERTIFICATE) == "eligible"
    again = chain | {"awards": chain["awards"] + awarded(CERTIFICATE, 2024)}
    assert outcome(again, CERTIFICATE) == "not_eligible"
    assert titles(again)[CERTIFICATE]["missing"] == [
        "thành tích mới sau lần được tặng Bằng khen của bộ, ban, ngành, tỉnh năm 2024"
    ]
    unclear = chain | {"awards": chain["awards"] + awarded(CERTIFICATE, 2024, kind=None)}
    assert outcome(unclear, CERTIFICATE) == "needs_review"
    sudden = chain | {"awards": chain["awards"] + awarded(CERTIFICATE, 2024, kind="sudden")}
    assert outcome(sudden, CERTIFICATE) == "eligible"


def test_a_chain_that_is_not_met_stays_so_whether_or_not_something_was_rewarded() -> None:
    unmet = line(ratings=rated("completed", 2023, 2024))
    (chain,) = titles(unmet)[CERTIFICATE]["missing"]
    assert titles(unmet | {"awards": awarded(CERTIFICATE, 2020)})[CERTIFICATE]["missing"] == [chain]
    for kind, year in (("merit", " năm 2024"), (None, "")):
        given = titles(unmet | {"awards": awarded(CERTIFICATE, 2024, kind=kind)})[CERTIFICATE]
        assert given["outcome"] == "not_eligible"
        assert given["missing"] == [chain, f"thành tích mới sau lần được tặng Bằng khen của bộ, ban, ngành, tỉnh{year}"]


def test_a_chain_met_without_a_list_of_awards_may_have_been_rewarded_already() -> None:
    given = line(ratings=rated("excellent", 2023, 2024), initiatives=initiatives("grassroots", 2023, 2024))
    assert outcome(given, CERTIFICATE) == "eligible"
    assert outcome(given | {"awards": None}, CERTIFICATE) == "needs_review"
    post = {"post": "provincial_secretary", "from": "2020-01-01"}
    service = given | {"sex": "male", "posts": [post]}
    assert outcome(service, "labour_order_1_service") == "eligible"
    assert outcome(service | {"awards": None}, "labour_order_1_service") == "needs_review"


def test_a_chain_rewarded_in_part_is_left_to_people_until_the_years_after_the_award_are_enough() -> None:
    given = line(
        ratings=rated("excellent", *range(2017, 2025)),
        awards=awarded(GRASSROOTS, *range(2017, 2025)) + awarded(CERTIFICATE, 2016, 2023),
    )
    # One new title since the certificate of 2023; the one of 2023 may have been rewarded with it.
    assert outcome(given, CERTIFICATE) == "needs_review"
    assert titles(given)[CERTIFICATE]["missing"] == [
        "thành tích mới sau lần được tặng Bằng khen của bộ, ban, ngành, tỉnh năm 2023"
    ]
    assert earliest(given, CERTIFICATE) == 2025
    for year, wanted in ((2024, "not_eligible"), (2023, "needs_review"), (2020, "needs_review"), (2019, "eligible")):
        held = given | {"awards": given["awards"] + awarded(PM_CERTIFICATE, year)}
        assert outcome(held, PM_CERTIFICATE) == wanted, year


def test_a_title_of_the_year_may_stand_while_its_standard_is_still_met() -> None:
    given = line(ratings=rated("excellent", 2024), awards=awarded(GRASSROOTS, 2024))
    assert outcome(given, GRASSROOTS) == "eligible"


def test_an_award_decided_after_the_proposal_year_is_held_on_the_day_of_the_proposal() -> None:
    given = line(
        on="2024-06-01",
        ratings=rated("good", 2019, 2020, 2021, 2022, 2023),
        awards=awarded(CERTIFICATE, 2024) + awarded(GRASSROOTS, 2020, 2021, 2022),
        policies={"pm_certificate_order": "any_order"},
    )
    assert outcome(given, PM_CERTIFICATE) == "eligible"


def test_an_award_of_a_later_year_than_the_day_is_not_held_yet() -> None:
    given = tuple(
        Award(code=CERTIFICATE, year=year, kind=kind) for year, kind in ((2023, "merit"), (2024, None), (2025, "merit"))
    )
    moment = Moment(history=History(awards=given), year=2024, on=date(2024, 12, 15), names=NAMES)
    assert moment.award_years(CERTIFICATE) == ([2023], [2023, 2024])
    assert replace(moment, on=date(2025, 1, 1)).award_years(CERTIFICATE) == ([2023, 2025], [2023, 2024, 2025])
    assert replace(moment, on=date(2024, 1, 1), granted={CERTIFICATE: (2024, 2025)}).award_years(CERTIFICATE) == (
        [2023, 2024],
        [2023, 2024, 2024],
    )


def test_the_highest_order_is_left_to_people_only_when_the_one_below_is_held() -> None:
    given = line(ratings=rated("excellent", *FIVE_YEARS))
    assert outcome(given, "labour_order_1") == "not_eligible"
    held = given | {"awards": awarded("labour_order_2", 2018)}
    assert outcome(held, "labour_order_1") == "needs_review"
    assert "khoản 1 Điều 42" in titles(held)["labour_order_1"]["cite"]


def test_a_second_hand_rule_counts_only_for_a_body_that_adopted_it() -> None:
    given = line(
        subject="collective",
        on="2013-12-15",
        laws=[OLD],
        ratings=rated("excellent", *range(2009, 2014)),
        awards=awarded("labour_order_2", 2008) + awarded("government_flag", 2010, 2012),
    )
    assert outcome(given, "labour_order_1") == "needs_review"
    assert outcome(given | {"adopts": [OLD]}, "labour_order_1") == "eligible"


def test_an_unconfirmed_rule_cannot_be_adopted() -> None:
    given = line(
        subject="collective", ratings=rated("good", 2024), facts={"advanced_worker_share": "0.9"}, adopts=[NEW]
    )
    assert outcome(given, "advanced_collective") == "needs_review"


def test_the_answer_says_which_other_points_of_the_article_it_did_not_weigh() -> None:
    given = line(ratings=rated("good", 2024))
    points = titles(given)[CERTIFICATE]["other_grounds"]
    assert [point.split(" Điều 74")[0] for point in points] == ["điểm a khoản 1", "điểm b khoản 1", "điểm c khoản 1"]
    weighed = given | {"achievements": []}
    assert titles(weighed)[CERTIFICATE]["other_grounds"] == []
    assert outcome(weighed, CERTIFICATE) == "not_eligible"


def test_an_achievement_below_the_level_asked_is_not_enough() -> None:
    given = line(ratings=rated("good", 2024), achievements=[{"ground": "movement", "level": "grassroots"}])
    assert outcome(given, CERTIFICATE) == "not_eligible"


def test_a_title_written_down_twice_counts_once() -> None:
    two_titles = line(
        ratings=rated("good", 2020, 2021, 2022, 2023) | rated("excellent", 2024),
        awards=awarded(CERTIFICATE, 2018) + awarded(GRASSROOTS, 2023, 2024),
    )
    twice = two_titles | {"awards": two_titles["awards"] + awarded(GRASSROOTS, 2024)}
    for given in (two_titles, twice):
        assert outcome(given, PM_CERTIFICATE) == "not_eligible"
        # Nor does a title of the proposal year, recorded and open once more, count twice.
        assert earliest(given, PM_CERTIFICATE) == 2025


def test_two_certificates_of_one_year_are_left_to_people_where_the_law_asks_for_two() -> None:
    given = line(
        laws=[OLD],
        on="2011-12-15",
        received_on="2011-12-15",
        ratings=rated("excellent", *range(2005, 2012)),
        awards=awarded(GRASSROOTS, *range(2005, 2012)) + awarded(CERTIFICATE, 2010, 2010),
        facts={"outstanding_initiative": True},
    )
    assert outcome(given, "labour_order_3") == "needs_review"
    given["awards"] = awarded(GRASSROOTS, *range(2005, 2012)) + awarded(CERTIFICATE, 2008, 2010)
    assert outcome(given, "labour_order_3") == "eligible"


def test_an_achievement_of_a_narrower_level_is_left_to_people_where_the_level_could_not_be_read() -> None:
    given = line(ratings=rated("completed", 2024), achievements=[{"ground": "movement", "level": "provincial"}])
    assert outcome(given, PM_CERTIFICATE) == "needs_review"
    assert titles(given)[PM_CERTIFICATE]["missing"] == [
        "phạm vi của phong trào thi đua, điểm a khoản 1 Điều 73 chưa đọc được trọn vẹn"
    ]
    assert (
        outcome(given | {"achievements": [{"ground": "movement", "level": "national"}]}, PM_CERTIFICATE) == "eligible"
    )
    assert outcome(given | {"achievements": []}, PM_CERTIFICATE) == "not_eligible"
    assert not any(
        "chưa đọc được" in words for words in titles(given | {"achievements": []})[PM_CERTIFICATE]["missing"]
    )


def test_the_widest_of_several_achievements_decides() -> None:
    both = [{"ground": "movement", "level": level} for level in ("provincial", "national", "grassroots")]
    given = line(ratings=rated("completed", 2024), achievements=both)
    assert outcome(given, PM_CERTIFICATE) == "eligible"
    looked_at = [
        (finding["value"], finding["truth"])
        for finding in titles(given)[PM_CERTIFICATE]["findings"]
        if finding["fact"] == "achievements"
    ]
    assert looked_at == [("national", "yes"), (None, "no")]  # the other ground has no achievement


def test_achievements_nobody_listed_leave_a_standard_on_them_open() -> None:
    verdict = Achieved(achievement="movement", level="national").judge(
        Moment(history=History(), year=2024, on=date(2024, 12, 15), names=NAMES)
    )
    assert (verdict.truth, verdict.missing) == (Truth.UNKNOWN, (f"{NAMES.grounds['movement']}, toàn quốc",))
    assert [(note.fact, note.value, note.truth) for note in verdict.notes] == [("achievements", None, Truth.UNKNOWN)]


def test_an_order_written_under_its_long_service_code_is_the_order_itself() -> None:
    given = line(
        ratings=rated("excellent", *range(2019, 2025)),
        awards=awarded("labour_order_3_service", 2018, kind=None) + awarded(PROVINCIAL, 2023),
    )
    assert outcome(given, "labour_order_2") == "eligible"
