"""Checks that every row of bands and cases can be reached, and that every condition can hold."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

from congtam.engine.conditions import Compare, Within
from congtam.engine.criteria import amounts
from congtam.engine.criteria.amounts import Bands
from congtam.engine.criteria.checks.problem import Problem, Root, roots, variants_of
from congtam.engine.criteria.intervals import Reach, highest, lowest
from congtam.engine.criteria.reaching import Ground, reach
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.criteria.walking import CONDITIONS, Place, leaves_of, walk
from congtam.engine.facts import Declarations
from congtam.engine.shapes import Shape
from congtam.values.numbers import vietnamese

# A ratio that people read as a percentage: an edge beyond this is a percentage written as it is read, 90 for 0.9.
GREATEST_SHARE = Fraction(10)
_WORDS = ("at_least", "above", "at_most", "below")


def problems(rules: CriteriaSet) -> Iterator[Problem]:
    """Yield bands out of order, rows and cases nobody can fall into, missing last rows, and conditions that never hold."""
    for root in roots(rules):
        for place in walk(root.shape, rules.declared):
            yield from _row_problems(place, root, rules)


def believable(name: str, declared: Declarations, known: Reach) -> Reach:
    """Return how far a name's figure can reach, a share that is worked out not beyond what anybody means by a share."""
    return Reach(known.low, GREATEST_SHARE) if known.high is None and declared[name].kind == "share" else known


def _row_problems(place: Place, root: Root, rules: CriteriaSet) -> Iterator[Problem]:
    match place.node:
        case Bands() as bands:
            yield from _bands(bands, root, _reached(bands.bands, place, root, rules))
        case amounts.Cases() as cases:
            yield from _cases(cases, root)
        case amounts.Climb(step=amounts.Constant(number=step)) if step <= 0:
            yield _contradiction(
                root, "climb cần step lớn hơn 0. Muốn điểm giảm dần thì viết per_step âm, hoặc down: true."
            )
        case amounts.Share(share=(_, amounts.Constant(number=whole))) if whole == 0:
            yield _contradiction(root, "share chia cho 0 nên không bao giờ tính được. Hãy sửa mẫu số.")
        case node if isinstance(node, CONDITIONS):
            for leaf, declared in leaves_of(node, place.declared):
                yield from _condition(leaf, Place(node=node, declared=declared), root, rules)
        case _:
            pass


def _reached(amount: amounts.Amount, place: Place, root: Root, rules: CriteriaSet) -> Reach:
    """Return how far a figure can reach, over all variants."""
    reaches = [
        reach(amount, Ground(rules=rules, variant=variant, item=root.item, declared=place.declared))
        for variant in variants_of(rules)
    ]
    known = Reach(lowest(reaches), highest(reaches))
    return believable(amount.ask, place.declared, known) if isinstance(amount, amounts.Ask) else known


def _condition(leaf: Shape, place: Place, root: Root, rules: CriteriaSet) -> Iterator[Problem]:
    """Yield a comparison that can never hold."""
    match leaf:
        case Compare(fact=name):
            known = _reached(amounts.Ask(ask=name), place, root, rules)
            edges = [(word, edge) for word in _WORDS if (edge := getattr(leaf, word)) is not None]
            if not _have_room(edges) or not all(_can_fall(word, edge, known) for word, edge in edges):
                words = leaf.words(place.declared)
                hint = "Tỷ lệ viết từ 0 đến 1, ví dụ 90% là '0.9'." if place.declared[name].kind == "share" else ""
                yield _contradiction(root, f"điều kiện “{words}” không bao giờ đúng ({_shown(known)}). {hint}".rstrip())
        case Within(from_=start, until=until) if (start or date.min) >= (until or date.max) or start is until:
            yield _contradiction(
                root, f"điều kiện về ngày {leaf.fact} không chứa ngày nào hoặc không có giới hạn. Hãy viết from, until."
            )
        case _:
            pass


def _contradiction(root: Root, message: str) -> Problem:
    return Problem(kind="contradiction", at=root.at, path=root.path, message=f"{root.at}: {message}")


def _bands(bands: Bands, root: Root, measured: Reach) -> Iterator[Problem]:
    """Yield rows out of order, rows nobody can fall into, and bands without a last row."""
    *first, last = bands.rows
    if last.edges():
        message = f"{root.at}: bands thiếu nấc cuối. Hãy thêm một dòng chỉ có marks cho các trường hợp còn lại, hoặc {{marks: {{gap: vì sao}}}}."
        yield Problem(kind="hole", at=root.at, path=root.path, message=message)
    if any(not row.edges() for row in first):
        message = f"{root.at}: dòng không có giới hạn phải đứng cuối bands, các dòng sau nó không bao giờ tới."
        yield Problem(kind="unreachable_row", at=root.at, path=root.path, message=message)
        return
    edges = [
        (word, edge.number) for row in bands.rows for word, edge in row.edges() if isinstance(edge, amounts.Constant)
    ]
    directions = {word in ("at_least", "above") for row in bands.rows for word, _ in row.edges()}
    if len(directions) > 1:
        message = f"{root.at}: bands chỉ đi một chiều: toàn sàn (at_least, above) từ cao xuống, hoặc toàn trần (at_most, below) từ thấp lên."
        yield Problem(kind="contradiction", at=root.at, path=root.path, message=message)
        return
    falling = True in directions
    for (word, edge), (next_word, next_edge) in pairwise(edges):
        if not _narrows(word, edge, next_word, next_edge, falling=falling):
            message = f"{root.at}: nấc {vietnamese(next_edge)} đứng sau nấc {vietnamese(edge)} nên không bao giờ tới. Hãy xếp {'từ cao xuống' if falling else 'từ thấp lên'}."
            yield Problem(kind="unreachable_row", at=root.at, path=root.path, message=message)
    for word, edge in edges:
        if not _can_fall(word, edge, measured):
            message = f"{root.at}: nấc {vietnamese(edge)} nằm ngoài khả năng của đại lượng ({_shown(measured)}). Tỷ lệ viết từ 0 đến 1, ví dụ 90% là '0.9'."
            yield Problem(kind="unreachable_row", at=root.at, path=root.path, message=message)
    if edges and len(edges) == len(first) and _takes_all(*edges[-1], measured):
        message = f"{root.at}: nấc cuối không bao giờ tới vì đại lượng luôn đạt nấc {vietnamese(edges[-1][1])} ({_shown(measured)}). Hãy bỏ giới hạn của nấc trước nó và bỏ dòng cuối."
        yield Problem(kind="unreachable_row", at=root.at, path=root.path, message=message)


def _narrows(word: str, edge: Fraction, next_word: str, next_edge: Fraction, *, falling: bool) -> bool:
    """Tell whether a row leaves something for the next: a strict edge, then the same edge included, is one point."""
    if edge == next_edge:
        return word in ("above", "below") and next_word in ("at_least", "at_most")
    return edge > next_edge if falling else edge < next_edge


def _can_fall(word: str, edge: Fraction, measured: Reach) -> bool:
    match word:
        case "at_least":
            return measured.high is None or measured.high >= edge
        case "above":
            return measured.high is None or measured.high > edge
        case "at_most":
            return measured.low is None or measured.low <= edge
        case _:
            return measured.low is None or measured.low < edge


def _takes_all(word: str, edge: Fraction, measured: Reach) -> bool:
    """Tell whether a row takes whatever the figure can come to."""
    opposite = {"at_least": "below", "above": "at_most", "at_most": "above", "below": "at_least"}[word]
    return not _can_fall(opposite, edge, measured)


def _have_room(edges: list[tuple[str, Fraction]]) -> bool:
    """Tell whether some number lies within all the edges."""
    lows = [(edge, word == "above") for word, edge in edges if word in ("at_least", "above")]
    highs = [(edge, word == "below") for word, edge in edges if word in ("at_most", "below")]
    return all(low < high or (low == high and not (above or below)) for low, above in lows for high, below in highs)


def _cases(cases: amounts.Cases, root: Root) -> Iterator[Problem]:
    *first, last = cases.cases
    if last.when is not None:
        message = f"{root.at}: cases thiếu dòng cuối. Hãy thêm một dòng chỉ có marks cho các trường hợp còn lại, hoặc {{marks: {{gap: vì sao}}}}."
        yield Problem(kind="hole", at=root.at, path=root.path, message=message)
    if any(case.when is None for case in first):
        message = f"{root.at}: dòng không có when phải đứng cuối cases."
        yield Problem(kind="unreachable_row", at=root.at, path=root.path, message=message)
    conditions = [case.when for case in first]
    if any(conditions.index(when) < place for place, when in enumerate(conditions)):
        message = f"{root.at}: cases có hai dòng cùng một điều kiện, dòng sau không bao giờ tới. Hãy bỏ một dòng."
        yield Problem(kind="unreachable_row", at=root.at, path=root.path, message=message)


def _shown(measured: Reach) -> str:
    low = "không giới hạn dưới" if measured.low is None else f"từ {vietnamese(measured.low)}"
    high = "không giới hạn trên" if measured.high is None else f"đến {vietnamese(measured.high)}"
    return f"{low} {high}"
