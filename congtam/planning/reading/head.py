"""What a plan's own first lines say of it: number, kind, title, issuer, day. Offered to a person, never taken as it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congtam.values.names import searchable

_NUMBER = re.compile(r"\bSố\s*:?\s*(\d+[A-Za-z]?\s*/\s*[A-ZĐƯ][A-ZĐƯa-z0-9]*(?:\s*[-–&]\s*[A-ZĐƯ][A-ZĐƯ0-9&]*)*)")
_DAY = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(20\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b", re.IGNORECASE)
_KINDS = (
    ("thong bao ket luan", "conclusion"),
    ("thong bao", "conclusion"),
    ("ket luan", "conclusion"),
    ("ke hoach", "plan"),
    ("chuong trinh", "programme"),
    ("nghi quyet", "resolution"),
    ("chi thi", "directive"),
    ("cong dien", "letter"),
    ("cong van", "letter"),
    ("quyet dinh", "decision"),
)
_MOTTO = re.compile(r"cong hoa xa hoi|doc lap|dang cong san|tu do|hanh phuc")
_ENDS = re.compile(r"^(?:can cu|thuc hien|kinh gui|phan|[ivx]+\b|\d|[-_—=*]|theo|trien khai thuc hien)")
_LONGEST = 220
_TITLE_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands plainly at a plan's beginning; empty or None where nothing does. `kind` is a code of `choices.PlanKind`."""

    number: str = ""
    kind: str = ""
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    year: int | None = None


def read_head(lines: Sequence[str]) -> Head:
    """Return what the lines before a plan's first table say."""
    text = "\n".join(lines)
    number = _NUMBER.search(text)
    issued = _issued(text)
    kind, title = _title(lines)
    named = _YEAR.search(title)
    year = int(named[1]) if named else issued.year if issued else None
    return Head(
        number=re.sub(r"\s+", "", number[1]).replace("–", "-") if number else "",
        kind=kind,
        title=title,
        issuer=_issuer(lines),
        issued_on=issued,
        year=year,
    )


def _issued(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _title(lines: Sequence[str]) -> tuple[str, str]:
    """Return the kind of document and its title: the line that is a kind's name in capitals, and the lines that follow it."""
    for at, line in enumerate(lines):
        kind = _kind_of(line)
        if not kind or not line.isupper():
            continue
        parts = [line.capitalize()]
        for more in lines[at + 1 : at + _TITLE_LINES]:
            if _ENDS.match(searchable(more)) or len(more) > _LONGEST:
                break
            parts.append(more if not more.isupper() else more.lower())
        return kind, " ".join(" ".join(parts).split()).strip(" -_.")
    return "", ""


def _kind_of(line: str) -> str:
    bare = searchable(line)
    return next((code for words, code in _KINDS if bare.startswith(words)), "")


def _issuer(lines: Sequence[str]) -> str:
    """Return the issuer: the last line in capitals before the number that is neither the motto nor the title."""
    above = []
    for line in lines[:12]:
        if _NUMBER.search(line):
            break
        if line.isupper() and not _MOTTO.search(searchable(line)) and not _kind_of(line):
            above.append(line)
    return above[-1].strip(" *-_") if above else ""
