"""`congtam plan overlaps`, `congtam plan evaluate-overlaps`: items of plans that are one task, and how well they are found."""

import argparse
import statistics
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from congtam.planning.finding import Item, Match, Relation, encode, find, judge
from congtam.planning.finding.learned import learned
from congtam.planning.finding.training import (
    cross_validated,
    examples,
    further_found,
    judged_right,
    kind_right,
    says,
    shown,
)
from congtam.site.command.jsonlines import OK, REFUSED, opened, written
from congtam.site.command.plan_lines import Refused, read_items, read_pairs
from congtam.site.refusal import UnableToContinueError

Thing = TypeVar("Thing")
Stored = list[tuple[Item, bytes]]


def overlaps(options: argparse.Namespace) -> int:
    """Print the pairs found, likest first, one JSON line each; refused lines come before them. Return 0, or 2 when a line was refused."""
    if options.most < 1:
        raise UnableToContinueError("--most phải từ 1 trở lên.")
    refused = _Refused()
    new = _encoded(options.file, refused)
    among = _encoded(options.against, refused) if options.against else []
    if options.pairs:
        _answer_pairs(new + among, options.pairs, refused)
    else:
        _answer_all(new, among, options.most, everything=options.all_candidates)
    return refused.code


def evaluate(options: argparse.Namespace) -> int:
    """Print how well labelled pairs are judged: by the weights shipped, and by weights learned without the pair judged."""
    refused = _Refused()
    items = _encoded(options.items, refused)
    with opened(options.pairs) as lines:
        pairs = list(refused.kept(read_pairs(lines, {item.key for item, _ in items}, labelled=True)))
    if not any(pair.is_same for pair in pairs):
        raise UnableToContinueError("Không có cặp nào mang nhãn same hoặc same_other_deadline. Hãy xem lại tệp cặp.")
    given = examples(items, pairs)
    repeats = cross_validated(given)
    precision, recall = further_found(given)
    sys.stdout.write(
        written(
            {
                "pairs": len(pairs),
                "items": len(items),
                "partner_among_first_5": _three(shown(items, pairs)),
                "f1_shipped_weights": _three(judged_right(given, learned())),
                "f1_cross_validated": _three(statistics.mean(repeats)),
                "f1_least": _three(min(repeats)),
                "f1_most": _three(max(repeats)),
                "repeats": len(repeats),
                "kind_right": _three(kind_right(items, pairs)),
                "further_pairs": len(given.same) - given.given,
                "further_precision": _three(precision),
                "further_recall": _three(recall),
                "wrong": [
                    {"a": pair.one, "b": pair.other, "label": pair.relation.value}
                    for pair, said in zip(pairs, says(given, learned()), strict=True)
                    if bool(said) != pair.is_same
                ],
            }
        )
    )
    return refused.code


class _Refused:
    """Prints refused lines as they come, and remembers that there were any."""

    def __init__(self) -> None:
        self.code = OK

    def kept(self, read: "Iterable[Thing | Refused]") -> "Iterator[Thing]":
        """Yield what could be read."""
        for one in read:
            if isinstance(one, Refused):
                self.code = REFUSED
                error = {"line": one.line, "field": one.field, "message": one.message}
                sys.stdout.write(written({"error": error}))
            else:
                yield one


def _encoded(name: str, refused: _Refused) -> Stored:
    with opened(name) as lines:
        items = list(refused.kept(read_items(lines)))
    return list(zip(items, encode(items), strict=True))


def _answer_all(new: Stored, among: Stored, most: int, *, everything: bool) -> None:
    """Print every pair found from either side, once."""
    found: dict[tuple[str, str], Match] = {}
    for (item, _), matches in zip(new, find(new, among, most=most), strict=True):
        for match in matches:
            found.setdefault((min(item.key, match.other), max(item.key, match.other)), match)
    for (one, other), match in sorted(found.items(), key=lambda entry: (-entry[1].chance, entry[0])):
        if everything or match.relation is not Relation.UNRELATED:
            sys.stdout.write(_line(one, other, match))


def _answer_pairs(items: Stored, name: str, refused: _Refused) -> None:
    """Print the answer to each pair of the file, in its order."""
    with opened(name) as lines:
        pairs = list(refused.kept(read_pairs(lines, {item.key for item, _ in items}, labelled=False)))
    for pair, match in zip(pairs, judge([(pair.one, pair.other) for pair in pairs], items), strict=True):
        sys.stdout.write(_line(pair.one, pair.other, match))


def _line(one: str, other: str, match: Match) -> str:
    return written(
        {"a": one, "b": other, "relation": match.relation.value, "chance": match.chance, "reasons": list(match.reasons)}
    )


def _three(value: float) -> str:
    return f"{value:.3f}"
