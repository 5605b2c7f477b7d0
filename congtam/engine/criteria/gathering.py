"""Works out the amounts that gather many things: records, peers, and the lines of the sheet itself."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from congtam.engine.conditions import Condition
from congtam.engine.criteria import amounts
from congtam.engine.criteria.arithmetic import ZERO, average
from congtam.engine.criteria.reckoned import Figures, Gap, Line, Reckoned, Scope, judge, merged, no_data
from congtam.engine.criteria.reckoning import reaches, reckon
from congtam.engine.criteria.walking import counted_items, every_item
from congtam.engine.criteria.wording import PEERS, TAKES
from congtam.engine.facts import FactValue, InputError
from congtam.engine.truth import Truth
from congtam.values.known import of_kind
from congtam.values.numbers import percent, vietnamese

# Whoever takes `reckon` from here takes it with the amounts that gather.
__all__ = ["is_failing", "reckon"]

_TAKE: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda values: sum(values, ZERO),
    "mean": average,
    "most": max,
    "least": min,
}


@reckon.register
def _each(amount: amounts.Each, scope: Scope) -> Reckoned:
    label = scope.declaration(amount.each).label
    chosen, gaps = _records(amount.each, amount.where, scope)
    given = [reckon(amount.of, inner) for inner in chosen]
    gaps = gaps or merged(one.gaps for one in given)
    words = f"{TAKES[amount.take]} của {len(given)} mục {label}"
    if gaps:
        return Reckoned(value=None, words=words, gaps=gaps)
    values = sorted((one.value for one in given if one.value is not None), reverse=True)[: amount.best]
    if not values and amount.take != "sum":
        return no_data(amount.each, f"không có mục nào trong {label} để tính")
    value = _TAKE[amount.take](values)
    words = f"{TAKES[amount.take]} {amount.best} mục cao nhất của {label}" if amount.best else words
    return Reckoned(value=value, words=f"{vietnamese(value)} ({words})")


@reckon.register
def _count(amount: amounts.Count, scope: Scope) -> Reckoned:
    declared = scope.declaration(amount.count)
    chosen, gaps = _records(amount.count, amount.where, scope)
    if gaps:
        return Reckoned(value=None, words=f"? ({declared.label})", gaps=gaps)
    condition = f" mà {amount.where.words({**scope.declared, **declared.fields})}" if amount.where else ""
    return Reckoned(value=Fraction(len(chosen)), words=f"{len(chosen)} ({declared.label}{condition})")


@reckon.register
def _streak(amount: amounts.Streak, scope: Scope) -> Reckoned:
    label = scope.declaration(amount.streak).label
    fitting, gaps = _records(amount.streak, amount.where, scope)
    turns = [reckon(amounts.Ask(ask=amount.by), inner) for inner in fitting]
    ending = None if amount.ending is None else reckon(amount.ending, scope)
    gaps = gaps or merged([*(turn.gaps for turn in turns), () if ending is None else ending.gaps])
    if gaps:
        return Reckoned(value=None, words=f"? ({label})", gaps=gaps)
    held = {turn.value for turn in turns if turn.value is not None}
    ends = held if ending is None or ending.value is None else {ending.value}
    longest = max((_run(end, held) for end in ends), default=0)
    return Reckoned(value=Fraction(longest), words=f"{longest} liên tục ({label})")


@reckon.register
def _peer(amount: amounts.Peer, scope: Scope) -> Reckoned:
    own = Reckoned(value=ZERO, words="") if amount.of is None else reckon(amount.of, scope)
    group = scope.sheet.fact(amount.same) if amount.same else None
    if amount.same and group is None:
        return Reckoned(value=None, words="?", gaps=scope.sheet.fact_gaps(amount.same))
    if not scope.sheet.peers.is_whole:
        return no_data("", "có dòng bị từ chối nên chưa so sánh được với các đối tượng khác")
    figures = _figures(amount, group, scope)
    if figures.gaps or not figures.values or own.value is None:
        gaps = merged([own.gaps, figures.gaps_for(scope.sheet.entries)])
        return Reckoned(value=None, words="?", gaps=gaps or (Gap("", "không có đối tượng nào để so sánh"),))
    value = _compared(amount.peer, figures.values, own.value)
    is_share = own.is_share and amount.peer in ("average", "best", "worst")
    shown = percent(value) if is_share else vietnamese(value)
    return Reckoned(
        value=value, words=f"{shown} ({PEERS[amount.peer]} của {len(figures.values)} đối tượng)", is_share=is_share
    )


def _compared(kind: str, values: Sequence[Fraction], own: Fraction) -> Fraction:
    match kind:
        case "average":
            return average(values)
        case "best":
            return max(values)
        case "worst":
            return min(values)
        case "total":
            return sum(values, ZERO)
        case "rank":  # those who are equal share a rank
            return Fraction(1 + sum(value > own for value in values))
        case _:
            return Fraction(len(values))


def _figures(amount: amounts.Peer, group: FactValue, scope: Scope) -> Figures:
    """Return an amount for every subject it is compared among, reckoned once for the whole batch."""
    peers = scope.sheet.peers
    key = (id(amount), group)
    if key not in peers.figures:
        among = [sheet for sheet in peers.sheets if not amount.same or sheet.fact(amount.same) == group]
        given = [(sheet.entries, _figure(amount, Scope(sheet, scope.item))) for sheet in among]
        peers.figures[key] = Figures(
            values=tuple(one.value for _, one in given if one is not None and one.value is not None),
            gaps=tuple((entries, gap) for entries, one in given if one is not None for gap in one.gaps),
        )
    return peers.figures[key]


def _figure(amount: amounts.Peer, scope: Scope) -> Reckoned | None:
    """Return one peer's number; None for a peer that is not compared with."""
    if amount.where is not None:
        truth, gaps = judge(amount.where, scope)
        if truth is not Truth.YES:
            return None if truth is Truth.NO else Reckoned(value=None, words="?", gaps=gaps)
    try:
        return Reckoned(value=ZERO, words="") if amount.of is None else reckon(amount.of, scope)
    except InputError as problem:
        return no_data(problem.field, problem.message)


@reckon.register
def _count_items(amount: amounts.CountItems, scope: Scope) -> Reckoned:
    lines = [line for line in _lines(amount, scope) if line.item.role == "main" and line.max and not line.left_out]
    gaps = merged(line.gaps for line in lines)
    if gaps:
        return Reckoned(value=None, words="?", gaps=gaps)
    fitting: list[str] = []
    for line in lines:
        if amount.count_items == "failing":
            fits: bool | None = is_failing(line)
        else:
            share = Reckoned(value=(line.marks or ZERO) / line.available, words="", is_share=True)
            fits, edge = reaches(amount, share, scope)
            if fits is None:
                return edge
        if fits:
            fitting.append(line.item.code)
    named = f" ({', '.join(fitting)})" if fitting else ""
    return Reckoned(value=Fraction(len(fitting)), words=f"{len(fitting)} mục{named}")


def is_failing(line: Line) -> bool:
    """Tell whether an item got less than the mark it must reach; an item without such a mark never fails."""
    item = line.item
    needed = item.pass_mark if item.pass_share is None else item.pass_share * (line.max or ZERO)
    return needed is not None and line.marks is not None and not line.left_out and line.marks < needed


def _records(name: str, where: Condition | None, scope: Scope) -> tuple[list[Scope], tuple[Gap, ...]]:
    """Return the scopes of the records that satisfy a condition, or the gaps that keep it from being told."""
    records = scope[name]
    if records is None:
        return [], scope.gaps_of(name)
    fields = scope.declaration(name).fields
    numbered = enumerate(of_kind(records, tuple))
    inside = [scope.inside(record, fields, name, number) for number, record in numbered]
    if where is None:
        return inside, ()
    judged = [(inner, *judge(where, inner)) for inner in inside]
    return [inner for inner, truth, _ in judged if truth is Truth.YES], merged(gaps for _, _, gaps in judged)


def _lines(amount: amounts.CountItems, scope: Scope) -> Iterator[Line]:
    """Yield what the counted items came to; a group that does not apply stands for the lines in it."""
    skipped: set[str] = set()
    for item in counted_items(amount, scope.sheet.rules.whole):
        line = None if item.code in skipped else scope.sheet.line(item.code)
        if line is None:
            continue
        stands_whole = bool(item.items) and not line.parts
        if stands_whole:
            skipped.update(part.code for part in every_item(item.items))
        if stands_whole or amount.count_items != "lines" or not item.items:
            yield line


def _run(end: Fraction, held: set[Fraction]) -> int:
    """Return how many turns in a row are held up to and including `end`."""
    length = 0
    while end - length in held:
        length += 1
    return length
