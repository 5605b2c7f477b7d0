"""What was read of a plan, counted against rows a person checked."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from congtam.engine.facts import InputError
from congtam.planning.reading import ReadItem
from congtam.site.command.jsonlines import read_case
from congtam.site.command.plan_units import NamedUnits
from congtam.site.refusal import UnableToContinueError

_BULLETS = re.compile(r"^[\s-]+")
_LABELS = {
    "rows": "dòng",
    "lead": "chủ trì",
    "lead_units": "đơn vị chủ trì",
    "coordinating": "phối hợp",
    "coordinating_units": "đơn vị phối hợp",
    "deadline_iso": "thời hạn",
}


def checked_rows(file: Path) -> list[Mapping[str, Any]]:
    """Return the rows of a file of JSON Lines, each with `task`; raise `UnableToContinueError` naming the line to mend."""
    rows: list[Mapping[str, Any]] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = read_case(line)
            except InputError as problem:
                raise UnableToContinueError(f"Tệp đối chiếu, dòng {number}: {problem.message}") from problem
            if not isinstance(row.get("task"), str):
                raise UnableToContinueError(f"Tệp đối chiếu, dòng {number}: thiếu nội dung nhiệm vụ (task).")
            rows.append(row)
    return rows


def counted(items: Sequence[ReadItem], rows: Sequence[Mapping[str, Any]], units: NamedUnits | None) -> str:
    """Return in Vietnamese how much of the checked rows was read right, part by part; only what a row says is counted."""
    there, right = Counter[str](), Counter[str]()
    for row, item in _paired(rows, items):
        there["rows"] += 1
        right["rows"] += item is not None
        for part, is_right in _judged(row, item, units):
            there[part] += 1
            right[part] += is_right
    there["rows"] += max(len(items) - right["rows"], 0)
    said = [f"{label} {right[part]}/{there[part]}" for part, label in _LABELS.items() if there[part]]
    return f"Đúng so với tệp đối chiếu: {', '.join(said)}.\n"


def _judged(row: Mapping[str, Any], item: ReadItem | None, units: NamedUnits | None) -> Iterator[tuple[str, bool]]:
    for part in ("lead", "coordinating"):
        words = "" if item is None else getattr(item, part)
        if row.get(part):
            yield part, _flat(words) == _flat(row[part])
        if units is not None and isinstance(wanted := row.get(f"{part}_units"), list):
            meant = {units.names[key] for match in units.told(words) for key in match.keys}
            yield f"{part}_units", item is not None and meant == set(wanted)
    if row.get("deadline_text"):
        last = item.due.last if item is not None else None
        yield "deadline_iso", item is not None and (last.isoformat() if last else None) == row.get("deadline_iso")


def _paired(
    rows: Sequence[Mapping[str, Any]], items: Sequence[ReadItem]
) -> Iterator[tuple[Mapping[str, Any], ReadItem | None]]:
    wanted, found = [_flat(row["task"]) for row in rows], [_flat(item.task) for item in items]
    partner: dict[int, ReadItem] = {}
    for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks():
        partner |= {block.a + step: items[block.b + step] for step in range(block.size)}
    for place, row in enumerate(rows):
        yield row, partner.get(place)


def _flat(text: str) -> str:
    return _BULLETS.sub("", " ".join(text.split())).strip(" ;,-")
