"""Checks that the settings of one item, and of the set as a whole, hold together and change something."""

from collections.abc import Iterator, Sequence

from congtam.engine.criteria import amounts
from congtam.engine.criteria.checks.problem import Problem, items_with_paths, variants_having, variants_of
from congtam.engine.criteria.items import WHOLE, Item
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.criteria.walking import every_item
from congtam.engine.strict_yaml import Path


def problems(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield settings that contradict each other, and settings that change nothing."""
    weighed, having = _weighed(rules), variants_having(rules)
    for item, path in [*items_with_paths(rules), (rules.whole, ("total",))]:
        variants = [one for one in variants_of(rules) if one is None or item.code == WHOLE or one in having[item.code]]
        wrong = [*_structure(item, weighed), *_limits(item, variants, weighed)]
        for message in dict.fromkeys(wrong):
            text = f"{_named(item)}: {message}. Hãy sửa lại."
            yield Problem(kind="contradiction", at=item.code, path=path, message=text)
        yield from _idle(item, path, rules)
    yield from _set(rules)


def _named(item: Item) -> str:
    return "total" if item.code == WHOLE else f"Mục {item.code}"


def _weighed(rules: CriteriaSet) -> set[str]:
    """Return the codes of the items that are put together by a mean."""
    groups = [rules.whole, *every_item(rules.items)]
    return {part.code for group in groups if group.combine == "mean" for part in group.items}


def _structure(item: Item, weighed: set[str]) -> Iterator[str]:
    """Yield what an item says about its parts, weight or role that cannot be."""
    puts_together = item.combine != "sum" or item.left_out != "lost"
    if puts_together and not item.items:
        yield "combine, left_out chỉ dùng cho nhóm có items"
    if puts_together and item.items and item.marks is not None:
        yield "nhóm đã có marks thì combine, left_out không có tác dụng"
    if item.weight is not None and item.code not in weighed:
        yield "weight chỉ dùng trong nhóm combine: mean"
    if item.role == "deduction" and item.otherwise == "full":
        yield "điểm trừ không thể otherwise: full"
    if item.role != "main" and (item.pass_mark is not None or item.pass_share is not None):
        yield "điểm cộng, điểm trừ không có điểm sàn"


def _limits(item: Item, variants: Sequence[str | None], weighed: set[str]) -> Iterator[str]:
    """Yield limits of an item that leave no room, for any of the variants that have it."""
    for variant in variants:
        if item.weight_for(variant) < 0:
            yield "weight không thể âm"
        most = item.max_for(variant)
        if most is None:
            if item.code in weighed or item.pass_share is not None:
                yield "trung bình tỷ lệ đạt (combine: mean) và pass_share cần mục có max"
            if item.otherwise == "full" or (item.items and item.left_out != "lost"):
                yield "otherwise: full và left_out cần mục có max"
            continue
        if most < 0:
            yield "max không thể âm; điểm trừ thì viết số dương và role: deduction"
        if item.min > most:
            yield "min lớn hơn max"
        floor = item.pass_mark if item.pass_share is None else item.pass_share * most
        if floor is not None and floor > most:
            yield "điểm sàn cao hơn max"
        if item.code in weighed and most <= 0:
            yield "mục trong nhóm combine: mean phải có max lớn hơn 0"
        if item.step is not None and any((edge / item.step).denominator != 1 for edge in (item.min, most)):
            yield "min, max không phải bội của step nên không chấm được điểm ấy"


def _idle(item: Item, path: Path, rules: CriteriaSet) -> Iterator[Problem]:
    """Yield settings of an item, or of the whole, that change nothing or cannot be used."""
    if item.rescale_to is not None and item.left_out != "rescale":
        yield _unused(item, path, "rescale_to chỉ dùng khi left_out: rescale")
    if item.rescale_to is not None and item.combine == "mean":
        yield _unused(item, path, "rescale_to không dùng khi combine: mean")
    if item.left_out == "rescale" and item.combine == "best":
        yield _unused(item, path, "left_out: rescale không dùng khi combine: best")
    if item.left_out == "spread" and item.combine != "sum":
        yield _unused(item, path, "left_out: spread chỉ dùng khi combine: sum")
    if (
        item.items
        and item.left_out != "lost"
        and not any(part.otherwise == "left_out" for part in every_item(item.items))
    ):
        yield _unused(item, path, f"left_out: {item.left_out} mà không mục con nào có otherwise: left_out")
    maxima = [most for variant in variants_of(rules) if (most := item.max_for(variant)) is not None]
    for ceiling in item.cap_when:
        limit = ceiling.at_most
        if isinstance(limit, amounts.Constant) and maxima and limit.number >= max(maxima) and not item.may_exceed:
            yield _unused(item, path, "cap_when không hạ mức tối đa")
    if item.combine == "mean" and item.items:
        for variant in variants_of(rules):
            parts = item.parts_for(variant)
            if parts and not any(part.weight_for(variant) for part in parts):
                yield _unused(item, path, "mọi mục con đều có trọng số 0")
                return


def _unused(item: Item, path: Path, message: str) -> Problem:
    text = f"{_named(item)}: {message}. Hãy bỏ đi hoặc sửa lại."
    return Problem(kind="unused", at=item.code, path=path, message=text)


def _set(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield a set that ends before it begins, scores nothing, or has items that nobody is marked on."""
    if rules.applies_from and rules.applies_until and rules.applies_until <= rules.applies_from:
        message = "applies_until phải sau applies_from. Hãy sửa ngày."
        yield Problem(kind="contradiction", at=WHOLE, path=("applies_until",), message=message)
    if not (rules.items or rules.levels or rules.flags or rules.report):
        message = "Bộ chưa chấm gì. Hãy viết items (tiêu chí), levels (mức), flags hoặc report."
        yield Problem(kind="contradiction", at=WHOLE, path=(), message=message)
    if not rules.items and rules.total.max is not None:
        message = "total chỉ dùng khi có items. Hãy bỏ total hoặc viết items."
        yield Problem(kind="unused", at=WHOLE, path=("total",), message=message)
    having = variants_having(rules)
    for item, path in items_with_paths(rules):
        if rules.variants and not having[item.code]:
            message = f"Mục {item.code}: không loại đối tượng nào có mục này, vì nhóm chứa nó chỉ dành cho loại khác. Hãy sửa only."
            yield Problem(kind="unused", at=item.code, path=path, message=message)
