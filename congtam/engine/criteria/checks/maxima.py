"""Checks that maxima add up, and that what is promised can be reached and not passed."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from congtam.engine.criteria import amounts
from congtam.engine.criteria.amounts import Amount
from congtam.engine.criteria.arithmetic import ZERO
from congtam.engine.criteria.checks.problem import Problem, ground, items_with_paths, variants_having, variants_of
from congtam.engine.criteria.items import WHOLE, Item
from congtam.engine.criteria.reaching import Ground, raw_reach, reach
from congtam.engine.criteria.sets import VARIANT, CriteriaSet
from congtam.engine.criteria.walking import walk
from congtam.engine.strict_yaml import Path
from congtam.values.numbers import vietnamese


def problems(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield sums that disagree, maxima nobody can reach, marks beyond the maximum, and open-ended bonuses."""
    reported: set[tuple[str, str]] = set()
    for problem in _by_variant(rules):
        # One fault shows once, although several variants have it.
        if (problem.kind, problem.at) not in reported:
            reported.add((problem.kind, problem.at))
            yield problem
    yield from _unbounded(rules)


def _by_variant(rules: CriteriaSet) -> Iterator[Problem]:
    having = variants_having(rules)
    for variant in variants_of(rules):
        shown = f" ({rules.variants[variant]})" if variant else ""
        if rules.items:
            yield from _sum(rules.whole, ("total",), variant, shown)
        for item, path in items_with_paths(rules):
            if variant is not None and variant not in having[item.code]:
                continue
            yield from _sum(item, path, variant, shown)
            yield from _reach(item, path, ground(rules, variant, item), shown)


def _sum(item: Item, path: Path, variant: str | None, shown: str) -> Iterator[Problem]:
    """Yield a group whose parts do not make up its maximum."""
    if not item.items or item.marks is not None:
        return
    parts = [part for part in item.parts_for(variant) if part.role == "main"]
    if item.role == "main" and not item.parts_for(variant):
        yield Problem(
            kind="contradiction",
            at=item.code,
            path=path,
            message=f"Nhóm {item.code}{shown} không có mục nào. Hãy thêm mục hoặc giới hạn nhóm bằng only.",
        )
    if item.combine == "mean":
        return
    maxima = [part.max_for(variant) or ZERO for part in parts]
    together = max(maxima, default=ZERO) if item.combine == "best" else sum(maxima, ZERO)
    most = item.max_for(variant)
    if parts and most is not None and together != most and item.role != "bonus":
        word = "mục cao nhất" if item.combine == "best" else "cộng các mục"
        name = "Tổng điểm" if item.code == WHOLE else f"Nhóm {item.code}"
        message = f"{name}{shown} tối đa {vietnamese(most)} nhưng {word} được {vietnamese(together)}. Hãy sửa max, hoặc khai báo ở known_defects nếu văn bản ghi như vậy."
        if item.combine == "sum" and together + _bonus(item, variant) == most:
            message += " Nếu điểm cộng nằm trong số tối đa này thì bỏ role: bonus."
        yield Problem(kind="sum", at=item.code, path=path, message=message)


def _bonus(item: Item, variant: str | None) -> Fraction:
    return sum((part.max_for(variant) or ZERO for part in item.parts_for(variant) if part.role == "bonus"), ZERO)


def _reach(item: Item, path: Path, at: Ground, shown: str) -> Iterator[Problem]:
    """Yield a maximum that can never be reached, and marks that go beyond the limits of the item."""
    most = item.max_for(at.variant)
    if most is None or item.by_hand:
        return
    exact = raw_reach(item, at)
    if (
        exact.high is not None
        and exact.high < most
        and not (item.items and item.marks is None and item.combine == "sum")
    ):
        message = f"Mục {item.code}{shown} tối đa {vietnamese(most)} nhưng cách tính chỉ đạt nhiều nhất {vietnamese(exact.high)}. Hãy sửa, hoặc khai báo ở known_defects nếu văn bản ghi như vậy."
        yield Problem(kind="unreachable_max", at=item.code, path=path, message=message)
    if item.items or item.marks is None:
        return
    for branch in _branches(item.marks, at.variant):
        yield from _beyond(branch, item, path, replace(at, ordinary=True), shown)


def _beyond(branch: Amount, item: Item, path: Path, at: Ground, shown: str) -> Iterator[Problem]:
    """Yield a branch of a line's reckoning whose marks lie outside the limits of the line.

    Within a branch a figure is narrower than its declaration, so a branch that depends on one is faulted only when all
    it can give lies outside.
    """
    gives, most = reach(branch, at), item.max_for(at.variant) or ZERO
    is_exact = branch is item.marks or _is_plain(branch, at)
    top = gives.high if is_exact else gives.low
    if top is not None and top > most and not item.may_exceed:
        message = f"Mục {item.code}{shown} tối đa {vietnamese(most)} nhưng cách tính cho đến {vietnamese(top)}. Hãy sửa số điểm, dùng least để chặn, hoặc viết may_exceed: true."
        yield Problem(kind="over_max", at=item.code, path=path, message=message)
    if gives.high is not None and gives.high < item.min:
        message = f"Mục {item.code}{shown} thấp nhất {vietnamese(item.min)} nhưng cách tính cho {vietnamese(gives.high)}. Hãy viết min thấp hơn, hoặc đặt role: deduction và viết điểm trừ là số dương."
        yield Problem(kind="below_min", at=item.code, path=path, message=message)


def _open(group: Item, rules: CriteriaSet) -> Iterator[tuple[Item, str]]:
    """Yield each item without a maximum in a group that has one, with what to do about it."""
    for part in group.items:
        if part.max is None and part.role == "main" and group.max is not None:
            yield part, "Hãy viết max; chỉ khi nhóm và total cũng không có max thì mới được bỏ."
        if part.max is None and part.role == "bonus" and rules.total.max is not None and not rules.total.may_exceed:
            yield part, "Hãy viết max, hoặc total: {may_exceed: true} nếu tổng được vượt."
        yield from _open(part, rules)


def _unbounded(rules: CriteriaSet) -> Iterator[Problem]:
    paths = {item.code: path for item, path in items_with_paths(rules)}
    for item, what_to_do in _open(rules.whole, rules):
        name = "Điểm cộng" if item.role == "bonus" else "Mục"
        message = f"{name} {item.code} không có max trong khi tổng điểm bị giới hạn. {what_to_do}"
        yield Problem(kind="unbounded", at=item.code, path=paths[item.code], message=message)
    main = [item for item in rules.items if item.role == "main"]
    if rules.total.max is None and main and all(item.max is not None for item in main):
        message = "Chưa ghi điểm tối đa của cả bộ. Hãy viết total: {max: '100'}."
        yield Problem(kind="contradiction", at=WHOLE, path=("total",), message=message)


def _branches(amount: Amount, variant: str | None) -> Iterator[Amount]:
    """Yield what an amount may come to for a variant, one by one where it chooses."""
    match amount:
        case amounts.Bands(rows=rows):
            options = [row.marks for row in rows]
        case amounts.Choose(choose=chosen, options=by_key) if chosen == VARIANT and variant in by_key:
            options = [by_key[variant]]
        case amounts.Choose(options=by_key):
            options = list(by_key.values())
        case amounts.Cases(cases=cases):
            options = [case.marks for case in cases]
        case _:
            yield amount
            return
    for option in options:
        yield from _branches(option, variant)


def _is_plain(amount: Amount, ground: Ground) -> bool:
    """Tell whether an amount is made of the set's own numbers and of entries with limits of their own."""
    for place in walk(amount, ground.declared):
        match place.node:
            case amounts.Ask(ask=name) as ask:
                if ask.to is None and ask.below is None and place.declared[name].kind != "yes_no":
                    return False
            case amounts.Entry(entry=kind) as entry:
                if entry.to is None and entry.below is None and kind != "yes_no":
                    return False
            case (
                amounts.Each()
                | amounts.Count()
                | amounts.Streak()
                | amounts.Peer()
                | amounts.CountItems()
                | amounts.Days()
            ):
                return False
            case amounts.MarksOf() | amounts.ShareOf() | amounts.Climb():
                return False
            case _:
                pass
    return True
