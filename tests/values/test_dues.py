"""What the words of a deadline say, what they leave open, and that nothing is guessed."""

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congtam.values.dues import TET, DueKind, Rhythm, read_due
from tests.real_data import real

PLAN_YEAR = 2026


@pytest.mark.parametrize(
    ("words", "kind", "start", "last"),
    [
        ("trước ngày 30/11/2025", DueKind.DAY, None, date(2025, 11, 30)),
        ("Trước 17 giờ ngày 27/11/2025", DueKind.DAY, None, date(2025, 11, 27)),
        ("chậm nhất ngày 10 tháng 12 năm 2025", DueKind.DAY, None, date(2025, 12, 10)),
        ("01-03-2026", DueKind.DAY, None, date(2026, 3, 1)),
        ("trước 25/11", DueKind.DAY, None, date(2026, 11, 25)),
        ("Trước 30 tháng 4", DueKind.DAY, None, date(2026, 4, 30)),
        ("Từ 15/3 đến 20/4/2026", DueKind.DAY, date(2026, 3, 15), date(2026, 4, 20)),
        ("15-20/3/2026", DueKind.DAY, date(2026, 3, 15), date(2026, 3, 20)),
        ("tháng 9", DueKind.MONTH, date(2026, 9, 1), date(2026, 9, 30)),
        ("T9/2027", DueKind.MONTH, date(2027, 9, 1), date(2027, 9, 30)),
        ("tháng 10-11/2026", DueKind.MONTH, date(2026, 10, 1), date(2026, 11, 30)),
        ("Tháng 10 – 12/2026", DueKind.MONTH, date(2026, 10, 1), date(2026, 12, 31)),
        ("Từ tháng 3 đến tháng 5/2026", DueKind.MONTH, date(2026, 3, 1), date(2026, 5, 31)),
        ("Tháng 11/2026 - 02/2027", DueKind.MONTH, date(2026, 11, 1), date(2027, 2, 28)),
        ("tháng 12 - 01/2027", DueKind.MONTH, date(2026, 12, 1), date(2027, 1, 31)),
        ("Quý III/2026", DueKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        ("Quí IV-2025", DueKind.QUARTER, date(2025, 10, 1), date(2025, 12, 31)),
        ("trong Quý I năm 2026", DueKind.QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        ("Q3/2026", DueKind.QUARTER, date(2026, 7, 1), date(2026, 9, 30)),
        ("quý I, II/2026", DueKind.QUARTER, date(2026, 1, 1), date(2026, 6, 30)),
        ("quý IV - quý I/2027", DueKind.QUARTER, date(2026, 10, 1), date(2027, 3, 31)),
        ("6 tháng cuối năm", DueKind.HALF_YEAR, date(2026, 7, 1), date(2026, 12, 31)),
        ("trong năm 2025", DueKind.YEAR, date(2025, 1, 1), date(2025, 12, 31)),
        ("Giai đoạn 2026-2030 và những năm tiếp theo", DueKind.RANGE, date(2026, 1, 1), date(2030, 12, 31)),
        ("dịp 19 tháng 12 năm 2025", DueKind.EVENT, None, date(2025, 12, 19)),
        ("trước Tết Nguyên đán năm 2026", DueKind.EVENT, None, date(2026, 2, 16)),
    ],
)
def test_a_deadline_in_words_becomes_days(words: str, kind: DueKind, start: date | None, last: date | None) -> None:
    due = read_due(words, year=PLAN_YEAR)
    assert (due.kind, due.start, due.last) == (kind, start, last)
    assert read_due(unicodedata.normalize("NFD", words.upper()), year=PLAN_YEAR).last == last


@pytest.mark.parametrize(
    ("words", "rhythm", "day"),
    [
        ("Thường xuyên", Rhythm.STEADY, None),
        ("hàng tuần", Rhythm.WEEKLY, None),
        ("trước ngày 15 hằng tháng", Rhythm.MONTHLY, 15),
        ("01 lần/quý", Rhythm.QUARTERLY, None),
        ("6 tháng một lần", Rhythm.HALF_YEARLY, None),
        ("hằng năm (trước ngày 15 tháng 11)", Rhythm.YEARLY, None),
        ("Tháng 6, tháng 12 hằng năm", Rhythm.YEARLY, None),
        ("Năm 2025 và các năm tiếp theo", Rhythm.YEARLY, None),
    ],
)
def test_work_that_comes_again_keeps_its_rhythm(words: str, rhythm: Rhythm, day: int | None) -> None:
    due = read_due(words, year=PLAN_YEAR)
    assert (due.kind, due.rhythm, due.day_in_rhythm, due.last) == (DueKind.RECURRING, rhythm, day, None)


def test_work_with_a_first_day_and_a_rhythm_keeps_both() -> None:
    due = read_due("trước ngày 20 tháng 11 năm 2025 và hàng tháng")
    assert (due.kind, due.last, due.rhythm) == (DueKind.DAY, date(2025, 11, 20), Rhythm.MONTHLY)


@pytest.mark.parametrize("words", ["Sau khi Nghị định ban hành", "Theo kế hoạch", "Khi có phát sinh.", "theo tiến độ"])
def test_what_waits_for_something_else_has_no_day(words: str) -> None:
    due = read_due(words, year=PLAN_YEAR)
    assert (due.kind, due.last) == (DueKind.EVENT, None)


@pytest.mark.parametrize(
    ("words", "first"), [("Từ 01/7/2025", date(2025, 7, 1)), ("Bắt đầu triển khai từ năm 2026", date(2026, 1, 1))]
)
def test_words_that_only_begin_give_no_last_day(words: str, first: date) -> None:
    due = read_due(words)
    assert (due.kind, due.start, due.last) == (DueKind.START, first, None)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("trước 25/11", "năm nào"),
        ("Quý III", "năm nào"),
        ("31/2/2026", "không có trong lịch"),
        ("tháng 13/2026", "không có trong lịch"),
        ("20-15/3/2026", "không có trong lịch"),
        ("giai đoạn 2030-2026", "không có trong lịch"),
        ("tuần 2 tháng 3/2026", "ngày cuối cùng"),
        ("giữa tháng 5/2026", "ngày cuối cùng"),
        ("năm học 2026-2027", "kết thúc ngày nào"),
        ("tháng 6 và tháng 12/2026", "nhiều thời hạn"),
        ("ngày 5/9/2026 và 20/10/2026", "nhiều thời hạn"),
        ("trước Tết Nguyên đán", "Tết Nguyên đán năm nào"),
        ("trước Tết năm 2049", "Chưa có lịch Tết năm 2049"),
        ("xong sớm", "Chưa đọc được"),
    ],
)
def test_what_cannot_be_read_is_asked_and_never_guessed(words: str, asked: str) -> None:
    due = read_due(words)
    assert (due.kind, due.last, due.text) == (DueKind.UNREAD, None, words)
    assert asked in due.question


@pytest.mark.parametrize("words", [None, "", "  ", "-", "…"])
def test_an_empty_cell_is_no_deadline(words: str | None) -> None:
    assert read_due(words).kind in (DueKind.NONE, DueKind.UNREAD)


def test_the_new_year_is_kept_for_years_in_a_row() -> None:
    assert list(TET) == list(range(min(TET), max(TET) + 1))
    assert all(date(year, 1, 20) < first < date(year, 2, 21) for year, first in TET.items())


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)))
def test_every_day_is_read_in_every_way_it_is_written(day: date) -> None:
    for words in (
        f"{day:%d/%m/%Y}",
        f"trước ngày {day.day}/{day.month}/{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day:%d.%m.%Y}",
    ):
        assert read_due(words).last == day


@given(st.text(alphabet="0123456789/-.,() tháquýnămđếntừngàyIVX", max_size=40))
def test_any_text_gets_an_answer_that_keeps_it(text: str) -> None:
    due = read_due(text, year=PLAN_YEAR)
    assert due.text == " ".join(unicodedata.normalize("NFC", text).split())
    assert bool(due.question) == (due.kind is DueKind.UNREAD)
    assert due.start is None or due.last is None or due.start <= due.last


# What the published rows call the sorts of deadline.
_CALLED = {
    "exact": DueKind.DAY,
    "month": DueKind.MONTH,
    "quarter": DueKind.QUARTER,
    "year": DueKind.YEAR,
    "range": DueKind.RANGE,
    "recurring": DueKind.RECURRING,
    "event": DueKind.EVENT,
    "other": DueKind.START,
    "none": DueKind.NONE,
}


@pytest.mark.real_data
def test_the_deadlines_of_published_plans_are_read_as_a_person_read_them() -> None:
    rows = [json.loads(line) for line in real("plan-tasks.jsonl").read_text("utf-8").splitlines()]
    read = [(row, read_due(row["deadline_text"], year=row["year"])) for row in rows]
    wrong = [
        (due.text, due.kind, due.last)
        for row, due in read
        if (due.kind, due.last and due.last.isoformat()) != (_CALLED[row["deadline_kind"]], row["deadline_iso"])
    ]
    assert wrong == []
