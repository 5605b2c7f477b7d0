"""One JSON line in, one JSON line out, in order; a bad line spoils only itself and says what to mend."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congtam.engine.rulebook import RuleBook
from congtam.site.command.jsonlines import answer_lines
from congtam.site.command.law import ANSWERS
from congtam.site.command.main import main

BOOK = RuleBook()
RATED = {
    "subject": "civil_servant", "year": 2026,
    "facts": {"months": {"2026-01": "92"}, "months_worked": 12, "absence": "none", "is_head": False, "holds_leading_post": False, "discipline": [], "degradation_concluded": False, "unit_corruption_handled": False},
}  # fmt: skip


def answered(*lines: str) -> tuple[int, list[dict[str, Any]]]:
    """Answer lines with `law rate`."""
    written: list[str] = []
    code = answer_lines(lines, lambda case: ANSWERS["rate"][0](case, BOOK), written.append)
    return code, [json.loads(line) for line in written]


def test_answers_come_in_order_with_their_ids() -> None:
    code, answers = answered(*(json.dumps({"id": name} | RATED) for name in ("b", "a", "c")))
    assert code == 0
    assert [answer["id"] for answer in answers] == ["b", "a", "c"]
    assert {answer["level"] for answer in answers} == {"excellent"}


def test_a_refused_line_is_named_and_the_others_are_still_answered() -> None:
    code, answers = answered(
        json.dumps({"id": 1} | RATED),
        "",
        json.dumps({"id": 2, "subject": "robot", "year": 2026}),
        "{",
        json.dumps({"id": 3} | RATED),
    )
    assert code == 2
    assert [answer["id"] for answer in answers] == [1, 2, None, 3]
    assert [bool(answer.get("error")) for answer in answers] == [False, True, True, False]
    assert answers[1]["error"] == {"line": 3, "field": "subject", "message": answers[1]["error"]["message"]}
    assert "civil_servant" in answers[1]["error"]["message"]


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("{", "(dòng)", "không phải JSON"),
        ("[1]", "(dòng)", "đối tượng JSON"),
        ('{"id":1,"year":2026,"year":2025}', "year", "viết hai lần"),
        ('{"id":1,"subject":"civil_servant","year":2026.0}', "year", "trong dấu nháy"),
        ('{"id":1,"subject":"civil_servant","year":NaN}', "year", "trong dấu nháy"),
        (
            '{"id":1,"subject":"civil_servant","year":2026,"facts":{"months":{"2026-01":92.5}}}',
            "facts.months.2026-01",
            '"92.5"',
        ),
        ("[" * 100_000, "(dòng)", "lồng quá sâu"),
        ('{"id":' + "9" * 5000 + "}", "(dòng)", "số quá dài"),
        ('{"id":"\\ud800","year":2026}', "(dòng)", "UTF-8"),
        ('{"id":NaN,"year":2026}', "id", "chữ, số nguyên"),
        ('{"id":1.5,"year":2026}', "id", "chữ, số nguyên"),
        ('{"id":[1],"year":2026}', "id", "chữ, số nguyên"),
        ('{"id":true,"year":2026}', "id", "chữ, số nguyên"),
        ('{"id":1,"subject":"civil_servant","year":2026,"adopts":[["nd-335-2025"]]}', "adopts[0]", "được dùng"),
        (
            '{"id":1,"subject":"party_member","year":1990}',
            "subject",
            "Chưa có bộ quy tắc rating/party_member áp dụng vào ngày 31/12/1990",
        ),
    ],
)
def test_each_trap_is_refused_with_its_field(line: str, field: str, words: str) -> None:
    code, answers = answered(line)
    assert code == 2
    assert answers[0]["error"]["field"] == field
    assert words in answers[0]["error"]["message"]


def test_a_name_written_twice_is_refused_under_the_id_of_its_line() -> None:
    code, answers = answered('{"id":"r7","facts":{"absence":"none","absence":"sick"}}')
    assert code == 2
    assert (answers[0]["id"], answers[0]["error"]["field"]) == ("r7", "absence")


def test_bytes_that_are_not_utf_8_spoil_only_their_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ca.jsonl"
    good = json.dumps({"id": "tốt"} | RATED, ensure_ascii=False).encode()
    path.write_bytes(b"\n".join([good, b'{"id":"\xff"}', good]))
    assert main(["law", "rate", str(path)]) == 2
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer.get("level") for answer in answers] == ["excellent", None, "excellent"]
    assert "UTF-8" in answers[1]["error"]["message"]


def test_the_mark_some_editors_put_before_the_first_line_is_overlooked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ca.jsonl"
    path.write_text(json.dumps({"id": 1} | RATED), "utf-8-sig")
    assert main(["law", "rate", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["level"] == "excellent"


def test_an_overlay_named_twice_is_laid_once() -> None:
    facts = {**RATED["facts"], "quarters_not_completed": 0}  # type: ignore[dict-item]  # the facts are a mapping
    _, (once, twice) = answered(
        *(json.dumps(RATED | {"facts": facts, "overlays": ["leader_year"] * times}) for times in (1, 2))
    )
    assert once == twice


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 3000) | st.floats(allow_nan=False) | st.sampled_from(["", "92", "2026-01", "2026-05-02", "good", "full", "x", "civil_servant"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["subject", "year", "facts", "lines", "months", "2026-01", "groups", "group", "discipline"]), inner, max_size=3),
    max_leaves=12,
)  # fmt: skip
KEYS = [
    "subject",
    "year",
    "period",
    "facts",
    "groups",
    "share",
    "policies",
    "overlays",
    "adopts",
    "on",
    "received_on",
    "laws",
    "ratings",
    "awards",
    "step",
    "from",
    "members",
]


@pytest.mark.parametrize("verb", sorted(ANSWERS))
def test_whatever_comes_in_is_answered_or_refused_by_field_and_reason(verb: str) -> None:
    subjects = st.sampled_from(
        [
            "civil_servant",
            "administrative_body",
            "party_member",
            "person",
            "collective",
            "public_employee",
            "innovation_protection",
        ]
    )

    @settings(max_examples=150)
    @given(st.dictionaries(st.sampled_from(KEYS), json_values, max_size=6), subjects)
    def hold(case: dict[str, Any], subject: str) -> None:
        written: list[str] = []
        code = answer_lines(
            [json.dumps({"subject": subject, "year": 2026} | case)],
            lambda read: ANSWERS[verb][0](read, BOOK),
            written.append,
        )
        answer = json.loads(written[0])
        if code == 2:
            assert answer["error"]["field"]
            assert answer["error"]["message"]
        else:
            assert "error" not in answer

    hold()


def test_the_command_reads_a_file_and_standard_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "ca.jsonl"
    lines.write_text(json.dumps({"id": "r1"} | RATED) + "\n", "utf-8")
    assert main(["law", "rate", str(lines)]) == 0
    from_file = capsys.readouterr().out
    piped = subprocess.run(
        [sys.executable, "-m", "congtam.site.command.main", "law", "rate", "-"],
        input=lines.read_bytes(),
        capture_output=True,
        check=True,
    )
    assert piped.stdout.decode() == from_file
    assert json.loads(from_file)["level"] == "excellent"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["law", "rate", "khong-co.jsonl"], "Không có tệp khong-co.jsonl"),
        (["law", "show", "rating/nobody/2026-01-01"], "Không có bộ quy tắc"),
    ],
)
def test_a_wrong_name_is_one_clear_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    complaint = capsys.readouterr().err
    assert words in complaint
    assert complaint.count("\n") == 1


def test_a_file_in_another_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ca.jsonl"
    path.write_bytes('{"id":"chất"}'.encode("utf-16"))
    assert main(["law", "rate", str(path)]) == 2
    assert "UTF-8" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["law", "guess"], "VIỆC không có 'guess'; chọn một trong "),
        (["law", "rate"], "còn thiếu TỆP"),
        (["law", "list", "--on"], "--on cần một giá trị"),
        (["law", "list", "--on", "hôm nay"], "--on: 'hôm nay' không phải là ngày"),
        (["bench", "rate", "--runs", "x"], "--runs phải là số nguyên, không phải 'x'"),
        (["law", "list", "--colour"], "không rõ --colour"),
    ],
)
def test_a_wrong_command_line_is_refused_in_vietnamese(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 2
    complaint = capsys.readouterr().err
    assert words in complaint
    assert "--help" in complaint


@pytest.mark.parametrize(
    "arguments", [["--help"], ["law", "--help"], ["law", "list", "--help"], ["criteria", "score", "--help"]]
)
def test_help_is_in_vietnamese(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(arguments)
    assert leaving.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith("Cách dùng: congtam")
    assert not re.search(r"\b(usage|options|positional|arguments|show this)\b", text)


def test_rule_sets_are_listed_by_day_and_subject(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--subject", "civil_servant", "--on", "2025-06-01"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["rating/civil_servant/2023-09-15", "2023-09-15", "2026-01-01"] in [
        [row["id"], row["from"], row["until"]] for row in rows
    ]
    assert {row["subject"] for row in rows} == {"civil_servant"}
    assert set(rows[0]) == {"id", "subject", "layer", "from", "until", "certainty", "title"}


def test_a_rule_set_is_shown_in_words_and_as_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "show", "rating/civil_servant/2026-01-01"]) == 0
    words = capsys.readouterr().out
    assert "[khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP]" in words
    assert "(quota_base)" in words
    assert main(["law", "show", "rating/civil_servant/2026-01-01", "--yaml"]) == 0
    assert "kind: rating" in capsys.readouterr().out


def test_titles_are_listed_with_their_law(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "list", "--titles"]) == 0
    codes = {json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()}
    assert {
        "advanced_worker",
        "emulation_fighter_grassroots",
        "pm_merit_certificate",
        "labour_order_3",
        "excellent_collective",
        "government_flag",
    } <= codes
