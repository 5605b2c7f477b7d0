from datetime import UTC, date, datetime

from congtam.values.days import day_begins, local_day


def test_work_handed_in_after_midnight_in_vietnam_counts_for_the_new_day() -> None:
    assert local_day(datetime(2026, 12, 30, 16, 59, tzinfo=UTC)) == date(2026, 12, 30)
    assert local_day(datetime(2026, 12, 30, 17, 0, tzinfo=UTC)) == date(2026, 12, 31)


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    assert day_begins(date(2027, 1, 1)) == datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert local_day(day_begins(date(2027, 1, 1))) == date(2027, 1, 1)
