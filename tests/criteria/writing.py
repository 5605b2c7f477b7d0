"""Writes small criteria sets for tests, and scores one subject by them."""

import json
from typing import Any

from congtam.engine.criteria.loading import BadSetError, read_set
from congtam.engine.criteria.sets import CriteriaSet
from tests.criteria.compare import answers_of

HEADER = "id: thu\ntitle: Thử\nsubject: đơn vị\nissuer: UBND xã Suối Mơ\nperiod: năm\nsource: {completeness: own}\n"


def written_set(body: str) -> CriteriaSet:
    """Return the set written as a header and `body`."""
    return read_set(HEADER + body, "thu.yaml")


def faults(body: str) -> list[str]:
    """Return the messages of everything wrong with a set, each as ``line: message``; nothing when it works."""
    try:
        written_set(body)
    except BadSetError as problem:
        return [f"{error.line}: {error.message}" for error in problem.found]
    return []


def one_line(marks: str, *, most: str = "10", asks: str = "", extra: str = "") -> str:
    """Return a set of one criterion `1`, marked as `marks` says."""
    return (
        f"{asks}total: {{max: '{most}'}}\nitems:\n  - {{code: '1', label: Mục, max: '{most}', marks: {marks}{extra}}}\n"
    )


def answer(body: str, entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the answer for one subject."""
    given: dict[str, Any] = answers_of(written_set(body), [json.dumps({"id": "x", "entries": entries, **more})])[0]
    return given


def answers(body: str, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the answers for several subjects scored together, given only their entries."""
    lines = [json.dumps({"id": str(number), "entries": entries}) for number, entries in enumerate(batch)]
    return answers_of(written_set(body), lines)


def marks_of(body: str, code: str, entries: dict[str, Any], **more: Any) -> str | None:
    """Return the marks of one line or group."""
    given = answer(body, entries, **more)
    marks: str | None = next(line["marks"] for line in [*given["lines"], *given["groups"]] if line["code"] == code)
    return marks
