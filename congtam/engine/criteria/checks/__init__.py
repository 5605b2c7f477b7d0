"""Finds what cannot work in a criteria set before anybody is marked by it."""

from collections.abc import Iterator, Sequence

from congtam.engine.criteria.checks import levels, maxima, references, rows, settings, usage
from congtam.engine.criteria.checks.problem import Problem, items_with_paths, names_given
from congtam.engine.criteria.items import WHOLE
from congtam.engine.criteria.sets import CriteriaSet
from congtam.values.text import listed


def problems(rules: CriteriaSet) -> list[Problem]:
    """Return every problem of a set, those it declares as known defects left out.

    Names come first: a set whose references lead nowhere, or in circles, is looked at no further.
    """
    found = [*references.problems(rules), *usage.circles(rules)]
    if found:
        return found
    found = [problem for check in (maxima, settings, rows, levels, usage) for problem in check.problems(rules)]
    declared = {(defect.problem, defect.at) for defect in rules.known_defects}
    unexplained = [problem for problem in found if (problem.kind, problem.at) not in declared]
    return [*unexplained, *_declared_in_vain(rules, found)]


def _declared_in_vain(rules: CriteriaSet, found: Sequence[Problem]) -> Iterator[Problem]:
    """Yield known defects that are not there; those in words only must at least name a place."""
    occurring = {(problem.kind, problem.at) for problem in found}
    seen = listed([f"{kind} ở {at!r}" for kind, at in sorted(occurring)], joined_by="và") or "không có lỗi nào"
    places = {WHOLE, "levels", "ranking", *rules.declared, *(item.code for item, _ in items_with_paths(rules))}
    places |= {name for name, _ in names_given(rules)}
    for number, defect in enumerate(rules.known_defects):
        if defect.problem == "text":
            if defect.at in places:
                continue
            message = f"known_defects: không có mục, mức hay tên {defect.at!r}. Hãy sửa lại at."
        elif (defect.problem, defect.at) in occurring:
            continue
        else:
            message = f"known_defects: không thấy lỗi {defect.problem} ở {defect.at!r} (thấy: {seen}). Hãy bỏ dòng này hoặc sửa lại problem, at."
        yield Problem(kind="unused", at=defect.at, path=("known_defects", number), message=message)
