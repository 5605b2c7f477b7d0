"""`congtam plan overlaps`: the manual's example, the ways to ask, and what a line that cannot be read gets."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from congtam.site.command.main import main

MANUAL = (Path(__file__).resolve().parents[2] / "docs/cli.md").read_text("utf-8")
EXAMPLE = re.search(r"<!-- plan overlaps -->\n```json\n(.+?)\n```\n+```json\n(.+?)\n```", MANUAL, re.DOTALL)


def example() -> tuple[list[str], list[Any]]:
    assert EXAMPLE is not None
    return EXAMPLE[1].splitlines(), [json.loads(line) for line in EXAMPLE[2].splitlines()]


def write(folder: Path, name: str, *lines: object) -> str:
    file = folder / name
    text = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    file.write_text("\n".join(text) + "\n", "utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[Any]]:
    code = main(["plan", *arguments])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_prints_the_pairs_as_the_manual_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, shown = example()
    assert run(capsys, "overlaps", write(tmp_path, "a.jsonl", *given)) == (0, shown)


def test_holds_new_items_against_those_of_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, _ = example()
    new, old = write(tmp_path, "new.jsonl", given[-1]), write(tmp_path, "old.jsonl", *given[:-1])
    code, pairs = run(capsys, "overlaps", new, "--against", old, "--most", "1")
    assert code == 0
    assert [(pair["a"], pair["b"], pair["relation"]) for pair in pairs] == [("A1", "B2", "same_other_deadline")]


def test_answers_exactly_the_pairs_asked_in_their_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, _ = example()
    asked = write(tmp_path, "pairs.jsonl", {"a_id": "B2", "b_id": "A1"}, {"a_id": "A1", "b_id": "A2"})
    code, pairs = run(capsys, "overlaps", write(tmp_path, "a.jsonl", *given), "--pairs", asked)
    assert code == 0
    assert [(pair["a"], pair["b"], pair["relation"]) for pair in pairs] == [
        ("B2", "A1", "same_other_deadline"),
        ("A1", "A2", "unrelated"),
    ]


def test_shows_unrelated_candidates_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, _ = example()
    _, pairs = run(capsys, "overlaps", write(tmp_path, "a.jsonl", *given), "--all-candidates")
    assert len(pairs) == 3
    assert [pair["chance"] for pair in pairs] == sorted((pair["chance"] for pair in pairs), reverse=True)
    assert {"unrelated"} <= {pair["relation"] for pair in pairs}


@pytest.mark.parametrize(
    ("line", "field", "says"),
    [
        ("{", "(dòng)", "không phải JSON"),
        ({"task": "Việc"}, "id", "còn thiếu"),
        ({"id": "x", "task": " "}, "task", "còn thiếu"),
        ({"id": "x", "task": 5}, "task", "phải là chữ"),
        ({"id": "x", "task": "Việc", "deadline_iso": "30/11"}, "deadline_iso", "2026-11-30"),
        ({"id": "x", "task": "a" * 20_001}, "task", "dài quá"),
        ({"id": "A1", "task": "Việc"}, "id", "đã có"),
    ],
)
def test_a_refused_line_is_named_and_the_others_are_still_answered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: object, field: str, says: str
) -> None:
    given, shown = example()
    code, answers = run(capsys, "overlaps", write(tmp_path, "a.jsonl", *given, line))
    assert code == 2
    assert answers[0]["error"]["line"] == 4
    assert answers[0]["error"]["field"] == field
    assert says in answers[0]["error"]["message"]
    assert answers[1:] == shown


def test_a_pair_of_a_stranger_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, _ = example()
    asked = write(tmp_path, "pairs.jsonl", {"a_id": "A1", "b_id": "nobody"})
    code, answers = run(capsys, "overlaps", write(tmp_path, "a.jsonl", *given), "--pairs", asked)
    assert (code, answers[0]["error"]["field"]) == (2, "b_id")


@pytest.mark.parametrize("most", ["0", "-1"])
def test_at_least_one_partner_must_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str], most: str) -> None:
    assert main(["plan", "overlaps", write(tmp_path, "a.jsonl", *example()[0]), "--most", most]) == 2
    assert "--most" in capsys.readouterr().err


def test_labelled_pairs_are_evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, _ = example()
    pairs = write(
        tmp_path,
        "pairs.jsonl",
        {"a_id": "A1", "b_id": "B2", "label": "same_diff_deadline"},
        {"a_id": "A1", "b_id": "A2", "label": "related"},
    )
    code, (figures,) = run(capsys, "evaluate-overlaps", pairs, write(tmp_path, "a.jsonl", *given))
    assert code == 0
    assert (figures["partner_among_first_5"], figures["f1_shipped_weights"], figures["kind_right"]) == (
        "1.000",
        "1.000",
        "1.000",
    )
    assert figures["wrong"] == []
