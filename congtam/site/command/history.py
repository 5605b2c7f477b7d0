"""Read the dated history of a person or collective from one line of JSON."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from congtam.engine.eligibility.history import (
    ABSENCE_KINDS,
    AWARD_KINDS,
    DISCIPLINE_FORMS,
    HOLD_KINDS,
    RATINGS,
    SCOPES,
    Absence,
    Achievement,
    Award,
    Discipline,
    History,
    Hold,
    Initiative,
    Post,
)
from congtam.engine.eligibility.moments import Names
from congtam.engine.facts import FactDeclaration, InputError, read_choice, read_facts, read_list
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import FIRST_YEAR, subobject

# What each record must say; the rest can be left unknown.
_REQUIRED = {
    "awards": ("code", "year"),
    "initiatives": ("year",),
    "discipline": ("decided",),
    "holds": ("kind", "from"),
    "absences": ("year", "kind"),
    "posts": ("post", "from"),
    "achievements": ("ground", "level"),
}
HISTORY_KEYS = {"ratings", "sex", "facts", *_REQUIRED}
SEXES = {"female": "nữ", "male": "nam"}
_DAY = FactDeclaration(kind="date", label="ngày")
_FLAG = FactDeclaration(kind="yes_no", label="có hay không")
_TEXT = FactDeclaration(kind="text", label="lời ghi")
_AMOUNT = FactDeclaration(kind="number", label="thời gian", at_least=Fraction(0))

Record = Mapping[str, Any]
AnyRecord = TypeVar("AnyRecord")


def read_history(case: Case, names: Names, until: int) -> History:
    """Return the history in `case`, none of its years later than `until`.

    `names` holds the codes and facts that may be used. A list that is absent or null stays unknown. Raises `InputError`
    naming the field and what is allowed.
    """
    fields = _fields(names, until)

    def records(name: str, made: Callable[[Record], AnyRecord]) -> tuple[AnyRecord, ...] | None:
        if case.get(name) is None:
            return None
        return tuple(
            made(_record(record, name, fields[name], f"{name}[{index}]"))
            for index, record in enumerate(read_list(case[name], name))
        )

    return History(
        ratings=_ratings(case, until),
        awards=records("awards", lambda at: _award(at, names)),
        initiatives=records("initiatives", lambda at: Initiative(year=int(at["year"]), scope=at["scope"])),
        discipline=records("discipline", _discipline),
        holds=records("holds", lambda at: Hold(kind=at["kind"], start=at["from"], until=at["until"])),
        absences=records("absences", _absence),
        posts=records("posts", lambda at: Post(post=at["post"], start=at["from"], until=at["until"])),
        achievements=records("achievements", lambda at: Achievement(ground=at["ground"], level=at["level"])),
        sex=_sex(case),
        facts=read_facts(subobject(case, "facts"), names.facts),
    )


def _fields(names: Names, until: int) -> dict[str, dict[str, FactDeclaration]]:
    """Return what each kind of record may say."""
    year = FactDeclaration(kind="count", label="năm", at_least=Fraction(FIRST_YEAR), at_most=Fraction(until))
    scope = _choice(SCOPES)
    return {
        "awards": {"code": _choice(names.awards), "year": year, "kind": _choice(AWARD_KINDS)},
        "initiatives": {"year": year, "scope": scope},
        "discipline": {
            "decided": _DAY,
            "ended": _DAY,
            "form": _choice(DISCIPLINE_FORMS),
            "already_counted": _FLAG,
            "act": _TEXT,
            "duty_related": _FLAG,
        },
        "holds": {"kind": _choice(HOLD_KINDS), "from": _DAY, "until": _DAY},
        "absences": {"year": year, "kind": _choice(ABSENCE_KINDS), "working_days": _AMOUNT, "months": _AMOUNT},
        "posts": {"post": _choice(names.posts), "from": _DAY, "until": _DAY},
        "achievements": {"ground": _choice(names.grounds), "level": scope},
    }


def _choice(choices: Mapping[str, str]) -> FactDeclaration:
    return FactDeclaration(kind="choice", label="mã", choices=dict(choices))


def _record(given: object, name: str, fields: dict[str, FactDeclaration], field: str) -> Record:
    """Return one record, typed, with the names it really gave under ``"given"``; raise `InputError` for what is missing or back to front."""
    record: dict[str, Any] = dict(read_facts(given, fields, field))
    for required in _REQUIRED[name]:
        if record[required] is None:
            raise InputError(f"{field}.{required}", "thiếu. Hãy ghi thêm.")
    first = record.get("from", record.get("decided"))
    last = record.get("until", record.get("ended"))
    if first is not None and last is not None and last < first:
        raise InputError(f"{field}.{'until' if 'until' in record else 'ended'}", "không được trước ngày bắt đầu.")
    record["given"] = set(given) if isinstance(given, dict) else set()
    return record


def _award(at: Record, names: Names) -> Award:
    """Return an award; one written under the code of long service is the order itself, given for long service."""
    code = names.same_award.get(at["code"])
    if code is None:
        return Award(code=at["code"], year=int(at["year"]), kind=at["kind"])
    return Award(code=code, year=int(at["year"]), kind=at["kind"] or "service")


def _discipline(at: Record) -> Discipline:
    """Return a disciplinary decision; an end written as null means it lasts, an end not written is not known."""
    return Discipline(
        decided=at["decided"],
        ended=at["ended"],
        end_known="ended" in at["given"],
        form=at["form"],
        already_counted=at["already_counted"] is True,
    )


def _absence(at: Record) -> Absence:
    return Absence(year=int(at["year"]), kind=at["kind"], working_days=at["working_days"], months=at["months"])


def _ratings(case: Case, until: int) -> dict[int, str]:
    """Return the level of each recorded year; a year of null is not known."""
    ratings = {}
    for year, level in subobject(case, "ratings").items():
        field = f"ratings.{year}"
        if not (len(year) == len("2026") and year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= until):
            raise InputError(field, f"phải là năm từ {FIRST_YEAR} đến {until}.")
        if level is not None:
            ratings[int(year)] = read_choice(level, field, RATINGS)
    return ratings


def _sex(case: Case) -> Any:
    return None if case.get("sex") is None else read_choice(case["sex"], "sex", SEXES)
