"""How figures, days and periods are written in Vietnamese."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.timezone import is_aware, localtime

from congtam.values.numbers import NotANumberError, exact, vietnamese
from congtam.values.periods import MONTHS_IN_YEAR, NotAPeriodError, Period
from congtam.values.periods import period as period_of

NOTHING = "–"
_ROMAN = ("I", "II", "III", "IV")
_HUNDRED = 100


def marks(hundredths: int | None) -> str:
    """Return a recorded score, kept in hundredths, with two decimals: 8750 → ``"87,50"``; nothing recorded → a dash."""
    if hundredths is None:
        return NOTHING
    whole, rest = divmod(abs(hundredths), _HUNDRED)
    return f"{'−' if hundredths < 0 else ''}{whole},{rest:02d}"


def number(value: Fraction | Decimal | str | int | None) -> str:
    """Return an exact number with decimal comma and dots between thousands: ``"12345.5"`` → ``"12.345,5"``.

    Text that is no number comes back as it is, so that words such as "đạt" may stand in a column of figures.
    """
    if value is None or value == "":
        return NOTHING
    try:
        text = vietnamese(exact(f"{value:f}" if isinstance(value, Decimal) else value))
    except NotANumberError:
        return str(value)
    sign, text = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, comma, decimals = text.partition(",")
    return f"{sign}{int(whole):,}".replace(",", ".") + comma + decimals


def day(value: date | datetime | None) -> str:
    """Return a day as ``31/03/2026``; a moment gives its day in Vietnam; nothing → a dash."""
    if value is None:
        return NOTHING
    return _local(value).strftime("%d/%m/%Y")


def moment(value: datetime | None) -> str:
    """Return a moment as ``08:05 31/03/2026``, Vietnamese time; nothing → a dash."""
    return NOTHING if value is None else _local(value).strftime("%H:%M %d/%m/%Y")


def period(value: Period | str | int | None) -> str:
    """Return a period in words: ``"2026-03"`` → ``"tháng 3/2026"``, ``"2026-Q1"`` → ``"quý I/2026"``."""
    if value is None or value == "":
        return NOTHING
    try:
        span = value if isinstance(value, Period) else period_of(str(value))
    except NotAPeriodError:
        return str(value)
    if span.month_count == 1:
        return f"tháng {span.first_month}/{span.year}"
    if span.month_count == MONTHS_IN_YEAR:
        return f"năm {span.year}"
    if span.month_count == MONTHS_IN_YEAR // 4:
        return f"quý {_ROMAN[span.first_month // 3]}/{span.year}"
    return f"6 tháng {'đầu' if span.first_month == 1 else 'cuối'} năm {span.year}"


def days_left(due: date, on: date) -> str:
    """Return how far `due` is from `on`: ``"còn 3 ngày"``, ``"hạn hôm nay"``, ``"quá hạn 5 ngày"``."""
    days = (due - on).days
    if days == 0:
        return "hạn hôm nay"
    return f"còn {days} ngày" if days > 0 else f"quá hạn {-days} ngày"


def masked(personal_id: str | None) -> str:
    """Return a personal identification number with all but its last three digits hidden."""
    if not personal_id:
        return NOTHING
    return "•" * max(len(personal_id) - 3, 0) + personal_id[-3:]


def _local(value: date | datetime) -> date | datetime:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value
