"""In which year an act that was disciplined counts."""

from collections.abc import Sequence
from datetime import date

from congtam.engine import truth
from congtam.engine.facts import Facts
from congtam.engine.truth import Truth


def with_year_counted(decisions: Sequence[Facts], year: int) -> tuple[Facts, ...]:
    """Return disciplinary decisions, each with `decided_in_year` and `in_year`: whether it counts in the rating of `year`.

    One act punished by both Party and administration in different years counts in one year only (khoản 3 Điều 11 Nghị định
    335/2025/NĐ-CP; before it, Nghị định 48/2023/NĐ-CP). The law does not say in which; it is taken to be that of the first
    decision. A day nobody recorded, or an act nobody named, leaves open what depends on it.
    """
    return tuple(
        {
            **decision,
            "decided_in_year": _known(_in_year(decision, year)),
            "in_year": _known(_counts(decision, decisions, year)),
        }
        for decision in decisions
    )


def _counts(decision: Facts, decisions: Sequence[Facts], year: int) -> Truth:
    """Tell whether a decision is of the year, and none about the same act is of an earlier one."""
    # The decision itself may stay among them: one of the year is not of an earlier one.
    punished_before = truth.some(truth.every([_same_act(decision, one), _before(one, year)]) for one in decisions)
    return truth.every([_in_year(decision, year), truth.negated(punished_before)])


def _in_year(decision: Facts, year: int) -> Truth:
    decided = decision["decided"]
    return truth.of(decided.year == year if isinstance(decided, date) else None)


def _before(decision: Facts, year: int) -> Truth:
    decided = decision["decided"]
    return truth.of(decided.year < year if isinstance(decided, date) else None)


def _same_act(one: Facts, other: Facts) -> Truth:
    if one["act"] is None or other["act"] is None:
        return Truth.UNKNOWN
    return truth.of(one["act"] == other["act"])


def _known(answer: Truth) -> bool | None:
    return None if answer is Truth.UNKNOWN else answer is Truth.YES
