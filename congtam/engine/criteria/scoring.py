"""Scores a criteria set over a whole batch of subjects: marks, levels, ranks and quotas, each with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from congtam.engine.criteria.entries import Entries, EntryReader
from congtam.engine.criteria.gathering import reckon
from congtam.engine.criteria.judging import Judged, judged
from congtam.engine.criteria.marking import SubjectSheet
from congtam.engine.criteria.reckoned import Batch, Gap, Line, Scope, merged
from congtam.engine.criteria.sets import RANK, CriteriaSet
from congtam.engine.criteria.sharing import shared_out
from congtam.engine.criteria.standing import Allowance, Rank, allowances, ranks
from congtam.engine.facts import FactValue, InputError
from congtam.engine.findings import Finding
from congtam.engine.truth import Truth
from congtam.values.text import capital

Outcome = Literal["scored", "insufficient", "needs_review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What one subject came to.

    `whole` is the sheet with all its lines; `gaps` why a number or the level cannot be told: entries that are missing
    make the outcome ``insufficient``, cases the published set does not decide ``needs_review``.
    """

    outcome: Outcome
    whole: Line
    judged: Judged
    reported: Mapping[str, FactValue]
    rank: Rank | None
    allowances: tuple[Allowance, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]


def score(rules: CriteriaSet, batch: Sequence[Mapping[str, object] | InputError]) -> list[Scored | InputError]:
    """Return, in order, what each subject came to, or why its entries were refused.

    `rules` must have passed `checks.problems`; `batch` holds the entries of all subjects that are compared, or why a
    subject's entries could not even be read.
    """
    reader = EntryReader(rules)
    read = shared_out(rules, [_read(given, reader) for given in batch])
    while True:
        peers = Batch(is_whole=not any(isinstance(entries, InputError) for entries in read))
        sheets = {
            place: SubjectSheet(rules, entries, peers)
            for place, entries in enumerate(read)
            if isinstance(entries, Entries)
        }
        peers.sheets = tuple(sheets.values())
        refused = {place: problem for place, sheet in sheets.items() if (problem := _refusal(sheet))}
        if not refused:
            break
        # A number outside its limits shows only when it is reckoned; the rest is then reckoned anew without it.
        read = [refused.get(place, entries) for place, entries in enumerate(read)]
    scored = dict(zip(sheets, _scored(rules, list(sheets.values()), is_whole=peers.is_whole), strict=True))
    return [scored[place] if isinstance(entries, Entries) else entries for place, entries in enumerate(read)]


def _read(given: Mapping[str, object] | InputError, reader: EntryReader) -> Entries | InputError:
    if isinstance(given, InputError):
        return given
    try:
        return reader.read(given)
    except InputError as problem:
        return problem


def _refusal(sheet: SubjectSheet) -> InputError | None:
    """Return the number outside its limits that something reckoned from the sheet comes upon, None when there is none."""
    rules, scope = sheet.rules, Scope(sheet)
    limits = [limit for quota in rules.quotas for limit in (quota.share, quota.limit) if limit is not None]
    try:
        judged(sheet)
        for name in rules.measures:
            sheet.fact(name)
        for amount in (*(rules.ranking.by if rules.ranking else ()), *limits):
            reckon(amount, scope)
    except InputError as problem:
        return problem
    return None


def _scored(rules: CriteriaSet, sheets: list[SubjectSheet], *, is_whole: bool) -> list[Scored]:
    placed = ranks(rules, sheets) if is_whole else [None] * len(sheets)
    for sheet, rank in zip(sheets, placed, strict=True):
        if rank is not None:
            sheet.settle(RANK, Fraction(rank.place))
    verdicts = [judged(sheet) for sheet in sheets]
    allowed = allowances(rules, sheets, verdicts) if is_whole else [[] for _ in sheets]
    return [
        _one(sheet, verdict, rank, allowance)
        for sheet, verdict, rank, allowance in zip(sheets, verdicts, placed, allowed, strict=True)
    ]


def _one(sheet: SubjectSheet, verdict: Judged, rank: Rank | None, allowed: list[Allowance]) -> Scored:
    reported = {name: sheet.fact(name) for name in sheet.rules.report}
    gaps = merged(
        [sheet.whole.gaps, verdict.gaps, *(sheet.fact_gaps(name) for name, value in reported.items() if value is None)]
    )
    outcome: Outcome = "scored"
    if gaps:
        outcome = "needs_review" if all(gap.is_hole for gap in gaps) else "insufficient"
    return Scored(
        outcome=outcome,
        whole=sheet.whole,
        judged=verdict,
        reported=reported,
        rank=rank,
        allowances=tuple(allowed),
        gaps=gaps,
        findings=(
            *verdict.findings,
            *(allowance.finding for allowance in allowed),
            *(_of_gap(gap, sheet) for gap in gaps),
        ),
    )


def _of_gap(gap: Gap, sheet: SubjectSheet) -> Finding:
    return Finding(
        rule="hole" if gap.is_hole else "missing",
        fact=gap.key or None,
        value=None,
        truth=Truth.UNKNOWN,
        sentence=capital(gap.sentence),
        source=sheet.rules.source_of(
            f"mục {gap.key}" if gap.key in {line.item.code for line in sheet.whole.every()} else ""
        ),
    )
