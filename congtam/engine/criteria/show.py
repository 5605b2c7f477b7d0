"""Says a whole criteria set in Vietnamese, as a table that an officer can hold against the paper."""

from collections.abc import Iterator, Mapping

from congtam.engine.conditions import Condition
from congtam.engine.criteria.amounts import Constant
from congtam.engine.criteria.items import ByVariant, Item
from congtam.engine.criteria.levels import Level, Quota
from congtam.engine.criteria.sets import EVERYONE, Asked, CriteriaSet
from congtam.engine.criteria.wording import ROUNDINGS, edge_words, say
from congtam.values.known import given
from congtam.values.numbers import percent, vietnamese

_COMBINED = {"sum": "cộng các mục", "best": "lấy mục cao nhất", "mean": "trung bình tỷ lệ các mục × điểm tối đa"}
_LEFT_OUT = {
    "rescale": "điểm các mục được chấm quy về điểm tối đa",
    "spread": "điểm mục không áp dụng chia đều cho các mục còn lại",
}
_OTHERWISE = {"full": "tính đủ điểm", "zero": "0 điểm", "left_out": "không chấm"}
_ROLES = {"main": "", "bonus": "điểm cộng", "deduction": "điểm trừ"}


def in_words(rules: CriteriaSet) -> str:
    """Return the set as text: heading, what is asked, the table of items, levels, ranking, quotas, known defects."""
    return "\n".join([*_heading(rules), *_asked(rules), *_table(rules), *_levels(rules), *_standing(rules)]) + "\n"


def _heading(rules: CriteriaSet) -> Iterator[str]:
    yield rules.title
    yield "=" * len(rules.title)
    document = " ".join(word for word in (rules.number, f"ngày {rules.date:%d/%m/%Y}" if rules.date else None) if word)
    yield f"Mã: {rules.id} · Đối tượng: {rules.subject} · Kỳ: {rules.period}"
    yield f"Cơ quan ban hành: {rules.issuer}" + (f" · Văn bản: {document}" if document else "")
    if rules.applies_from:
        yield f"Áp dụng từ {rules.applies_from:%d/%m/%Y}" + (
            f" đến trước {rules.applies_until:%d/%m/%Y}" if rules.applies_until else ""
        )
    yield f"Mức đã đọc: {rules.source.completeness} · Độ chắc chắn: {rules.certainty.label}"
    if rules.source.url:
        yield f"Nguồn: {rules.source.url}"
    if rules.columns:
        yield f"Các cột chấm: {', '.join(rules.columns)}"
    yield from (f"Ghi chú: {note}" for note in rules.notes)
    yield from (f"Loại đối tượng {name}: {label}" for name, label in rules.variants.items())


def _asked(rules: CriteriaSet) -> Iterator[str]:
    if rules.asks:
        yield "\nDữ kiện cần ghi"
    for name, ask in rules.asks.items():
        yield from _ask(name, ask, rules, 1)
    for name, reading in rules.readings.items():
        yield f"  {name} [cách hiểu]: {reading.label} ({_choices(reading.choices)}); mặc định {reading.default}, vì {reading.why}"
    if rules.measures:
        yield "\nĐại lượng tính ra"
    for name, measure in rules.measures.items():
        words = say(measure.is_, rules.declared) if measure.is_ is not None else ""
        words = words if measure.holds is None else measure.holds.words(rules.declared)
        yield f"  {name}: {measure.label} = {words}"


def _ask(name: str, ask: Asked, rules: CriteriaSet, depth: int) -> Iterator[str]:
    """Yield what is asked, then the fields of each record one step further in."""
    unit = f" ({ask.unit})" if ask.unit else ""
    choices = f" ({_choices(ask.choices)})" if ask.choices else ""
    paper = f" · minh chứng: {ask.paper}" if ask.paper else ""
    same = f" · {_shared(ask, rules)}" if ask.same_for else ""
    yield f"{'  ' * depth}{name} [{ask.kind}]: {ask.label}{unit}{choices}{paper}{same}"
    for field, asked in ask.fields.items():
        yield from _ask(field, asked, rules, depth + 1)


def _table(rules: CriteriaSet) -> Iterator[str]:
    if rules.items:
        whole = "; ".join([f"tối đa {_max(rules.total.max)}", *_changes(rules.whole, rules)])
        yield f"\nTổng điểm: {whole}" + (" (được vượt)" if rules.total.may_exceed else "")
    if rules.round_lines is not None:
        yield f"Điểm từng tiêu chí: {ROUNDINGS[rules.round_lines.way]} đến {vietnamese(rules.round_lines.to)}"
    for item in rules.items:
        yield from _rows(item, rules, 0)


def _rows(item: Item, rules: CriteriaSet, depth: int) -> Iterator[str]:
    most = f"tối đa {_max(item.max)}{' (được vượt)' if item.may_exceed else ''}"
    words = [most, _ROLES[item.role], *_how(item, rules), *_changes(item, rules)]
    yield f"{'  ' * depth}{item.code}. {item.label} | {'; '.join(word for word in words if word)}"
    if item.note:
        yield f"{'  ' * (depth + 1)}Ghi chú: {item.note}"
    for part in item.items:
        yield from _rows(part, rules, depth + 1)


def _how(item: Item, rules: CriteriaSet) -> Iterator[str]:
    if item.only:
        yield f"chỉ chấm {', '.join(rules.variants[name] for name in item.only)}"
    if item.weight is not None:
        yield f"trọng số {_max(item.weight)}"
    if item.marks is not None:
        yield say(item.marks, rules.declared)
    elif item.items:
        yield _COMBINED[item.combine]
    else:
        yield f"người chấm ghi từ {vietnamese(item.min)}"
        if item.step is not None:
            yield f"bội của {vietnamese(item.step)}"


def _changes(item: Item, rules: CriteriaSet) -> Iterator[str]:
    """Yield everything that can change an item's marks."""
    declared = rules.declared
    if item.left_out != "lost":
        yield _LEFT_OUT[item.left_out] + (f" {say(item.rescale_to, declared)}" if item.rescale_to is not None else "")
    if item.otherwise is not None:
        when = (
            f"chỉ áp dụng khi {item.applies.words(declared)}"
            if item.applies is not None
            else "có thể không áp dụng (ghi na)"
        )
        yield f"{when}, không áp dụng thì {_OTHERWISE[item.otherwise]}"
    if item.needs_evidence:
        yield "không có minh chứng thì 0 điểm"
    if item.zero_when is not None:
        yield f"0 điểm khi {item.zero_when.words(declared)}"
    for ceiling in item.cap_when:
        yield f"tối đa {say(ceiling.at_most, declared)} khi {ceiling.when.words(declared)}"
    if item.pass_mark is not None:
        yield f"điểm sàn {vietnamese(item.pass_mark)}"
    if item.pass_share is not None:
        yield f"điểm sàn {percent(item.pass_share)} điểm tối đa"
    if item.min and not item.by_hand:
        yield f"không dưới {vietnamese(item.min)}"
    if item.round is not None:
        yield f"{ROUNDINGS[item.round.way]} đến {vietnamese(item.round.to)}"


def _levels(rules: CriteriaSet) -> Iterator[str]:
    if rules.levels:
        yield "\nCác mức"
    for level in rules.levels:
        of = rules.declared[level.of]
        edge = edge_words(level, rules.declared, as_share=of.kind == "share")
        floor = f"{of.label} {edge}" if level.edges() else ""
        when = f"điều kiện: {level.when.words(rules.declared)}" if level.when is not None else ""
        yield f"  {_name(level)}: {'; '.join(word for word in (floor, when) if word) or 'các trường hợp còn lại'}"
    if rules.when_level_conditions_fail is not None:
        falls = {"next_level": "xét mức dưới", "no_level": "không mức nào phù hợp, người có thẩm quyền quyết định"}
        yield f"  Đủ điểm mà thiếu điều kiện: {falls[rules.when_level_conditions_fail]}"
    for event in rules.forced:
        yield f"  Xếp thẳng {event.level}: {event.say}{_when(event.when, rules)}"
    for cap in rules.caps:
        limit = cap.level or f"mức ghi ở {rules.declared[cap.level_of or ''].label}"
        yield f"  Không cao hơn {limit}: {cap.say}{_when(cap.when, rules)}"
    for other in rules.not_rated:
        yield f"  Không xếp mức: {other.say}{_when(other.when, rules)}"
    for other in rules.flags:
        yield f"  Kết luận {other.name}: {other.say}{_when(other.when, rules)}"


def _standing(rules: CriteriaSet) -> Iterator[str]:
    if rules.report:
        yield f"\nBáo kết quả: {'; '.join(rules.measures[name].label for name in rules.report)}"
    if rules.ranking is not None:
        order = ", rồi ".join(say(amount, rules.declared) for amount in rules.ranking.by)
        within = f" trong cùng {rules.declared[rules.ranking.within].label}" if rules.ranking.within else ""
        yield f"\nXếp thứ tự{within} theo {order}"
    for quota in rules.quotas:
        yield f"\nTỷ lệ: {quota.say}: {_quota(quota, rules)}"
    if rules.known_defects:
        yield "\nKhiếm khuyết của văn bản đã biết"
    for defect in rules.known_defects:
        yield f"  {defect.at} ({defect.problem}): {defect.say}"


def _quota(quota: Quota, rules: CriteriaSet) -> str:
    """Return how many may have the level or flag: of whom, and how that is rounded."""
    limit = given(quota.share if quota.limit is None else quota.limit)
    is_number = isinstance(limit, Constant)
    most = say(limit, rules.declared) if is_number else f"({say(limit, rules.declared)})"
    if isinstance(limit, Constant) and quota.limit is None:
        most = percent(limit.number)
    base = f"số trường hợp ở mức {', '.join(quota.of_levels)}" if quota.of_levels else "tất cả các trường hợp"
    words = [
        f"{quota.level} không quá {most}" + (f" của {base}" if quota.limit is None else " trường hợp"),
        "trường hợp vượt chuyển xuống được tính vào cơ số" if quota.demoted_join else "",
        f"{ROUNDINGS[quota.rounding]} đến hàng đơn vị",
        "ít nhất 1" if quota.at_least_one else "",
        f"tính riêng từng {rules.declared[quota.within].label}" if quota.within else "tính trên cả đợt",
    ]
    return "; ".join(word for word in words if word)


def _choices(choices: Mapping[str, str]) -> str:
    return "; ".join(f"{key}: {words}" for key, words in choices.items())


def _shared(ask: Asked, rules: CriteriaSet) -> str:
    group = "" if ask.same_for == EVERYONE else f" cùng {rules.declared[str(ask.same_for)].label}"
    return f"như nhau cho mọi dòng{group}"


def _when(condition: Condition | None, rules: CriteriaSet) -> str:
    return "" if condition is None else f" (khi {condition.words(rules.declared)})"


def _name(level: Level) -> str:
    if level.gap is not None:
        return f"(không mức nào: {level.gap})"
    return f"{level.code} ({level.label})" if level.label else str(level.code)


def _max(value: ByVariant | None) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {vietnamese(number)}" for name, number in value.items())
    return "không giới hạn" if value is None else vietnamese(value)
