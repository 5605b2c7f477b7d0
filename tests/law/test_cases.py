"""Every golden case beside a rule-set gives the answer it must, and every rule has a case."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from congtam.engine.rulebook import LAW_FOLDER, NoRuleSetError, RuleBook
from congtam.site.command import upkeep
from congtam.site.command.law import ANSWERS

TESTS = Path(__file__).parents[1]
BOOK = RuleBook()
RULE_SETS = sorted(rules.id for rules in BOOK.every())
CASES = {
    f"{rule_set_id}:{line}": case for rule_set_id in RULE_SETS for line, case in upkeep.read_cases(BOOK, rule_set_id)
}

# The vectors of the law notes that have a definite answer; each is a golden case, or a test that names it.
VECTORS = (
    [f"TV-P{number}" for number in range(1, 22)]
    + ["TV-L1", "TV-L2"]
    + [f"TV-D{number}" for number in range(1, 21)]
    + [f"D-{number:02d}" for number in range(1, 27)]
    + [f"V{number:02d}" for number in (*range(1, 23), 25, 26, 27) if number != 6]
)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_golden_case_is_answered_as_its_reason_says(case: upkeep.GoldenCase) -> None:
    difference = upkeep.run_case(case, BOOK, ANSWERS).difference
    assert difference is None, f"{case.because}: {difference}"


@pytest.mark.parametrize("rule_set_id", RULE_SETS)
def test_every_provision_has_a_case_that_shows_it(rule_set_id: str) -> None:
    assert upkeep.case_problems(BOOK, rule_set_id, ANSWERS) == []


def test_every_vector_with_a_definite_answer_is_a_case_or_a_named_test() -> None:
    named = " ".join(
        path.read_text("utf-8") for path in (*TESTS.rglob("test_[!c]*.py"), *LAW_FOLDER.glob("criteria_sets/*.yaml"))
    )
    shown = set(re.findall(r"\b(?:TV-[PLD]\d+|D-\d\d|V\d\d)\b", named)) | {
        vector for case in CASES.values() for vector in case.vectors
    }
    assert [vector for vector in VECTORS if vector not in shown] == []


@pytest.mark.parametrize(("kind", "subject"), sorted(BOOK.index))
def test_each_day_has_exactly_one_rule_set(kind: str, subject: str) -> None:
    chain = BOOK.chain(kind, subject)
    day, last = chain[0][0].start, date(2028, 1, 1)
    while day < last:
        governing = [entry.id for span, entry in chain if day in span]
        declared = [
            hole
            for _, entry in chain
            if (hole := BOOK.load(entry.id).declared_hole) and hole.from_ <= day < BOOK.load(entry.id).applies_from
        ]
        ended = chain[-1][0].until is not None and day >= chain[-1][0].until
        if governing:
            assert len(governing) == 1, f"{day}: {governing}"
            assert BOOK.governing(kind, subject, day).id == governing[0]
        else:
            assert declared or ended, f"{day}: no rule-set and no declared hole"
            with pytest.raises(NoRuleSetError):
                BOOK.governing(kind, subject, day)
        day += timedelta(days=1)


def test_no_released_rule_set_was_edited() -> None:
    assert list(upkeep.lock_problems(BOOK)) == []
    assert list(upkeep.time_problems(BOOK)) == []
