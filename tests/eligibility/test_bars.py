"""Bars of several parts: no law in the book has one yet, a body's own might."""

from collections.abc import Mapping
from typing import Any

import pytest

from congtam.engine import strict_yaml
from congtam.engine.eligibility.forecast import earliest_years
from congtam.engine.eligibility.judging import Judge, Judgement
from congtam.engine.eligibility.moments import Moment
from congtam.engine.eligibility.titles import EmulationRules, Title
from congtam.engine.rulesets import read_policies
from congtam.site.command.history import read_history
from congtam.values.known import of_kind
from congtam.values.periods import day
from tests.eligibility.lines import ADVANCED_WORKER, BOOK, NEW, Line, line, rated

RULE_SET = "emulation/l-06-2022/2025-07-01"
LAW = BOOK.folder.joinpath(f"{RULE_SET}.yaml").read_text("utf-8")
AWAY, HOLD = "absent: {months: 3, unclear: [study]}", "on_hold: true"
HELD_BACK = (
    "Chưa đề nghị khen thưởng khi đang xem xét kỷ luật, đang điều tra, thanh tra, kiểm toán có dấu hiệu vi phạm "
    "hoặc đang xác minh khiếu nại, tố cáo, báo chí nêu"
)
AWAY_WORDS = "nghỉ từ 3 tháng trong năm, không kể trường hợp nào"
HOLD_WORDS = "đang bị xem xét kỷ luật, điều tra, thanh tra, kiểm toán, xác minh khiếu nại, tố cáo"
OPEN = [{"kind": "inspection", "from": "2025-11-01"}]


def judged(bar: str, **given: Any) -> Judgement:
    """Return what is answered about the title of advanced worker where `bar` stands in the place of an open hold."""
    judge, moment = placed(bar, **given)
    return judge.judge(advanced_worker(judge), moment)


def advanced_worker(judge: Judge) -> Title:
    """Return the title every case asks about."""
    return next(title for title in judge.rules.of_subject("person") if title.code == ADVANCED_WORKER)


def placed(bar: str, **given: Any) -> tuple[Judge, Moment]:
    """Return the judge under a law in which `bar` stands in the place of an open hold, and the moment of a good year."""
    text = LAW.replace("when: {on_hold: true}", bar, 1)
    rules = of_kind(BOOK.from_document(strict_yaml.read(text, "thử.yaml"), RULE_SET), EmulationRules)
    told: Line = line(**{"on": "2025-12-15", "laws": [NEW], "ratings": rated("good", 2025), "absences": []} | given)
    on = day("2025-12-15")
    history = read_history(told, rules.names, 2025)
    moment = Moment(history=history, year=2025, on=on, names=rules.names, policies=read_policies(rules, {}))
    return Judge(rules=rules), moment


def away(kind: str = "unpaid") -> list[Mapping[str, object]]:
    """Return an absence of four months."""
    return [{"year": 2025, "kind": kind, "months": "4"}]


BOTH, ONE = f"when: {{all: [{{{AWAY}}}, {{{HOLD}}}]}}", f"when: {{any: [{{{AWAY}}}, {{{HOLD}}}]}}"
PEOPLE = f"effect: needs_review\n    {BOTH}"


@pytest.mark.parametrize(
    ("bar", "given", "outcome", "missing"),
    [
        (BOTH, {"absences": away(), "holds": OPEN}, "not_eligible", [HELD_BACK]),
        (BOTH, {"absences": away(), "holds": []}, "eligible", []),
        (BOTH, {"absences": away(), "holds": None}, "needs_review", [f"{HELD_BACK} ({HOLD_WORDS})"]),
        (BOTH, {"holds": None}, "eligible", []),
        (
            BOTH,
            {"absences": away("study"), "holds": None},
            "needs_review",
            [f"{HELD_BACK} ({AWAY_WORDS}; {HOLD_WORDS})"],
        ),
        (PEOPLE, {"absences": away(), "holds": OPEN}, "needs_review", [HELD_BACK]),
        (PEOPLE, {"holds": None}, "eligible", []),
        (ONE, {"holds": None}, "needs_review", [f"{HELD_BACK} ({HOLD_WORDS})"]),
        (ONE, {"absences": away(), "holds": None}, "not_eligible", [HELD_BACK]),
    ],
)
def test_a_bar_of_several_parts_keeps_back_only_as_far_as_its_parts_are_known(
    bar: str, given: dict[str, Any], outcome: str, missing: list[str]
) -> None:
    found = judged(bar, **given)
    assert (found.outcome, list(found.missing)) == (outcome, missing)


def test_a_bar_that_does_not_stand_still_says_which_of_its_parts_nobody_recorded() -> None:
    found = [finding for finding in judged(BOTH, holds=None).findings if finding.rule == "open_hold"]
    assert [(finding.fact, finding.truth.code) for finding in found] == [("absences", "no"), ("holds", "unknown")]
    assert [finding for finding in judged(BOTH, holds=[]).findings if finding.rule == "open_hold"] == []


@pytest.mark.parametrize(("holds", "year"), [([], 2026), (None, None)])
def test_a_bar_left_open_holds_no_forecast_back_where_nothing_is_being_examined(
    holds: list[Line] | None, year: int | None
) -> None:
    judge, moment = placed(ONE, absences=away("study"), holds=holds)
    title = advanced_worker(judge)
    judgement = judge.judge(title, moment)
    assert judgement.outcome == "needs_review"
    assert earliest_years(judge, {title.code: judgement}, moment) == {title.code: year}
