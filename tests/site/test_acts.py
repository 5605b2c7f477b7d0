"""What an act changed is told in words, whatever the act recorded."""

from congtam.audit.models import Act
from congtam.site.acts import changes


def test_the_marks_of_a_sheet_are_told_criterion_by_criterion() -> None:
    act = Act(subject_kind="scoring.scoresheet", before={"general": {}}, after={"general": {"I.1": "4.5", "I.2": None}})
    [(_, old, new)] = changes(act)
    assert (old, new) == ("", "I.1: 4.5")


def test_a_list_of_anything_is_told_in_one_line() -> None:
    act = Act(subject_kind="nowhere.nothing", before={}, after={"rows": [{"line": 1}, 2, ""]})
    [(_, old, new)] = changes(act)
    assert (old, new) == ("", "{'line': 1}, 2")
