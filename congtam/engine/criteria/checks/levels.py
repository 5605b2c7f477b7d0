"""Checks that levels stand in order, cover every total, and can each be reached."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from congtam.engine.criteria import amounts
from congtam.engine.criteria.amounts import Amount
from congtam.engine.criteria.checks.problem import Problem, ground, variants_of
from congtam.engine.criteria.checks.rows import believable
from congtam.engine.criteria.intervals import Reach
from congtam.engine.criteria.items import WHOLE
from congtam.engine.criteria.levels import Level
from congtam.engine.criteria.reaching import reach
from congtam.engine.criteria.sets import WITHOUT_BONUS, CriteriaSet
from congtam.values.numbers import vietnamese


def problems(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield levels out of order, floors nobody reaches, totals without a level, and orders by nothing."""
    if rules.levels:
        if all(level.code is None for level in rules.levels):
            message = "levels chỉ có khoảng bỏ trống (gap). Hãy viết các mức có code."
            yield Problem(kind="contradiction", at="levels", path=("levels",), message=message)
        yield from _order(rules)
        yield from _conditions(rules)
        for number, level in enumerate(rules.levels):
            yield from _floor(number, level, rules)
    elif rules.forced or rules.caps or rules.not_rated:
        message = "Có forced, caps hoặc not_rated mà chưa có levels. Hãy khai báo các mức."
        yield Problem(kind="contradiction", at="levels", path=(), message=message)
    for number, cap in enumerate(rules.caps):
        if rules.levels and cap.level == rules.levels[0].code and cap.level is not None:
            message = f"{cap.name}: {cap.level} là mức cao nhất nên không hạ ai. Hãy sửa level."
            yield Problem(kind="unused", at=cap.name, path=("caps", number), message=message)
    yield from _ranking(rules)


def _order(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield floors that do not go down, rows after the one that takes all that is left, and a missing last row."""
    *first, last = rules.levels
    if last.edges() or last.when is not None:
        message = "Mức cuối phải nhận mọi trường hợp còn lại: bỏ sàn và điều kiện của nó, hoặc thêm dòng {gap: vì sao} ở cuối."
        yield Problem(kind="hole", at=last.code or "levels", path=("levels", len(first)), message=message)
    for number, level in enumerate(first):
        if not level.edges() and level.when is None:
            message = f"Mức {level.shown or 'gap'} không có sàn, không có điều kiện nên các mức sau không bao giờ tới. Hãy xếp nó cuối cùng."
            yield Problem(kind="unreachable_level", at=level.code or "levels", path=("levels", number), message=message)
    floors = [(number, level, *edge) for number, level in enumerate(rules.levels) for edge in _constants(level)]
    for (_, above, word, edge), (number, level, next_word, next_edge) in pairwise(floors):
        follows = edge > next_edge or (edge == next_edge and word == "above" and next_word == "at_least")
        if above.of == level.of and above.when is None and not follows:
            message = f"Mức {level.shown or 'gap'} (sàn {vietnamese(next_edge)}) đứng sau mức {above.shown or 'gap'} (sàn {vietnamese(edge)}) nên không bao giờ tới. Hãy xếp mức cao trước."
            yield Problem(kind="unreachable_level", at=level.code or "levels", path=("levels", number), message=message)


def _conditions(rules: CriteriaSet) -> Iterator[Problem]:
    both = [level for level in rules.levels if level.edges() and level.when is not None and level.gap is None]
    if both and rules.when_level_conditions_fail is None:
        message = (
            "Có mức vừa cần điểm vừa cần điều kiện: đủ điểm mà thiếu điều kiện thì sao? Hãy viết when_level_conditions_fail: "
            "next_level (xét mức dưới) hoặc no_level (không mức nào phù hợp, để người có thẩm quyền quyết định)."
        )
        yield Problem(kind="contradiction", at="levels", path=("levels",), message=message)
    if not both and rules.when_level_conditions_fail is not None:
        message = "when_level_conditions_fail chỉ dùng khi có mức vừa có sàn vừa có when. Hãy bỏ đi."
        yield Problem(kind="unused", at="levels", path=("when_level_conditions_fail",), message=message)


def _floor(number: int, level: Level, rules: CriteriaSet) -> Iterator[Problem]:
    """Yield a floor above the highest total, and a level below the lowest."""
    if level.edges() and level.of in (WHOLE, WITHOUT_BONUS) and not rules.items:
        message = (
            f"Mức {level.shown or 'gap'} xét điểm mà bộ không có items. Hãy viết items, hoặc of: tên một đại lượng."
        )
        yield Problem(kind="contradiction", at=level.code or "levels", path=("levels", number), message=message)
        return
    reaches = [
        believable(level.of, rules.declared, reach(amounts.Ask(ask=level.of), ground(rules, variant)))
        for variant in variants_of(rules)
    ]
    high = _highest(reaches)
    for word, edge in _constants(level):
        if high is not None and (edge > high or (word == "above" and edge == high)):
            message = f"Mức {level.shown or 'gap'} cần {'trên ' if word == 'above' else ''}{vietnamese(edge)} nhưng {rules.declared[level.of].label} cao nhất chỉ {vietnamese(high)}. Hãy sửa sàn hoặc điểm."
            yield Problem(kind="unreachable_level", at=level.code or "levels", path=("levels", number), message=message)
    if number == 0 or level.edges():
        return
    above = rules.levels[number - 1]
    lows = [one.low for one in reaches]
    floors = _constants(above)
    if (
        above.when is None
        and above.of == level.of
        and floors
        and all(low is not None and _is_past(floors[0], low) for low in lows)
    ):
        message = f"Mức {level.shown or 'gap'} không bao giờ tới: {rules.declared[level.of].label} thấp nhất đã đạt mức {above.shown}. Hãy sửa sàn hoặc điểm."
        yield Problem(kind="unreachable_level", at=level.code or "levels", path=("levels", number), message=message)


def _ranking(rules: CriteriaSet) -> Iterator[Problem]:
    seen: list[Amount] = []
    for number, amount in enumerate(rules.ranking.by if rules.ranking else ()):
        if isinstance(amount, amounts.Constant) or amount in seen:
            message = (
                "ranking: xếp theo một số cố định hoặc một đại lượng đã có thì không phân định được gì. Hãy bỏ đi."
            )
            yield Problem(kind="contradiction", at="ranking", path=("ranking", "by", number), message=message)
        seen.append(amount)


def _constants(level: Level) -> list[tuple[str, Fraction]]:
    return [(word, edge.number) for word, edge in level.edges() if isinstance(edge, amounts.Constant)]


def _highest(reaches: list[Reach]) -> Fraction | None:
    highs = [one.high for one in reaches if one.high is not None]
    return max(highs) if len(highs) == len(reaches) else None


def _is_past(floor: tuple[str, Fraction], low: Fraction) -> bool:
    word, edge = floor
    return low >= edge if word == "at_least" else low > edge
