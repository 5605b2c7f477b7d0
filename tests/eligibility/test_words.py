"""Each condition of a title says what it found and what is missing, so that an officer knows which paper to bring."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from congtam.engine.conditions import UnknownFactError
from congtam.engine.dossier_law import under_law
from congtam.engine.eligibility.history import Absence, Achievement, Award, Discipline, History, Hold, Initiative, Post
from congtam.engine.eligibility.moments import Moment
from congtam.engine.eligibility.standards import Standard
from congtam.engine.eligibility.verdicts import Note, Verdict
from congtam.engine.truth import Truth
from tests.eligibility.lines import BOOK, CERTIFICATE, GRASSROOTS, NEW, OLD

NAMES = under_law(BOOK, NEW, date(2024, 12, 15)).names
READER: TypeAdapter[Any] = TypeAdapter(Standard)
GOOD, EXCELLENT = "hoàn thành tốt nhiệm vụ trở lên", "hoàn thành xuất sắc nhiệm vụ"


def verdict(condition: dict[str, Any], **recorded: Any) -> Verdict:
    """Return what a condition answers about a history at the end of 2024."""
    moment = Moment(history=History(**recorded), year=2024, on=date(2024, 12, 15), names=NAMES)
    found: Verdict = READER.validate_python(condition).judge(moment)
    return found


def said(condition: dict[str, Any], **recorded: Any) -> list[str]:
    """Return every sentence of the answer, then what is missing."""
    found = verdict(condition, **recorded)
    return [*(note.sentence for note in found.notes), *(f"Thiếu {words}" for words in found.missing)]


def awards(*years: int, code: str = GRASSROOTS, kind: str | None = "merit") -> tuple[Award, ...]:
    return tuple(Award(code=code, year=year, kind=kind) for year in years)


def made(scope: str | None, *years: int) -> tuple[Initiative, ...]:
    return tuple(Initiative(year=year, scope=scope) for year in years)


@pytest.mark.parametrize(
    ("rating", "ratings", "wanted"),
    [
        ("good", {2024: "excellent"}, [f"Xếp loại năm 2024: {EXCELLENT}; cần {GOOD}."]),
        (
            "good",
            {2024: "completed"},
            [f"Xếp loại năm 2024: hoàn thành nhiệm vụ; cần {GOOD}.", f"Thiếu xếp loại năm 2024: {GOOD}"],
        ),
        (
            "excellent",
            {2023: "excellent"},
            [f"Xếp loại năm 2024: chưa có thông tin; cần {EXCELLENT}.", "Thiếu xếp loại năm 2024 (chưa có thông tin)"],
        ),
    ],
)
def test_a_rating_of_the_year_is_said_as_recorded(rating: str, ratings: dict[int, str], wanted: list[str]) -> None:
    assert said({"rating": rating}, ratings=ratings) == wanted


INITIATIVE = "Sáng kiến, đề tài cấp bộ, ban, ngành, tỉnh"
MISSING_INITIATIVE = "Thiếu sáng kiến, đề tài được công nhận cấp bộ, ban, ngành, tỉnh"


@pytest.mark.parametrize(
    ("condition", "initiatives", "wanted"),
    [
        ({"within": 3}, made("provincial", 2022), [f"{INITIATIVE} năm 2022–2024: 1."]),
        ({"within": 3}, made("provincial", 2021), [f"{INITIATIVE} năm 2022–2024: chưa có.", f"{MISSING_INITIATIVE} năm 2022–2024"]),
        ({"within": 1}, made("grassroots", 2024), [f"{INITIATIVE} năm 2024: chưa có.", f"{MISSING_INITIATIVE} năm 2024"]),
        ({}, made("national", 2001, 2004), [f"{INITIATIVE}: 2."]),
        ({}, None, [f"{INITIATIVE}: chưa có (danh sách sáng kiến chưa có thông tin).", f"{MISSING_INITIATIVE} (danh sách sáng kiến chưa có thông tin)"]),
        ({}, made(None, 2001, 2004), [f"{INITIATIVE}: chưa có (chưa rõ cấp công nhận sáng kiến năm 2001, 2004).", f"{MISSING_INITIATIVE} (chưa rõ cấp công nhận sáng kiến năm 2001, 2004)"]),
        ({"within": 3}, made(None, 2019, 2023, 2025) + made("grassroots", 2022), [f"{INITIATIVE} năm 2022–2024: chưa có (chưa rõ cấp công nhận sáng kiến năm 2023).", f"{MISSING_INITIATIVE} năm 2022–2024 (chưa rõ cấp công nhận sáng kiến năm 2023)"]),
        ({"within": 1, "older": "việc bảo lưu"}, made(None, 2024), [f"{INITIATIVE} năm 2024: chưa có (chưa rõ cấp công nhận sáng kiến năm 2024).", f"{MISSING_INITIATIVE} năm 2024 (chưa rõ cấp công nhận sáng kiến năm 2024)"]),
        ({"within": 1, "older": "việc bảo lưu"}, made("provincial", 2020), [f"{INITIATIVE} năm 2024: chưa có.", "Thiếu việc bảo lưu"]),
        ({"within": 1, "older": "việc bảo lưu"}, (), [f"{INITIATIVE} năm 2024: chưa có.", f"{MISSING_INITIATIVE} năm 2024"]),
    ],
)  # fmt: skip
def test_an_initiative_is_said_with_the_years_looked_at(
    condition: dict[str, Any], initiatives: tuple[Initiative, ...] | None, wanted: list[str]
) -> None:
    assert said({"initiative": "provincial", **condition}, initiatives=initiatives) == wanted


def test_an_initiative_of_unknown_scope_is_not_spoken_of_where_another_is_enough() -> None:
    both = made(None, 2023) + made("provincial", 2022)
    assert said({"initiative": "provincial"}, initiatives=both) == [f"{INITIATIVE}: 1."]


RUN = {
    "run": {
        "years": 3,
        "at_least": "good",
        "counting": (
            {"rating": "excellent", "times": 1},
            {"award": GRASSROOTS, "times": 2},
            {"initiative": "grassroots", "times": 1},
        ),
    }
}
YEARS = f"từ 3 năm liên tục đến năm đề nghị được xếp loại {GOOD}"
BEST = f"1 năm {EXCELLENT} trong thời gian đó"
TITLES = "2 lần danh hiệu Chiến sĩ thi đua cơ sở trong thời gian đó"
MADE = "1 sáng kiến, đề tài cấp cơ sở trở lên trong thời gian đó"
FULL: dict[str, Any] = {
    "ratings": {2021: "completed", 2022: "good", 2023: "good", 2024: "excellent"},
    "awards": awards(2022, 2024),
    "initiatives": made("grassroots", 2023),
}
MORE = "có thể thêm mà chưa có thông tin"


def run_said(**changed: Any) -> list[str]:
    """Return what is said about a run of three years, leaving out the parts that are as they should be."""
    usual = said(RUN, **FULL)
    return [words for words in said(RUN, **FULL | changed) if words not in usual]


def test_a_run_that_holds_says_its_years_and_what_was_counted_in_them() -> None:
    assert said(RUN, **FULL) == [
        f"T{YEARS[1:]}: có 3 năm (2022–2024); năm 2021: hoàn thành nhiệm vụ.",
        f"Cần {BEST}: có 1.",
        f"Cần {TITLES}: có 2.",
        f"Cần {MADE}: có 1.",
    ]
    assert [(note.fact, note.value) for note in verdict(RUN, **FULL).notes] == [
        ("ratings", "2022–2024"),
        ("ratings", "1"),
        ("awards", "2"),
        ("initiatives", "1"),
    ]


def test_what_is_lacking_in_a_run_is_said_part_by_part() -> None:
    good = {2021: "completed", 2022: "good", 2023: "good", 2024: "good"}
    assert run_said(ratings=good) == [f"Cần {BEST}: có 0.", f"Thiếu {BEST} (có 0)"]
    assert run_said(awards=awards(2022)) == [f"Cần {TITLES}: có 1.", f"Thiếu {TITLES} (có 1)"]
    assert run_said(initiatives=()) == [f"Cần {MADE}: có 0.", f"Thiếu {MADE} (có 0)"]
    assert run_said(awards=None) == [f"Cần {TITLES}: có 0; {MORE}.", f"Thiếu {TITLES} (có 0; {MORE})"]
    assert run_said(initiatives=made(None, 2023)) == [f"Cần {MADE}: có 0; {MORE}.", f"Thiếu {MADE} (có 0; {MORE})"]


def test_a_year_that_breaks_a_run_is_named_with_its_level() -> None:
    broken = {2022: "completed", 2023: "good", 2024: "excellent"}
    assert run_said(ratings=broken) == [
        f"T{YEARS[1:]}: có 2 năm (2023–2024); năm 2022: hoàn thành nhiệm vụ.",
        f"Cần {TITLES}: có 1.",
        f"Thiếu {YEARS} (có 2 năm (2023–2024); năm 2022: hoàn thành nhiệm vụ)",
        f"Thiếu {TITLES} (có 1)",
    ]
    assert run_said(ratings={2024: "completed"})[0] == f"T{YEARS[1:]}: chưa có năm nào; năm 2024: hoàn thành nhiệm vụ."


def test_a_year_nobody_rated_is_what_is_missing_not_what_could_be_counted_with_it() -> None:
    found = verdict(RUN, **FULL | {"ratings": {2021: "completed", 2022: "good", 2024: "excellent"}})
    assert (found.truth, found.missing) == (Truth.UNKNOWN, ("xếp loại năm 2023 (chưa có thông tin)",))
    assert [note.truth for note in found.notes] == [Truth.UNKNOWN, Truth.YES, Truth.UNKNOWN, Truth.UNKNOWN]
    nothing = verdict(RUN, ratings={})
    assert nothing.missing[0] == "xếp loại năm 2022–2024 (chưa có thông tin)"
    assert len(nothing.missing) == 4


def test_a_run_after_an_award_says_so_and_names_the_award_first() -> None:
    after = {
        "run": {"years": 2, "at_least": "good", "after": CERTIFICATE, "counting": ({"rating": "good", "times": 1},)}
    }
    award = "Bằng khen của bộ, ban, ngành, tỉnh"
    years = f"từ 2 năm liên tục sau khi được tặng {award} đến năm đề nghị được xếp loại {GOOD}"
    good = {2022: "good", 2023: "good", 2024: "good"}
    given = awards(2022, code=CERTIFICATE)
    assert said(after, ratings=good, awards=given)[:2] == [
        f"{award}: năm 2022.",
        f"T{years[1:]}: có 2 năm (2023–2024).",
    ]
    assert said(after, ratings=good, awards=awards(2023, code=CERTIFICATE))[-1] == f"Thiếu {years} (có 1 năm (2024))"
    # Without the award nothing is counted: what comes first is said first, and nothing is said of what comes after.
    assert said(after, ratings=good, awards=()) == [
        f"{award}: chưa có.",
        f"T{years[1:]}: chưa có năm nào.",
        f"Thiếu {award} (thành tích công trạng)",
        f"Thiếu {years} (chưa có năm nào)",
    ]


def test_a_run_after_an_award_starts_surely_after_the_one_that_is_sure() -> None:
    after = {"run": {"years": 2, "at_least": "good", "after": CERTIFICATE}}
    good = {2021: "good", 2022: "good", 2023: "good", 2024: "good"}

    def answered(*given: Award) -> tuple[Truth, str | None]:
        found = verdict(after, ratings=good, awards=given)
        return found.truth, found.notes[-1].value

    assert answered(*awards(2022, code=CERTIFICATE)) == (Truth.YES, "2023–2024")
    assert answered(*awards(2023, code=CERTIFICATE)) == (Truth.NO, "2024")
    unclear = awards(2022, code=CERTIFICATE, kind=None)
    assert answered(*unclear, *awards(2023, code=CERTIFICATE)) == (Truth.UNKNOWN, "2024")
    assert answered(*unclear) == (Truth.UNKNOWN, None)


SERVED = {
    "served": {
        "rows": (
            {"posts": ("provincial_secretary", "front_chair"), "at_least": 6, "below": 10},
            {"posts": ("department_director",), "at_least": 13, "at_most": 15},
        ),
        "outside": ("district_division_head",),
        "women": {"parts": 1, "of": 3},
    }
}
SECRETARY = f"{NAMES.posts['provincial_secretary']} hoặc {NAMES.posts['front_chair']} từ 6 năm đến dưới 10 năm"
DIRECTOR = "giám đốc sở từ 13 năm đến 15 năm"
NOTHING = "đã giữ 0 năm 0 tháng"


def held(post: str, start: date, until: date | None = None) -> tuple[Post, ...]:
    return (Post(post=post, start=start, until=until),)


def test_each_row_of_posts_says_how_long_it_was_held_and_which_rows_could_still_be_met() -> None:
    secretary = held("provincial_secretary", date(2020, 1, 15))
    assert said(SERVED, posts=secretary, sex="male") == [
        f"Cần {SECRETARY}: đã giữ 4 năm 11 tháng.",
        f"Cần {DIRECTOR}: {NOTHING}.",
        f"Thiếu {SECRETARY} (đã giữ 4 năm 11 tháng); hoặc {DIRECTOR} ({NOTHING})",
    ]
    doubt = "đã giữ 4 năm 11 tháng; chưa rõ giới tính để tính mức giảm"
    assert said(SERVED, posts=secretary)[0] == f"Cần {SECRETARY}: {doubt}."
    assert said(SERVED, posts=secretary)[-1] == f"Thiếu {SECRETARY} ({doubt})"
    assert verdict(SERVED, posts=secretary, sex="female").truth is Truth.YES
    assert said(SERVED, posts=held("department_director", date(2000, 1, 15)), sex="female")[-1] == (
        f"Thiếu {DIRECTOR} (đã giữ 24 năm 11 tháng)"
    )


def test_a_post_outside_the_table_is_named_and_one_nobody_could_place_is_left_to_people() -> None:
    outside = held("district_division_head", date(2000, 1, 15))
    assert said(SERVED, posts=outside)[2] == "Trưởng phòng cấp huyện không thuộc diện xét."
    assert verdict(SERVED, posts=outside).truth is Truth.NO
    assert said({"served": {"outside": ("district_division_head",)}}, posts=outside)[-1] == (
        "Thiếu chức vụ thuộc diện xét (trưởng phòng cấp huyện không thuộc)"
    )
    other = held("other_post", date(2000, 1, 15))
    assert said(SERVED, posts=other)[2:] == [
        "Chưa đối chiếu được chức vụ khác trong bảng chức vụ, thời gian.",
        "Thiếu đối chiếu chức vụ khác với bảng chức vụ, thời gian",
    ]
    assert said(SERVED) == [
        "Quá trình giữ chức vụ: chưa có thông tin.",
        "Thiếu quá trình giữ chức vụ (chưa có thông tin)",
    ]
    assert said({"served": {}}, posts=()) == ["Chưa giữ chức vụ thuộc diện xét.", "Thiếu chức vụ thuộc diện xét"]


FACTS = {
    "facts": {"all": ({"fact": "exceeds_targets", "is": True}, {"fact": "advanced_worker_share", "at_least": "0.8"})}
}
TARGETS, SHARE = (NAMES.facts[name].label for name in ("exceeds_targets", "advanced_worker_share"))
ASKED = f"có {TARGETS} và {SHARE} từ 80%"


@pytest.mark.parametrize(
    ("facts", "shown", "value", "missing"),
    [
        ({"exceeds_targets": True, "advanced_worker_share": Fraction(9, 10)}, ("có", "90%"), "có; 90%", None),
        ({"exceeds_targets": False, "advanced_worker_share": Fraction(1, 2)}, ("không", "50%"), "không; 50%", ""),
        ({"exceeds_targets": True}, ("có", "chưa có thông tin"), "có", f" (chưa có thông tin: {SHARE})"),
        ({}, ("chưa có thông tin",) * 2, None, f" (chưa có thông tin: {TARGETS}, {SHARE})"),
    ],
)
def test_facts_of_the_year_are_said_one_by_one(
    facts: dict[str, Any], shown: tuple[str, str], value: str | None, missing: str | None
) -> None:
    found = verdict(FACTS, facts=facts)
    (note,) = found.notes
    words = f"{TARGETS}: {shown[0]}; {SHARE}: {shown[1]}; cần {ASKED}."
    assert (note.fact, note.value, note.sentence) == (
        "exceeds_targets, advanced_worker_share",
        value,
        words[0].upper() + words[1:],
    )
    assert found.missing == (() if missing is None else (f"{ASKED}{missing}",))


def away(kind: str, days: Fraction | None, year: int = 2024) -> Absence:
    return Absence(year=year, kind=kind, working_days=days, months=None)


ABSENT = {"absent": {"working_days": Fraction(40), "except": ("maternity",)}}


def test_time_away_is_said_with_what_was_left_out() -> None:
    long_away = (away("sick", Fraction(41)), away("maternity", Fraction(90)), away("sick", Fraction(9), 2023))
    assert said(ABSENT, absences=long_away) == ["Nghỉ năm 2024 (không kể nghỉ thai sản): 41 ngày làm việc."]
    assert said(ABSENT, absences=(away("sick", Fraction(3)),))[-1] == (
        "Thiếu nghỉ từ 40 ngày làm việc trong năm, không kể nghỉ thai sản"
    )
    assert said(ABSENT) == [
        "Thời gian nghỉ năm 2024: chưa có thông tin; coi như không nghỉ từ 40 ngày làm việc trong năm, không kể nghỉ thai sản."
    ]
    months = {"absent": {"months": Fraction(3), "below": Fraction(6)}}
    three = (Absence(year=2024, kind="unpaid", working_days=None, months=Fraction(3)),)
    assert said(months, absences=three) == ["Nghỉ năm 2024 (không kể trường hợp nào): 3 tháng."]
    assert said(months, absences=())[-1] == "Thiếu nghỉ từ 3 đến dưới 6 tháng trong năm, không kể trường hợp nào"


EXAMINED = "đang bị xem xét kỷ luật, điều tra, thanh tra, kiểm toán, xác minh khiếu nại, tố cáo"


def test_a_matter_under_examination_is_named_while_it_is_open() -> None:
    def found(start: date, until: date | None) -> list[str]:
        return said({"on_hold": True}, holds=(Hold(kind="inspection", start=start, until=until),))

    open_since = found(date(2024, 12, 15), None)
    assert [words.endswith("từ ngày 15/12/2024.") for words in open_since] == [True]
    clear = ["Không vướng việc đang xem xét.", f"Thiếu {EXAMINED}"]
    assert found(date(2024, 12, 16), None) == clear
    assert found(date(2024, 1, 1), date(2024, 12, 15)) == clear
    assert len(found(date(2024, 1, 1), date(2024, 12, 16))) == 1
    assert said({"on_hold": True}) == [f"Đ{EXAMINED[1:]}: chưa có thông tin.", f"Thiếu {EXAMINED}"]


def test_a_discipline_is_said_with_its_form_its_day_and_whether_its_act_was_counted() -> None:
    decision = Discipline(
        decided=date(2024, 3, 1), ended=date(2025, 3, 1), end_known=True, form="warning", already_counted=False
    )
    yearly, serving = {"disciplined": "in_year"}, {"disciplined": "in_year_or_serving"}
    assert said(yearly, discipline=(decision,)) == ["Quyết định cảnh cáo ngày 01/03/2024."]
    counted = replace(decision, already_counted=True)
    assert said(yearly, discipline=(counted,)) == [
        "Quyết định cảnh cáo ngày 01/03/2024; hành vi đã tính cho năm trước.",
        "Thiếu bị kỷ luật trong năm đề nghị",
    ]
    earlier = replace(decision, decided=date(2023, 3, 1), form=None)
    assert said(yearly, discipline=(earlier,))[0] == "Quyết định kỷ luật ngày 01/03/2023."
    assert [verdict(condition, discipline=(earlier,)).truth for condition in (yearly, serving)] == [Truth.NO, Truth.YES]
    over = replace(earlier, ended=date(2024, 12, 15))
    assert said(serving, discipline=(over,))[-1] == (
        "Thiếu bị kỷ luật trong năm đề nghị hoặc đang trong thời gian thi hành kỷ luật"
    )
    assert said(yearly, discipline=()) == ["Không có quyết định kỷ luật.", "Thiếu bị kỷ luật trong năm đề nghị"]
    assert said(yearly) == ["Kỷ luật: chưa có thông tin.", "Thiếu thông tin về kỷ luật (chưa có thông tin)"]


def test_an_achievement_is_said_by_the_widest_level_it_reached() -> None:
    condition = {"achievement": "movement", "level": "provincial"}
    ground = NAMES.grounds["movement"]
    assert said(condition, achievements=()) == [
        f"{ground[0].upper()}{ground[1:]}, cấp bộ, ban, ngành, tỉnh trở lên: chưa có.",
        f"Thiếu {ground}, cấp bộ, ban, ngành, tỉnh trở lên",
    ]
    assert said(condition)[0].endswith(": chưa có thông tin.")


def test_years_since_a_day_are_full_years() -> None:
    names = under_law(BOOK, OLD, date(2025, 12, 15)).names
    since = "founded"
    label = names.facts[since].label

    def found(day: date | None) -> list[str]:
        moment = Moment(history=History(facts={since: day}), year=2025, on=date(2025, 12, 15), names=names)
        answer = READER.validate_python({"existed": 30, "since": since}).judge(moment)
        return [answer.notes[0].sentence, *answer.missing]

    assert found(date(1995, 12, 15)) == [
        f"Thành lập ngày 15/12/1995, đến 15/12/2025 được 30 năm; cần từ 30 năm trở lên kể từ {label}."
    ]
    assert found(date(1995, 12, 16))[1] == f"từ 30 năm trở lên kể từ {label} (mới 29 năm)"
    assert found(None) == [f"{label[0].upper()}{label[1:]}: chưa có thông tin.", f"{label} (chưa có thông tin)"]


FIGHTER, PROVINCIAL = "Danh hiệu Chiến sĩ thi đua cơ sở", "danh hiệu Chiến sĩ thi đua cơ sở"
CERTIFICATES = "Bằng khen của bộ, ban, ngành, tỉnh"
UNKNOWN_LIST = "danh sách khen thưởng chưa có thông tin"


@pytest.mark.parametrize(
    ("condition", "given", "wanted"),
    [
        ({}, awards(2020), [f"{FIGHTER}: năm 2020."]),
        ({}, (), [f"{FIGHTER}: chưa có.", f"Thiếu {PROVINCIAL} (thành tích công trạng)"]),
        ({}, awards(2021, code=CERTIFICATE), [f"{FIGHTER}: chưa có.", f"Thiếu {PROVINCIAL} (thành tích công trạng)"]),
        ({"times": 2}, awards(2018, 2020, 2021), [f"{FIGHTER}: năm 2018, 2020–2021."]),
        ({"times": 2}, awards(2020), [f"{FIGHTER}: năm 2020.", f"Thiếu 2 lần {PROVINCIAL} (thành tích công trạng)"]),
        ({}, None, [f"{FIGHTER}: {UNKNOWN_LIST}.", f"Thiếu {PROVINCIAL} (thành tích công trạng) ({UNKNOWN_LIST})"]),
        (
            {},
            awards(2018, 2020, kind=None),
            [
                f"{FIGHTER}: năm 2018, 2020 chưa rõ loại hình thành tích.",
                f"Thiếu {PROVINCIAL} (thành tích công trạng) (chưa rõ loại hình thành tích năm 2018, 2020)",
            ],
        ),
        (
            {"times": 2},
            awards(2020, kind=None) + awards(2019),
            [
                f"{FIGHTER}: năm 2019; năm 2020 chưa rõ loại hình thành tích.",
                f"Thiếu 2 lần {PROVINCIAL} (thành tích công trạng) (chưa rõ loại hình thành tích năm 2020)",
            ],
        ),
        (
            {},
            awards(2018, 2020, kind="sudden") + awards(2019, code=CERTIFICATE, kind="sudden"),
            [
                f"{FIGHTER}: không tính lần khen đột xuất, chuyên đề năm 2018, 2020.",
                f"Thiếu {PROVINCIAL} (thành tích công trạng)",
            ],
        ),
        (
            {"after": CERTIFICATE},
            awards(2018, 2021) + awards(2019, code=CERTIFICATE),
            [f"{FIGHTER}: năm 2021."],
        ),
        (
            {"after": CERTIFICATE},
            awards(2018, 2019) + awards(2019, code=CERTIFICATE),
            [f"{FIGHTER}: chưa có.", f"Thiếu {PROVINCIAL} sau khi được tặng {CERTIFICATES} (thành tích công trạng)"],
        ),
        (
            {"after": CERTIFICATE},
            awards(2021) + awards(2019, code=CERTIFICATE, kind=None),
            [
                f"{FIGHTER}: năm 2021 chưa rõ có được tính không.",
                f"Thiếu {PROVINCIAL} sau khi được tặng {CERTIFICATES} (thành tích công trạng) ({CERTIFICATES}: chưa rõ loại hình thành tích năm 2019)",
            ],
        ),
        (
            {"after": CERTIFICATE},
            awards(2020, 2022) + awards(2018, code=CERTIFICATE, kind=None),
            [
                f"{FIGHTER}: năm 2020, 2022 chưa rõ có được tính không.",
                f"Thiếu {PROVINCIAL} sau khi được tặng {CERTIFICATES} (thành tích công trạng) ({CERTIFICATES}: chưa rõ loại hình thành tích năm 2018)",
            ],
        ),
        (
            {"after": CERTIFICATE},
            None,
            [
                f"{FIGHTER}: danh sách khen thưởng chưa có thông tin.",
                f"Thiếu {PROVINCIAL} sau khi được tặng {CERTIFICATES} (thành tích công trạng) (danh sách khen thưởng chưa có thông tin)",
            ],
        ),
    ],
)
def test_an_award_is_said_with_its_years_and_why_some_do_not_count(
    condition: dict[str, Any], given: tuple[Award, ...] | None, wanted: list[str]
) -> None:
    assert said({"held": GRASSROOTS, **condition}, awards=given) == wanted


@pytest.mark.parametrize(
    ("condition", "given", "wanted"),
    [
        ({"ended_within": 0}, awards(2023, 2024), [f"{FIGHTER}: năm 2023–2024; cần 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị."]),
        ({"ended_within": 0}, awards(2022, 2024), [
            f"{FIGHTER}: năm 2022, 2024; cần 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị.",
            f"Thiếu 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị: chưa có năm 2023",
        ]),
        ({"ended_within": 1}, awards(2021, 2023), [
            f"{FIGHTER}: năm 2021, 2023; cần 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị hoặc năm liền trước.",
            f"Thiếu 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị hoặc năm liền trước",
        ]),
        ({"ended_within": 2, "apart": 3}, awards(2019, 2022), [
            f"{FIGHTER}: năm 2019, 2022; cần 2 lần liên tục đạt {PROVINCIAL} (hai lần liền nhau cách không quá 3 năm), lần cuối cách năm đề nghị không quá 2 năm.",
        ]),
        ({"ended_within": 0, "apart": 2}, awards(2021, 2024), [
            f"{FIGHTER}: năm 2021, 2024; cần 2 lần liên tục đạt {PROVINCIAL} (hai lần liền nhau cách không quá 2 năm), lần cuối trong năm đề nghị.",
            f"Thiếu 2 lần liên tục đạt {PROVINCIAL} (hai lần liền nhau cách không quá 2 năm), lần cuối trong năm đề nghị",
        ]),
        ({}, awards(2001, 2002), [f"{FIGHTER}: năm 2001–2002; cần 2 lần liên tục đạt {PROVINCIAL}."]),
        ({}, (), [f"{FIGHTER}: chưa có; cần 2 lần liên tục đạt {PROVINCIAL}.", f"Thiếu 2 lần liên tục đạt {PROVINCIAL}"]),
        ({}, None, [f"{FIGHTER}: {UNKNOWN_LIST}; cần 2 lần liên tục đạt {PROVINCIAL}.", f"Thiếu 2 lần liên tục đạt {PROVINCIAL} ({UNKNOWN_LIST})"]),
        ({}, awards(2001, 2002, kind=None), [
            f"{FIGHTER}: năm 2001–2002 chưa rõ loại hình thành tích; cần 2 lần liên tục đạt {PROVINCIAL}.",
            f"Thiếu 2 lần liên tục đạt {PROVINCIAL} (chưa rõ loại hình thành tích năm 2001–2002)",
        ]),
        ({"ended_within": 0, "older": "có tính chuỗi cũ không"}, awards(2001, 2002), [
            f"{FIGHTER}: năm 2001–2002; cần 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị.",
            "Thiếu có tính chuỗi cũ không",
        ]),
        ({"ended_within": 0, "older": "có tính chuỗi cũ không"}, awards(2001, 2003), [
            f"{FIGHTER}: năm 2001, 2003; cần 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị.",
            f"Thiếu 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị: chưa có năm 2023–2024",
        ]),
        ({"ended_within": 0, "older": "có tính chuỗi cũ không"}, None, [
            f"{FIGHTER}: {UNKNOWN_LIST}; cần 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị.",
            f"Thiếu 2 lần liên tục đạt {PROVINCIAL}, lần cuối trong năm đề nghị: chưa có năm 2023–2024 ({UNKNOWN_LIST})",
        ]),
    ],
)  # fmt: skip
def test_titles_in_a_row_are_said_with_the_years_that_lack(
    condition: dict[str, Any], given: tuple[Award, ...] | None, wanted: list[str]
) -> None:
    assert said({"titles": {"code": GRASSROOTS, "consecutive": 2, **condition}}, awards=given) == wanted


def test_an_award_counts_from_the_year_the_law_begins_to_count() -> None:
    def holds(condition: dict[str, Any], counts_from: int, *years: int) -> Truth:
        given = awards(*years) + awards(2018, code=CERTIFICATE)
        moment = Moment(
            history=History(awards=given), year=2024, on=date(2024, 12, 15), names=NAMES, counts_from=counts_from
        )
        answer: Truth = READER.validate_python(condition).holds(moment)
        return answer

    row = {"titles": {"code": GRASSROOTS, "consecutive": 2}}
    assert [holds(row, year, 2020, 2021) for year in (2020, 2021)] == [Truth.YES, Truth.NO]
    later = {"held": GRASSROOTS, "after": CERTIFICATE}
    assert [holds(later, year, 2020) for year in (2020, 2021)] == [Truth.YES, Truth.NO]


def test_a_title_written_down_twice_for_a_year_makes_no_row() -> None:
    row = {"titles": {"code": GRASSROOTS, "consecutive": 2}}
    assert verdict(row, awards=awards(2023, 2023)).truth is Truth.NO
    assert verdict(row, awards=awards(2023, 2023, 2024)).truth is Truth.YES


def test_a_condition_on_an_award_or_ground_or_day_the_law_does_not_name_is_refused() -> None:
    for condition, told in (
        ({"held": "zz"}, "'zz' chưa có ở mục titles"),
        ({"held": GRASSROOTS, "after": "zz"}, "'zz' chưa có ở mục titles"),
        ({"titles": {"code": "zz", "consecutive": 2}}, "'zz' chưa có ở mục titles"),
        ({"achievement": "zz", "level": "provincial"}, "căn cứ 'zz' chưa có ở mục grounds"),
        ({"existed": 30, "since": "zz"}, "dữ kiện 'zz' phải khai báo ở mục facts, loại date"),
        ({"existed": 30, "since": "exceeds_targets"}, "'exceeds_targets' phải khai báo ở mục facts, loại date"),
    ):
        with pytest.raises(UnknownFactError, match=told):
            READER.validate_python(condition).check(NAMES)


def test_matters_under_examination_are_told_apart_by_their_kinds() -> None:
    kinds = ("inspection", "complaint")
    open_ = tuple(Hold(kind=kind, start=date(2024, 3, day), until=None) for day, kind in enumerate(kinds, start=1))
    (note,) = verdict({"on_hold": True}, holds=open_).notes
    assert (note.fact, note.value) == ("holds", "inspection, complaint")
    assert note.sentence == (
        "Đang thanh tra, kiểm tra có dấu hiệu vi phạm từ ngày 01/03/2024; khiếu nại đang xác minh từ ngày 02/03/2024."
    )
    (clear,) = verdict({"on_hold": True}, holds=()).notes
    assert (clear.value, clear.truth) == (None, Truth.NO)
    (unknown,) = verdict({"on_hold": True}).notes
    assert (unknown.fact, unknown.value, unknown.truth) == ("holds", None, Truth.UNKNOWN)


def test_facts_of_a_year_that_is_hoped_for_are_taken_as_met_and_said_so() -> None:
    moment = Moment(history=History(), year=2025, on=date(2025, 12, 15), names=NAMES, best_from=2025)
    found = READER.validate_python(FACTS).judge(moment)
    assert found == Verdict(Truth.YES, (Note(None, None, Truth.YES, f"Giả định đạt: {ASKED}."),))


def test_a_fact_asked_for_twice_is_said_once() -> None:
    twice = {
        "facts": {
            "all": (
                {"fact": "advanced_worker_share", "at_least": "0.8"},
                {"fact": "advanced_worker_share", "at_most": "1"},
            )
        }
    }
    (note,) = verdict(twice, facts={"advanced_worker_share": Fraction(9, 10)}).notes
    assert (note.fact, note.value) == ("advanced_worker_share", "90%")


def test_a_decision_after_the_day_of_the_proposal_is_not_looked_at() -> None:
    def decided(day: date, **more: Any) -> Discipline:
        usual: dict[str, Any] = {"ended": None, "end_known": True, "form": "warning", "already_counted": False}
        return Discipline(decided=day, **usual | more)

    yearly = {"disciplined": "in_year"}
    last_day, day_after = decided(date(2024, 12, 15)), decided(date(2024, 12, 16))
    assert verdict(yearly, discipline=(last_day, day_after)) == Verdict(
        Truth.YES, (Note("discipline", "2024-12-15", Truth.YES, "Quyết định cảnh cáo ngày 15/12/2024."),)
    )
    (none,) = verdict(yearly, discipline=(day_after,)).notes
    assert (none.fact, none.value, none.truth) == ("discipline", None, Truth.NO)
    (unknown,) = verdict(yearly).notes
    assert (unknown.fact, unknown.value, unknown.truth) == ("discipline", None, Truth.UNKNOWN)
    # Those that bear on the answer are named; those that do not, only where nothing else does.
    earlier = decided(date(2020, 1, 5))
    assert [note.value for note in verdict(yearly, discipline=(earlier, last_day)).notes] == ["2024-12-15"]
    assert [note.value for note in verdict(yearly, discipline=(earlier,)).notes] == ["2020-01-05"]
    open_end = decided(date(2020, 1, 5), end_known=False)
    serving = verdict({"disciplined": "in_year_or_serving"}, discipline=(open_end,))
    assert (serving.truth, len(serving.missing)) == (Truth.UNKNOWN, 1)


def test_an_achievement_of_a_narrower_level_is_left_to_people_only_where_the_law_could_not_be_read() -> None:
    narrow = (Achievement(ground="movement", level="grassroots"), Achievement(ground="field", level="national"))
    condition = {"achievement": "movement", "level": "provincial"}
    ground = NAMES.grounds["movement"]
    said_plainly = [f"{ground[0].upper()}{ground[1:]}, cấp bộ, ban, ngành, tỉnh trở lên: cấp cơ sở."]
    assert said(condition, achievements=narrow) == [*said_plainly, f"Thiếu {ground}, cấp bộ, ban, ngành, tỉnh trở lên"]
    assert said(condition | {"lower": "mức thấp hơn có tính không"}, achievements=narrow) == [
        *said_plainly,
        "Thiếu mức thấp hơn có tính không",
    ]
    assert verdict(condition | {"lower": "x"}, achievements=narrow).truth is Truth.UNKNOWN
    wide = (*narrow, Achievement(ground="movement", level="national"))
    assert verdict(condition | {"lower": "x"}, achievements=wide).truth is Truth.YES
    assert said(condition | {"lower": "x"}, achievements=())[1:] == [
        f"Thiếu {ground}, cấp bộ, ban, ngành, tỉnh trở lên"
    ]


def test_time_away_that_nobody_measured_leaves_open_only_what_it_could_decide() -> None:
    months = {"absent": {"working_days": Fraction(40), "below": Fraction(60), "unclear": ("study",)}}

    def truth(*absences: Absence) -> Truth:
        return verdict(months, absences=absences).truth

    assert truth(away("sick", Fraction(40))) is Truth.YES
    assert truth(away("sick", Fraction(60))) is Truth.UNKNOWN
    assert truth(away("sick", Fraction(40)), away("sick", None)) is Truth.UNKNOWN
    assert truth(away("sick", Fraction(39)), away("sick", None)) is Truth.UNKNOWN
    assert truth(away("sick", Fraction(39)), away("study", Fraction(1))) is Truth.UNKNOWN
    assert truth(away("sick", Fraction(39)), away("study", Fraction("0.5"))) is Truth.NO
    assert truth(away("sick", Fraction(45)), away("study", Fraction(1))) is Truth.YES


def test_what_was_won_before_anybody_kept_ratings_may_still_stand_in_a_run() -> None:
    # Ratings are kept only from 2023; titles and initiatives of long before are on paper. All years between may have been as good.
    run: dict[str, Any] = {
        "years": 2,
        "at_least": "good",
        "counting": ({"award": GRASSROOTS, "times": 2}, {"initiative": "grassroots", "times": 1}),
    }
    good = {2023: "good", 2024: "good"}
    old = {"awards": awards(2005, 2006), "initiatives": made("grassroots", 2004)}
    assert verdict({"run": run}, ratings=good, **old).truth is Truth.UNKNOWN
    only_titles = run | {"counting": run["counting"][:1]}
    assert verdict({"run": only_titles}, ratings=good, awards=old["awards"], initiatives=()).truth is Truth.UNKNOWN
    only_made = run | {"counting": run["counting"][1:]}
    assert verdict({"run": only_made}, ratings=good, awards=(), initiatives=old["initiatives"]).truth is Truth.UNKNOWN
    # A year known to be worse between them and now ends the run.
    assert verdict({"run": run}, ratings=good | {2015: "completed"}, **old).truth is Truth.NO


def test_a_run_is_said_with_all_its_years_however_far_back_ratings_go() -> None:
    good = dict.fromkeys(range(1999, 2025), "good")
    (note,) = verdict({"run": {"years": 2, "at_least": "good"}}, ratings=good, awards=(), initiatives=()).notes
    assert note.value == "1999–2024"


def test_posts_are_added_up_whatever_the_order_in_which_they_were_written_down() -> None:
    first = held("provincial_secretary", date(2014, 1, 15), date(2018, 1, 15))
    second = held("front_chair", date(2018, 1, 15), date(2021, 1, 15))
    for posts in (first + second, second + first):
        secretary = verdict(SERVED, posts=posts, sex="male").notes[0]
        assert secretary.sentence == f"Cần {SECRETARY}: đã giữ 7 năm 0 tháng."


def test_nobody_is_asked_for_the_sex_of_a_person_where_it_decides_nothing() -> None:
    long = held("department_director", date(1990, 1, 15))
    assert [words for words in said(SERVED, posts=long) if "giới tính" in words] == []


def test_a_row_of_posts_without_an_upper_end_is_said_without_one() -> None:
    row = {"served": {"rows": ({"posts": ("department_director",), "at_least": 13},)}}
    assert said(row, posts=()) == [
        f"Cần giám đốc sở từ 13 năm: {NOTHING}.",
        f"Thiếu giám đốc sở từ 13 năm ({NOTHING})",
    ]
    any_time = {"served": {"rows": ({"posts": ("department_director",), "at_least": 0},)}}
    assert said(any_time, posts=())[0] == f"Cần giám đốc sở không kể thời gian: {NOTHING}."


def test_service_nobody_recorded_is_unknown_and_none_at_all_is_not_enough() -> None:
    (unknown,) = verdict(SERVED).notes
    assert (unknown.fact, unknown.value, unknown.truth) == ("posts", None, Truth.UNKNOWN)
    (none,) = verdict({"served": {}}, posts=()).notes
    assert (none.fact, none.value, none.truth) == ("posts", None, Truth.NO)


def test_a_part_of_a_standard_is_looked_at_as_closely_as_the_whole() -> None:
    bad: dict[str, Any] = {"held": "zz"}
    row: dict[str, Any] = {"served": {"rows": ({"posts": ("zz",), "at_least": 1},)}}
    outside: dict[str, Any] = {"served": {"outside": ("zz",)}}
    good = {"held": GRASSROOTS}
    for condition in ({"all": (good, bad)}, {"any": (good, bad)}, row, outside, {"any": ({"all": (outside,)},)}):
        with pytest.raises(UnknownFactError, match="'zz' chưa có ở mục"):
            READER.validate_python(condition).check(NAMES)


def test_an_initiative_whose_scope_nobody_recorded_reaches_nobody_knows_how_far() -> None:
    assert [
        Initiative(year=2024, scope=scope).reaches("provincial") for scope in (None, "grassroots", "provincial")
    ] == [
        Truth.UNKNOWN,
        Truth.NO,
        Truth.YES,
    ]


READINGS = replace(NAMES, policies={"order": ("any", "strict", "undecided"), "empty": ()})
BY_POLICY: dict[str, Any] = {
    "policy": "order",
    "readings": {"any": {"held": GRASSROOTS}, "strict": {"held": CERTIFICATE}},
}


def read(chosen: str, given: tuple[Award, ...]) -> Verdict:
    """Return what a condition with two readings answers about a history."""
    moment = Moment(
        history=History(awards=given), year=2024, on=date(2024, 12, 15), names=READINGS, policies={"order": chosen}
    )
    condition = READER.validate_python(BY_POLICY)
    found: Verdict = condition.judge(moment)
    assert condition.holds(moment) is found.truth
    return found


def test_two_readings_of_the_law_are_named_only_where_they_disagree() -> None:
    both = awards(2020) + awards(2021, code=CERTIFICATE)
    assert [note.sentence for note in read("undecided", both).notes] == [f"{FIGHTER}: năm 2020."]
    split = read("undecided", awards(2020))
    assert split == Verdict(
        Truth.UNKNOWN,
        (
            Note(
                "policies.order",
                "undecided",
                Truth.UNKNOWN,
                "Các cách hiểu của chính sách order cho kết quả khác nhau; cần chọn cách hiểu hoặc xin ý kiến.",
            ),
            Note(f"awards.{CERTIFICATE}", "0", Truth.NO, f"{CERTIFICATES}: chưa có."),
        ),
        ("chọn cách hiểu của chính sách order", f"{CERTIFICATES} (thành tích công trạng)"),
    )
    assert [read(chosen, awards(2020)).truth for chosen in ("any", "strict")] == [Truth.YES, Truth.NO]


def test_the_readings_of_a_condition_are_those_the_law_file_declares() -> None:
    def told(condition: dict[str, Any]) -> str:
        with pytest.raises(UnknownFactError) as refused:
            READER.validate_python(condition).check(READINGS)
        return str(refused.value)

    one_more = BY_POLICY | {"readings": {**BY_POLICY["readings"], "third": {"held": GRASSROOTS}}}
    assert told(one_more) == "readings của order phải đúng các cách hiểu đã khai ở mục policies: any hoặc strict"
    for policy in ("empty", "other"):
        assert told(BY_POLICY | {"policy": policy}) == (
            f"readings của {policy} phải đúng các cách hiểu đã khai ở mục policies: không có"
        )
    assert "'zz' chưa có ở mục titles" in told(
        BY_POLICY | {"readings": {"any": {"held": "zz"}, "strict": {"held": CERTIFICATE}}}
    )
    READER.validate_python(BY_POLICY).check(READINGS)


def test_a_part_nobody_could_read_is_said_in_its_own_words() -> None:
    found = verdict({"not_known": "tiêu chuẩn ở Điều 62"})
    assert found == Verdict(
        Truth.UNKNOWN, (Note(None, None, Truth.UNKNOWN, "Tiêu chuẩn ở Điều 62."),), ("tiêu chuẩn ở Điều 62",)
    )
