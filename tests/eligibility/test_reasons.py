"""What an answer about a title says: the provision that decided, what was looked at, and what is missing, in words that can be acted on."""

from datetime import date

import pytest

from congtam.engine.dossier_law import under_law
from congtam.engine.eligibility.history import Award, History
from congtam.engine.eligibility.judging import Judge
from congtam.engine.eligibility.moments import Moment
from congtam.engine.rulesets import read_policies
from congtam.engine.truth import Truth
from tests.eligibility.lines import (
    ADVANCED_WORKER,
    BOOK,
    CERTIFICATE,
    GRASSROOTS,
    NEW,
    OLD,
    PM_CERTIFICATE,
    Line,
    awarded,
    earliest,
    initiatives,
    line,
    rated,
    titles,
)

MERIT, FIELD = "điểm d khoản 1 Điều 74", "điểm b khoản 1 Điều 74"
LAW = "Luật Thi đua, khen thưởng số 06/2022/QH15"
WEAK = line(on="2021-12-15", laws=[NEW], ratings=rated("completed", 2019, 2020, 2021))


def said(given: Line, code: str, rule: str) -> list[tuple[str | None, str | None, str, str]]:
    """Return what an answer says under one rule: fact, value, truth and sentence of each finding."""
    findings = [finding for finding in titles(given)[code]["findings"] if finding["rule"] == rule]
    return [(finding["fact"], finding["value"], finding["truth"], finding["sentence"]) for finding in findings]


def test_the_provision_that_decides_is_the_one_that_was_met_not_the_first_that_was_tried() -> None:
    by_achievement = titles(WEAK | {"achievements": [{"ground": "field", "level": "provincial"}]})[CERTIFICATE]
    assert (by_achievement["outcome"], by_achievement["cite"], by_achievement["missing"]) == (
        "eligible",
        f"{FIELD} {LAW}",
        [],
    )
    by_merit = titles(line(ratings=rated("excellent", 2023, 2024), awards=awarded(GRASSROOTS, 2023, 2024)))[CERTIFICATE]
    assert (by_merit["outcome"], by_merit["cite"]) == ("eligible", f"{MERIT} {LAW}")


def test_a_confirmed_ground_decides_although_the_way_of_merit_was_not_read() -> None:
    found = titles(WEAK | {"laws": [OLD], "achievements": [{"ground": "field", "level": "provincial"}]})[CERTIFICATE]
    assert (found["outcome"], found["certainty"], found["missing"]) == ("eligible", "confirmed", [])
    unread = titles(WEAK | {"laws": [OLD]})[CERTIFICATE]
    assert (unread["outcome"], unread["certainty"]) == ("needs_review", "unconfirmed")


def test_grounds_that_were_not_weighed_are_named_and_those_that_were_are_not() -> None:
    assert titles(WEAK)[CERTIFICATE]["other_grounds"] == [f"điểm {point} khoản 1 Điều 74 {LAW}" for point in "abc"]
    assert titles(WEAK | {"achievements": []})[CERTIFICATE]["other_grounds"] == []


def test_what_is_missing_is_a_choice_between_the_ways_that_could_still_be_gone() -> None:
    assert titles(WEAK)[CERTIFICATE]["missing"] == [
        (
            "2 lần liên tục đạt danh hiệu Chiến sĩ thi đua cơ sở, lần cuối trong năm đề nghị: chưa có năm 2020–2021; "
            "hoặc từ 2 năm liên tục đến năm đề nghị được xếp loại hoàn thành xuất sắc nhiệm vụ "
            "(chưa có năm nào; năm 2021: hoàn thành nhiệm vụ) và 2 sáng kiến, đề tài cấp cơ sở trở lên trong thời gian đó (có 0)"
        )
    ]


def test_what_rests_on_a_provision_nobody_confirmed_says_what_it_would_come_to() -> None:
    *found, note = said(WEAK | {"laws": [OLD]}, CERTIFICATE, CERTIFICATE)
    assert [row[0] for row in found] == ["ratings", "initiatives"]
    assert note == (
        None,
        None,
        "unknown",
        "Theo nội dung đang ghi, chưa đối chiếu, thì chưa đạt; cần đối chiếu Điều 39 Nghị định 91/2017/NĐ-CP (chưa đối chiếu).",
    )


TWICE = {"ratings": rated("excellent", 2022, 2023, 2024)}
LABEL = "Bằng khen của bộ, ban, ngành, tỉnh"


@pytest.mark.parametrize(
    ("awards", "wanted"),
    [
        (
            awarded(GRASSROOTS, 2023, 2024) + awarded(CERTIFICATE, 2024),
            ("2024", "no", f"Cần thành tích mới sau lần được tặng {LABEL} năm 2024."),
        ),
        (
            awarded(GRASSROOTS, 2023, 2024) + awarded(CERTIFICATE, 2023),
            (
                "2023",
                "unknown",
                (
                    f"Cần thành tích mới sau lần được tặng {LABEL} năm 2023; chỉ tính các năm sau đó thì chưa đủ, "
                    "cần xem phần nào đã được khen."
                ),
            ),
        ),
        (
            awarded(GRASSROOTS, 2023, 2024) + awarded(CERTIFICATE, 2024, kind=None),
            (
                "2024",
                "unknown",
                f"Cần thành tích mới sau lần được tặng {LABEL}; chưa rõ đã được tặng cho thành tích này hay chưa.",
            ),
        ),
        (
            None,
            (
                None,
                "unknown",
                f"Cần thành tích mới sau lần được tặng {LABEL}; chưa rõ đã được tặng cho thành tích này hay chưa.",
            ),
        ),
    ],
)
def test_a_chain_that_was_rewarded_says_in_which_year_and_how_sure_that_is(
    awards: list[Line] | None, wanted: tuple[str | None, str, str]
) -> None:
    (found,) = said(line(**TWICE, awards=awards), CERTIFICATE, "one_achievement_one_reward")
    assert found == (f"awards.{CERTIFICATE}", *wanted)


def test_findings_on_the_way_stand_beside_what_was_found_on_the_reward() -> None:
    given = line(**TWICE, awards=awarded(GRASSROOTS, 2023, 2024) + awarded(CERTIFICATE, 2024))
    rules = [finding["rule"] for finding in titles(given)[CERTIFICATE]["findings"]]
    assert rules == [CERTIFICATE, "one_achievement_one_reward"]


SERVED = line(
    on="2025-12-15",
    ratings=rated("good", 2025),
    sex="male",
    posts=[{"post": "ministry_department_director", "from": "2018-01-01"}],
)
ORDER = "labour_order_3_service"
ORDER_LABEL = "Huân chương Lao động hạng Ba (quá trình cống hiến)"


def test_an_order_held_already_says_that_nobody_could_read_whether_it_is_given_again() -> None:
    held = SERVED | {"awards": awarded("labour_order_3", 2020, kind="service")}
    words = f"thành tích mới sau lần được tặng {ORDER_LABEL} năm 2020"
    assert titles(held)[ORDER]["missing"] == [words]
    assert said(held, ORDER, "one_achievement_one_reward") == [
        (
            f"awards.{ORDER}",
            "2020",
            "unknown",
            f"Cần {words}; chưa rõ đã được tặng rồi thì có được tặng lần nữa hay không.",
        )
    ]
    unlisted = said(SERVED | {"awards": None}, ORDER, "one_achievement_one_reward")
    assert unlisted[0][3].endswith(f"{ORDER_LABEL}; chưa rõ đã được tặng cho thành tích này hay chưa.")
    assert said(SERVED, ORDER, "one_achievement_one_reward") == []


def test_awards_hoped_for_are_new_although_nobody_listed_those_of_the_past() -> None:
    short = SERVED | {"posts": [{"post": "ministry_department_director", "from": "2021-01-01"}]}
    assert earliest(short | {"awards": []}, ORDER) == earliest(short | {"awards": None}, ORDER) == 2027
    merit = line(ratings=rated("good", 2023))
    assert earliest(merit, CERTIFICATE) == earliest(merit | {"awards": None}, CERTIFICATE) == 2025


def disciplined(**given: object) -> Line:
    """Return the line of one whose discipline ended in 2021, five good years and three titles around it."""
    return line(
        on="2025-12-15",
        ratings=rated("good", *range(2017, 2026)),
        awards=awarded(CERTIFICATE, 2015) + awarded(GRASSROOTS, 2022, 2023, 2024),
        discipline=[{"decided": "2020-03-01", "ended": "2021-03-01"}],
        **given,
    )


def test_what_depends_on_the_reading_of_a_discipline_says_so_first() -> None:
    found = titles(disciplined())[PM_CERTIFICATE]
    words = "thời điểm chấm dứt kỷ luật và cách tính thành tích sau kỷ luật"
    assert (found["outcome"], found["missing"][0], len(found["missing"])) == ("needs_review", words, 2)
    assert [finding["fact"] for finding in found["findings"]] == [
        f"awards.{CERTIFICATE}",
        "ratings",
        "awards",
        "discipline",
    ]
    assert said(disciplined(), PM_CERTIFICATE, "achievements_after_discipline") == [
        ("discipline", None, "unknown", f"Kết quả tùy {words}.")
    ]


def test_a_chain_that_starts_anew_is_found_beside_the_year_it_starts_from() -> None:
    given = disciplined(policies={"year_discipline_ends": "not_counted"})
    assert [finding["rule"] for finding in titles(given)[PM_CERTIFICATE]["findings"]] == [PM_CERTIFICATE] * 3 + [
        "achievements_after_discipline"
    ]
    assert said(given, PM_CERTIFICATE, "achievements_after_discipline") == [
        (
            "discipline",
            None,
            "yes",
            "Sau kỷ luật, thành tích tính từ khi chấm dứt thời gian chịu kỷ luật: tính từ năm 2022.",
        )
    ]
    # A discipline that costs this chain nothing is not spoken of.
    assert (
        said(disciplined(policies={"year_discipline_ends": "counted"}), PM_CERTIFICATE, "achievements_after_discipline")
        == []
    )


def test_of_two_ways_that_are_both_met_the_first_is_told_and_nothing_is_missing() -> None:
    given = line(
        ratings=rated("excellent", 2023, 2024),
        awards=awarded(GRASSROOTS, 2023, 2024),
        initiatives=initiatives("grassroots", 2023, 2024),
    )
    found = titles(given)[CERTIFICATE]
    assert (found["outcome"], found["missing"]) == ("eligible", [])
    assert [finding["fact"] for finding in found["findings"]] == [f"awards.{GRASSROOTS}"]


def test_a_law_that_does_not_say_so_rewards_an_achievement_again() -> None:
    rules = under_law(BOOK, NEW, date(2024, 12, 15))
    given = tuple(
        Award(code=code, year=year, kind="merit") for code in (GRASSROOTS, CERTIFICATE) for year in (2023, 2024)
    )
    history = History(ratings={2023: "good", 2024: "good"}, awards=given, discipline=(), holds=())
    moment = Moment(
        history=history, year=2024, on=date(2024, 12, 15), names=rules.names, policies=read_policies(rules, {})
    )
    (certificate,) = (title for title in rules.titles if (title.code, title.subject) == (CERTIFICATE, "person"))
    for once, wanted in ((rules.once, Truth.NO), (None, Truth.YES)):
        judge = Judge(rules=rules.model_copy(update={"once": once}))
        assert judge.judge(certificate, moment).truth is judge.holds(certificate, moment) is wanted


def test_the_rating_of_a_year_is_shown_by_its_year_and_its_level() -> None:
    for recorded, shown in (
        (rated("good", 2024), ("ratings.2024", "good", "yes")),
        ({}, ("ratings.2023", None, "unknown")),
    ):
        finding = titles(line(ratings=recorded))[ADVANCED_WORKER]["findings"][0]
        assert (finding["fact"], finding["value"], finding["truth"]) == shown


def test_a_run_that_is_broken_says_so_and_one_that_may_be_whole_names_the_years_nobody_recorded() -> None:
    broken = {"2024": "good", "2022": "completed"}
    open_ = {"2024": "good", "2022": "good", "2020": "good"}
    first = [
        titles(line(ratings=given, awards=awarded(CERTIFICATE, 2015)))[PM_CERTIFICATE]["missing"][0]
        for given in (broken, open_)
    ]
    assert first == [
        "từ 5 năm liên tục đến năm đề nghị được xếp loại hoàn thành tốt nhiệm vụ trở lên (có 1 năm (2024))",
        "xếp loại năm 2021, 2023 (chưa có thông tin)",
    ]


def test_years_nobody_rated_are_named_one_by_one() -> None:
    given = line(
        ratings=rated("good", 2020, 2022, 2024) | {"2021": None, "2023": None}, awards=awarded(CERTIFICATE, 2018)
    )
    missing = titles(given)[PM_CERTIFICATE]["missing"]
    assert any(words.startswith("xếp loại năm 2021, 2023 (chưa có thông tin)") for words in missing), missing
