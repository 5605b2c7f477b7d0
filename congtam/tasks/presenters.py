"""Work in words ready to print: stages, rows of a pasted grid, charts."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from congtam.documents.workbooks import cell_day
from congtam.personnel.models import Appointment
from congtam.personnel.rights import Action
from congtam.personnel.selectors import Viewer
from congtam.planning.models import WorkItem
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Task
from congtam.tasks.rights import actions_for
from congtam.tasks.selectors import Coded, Load, Missed, TaskFile, UnitLoad
from congtam.tasks.services import Assignment, title_of
from congtam.values.names import searchable

_GRID_ROWS: Final = 500
_GRID_COLUMNS: Final = 5
# Work given one after another that stays in sight.
_GIVEN_SHOWN: Final = 12
_LONGEST_ID: Final = 18
# As the form takes them.
_LONGEST_TITLE, _LONGEST_SOURCE = 2000, 500


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the stage bar."""

    name: str
    state: str
    who: str = ""
    on: date | datetime | None = None


def stages(file: TaskFile) -> list[Stage]:
    """Return where the work stands: giao, nhận, nộp, nghiệm thu; what was handed back or cancelled ends there."""
    reached = {move.state: move for move in file.moves}
    last = file.moves[-1] if file.moves else None
    names = (
        ("Giao", (TaskState.ASSIGNED,)),
        ("Thực hiện", (TaskState.IN_HAND, TaskState.RETURNED)),
        ("Nộp", (TaskState.HANDED_IN,)),
        ("Nghiệm thu", (TaskState.DONE,)),
    )
    position = {
        TaskState.ASSIGNED: 1,
        TaskState.IN_HAND: 1,
        TaskState.RETURNED: 1,
        TaskState.HANDED_IN: 3,
        TaskState.DONE: 4,
    }
    if last is None or last.state not in position:
        ended = {TaskState.HANDED_BACK: "Trả lại người giao", TaskState.CANCELLED: "Huỷ"}
        first = file.moves[0] if file.moves else None
        begun = Stage(name="Giao", state="done", who=_who(first), on=first.at if first else None)
        return [
            begun,
            Stage(
                name=ended.get(TaskState(file.task.state), "Kết thúc"),
                state="returned",
                who=_who(last),
                on=last.at if last else None,
            ),
        ]
    now = position[TaskState(last.state)]
    built = []
    for number, (name, states) in enumerate(names):
        move = next((reached[state] for state in states if state in reached), None)
        state = "done" if number < now else "current" if number == now else "todo"
        told = move if state == "done" else None
        built.append(Stage(name=name, state=state, who=_who(told), on=told.at if told else None))
    if last.state == TaskState.RETURNED:
        built[1] = Stage(name="Làm lại", state="returned", who=_who(last), on=last.at)
    first = file.moves[0]
    built[0] = replace(built[0], who=_who(first), on=first.at)
    return built


def _who(move: Any) -> str:
    return move.by.full_name if move is not None else ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One task in a list, with the viewer's own next step, if any."""

    task: Task
    step: Action | None


def lines(tasks: Sequence[Task], viewer: Viewer) -> list[Line]:
    """Return tasks that came from `told(viewer)`, each with what the viewer does next about it."""
    steps = {task.pk: next(iter(actions_for(viewer, task)), None) for task in tasks}
    return [
        Line(task=task, step=step if step and step.is_primary else None) for task in tasks for step in [steps[task.pk]]
    ]


# What a list of work can show beside its title, and what it shows unless told otherwise.
COLUMNS: Final = (
    ("holder", "Người thực hiện"),
    ("due", "Hạn"),
    ("state", "Trạng thái"),
    ("quantity", "Giao"),
    ("done", "Hoàn thành"),
    ("factor", "Hệ số"),
    ("step", "Bước tiếp theo"),
    ("assigned", "Ngày giao"),
    ("source", "Nguồn giao"),
    ("origin", "Nguồn gốc"),
)
_USUAL: Final = ("holder", "due", "state", "quantity", "done", "factor", "step")


def shown_columns(asked: Iterable[str], *, is_own: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the columns a list offers (code, label) and the codes of those it shows: the ones `asked` for, else the usual ones."""
    offered = [(code, label) for code, label in COLUMNS if not (is_own and code == "holder")]
    wanted = set(asked)
    known = [code for code, _ in offered]
    return offered, [code for code in known if code in wanted] or [code for code in known if code in _USUAL]


def note_of(task: Task) -> str:
    """Return what a list says beside a task: where it came from, its marks, what was left over."""
    marks = [
        words for holds, words in ((task.is_key, "trọng tâm"), (task.is_new, "mới"), (task.is_hard, "khó")) if holds
    ]
    origin = "" if task.origin == "assigned" else task.get_origin_display()
    return "; ".join(part for part in (origin, ", ".join(marks), task.source) if part)


def paper_rows(tasks: Sequence[Task], missed: Iterable[Missed]) -> list[tuple[Any, ...]]:
    """Return tasks (with holder and product) as rows in the columns of the paper (`workbooks`)."""
    delays = Counter(one.task_id for one in missed)
    return [
        (
            number,
            task.holder.full_name,
            task.title,
            f"{task.product.code} {task.output}".strip() if task.product else task.output,
            task.factor,
            task.quantity,
            task.done,
            task.due_date,
            task.done_date,
            task.fault_count,
            delays[task.pk],
            note_of(task),
        )
        for number, task in enumerate(tasks, start=1)
    ]


def ids_of(text: str) -> list[int]:
    """Return the ids an address names, the last few of them; what is no id is left out."""
    return [int(part) for part in text.split(",") if part.isdecimal() and len(part) < _LONGEST_ID][-_GIVEN_SHOWN:]


def ids_in(ids: Iterable[int]) -> str:
    """Return ids as an address names them, the last few of them."""
    return ",".join(str(one) for one in list(ids)[-_GIVEN_SHOWN:])


def begun_from(work: WorkItem | None) -> dict[str, Any]:
    """Return what the form begins with for a task that serves work of the body: its words, deadline and the plan that governs it."""
    if work is None:
        return {}
    source = str(work.governed_by.plan) if work.governed_by else ""
    return {"title": work.title[:_LONGEST_TITLE], "due_date": work.due_date, "source": source[:_LONGEST_SOURCE]}


def next_assignment(given: Sequence[Task], posts: Iterable[Appointment], *, keeps_work: bool) -> dict[str, Any]:
    """Return what the form begins with after `given`: the same people and deadline, or with `keeps_work` the same work for others."""
    if not given:
        return {}
    last = given[-1]
    begun = {"due_date": last.due_date, "source": last.source}
    if not keeps_work:
        what = (last.product_id, last.title, last.quantity, last.due_date)
        people = {
            task.holder_id for task in given if (task.product_id, task.title, task.quantity, task.due_date) == what
        }
        return {**begun, "posts": [post.pk for post in posts if post.person_id in people]}
    title = "" if last.title == " ".join(title_of(last.product).split()) else last.title
    marks = {name: getattr(last, name) for name in ("is_key", "is_new", "is_hard")}
    return {**begun, **marks, "product": last.product_id, "title": title, "quantity": last.quantity.normalize()}


@dataclass(frozen=True, kw_only=True)
class GridRow:
    """One row of a pasted grid as it was read; `problem` is empty when it can be assigned."""

    number: int
    cells: Sequence[str]
    assignment: Assignment | None
    problem: str = ""


def grid_cells(columns: Sequence[Sequence[str]], pasted: str) -> list[list[str]]:
    """Return the rows of the grid's own boxes, column by column as a page sends them, then those of a pasted table; empty ones left out.

    Cells of a pasted row stand apart by tabs, as Excel copies them, or by "|"; a head row naming the columns is left out.
    """
    rows = [list(cells) for cells in zip(*columns, strict=False)]
    for line in pasted.splitlines():
        cells = line.split("\t") if "\t" in line else line.split("|")
        if not searchable(cells[0]).startswith("ma "):
            rows.append([*cells, "", "", "", "", ""][:_GRID_COLUMNS])
    composed = [[unicodedata.normalize("NFC", cell).strip() for cell in row] for row in rows]
    return [row for row in composed if any(row)]


def read_grid(rows: Sequence[Sequence[str]], *, posts: Sequence[Appointment], coded: Coded) -> list[GridRow]:
    """Return each row judged: person by the full name (diacritics may be left out), product by its code in the catalogue of that person's body,
    quantity, deadline, words.

    Beyond 500 rows the last one says to divide them.
    """
    by_name: dict[str, list[Appointment]] = {}
    for post in posts:
        by_name.setdefault(searchable(post.person.full_name), []).append(post)
    found = [_judged(number, cells, coded, by_name) for number, cells in enumerate(rows[:_GRID_ROWS], start=1)]
    if len(rows) > _GRID_ROWS:
        problem = f"Quá {_GRID_ROWS} dòng. Hãy chia thành nhiều lần."
        found.append(GridRow(number=_GRID_ROWS + 1, cells=rows[_GRID_ROWS], assignment=None, problem=problem))
    return found


def _judged(number: int, cells: Sequence[str], coded: Coded, by_name: dict[str, list[Appointment]]) -> GridRow:
    code, name, amount, due, title = cells
    posts = by_name.get(searchable(name), [])
    product = coded.product(code, posts[0].unit_id) if len(posts) == 1 else None
    problems = []
    if code.lower() not in coded.codes:
        problems.append(f"Không có mã “{code}” trong danh mục đang áp dụng.")
    elif product is None and len(posts) == 1:
        problems.append(f"Mã “{code}” không có trong danh mục cơ quan của {posts[0].person.full_name} đang áp dụng.")
    if not posts:
        problems.append(f"Không có ai tên “{name}” trong những người bạn được giao việc.")
    if len(posts) > 1:
        problems.append(f"Có {len(posts)} người tên “{name}”. Hãy giao riêng việc này ở trang Giao nhiệm vụ.")
    quantity, due_date = _amount(amount), _due(due)
    if quantity is None:
        problems.append(f"Số lượng “{amount}” phải là số lớn hơn 0.")
    if due_date is None:
        problems.append(f"Hạn “{due}” phải ghi ngày/tháng/năm.")
    if problems or product is None or quantity is None or due_date is None:
        return GridRow(number=number, cells=cells, assignment=None, problem=" ".join(problems))
    made = Assignment(post=posts[0], product=product, quantity=quantity, due_date=due_date, title=title)
    return GridRow(number=number, cells=cells, assignment=made)


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount > 0 else None


def _due(text: str) -> date | None:
    try:
        return cell_day(text)
    except ValueError:
        return None


def load_chart(loads: Sequence[Load | UnitLoad]) -> dict[str, Any]:
    """Return the chart of open work per person or per unit."""
    return {
        "kind": "stacked",
        "labels": [load.name for load in loads],
        "series": [
            {"name": "Đang làm, còn hạn", "values": [load.in_time for load in loads], "tone": "blue"},
            {"name": "Chờ nghiệm thu", "values": [load.waiting for load in loads], "tone": "amber"},
            {"name": "Quá hạn", "values": [load.overdue for load in loads], "tone": "red"},
        ],
    }


def week_of(text: str, today: date) -> date:
    """Return the Monday of a week written "2026-W47"; of the present week for anything else."""
    try:
        return date.fromisoformat(f"{text}-1")
    except ValueError:
        return today - timedelta(days=today.isoweekday() - 1)


def week_code(monday: date) -> str:
    """Return how a week stands in addresses: "2026-W47"."""
    return f"{monday:%G-W%V}"
