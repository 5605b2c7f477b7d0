"""How much of published plans is read right without a hand, counted against the data they were published in.

Run as a program (`scripts/reading`) it prints the shares, layout by layout.
"""

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from congtam.documents.grids import read_grids
from congtam.planning.reading import Directory, KnownUnit, ReadItem, read_plan
from congtam.planning.reading.bodies import plain
from tests.planning.plan_files import STYLES, Row, Style, excel, word

LARGE = 10
MAKERS: dict[str, Callable[[Sequence[Row], Style], bytes]] = {"docx": word, "xlsx": excel}
_LIST = re.compile(r"[;,]")
_BULLETS = re.compile(r"^[\s-]+")


@dataclass(kw_only=True)
class Shares:
    """Counts of one layout: how many there are in the data, and how many were read right."""

    there: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Shares") -> None:
        """Add the counts of another."""
        self.there += other.there
        self.right += other.right
        self.asked += other.asked
        self.wrong += other.wrong

    def share(self, what: str) -> float:
        """Return the share of `what` that was read right."""
        return self.right[what] / self.there[what] if self.there[what] else 1.0


def plans(file: Path) -> list[list[Row]]:
    """Return the larger plans of a data file, each a list of rows."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        row: Row = json.loads(line)
        found[row["plan_number"], row["plan_title"]].append(row)
    return [rows for rows in found.values() if len(rows) >= LARGE]


def counted(rows: Sequence[Row], ending: str, style: Style) -> Shares:
    """Write a plan out in a layout, read it back, and count."""
    read = read_plan(read_grids(MAKERS[ending](rows, style), name=f"ke-hoach.{ending}"), year=rows[0]["year"])
    known = Units(rows)
    shares = Shares()
    pairs = list(_paired(rows, read.items))
    for row, item in pairs:
        _count_row(shares, row, item, known)
    shares.there["rows"] += max(len(read.items) - sum(item is not None for _, item in pairs), 0)
    return shares


def _paired(rows: Sequence[Row], items: Sequence[ReadItem]) -> Iterable[tuple[Row, ReadItem | None]]:
    """Return each row of the data with the item that was read of it."""
    wanted, found = [_flat(row["task"]) for row in rows], [_flat(item.task) for item in items]
    partner: dict[int, ReadItem] = {}
    for block in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            partner[block.a + step] = items[block.b + step]
    for place, row in enumerate(rows):
        yield row, partner.get(place)


def _count_row(shares: Shares, row: Row, item: ReadItem | None, known: "Units") -> None:
    shares.there["rows"] += 1
    shares.right["rows"] += item is not None
    if row["lead"]:
        shares.there["leads"] += 1
        shares.there["units"] += 1
        if item is not None:
            shares.right["leads"] += _flat(item.lead) == _flat(row["lead"])
            meant = {key for match in known.directory.read(item.lead) for key in match.keys}
            if meant == known.of(row["lead"]):
                shares.right["units"] += 1
            else:
                shares.wrong.append(item.lead)
    if row["deadline_text"]:
        shares.there["deadlines"] += 1
        read = None if item is None or item.due.last is None else item.due.last.isoformat()
        shares.right["deadlines"] += item is not None and read == row["deadline_iso"]
    shares.asked += item is not None and bool(item.questions)


class Units:
    """An invented body whose units bear the single names by which a plan calls those who lead.

    Which units a text means is told here by looking for those names in it, the longest first, and by nothing that reads plans.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        texts = {_flat(row["lead"]) for row in rows if row["lead"]}
        names = {text for text in texts if not _LIST.search(text)}
        names |= {text for text in texts if not any(name.lower() in text.lower() for name in names)}
        # One name however it is spelled: "Sở Tài Chính" is "Sở Tài chính".
        self.names = sorted({plain(name): name for name in sorted(names)}.values())
        self.directory = Directory(
            [KnownUnit(key=key, name=name) for key, name in enumerate(self.names, start=1)], body=0
        )

    def of(self, text: str) -> set[int]:
        """Return the units whose names stand in the text."""
        left, found = f" {_flat(text).lower()} ", set()
        for key, name in sorted(enumerate(self.names, start=1), key=lambda one: -len(one[1])):
            if re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", left):
                found.add(key)
                left = left.replace(name.lower(), " ")
        return found


def _flat(text: Any) -> str:
    return _BULLETS.sub("", " ".join((text or "").split())).strip(" ;,-")


def main(file: str) -> int:
    """Print the shares of every layout, and of all together."""
    every = Shares()
    sys.stdout.write(
        f"{'cách trình bày':<50} {'tệp':<5} {'dòng':>16} {'chủ trì':>16} {'đơn vị':>16} {'thời hạn':>16} {'hỏi':>6}\n"
    )
    for name, style in STYLES.items():
        for ending in MAKERS:
            shares = Shares()
            for rows in plans(Path(file)):
                shares.add(counted(rows, ending, style))
            sys.stdout.write(_line(name, ending, shares))
            every.add(shares)
    sys.stdout.write(_line("tất cả", "", every))
    return 0


def _line(name: str, ending: str, shares: Shares) -> str:
    told = " ".join(
        f"{shares.right[what]:>6}/{shares.there[what]:<5}{100 * shares.share(what):>4.1f}%"[:18].rjust(16)
        for what in ("rows", "leads", "units", "deadlines")
    )
    return f"{name:<50} {ending:<5} {told} {shares.asked:>6}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/plan-tasks.jsonl"))
