"""Every template that comes with the program works, and gives what its golden entries say."""

import json
from typing import Any

import pytest

from congtam.engine import strict_yaml
from congtam.engine.criteria.loading import TEMPLATES, read_set, template_ids, template_path, written_out
from congtam.engine.criteria.sets import CriteriaSet
from tests.criteria.compare import agrees, answers_of


def template(set_id: str) -> CriteriaSet:
    path = template_path(set_id)
    assert path is not None
    return read_set(path.read_text("utf-8"), path.name)


def golden(set_id: str) -> Any:
    file = f"{set_id}.entries.yaml"
    return strict_yaml.read((TEMPLATES / file).read_text("utf-8"), file).data


def with_entries() -> list[str]:
    return [set_id for set_id in template_ids() if (TEMPLATES / f"{set_id}.entries.yaml").is_file()]


def cases() -> list[Any]:
    return [
        pytest.param(set_id, case, id=f"{set_id}: {case['because']}")
        for set_id in with_entries()
        for case in golden(set_id)["cases"]
    ]


def line_of(given: dict[str, Any], common: dict[str, Any]) -> str:
    """Return one line of entries: what all cases share, unless this one says otherwise."""
    merged = {key: {**common.get(key, {}), **given.get(key, {})} for key in ("entries", "evidence", "readings")}
    return json.dumps({**common, **given, **merged}, default=str)


@pytest.mark.parametrize("set_id", template_ids())
def test_a_template_has_golden_entries(set_id: str) -> None:
    assert golden(set_id)["cases"]


@pytest.mark.parametrize("set_id", template_ids())
def test_a_template_reads_without_a_problem_under_its_own_id(set_id: str) -> None:
    assert template(set_id).id == set_id


@pytest.mark.parametrize(("set_id", "case"), cases())
def test_golden_entries_give_what_they_say(set_id: str, case: Any) -> None:
    common = golden(set_id).get("common", {})
    answers = answers_of(template(set_id), [line_of(given, common) for given in case["given"]])
    assert len(case["then"]) == len(answers)
    for answer, wanted in zip(answers, case["then"], strict=True):
        assert agrees(wanted, answer) is None, f"{answer['id']}{agrees(wanted, answer)}"


@pytest.mark.parametrize("set_id", template_ids())
def test_a_template_written_out_reads_back_as_the_same_set(set_id: str) -> None:
    rules = template(set_id)
    text = written_out(rules)
    assert read_set(text, "again.yaml") == rules
    # Officers read it: in their own letters, what comes first in the set first.
    assert text.startswith(f"id: {rules.id}\ntitle: ")
    assert "\\u" not in text


@pytest.mark.parametrize("set_id", with_entries())
def test_a_template_written_out_scores_the_same(set_id: str) -> None:
    rules, common = template(set_id), golden(set_id).get("common", {})
    again = read_set(written_out(rules), "again.yaml")
    for case in golden(set_id)["cases"]:
        lines = [line_of(given, common) for given in case["given"]]
        assert answers_of(again, lines) == answers_of(rules, lines)
