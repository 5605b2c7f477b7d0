"""Checks that every name and code in a set leads somewhere, and to something of the right kind."""

from collections.abc import Iterator

from congtam.engine.conditions import UnknownFactError
from congtam.engine.criteria import amounts
from congtam.engine.criteria.checks.problem import Problem, Root, items_with_paths, names_given, roots, variants_having
from congtam.engine.criteria.items import WHOLE
from congtam.engine.criteria.sets import EVERYONE, LAST, RESERVED, VARIANT, CriteriaSet
from congtam.engine.criteria.walking import CONDITIONS, Place, names_of, own_entries, walk
from congtam.engine.shapes import one_of
from congtam.engine.strict_yaml import Path

NUMERIC = ("number", "share", "count", "yes_no", "occurrence")


def problems(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield every name used twice, and every reference that leads nowhere or to the wrong kind."""
    yield from _twice(rules)
    yield from _variants(rules)
    codes = {item.code for item, _ in items_with_paths(rules)}
    for root in roots(rules):
        for place in walk(root.shape, rules.declared):
            for message in _wrong(place, root, codes, rules):
                yield Problem(kind="reference", at=root.at, path=root.path, message=message)
    for item, path in items_with_paths(rules):
        readers = {(type(reader), getattr(reader, "entry", None)) for reader in own_entries(item)}
        if len(readers) > 1:
            message = f"Mục {item.code}: mỗi mục chỉ ghi một giá trị dưới mã của nó. Hãy khai báo giá trị kia ở asks."
            yield Problem(kind="contradiction", at=item.code, path=path, message=message)
    for number, name in enumerate(rules.report):
        if name not in rules.measures:
            message = f"report: không có đại lượng {name!r} ở measures. Hãy sửa lại tên."
            yield Problem(kind="reference", at=name, path=("report", number), message=message)
    yield from _levels(rules)
    yield from _groups(rules)
    yield from _shared(rules)


def _twice(rules: CriteriaSet) -> Iterator[Problem]:
    seen: set[str] = set()
    for item, path in items_with_paths(rules):
        if item.code in seen or item.code == WHOLE:
            why = "dùng hai lần" if item.code in seen else "đã dành cho tổng điểm"
            message = f"Mã mục {item.code!r} {why}. Hãy đặt mã khác, ví dụ thêm mã nhóm ở trước: I.1.a."
            yield Problem(kind="duplicate", at=item.code, path=path, message=message)
        seen.add(item.code)
        if item.code in rules.asks and (own_entries(item) or item.otherwise):
            message = f"Mã mục {item.code!r} trùng tên một dữ kiện ở asks. Hãy đổi một trong hai."
            yield Problem(kind="duplicate", at=item.code, path=path, message=message)
    named: dict[str, str] = dict.fromkeys(RESERVED, "tên dành sẵn")
    for part, names in (("asks", rules.asks), ("readings", rules.readings), ("measures", rules.measures)):
        for name in names:
            if name in named:
                message = f"Tên {name!r} đã dùng ({named[name]}). Hãy đặt tên khác."
                yield Problem(kind="duplicate", at=name, path=(part, name), message=message)
            named[name] = part
    places: dict[str, Path] = {}
    for name, path in names_given(rules):
        if name in places:
            message = f"{path[0]}: {name!r} đã dùng ở {places[name][0]}. Hãy đặt tên khác, hoặc bỏ một trong hai."
            yield Problem(kind="duplicate", at=name, path=path, message=message)
        places.setdefault(name, path)


def _variants(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield maxima and weights that do not fit the variants declared."""
    variants = variants_having(rules)
    for item, path in items_with_paths(rules):
        for name in item.only:
            if name not in rules.variants:
                yield _no_variant(name, rules, item.code, path)
        having = variants[item.code]
        for part, value in (("max", item.max), ("weight", item.weight)):
            if isinstance(value, dict) and set(value) != having:
                message = f"Mục {item.code}: {part} phải ghi đủ và chỉ ghi cho: {one_of(having) or 'không có loại nào (chưa khai báo variants)'}."
                yield Problem(kind="reference", at=item.code, path=(*path, part), message=message)
    if isinstance(rules.total.max, dict) and set(rules.total.max) != set(rules.variants):
        message = f"total.max phải ghi đủ và chỉ ghi cho: {one_of(set(rules.variants)) or 'không có loại nào'}."
        yield Problem(kind="reference", at=WHOLE, path=("total", "max"), message=message)


def _no_variant(name: str, rules: CriteriaSet, at: str, path: tuple[str | int, ...]) -> Problem:
    message = f"Mục {at}: không có loại đối tượng {name!r}; đã khai báo ở variants: {one_of(set(rules.variants)) or 'chưa có'}."
    return Problem(kind="reference", at=at, path=path, message=message)


def _wrong(place: Place, root: Root, codes: set[str], rules: CriteriaSet) -> Iterator[str]:
    """Yield what is wrong with one amount or condition, one sentence each."""
    node, declared = place.node, place.declared
    for name in names_of(node):
        if name in LAST and root.path[0] != "flags" and declared.get(name) is rules.declared.get(name):
            yield f"{root.at}: mức và thứ hạng chỉ biết sau cùng, nên chỉ flags được hỏi {name}."
    if isinstance(node, CONDITIONS):
        try:
            node.check(declared)
        except UnknownFactError as problem:
            lost = [
                _field(name, place, root) or _nowhere(name, root) for name in names_of(node) if name not in declared
            ]
            yield from dict.fromkeys(lost) if lost else [f"{root.at}: {problem}. Hãy sửa lại điều kiện."]
        return
    yield from _misplaced(place, root)
    yield from _lost(place, root, codes, rules)


def _misplaced(place: Place, root: Root) -> Iterator[str]:
    """Yield an amount written where it can mean nothing."""
    is_criterion = root.item is not None and not root.item.items and not place.in_record
    match place.node:
        case amounts.Entry() if not is_criterion:
            yield f"{root.at}: entry chỉ dùng trong marks của một tiêu chí, không trong nhóm, measures hay danh sách."
        case amounts.Choose(choose=None) if not is_criterion:
            yield f"{root.at}: options không có choose chỉ dùng trong marks của một tiêu chí. Hãy ghi choose: tên dữ kiện."
        case amounts.OfMax() if root.item is None or root.item.max is None:
            yield f"{root.at}: of_max chỉ dùng trong mục có max."
        case amounts.Peer() if place.in_record:
            yield f"{root.at}: peer không dùng trong danh sách (each, count). Hãy đặt thành một measure."
        case _:
            pass


def _lost(place: Place, root: Root, codes: set[str], rules: CriteriaSet) -> Iterator[str]:
    """Yield a name or code that leads nowhere, or to the wrong kind."""
    match place.node:
        case amounts.Ask(ask=name):
            yield from _named(name, NUMERIC, place, root)
        case amounts.Days(days=days):
            for name in days:
                yield from _named(name, ("date",), place, root)
        case amounts.Choose(choose=str() as name, options=options):
            yield from _options(name, set(options), place, root)
        case amounts.MarksOf(marks_of=code) | amounts.ShareOf(share_of=code):
            yield from _coded([code], codes | {WHOLE}, root)
        case amounts.CountItems(under=str() as under) if _is_criterion(under, rules):
            yield f"{root.at}: under phải là mã một nhóm, {under!r} là một tiêu chí. Hãy sửa lại mã."
        case amounts.CountItems(count_items=listed, under=under):
            yield from _coded(
                [*(listed if isinstance(listed, tuple) else ()), *([under] if under else ())], codes, root
            )
        case amounts.Each(each=name) | amounts.Count(count=name):
            yield from _named(name, ("records",), place, root)
        case amounts.Streak(streak=name, by=by):
            yield from _named(name, ("records",), place, root)
            fields = place.declared[name].fields if name in place.declared else {}
            if by not in fields or fields[by].kind not in ("number", "count"):
                yield f"{root.at}: streak cần by là một ô số của {name}, ví dụ năm; có: {one_of(set(fields)) or 'không có'}."
        case amounts.Peer(same=str() as name):
            yield from _named(name, ("choice", "text"), place, root)
        case _:
            pass


def _is_criterion(code: str, rules: CriteriaSet) -> bool:
    return any(item.code == code and not item.items for item, _ in items_with_paths(rules))


def _named(name: str, kinds: tuple[str, ...], place: Place, root: Root) -> Iterator[str]:
    if sentence := _field(name, place, root):
        yield sentence
    elif name not in place.declared:
        yield f"{_nowhere(name, root).removesuffix('.')}; nếu là mã mục thì viết {{marks_of: '{name}'}}."
    elif place.declared[name].kind not in kinds:
        kind = place.declared[name].kind
        yield f"{root.at}: dữ kiện {name!r} thuộc loại {kind}, ở đây cần {' hoặc '.join(kinds)}."


def _nowhere(name: str, root: Root) -> str:
    return f"{root.at}: không có dữ kiện {name!r}. Hãy khai báo ở asks hoặc measures, hoặc sửa lại tên."


def _field(name: str, place: Place, root: Root) -> str | None:
    """Return what to do about a name that is only a field of records: outside them it has no one value."""
    records = one_of([key for key, fact in place.declared.items() if name in fact.fields])
    if name in place.declared or not records:
        return None
    return (
        f"{root.at}: {name!r} là ô của danh sách {records}, chỉ dùng được trong of, where của each, count, streak, some, "
        "không dùng được trong measures hay ngoài danh sách. Hãy viết phép tính ấy ngay trong of hoặc where."
    )


def _options(name: str, options: set[str], place: Place, root: Root) -> Iterator[str]:
    yield from _named(name, ("choice",), place, root)
    if name in place.declared and place.declared[name].kind == "choice":
        choices = set(place.declared[name].choices)
        if missing := choices - options:
            yield f"{root.at}: thiếu điểm cho lựa chọn {one_of(missing)} của {name}. Hãy viết thêm, hoặc {{gap: vì sao}} nếu văn bản không quy định."
        if strange := options - choices:
            yield f"{root.at}: {name} không có lựa chọn {one_of(strange)}; có: {one_of(choices)}."


def _coded(wanted: list[str], codes: set[str], root: Root) -> Iterator[str]:
    for code in wanted:
        if code not in codes:
            yield f"{root.at}: không có mục mang mã {code!r}. Hãy sửa lại mã."


def _levels(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield levels named by events, caps and quotas that the set does not have, and groups that are not choices."""
    known = {level.code for level in rules.levels if level.code}
    countable = known | {flag.name for flag in rules.flags}
    wanted: list[tuple[Path, str, str | None, set[str]]] = [
        *((("forced", number), event.name, event.level, known) for number, event in enumerate(rules.forced)),
        *((("caps", number), cap.name, cap.level, known) for number, cap in enumerate(rules.caps)),
        *(
            (("quotas", number), quota.name, code, countable)
            for number, quota in enumerate(rules.quotas)
            for code in (quota.level, *quota.of_levels)
        ),
    ]
    for path, at, code, allowed in wanted:
        if code is not None and code not in allowed:
            message = f"{at}: không có mức {code!r}; có: {one_of(allowed) or 'chưa khai báo levels'}."
            yield Problem(kind="reference", at=at, path=path, message=message)
    for number, cap in enumerate(rules.caps):
        if cap.level_of is None:
            continue
        declared = rules.declared.get(cap.level_of)
        if declared is None or declared.kind != "choice" or not set(declared.choices) <= known:
            message = f"{cap.name}: level_of phải là dữ kiện loại choice, các lựa chọn là mã mức: {one_of(known) or 'chưa có'}."
            yield Problem(kind="reference", at=cap.name, path=("caps", number), message=message)
    for number, level in enumerate(rules.levels):
        of = rules.declared.get(level.of)
        if of is None or of.kind not in ("number", "share", "count"):
            message = f"Mức {level.shown or 'gap'}: of phải là total, total_without_bonus hoặc một số ở asks, measures."
            yield Problem(kind="reference", at=level.code or "levels", path=("levels", number), message=message)


def _groups(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield groupings by something that is not a name of a group."""
    groups: list[tuple[str, Path, str | None]] = [
        ("ranking", ("ranking",), rules.ranking.within if rules.ranking else None)
    ]
    groups += [(quota.name, ("quotas", number), quota.within) for number, quota in enumerate(rules.quotas)]
    for at, path, name in groups:
        if name is not None and (name not in rules.declared or rules.declared[name].kind not in ("choice", "text")):
            message = f"{at}: within {name!r} phải là dữ kiện loại choice hoặc text (tên nhóm), hoặc {VARIANT}."
            yield Problem(kind="reference", at=at, path=path, message=message)


def _shared(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield facts shared by a group that is not recorded line by line."""
    for name, ask in rules.asks.items():
        if ask.same_for in (None, EVERYONE) or (ask.same_for == VARIANT and rules.variants):
            continue
        group = rules.asks.get(str(ask.same_for))
        if group is None or group.kind not in ("choice", "text") or group.same_for is not None:
            message = f"{name}: same_for phải là {EVERYONE} (cả đợt), hoặc tên một dữ kiện loại choice, text ở asks (tên nhóm)."
            yield Problem(kind="reference", at=name, path=("asks", name), message=message)
