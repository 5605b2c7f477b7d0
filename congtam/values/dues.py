"""Deadlines as plans write them: "trước 25/11", "Quý III/2026", "tháng 10-11/2026", "hằng tháng", "thường xuyên"."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from congtam.values.periods import MONTHS_IN_YEAR, Period

# The first day of the lunar year, by year: facts of the calendar, which no shorter rule gives.
TET = {
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 3),
}


class DueKind(StrEnum):
    """What sort of deadline was written."""

    NONE = "none"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    RANGE = "range"
    RECURRING = "recurring"
    EVENT = "event"
    START = "start"
    UNREAD = "unread"


class Rhythm(StrEnum):
    """How often work comes again; `STEADY` is all the time."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"
    STEADY = "steady"


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A deadline read from words, which are kept.

    `start` and `last` are the first and the last day the words give; either is None where they give none. `rhythm` is set for work that
    comes again, `day_in_rhythm` where they name its day ("trước ngày 15 hằng tháng": 15). `question` is what to ask a person when `kind` is
    unread, in Vietnamese; empty otherwise.
    """

    text: str
    kind: DueKind
    start: date | None = None
    last: date | None = None
    rhythm: Rhythm | None = None
    day_in_rhythm: int | None = None
    question: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Stretch:
    """Days named in the words: what sort, from which to which, and where in the text."""

    kind: DueKind
    start: date
    last: date
    begins: int
    ends: int
    has_both_ends: bool = False


_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TO = r"\s*(?P<to>-|,|và|đến hết|đến)\s*"
_OF_YEAR = r"(?:\s*(?:/|-|,)?\s*(?:năm\s*)?(?P<year>20\d\d))?"
_FORMS = tuple(
    (kind, re.compile(form))
    for kind, form in (
        (DueKind.DAY, r"(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})(?!\s*(?:năm|/)?\s*\d{3}\b)" + _OF_YEAR),
        (
            DueKind.DAY,
            r"(?<![\d/.-])(?P<day>\d{1,2})\s*-\s*(?P<day_to>\d{1,2})\s*/\s*(?P<month>\d{1,2})\s*/\s*(?P<year>20\d\d)(?!\d)",
        ),
        (
            DueKind.DAY,
            r"(?<![\d/.-])(?P<day>\d{1,2})\s*(?P<by>[/.-])\s*(?P<month>\d{1,2})\s*(?P=by)\s*(?P<year>20\d\d)(?!\d)",
        ),
        (DueKind.DAY, r"(?<![\d/.-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])(?P<year>)"),
        (DueKind.HALF_YEAR, r"6 tháng (?P<half>đầu|cuối) năm" + _OF_YEAR),
        (
            DueKind.MONTH,
            rf"tháng\s*(?P<month>\d{{1,2}})(?:\s*/\s*(?P<first_year>20\d\d))?(?:{_TO}(?:tháng\s*)?(?P<month_to>\d{{1,2}})(?=\s*/|\s*năm|\s*$|\s*[,;.)]))?"
            + _OF_YEAR,
        ),
        (
            DueKind.QUARTER,
            rf"quý\s*(?P<quarter>iv|i{{1,3}}|[1-4])\b(?:{_TO}(?:quý\s*)?(?P<quarter_to>iv|i{{1,3}}|[1-4])\b)?"
            + _OF_YEAR,
        ),
        (DueKind.RANGE, rf"(?<!\d)(?P<year>20\d\d)\s*{_TO}(?:năm\s*)?(?P<year_to>20\d\d)(?!\d)"),
        (DueKind.YEAR, r"(?<![\d/])(?P<year>20\d\d)(?!\d)"),
    )
)
_RHYTHMS = (
    (Rhythm.STEADY, r"thường xuyên|liên tục|hằng giờ"),
    (Rhythm.HALF_YEARLY, r"(?:hằng|mỗi|định kỳ) (?:nửa năm|6 tháng)|6 tháng (?:một|/) lần|lần/6 tháng"),
    (Rhythm.DAILY, r"(?:hằng|mỗi) ngày|lần/ngày"),
    (Rhythm.WEEKLY, r"(?:hằng|mỗi|định kỳ) tuần|lần/tuần"),
    (Rhythm.MONTHLY, r"(?:hằng|mỗi|định kỳ) tháng|lần/tháng"),
    (Rhythm.QUARTERLY, r"(?:hằng|mỗi|định kỳ) quý|lần/quý"),
    (Rhythm.YEARLY, r"(?:hằng|mỗi|định kỳ) năm|lần/năm|các năm tiếp theo|những năm tiếp theo"),
)
_PART = re.compile(
    r"\btuần (?:thứ |lễ )?(?:\d|đầu|cuối|nhất|hai|ba|tư)|\b(?:đầu|giữa|trung tuần|thượng tuần|hạ tuần) (?:tháng|quý|năm)"
)
_BESIDE = re.compile(r"\s*(?:,|;|và)(?: (?:trước )?ngày| trước)?\s*")
_EVENT = re.compile(r"\b(sau khi|khi|theo|căn cứ|dịp|ngay sau|tùy|đến khi|kể từ)\b")
_TET = re.compile(r"trước tết(?: nguyên đán)?(?: năm)?(?:\s*(?P<year>20\d\d))?")
_SEVERAL = "Có nhiều thời hạn. Hãy tách thành từng việc, hoặc chọn ngày cuối cùng."
_OPENS = re.compile(r"(?:\btừ|\bsau|\btừ sau|\bbắt đầu)(?: ngày| năm| tháng)?\s*$")
_CLOSES = re.compile(r"^\s*(?:-|đến|đến hết|tới)(?: ngày| hết| năm)?\s*$")


def read_due(text: str | None, *, year: int | None = None) -> Due:
    """Return what the words of a deadline say.

    `year` is the plan's own year, taken where the words name none ("trước 25/11"); without it such words stay unread, with the question to
    ask. "Trước ngày" keeps the day named as the last one. Words that give no day are a rhythm, an event, or unread; nothing is guessed.
    """
    kept = " ".join(unicodedata.normalize("NFC", text or "").split())
    words = _plain(kept)
    if not words.strip(" .-/"):
        return Due(text=kept, kind=DueKind.NONE)
    try:
        return _read(kept, words, year)
    except _AskError as ask:
        return Due(text=kept, kind=DueKind.UNREAD, question=str(ask))


class _AskError(Exception):
    """The words leave something open; the message is what to ask."""


def _read(kept: str, words: str, year: int | None) -> Due:
    if tet := _TET.search(words):
        return Due(text=kept, kind=DueKind.EVENT, last=_eve_of_tet(tet["year"] or year))
    rhythm = next((name for name, form in _RHYTHMS if re.search(form, words)), None)
    stretches = _joined(words, _stretches(words, year, is_cycle=rhythm is not None))
    due = [one for one in stretches if one.has_both_ends or not _OPENS.search(words[: one.begins])]
    _ask_if_vague(words, due)
    if due and not _goes_on(words, due[0], rhythm):
        kind = DueKind.EVENT if re.search(r"\bdịp\b", words) else due[0].kind
        start = None if due[0].start == due[0].last else due[0].start
        return Due(text=kept, kind=kind, start=start, last=due[0].last, rhythm=rhythm)
    start = stretches[0].start if stretches else None
    if _EVENT.search(words) and (rhythm is None or re.match(r"theo|khi|sau khi", words)):
        return Due(text=kept, kind=DueKind.EVENT, start=start)
    if stretches and not due:
        return Due(text=kept, kind=DueKind.START, start=start, rhythm=rhythm)
    if rhythm is not None:
        return Due(text=kept, kind=DueKind.RECURRING, start=start, rhythm=rhythm, day_in_rhythm=_day_in(words, rhythm))
    raise _AskError("Chưa đọc được thời hạn này. Hãy chọn ngày, kỳ hoặc “thường xuyên”.")


def _plain(text: str) -> str:
    words = text.lower().replace("–", "-").replace("—", "-").replace("quí", "quý")
    words = re.sub(r"\bt\.?(?=\d{1,2}\b)", "tháng ", words)
    words = re.sub(r"\bq\.?(?=[1-4]\b)", "quý ", words)
    return re.sub(r"\bhàng (?=ngày|tuần|tháng|quý|năm|giờ|nửa|6)", "hằng ", words)


def _stretches(words: str, year: int | None, *, is_cycle: bool) -> list[_Stretch]:
    taken = [False] * len(words)
    found = []
    for kind, form in _FORMS:
        for match in form.finditer(words):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            # "tháng 12 hằng năm", "trước ngày 15 tháng 11 hằng năm": a day of the rhythm, not of one year.
            if not is_cycle or _years(match) or kind is DueKind.HALF_YEAR:
                found.append(_stretch(kind, match, year))
    return sorted(found, key=lambda one: one.begins)


def _years(match: re.Match[str]) -> list[str]:
    named = match.groupdict()
    return [text for name in ("first_year", "year") if (text := named.get(name))]


def _stretch(kind: DueKind, match: re.Match[str], year: int | None) -> _Stretch:
    named = match.groupdict()
    chosen = next((int(text) for text in _years(match)), year)
    if chosen is None:
        raise _AskError("Thời hạn này thuộc năm nào?")
    try:
        start, last = _days(kind, named, chosen)
        if start > last:
            raise ValueError(start, last)
    except ValueError:
        raise _AskError("Ngày, tháng này không có trong lịch. Hãy ghi lại thời hạn.") from None
    both = any(named.get(name) for name in ("day_to", "month_to", "quarter_to", "year_to"))
    return _Stretch(kind=kind, start=start, last=last, begins=match.start(), ends=match.end(), has_both_ends=both)


def _days(kind: DueKind, named: dict[str, str | None], year: int) -> tuple[date, date]:
    """Return the first and last day a match names; raise `ValueError` for what no calendar has."""

    def number(*names: str) -> int:
        return next(_NUMBERS.get(text) or int(text) for name in names if (text := named.get(name)))

    match kind:
        case DueKind.DAY:
            month = number("month")
            return date(year, month, number("day")), date(year, month, number("day_to", "day"))
        case DueKind.MONTH:
            begin, end = number("month"), number("month_to", "month")
            _check_stretch(begin, end, named)
            first = date(year - (begin > end and not named.get("first_year")), begin, 1)
            return first, Period(int(named.get("year") or year), date(year, end, 1).month, 1).last_day
        case DueKind.QUARTER:
            begin, end = number("quarter"), number("quarter_to", "quarter")
            _check_stretch(begin, end, named)
            return Period(year - (begin > end), 3 * begin - 2, 3).span.start, Period(year, 3 * end - 2, 3).last_day
        case DueKind.HALF_YEAR:
            half = Period(year, 1 if named["half"] == "đầu" else 7, 6)
            return half.span.start, half.last_day
        case _:
            return date(year, 1, 1), date(int(named.get("year_to") or year), MONTHS_IN_YEAR, 31)


def _check_stretch(begin: int, end: int, named: dict[str, str | None]) -> None:
    """Refuse to take "tháng 6 và tháng 12/2026" for the months from June to December."""
    if end != begin + 1 and named.get("to") in (",", "và"):
        raise _AskError(_SEVERAL)


def _ask_if_vague(words: str, due: list[_Stretch]) -> None:
    """Ask where words name days but not one deadline."""
    if _PART.search(words):
        raise _AskError("Hãy chọn ngày cuối cùng của thời hạn này.")
    if "năm học" in words and due and due[0].kind in (DueKind.RANGE, DueKind.YEAR):
        raise _AskError("Năm học này kết thúc ngày nào?")
    for one, other in pairwise(due):
        if one.kind is other.kind and _BESIDE.fullmatch(words[one.ends : other.begins]):
            raise _AskError(_SEVERAL)


def _joined(words: str, stretches: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches with "từ … đến …" made one."""
    made: list[_Stretch] = []
    for one in stretches:
        before = made[-1] if made else None
        if before and before.start <= one.start and _CLOSES.match(words[before.ends : one.begins]):
            made[-1] = _Stretch(
                kind=one.kind,
                start=before.start,
                last=one.last,
                begins=before.begins,
                ends=one.ends,
                has_both_ends=True,
            )
        else:
            made.append(one)
    return made


def _goes_on(words: str, one: _Stretch, rhythm: Rhythm | None) -> bool:
    """Tell whether a year is only where work that goes on begins: "năm 2025 và các năm tiếp theo"."""
    follows = re.match(r"\s*và (?:các|những) năm tiếp theo", words[one.ends :])
    return rhythm is Rhythm.YEARLY and one.kind is DueKind.YEAR and follows is not None


def _day_in(words: str, rhythm: Rhythm) -> int | None:
    if rhythm is not Rhythm.MONTHLY:
        return None
    found = re.search(r"ngày (\d{1,2})\b", words)
    return int(found[1]) if found and 1 <= int(found[1]) <= 31 else None


def _eve_of_tet(year: str | int | None) -> date:
    if year is None:
        raise _AskError("Tết Nguyên đán năm nào?")
    if (first := TET.get(int(year))) is None:
        raise _AskError(f"Chưa có lịch Tết năm {year}. Hãy ghi ngày.")
    return first - timedelta(days=1)
