"""A plan that is being read: its tables, what was read of them, what a person answered, and what is left to ask."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from congtam.documents.grids import Grid, first_lines, read_grids
from congtam.documents.models import StoredFile
from congtam.planning import reading
from congtam.planning.models import ColumnMemory, Plan
from congtam.planning.reading import (
    Answer,
    AskedRow,
    Head,
    How,
    Match,
    ReadItem,
    ReadPlan,
    Role,
    answered,
    read_head,
)
from congtam.planning.reading.bodies import plain
from congtam.planning.selectors.units import Reach, directory_of, reach_of
from congtam.values.known import given
from congtam.values.names import searchable

_SEARCHED_ROWS = 40


@dataclass(frozen=True, kw_only=True)
class AskedName:
    """A name that nobody could tell: how often the plan's rows have it, leading and helping, and one row that has it."""

    name: str
    lead_count: int
    coordinating_count: int
    example: str


@dataclass(frozen=True, kw_only=True)
class RememberedName:
    """A name somebody told the meaning of before: the units it stands for, none when it stays words."""

    name: str
    units: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A row with its answer and the units its words mean."""

    row: AskedRow
    leads: tuple[Match, ...]
    coordinating: tuple[Match, ...]

    @property
    def unknown_leads(self) -> tuple[str, ...]:
        """Names of who leads that a person has to tell."""
        return _unknown(self.leads)

    @property
    def unknown_helpers(self) -> tuple[str, ...]:
        """Names of who helps that a person has to tell, or to leave as words."""
        return _unknown(self.coordinating)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to ask about the row."""
        return not self.row.is_kept or not (self.row.questions or self.unknown_leads or self.unknown_helpers)

    @property
    def lead_ids(self) -> tuple[int, ...]:
        """The units that lead: by the row's words, else by the answer."""
        return _keys(self.leads) or self.row.answer.leads

    @property
    def coordinating_ids(self) -> tuple[int, ...]:
        """The units that help and do not lead."""
        leading = set(self.lead_ids)
        return tuple(key for key in _keys(self.coordinating) if key not in leading)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything the pages of reading show; `remembered` are the tables whose columns were settled for an earlier plan."""

    plan: Plan
    grids: tuple[Grid, ...]
    read: ReadPlan
    rows: tuple[DraftRow, ...]
    remembered: frozenset[int]
    reach: Reach

    @property
    def kept(self) -> tuple[DraftRow, ...]:
        """The rows that become items."""
        return tuple(one for one in self.rows if one.row.is_kept)

    @property
    def asked(self) -> tuple[DraftRow, ...]:
        """Rows with something to answer on the row itself."""
        return tuple(one for one in self.rows if one.row.questions)

    @property
    def left_out(self) -> tuple[DraftRow, ...]:
        """The rows that do not become items."""
        return tuple(one for one in self.rows if not one.row.is_kept)

    @property
    def unnamed(self) -> tuple[DraftRow, ...]:
        """Rows kept that name neither the body nor anything in it, as far as names are known."""
        return tuple(one for one in self.kept if not one.lead_ids and not one.coordinating_ids)

    @property
    def is_ready(self) -> bool:
        """Whether the plan can be written."""
        return bool(self.kept) and all(one.is_settled for one in self.rows)

    @property
    def names(self) -> tuple[AskedName, ...]:
        """Names to be told, those who lead first, then the most frequent."""
        return _asked_names(self.kept)

    @property
    def remembered_names(self) -> tuple[RememberedName, ...]:
        """Names of this plan that are known because somebody said before what they mean, in the order of their letters."""
        matches = (match for one in self.kept for match in (*one.leads, *one.coordinating))
        said = {plain(match.name): match for match in matches if match.how is How.REMEMBERED}
        told = self.reach.names
        return tuple(
            RememberedName(name=match.name, units=tuple(told.get(key, "") for key in match.keys))
            for _, match in sorted(said.items())
        )

    def address(self, item: ReadItem) -> str:
        """Return where a row stands in the file, with its table's name unless the address has it."""
        return item.address if item.address.startswith("bảng ") else f"{self.grids[item.table].name}, ô {item.address}"

    @property
    def told(self) -> Counter[How]:
        """How many different names were known, and how."""
        matches = {match.name: match.how for one in self.kept for match in (*one.leads, *one.coordinating) if match.how}
        return Counter(given(how) for how in matches.values())


def draft_of(plan: Plan, on: date) -> Draft:
    """Return what is read of a plan's file, with what people settled. The file was readable when it came in."""
    grids, reach = grids_of(given(plan.source)), reach_of(plan.body_id, on)
    directory = directory_of(reach)
    remembered = remembered_mappings(grids, plan.body_id, plan.issuer)
    mappings = {**remembered, **settled_mappings(plan.settled)}
    read = reading.read_plan(grids, year=plan.year, mappings=mappings)
    rows = answered(read.items, answers_of(plan.settled), year=plan.year)
    taken = frozenset(place for place in remembered if place not in settled_mappings(plan.settled))
    return Draft(
        plan=plan,
        grids=grids,
        read=read,
        rows=tuple(
            DraftRow(row=row, leads=directory.read(row.item.lead), coordinating=directory.read(row.item.coordinating))
            for row in rows
        ),
        remembered=taken,
        reach=reach,
    )


def read_keys(plan: Plan) -> frozenset[str]:
    """Return the keys of the rows that are read of a plan's file now."""
    grids = grids_of(given(plan.source))
    mappings = {**remembered_mappings(grids, plan.body_id, plan.issuer), **settled_mappings(plan.settled)}
    return frozenset(item.key for item in reading.read_plan(grids, year=plan.year, mappings=mappings).items)


def grids_of(stored: StoredFile) -> tuple[Grid, ...]:
    """Return a stored file's tables; the last few files are kept at hand, since a file's bytes never change."""
    return _grids(stored.digest, stored.name, stored.pk)


@lru_cache(maxsize=4)
def _grids(_digest: str, name: str, stored_id: int) -> tuple[Grid, ...]:
    return read_grids(bytes_of(StoredFile.objects.get(pk=stored_id)), name=name)


def bytes_of(stored: StoredFile) -> bytes:
    """Return a stored file's bytes."""
    with stored.path.open("rb") as file:
        data: bytes = file.read()
    return data


def head_of(stored: StoredFile) -> Head:
    """Return what the file's first lines say of the plan."""
    return read_head(first_lines(bytes_of(stored), name=stored.name))


def settled_mappings(settled: Mapping[str, Any]) -> dict[int, reading.Mapping | None]:
    """Return the columns a person settled for this plan, by the table's place; None for a table that lists no tasks."""
    return {int(place): mapping_from(said) if said else None for place, said in (settled.get("tables") or {}).items()}


def mapping_from(said: Mapping[str, Any]) -> reading.Mapping:
    """Return columns as they were kept (`services.reading.settle_columns`)."""
    return reading.Mapping(
        columns={Role(role): place for role, place in said["columns"].items()},
        first_row=said["first_row"],
        names=tuple(said["names"]),
    )


def answers_of(settled: Mapping[str, Any]) -> dict[str, Answer]:
    """Return what a person answered about the rows, by `ReadItem.key`."""
    return {
        key: Answer(**{**said, "leads": tuple(said.get("leads", ()))})
        for key, said in (settled.get("rows") or {}).items()
    }


def remembered_mappings(grids: Sequence[Grid], body_id: int, issuer: str) -> dict[int, reading.Mapping]:
    """Return the columns settled before for tables of this issuer whose header names are the same, by the table's place."""
    known = {
        tuple(memory.names): memory.roles
        for memory in ColumnMemory.objects.filter(body=body_id).order_by("settled_at")
        if searchable(memory.issuer) == searchable(issuer)
    }
    found = {}
    for place, grid in enumerate(grids):
        if known and (at := _header_at(grid, known)) is not None:
            names = header_names(grid, at)
            columns = {Role(role): column for role, column in known[names].items()}
            found[place] = reading.Mapping(columns=columns, first_row=at, names=names)
    return found


def _header_at(grid: Grid, known: Iterable[tuple[str, ...]]) -> int | None:
    return next(
        (at for at in range(1, min(len(grid.rows), _SEARCHED_ROWS) + 1) if header_names(grid, at) in set(known)), None
    )


def header_names(grid: Grid, first_row: int) -> tuple[str, ...]:
    """Return the names of a table's columns when its items begin at `first_row`: the texts of the row above."""
    if first_row < 1 or first_row > len(grid.rows):
        return ()
    return tuple(" ".join(cell.text.split()) for cell in grid.rows[first_row - 1])


def _keys(matches: Iterable[Match]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key for match in matches for key in match.keys))


def _unknown(matches: Iterable[Match]) -> tuple[str, ...]:
    return tuple(match.name for match in matches if match.how is None)


def _asked_names(rows: Iterable[DraftRow]) -> tuple[AskedName, ...]:
    leading: Counter[str] = Counter()
    helping: Counter[str] = Counter()
    words: dict[str, str] = {}
    examples: dict[str, str] = {}
    for one in rows:
        for counter, matches in ((leading, one.leads), (helping, one.coordinating)):
            for match in matches:
                if match.how is None:
                    key = plain(match.name)
                    counter[key] += 1
                    words.setdefault(key, match.name)
                    examples.setdefault(key, one.row.task)
    order = sorted(words, key=lambda key: (not leading[key], -leading[key] - helping[key], key))
    return tuple(
        AskedName(
            name=words[key],
            lead_count=leading[key],
            coordinating_count=helping[key],
            example=examples[key],
        )
        for key in order
    )
