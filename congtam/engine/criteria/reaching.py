"""Knows how far an amount can reach, so that a check can tell a maximum nobody can get from one that is only hard to get."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import singledispatch

from congtam.engine.criteria import amounts
from congtam.engine.criteria.amounts import Amount
from congtam.engine.criteria.arithmetic import ONE, ZERO, rounded_to
from congtam.engine.criteria.intervals import ANYTHING, NOTHING_NEGATIVE, Reach, highest, lowest, negative, plus, times
from congtam.engine.criteria.items import WHOLE, Item
from congtam.engine.criteria.restraints import Limits
from congtam.engine.criteria.sets import VARIANT, WITHOUT_BONUS, CriteriaSet
from congtam.engine.criteria.walking import every_item
from congtam.engine.facts import Declarations


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where an amount stands: its set, the variant looked at, its item, and the names in sight.

    On `ordinary` ground a share stays within 100 %, even where a body allows more to be recorded.
    """

    rules: CriteriaSet
    variant: str | None
    item: Item | None
    declared: Declarations
    ordinary: bool = False

    def inside(self, records: str) -> "Ground":
        """Return the ground within the records of that name."""
        return replace(self, declared={**self.declared, **self.declared[records].fields})

    def at(self, item: Item | None) -> "Ground":
        """Return the ground of an item, or of the set itself."""
        return replace(self, item=item, declared=self.rules.declared)


@singledispatch
def reach(amount: object, _ground: Ground) -> Reach:
    """Return how far `amount` can reach; its references must have been found to exist."""
    raise TypeError(amount)


@reach.register
def _constant(amount: amounts.Constant, _ground: Ground) -> Reach:
    return Reach(amount.number, amount.number)


@reach.register
def _ask(amount: amounts.Ask, ground: Ground) -> Reach:
    return _narrowed(amount, _named(amount.ask, ground))


@reach.register
def _entry(amount: amounts.Entry, ground: Ground) -> Reach:
    share = Reach(ZERO, ONE if ground.ordinary or amount.to is None else amount.to)
    natural = {"number": ANYTHING, "share": share, "count": NOTHING_NEGATIVE, "yes_no": Reach(ZERO, ONE)}
    return _narrowed(amount, natural[amount.entry])


@reach.register
def _days(_amount: amounts.Days, _ground: Ground) -> Reach:
    return ANYTHING


@reach.register
def _marks_of(amount: amounts.MarksOf, ground: Ground) -> Reach:
    found = [item for item in every_item(ground.rules.items) if item.code == amount.marks_of]
    return item_reach(found[0], ground) if found else _named(WHOLE, ground)


@reach.register
def _share_of(_amount: amounts.ShareOf, _ground: Ground) -> Reach:
    return NOTHING_NEGATIVE


@reach.register
def _of_max(amount: amounts.OfMax, ground: Ground) -> Reach:
    most = ground.item.max_for(ground.variant) if ground.item else None
    return times(Reach(most, most), reach(amount.of_max, ground))


@reach.register
def _sum(amount: amounts.Sum, ground: Ground) -> Reach:
    return plus(reach(part, ground) for part in amount.sum)


@reach.register
def _product(amount: amounts.Product, ground: Ground) -> Reach:
    product = Reach(ONE, ONE)
    for part in amount.product:
        product = times(product, reach(part, ground))
    return product


@reach.register
def _minus(amount: amounts.Minus, ground: Ground) -> Reach:
    first, *others = (reach(part, ground) for part in amount.minus)
    return plus([first, *(Reach(negative(other.high), negative(other.low)) for other in others)])


@reach.register
def _share(_amount: amounts.Share, _ground: Ground) -> Reach:
    # Nothing says that the part is within the whole: 11 done of 10 assigned is a share of 110 %.
    return ANYTHING


@reach.register
def _least(amount: amounts.Least, ground: Ground) -> Reach:
    parts = [reach(part, ground) for part in amount.least]
    highs = [part.high for part in parts if part.high is not None]
    return Reach(lowest(parts), min(highs, default=None))


@reach.register
def _most(amount: amounts.Most, ground: Ground) -> Reach:
    parts = [reach(part, ground) for part in amount.most]
    lows = [part.low for part in parts if part.low is not None]
    return Reach(max(lows, default=None), highest(parts))


@reach.register
def _mean(amount: amounts.Mean, ground: Ground) -> Reach:
    together = plus(reach(part, ground) for part in amount.mean)
    return times(together, Reach(Fraction(1, len(amount.mean)), Fraction(1, len(amount.mean))))


@reach.register
def _round(amount: amounts.Round, ground: Ground) -> Reach:
    exact = reach(amount.round, ground)
    return Reach(*(None if edge is None else rounded_to(edge, amount) for edge in (exact.low, exact.high)))


@reach.register
def _bands(amount: amounts.Bands, ground: Ground) -> Reach:
    return _any_of([row.marks for row in amount.rows], ground)


@reach.register
def _choose(amount: amounts.Choose, ground: Ground) -> Reach:
    if amount.choose == VARIANT and ground.variant in amount.options:
        return reach(amount.options[ground.variant], ground)
    return _any_of(list(amount.options.values()), ground)


@reach.register
def _cases(amount: amounts.Cases, ground: Ground) -> Reach:
    return _any_of([case.marks for case in amount.cases], ground)


@reach.register
def _climb(amount: amounts.Climb, ground: Ground) -> Reach:
    gain, base = reach(amount.per_step, ground), reach(amount.base, ground)
    rises, falls = gain.high is None or gain.high > 0, gain.low is None or gain.low < 0
    return Reach(None if falls else base.low, None if rises else base.high)


@reach.register
def _undecided(_amount: amounts.Undecided, _ground: Ground) -> Reach:
    return ANYTHING


@reach.register
def _each(amount: amounts.Each, ground: Ground) -> Reach:
    one = reach(amount.of, ground.inside(amount.each))
    if amount.take != "sum":
        return one
    most = None if amount.best is None or one.high is None else max(ZERO, one.high * amount.best)
    low = ZERO if one.low is not None and one.low >= 0 else None
    return Reach(low, ZERO if one.high is not None and one.high <= 0 else most)


@reach.register
def _count(_amount: amounts.Count, _ground: Ground) -> Reach:
    return NOTHING_NEGATIVE


@reach.register
def _streak(_amount: amounts.Streak, _ground: Ground) -> Reach:
    return NOTHING_NEGATIVE


@reach.register
def _peer(amount: amounts.Peer, ground: Ground) -> Reach:
    if amount.peer == "rank" or amount.of is None:
        return Reach(ONE, None)
    one = reach(amount.of, ground)
    if amount.peer == "total":
        return Reach(ZERO if one.low is not None and one.low >= 0 else None, None)
    return one


@reach.register
def _count_items(_amount: amounts.CountItems, _ground: Ground) -> Reach:
    return NOTHING_NEGATIVE


def item_reach(item: Item, ground: Ground) -> Reach:
    """Return how far an item's marks can reach within its own limits; a deduction is below zero."""
    most = item.max_for(ground.variant)
    exact = raw_reach(item, ground)
    limits = [edge for edge in (exact.high, None if item.may_exceed else most) if edge is not None]
    high = min(limits, default=None)
    low = item.min if exact.low is None else max(item.min, exact.low)
    if item.otherwise in ("zero", "left_out") or item.zero_when is not None or item.needs_evidence:
        low = min(low, ZERO)
    caps = [reach(ceiling.at_most, ground.at(item)).low for ceiling in item.cap_when]
    low = min([low, *(cap for cap in caps if cap is not None)])
    return Reach(negative(high), -low) if item.role == "deduction" else Reach(low, high)


def raw_reach(item: Item, ground: Ground) -> Reach:
    """Return how far an item's marks can reach before its own limits are applied."""
    ground = ground.at(item)
    if item.marks is not None:
        return reach(item.marks, ground)
    parts = item.parts_for(ground.variant)
    if not item.items:
        return Reach(item.min, item.max_for(ground.variant))
    reaches = [item_reach(part, ground) for part in parts]
    if item.combine == "sum":
        return plus(reaches)
    if item.combine == "best":
        return Reach(lowest(reaches), highest(reaches))
    return Reach(None, _mean_high(item, parts, reaches, ground))


def _mean_high(item: Item, parts: Sequence[Item], reaches: Sequence[Reach], ground: Ground) -> Fraction | None:
    weight = sum((part.weight_for(ground.variant) for part in parts), ZERO)
    if not weight or any(one.high is None for one in reaches):
        return None
    pairs = zip(parts, reaches, strict=True)
    share = sum(
        (
            part.weight_for(ground.variant) * (one.high or ZERO) / (part.max_for(ground.variant) or ONE)
            for part, one in pairs
        ),
        ZERO,
    )
    return (item.max_for(ground.variant) or ZERO) * share / weight


def _named(name: str, ground: Ground) -> Reach:
    """Return how far a name can reach: by its declaration, or by what a measure is."""
    if name in (WHOLE, WITHOUT_BONUS):
        return item_reach(ground.rules.whole, ground)
    measure = ground.rules.measures.get(name)
    if measure is not None and measure.is_ is not None and ground.declared[name] is ground.rules.declared[name]:
        return reach(measure.is_, ground.at(None))
    declared = ground.declared[name]
    natural = {
        "share": Reach(ZERO, ONE),
        "count": NOTHING_NEGATIVE,
        "yes_no": Reach(ZERO, ONE),
        "occurrence": Reach(ZERO, ONE),
    }
    known = natural.get(declared.kind, ANYTHING)
    low = known.low if declared.at_least is None else declared.at_least
    if declared.at_most is None or (ground.ordinary and declared.kind == "share"):
        return Reach(low, known.high)
    return Reach(low, declared.at_most)


def _narrowed(limits: Limits, known: Reach) -> Reach:
    lows = [edge for edge in (known.low, limits.from_) if edge is not None]
    highs = [edge for edge in (known.high, limits.to, limits.below) if edge is not None]
    return Reach(max(lows, default=None), min(highs, default=None))


def _any_of(options: Sequence[Amount], ground: Ground) -> Reach:
    """Return the reach of whichever option is taken; a case the set does not decide gives no marks."""
    reaches = [reach(option, ground) for option in options if not isinstance(option, amounts.Undecided)]
    return Reach(lowest(reaches), highest(reaches)) if reaches else ANYTHING
