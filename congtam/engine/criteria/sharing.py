"""Facts that are one for a whole batch, or for a group in it: recorded once, the same for everybody they concern."""

from collections.abc import Sequence
from dataclasses import replace

from congtam.engine.criteria.entries import Entries
from congtam.engine.criteria.sets import EVERYONE, Asked, CriteriaSet
from congtam.engine.facts import FactValue, InputError


def shared_out(rules: CriteriaSet, read: Sequence[Entries | InputError]) -> list[Entries | InputError]:
    """Return the entries of a batch with every shared fact given to all whom it concerns.

    A line that records another value than an earlier one is refused, naming both.
    """
    lines = list(read)
    for name, ask in rules.asks.items():
        if ask.same_for is not None:
            lines = _given_to_all(name, ask, ask.same_for, lines)
    return lines


def _given_to_all(
    name: str, ask: Asked, same_for: str, lines: list[Entries | InputError]
) -> list[Entries | InputError]:
    first: dict[FactValue, Entries] = {}
    for line in lines:
        if isinstance(line, Entries) and _group(line, same_for) is not None and line.facts[name] is not None:
            first.setdefault(_group(line, same_for), line)
    return [
        line if isinstance(line, InputError) else _agreeing(name, ask, line, first.get(_group(line, same_for)))
        for line in lines
    ]


def _agreeing(name: str, ask: Asked, line: Entries, first: Entries | None) -> Entries | InputError:
    """Return a line with the value its group was given first, or why the two disagree."""
    if first is None or line.facts[name] == first.facts[name]:
        return line
    if line.facts[name] is None:
        return replace(line, facts={**line.facts, name: first.facts[name]})
    shown, shown_first = ask.shown(line.facts[name]), ask.shown(first.facts[name])
    return InputError(
        f"entries.{name}",
        f"{ask.label} phải như nhau: dòng {first.subject!r} ghi {shown_first}, dòng {line.subject!r} ghi {shown}. "
        "Hãy sửa cho giống nhau, hoặc chỉ ghi ở một dòng.",
    )


def _group(line: Entries, same_for: str) -> FactValue:
    return EVERYONE if same_for == EVERYONE else line.facts[same_for]
