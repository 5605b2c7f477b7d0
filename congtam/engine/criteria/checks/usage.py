"""Checks that what is declared is used, and that nothing is reckoned from itself."""

from collections.abc import Iterator, Mapping

from congtam.engine.criteria import amounts
from congtam.engine.criteria.checks.problem import Problem, Root, items_with_paths, roots
from congtam.engine.criteria.items import WHOLE
from congtam.engine.criteria.sets import VARIANT, WITHOUT_BONUS, CriteriaSet
from congtam.engine.criteria.walking import counted_items, every_item, names_of, walk
from congtam.engine.shapes import Shape


def problems(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield what is declared and never used: asks, measures, readings, variants, and marks to reach that change nothing."""
    used = {name for root in roots(rules) for name in names_in(root.shape, rules)} | _grouping(rules)
    for part, names in (("asks", rules.asks), ("measures", rules.measures), ("readings", rules.readings)):
        for name in names:
            if name not in used:
                message = f"{name!r} khai báo ở {part} mà không dùng ở đâu. Hãy bỏ đi hoặc dùng."
                yield Problem(kind="unused", at=name, path=(part, name), message=message)
    yield from _variants(rules, is_asked=VARIANT in used)
    failing = any(
        isinstance(place.node, amounts.CountItems) and place.node.count_items == "failing"
        for root in roots(rules)
        for place in walk(root.shape, rules.declared)
    )
    for item, path in items_with_paths(rules):
        if (item.pass_mark is not None or item.pass_share is not None) and not failing:
            message = f"Mục {item.code}: điểm sàn không có hậu quả. Hãy dùng {{count_items: failing}} trong một measure cho levels, caps, flags hoặc zero_when."
            yield Problem(kind="unused", at=item.code, path=path, message=message)


def circles(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield each measure or item whose reckoning needs its own result."""
    needs = _needs(rules)
    paths = {item.code: path for item, path in items_with_paths(rules)} | {WHOLE: ("total",), WITHOUT_BONUS: ("total",)}
    for start in needs:
        if _reaches_itself(start, needs):
            path = ("measures", start) if start in rules.measures else paths[start]
            message = f"{start}: tính vòng quanh, kết quả cần chính nó. Hãy bỏ một tham chiếu."
            yield Problem(kind="circle", at=start, path=path, message=message)


def names_in(shape: Shape, rules: CriteriaSet) -> Iterator[str]:
    """Yield every name of the set that an amount or condition looks at; the fields of a record are its own."""
    for place in walk(shape, rules.declared):
        for name in names_of(place.node):
            if place.declared.get(name) is rules.declared.get(name):
                yield name


def _grouping(rules: CriteriaSet) -> set[str]:
    """Return the names by which subjects are grouped or share facts, levels are floored, and levels are capped."""
    names = (
        {quota.within for quota in rules.quotas}
        | {level.of for level in rules.levels}
        | {cap.level_of for cap in rules.caps}
    )
    names |= {ask.same_for for ask in rules.asks.values()}
    names.add(rules.ranking.within if rules.ranking else None)
    return {name for name in names if name is not None} | set(rules.report)


def _variants(rules: CriteriaSet, *, is_asked: bool) -> Iterator[Problem]:
    dicts = [value for item in every_item(rules.items) for value in (item.max, item.weight)] + [rules.total.max]
    told_apart = is_asked or any(isinstance(value, dict) for value in dicts)
    named = {name for item in every_item(rules.items) for name in item.only}
    for name in rules.variants:
        if not told_apart and name not in named and not (named and len(rules.variants) > len(named)):
            message = f"Loại đối tượng {name!r} không làm khác điều gì. Hãy bỏ đi, hoặc dùng ở only, max, weight hoặc điều kiện."
            yield Problem(kind="unused", at=name, path=("variants", name), message=message)


def _needs(rules: CriteriaSet) -> Mapping[str, set[str]]:
    """Return what each measure and item needs: measures by name, items by code."""
    needs: dict[str, set[str]] = {name: set() for name in rules.measures}
    needs |= {item.code: {part.code for part in item.items} for item in every_item(rules.items)}
    needs[WHOLE] = needs[WITHOUT_BONUS] = {item.code for item in rules.items}
    for root in roots(rules):
        if root.at in needs and root.path[0] in ("measures", "items", "total"):
            needs[root.at] = needs[root.at] | _needed(root, rules)
    return needs


def _needed(root: Root, rules: CriteriaSet) -> set[str]:
    derived = {*rules.measures, WHOLE, WITHOUT_BONUS}
    needed = {name for name in names_in(root.shape, rules) if name in derived}
    for place in walk(root.shape, rules.declared):
        match place.node:
            case amounts.MarksOf(marks_of=code) | amounts.ShareOf(share_of=code):
                needed.add(code)
            case amounts.CountItems(count_items=tuple() as codes):
                needed.update(codes)
            case amounts.CountItems() as counting:
                needed.update(item.code for item in counted_items(counting, rules.whole))
            case _:
                pass
    return needed


def _reaches_itself(start: str, needs: Mapping[str, set[str]]) -> bool:
    waiting, seen = list(needs[start]), set[str]()
    while waiting:
        name = waiting.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(needs.get(name, ()))
    return False
