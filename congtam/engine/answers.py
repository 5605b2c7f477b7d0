"""Findings and scores as plain JSON: the one shape in which commands print them and the application keeps them."""

from fractions import Fraction
from functools import lru_cache

from congtam.engine.findings import Finding
from congtam.engine.rating import Rating
from congtam.engine.scoring import Score
from congtam.values.numbers import fixed, written

Answer = dict[str, object]


@lru_cache(maxsize=2**12)  # a batch finds the same things over and over
def finding_json(finding: Finding) -> Answer:
    """Return a finding as it stands in answers."""
    return {
        "rule": finding.rule,
        "fact": finding.fact,
        "value": finding.value,
        "truth": finding.truth.code,
        "sentence": finding.sentence,
        "citation": finding.source.printed,
        "certainty": finding.source.certainty.value,
    }


def score_json(result: Score) -> Answer:
    """Return a score as it stands in answers: numbers as text, what is not known as None."""
    return {
        "outcome": result.outcome,
        **{code: _text(share) for code, share in result.measures.items()},
        "task_marks": _text(result.task_marks),
        "general_marks": _text(result.general_marks),
        "total": _text(result.total),
        "recorded": None if result.recorded is None else fixed(result.recorded, 2),
        "band": result.band,
        "certainty": result.certainty.value,
        "missing": list(result.missing),
        "findings": [finding_json(finding) for finding in result.findings],
    }


def rating_json(result: Rating) -> Answer:
    """Return a rating as it stands in answers."""
    return {
        "outcome": result.outcome,
        "reviewed": result.reviewed,
        "mean": _text(result.mean),
        "level": result.level,
        "possible": list(result.possible),
        "missing": list(result.missing),
        "certainty": result.certainty.value,
        "findings": [finding_json(finding) for finding in result.findings],
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else written(value)
