"""What an official paper says, apart from how it is drawn."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils.timezone import localtime

Align = Literal["left", "center", "right", "justify"]

# Phụ lục I Nghị định 30/2020/NĐ-CP: days under 10 and the months 1 and 2 carry a zero, so that nobody adds a digit.
_PADDED_DAYS = 10
_PADDED_MONTHS = 3


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The head of a paper: the issuing body, the body above it, number and sign, place and day, and the form's own number.

    `issuer` and `above` are written in capitals; `number` is the whole text ("Số: 12/QĐ-SXD"); `place_date` comes from `written_date`. A paper
    of the Party (`is_of_party`) bears the Party's name in place of the national title and motto, and a star under the issuing body.
    """

    issuer: str
    above: str = ""
    number: str = ""
    place_date: str = ""
    form: str = ""
    is_of_party: bool = False


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading inside the paper, such as "I. KẾT QUẢ …"."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Running text."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    align: Align = "justify"
    is_indented: bool = True


@dataclass(frozen=True, kw_only=True)
class Field:
    """A label and what is filled in after it; a dotted line to write on when `value` is empty."""

    label: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A label and free text under it; `lines` dotted lines to write on when `text` is empty."""

    label: str
    text: str = ""
    lines: int = 3


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Boxes of which one is crossed. `chosen` is one of `options`, or None when nobody has chosen."""

    options: tuple[str, ...]
    chosen: str | None = None


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column; `share` is its width relative to the others."""

    label: str
    share: int = 1
    align: Align = "left"


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A row with one text for each column."""

    cells: tuple[str, ...]
    is_bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A ruled table whose head comes again on every page; `is_numbered` writes (1), (2)… under the labels as the decrees' forms do."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    is_numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs: `capacity` in lines ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), the name, and where and when.

    `record` says what the system recorded ("Đã ký trên hệ thống …") and stands where the hand signature would.
    """

    capacity: tuple[str, ...]
    name: str = ""
    place_date: str = ""
    instruction: str = "(Ký, ghi rõ họ tên)"
    record: str = ""


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """Nơi nhận."""

    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """The foot of the paper in two columns."""

    right: Signature
    left: Signature | Recipients | None = None


Block = Heading | Paragraph | Field | Remark | Choice | Table | Signatures


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper. `subtitle` are the lines under the title; a landscape paper is for wide tables."""

    letterhead: Letterhead
    title: str
    blocks: tuple[Block, ...]
    subtitle: tuple[str, ...] = ()
    is_landscape: bool = False


def written_date(place: str, day: date | None) -> str:
    """Return "Sông Lam, ngày 05 tháng 01 năm 2026"; with dots to fill in when there is no day yet."""
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    day_text = f"{day.day:02}" if day.day < _PADDED_DAYS else str(day.day)
    month_text = f"{day.month:02}" if day.month < _PADDED_MONTHS else str(day.month)
    return f"{place}, ngày {day_text} tháng {month_text} năm {day.year}"


def signed(*capacity: str, name: str, place: str, at: datetime | None) -> Signature:
    """Return the signature of whoever signed on the system at `at`: the day he signed, and the record of it; both left to fill in while nobody has."""
    moment = None if at is None else localtime(at)
    return Signature(
        capacity=capacity,
        name=name,
        place_date=written_date(place, moment and moment.date()),
        record="" if moment is None else f"Đã ký trên hệ thống\nlúc {moment:%H:%M} ngày {moment:%d/%m/%Y}",
    )


_PLACE = re.compile(r"(?:tỉnh|thành phố|đặc khu|phường|xã)\s+(\S.*)", re.IGNORECASE)


def place_of(*names: str) -> str:
    """Return the place a body writes its papers at, from its own name and the names of those above it, nearest first.

    Phụ lục I Nghị định 30/2020/NĐ-CP: the name of the province or commune, without its kind. "…" to fill in when no name tells it.
    """
    found = (_PLACE.search(name) for name in names)
    return next((match[1].strip() for match in found if match), "…")


def printable(text: str) -> str:
    """Return `text` in composed form without signs that no paper can hold; line ends stay."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(
        sign for sign in composed if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Co", "Cn"}
    )
