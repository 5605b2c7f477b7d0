"""Which column of a plan's table says what, whatever the issuer calls it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from congtam.documents.grids import Cell, Grid
from congtam.values.dues import read_due
from congtam.values.names import searchable

_SEARCHED_ROWS = 40
_LONGEST_NAME = 80


class Role(StrEnum):
    """What a column says."""

    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    COORDINATING = "coordinating"
    DUE = "due"
    START = "start"
    OUTPUT = "output"
    LEADER = "leader"
    SOURCE = "source"
    COST = "cost"
    NOTE = "note"


# What people call each.
ROLE_LABELS = {
    Role.NUMBER: "Số thứ tự",
    Role.TASK: "Nội dung nhiệm vụ",
    Role.LEAD: "Chủ trì",
    Role.COORDINATING: "Phối hợp",
    Role.DUE: "Thời hạn",
    Role.START: "Bắt đầu",
    Role.OUTPUT: "Sản phẩm",
    Role.LEADER: "Lãnh đạo phụ trách",
    Role.SOURCE: "Văn bản giao",
    Role.COST: "Kinh phí",
    Role.NOTE: "Ghi chú",
}


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Where a table's columns stand: the place of each role, and the row its items begin at.

    `names` are the column names as the table has them, by place; `is_certain` is false for a table that took over another's columns.
    """

    columns: dict[Role, int]
    first_row: int
    names: tuple[str, ...] = ()
    is_certain: bool = field(default=True)


# In this order: the first form found in a name decides. Names are compared without diacritics.
_FORMS = tuple(
    (role, re.compile(form))
    for role, form in (
        (Role.NUMBER, r"^(?:s?tt|so tt|so thu tu|thu tu|tt so|muc)$"),
        (Role.COORDINATING, r"phoi hop"),
        (Role.LEADER, r"lanh dao|nguoi (?:phu trach|chi dao|theo doi)|dong chi phu trach"),
        (
            Role.LEAD,
            r"chu tri|don vi thuc hien|co quan thuc hien|chiu trach nhiem|dau moi|phan cong|nguoi thuc hien|co quan tham muu|don vi tham muu|trach nhiem",
        ),
        (Role.START, r"(?:thoi gian |ngay )?bat dau"),
        (Role.DUE, r"thoi (?:gian|han|diem|hieu)|tien do|\bhan\b|hoan thanh|moc|ngay ket thuc|lo trinh"),
        (Role.COST, r"kinh phi|du toan|nguon von"),
        (Role.SOURCE, r"can cu|van ban (?:giao|chi dao|de nghi)|nguon"),
        (Role.NOTE, r"ghi chu"),
        (Role.TASK, r"nhiem vu|noi dung|cong viec|hoat dong|viec can|giai phap|de muc cong tac|ten de an|ten van ban"),
        (Role.OUTPUT, r"san pham|ket qua|dau ra|hinh thuc|van ban|muc tieu"),
        (Role.LEAD, r"^(?:don vi|co quan|bo phan|phong ban|noi thuc hien)$"),
    )
)


def role_of(name: str) -> Role | None:
    """Return what a column called `name` says; None for a name nobody knows."""
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", searchable(name)).split())
    if not plain or len(plain) > _LONGEST_NAME:
        return None
    if "chu tri" in plain and "phoi hop" in plain:
        return Role.LEAD
    return next((role for role, form in _FORMS if form.search(plain)), None)


def mapping_of(grid: Grid, *, before: Mapping | None = None) -> Mapping | None:
    """Return how a table's columns read; None for a table that is no list of tasks (a letterhead, a signature block).

    The header may stand anywhere in the first 40 rows and take two of them. A table without one that is as wide as the table `before` it
    goes on with that table's columns.
    """
    best: Mapping | None = None
    for at in range(min(len(grid.rows), _SEARCHED_ROWS)):
        for height in (1, 2):
            if at + height > len(grid.rows):
                continue
            found = _mapping(grid.rows[at : at + height], at + height)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    if best is not None:
        return best
    if before is not None and grid.rows and len(grid.rows[0]) == len(before.names):
        return Mapping(columns=before.columns, first_row=0, names=before.names, is_certain=False)
    return None


def _mapping(head: Sequence[Sequence[Cell]], first_row: int) -> Mapping | None:
    names, columns = [], {}
    for place in range(len(head[0])):
        parts = list(dict.fromkeys(row[place].text.replace("\n", " ") for row in head if row[place].text))
        names.append(" / ".join(parts))
        # The lower name is the nearer one: "Đơn vị thực hiện" over "Chủ trì" and "Phối hợp".
        role = next((role for part in [*reversed(parts), " ".join(parts)] if (role := role_of(part))), None)
        if any(len(part) > _LONGEST_NAME for part in parts):
            return None
        if role is not None and role not in columns:
            columns[role] = place
    if (len(head) > 1 and not _is_two_storeyed(head)) or any(_is_value(cell.text) for row in head for cell in row):
        return None
    if Role.TASK not in columns and Role.OUTPUT in columns and Role.LEAD in columns:
        return None
    if Role.TASK in columns and len(
        columns.keys() & {Role.NUMBER, Role.LEAD, Role.DUE, Role.OUTPUT, Role.COORDINATING}
    ):
        return Mapping(columns=columns, first_row=first_row, names=tuple(names))
    return None


def _is_value(text: str) -> bool:
    """Tell whether a cell holds what stands below a header, never in one: a number or a deadline."""
    return text.strip(".()").isdigit() or read_due(text).last is not None


def _is_two_storeyed(head: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether two rows are one header: some cell of the first goes on into the second or spreads over several of it."""
    upper, lower = head
    reaches_down = any(over.block == under.block for over, under in zip(upper, lower, strict=True))
    spreads = len({cell.block for cell in upper}) < len(upper)
    return reaches_down or (spreads and any(not cell.text for cell in lower))
