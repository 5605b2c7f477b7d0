"""What keeps a subject back: holds, discipline, time away, and a branch's own exclusions."""

from types import EllipsisType

import pytest

from tests.eligibility.lines import (
    ADVANCED_WORKER,
    CERTIFICATE,
    GRASSROOTS,
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

# Under Decree 152 (from 2025-07-01): everything the Prime Minister's certificate asks, the certificate long held.
READY = line(
    on="2025-12-15",
    ratings=rated("good", *range(2017, 2026)),
    awards=awarded(CERTIFICATE, 2015) + awarded(GRASSROOTS, 2022, 2023, 2024),
)


def disciplined(decided: str, ended: str | EllipsisType | None = ..., **more: object) -> dict[str, object]:
    """Return the line of one who was disciplined."""
    record: dict[str, object] = {"decided": decided, "ended": ended, "form": "warning"} | more
    return READY | {"discipline": [{name: value for name, value in record.items() if value is not ...}]}


def test_an_open_examination_stops_every_proposal_and_nobody_knows_until_when() -> None:
    held = READY | {"holds": [{"kind": "complaint", "from": "2025-11-01", "until": None}]}
    answers = titles(held)
    assert answers[PM_CERTIFICATE]["outcome"] == "not_eligible"
    assert "khiếu nại" in answers[PM_CERTIFICATE]["missing"][0]
    assert {answer["earliest"] for answer in answers.values()} == {None}
    assert "eligible" not in {answer["outcome"] for answer in answers.values()}


def test_whoever_falls_short_is_told_of_what_is_not_known_as_well() -> None:
    standard, bar = titles(READY | {"ratings": rated("completed", 2025), "holds": None})[ADVANCED_WORKER]["missing"]
    assert standard == "xếp loại năm 2025: hoàn thành tốt nhiệm vụ trở lên"
    assert bar.startswith("Chưa đề nghị khen thưởng khi đang xem xét kỷ luật")


@pytest.mark.parametrize("until", ["2025-12-15", "2025-12-01"])
def test_an_examination_that_ended_by_the_day_stops_nothing(until: str) -> None:
    assert (
        outcome(READY | {"holds": [{"kind": "audit", "from": "2025-11-01", "until": until}]}, PM_CERTIFICATE)
        == "eligible"
    )


def test_an_examination_that_starts_later_stops_nothing_yet() -> None:
    assert outcome(READY | {"holds": [{"kind": "audit", "from": "2025-12-16"}]}, PM_CERTIFICATE) == "eligible"


def test_a_discipline_that_ended_long_ago_changes_nothing() -> None:
    assert outcome(disciplined("2016-03-01", "2017-03-01"), PM_CERTIFICATE) == "eligible"


def said_of_the_restart(given: dict[str, object]) -> tuple[str, str, str]:
    """Return what the answer says about the years that count after a discipline: the fact, its truth, how the sentence ends."""
    (finding,) = (
        finding
        for finding in titles(given)[PM_CERTIFICATE]["findings"]
        if finding["rule"] == "achievements_after_discipline"
    )
    return finding["fact"], finding["truth"], finding["sentence"].rpartition(": ")[2]


def test_after_a_discipline_the_chain_starts_again() -> None:
    given = disciplined("2021-03-01", "2022-03-01")
    assert outcome(given, PM_CERTIFICATE) == "not_eligible"
    assert earliest(given, PM_CERTIFICATE) == 2027
    assert said_of_the_restart(given) == ("discipline", "yes", "tính từ năm 2023.")
    assert said_of_the_restart(disciplined("2025-03-01", None))[2] == "chưa có năm nào được tính."
    assert said_of_the_restart(disciplined("2021-03-01"))[:2] == ("discipline", "unknown")


@pytest.mark.parametrize(
    ("reading", "wanted"), [("counted", "eligible"), ("not_counted", "not_eligible"), ("undecided", "needs_review")]
)
def test_whether_the_year_in_which_it_ended_counts_is_a_reading(reading: str, wanted: str) -> None:
    given = disciplined("2020-03-01", "2021-03-01") | {"policies": {"year_discipline_ends": reading}}
    assert outcome(given, PM_CERTIFICATE) == wanted


def test_while_a_discipline_lasts_no_year_counts_and_the_future_is_not_known() -> None:
    given = disciplined("2025-03-01", None)
    assert outcome(given, PM_CERTIFICATE) == "not_eligible"
    assert earliest(given, PM_CERTIFICATE) is None


@pytest.mark.parametrize(
    ("kind", "reading", "wanted"),
    [
        ("merit", "counted", "eligible"),
        (None, "counted", "needs_review"),
        (None, "not_counted", "not_eligible"),
    ],
)
def test_a_title_of_the_year_in_which_it_ended_is_looked_at_where_that_year_counts(
    kind: str | None, reading: str, wanted: str
) -> None:
    given = disciplined("2022-03-01", "2023-03-01") | {
        "awards": awarded(GRASSROOTS, 2023, kind=kind) + awarded(GRASSROOTS, 2024, 2025),
        "initiatives": initiatives("provincial", 2025),
        "policies": {"year_discipline_ends": reading},
    }
    assert outcome(given, PROVINCIAL) == wanted


def test_an_end_that_nobody_recorded_leaves_the_answer_open() -> None:
    assert outcome(disciplined("2021-03-01"), PM_CERTIFICATE) == "needs_review"


def test_a_decision_taken_after_the_day_of_the_proposal_is_not_known_yet() -> None:
    assert outcome(disciplined("2025-12-16", None), PM_CERTIFICATE) == "eligible"


def test_under_decree_98_the_restart_is_not_confirmed_and_left_to_people() -> None:
    given = disciplined("2020-03-01", "2021-06-01") | {"on": "2024-12-15", "ratings": rated("good", *range(2017, 2025))}
    assert outcome(given, PM_CERTIFICATE) == "needs_review"


@pytest.mark.parametrize(
    ("decided", "ended", "counted", "wanted"),
    [
        ("2025-02-01", "2025-05-01", False, "needs_review"),
        ("2025-02-01", "2025-05-01", True, "eligible"),
        ("2024-12-01", "2026-12-01", False, "needs_review"),
        ("2024-12-01", "2026-12-01", True, "eligible"),
        ("2024-02-01", "2025-02-01", False, "eligible"),
        ("2024-02-01", "2025-12-15", False, "eligible"),
        ("2024-02-01", "2025-12-16", False, "needs_review"),
    ],
)
def test_a_discipline_of_the_year_leaves_the_yearly_title_to_people_unless_its_act_was_counted(
    *, decided: str, ended: str, counted: bool, wanted: str
) -> None:
    assert outcome(disciplined(decided, ended, already_counted=counted), ADVANCED_WORKER) == wanted


def test_a_discipline_is_named_by_the_day_it_was_decided() -> None:
    given = disciplined("2025-02-01", "2025-05-01")
    findings = titles(given)[ADVANCED_WORKER]["findings"]
    assert [(finding["value"], finding["truth"]) for finding in findings if finding["fact"] == "discipline"] == [
        ("2025-02-01", "yes")
    ]


def absent(kind: str, days: str | None) -> dict[str, object]:
    """Return the line of one who was away in 2021."""
    return line(
        laws=[OLD],
        on="2021-12-15",
        ratings=rated("good", 2021),
        absences=[{"year": 2021, "kind": kind, "working_days": days}],
    )


@pytest.mark.parametrize(
    ("kind", "days", "wanted"),
    [
        ("sick", "39", "eligible"),
        ("sick", "39.5", "eligible"),
        ("sick", "40", "not_eligible"),
        ("maternity", "130", "eligible"),
        # Only the circular of 2024 was read to count it; before, nobody could read whether it counts as time away.
        ("rescue_treatment", "39", "eligible"),
        ("rescue_treatment", "60", "needs_review"),
        ("rescue_treatment", None, "needs_review"),
        ("sick", None, "needs_review"),
    ],
)
def test_forty_working_days_away_bar_the_yearly_title_except_maternity(
    kind: str, days: str | None, wanted: str
) -> None:
    assert outcome(absent(kind, days), ADVANCED_WORKER) == wanted


def test_a_title_kept_back_this_year_is_open_in_the_next() -> None:
    assert earliest(absent("sick", "39"), ADVANCED_WORKER) == 2021
    assert earliest(absent("sick", "40"), ADVANCED_WORKER) == 2022


def test_absences_of_the_year_add_up_and_those_of_other_years_do_not() -> None:
    sick = {"year": 2021, "kind": "sick", "working_days": "25"}
    unpaid = {"year": 2021, "kind": "unpaid", "working_days": "15"}
    earlier = {"year": 2020, "kind": "sick", "working_days": "90"}
    assert outcome(absent("sick", None) | {"absences": [sick, unpaid]}, ADVANCED_WORKER) == "not_eligible"
    assert outcome(absent("sick", None) | {"absences": [sick, earlier]}, ADVANCED_WORKER) == "eligible"


def test_time_away_is_said_as_the_days_that_count() -> None:
    sick = {"year": 2021, "kind": "sick", "working_days": "41.5"}
    maternity = {"year": 2021, "kind": "maternity", "working_days": "100"}
    answer = titles(absent("sick", None) | {"absences": [sick, maternity]})[ADVANCED_WORKER]
    (finding,) = [finding for finding in answer["findings"] if finding["fact"] == "absences"]
    assert (finding["value"], finding["truth"]) == ("41,5", "yes")
    assert "41,5 ngày làm việc" in finding["sentence"]


def test_absences_nobody_listed_are_taken_as_none_and_the_answer_says_so() -> None:
    given = absent("sick", "0") | {"absences": None}
    answer = titles(given)[ADVANCED_WORKER]
    assert answer["outcome"] == "eligible"
    (finding,) = [finding for finding in answer["findings"] if finding["rule"] == "long_absence"]
    assert (finding["fact"], finding["value"], finding["truth"]) == ("absences", None, "unknown")
    assert "coi như không nghỉ" in finding["sentence"]


PROCURACY = line(
    on="2025-12-15", ratings=rated("good", 2025), overlays=["tt-02-2024-vkstc"], facts={"months_since_recruited": "6"}
)


@pytest.mark.parametrize(("months", "wanted"), [("5.9", "not_eligible"), ("6", "eligible"), (None, "needs_review")])
def test_the_procuracy_leaves_out_those_recruited_less_than_six_months(months: str | None, wanted: str) -> None:
    assert outcome(PROCURACY | {"facts": {"months_since_recruited": months}}, ADVANCED_WORKER) == wanted


@pytest.mark.parametrize(("months", "wanted"), [("2.9", "eligible"), ("3", "not_eligible"), ("6", "needs_review")])
def test_the_procuracy_bars_three_to_six_months_away_and_is_silent_beyond(months: str, wanted: str) -> None:
    away = [{"year": 2025, "kind": "unpaid", "months": months}]
    assert outcome(PROCURACY | {"absences": away}, ADVANCED_WORKER) == wanted


@pytest.mark.parametrize(("decided", "named"), [("2025-01-05", True), ("2024-12-20", False)])
def test_the_procuracy_looks_at_the_discipline_of_the_year_only(*, decided: str, named: bool) -> None:
    given = PROCURACY | {"discipline": [{"decided": decided, "ended": None, "form": "warning"}]}
    rules = {finding["rule"] for finding in titles(given)[ADVANCED_WORKER]["findings"]}
    assert ("disciplined_from_reprimand" in rules) == named


def test_an_overlay_bars_only_under_the_laws_it_stands_above() -> None:
    given = PROCURACY | {"laws": [OLD], "facts": {"months_since_recruited": "1"}}
    assert outcome(given, ADVANCED_WORKER) == "eligible"


def test_a_decision_of_the_very_day_bears_on_the_proposal_and_one_of_the_day_after_does_not_yet() -> None:
    chain = line(ratings=rated("excellent", 2023, 2024), awards=awarded(GRASSROOTS, 2023, 2024))
    today, tomorrow, long_ago = (
        {"form": "warning", "decided": decided, "ended": None, "already_counted": True}
        for decided in ("2024-12-15", "2024-12-16", "2021-03-01")
    )
    outcomes = [
        outcome(chain | {"discipline": decisions}, CERTIFICATE)
        for decisions in ([today], [tomorrow], [tomorrow, long_ago], [long_ago, tomorrow])
    ]
    assert outcomes == ["needs_review", "eligible", "needs_review", "needs_review"]


def test_a_bar_that_nobody_could_look_into_says_what_is_not_known_and_one_that_stands_only_what_it_forbids() -> None:
    chain = line(ratings=rated("excellent", 2023, 2024), awards=awarded(GRASSROOTS, 2023, 2024))
    forbids = (
        "Chưa đề nghị khen thưởng khi đang xem xét kỷ luật, đang điều tra, thanh tra, kiểm toán có dấu hiệu vi phạm "
        "hoặc đang xác minh khiếu nại, tố cáo, báo chí nêu"
    )
    asked = " (đang bị xem xét kỷ luật, điều tra, thanh tra, kiểm toán, xác minh khiếu nại, tố cáo)"
    assert titles(chain | {"holds": None})[CERTIFICATE]["missing"] == [forbids + asked]
    held = [{"kind": "complaint", "from": "2024-11-01", "until": None}]
    assert titles(chain | {"holds": held})[CERTIFICATE]["missing"] == [forbids]
