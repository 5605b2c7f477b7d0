"""A problem in a criteria set, and every place of a set where an amount or a condition stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from congtam.engine.criteria.items import WHOLE, Item, Marked
from congtam.engine.criteria.levels import Event, LevelCap
from congtam.engine.criteria.reaching import Ground
from congtam.engine.criteria.sets import CriteriaSet, ProblemKind
from congtam.engine.criteria.walking import items_of
from congtam.engine.shapes import Shape
from congtam.engine.strict_yaml import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, where in the file (`path`), what a `known_defects` line calls the place (`at`), and what to do."""

    kind: ProblemKind
    at: str
    path: Path
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """An amount or condition written directly in the set: where, and the item it belongs to, if any."""

    shape: Shape
    at: str
    path: Path
    item: Item | None = None


def variants_of(rules: CriteriaSet) -> list[str | None]:
    """Return the variants to look at one by one; a set without variants is looked at once."""
    return list(rules.variants) or [None]


def ground(rules: CriteriaSet, variant: str | None, item: Item | None = None) -> Ground:
    """Return the ground on which an amount of the set stands."""
    return Ground(rules=rules, variant=variant, item=item, declared=rules.declared)


def items_with_paths(rules: CriteriaSet) -> Iterator[tuple[Item, Path]]:
    """Yield every item with its path in the file, in the order of the sheet."""
    yield from _items(rules.items, ())


def variants_having(rules: CriteriaSet) -> Mapping[str, set[str]]:
    """Return, for each item, the variants that have it: an item is gone with the group it stands in."""
    having: dict[str, set[str]] = {item.code: set() for item, _ in items_with_paths(rules)}
    for variant in rules.variants:
        for item in items_of(rules.whole, variant):
            having[item.code].add(variant)
    return having


def _items(items: tuple[Item, ...], path: Path) -> Iterator[tuple[Item, Path]]:
    for number, item in enumerate(items):
        yield item, (*path, "items", number)
        yield from _items(item.items, (*path, "items", number))


def names_given(rules: CriteriaSet) -> Iterator[tuple[str, Path]]:
    """Yield the code of every level and the name of every event and quota, with its path in the file."""
    for number, level in enumerate(rules.levels):
        if level.code is not None:
            yield level.code, ("levels", number)
    for part, events in (*_events(rules).items(), ("quotas", rules.quotas)):
        for number, event in enumerate(events):
            yield event.name, (part, number)


def roots(rules: CriteriaSet) -> Iterator[Root]:
    """Yield every amount and condition written directly in the set."""
    for name, measure in rules.measures.items():
        for shape in (measure.is_, measure.holds):
            if shape is not None:
                yield Root(shape=shape, at=name, path=("measures", name))
    yield from _modifiers(rules.total, WHOLE, ("total",), None)
    for item, path in items_with_paths(rules):
        if item.marks is not None:
            yield Root(shape=item.marks, at=item.code, path=(*path, "marks"), item=item)
        if item.applies is not None:
            yield Root(shape=item.applies, at=item.code, path=(*path, "applies"), item=item)
        yield from _modifiers(item, item.code, path, item)
    yield from _standing(rules)


def _modifiers(marked: Marked, at: str, path: Path, item: Item | None) -> Iterator[Root]:
    if marked.rescale_to is not None:
        yield Root(shape=marked.rescale_to, at=at, path=(*path, "rescale_to"), item=item)
    if marked.zero_when is not None:
        yield Root(shape=marked.zero_when, at=at, path=(*path, "zero_when"), item=item)
    for number, ceiling in enumerate(marked.cap_when):
        for shape in (ceiling.when, ceiling.at_most):
            yield Root(shape=shape, at=at, path=(*path, "cap_when", number), item=item)


def _standing(rules: CriteriaSet) -> Iterator[Root]:
    """Yield what levels, events, the ranking and the quotas look at."""
    for number, level in enumerate(rules.levels):
        for shape in (*(edge for _, edge in level.edges()), level.when):
            if shape is not None:
                yield Root(shape=shape, at=level.code or "levels", path=("levels", number))
    for part, listed in _events(rules).items():
        for number, event in enumerate(listed):
            if event.when is not None:
                yield Root(shape=event.when, at=event.name, path=(part, number))
    for number, amount in enumerate(rules.ranking.by if rules.ranking else ()):
        yield Root(shape=amount, at="ranking", path=("ranking", "by", number))
    for number, quota in enumerate(rules.quotas):
        limit = quota.share if quota.share is not None else quota.limit
        if limit is not None:
            yield Root(shape=limit, at=quota.name, path=("quotas", number))


def _events(rules: CriteriaSet) -> Mapping[str, Sequence[Event | LevelCap]]:
    return {"forced": rules.forced, "caps": rules.caps, "not_rated": rules.not_rated, "flags": rules.flags}
