"""Works amounts out for one subject: exact numbers, and unknown whenever something they need is unknown."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import singledispatch

from congtam.engine.criteria import amounts
from congtam.engine.criteria.amounts import Bound
from congtam.engine.criteria.arithmetic import ZERO, average, rounded_to
from congtam.engine.criteria.reckoned import Gap, Reckoned, Scope, hole, judge, merged, no_data
from congtam.engine.criteria.restraints import Limits
from congtam.engine.criteria.wording import EDGES, limit_words
from congtam.engine.facts import FactValue, InputError
from congtam.engine.truth import Truth
from congtam.values.known import given, of_kind
from congtam.values.numbers import percent, vietnamese


@singledispatch
def reckon(amount: object, _scope: Scope) -> Reckoned:
    """Return what `amount` comes to in a scope.

    Raises `InputError` when an entered number lies outside the limits that the amount sets for it.
    """
    raise TypeError(amount)


@reckon.register
def _constant(amount: amounts.Constant, _scope: Scope) -> Reckoned:
    return Reckoned(value=amount.number, words=vietnamese(amount.number))


@reckon.register
def _ask(amount: amounts.Ask, scope: Scope) -> Reckoned:
    declared = scope.declaration(amount.ask)
    value = scope[amount.ask]
    if value is None:
        return Reckoned(value=None, words=f"? ({declared.label})", gaps=scope.gaps_of(amount.ask))
    number = _as_number(value)
    _keep_within(number, amount, f"entries.{scope.place_of(amount.ask)}")
    how = scope.words_of(amount.ask)
    label = f"{declared.label}: {how}" if how else declared.label
    return Reckoned(value=number, words=f"{declared.shown(number)} ({label})", is_share=declared.kind == "share")


@reckon.register
def _entry(amount: amounts.Entry, scope: Scope) -> Reckoned:
    code, label = _own(scope)
    value = scope.sheet.entry(code)
    if value is None:
        return Reckoned(value=None, words="?", gaps=(Gap(code, f"chưa chấm mục {code} ({label})"),))
    number = _as_number(value)
    _keep_within(number, amount, f"entries.{code}")
    if amount.entry == "yes_no":
        return Reckoned(value=number, words=f"1 ({label})" if number else f"0 (không có: {label})")
    shown = percent(number) if amount.entry == "share" else vietnamese(number)
    return Reckoned(value=number, words=shown, is_share=amount.entry == "share")


@reckon.register
def _days(amount: amounts.Days, scope: Scope) -> Reckoned:
    start, end = (scope[name] for name in amount.days)
    if not isinstance(start, date) or not isinstance(end, date):
        return Reckoned(
            value=None, words="?", gaps=merged(scope.gaps_of(name) for name in amount.days if scope[name] is None)
        )
    days = (end - start).days
    return Reckoned(value=Fraction(days), words=f"{days} ngày (từ {start:%d/%m/%Y} đến {end:%d/%m/%Y})")


@reckon.register
def _marks_of(amount: amounts.MarksOf, scope: Scope) -> Reckoned:
    line = scope.sheet.line(amount.marks_of)
    if line is None:
        return Reckoned(value=ZERO, words=f"0 (đối tượng này không có mục {amount.marks_of})")
    shown = "?" if line.marks is None else vietnamese(line.marks)
    return Reckoned(value=line.marks, words=f"{shown} (điểm mục {amount.marks_of})", gaps=line.gaps)


@reckon.register
def _share_of(amount: amounts.ShareOf, scope: Scope) -> Reckoned:
    line = scope.sheet.line(amount.share_of)
    if line is None or not line.available:
        return no_data(amount.share_of, f"mục {amount.share_of} không được chấm nên không có tỷ lệ")
    value = None if line.marks is None else line.marks / line.available
    shown = "?" if value is None else percent(value)
    return Reckoned(value=value, words=f"{shown} (tỷ lệ điểm mục {amount.share_of})", gaps=line.gaps, is_share=True)


@reckon.register
def _of_max(amount: amounts.OfMax, scope: Scope) -> Reckoned:
    most = given(given(scope.item).max_for(scope.sheet.variant))
    share = reckon(amount.of_max, scope)
    value = None if share.value is None else most * share.value
    return Reckoned(value=value, words=f"{vietnamese(most)} × {share.inner}", gaps=share.gaps, joined=True)


@reckon.register
def _sum(amount: amounts.Sum, scope: Scope) -> Reckoned:
    return _joined([reckon(part, scope) for part in amount.sum], " + ", lambda values: sum(values, ZERO))


@reckon.register
def _product(amount: amounts.Product, scope: Scope) -> Reckoned:
    return _joined([reckon(part, scope) for part in amount.product], " × ", _multiplied)


@reckon.register
def _minus(amount: amounts.Minus, scope: Scope) -> Reckoned:
    return _joined(
        [reckon(part, scope) for part in amount.minus], " − ", lambda values: values[0] - sum(values[1:], ZERO)
    )


@reckon.register
def _share(amount: amounts.Share, scope: Scope) -> Reckoned:
    part, whole = (reckon(side, scope) for side in amount.share)
    if whole.value == 0:
        return no_data("", f"chưa đủ dữ liệu để tính tỷ lệ, mẫu số bằng 0: {whole.words}")
    value = None if part.value is None or whole.value is None else part.value / whole.value
    gaps = merged([part.gaps, whole.gaps])
    return Reckoned(value=value, words=f"{part.inner} : {whole.inner}", gaps=gaps, is_share=True, joined=True)


@reckon.register
def _least(amount: amounts.Least, scope: Scope) -> Reckoned:
    return _picked([reckon(part, scope) for part in amount.least], "số nhỏ nhất trong", min)


@reckon.register
def _most(amount: amounts.Most, scope: Scope) -> Reckoned:
    return _picked([reckon(part, scope) for part in amount.most], "số lớn nhất trong", max)


@reckon.register
def _mean(amount: amounts.Mean, scope: Scope) -> Reckoned:
    return _picked([reckon(part, scope) for part in amount.mean], "trung bình của", average)


@reckon.register
def _round(amount: amounts.Round, scope: Scope) -> Reckoned:
    exact = reckon(amount.round, scope)
    value = None if exact.value is None else rounded_to(exact.value, amount)
    return Reckoned(value=value, words=f"làm tròn {exact.inner}", gaps=exact.gaps, is_share=exact.is_share, joined=True)


@reckon.register
def _bands(amount: amounts.Bands, scope: Scope) -> Reckoned:
    measured = reckon(amount.bands, scope)
    if measured.value is None:
        return measured
    for row in amount.rows:
        reached, edge = reaches(row, measured, scope)
        if reached is None:
            return edge
        if reached:
            return _led_by(f"{measured.result}, nấc {edge.words}", reckon(row.marks, scope))
    return hole(f"{measured.result} không thuộc nấc nào")


@reckon.register
def _choose(amount: amounts.Choose, scope: Scope) -> Reckoned:
    if amount.choose is None:
        code, label = _own(scope)
        chosen = scope.sheet.entry(code)
        shown = str(chosen)
        gaps: tuple[Gap, ...] = (Gap(code, f"chưa chọn nấc cho mục {code} ({label})"),)
    else:
        chosen, gaps = scope[amount.choose], scope.gaps_of(amount.choose)
        shown = scope.declaration(amount.choose).shown(chosen)
    if chosen is None:
        return Reckoned(value=None, words="?", gaps=gaps)
    return _led_by(f"“{shown}”", reckon(amount.options[str(chosen)], scope))


@reckon.register
def _cases(amount: amounts.Cases, scope: Scope) -> Reckoned:
    for case in amount.cases:
        if case.when is None:
            return reckon(case.marks, scope)
        truth, gaps = judge(case.when, scope)
        if truth is Truth.UNKNOWN:
            return Reckoned(value=None, words="?", gaps=gaps)
        if truth is Truth.YES:
            return _led_by(case.when.words(scope.declared), reckon(case.marks, scope))
    return hole("không trường hợp nào nêu trong bộ tiêu chí phù hợp")


@reckon.register
def _climb(amount: amounts.Climb, scope: Scope) -> Reckoned:
    parts = [reckon(part, scope) for part in (amount.climb, amount.from_, amount.base, amount.step, amount.per_step)]
    known = [part.value for part in parts if part.value is not None]
    if len(known) < len(parts):
        return Reckoned(value=None, words="?", gaps=merged(part.gaps for part in parts))
    measured, start, base, step, per_step = parts
    value, threshold, at_threshold, size, gain = known
    if size <= 0:
        return no_data("", f"bước phải lớn hơn 0: {step.words}")
    beyond = threshold - value if amount.down else value - threshold
    level = percent(threshold) if measured.is_share else start.shown
    if beyond <= 0:
        side = "không dưới" if amount.down else "không quá"
        return _led_by(f"{measured.result}, {side} mức {level}", base)
    steps = Fraction(beyond // size) if amount.whole_steps else beyond / size
    way = "thấp hơn" if amount.down else "vượt"
    words = f"{measured.result}, {way} mức {level}: {base.inner} + {vietnamese(steps)} bước × {per_step.inner}"
    return Reckoned(value=at_threshold + steps * gain, words=words, joined=True)


@reckon.register
def _undecided(amount: amounts.Undecided, _scope: Scope) -> Reckoned:
    return hole(amount.gap)


def reaches(bound: Bound, measured: Reckoned, scope: Scope) -> tuple[bool | None, Reckoned]:
    """Tell whether a known number lies on the right side of a bound, with the edge in words; None when the edge is unknown."""
    value = given(measured.value)
    for word, amount in bound.edges():
        edge = reckon(amount, scope)
        if edge.value is None:
            return None, edge
        fits = {
            "at_least": value >= edge.value,
            "above": value > edge.value,
            "at_most": value <= edge.value,
            "below": value < edge.value,
        }[word]
        shown = percent(edge.value) if measured.is_share else vietnamese(edge.value)
        return fits, Reckoned(value=edge.value, words=EDGES[word].format(shown))
    return True, Reckoned(value=ZERO, words=EDGES[""])


def _own(scope: Scope) -> tuple[str, str]:
    item = given(scope.item)
    return item.code, item.label


def _as_number(value: FactValue) -> Fraction:
    return Fraction(value) if isinstance(value, bool) else of_kind(value, Fraction)


def _keep_within(number: Fraction, limits: Limits, field: str) -> None:
    low, high, edge = limits.from_, limits.to, limits.below
    if (
        (low is not None and number < low)
        or (high is not None and number > high)
        or (edge is not None and number >= edge)
    ):
        raise InputError(field, f"{vietnamese(number)} nằm ngoài khung{limit_words(limits)}.")
    if limits.step is not None and (number / limits.step).denominator != 1:
        raise InputError(field, f"{vietnamese(number)} phải là bội của {vietnamese(limits.step)}.")


def _joined(parts: list[Reckoned], sign: str, together: Callable[[list[Fraction]], Fraction]) -> Reckoned:
    known = [part.value for part in parts if part.value is not None]
    return Reckoned(
        value=together(known) if len(known) == len(parts) else None,
        words=sign.join(part.inner for part in parts),
        gaps=merged(part.gaps for part in parts),
        joined=True,
    )


def _picked(parts: list[Reckoned], words: str, pick: Callable[[list[Fraction]], Fraction]) -> Reckoned:
    known = [part.value for part in parts if part.value is not None]
    return Reckoned(
        value=pick(known) if len(known) == len(parts) else None,
        words=f"{words} {'; '.join(part.result for part in parts)}",
        gaps=merged(part.gaps for part in parts),
        is_share=all(part.is_share for part in parts),
        joined=True,
    )


def _multiplied(values: list[Fraction]) -> Fraction:
    product = Fraction(1)
    for value in values:
        product *= value
    return product


def _led_by(reason: str, taken: Reckoned) -> Reckoned:
    """Return `taken` with the reason for it in front of its words."""
    return Reckoned(
        value=taken.value,
        words=f"{reason}: {taken.words}",
        gaps=taken.gaps,
        is_share=taken.is_share,
        joined=taken.joined,
    )
