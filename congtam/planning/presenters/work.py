"""The work of bodies in words ready to print: stages, lists, periods, pairs side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from congtam.personnel.rights import Action
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import WorkState
from congtam.planning.models import ConsolidatedPlan, WorkItem
from congtam.planning.rights import work_actions
from congtam.planning.selectors.consolidated import NOBODY, PlanRow, basis_of, due_words
from congtam.planning.selectors.work import WorkCounts, WorkFile
from congtam.ui import wording
from congtam.values.periods import Period
from congtam.values.text import capital

# What a list of work can show beside its title, and what it shows unless told otherwise.
COLUMNS: Final = (
    ("lead", "Chủ trì"),
    ("due", "Hạn"),
    ("state", "Trạng thái"),
    ("sources", "Nguồn giao"),
    ("step", "Bước tiếp theo"),
    ("output", "Sản phẩm"),
    ("due_text", "Thời gian theo văn bản"),
    ("changes", "Số lần đổi hạn"),
    ("done", "Ngày hoàn thành"),
)
_USUAL: Final = ("lead", "due", "state", "sources", "step")
_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of the stage bar."""

    name: str
    state: str
    who: str = ""
    on: date | datetime | None = None


def stages(file: WorkFile) -> list[Stage]:
    """Return where the work stands: lập, thực hiện, báo cáo, xác nhận; what was dropped or joined elsewhere ends there."""
    first, last = file.moves[0], file.moves[-1]
    begun = Stage(name="Lập", state="done", who=first.by.full_name, on=first.at)
    match file.work.state:
        case WorkState.DROPPED | WorkState.JOINED:
            name = "Thôi thực hiện" if file.work.state == WorkState.DROPPED else "Gộp vào nhiệm vụ khác"
            return [begun, Stage(name=name, state="returned", who=last.by.full_name, on=last.at)]
        case WorkState.DONE:
            report = next((move for move in reversed(file.moves) if move.state == WorkState.REPORTED), last)
            return [
                begun,
                Stage(name="Thực hiện", state="done"),
                Stage(name="Báo cáo hoàn thành", state="done", who=report.by.full_name, on=report.at),
                Stage(name="Xác nhận", state="done", who=last.by.full_name, on=last.at),
            ]
        case WorkState.REPORTED:
            return [
                begun,
                Stage(name="Thực hiện", state="done"),
                Stage(name="Báo cáo hoàn thành", state="done", who=last.by.full_name, on=last.at),
                Stage(name="Xác nhận", state="current"),
            ]
        case _:
            again = len(file.moves) > 1
            doing = Stage(name="Làm tiếp", state="returned", who=last.by.full_name, on=last.at)
            return [
                begun,
                doing if again else Stage(name="Thực hiện", state="current"),
                Stage(name="Báo cáo hoàn thành", state="todo"),
                Stage(name="Xác nhận", state="todo"),
            ]


@dataclass(frozen=True, kw_only=True)
class WorkLine:
    """One piece of work in a list: when it is due in words, and the viewer's own next step, if any."""

    work: WorkItem
    due: str
    step: Action | None


def lines(works: Iterable[WorkItem], viewer: Viewer) -> list[WorkLine]:
    """Return work (from `told`) with what the viewer does next about it."""
    made = []
    for work in works:
        step = next(iter(work_actions(viewer, work)), None)
        made.append(WorkLine(work=work, due=due_words(work), step=step if step and step.is_primary else None))
    return made


def shown_columns(asked: Iterable[str]) -> list[str]:
    """Return the codes of the columns a list shows: the ones `asked` for, else the usual ones."""
    wanted = set(asked)
    return [code for code, _ in COLUMNS if code in wanted] or list(_USUAL)


def period_options(year: int) -> list[tuple[str, str]]:
    """Return the periods of a year to choose from: the year, its quarters, its months."""
    quarters = [(f"{year}-Q{number}", f"Quý {name}/{year}") for number, name in enumerate(_QUARTERS, start=1)]
    months = [(f"{year}-{month:02}", f"Tháng {month}/{year}") for month in range(1, 13)]
    return [(str(year), f"Cả năm {year}"), *quarters, *months]


def period_code(period: Period) -> str:
    """Return how a period stands in addresses: "2026-03", "2026-Q1", "2026"."""
    if period.month_count == 1:
        return f"{period.year}-{period.first_month:02}"
    if period.month_count == len(_QUARTERS) - 1:
        return f"{period.year}-Q{(period.first_month + 2) // 3}"
    return str(period.year)


def plan_paper_rows(rows: Sequence[PlanRow]) -> list[tuple[Any, ...]]:
    """Return rows of the consolidated plan in the columns of the paper (`workbooks.PLAN_COLUMNS`)."""
    return [
        (number, row.title, row.lead, row.coordinating, row.due_words, row.output, basis_of(row), row.reason)
        for number, row in enumerate(rows, start=1)
    ]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows of a plan under one heading, and how many of them are done and overdue."""

    name: str
    rows: tuple[PlanRow, ...]
    done: int
    overdue: int


def grouped(rows: Sequence[PlanRow], grouping: str, on: date) -> list[Group]:
    """Return rows, which stand in the order of `grouping`, under their headings, as they are on a day."""

    def name(row: PlanRow) -> str:
        return row.heading if grouping == "heading" else row.lead or NOBODY

    return [_group(heading, tuple(found), on) for heading, found in groupby(rows, key=name)]


def _group(name: str, rows: tuple[PlanRow, ...], on: date) -> Group:
    return Group(
        name=name,
        rows=rows,
        done=sum(row.state == WorkState.DONE for row in rows),
        overdue=sum(row.state == WorkState.OPEN and "" < row.due < on.isoformat() for row in rows),
    )


def version_words(published: ConsolidatedPlan | None, on: date) -> str:
    """Return which version of a plan a file holds, in words."""
    if published is None:
        return f"Dự thảo, theo nhiệm vụ đang theo dõi đến ngày {on:%d/%m/%Y}"
    number = f"{published.number}, " if published.number else ""
    return f"{number}lần {published.version}, ban hành ngày {published.published_on:%d/%m/%Y}"


def list_paper_rows(works: Sequence[WorkItem], rows: Sequence[PlanRow]) -> list[tuple[Any, ...]]:
    """Return a list of work as rows in the columns of its workbook (`workbooks.WORK_COLUMNS`); `rows` are the same work as plan rows."""
    return [
        (
            number,
            row.title,
            row.lead,
            row.coordinating,
            row.due_words,
            work.due_date,
            work.get_state_display(),
            work.done_date,
            row.output,
            basis_of(row),
            work.change_count,
        )
        for number, (work, row) in enumerate(zip(works, rows, strict=True), start=1)
    ]


def changes_words(counts: WorkCounts, period: Period) -> str:
    """Return how much work got another deadline, and how much arose, in a period, as one line of a report."""
    arisen = (
        f"phát sinh trong kỳ {counts.arisen} nhiệm vụ"
        if counts.is_published
        else "phát sinh trong kỳ: chưa ban hành kế hoạch hợp nhất của năm nên chưa đếm"
    )
    return f"{capital(wording.period(period))}: đổi hạn trong kỳ {counts.changed} nhiệm vụ; {arisen}"
