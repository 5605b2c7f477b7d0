"""Targets in words and charts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from congtam.planning.choices import Direction
from congtam.planning.models import Target, TargetReport
from congtam.planning.selectors.targets import Standing
from congtam.ui import wording

TONES = {
    Standing.MET: "green",
    Standing.WITHIN: "green",
    Standing.NOT_YET: "amber",
    Standing.BEYOND: "red",
    Standing.MISSED: "red",
    Standing.UNREPORTED: "faded",
}


def wanted_words(target: Target) -> str:
    """Return what a target wants: "từ 85% trở lên", "không quá 3 hộ"."""
    figure = figure_words(target.value, target)
    return f"không quá {figure}" if target.direction == Direction.AT_MOST else f"từ {figure} trở lên"


def figure_words(value: Decimal | None, target: Target) -> str:
    """Return a value with the target's unit: "98%", "12 mô hình"; nothing for none."""
    if value is None:
        return ""
    space = "" if target.measure.startswith("%") else " "
    return f"{wording.number(_plain(value))}{space}{target.measure}"


def chart(target: Target, reports: Sequence[TargetReport]) -> dict[str, Any]:
    """Return the chart of a target: what was reported on each day, and the value wanted."""
    wanted = _plain(target.value)
    return {
        "kind": "line",
        "labels": [f"{report.on:%d/%m/%Y}" for report in reports],
        "series": [
            {"name": "Giá trị đạt", "values": [_plain(report.value) for report in reports], "tone": "blue"},
            {"name": "Giá trị phải đạt", "values": [wanted for _ in reports], "tone": "amber"},
        ],
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
