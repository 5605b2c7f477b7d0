"""Walks through everything an amount or an item is made of, with the names in sight at each place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from congtam.engine.conditions import All, AnyOf, Compare, Is, Not, OneOf, Some, Within
from congtam.engine.criteria import amounts
from congtam.engine.criteria.items import Item
from congtam.engine.facts import Declarations
from congtam.engine.shapes import Shape

# The amounts that read what the marker enters under a line's own code; a choice does when it names no fact to choose by.
OwnEntry = amounts.Entry | amounts.Choose

CONDITIONS = (All, AnyOf, Not, Some, Is, OneOf, Within, Compare)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An amount or a condition, the names in sight there, and whether that is inside a record."""

    node: Shape
    declared: Declarations
    in_record: bool = False


def walk(shape: Shape, declared: Declarations, *, in_record: bool = False) -> Iterator[Place]:
    """Yield `shape` if it is an amount or a condition, and every amount and condition it is made of."""
    if isinstance(shape, CONDITIONS):
        yield Place(node=shape, declared=declared, in_record=in_record)
        return
    if not isinstance(shape, amounts.Bound | amounts.Case) or isinstance(shape, amounts.CountItems):
        yield Place(node=shape, declared=declared, in_record=in_record)
    inside = _fields(shape, declared)
    for name, value in shape:
        within = inside is not None and name in ("of", "where")
        for part in _shapes(value):
            yield from walk(part, {**declared, **(inside or {})} if within else declared, in_record=in_record or within)


def leaves_of(condition: Shape, declared: Declarations) -> Iterator[tuple[Shape, Declarations]]:
    """Yield every single comparison a condition is made of, with the names in sight there."""
    match condition:
        case All(all=parts) | AnyOf(any=parts):
            for part in parts:
                yield from leaves_of(part, declared)
        case Not(not_=part):
            yield from leaves_of(part, declared)
        case Some(some=name, where=part):
            yield from leaves_of(part, declared[name].fields)
        case _:
            yield condition, declared


def names_of(node: Shape) -> Iterator[str]:
    """Yield every name that one amount or condition looks at itself."""
    if isinstance(node, CONDITIONS):
        yield from node.facts_used()
    match node:
        case amounts.Days(days=names):
            yield from names
        case amounts.Ask(ask=name) | amounts.Choose(choose=str() as name):
            yield name
        case amounts.Each(each=name) | amounts.Count(count=name) | amounts.Streak(streak=name):
            yield name
        case amounts.Peer(same=str() as name):
            yield name
        case _:
            pass


def own_entries(item: Item) -> list[OwnEntry]:
    """Return the amounts of an item that read what the marker enters under its code."""
    if item.by_hand:
        return [amounts.Entry(entry="number")]
    if item.marks is None:
        return []
    found = (place.node for place in walk(item.marks, {}))
    return [
        node
        for node in found
        if isinstance(node, amounts.Entry) or (isinstance(node, amounts.Choose) and node.choose is None)
    ]


def every_item(items: tuple[Item, ...]) -> Iterator[Item]:
    """Yield each item and everything under it, in the order of the sheet."""
    for item in items:
        yield item
        yield from every_item(item.items)


def items_of(whole: Item, variant: str | None) -> Iterator[Item]:
    """Yield everything under `whole` that a variant has: an item is gone with the group it stands in."""
    for part in whole.parts_for(variant):
        yield part
        yield from items_of(part, variant)


def main_items(item: Item) -> Iterator[Item]:
    """Yield everything under `item` that is no bonus and no deduction, nor part of one."""
    for part in item.items:
        if part.role == "main":
            yield part
            yield from main_items(part)


def counted_items(counting: amounts.CountItems, whole: Item) -> Iterator[Item]:
    """Yield the items whose own marks a count must look at: never the item it counts under, so that this may use the count."""
    if isinstance(counting.count_items, tuple):
        yield from (item for item in every_item(whole.items) if item.code in counting.count_items)
        return
    under = next((item for item in every_item(whole.items) if item.code == counting.under), whole)
    for item in under.items if counting.count_items == "parts" else main_items(under):
        if counting.count_items != "lines" or not item.items or item.otherwise:
            yield item


def _fields(shape: Shape, declared: Declarations) -> Declarations | None:
    """Return the fields of the records that an amount goes through, None when it goes through none."""
    match shape:
        case amounts.Each(each=name) | amounts.Count(count=name) | amounts.Streak(streak=name):
            return declared[name].fields if name in declared else {}
        case _:
            return None


def _shapes(value: object) -> Iterator[Shape]:
    if isinstance(value, Shape):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _shapes(part)
    elif isinstance(value, Mapping):
        yield from _shapes(tuple(value.values()))
