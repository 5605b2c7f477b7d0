"""A legal officer adds next year's decree by the seven steps of docs/law.md, with the commands and no programmer."""

import json
import re
import shutil
from pathlib import Path

import pytest

from congtam.engine.rulebook import LAW_FOLDER
from congtam.site.command.main import main

GUIDE = (Path(__file__).parents[2] / "docs/law.md").read_text("utf-8")


def block(step: str) -> str:
    found = re.search(rf"<!-- step: {step} -->\n```\w+\n(.*?)```", GUIDE, re.DOTALL)
    assert found, step
    return found[1]


def edits() -> list[tuple[str, str]]:
    table = GUIDE.split("<!-- step: edits -->")[1].split("\n\n")[0]
    return re.findall(r"^\| `(.+?)` \| `(.+?)` \|$", table, re.MULTILINE)


def test_the_seven_steps_add_a_decree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    law = tmp_path / "law"
    shutil.copytree(LAW_FOLDER, law)
    folder = law / "rating/civil_servant"

    # Bước 1
    register = law / "instruments.yaml"
    register.write_text(register.read_text("utf-8") + block("instrument"), "utf-8")
    # Bước 2
    assert "cp 2026-01-01.yaml 2027-01-01.yaml" in block("copy")
    rules = (folder / "2026-01-01.yaml").read_text("utf-8")
    cases = (folder / "2026-01-01.cases.yaml").read_text("utf-8").replace("2026", "2027")
    # Bước 3
    assert len(edits()) == 5
    for old, new in edits():
        assert rules.count(old) == 1, old
        rules = rules.replace(old, new)
    (folder / "2027-01-01.yaml").write_text(rules, "utf-8")
    # Bước 5
    (folder / "2027-01-01.cases.yaml").write_text(cases + block("cases"), "utf-8")

    # Bước 6: what the decree changed shows up as cases to look at again, each with its line; nothing else is wrong.
    assert main(["law", "--law", str(law), "check"]) == 2
    problems = capsys.readouterr().out.splitlines()
    unlocked = [problem for problem in problems if "chưa khoá" in problem]
    stale = [problem for problem in problems if "2027-01-01.cases.yaml:" in problem]
    assert len(unlocked) == 1
    assert len(unlocked) + len(stale) == len(problems)
    assert all("limit" in problem for problem in stale), "only the quota tables copied from 2026 may disagree"
    lines = sorted((int(problem.split(":")[1]) for problem in stale), reverse=True)
    kept = (folder / "2027-01-01.cases.yaml").read_text("utf-8").splitlines()
    for line in lines:
        end = next((number for number in range(line, len(kept)) if kept[number].startswith("  - ")), len(kept))
        del kept[line - 1 : end]
    (folder / "2027-01-01.cases.yaml").write_text("\n".join(kept) + "\n", "utf-8")
    assert main(["law", "--law", str(law), "check"]) == 2
    assert [problem for problem in capsys.readouterr().out.splitlines() if "chưa khoá" not in problem] == []
    assert main(["law", "--law", str(law), "show", "rating/civil_servant/2027-01-01"]) == 0
    assert "[Điều 1 Nghị định 999/2026/NĐ-CP]" in capsys.readouterr().out

    # Bước 7
    assert main(["law", "--law", str(law), "lock"]) == 0
    assert main(["law", "--law", str(law), "check"]) == 0
    capsys.readouterr()

    # And it works: the same marks are good in 2026 and only completed in 2027, each under its own decree.
    facts = {
        "months_worked": 12,
        "absence": "none",
        "is_head": False,
        "holds_leading_post": False,
        "discipline": [],
        "degradation_concluded": False,
        "unit_corruption_handled": False,
    }
    lines_in = [
        {"subject": "civil_servant", "year": year, "facts": facts | {"months": {f"{year}-01": "74"}}}
        for year in (2026, 2027)
    ]
    asked = tmp_path / "ca.jsonl"
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines_in), "utf-8")
    assert main(["law", "--law", str(law), "rate", str(asked)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["level"] for answer in answers] == ["good", "completed"]
    assert [answer["rule_set"] for answer in answers] == [
        "rating/civil_servant/2026-01-01",
        "rating/civil_servant/2027-01-01",
    ]
