"""`congtam plan read`: the manual's example, and what a file that cannot be read gets."""

import json
import re
from io import BytesIO
from pathlib import Path

import docx
import pytest

from congtam.site.command.main import main

MANUAL = (Path(__file__).resolve().parents[2] / "docs/cli.md").read_text("utf-8")
ROWS = (
    ("STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"),
    ("I", "Thể chế", "", "", "", ""),
    ("1", "Rà soát quy trình nội bộ", "Sở Nội vụ", "Sở Tài chính", "trước 25/11", "Báo cáo"),
    ("2", "Tập huấn chữ ký số", "Sở Nội vụ", "", "giữa tháng 5", ""),
)


def plan(folder: Path) -> Path:
    document, out = docx.Document(), BytesIO()
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for line, cells in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(line.cells, cells, strict=True):
            cell.text = text
    document.save(out)
    file = folder / "ke-hoach.docx"
    file.write_bytes(out.getvalue())
    return file


def test_prints_each_item_as_the_manual_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "read", str(plan(tmp_path)), "--year", "2026"]) == 0
    printed = capsys.readouterr()
    shown = re.search(r"<!-- plan read -->\n```json\n(.+?)\n```", MANUAL, re.DOTALL)
    assert shown is not None
    assert [json.loads(line) for line in printed.out.splitlines()] == [
        json.loads(line) for line in shown[1].splitlines()
    ]
    assert printed.err == "Đọc được 2 nhiệm vụ, 1 dòng cần hỏi. Thời hạn: day 1, unread 1.\n"


def test_asks_for_the_year_that_no_deadline_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "read", str(plan(tmp_path))]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["questions"] == ["Thời hạn này thuộc năm nào?"]


@pytest.mark.parametrize(
    ("name", "data", "says"), [("a.docx", b"PK", "Tệp bị hỏng"), ("a.pdf", b"%PDF", "Word (.docx)")]
)
def test_says_in_one_line_why_a_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    assert main(["plan", "read", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err
    assert printed.err.count("\n") == 1
