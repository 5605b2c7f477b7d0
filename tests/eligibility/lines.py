"""Lines of `congtam law eligible` for the tests, and what they are answered."""

from typing import Any

from congtam.engine.rulebook import RuleBook
from congtam.site.command.eligible import answer

BOOK = RuleBook()
OLD, NEW, AMENDED = "l-15-2003", "l-06-2022", "l-06-2026"

ADVANCED_WORKER = "advanced_worker"
GRASSROOTS = "emulation_fighter_grassroots"
PROVINCIAL = "emulation_fighter_provincial"
NATIONAL = "emulation_fighter_national"
CERTIFICATE = "provincial_merit_certificate"
PM_CERTIFICATE = "pm_merit_certificate"

Line = dict[str, Any]


def line(**given: Any) -> Line:
    """Return a whole line about a person at the end of 2024 under the law of 2022, changed by what is given."""
    usual: Line = {
        "subject": "person",
        "on": "2024-12-15",
        "laws": [NEW],
        "ratings": {},
        "awards": [],
        "initiatives": [],
        "discipline": [],
        "holds": [],
    }
    return {name: value for name, value in (usual | given).items() if value is not ...}


def rated(level: str, *years: int) -> dict[str, str]:
    """Return one level for several years."""
    return {str(year): level for year in years}


def awarded(code: str, *years: int, kind: str | None = "merit") -> list[Line]:
    """Return an award given in several years."""
    return [{"code": code, "year": year, "kind": kind} for year in years]


def initiatives(scope: str, *years: int) -> list[Line]:
    """Return one initiative in each year."""
    return [{"year": year, "scope": scope} for year in years]


def titles(given: Line, law: str | None = None) -> dict[str, Line]:
    """Return what the command answers about each title under one law, by code."""
    laws = answer(dict(given), BOOK)["laws"]
    assert isinstance(laws, dict)
    return {title["code"]: title for title in laws[law or list(laws)[-1]]}


def outcome(given: Line, code: str, law: str | None = None) -> str:
    """Return whether a title may be proposed."""
    return str(titles(given, law)[code]["outcome"])


def earliest(given: Line, code: str, law: str | None = None) -> int | None:
    """Return the earliest year of a title."""
    year = titles(given, law)[code]["earliest"]
    assert year is None or isinstance(year, int)
    return year
