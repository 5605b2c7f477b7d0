"""What an act changed is told in words, whatever the act recorded."""

from congtam.audit.models import Act
from congtam.site.acts import changes


def test_the_marks_of_a_sheet_are_told_criterion_by_criterion() -> None:
    act = Act(subject_kind="scoring.scoresheet", before={"general": {}}, after={"general": {"I.1": "4.5", "I.2": None}})
    [(_, old, new)] = changes(act)
    assert (old, new) == ("", "I.1: 4,5")


def test_a_list_of_anything_is_told_in_one_line() -> None:
    act = Act(subject_kind="nowhere.nothing", before={}, after={"rows": [{"line": 1}, 2, ""]})
    [(_, old, new)] = changes(act)
    assert (old, new) == ("", "{'line': 1}, 2")


def test_days_numbers_marks_and_people_are_told_as_people_write_them() -> None:
    said = {"due_date": "2026-12-02", "factor": "19.000000", "holder": 20}
    act = Act(subject_kind="tasks.task", before=None, after=said)
    assert [new for _, _, new in changes(act, {20: "Đỗ Thị Ước"})] == ["02/12/2026", "19", "Đỗ Thị Ước"]
    act = Act(subject_kind="scoring.scoresheet", before=None, after={"total_hundredths": 8231, "e": "full"})
    assert list(changes(act)) == [
        ("tổng điểm", "", "82,31"),
        ("e, năng lực tập hợp, đoàn kết", "", "100%"),
    ]


def test_the_number_of_a_document_is_left_as_it_is() -> None:
    act = Act(subject_kind="planning.catalogue", before={}, after={"document": "312/QĐ-SKHCN", "rule": "2026"})
    assert [new for _, _, new in changes(act)] == ["312/QĐ-SKHCN", "2026"]
