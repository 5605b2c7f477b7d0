"""Puts the marks of an item's parts together: their sum, their best, or the mean of their shares."""

from collections.abc import Sequence
from fractions import Fraction

from congtam.engine.criteria.arithmetic import ZERO
from congtam.engine.criteria.gathering import reckon
from congtam.engine.criteria.items import WHOLE, Item
from congtam.engine.criteria.reckoned import Line, Reckoned, Scope, Sheet, merged, no_data
from congtam.values.numbers import percent, vietnamese


def combined(item: Item, parts: Sequence[Line], most: Fraction | None, sheet: Sheet) -> tuple[Reckoned, Fraction]:
    """Return what an item's parts come to together, and how many marks could still be earned.

    Parts left out take their maximum with them: it is lost, or the rest is scaled up to the item's maximum
    (``rescale``), or spread evenly over the rest (``spread``).
    """
    main = [line for line in parts if line.item.role == "main"]
    extra = [line for line in parts if line.item.role != "main"]
    if main and all(line.left_out for line in main):
        if item.code == WHOLE:
            return no_data(WHOLE, "không tiêu chí nào áp dụng nên chưa có điểm"), ZERO
        return Reckoned(value=ZERO, words="không có mục nào áp dụng nên không chấm"), ZERO
    if item.combine == "best":
        base, available = _best(main)
    else:
        base, available = (_sum if item.combine == "sum" else _mean)(item, main, most, sheet)
    gaps = merged([base.gaps, *(line.gaps for line in extra)])
    words = base.words + "".join(_signed(line) for line in extra)
    if gaps or base.value is None:
        return Reckoned(value=None, words=words, gaps=gaps), available
    value = sum((line.marks for line in extra if line.marks is not None), base.value)
    return Reckoned(value=value, words=words, joined=base.joined or bool(extra)), available


def _sum(item: Item, parts: Sequence[Line], most: Fraction | None, sheet: Sheet) -> tuple[Reckoned, Fraction]:
    available = sum((line.available for line in parts), ZERO)
    gaps = merged(line.gaps for line in parts)
    words = " + ".join(f"{_shown(line)} (mục {line.item.code})" for line in parts if not line.left_out) or "0"
    if gaps:
        return Reckoned(value=None, words=words, gaps=gaps), available
    marks = sum((line.marks for line in parts if line.marks is not None), ZERO)
    freed = sum((line.max for line in parts if line.max is not None), ZERO) - available
    if not freed or item.left_out == "lost":
        return Reckoned(value=marks, words=words, joined=True), available if freed else most or available
    if item.left_out == "spread":
        rest = [line for line in parts if line.available]
        extra = freed / len(rest)
        marks = sum(((line.marks or ZERO) * (line.available + extra) / line.available for line in rest), ZERO)
        words = f"{vietnamese(freed)} điểm không chấm chia đều cho {len(rest)} mục còn lại, mỗi mục thêm {vietnamese(extra)} điểm tối đa: {words}"
        return Reckoned(value=marks, words=f"{words}, quy đổi", joined=True), available + freed
    target = Reckoned(value=most, words="") if item.rescale_to is None else reckon(item.rescale_to, Scope(sheet, item))
    if target.value is None:
        return Reckoned(value=None, words=words, gaps=target.gaps), available
    scaled = f"({words}) × {vietnamese(target.value)} : {vietnamese(available)} (điểm tối đa của các mục được chấm)"
    return Reckoned(value=marks * target.value / available, words=scaled, joined=True), target.value


def _best(parts: Sequence[Line]) -> tuple[Reckoned, Fraction]:
    counted = [line for line in parts if not line.left_out]
    available = max((line.available for line in counted), default=ZERO)
    gaps = merged(line.gaps for line in counted)
    if gaps or not counted:
        return Reckoned(value=None if gaps else ZERO, words="không có mục nào", gaps=gaps), available
    best = max(counted, key=lambda line: line.marks or ZERO)
    words = f"lấy mục cao nhất là mục {best.item.code}: {_shown(best)}"
    return Reckoned(value=best.marks, words=words, joined=False), available


def _mean(item: Item, parts: Sequence[Line], most: Fraction | None, sheet: Sheet) -> tuple[Reckoned, Fraction]:
    full = most or ZERO
    keeps_place = item.left_out == "lost"
    counted = [line for line in parts if keeps_place or not line.left_out]
    gaps = merged(line.gaps for line in counted)
    shares = [(line.item.weight_for(sheet.variant), _share(line), line) for line in counted]
    weight = sum((weight for weight, _, _ in shares), ZERO)
    if not weight:
        return no_data(item.code, f"mục {item.code}: tổng trọng số bằng 0"), full
    available = full * sum((weight * line.available / (line.max or 1) for weight, _, line in shares), ZERO) / weight
    equal = len({weight for weight, _, _ in shares}) == 1
    words = " + ".join(
        f"{percent(share)} (mục {line.item.code})" + ("" if equal else f" × {vietnamese(each)}")
        for each, share, line in shares
    )
    words = f"{vietnamese(full)} × ({words}) : {len(shares) if equal else vietnamese(weight)}"
    if gaps:
        return Reckoned(value=None, words=words, gaps=gaps), available
    share = sum((weight * share for weight, share, _ in shares), ZERO) / weight
    return Reckoned(value=full * share, words=words, joined=True), available


def _share(line: Line) -> Fraction:
    return (line.marks or ZERO) / (line.max or 1)


def _shown(line: Line) -> str:
    return "?" if line.marks is None else vietnamese(line.marks)


def _signed(line: Line) -> str:
    word = "điểm cộng" if line.item.role == "bonus" else "điểm trừ"
    shown = "?" if line.marks is None else vietnamese(abs(line.marks))
    return f" {'+' if line.item.role == 'bonus' else '−'} {shown} ({word} mục {line.item.code})"
