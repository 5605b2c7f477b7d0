"""Runs every example of the officers' guide: what it shows must be what happens."""

import json
import re
from pathlib import Path

import pytest
import yaml

from congtam.engine.criteria.loading import read_set
from congtam.engine.criteria.sets import CriteriaSet
from tests.criteria.compare import agrees, answers_of

GUIDE = Path(__file__).parents[2] / "docs" / "criteria-sets.md"
HEADER = "id: vi-du\ntitle: Ví dụ\nsubject: đơn vị\nissuer: UBND xã Suối Mơ\nperiod: năm\nsource: {completeness: own}\n"
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[int, str, str, str]]:
    text = GUIDE.read_text("utf-8")
    blocks = [(text.count("\n", 0, found.start()) + 1, found[1], found[2], found[3]) for found in BLOCK.finditer(text)]
    assert [block[1:3] for block in blocks] == [("yaml", None), ("json", "entries"), ("json", "answers")] * (
        len(blocks) // 3
    )
    return [(yml[0], yml[3], entries[3], answers[3]) for yml, entries, answers in zip(*[iter(blocks)] * 3, strict=True)]


def completed(fragment: str) -> CriteriaSet:
    """Return the set of an example; a fragment gets a header, and the total its items add up to."""
    text = fragment if fragment.startswith("id:") else HEADER + fragment
    if not fragment.startswith("id:") and "\ntotal:" not in text:
        one_variant = {"leader": "70", "staff": "70"}
        items = yaml.safe_load(fragment).get("items", [])
        maxima = [item["max"] for item in items if item.get("role", "main") == "main"]
        if any(isinstance(value, dict) for value in maxima):
            text += f"total: {{max: '{one_variant['leader']}'}}\n"
        else:
            text += f"total: {{max: '{sum(float(value) for value in maxima):g}'}}\n"
    return read_set(text, "criteria-sets.md")


@pytest.mark.parametrize(("line", "fragment", "entries", "expected"), examples())
def test_the_example_gives_what_the_guide_says(line: int, fragment: str, entries: str, expected: str) -> None:
    answers = answers_of(completed(fragment), entries.splitlines())
    wanted = [json.loads(text) for text in expected.splitlines()]
    assert len(wanted) == len(answers), line
    for answer, want in zip(answers, wanted, strict=True):
        assert agrees(want, answer) is None, f"dòng {line}: {agrees(want, answer)}"
