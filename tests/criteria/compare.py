"""Scores a set through the command's own functions and compares part of an answer with what was expected."""

from collections.abc import Sequence
from typing import Any

from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.facts import InputError
from congtam.site.command.criteria import answer_json, score_lines


def answers_of(rules: CriteriaSet, lines: Sequence[str]) -> list[dict[str, Any]]:
    """Return the answer for each JSON line, refused ones as `error`."""
    answers: list[dict[str, Any]] = []
    for case_id, result in score_lines(rules, list(lines)):
        if isinstance(result, InputError):
            answers.append({"id": case_id, "error": {"field": result.field, "message": result.message}})
        else:
            answers.append({"id": case_id, **answer_json(result)})
    return answers


def agrees(wanted: object, given: object, path: str = "") -> str | None:
    """Return None when all that is wanted is in `given`, else where they differ. Lines and groups are matched by code.

    Findings only have to be there, whatever their order.
    """
    if isinstance(wanted, dict) and isinstance(given, dict):
        return next(
            (why for key, value in wanted.items() if (why := agrees(value, given.get(key), f"{path}.{key}"))), None
        )
    if path.endswith(".findings") and isinstance(wanted, tuple) and isinstance(given, list):
        return (
            None
            if all(any(agrees(one, other) is None for other in given) for one in wanted)
            else f"{path}: thiếu {wanted!r}"
        )
    if (
        isinstance(wanted, list | tuple)
        and isinstance(given, list)
        and wanted
        and isinstance(wanted[0], dict)
        and "code" in wanted[0]
    ):
        by_code = {line["code"]: line for line in given}
        return next(
            (why for one in wanted if (why := agrees(one, by_code.get(one["code"]), f"{path}[{one['code']}]"))), None
        )
    if isinstance(wanted, tuple):
        wanted = list(wanted)
    return None if wanted == given else f"{path}: cần {wanted!r}, được {given!r}"
