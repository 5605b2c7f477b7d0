"""`congtam criteria …` as an officer meets it: files in, Vietnamese lines or JSON Lines out, 0 or 2."""

import argparse
import io
import json
import re
from pathlib import Path

import pytest

from congtam.site.command import criteria
from tests.criteria.compare import agrees
from tests.criteria.writing import HEADER, one_line


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    criteria.add_commands(parser.add_subparsers(required=True))
    options = parser.parse_args(["criteria", *arguments])
    code: int = options.run(options)
    return code


def test_check_says_in_one_line_that_a_set_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bo.yaml"
    file.write_text(HEADER + one_line("{yes_no: '10'}"), "utf-8")
    assert run("check", str(file)) == 0
    assert capsys.readouterr().out == "thu: dùng được; 1 tiêu chí, 0 dữ kiện, 0 mức.\n"


def test_check_prints_one_line_for_each_problem_and_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bo.yaml"
    file.write_text(HEADER + one_line("{yes_no: '12'}").replace("total: {max: '10'}", "total: {max: '20'}"), "utf-8")
    assert run("check", str(file)) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(str(file)).split(":")[1] for line in lines] == ["7", "9"]


def test_score_answers_in_order_and_a_refused_line_spoils_only_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_file, entries = tmp_path / "bo.yaml", tmp_path / "diem.jsonl"
    set_file.write_text(HEADER + one_line("{yes_no: '10'}"), "utf-8")
    entries.write_text(
        '{"id":"a","entries":{"1":true}}\n\n{"id":"b","entries":{"1":"có"}}\nhỏng\n{"id":"c"}\n', "utf-8"
    )
    assert run("score", str(set_file), str(entries)) == 2
    given = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["id"] for one in given] == ["a", "b", None, "c"]
    assert (given[0]["set"], given[0]["total"], given[3]["outcome"]) == ("thu", "10", "insufficient")
    assert (given[1]["error"]["line"], given[1]["error"]["field"], given[2]["error"]["line"]) == (3, "entries.1", 4)


def test_score_reads_standard_input_and_finds_templates_by_id(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"id":"a","entries":{}}\n')))
    assert run("score", "ANPHU-SHCB", "-") == 0
    given = json.loads(capsys.readouterr().out)
    assert (given["set"], given["outcome"], given["total"]) == ("anphu-shcb", "insufficient", None)


def test_a_set_that_is_nowhere_is_told_with_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("score", "khong-co", "-") == 2
    assert "congtam criteria list" in capsys.readouterr().err


def test_a_set_with_problems_scores_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bo.yaml"
    file.write_text(HEADER + one_line("{yes_no: '12'}"), "utf-8")
    assert run("score", str(file), "-") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "cách tính cho đến 12" in printed.err


def test_list_names_every_template_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == 0
    ids = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    assert ids == sorted(set(ids))
    assert "nd335" in ids


def test_show_says_a_set_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "hp212-pl01") == 0
    text = capsys.readouterr().out
    assert (
        "II.5.2a. Giải phóng mặt bằng | tối đa 2,5; theo tỷ lệ giải phóng mặt bằng: từ 95% trở lên: 2,5; còn lại: 0"
        in text
    )
    assert "Khiếm khuyết của văn bản đã biết" in text


def test_the_example_of_the_manual_is_what_score_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    example = re.compile(
        r"<!-- example: criteria score (\S+) -->\s*```json\n(.+?)\n```\s*```json\n(.+?)\n```", re.DOTALL
    )
    found = example.findall(manual)
    assert found
    for name, line, shown in found:
        file = tmp_path / "diem.jsonl"
        file.write_text(line, "utf-8")
        assert run("score", name, str(file)) == 0
        assert agrees(json.loads(shown), json.loads(capsys.readouterr().out)) is None
