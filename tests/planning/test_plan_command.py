"""`congtam plan read`: the manual's example, and what a file that cannot be read gets."""

import json
import re
from collections.abc import Sequence
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


NAMED = (
    ROWS[0],
    ("1", "Rà soát quy trình nội bộ", "Phòng Biên chế", "P. KHTC; Sở Tài chính; Tổ 5", "trước 25/11", ""),
)


def plan(folder: Path, rows: Sequence[Sequence[str]] = ROWS) -> Path:
    document, out = docx.Document(), BytesIO()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, cells in zip(table.rows, rows, strict=True):
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


def test_matches_names_to_units_and_counts_what_is_right_as_the_manual_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = re.search(r"<!-- plan units -->(.+?)\n## ", MANUAL, re.DOTALL)
    assert shown is not None
    units, rows, printed, said = re.findall(r"```(?:json)?\n(.+?\n)```", shown[1], re.DOTALL)
    listed, checked = tmp_path / "don-vi.csv", tmp_path / "da-soat.jsonl"
    listed.write_text(units, "utf-8")
    checked.write_text(rows, "utf-8")
    options = ["--year", "2026", "--units", str(listed), "--against", str(checked)]
    assert main(["plan", "read", str(plan(tmp_path, NAMED)), *options]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == json.loads(printed)
    assert told.err == said
    lines = [
        {"name": "Phòng Tổ chức bộ máy", "former": ["Phòng Biên chế"]},
        {"name": "Sở Tài chính tỉnh Sông Lam", "place": "outside"},
    ]
    (tmp_path / "don-vi.jsonl").write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert main(["plan", "read", str(plan(tmp_path, NAMED)), "--units", str(tmp_path / "don-vi.jsonl")]) == 0
    assert "nhận ra 1/3 tên (đúng tên 1), sẽ hỏi 2: “P. KHTC”; “Tổ 5”" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "Tên đơn vị,Vị trí\nPhòng Một,đâu đó\n", "vị trí “đâu đó” chưa rõ"),
        ("a.csv", "Mã,Ghi chú\n1,2\n", "Tên đơn vị"),
        ("a.jsonl", '{"short":"X"}\n', "dòng 1: thiếu tên đơn vị"),
        ("a.jsonl", '{"name":"X","former":7}\n', "tên cũ phải là chữ"),
        ("a.jsonl", "{\n", "dòng 1"),
        ("a.jsonl", "", "không có dòng nào"),
    ],
)
def test_says_in_one_line_what_is_wrong_with_the_file_of_units(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, says: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert main(["plan", "read", str(plan(tmp_path)), "--units", str(tmp_path / name)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert told.err.count("\n") == 1
    assert main(["plan", "read", str(plan(tmp_path)), "--units", str(tmp_path / "none.csv")]) == 2
    assert "Không mở được tệp" in capsys.readouterr().err


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
