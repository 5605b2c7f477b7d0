"""What is read of a plan's tables: columns under their many names, headings, who leads, until when, and what is asked."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from congtam.documents.grids import pasted_grid, read_grids
from congtam.planning.reading import Mapping, ReadPlan, Role, mapping_of, read_plan
from congtam.planning.reading.columns import role_of
from congtam.values.dues import DueKind
from tests.planning import shares
from tests.planning.plan_files import STYLES, Style, excel, word
from tests.real_data import real

MATERIAL = Path(__file__).resolve().parents[2] / "congtam/site/demo/material/plans.yaml"
HEAD = "STT\tNhiệm vụ\tChủ trì\tPhối hợp\tThời hạn\tSản phẩm\n"


def read(text: str, year: int | None = 2026, **settled: Any) -> ReadPlan:
    return read_plan([pasted_grid(text)], year=year, **settled)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("STT", Role.NUMBER),
        ("Số thứ tự", Role.NUMBER),
        ("Nội dung nhiệm vụ", Role.TASK),
        ("Nhiệm vụ, giải pháp trọng tâm", Role.TASK),
        ("Tên đề án", Role.TASK),
        ("Cơ quan, đơn vị chủ trì", Role.LEAD),
        ("Đơn vị thực hiện", Role.LEAD),
        ("Đơn vị", Role.LEAD),
        ("Cơ quan phối hợp thực hiện", Role.COORDINATING),
        ("Thời gian hoàn thành", Role.DUE),
        ("Tiến độ", Role.DUE),
        ("Thời gian bắt đầu", Role.START),
        ("Sản phẩm dự kiến hoàn thành", Role.DUE),
        ("Kết quả, sản phẩm", Role.OUTPUT),
        ("Lãnh đạo phụ trách", Role.LEADER),
        ("Kinh phí (triệu đồng)", Role.COST),
        ("Ghi chú", Role.NOTE),
        ("Mã", None),
        ("", None),
    ],
)
def test_a_column_is_known_by_any_of_its_names(name: str, role: Role | None) -> None:
    assert role_of(name) == role


def test_an_item_says_whose_it_is_until_when_and_what_comes_out() -> None:
    (item,) = read(HEAD + "1\tRà soát quy trình\tSở Nội vụ\tSở Tài chính; Sở Tư pháp\ttrước 25/11\tBáo cáo\n").items
    assert (item.number, item.task, item.lead, item.coordinating, item.output) == (
        "1",
        "Rà soát quy trình",
        "Sở Nội vụ",
        "Sở Tài chính; Sở Tư pháp",
        "Báo cáo",
    )
    assert (item.due.text, item.due.last, item.address, item.questions) == (
        "trước 25/11",
        date(2026, 11, 25),
        "dòng 2, cột 2",
        (),
    )


def test_headings_are_kept_with_the_items_below_them_and_are_no_items() -> None:
    plan = read(
        HEAD
        + "A\tCẢI CÁCH HÀNH CHÍNH\t\t\t\t\nI\tThể chế\t\t\t\t\n1\tViệc một\tSở Nội vụ\t\tQuý I\t\n"
        + "2\tNhóm việc hai\t\t\t\t\n2.1\tViệc hai một\tSở Y tế\t\tQuý II\t\n-\tViệc hai hai\tSở Y tế\t\tQuý II\t\n"
        + "II\tBộ máy\t\t\t\t\n1\tViệc ba\tSở Nội vụ\t\tQuý III\t\n"
    )
    assert [(item.task, item.headings) for item in plan.items] == [
        ("Việc một", ("A CẢI CÁCH HÀNH CHÍNH", "I Thể chế")),
        ("Việc hai một", ("A CẢI CÁCH HÀNH CHÍNH", "I Thể chế", "2 Nhóm việc hai")),
        ("Việc hai hai", ("A CẢI CÁCH HÀNH CHÍNH", "I Thể chế", "2 Nhóm việc hai")),
        ("Việc ba", ("A CẢI CÁCH HÀNH CHÍNH", "II Bộ máy")),
    ]


def test_an_item_without_its_own_deadline_has_that_of_the_month_it_stands_under() -> None:
    plan = read(HEAD + "I\tTháng 9\t\t\t\t\n1\tKhai giảng\tPhòng Đào tạo\t\t\t\n2\tHọp\tVăn phòng\t\t15/9\t\n")
    assert [item.due.last for item in plan.items] == [date(2026, 9, 30), date(2026, 9, 15)]


def test_the_first_and_the_last_day_in_two_columns_are_one_deadline() -> None:
    plan = read("TT\tCông việc\tBắt đầu\tHoàn thành\n1\tKiểm kê\t01/7/2026\t15/9/2026\n")
    assert (plan.items[0].due.start, plan.items[0].due.last) == (date(2026, 7, 1), date(2026, 9, 15))


@pytest.mark.parametrize(
    ("cell", "lead", "coordinating"),
    [
        ("Chủ trì: Sở Y tế; phối hợp: Sở Tài chính", "Sở Y tế", "Sở Tài chính"),
        ("Sở Y tế chủ trì, phối hợp với Sở Tài chính", "Sở Y tế", "Sở Tài chính"),
        ("Sở Y tế (phối hợp: Sở Tài chính, Công an tỉnh)", "Sở Y tế", "Sở Tài chính, Công an tỉnh"),
        ("Cơ quan chủ trì: Sở Y tế", "Sở Y tế", ""),
        ("Sở Y tế", "Sở Y tế", ""),
    ],
)
def test_who_leads_and_who_helps_come_apart_when_one_cell_says_both(cell: str, lead: str, coordinating: str) -> None:
    (item,) = read(f"STT\tNhiệm vụ\tChủ trì, phối hợp\n1\tViệc\t{cell}\n").items
    assert (item.lead, item.coordinating) == (lead, coordinating)


def test_what_a_plan_leaves_open_is_asked_row_by_row() -> None:
    plan = read(HEAD + "1\tViệc một\t\t\tQuý I\t\n2\tViệc hai\tSở Y tế\t\tkhoảng giữa năm\t\n3\t\tSở Y tế\t\tQuý I\t\n")
    assert [item.questions for item in plan.items] == [
        ("Chưa có đơn vị chủ trì. Hãy chọn.",),
        ("Hãy chọn ngày cuối cùng của thời hạn này.",),
        ("Dòng này chưa có nội dung nhiệm vụ. Hãy ghi, hoặc bỏ dòng.",),
    ]


def test_the_numbers_of_columns_and_a_header_repeated_on_the_next_page_are_no_items() -> None:
    plan = read(HEAD + "(1)\t(2)\t(3)\t(4)\t(5)\t(6)\n1\tMột\tA\t\t\t\n" + HEAD + "2\tHai\tB\t\t\t\n")
    assert [item.task for item in plan.items] == ["Một", "Hai"]


def test_a_table_that_lists_no_tasks_is_passed_over_and_named() -> None:
    letterhead = pasted_grid("UBND TỈNH SÔNG LAM\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n")
    plan = read_plan([letterhead, pasted_grid(HEAD + "1\tViệc\tA\t\t\t\n")], year=2026)
    assert [item.task for item in plan.items] == ["Việc"]
    assert plan.passed_over == ("Bảng đã dán",)


def test_columns_settled_by_a_person_are_taken_as_settled() -> None:
    text = "a\tb\tc\n1\tSở Y tế\tViệc một\n"
    assert mapping_of(pasted_grid(text)) is None
    settled = Mapping(columns={Role.NUMBER: 0, Role.LEAD: 1, Role.TASK: 2}, first_row=1)
    (item,) = read(text, mappings={0: settled}).items
    assert (item.task, item.lead) == ("Việc một", "Sở Y tế")


def test_a_long_sentence_that_speaks_of_tasks_is_no_header() -> None:
    grid = pasted_grid(
        "1\tTriển khai các nhiệm vụ trọng tâm về cải cách hành chính theo kế hoạch đã ban hành, bảo đảm tiến độ và chất lượng\n"
    )
    assert mapping_of(grid) is None


@pytest.mark.parametrize("make", [word, excel], ids=["word", "excel"])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_the_demonstration_plans_come_in_whole_whatever_their_layout(
    style: Style, make: Callable[[Any, Style], bytes]
) -> None:
    for plan in yaml.safe_load(MATERIAL.read_text("utf-8"))["plans"]:
        rows = [
            {
                "task": item["task"],
                "lead": item.get("lead"),
                "coordinating": "; ".join(item.get("co") or []),
                "deadline_text": item.get("deadline"),
                "output": item.get("output"),
            }
            for item in plan["items"]
        ]
        found = read_plan(read_grids(make(rows, style), name=_name(make)), year=plan["date"].year)
        assert [(item.task, item.lead) for item in found.items] == [
            (_flat(row["task"]), _flat(row["lead"])) for row in rows
        ]
        assert all(
            item.due.kind is not DueKind.NONE
            for item, row in zip(found.items, rows, strict=True)
            if row["deadline_text"]
        )


@pytest.mark.real_data
@pytest.mark.parametrize("make", [word, excel], ids=["word", "excel"])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_published_plans_are_read_back_row_by_row(style: Style, make: Callable[[Any, Style], bytes]) -> None:
    plans = defaultdict(list)
    for line in real("plan-tasks.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        plans[row["plan_number"], row["plan_title"], row["plan_date"]].append(row)
    for rows in plans.values():
        if len(rows) < 10:
            continue
        found = read_plan(read_grids(make(rows, style), name=_name(make)), year=rows[0]["year"])
        assert [(item.task.replace("\n", " "), item.lead, str(item.due.last)) for item in found.items] == [
            (_flat(row["task"]), _flat(row["lead"]), str(row["deadline_iso"])) for row in rows
        ]


def _flat(text: str | None) -> str:
    return " ".join((text or "").split()).strip(" ;,-")


def _name(make: object) -> str:
    return "ke-hoach.docx" if make is word else "ke-hoach.xlsx"


@pytest.mark.real_data
@pytest.mark.parametrize("ending", shares.MAKERS)
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_published_plans_are_read_right_without_a_hand_in_all_but_a_twentieth(style: Style, ending: str) -> None:
    every = shares.Shares()
    for rows in shares.plans(real("plan-tasks.jsonl")):
        every.add(shares.counted(rows, ending, style))
    for what in ("rows", "leads", "units", "deadlines"):
        assert every.right[what] * 20 >= every.there[what] * 19 > 0, (
            f"{what}: {every.right[what]} of {every.there[what]}"
        )
