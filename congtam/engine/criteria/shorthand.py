"""The short ways in which officers write amounts, and the full form each stands for."""

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def spelled_out(given: Any) -> Any:
    """Return the full form of what officers write short."""
    if isinstance(given, str):
        if given[:1] in "-0123456789" and not _NUMBER.fullmatch(given):
            raise ValueError(f"{given!r} không phải số; viết dấu chấm thập phân, ví dụ '2.5'; 90% là '0.9'")
        return {"number": given} if _NUMBER.fullmatch(given) else {"ask": given}
    if isinstance(given, int | Fraction) and not isinstance(given, bool):
        return {"number": given}
    if not isinstance(given, Mapping):
        return given
    for key, (companions, full) in _SHORT.items():
        if key in given:
            strangers = given.keys() - companions - {key}
            if strangers:
                raise ValueError(f"không có mục {min(strangers)!r} bên cạnh {key!r}")
            return full(given)
    if given.keys() and given.keys() <= {"from", "to", "below", "step"}:
        return {"entry": "number", **given}
    return given


def _by_hand(given: Mapping[str, Any]) -> dict[str, Any]:
    limits = given["by_hand"]
    if not isinstance(limits, Mapping):
        raise ValueError("by_hand cần các mục from, to (và below, step nếu có)")
    return {"entry": "number", **limits}


_SHORT: dict[str, tuple[set[str], Any]] = {
    "if": (
        {"then", "else"},
        lambda given: {"cases": ({"when": given["if"], "marks": given.get("then")}, {"marks": given.get("else", "0")})},
    ),
    "yes_no": (set(), lambda given: {"product": (given["yes_no"], {"entry": "yes_no"})}),
    "times": (set(), lambda given: {"product": (given["times"], {"entry": "count"})}),
    "by_hand": (set(), _by_hand),
}
