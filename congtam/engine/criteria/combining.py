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
        base, available = _best(main, most)
    else:
        base, available = (_sum if item.combine == "sum" else _mean)(item, main, most, sheet)
    gaps = merged([base.gaps, *(line.gaps for line in extra)])
    words = base.words + "".join(_signed(line) for line in extra)
    if gaps or base.value is None:
        return Reckoned(value=None, words=words, gaps=gaps), available
    value = sum((line.marks for line in extra if line.marks is not None), base.value)
    return Reckoned(value=value, words=words, joined=base.joined or bool(extra)), available


def _sum(item: Item, parts: Sequence[Line], most: Fraction | None, sheet: Sheet) -> tuple[Reckoned, Fraction]:
    freed = sum((line.max - line.available for line in parts if line.max is not None), ZERO)
    available = _still(sum((line.available for line in parts), ZERO), freed, most)
    gaps = merged(line.gaps for line in parts)
    words = " + ".join(f"{_shown(line)} (mục {line.item.code})" for line in parts if not line.left_out) or "0"
    if gaps:
        return Reckoned(value=None, words=words, gaps=gaps), available
    marks = sum((line.marks for line in parts if line.marks is not None), ZERO)
    # Where nothing that is left has a maximum, there is nothing to scale up.
    if not freed or not available or item.left_out == "lost":
        return Reckoned(value=marks, words=words, joined=True), available
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


def _best(parts: Sequence[Line], most: Fraction | None) -> tuple[Reckoned, Fraction]:
    """Return the best of the parts. A part nobody marked is missing only where its maximum is more than the best known."""
    counted = [line for line in parts if not line.left_out]
    greatest = max((line.available for line in counted), default=ZERO)
    freed = max((line.max for line in parts if line.max is not None), default=ZERO) - greatest
    available = _still(greatest, freed, most)
    known = [(line.marks, line) for line in counted if line.marks is not None]
    best, chosen = max(known, key=lambda one: one[0], default=(None, None))
    gaps = merged(line.gaps for line in counted if best is None or _may_pass(line, best))
    if gaps or chosen is None:
        return Reckoned(value=None if gaps else ZERO, words="không có mục nào", gaps=gaps), available
    return Reckoned(value=best, words=f"lấy mục cao nhất là mục {chosen.item.code}: {_shown(chosen)}"), available


def _may_pass(line: Line, marks: Fraction) -> bool:
    """Tell whether a part can still come to more than `marks`."""
    return line.max is None or line.item.may_exceed or line.max > marks


def _still(together: Fraction, freed: Fraction, most: Fraction | None) -> Fraction:
    """Return how many marks a group can still give, when its parts give `together` and `freed` marks were left out.

    In a published set the parts need not add up to the maximum. What they lack was never left out, so it does not count
    as left out either; what they have too much is never beyond the maximum.
    """
    return together if most is None else min(most, max(together, most - freed))


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
