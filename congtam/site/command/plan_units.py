"""A file of the units a plan may name, and what the names in a plan's rows mean by it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from congtam.documents.workbooks import Column, read_csv, read_table
from congtam.engine.facts import InputError
from congtam.engine.shapes import one_of
from congtam.planning.reading import Directory, FormerName, How, KnownUnit, Match, ReadItem
from congtam.site.command.jsonlines import read_case
from congtam.site.refusal import UnableToContinueError

_PLACES = {"": True, "inside": True, "body": True, "outside": False}
_WORDS = {"trong cơ quan": "inside", "cơ quan": "body", "ngoài cơ quan": "outside"}
_COLUMNS = (
    Column(key="name", label="Tên đơn vị", aliases=("Đơn vị", "Tên")),
    Column(key="short", label="Tên viết tắt", aliases=("Viết tắt",), is_required=False),
    Column(key="former", label="Tên cũ", aliases=("Tên trước đây",), is_required=False),
    Column(key="place", label="Vị trí", is_required=False),
)
_HOW = {
    How.EXACT: "đúng tên",
    How.ABBREVIATION: "viết tắt",
    How.FORMER: "tên cũ",
    How.ALL: "mọi đơn vị",
    How.GENERAL: "nêu chung",
}


class NamedUnits:
    """The units of one file, and the lookup of names among them."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """`rows` have `name`, `short`, `former` (several apart by semicolons, or a list) and `place` (one of `_PLACES`)."""
        self.names: list[str] = []
        units, former, body, parts = [], [], -1, []
        for key, row in enumerate(rows):
            place = row["place"]
            self.names.append(row["name"])
            units.append(KnownUnit(key=key, name=row["name"], short_name=row["short"], is_inside=_PLACES[place]))
            former += [FormerName(name=old, keys=frozenset({key})) for old in row["former"]]
            if place == "body":
                body = key
            elif _PLACES[place]:
                parts.append(key)
        self._directory = Directory(units, body=body, own_parts=parts, former=former)

    def told(self, words: str) -> tuple[Match, ...]:
        """Return what each name in the words of a cell means."""
        return self._directory.read(words)

    def shown(self, matches: Iterable[Match]) -> list[dict[str, Any]]:
        """Return what names mean, as they stand in a line: the name, the units (none: to be asked), and how they were known."""
        return [
            {
                "name": match.name,
                "units": [self.names[key] for key in match.keys],
                "how": match.how.value if match.how else "asked",
            }
            for match in matches
        ]

    def summary(self, items: Iterable[ReadItem]) -> str:
        """Return in Vietnamese how many different names were known and how, and which would be asked."""
        items = list(items)
        return "".join(
            self._summary(label, {match.name: match for words in texts for match in self.told(words)}.values())
            for label, texts in (
                ("Chủ trì", [item.lead for item in items]),
                ("Phối hợp", [item.coordinating for item in items]),
            )
        )

    def _summary(self, label: str, matches: Iterable[Match]) -> str:
        matches = list(matches)
        if not matches:
            return ""
        known = Counter(match.how for match in matches if match.how)
        ways = ", ".join(f"{_HOW[how]} {count}" for how, count in known.most_common())
        asked = "; ".join(f"“{match.name}”" for match in matches if match.how is None)
        return (
            f"{label}: nhận ra {known.total()}/{len(matches)} tên{f' ({ways})' if ways else ''}"
            f"{f', sẽ hỏi {len(matches) - known.total()}: {asked}' if asked else ''}.\n"
        )


def named_units(file: Path) -> NamedUnits:
    """Return the units of a file: .csv or .xlsx with the columns Tên đơn vị, Tên viết tắt, Tên cũ, Vị trí, or JSON Lines.

    Raises `UnableToContinueError` naming the line to mend.
    """
    ending, data = file.suffix.lower(), file.read_bytes()
    rows: list[tuple[int, Mapping[str, Any]]]
    if ending in (".csv", ".xlsx"):
        table = read_csv(data, columns=_COLUMNS) if ending == ".csv" else read_table(data, columns=_COLUMNS)
        rows = [(row.number, {column.key: row.text(column.key) for column in _COLUMNS}) for row in table.rows]
    else:
        rows = list(_lines(data.decode("utf-8", errors="replace")))
    if not rows:
        raise UnableToContinueError("Tệp đơn vị không có dòng nào.")
    return NamedUnits([_unit(number, row) for number, row in rows])


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                yield number, read_case(line)
            except InputError as problem:
                raise UnableToContinueError(f"Tệp đơn vị, dòng {number}: {problem.message}") from problem


def _unit(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    name, short, place = (str(row.get(field) or "").strip() for field in ("name", "short", "place"))
    former = row.get("former") or []
    old = former.split(";") if isinstance(former, str) else former
    place = _WORDS.get(place.lower(), place)
    if not name:
        raise UnableToContinueError(f"Tệp đơn vị, dòng {number}: thiếu tên đơn vị.")
    if place not in _PLACES:
        raise UnableToContinueError(
            f"Tệp đơn vị, dòng {number}: vị trí “{place}” chưa rõ, chỉ nhận {one_of(set(_WORDS))}."
        )
    if not isinstance(old, list) or not all(isinstance(one, str) for one in old):
        raise UnableToContinueError(f"Tệp đơn vị, dòng {number}: tên cũ phải là chữ hoặc danh sách chữ.")
    return {"name": name, "short": short, "former": [one.strip() for one in old if one.strip()], "place": place}
