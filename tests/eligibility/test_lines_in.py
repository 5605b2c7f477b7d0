"""What a line may say, and how it is refused: the field, and what is allowed."""

from typing import Any

import pytest

from congtam.engine.facts import InputError
from congtam.site.command.eligible import answer
from tests.eligibility.lines import ADVANCED_WORKER, BOOK, GRASSROOTS, NEW, awarded, line, outcome, rated

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"subject": "household"}, "subject", "collective hoặc person"),
    ({"on": "2024-13-01"}, "on", "ngày có thật"),
    ({"on": None}, "on", "ngày có thật"),
    ({"on": "9999-12-31"}, "on", "năm 1945 đến 2100"),
    ({"on": "0001-01-01"}, "on", "năm 1945 đến 2100"),
    ({"received_on": "2101-01-01"}, "received_on", "năm 1945 đến 2100"),
    ({"received_on": "hôm qua"}, "received_on", "ngày có thật"),
    ({"year": 2025}, "year", "không được sau năm"),
    ({"laws": []}, "laws", "ít nhất một luật"),
    ({"laws": ["l-01-1999"]}, "laws[0]", "l-06-2022"),
    ({"laws": ..., "on": "1999-01-01"}, "on", "chưa có luật nào"),
    ({"laws": ..., "received_on": "1999-01-01"}, "received_on", "chưa có luật nào"),
    ({"colour": "red"}, "colour", "được dùng"),
    ({"ratings": []}, "ratings", "đối tượng JSON"),
    ({"ratings": {"24": "good"}}, "ratings.24", "năm từ 1945 đến 2024"),
    ({"ratings": {"2025": "good"}}, "ratings.2025", "năm từ 1945 đến 2024"),
    ({"ratings": {"2024": "great"}}, "ratings.2024", "not_completed"),
    ({"ratings": {"2024": ["good"]}}, "ratings.2024", "not_completed"),
    ({"ratings": {"٢٠٢٤": "good"}}, "ratings.٢٠٢٤", "năm từ 1945 đến 2024"),
    ({"awards": {}}, "awards", "danh sách"),
    ({"awards": ["x"]}, "awards[0]", "đối tượng JSON"),
    ({"awards": [None]}, "awards[0]", "đối tượng JSON"),
    ({"awards": [{"code": {}, "year": 2020}]}, "awards[0].code", "other_award"),
    ({"awards": [{"code": GRASSROOTS, "year": True}]}, "awards[0].year", "phải là số"),
    ({"awards": [{"code": "medal_of_honour", "year": 2020}]}, "awards[0].code", "other_award"),
    ({"awards": [{"code": GRASSROOTS}]}, "awards[0].year", "thiếu"),
    ({"awards": [{"code": GRASSROOTS, "year": 2025}]}, "awards[0].year", "không được quá 2024"),
    ({"awards": [{"code": GRASSROOTS, "year": 2020.5}]}, "awards[0].year", "dấu nháy"),
    ({"awards": [{"code": GRASSROOTS, "year": 2020, "kind": "nice"}]}, "awards[0].kind", "thematic"),
    ({"awards": [{"code": GRASSROOTS, "year": 2020, "colour": "red"}]}, "awards[0].colour", "không có dữ kiện này"),
    ({"initiatives": [{"year": 2024, "scope": "galaxy"}]}, "initiatives[0].scope", "grassroots"),
    ({"discipline": [{"form": "warning"}]}, "discipline[0].decided", "thiếu"),
    ({"discipline": [{"decided": "2024-03-01", "ended": "2024-02-01"}]}, "discipline[0].ended", "trước ngày bắt đầu"),
    ({"holds": [{"kind": "audit"}]}, "holds[0].from", "thiếu"),
    (
        {"holds": [{"kind": "audit", "from": "2024-03-01", "until": "2024-02-01"}]},
        "holds[0].until",
        "trước ngày bắt đầu",
    ),
    ({"absences": [{"year": 2024, "kind": "sick", "working_days": "-1"}]}, "absences[0].working_days", "từ 0"),
    ({"posts": [{"post": "wizard", "from": "2000-01-01"}]}, "posts[0].post", "vice_minister"),
    ({"achievements": [{"ground": "movement"}]}, "achievements[0].level", "thiếu"),
    ({"sex": "unknown"}, "sex", "female hoặc male"),
    ({"facts": {"colour": True}}, "facts.colour", "không có dữ kiện này"),
    ({"facts": {"advanced_worker_share": "1.5"}}, "facts.advanced_worker_share", "không được quá 1"),
    ({"policies": {"colour": "red"}}, "policies.colour", "pm_certificate_order"),
    ({"policies": {"pm_certificate_order": "red"}}, "policies.pm_certificate_order", "any_order"),
    ({"overlays": ["tt-99-2099"]}, "overlays[0]", "tt-02-2024-vkstc"),
    ({"overlays": ["tt-02-2024-vkstc"], "on": "2024-09-30"}, "overlays[0]", "30/09/2024"),
    ({"adopts": ["nd-99-2099"]}, "adopts[0]", "không có"),
]


@pytest.mark.parametrize(
    ("given", "field", "words"), REFUSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_line_that_cannot_be_trusted_is_refused_by_field(given: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(InputError) as refusal:
        answer(line(**given), BOOK)
    assert refusal.value.field == field
    assert words in refusal.value.message


def test_the_proposal_year_is_the_year_of_the_day_once_it_is_rated() -> None:
    assert answer(line(on="2024-12-15", ratings=rated("good", 2023, 2024)), BOOK)["year"] == 2024
    assert answer(line(on="2024-12-15", ratings=rated("good", 2023)), BOOK)["year"] == 2023
    assert answer(line(on="2024-12-15", ratings=rated("good", 2023, 2024), year=2022), BOOK)["year"] == 2022


def test_numbers_may_be_written_as_text_and_a_rating_of_null_is_not_known() -> None:
    given = line(ratings={"2024": None, "2023": "good"}, awards=[{"code": GRASSROOTS, "year": "2020", "kind": "merit"}])
    assert answer(given, BOOK)["year"] == 2023


def test_one_disciplinary_record_serves_the_yearly_rating_too() -> None:
    record = {
        "decided": "2020-05-02",
        "ended": "2021-05-02",
        "act": "A1",
        "duty_related": True,
        "already_counted": False,
    }
    assert outcome(line(ratings=rated("good", 2024), discipline=[record]), ADVANCED_WORKER) == "eligible"


def test_every_answer_says_rule_fact_truth_sentence_and_citation() -> None:
    laws: Any = answer(line(ratings=rated("good", 2024), awards=awarded(GRASSROOTS, 2024)), BOOK)["laws"]
    for title in laws[NEW]:
        assert title["findings"], title["code"]
        for finding in title["findings"]:
            assert finding["rule"]
            assert finding["sentence"].endswith(".")
            assert finding["citation"]
            assert finding["truth"] in ("yes", "no", "unknown")
