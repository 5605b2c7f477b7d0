"""How the posts of a roster fit with each other and with those on record."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from congtam.documents.workbooks import Row
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors.roster.known import Known
from congtam.personnel.selectors.roster.lines import PersonLine, Problem, Step
from congtam.values.known import given
from congtam.values.names import searchable


@dataclass(kw_only=True)
class _Held:
    """A post as it would stand after the import: on record (`post`), in the file (`line`), or both."""

    unit: int | str | None
    start: date
    until: date | None
    is_primary: bool
    leadership: str
    post: Appointment | None = None
    line: PersonLine | None = None
    name: str = ""

    def overlaps(self, other: "_Held") -> bool:
        return (self.until is None or other.start < self.until) and (other.until is None or self.start < other.until)


def judge_posts(people: Iterable[PersonLine], rows: dict[int, Row], known: Known) -> None:
    """Find for each row what it does to the posts of its person, and every overlap; adds to the rows' problems."""
    by_person: dict[str, list[PersonLine]] = defaultdict(list)
    for line in people:
        if line.personal_id and line.start is not None and line.unit is not None:
            by_person[line.personal_id].append(line)
    for lines in by_person.values():
        person_id = lines[0].person_id
        held = [_on_record(post) for post in known.posts.get(person_id, ())] if person_id else []
        for line in sorted(lines, key=lambda line: (line.start or date.max, line.number)):
            _judge_post(line, rows[id(line)], held)


def judge_heads(people: Iterable[PersonLine], rows: dict[int, Row], known: Known) -> None:
    """Find rows that would make a second head of a unit; adds to their problems."""
    people = list(people)
    closed = {
        line.closes: line.until if line.step == Step.END else line.start for line in people if line.closes is not None
    }
    replaced = {line.corrects for line in people if line.corrects is not None}
    heads: dict[int | str, list[_Held]] = defaultdict(list)
    for post in known.heads:
        there = _on_record(post)
        there.until = closed.get(post.pk, there.until)
        if post.pk not in replaced and (there.until is None or there.until > there.start):
            heads[post.unit_id].append(there)
    for line in people:
        if line.leadership != Leadership.HEAD or line.unit is None or line.start is None:
            continue
        if line.step in (Step.NOTHING, Step.END):
            continue
        wanted = _in_file(line)
        other = next((head for head in heads[line.unit] if head.overlaps(wanted)), None)
        if other is not None:
            where = f"dòng {other.line.number}" if other.line else f"từ ngày {other.start:%d/%m/%Y}"
            line.problems.append(
                Problem(
                    address=rows[id(line)].address("leadership"),
                    message=f"{line.unit_name} đã có người đứng đầu là {other.name} ({where}). Mỗi đơn vị chỉ có một người đứng đầu "
                    "trong cùng thời gian; hãy sửa một trong hai.",
                )
            )
        heads[line.unit].append(wanted)


def _judge_post(line: PersonLine, row: Row, held: list[_Held]) -> None:
    wanted = _in_file(line)
    same_unit = next((post for post in held if post.unit == line.unit and post.overlaps(wanted)), None)
    if same_unit is not None:
        _judge_same_unit(line, row, same_unit)
        return
    clash = next((post for post in held if line.is_primary and post.is_primary and post.overlaps(wanted)), None)
    if clash is None:
        line.step = Step.APPOINT
        held.append(wanted)
    elif clash.post is not None and clash.line is None and clash.start < wanted.start and clash.until is None:
        line.step, line.closes = Step.TRANSFER, clash.post.pk
        clash.until = wanted.start
        held.append(wanted)
        line.problems.append(
            Problem(
                address=row.address("unit"),
                message=f"Sẽ điều động từ vị trí “{clash.post.job_title}” đang giữ sang {line.unit_name} từ ngày {wanted.start:%d/%m/%Y}.",
                is_error=False,
            )
        )
    else:
        where = f"dòng {clash.line.number}" if clash.line else "vị trí đã ghi trong hệ thống"
        line.problems.append(
            Problem(
                address=row.address("start"),
                message=f"Trùng thời gian với {where} (từ ngày {clash.start:%d/%m/%Y}). Hãy ghi “Đến hết ngày” cho vị trí trước, "
                "hoặc ghi “có” ở cột Kiêm nhiệm.",
            )
        )


def _judge_same_unit(line: PersonLine, row: Row, there: _Held) -> None:
    """A row about a unit where its person already serves: nothing, a correction, a change from a day, or the end."""
    if there.line is not None:
        line.problems.append(
            Problem(
                address=row.address("unit"),
                message=f"Trùng với dòng {there.line.number}: cùng người, cùng đơn vị, cùng thời gian. Hãy bỏ một dòng.",
            )
        )
        return
    # What is not in the file is on record, and only rows with a day come here.
    post, start = given(there.post), given(line.start)
    there.line = line
    differs = _differs(line, post)
    if start < post.valid_from:
        line.problems.append(
            Problem(
                address=row.address("start"),
                message=f"Vị trí này đã ghi từ ngày {post.valid_from:%d/%m/%Y}. Hãy ghi đúng ngày đó, hoặc sửa ở trang cá nhân.",
            )
        )
    elif differs and line.start == post.valid_from:
        line.step, line.corrects = Step.CORRECT, post.pk
    elif differs:
        line.step, line.closes = Step.CHANGE, post.pk
        line.until = line.until or post.valid_until
    elif line.until is not None and line.until != post.valid_until:
        line.step, line.closes = Step.END, post.pk
        if post.valid_until is not None:
            line.problems.append(
                Problem(
                    address=row.address("last_day"),
                    message="Ngày kết thúc khác với ngày đã ghi. Hãy sửa ở trang cá nhân.",
                )
            )
    there.until, there.leadership = line.until or there.until, line.leadership


def _differs(line: PersonLine, post: Appointment) -> bool:
    group = post.similar_group.name if post.similar_group else ""
    there = (post.job_title, post.category, post.leadership, searchable(group), post.is_primary)
    # An empty cell does not take anybody out of his group.
    wanted_group = line.similar_group or group
    return there != (line.job_title, line.category, line.leadership, searchable(wanted_group), line.is_primary)


def _on_record(post: Appointment) -> _Held:
    return _Held(
        unit=post.unit_id,
        start=post.valid_from,
        until=post.valid_until,
        is_primary=post.is_primary,
        leadership=post.leadership,
        post=post,
        name=post.person.full_name,
    )


def _in_file(line: PersonLine) -> _Held:
    return _Held(
        unit=line.unit,
        start=given(line.start),
        until=line.until,
        is_primary=line.is_primary,
        leadership=line.leadership,
        line=line,
        name=line.full_name,
    )
