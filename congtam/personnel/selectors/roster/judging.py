"""What a roster would do, row by row, and what is wrong with it. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from congtam.documents.workbooks import Row
from congtam.organisation.models import Unit
from congtam.personnel.selectors.roster.known import Known, known_to
from congtam.personnel.selectors.roster.lines import Judgement, PersonLine, Problem, UnitLine
from congtam.personnel.selectors.roster.posts import judge_heads, judge_posts
from congtam.personnel.selectors.roster.reading import day_in, number_in, read_person_line
from congtam.personnel.workbooks import Roster
from congtam.values.names import searchable


def judge_roster(*, roster: Roster, body: Unit, on: date) -> Judgement:
    """Return what importing `roster` into `body` on `on` would do and everything wrong with it; a dozen queries for any number of rows."""
    known = known_to(
        body=body,
        on=on,
        personal_ids={number_in(row) for row in roster.people},
        codes={row.text("code") for row in roster.units} | {row.text("parent") for row in roster.units},
        birth_dates={day for row in roster.people if (day := day_in(row, "birth_date", [])) is not None},
    )
    units = _judge_units(roster.units, known)
    opened = {line.code.lower(): line for line in units if line.unit_id is None}
    people = [read_person_line(row, known, opened) for row in roster.people]
    rows = dict(zip(map(id, people), roster.people, strict=True))
    _judge_twins(people, rows, known)
    judge_posts(people, rows, known)
    judge_heads(people, rows, known)
    groups = {searchable(line.similar_group): line.similar_group for line in people if line.similar_group}
    new = tuple(name for key, name in groups.items() if key not in known.groups)
    return Judgement(units=tuple(units), people=tuple(people), new_groups=new, unknown_columns=roster.unknown_columns)


def _judge_units(rows: Iterable[Row], known: Known) -> list[UnitLine]:
    lines = [_unit_line(row, known) for row in rows]
    by_row = dict(zip(map(id, lines), rows, strict=True))
    first: dict[str, UnitLine] = {}
    for line in lines:
        row = by_row[id(line)]
        earlier = first.setdefault(line.code.lower(), line)
        if earlier is not line and line.code:
            line.problems.append(
                Problem(
                    address=row.address("code"),
                    message=f"Mã “{line.code}” đã có ở dòng {earlier.number}. Hãy bỏ một dòng.",
                )
            )
        parent = line.parent_code.lower()
        if parent and parent not in known.units and not any(parent == other.code.lower() for other in lines):
            line.problems.append(
                Problem(
                    address=row.address("parent"),
                    message=f"Không có đơn vị mã “{line.parent_code}” trong cơ quan và trong tệp. Hãy sửa mã hoặc thêm dòng đơn vị này."
                    + known.near_units(line.parent_code),
                )
            )
    for line in lines:
        if _goes_round(line, first, known):
            line.problems.append(
                Problem(
                    address=by_row[id(line)].address("parent"),
                    message="Các đơn vị xếp vòng tròn: đơn vị này nằm dưới chính nó. Hãy sửa mã đơn vị cấp trên.",
                )
            )
    return lines


def _unit_line(row: Row, known: Known) -> UnitLine:
    problems: list[Problem] = []
    line = UnitLine(
        number=row.number,
        code=row.text("code"),
        name=row.text("name"),
        short_name=row.text("short_name"),
        parent_code=row.text("parent"),
        start=day_in(row, "start", problems, is_required=True),
        problems=problems,
    )
    for key, label in (("code", "mã đơn vị"), ("name", "tên đơn vị")):
        if not row.text(key):
            problems.append(Problem(address=row.address(key), message=f"Thiếu {label}. Hãy điền ô này."))
    if line.code.lower() in known.foreign_codes:
        problems.append(
            Problem(
                address=row.address("code"),
                message=f"Mã “{line.code}” đã dùng cho đơn vị ở cơ quan khác hoặc đã kết thúc. Hãy dùng mã khác.",
            )
        )
    there = known.units.get(line.code.lower())
    if there is None:
        line.changes.append("lập đơn vị")
        return line
    line.unit_id = there.pk
    parent = known.units.get(line.parent_code.lower()) if line.parent_code else None
    if there.pk != known.body.pk:
        parent_id = parent.pk if parent else None if line.parent_code else known.body.pk
        if parent_id != there.parent_id:
            line.changes.append("chuyển sang đơn vị cấp trên khác")
    if (line.name, line.short_name or there.short_name) != (there.name, there.short_name):
        line.changes.append("đổi tên")
    if line.changes and line.start is not None and line.start < there.state_start:
        problems.append(
            Problem(
                address=row.address("start"),
                message=f"Đơn vị đã có trạng thái từ ngày {there.state_start:%d/%m/%Y}. Hãy ghi ngày thay đổi từ đó trở đi.",
            )
        )
    return line


def _goes_round(line: UnitLine, lines: dict[str, UnitLine], known: Known) -> bool:
    codes = {unit.pk: unit.code.lower() for unit in known.units.values()}
    seen, code = set(), line.code.lower()
    while code and code not in seen:
        seen.add(code)
        if code in lines:
            code = lines[code].parent_code.lower()
        elif code in known.units:
            code = codes.get(known.units[code].parent_id or 0, "")
        else:
            return False
    return bool(code) and code == line.code.lower()


def _judge_twins(people: list[PersonLine], rows: dict[int, Row], known: Known) -> None:
    first: dict[str, PersonLine] = {}
    numbers: dict[tuple[str, date], set[str]] = defaultdict(set)
    for line in people:
        first.setdefault(line.personal_id, line)
        if line.birth_date is not None:
            numbers[searchable(line.full_name), line.birth_date].add(line.personal_id)
    for line in people:
        if not line.personal_id:
            continue
        row, name = rows[id(line)], searchable(line.full_name)
        other = first[line.personal_id]
        if searchable(other.full_name) != name:
            line.problems.append(
                Problem(
                    address=row.address("personal_id"),
                    message=f"Số định danh trùng dòng {other.number} ({other.full_name}) nhưng khác họ tên. "
                    "Hãy kiểm tra số của cả hai người.",
                )
            )
        there = known.people.get(line.personal_id)
        if there is not None and searchable(there.full_name) != name:
            line.problems.append(
                Problem(
                    address=row.address("full_name"),
                    message=f"Số định danh này đã là của {there.full_name}. Nếu người đó đổi tên, hãy sửa tên ở trang cá nhân "
                    "trước; nếu không, hãy sửa số.",
                )
            )
        born = (name, line.birth_date) if line.birth_date else None
        if born and (numbers[born] | set(known.namesakes.get(born, ()))) - {line.personal_id}:
            line.problems.append(
                Problem(
                    address=row.address("personal_id"),
                    message="Có người cùng họ tên và ngày sinh dưới số định danh khác. Hãy kiểm tra có phải là một người.",
                    is_error=False,
                )
            )
