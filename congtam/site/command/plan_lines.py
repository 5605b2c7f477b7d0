"""The lines of `congtam plan overlaps`: plan items in, labelled pairs in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from congtam.engine.facts import InputError
from congtam.engine.shapes import one_of
from congtam.planning.finding import Item, Relation
from congtam.planning.finding.training import Labelled
from congtam.site.command.jsonlines import Case, read_case
from congtam.values.dues import Due, DueKind, read_due

_LONGEST = 20_000
_RELATIONS = {
    "same": Relation.SAME,
    "same_diff_deadline": Relation.SAME_OTHER_DEADLINE,
    "same_other_deadline": Relation.SAME_OTHER_DEADLINE,
    "related": Relation.RELATED,
    "unrelated": Relation.UNRELATED,
}


@dataclass(frozen=True)
class Refused:
    """A line that cannot be read: where, which field, and what is allowed."""

    line: int
    field: str
    message: str


def read_items(lines: Iterable[str]) -> Iterator[Item | Refused]:
    """Yield each line's item, its place the number of the line; a second line with one id is refused."""
    seen: set[str] = set()
    for number, line in _numbered(lines):
        try:
            item = read_item(read_case(line), number)
            if item.key in seen:
                raise InputError("id", f"đã có ở dòng trên: {item.key}. Mỗi nhiệm vụ một id.")
            seen.add(item.key)
            yield item
        except InputError as problem:
            yield Refused(number, problem.field, problem.message)


def read_pairs(lines: Iterable[str], known: set[str], *, labelled: bool) -> Iterator[Labelled | Refused]:
    """Yield each line's pair; without labels every pair reads as unrelated."""
    for number, line in _numbered(lines):
        try:
            case = read_case(line)
            one, other = (_known(case, field, known) for field in ("a_id", "b_id"))
            if one == other:
                raise InputError("b_id", "trùng với a_id; một cặp gồm hai nhiệm vụ khác nhau.")
            label = case.get("label") if labelled else "unrelated"
            if not isinstance(label, str) or label not in _RELATIONS:
                raise InputError("label", f"chỉ nhận {one_of(set(_RELATIONS))}.")
            yield Labelled(one, other, _RELATIONS[label])
        except InputError as problem:
            yield Refused(number, problem.field, problem.message)


def read_item(case: Case, place: int) -> Item:
    """Return the item of one line; raise `InputError` for a field that cannot be trusted. Fields nobody asks about pass by."""
    key = case.get("id")
    if key is None or key == "":
        raise InputError("id", "còn thiếu; mỗi nhiệm vụ cần một id riêng.")
    task = _text(case, "task")
    if not task.strip():
        raise InputError("task", "còn thiếu; phải là nội dung nhiệm vụ.")
    plan = [str(case.get(name) or "") for name in ("plan_number", "plan_title", "plan_date")]
    return Item(
        key=str(key),
        task=task,
        lead=_text(case, "lead"),
        coordinating=_text(case, "coordinating"),
        output=_text(case, "output"),
        issuer=_text(case, "issuer"),
        plan="|".join(plan) if any(plan) else "",
        place=place,
        source=_text(case, "assigning_document"),
        due=_due(case),
    )


def _due(case: Case) -> Due | None:
    """Return the deadline: the day where one is given, else what the words say."""
    words, day = _text(case, "deadline_text"), _text(case, "deadline_iso")
    if day:
        try:
            return Due(text=words, kind=DueKind.DAY, last=date.fromisoformat(day))
        except ValueError:
            raise InputError("deadline_iso", 'phải là ngày, ví dụ "2026-11-30", hoặc bỏ trống.') from None
    year = case.get("year")
    return read_due(words, year=year if isinstance(year, int) and not isinstance(year, bool) else None)


def _text(case: Case, name: str) -> str:
    value = case.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(name, "phải là chữ hoặc bỏ trống.")
    if len(value) > _LONGEST:
        raise InputError(name, f"dài quá {_LONGEST} ký tự. Hãy rút ngắn.")
    return value


def _known(case: Case, field: str, known: set[str]) -> str:
    value = case.get(field)
    if value is None or str(value) not in known:
        raise InputError(field, f"không có nhiệm vụ nào mang id {value!r}.")
    return str(value)


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
