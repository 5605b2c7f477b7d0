"""The documents show what the program does: every command is described, and every example is run."""

import json
import re
from pathlib import Path

import pytest
import yaml

from congtam.engine.rating_rules import LEVELS
from congtam.engine.rulebook import RuleBook
from congtam.site.command.jsonlines import answer_lines
from congtam.site.command.law import ANSWERS

ROOT = Path(__file__).parents[2]
CLI = (ROOT / "docs/cli.md").read_text("utf-8")
BOOK = RuleBook()
EXAMPLES = re.findall(r"<!-- example: law (\w+) -->\s*```json\n(.+?)\n```\s*```json\n(.+?)\n```", CLI, re.DOTALL)


def subset(shown: object, answer: object) -> bool:
    """Tell whether everything shown is in the answer; an ellipsis in a list stands for the rest."""
    if isinstance(shown, dict) and isinstance(answer, dict):
        return all(key in answer and subset(value, answer[key]) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(answer, list):
        wanted = [item for item in shown if item != "…"]
        if len(wanted) == len(shown):
            return len(shown) == len(answer) and all(map(subset, shown, answer))
        return all(any(subset(item, candidate) for candidate in answer) for item in wanted)
    return shown == answer


@pytest.mark.parametrize(("verb", "line", "shown"), EXAMPLES)
def test_an_example_of_the_manual_is_what_the_command_answers(verb: str, line: str, shown: str) -> None:
    written: list[str] = []
    answer_lines([re.sub(r"\n\s*", " ", line)], lambda case: ANSWERS[verb][0](case, BOOK), written.append)
    assert subset(json.loads(shown), json.loads(written[0])), written[0]


def test_every_command_is_in_the_manual_with_an_example() -> None:
    assert set(ANSWERS) == {verb for verb, _, _ in EXAMPLES}
    for command in (
        "law list",
        "law show",
        "law check",
        "law lock",
        "criteria check",
        "criteria score",
        "criteria list",
        "criteria show",
        "bench rate",
    ):
        assert f"congtam {command}" in CLI


def test_every_policy_is_explained_in_the_manual() -> None:
    policies = {name for rules in BOOK.every() for name in rules.policies}
    assert [name for name in sorted(policies) if f"`{name}`" not in CLI] == []


def test_the_glossary_has_one_identifier_and_one_label_a_term() -> None:
    terms = yaml.safe_load((ROOT / "docs/glossary.yaml").read_text("utf-8"))["terms"]
    identifiers = [term["identifier"] for term in terms]
    labels = [term["label"] for term in terms]
    assert len(set(identifiers)) == len(identifiers)
    assert len(set(labels)) == len(labels)
    assert set(LEVELS) <= set(identifiers)
    page = (ROOT / "docs/glossary.md").read_text("utf-8")
    assert [term["identifier"] for term in terms if f"| `{term['identifier']}` | {term['label']} |" not in page] == []


def test_the_law_guide_tells_seven_steps() -> None:
    steps = re.findall(r"^## Bước (\d)", (ROOT / "docs/law.md").read_text("utf-8"), re.MULTILINE)
    assert steps == list("1234567")
