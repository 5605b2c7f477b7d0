"""What the check tells of a set is told word for word, at its line, under the name a known defect would give it."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from congtam.engine import strict_yaml
from congtam.engine.criteria.checks import problems
from congtam.engine.criteria.sets import CriteriaSet
from tests.criteria.writing import HEADER, faults

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["a set with"]) for case in CASES])
def test_whoever_writes_a_set_is_told_each_fault_where_it_stands(case: dict[str, Any]) -> None:
    # A wrong line, a wrong name or a fault told twice would send an officer to mend what is right.
    document = strict_yaml.read(HEADER + case["set"], "thu.yaml")
    found = [
        (document.error(one.path, one.message).line, one.kind, one.at, one.message)
        for one in problems(CriteriaSet.model_validate(document.data))
    ]
    assert [f"{line} {kind} {at}: {message}" for line, kind, at, message in found] == case["told"]
    assert faults(case["set"]) == [
        f"{line}: {message}" for line, _, _, message in sorted(found, key=lambda one: one[0] or 0)
    ]


def test_no_two_sets_are_looked_at_under_one_name() -> None:
    names = [case["a set with"] for case in CASES]
    assert len(set(names)) == len(names)
