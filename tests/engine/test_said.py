"""Some rule-sets, of every kind, read word for word as they were read and approved.

Their files are locked, so their words change only with the program, or when another rule-set follows or corrects them: then
read the text again and write it anew with `congtam law show ID`.
"""

from pathlib import Path

import pytest

from congtam.engine.kinds import SHAPES
from congtam.engine.rulebook import RuleBook
from congtam.engine.words import in_words

BOOK = RuleBook()
APPROVED = sorted(Path(__file__).with_name("said").glob("*.txt"))


@pytest.mark.parametrize("path", APPROVED, ids=lambda path: path.stem)
def test_a_rule_set_reads_as_it_was_read_and_approved(path: Path) -> None:
    # Whoever decided by a printed rule-set must find the same words when it is shown again.
    rules = BOOK.load(path.stem.replace(".", "/"))
    assert in_words(rules, BOOK) == path.read_text("utf-8")


def test_every_kind_of_rule_set_was_read() -> None:
    assert {path.stem.split(".")[0] for path in APPROVED} == set(SHAPES)


def test_a_line_is_broken_between_words_and_its_heading_underlined_to_its_length() -> None:
    (first, second, *_) = APPROVED[0].read_text("utf-8").splitlines()
    assert second == "=" * len(first)
