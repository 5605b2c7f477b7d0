"""Says in Vietnamese how an amount is worked out, without anybody's figures: what an officer reads in the set."""

from collections.abc import Callable, Mapping
from functools import singledispatch

from congtam.engine.conditions import Condition
from congtam.engine.criteria import amounts
from congtam.engine.criteria.amounts import Amount, Bound
from congtam.engine.criteria.restraints import Limits
from congtam.engine.facts import Declarations
from congtam.values.numbers import percent, vietnamese
from congtam.values.text import listed

EDGES: Mapping[str, str] = {
    "at_least": "từ {} trở lên",
    "above": "trên {}",
    "at_most": "không quá {}",
    "below": "dưới {}",
    "": "còn lại",
}
TAKES: Mapping[str, str] = {"sum": "tổng", "mean": "trung bình", "most": "cao nhất", "least": "thấp nhất"}
ROUNDINGS: Mapping[str, str] = {"half_up": "làm tròn", "down": "làm tròn xuống", "up": "làm tròn lên"}
_ENTRIES = {"number": "số người chấm ghi", "share": "tỷ lệ", "count": "số lần", "yes_no": "có (1) hoặc không (0)"}
PEERS = {
    "average": "bình quân",
    "best": "mức cao nhất",
    "worst": "mức thấp nhất",
    "total": "tổng",
    "rank": "thứ hạng",
    "count": "số lượng",
}


@singledispatch
def say(amount: object, _declared: Declarations) -> str:
    """Return the words for `amount`; the declarations hold every name it may use."""
    raise TypeError(amount)


@say.register
def _constant(amount: amounts.Constant, _declared: Declarations) -> str:
    return vietnamese(amount.number)


@say.register
def _ask(amount: amounts.Ask, declared: Declarations) -> str:
    return declared[amount.ask].label + limit_words(amount)


@say.register
def _entry(amount: amounts.Entry, _declared: Declarations) -> str:
    step = f", bội của {vietnamese(amount.step)}" if amount.step is not None else ""
    return _ENTRIES[amount.entry] + limit_words(amount) + step


@say.register
def _days(amount: amounts.Days, declared: Declarations) -> str:
    start, end = (declared[name].label for name in amount.days)
    return f"số ngày từ {start} đến {end}"


@say.register
def _marks_of(amount: amounts.MarksOf, _declared: Declarations) -> str:
    return f"điểm mục {amount.marks_of}"


@say.register
def _share_of(amount: amounts.ShareOf, _declared: Declarations) -> str:
    return f"tỷ lệ điểm đạt của mục {amount.share_of}"


@say.register
def _of_max(amount: amounts.OfMax, declared: Declarations) -> str:
    return f"điểm tối đa × {_inner(amount.of_max, declared)}"


@say.register
def _sum(amount: amounts.Sum, declared: Declarations) -> str:
    return " + ".join(_inner(part, declared) for part in amount.sum)


@say.register
def _product(amount: amounts.Product, declared: Declarations) -> str:
    match amount.product:
        case (amounts.Constant() as marks, amounts.Entry(entry="yes_no")):
            return f"có thì {say(marks, declared)}, không thì 0"
        case (amounts.Constant() as marks, amounts.Entry(entry="count")):
            return f"mỗi lần {say(marks, declared)}"
        case parts:
            return " × ".join(_inner(part, declared) for part in parts)


@say.register
def _minus(amount: amounts.Minus, declared: Declarations) -> str:
    return " − ".join(_inner(part, declared) for part in amount.minus)


@say.register
def _share(amount: amounts.Share, declared: Declarations) -> str:
    return " : ".join(_inner(part, declared) for part in amount.share)


@say.register
def _least(amount: amounts.Least, declared: Declarations) -> str:
    return f"số nhỏ nhất trong {_list(amount.least, declared)}"


@say.register
def _most(amount: amounts.Most, declared: Declarations) -> str:
    return f"số lớn nhất trong {_list(amount.most, declared)}"


@say.register
def _mean(amount: amounts.Mean, declared: Declarations) -> str:
    return f"trung bình của {_list(amount.mean, declared)}"


@say.register
def _round(amount: amounts.Round, declared: Declarations) -> str:
    return f"{_inner(amount.round, declared)} ({ROUNDINGS[amount.way]} đến {vietnamese(amount.to)})"


@say.register
def _bands(amount: amounts.Bands, declared: Declarations) -> str:
    as_share = is_share(amount.bands, declared)
    rows = [f"{edge_words(row, declared, as_share=as_share)}: {say(row.marks, declared)}" for row in amount.rows]
    return f"theo {say(amount.bands, declared)}: {'; '.join(rows)}"


@say.register
def _choose(amount: amounts.Choose, declared: Declarations) -> str:
    return _by_choice(amount, declared, lambda marks: say(marks, declared))


@say.register
def _cases(amount: amounts.Cases, declared: Declarations) -> str:
    rows = [f"{_when(case.when, declared)}: {say(case.marks, declared)}" for case in amount.cases]
    return "; ".join(rows)


@say.register
def _climb(amount: amounts.Climb, declared: Declarations) -> str:
    measured = _inner(amount.climb, declared)
    start, step = (_like(amount.climb, edge, declared) for edge in (amount.from_, amount.step))
    limit, beyond = ("từ mức {} trở lên", "thấp hơn") if amount.down else ("đến mức {}", "vượt thêm")
    whole = " đủ" if amount.whole_steps else ""
    return (
        f"{measured} {limit.format(start)}: {say(amount.base, declared)}; cứ {beyond}{whole} {step} "
        f"thì cộng {say(amount.per_step, declared)}"
    )


@say.register
def _undecided(amount: amounts.Undecided, _declared: Declarations) -> str:
    return f"văn bản không quy định ({amount.gap})"


@say.register
def _each(amount: amounts.Each, declared: Declarations) -> str:
    records = declared[amount.each]
    inner = {**declared, **records.fields}
    best = f" {amount.best} mục cao nhất" if amount.best else ""
    where = f" mà {amount.where.words(inner)}" if amount.where else ""
    return f"{TAKES[amount.take]}{best}, với mỗi mục {records.label}{where}: {_inner(amount.of, inner)}"


@say.register
def _count(amount: amounts.Count, declared: Declarations) -> str:
    records = declared[amount.count]
    where = f" mà {amount.where.words({**declared, **records.fields})}" if amount.where else ""
    return f"số mục {records.label}{where}"


@say.register
def _streak(amount: amounts.Streak, declared: Declarations) -> str:
    records = declared[amount.streak]
    ending = f", tính đến {say(amount.ending, declared)}" if amount.ending else ""
    return (
        f"số {records.fields[amount.by].label} liên tục mà {amount.where.words({**declared, **records.fields})}{ending}"
    )


@say.register
def _peer(amount: amounts.Peer, declared: Declarations) -> str:
    among = f" trong nhóm cùng {declared[amount.same].label}" if amount.same else " trong cả đợt chấm"
    where = f", chỉ kể nơi {amount.where.words(declared)}" if amount.where else ""
    if amount.of is None:
        return f"số đối tượng{among}{where}"
    return f"{PEERS[amount.peer]} {_inner(amount.of, declared)}{among}{where}"


@say.register
def _count_items(amount: amounts.CountItems, declared: Declarations) -> str:
    under = f" của mục {amount.under}" if amount.under else ""
    if amount.count_items == "failing":
        return f"số mục{under} dưới điểm sàn"
    which = {"lines": "số tiêu chí", "parts": "số nhóm"}.get(str(amount.count_items), "")
    which = which or f"số mục trong {listed(list(amount.count_items), joined_by='và')}"
    return f"{which}{under} đạt {edge_words(amount, declared, as_share=True)} điểm tối đa"


def is_share(amount: Amount, declared: Declarations) -> bool:
    """Tell whether people read an amount as a percentage."""
    match amount:
        case amounts.Ask(ask=name):
            return declared[name].kind == "share"
        case amounts.Entry(entry=kind):
            return kind == "share"
        case amounts.Round(round=inner):
            return is_share(inner, declared)
        case amounts.Peer(peer="average" | "best" | "worst", of=inner) if inner is not None:
            return is_share(inner, declared)
        case amounts.Share() | amounts.ShareOf():
            return True
        case _:
            return False


def limit_words(limits: Limits) -> str:
    """Return the limits of an entered number as words, empty when there are none."""
    words = [
        f"từ {vietnamese(limits.from_)}" if limits.from_ is not None else "",
        f"đến {vietnamese(limits.to)}" if limits.to is not None else "",
    ]
    words.append(f"dưới {vietnamese(limits.below)}" if limits.below is not None else "")
    return "".join(f" {word}" for word in words if word)


def edge_words(bound: Bound, declared: Declarations, *, as_share: bool) -> str:
    """Return the limit of a row or a level as words, its numbers as percentages when people read them so."""
    for word, edge in bound.edges():
        return _edge(word, edge, declared, as_share=as_share)
    return EDGES[""]


def _edge(word: str, edge: Amount, declared: Declarations, *, as_share: bool) -> str:
    match edge:
        case amounts.Choose():
            return f"({_by_choice(edge, declared, lambda option: _edge(word, option, declared, as_share=as_share))})"
        case amounts.Undecided():
            return say(edge, declared)
        case amounts.Constant(number=number) if as_share:
            return EDGES[word].format(percent(number))
        case _:
            return EDGES[word].format(_inner(edge, declared))


def _like(measured: Amount, edge: Amount, declared: Declarations) -> str:
    """Return the words for an edge, a plain number as a percentage where what is measured is read as one."""
    if isinstance(edge, amounts.Constant) and is_share(measured, declared):
        return percent(edge.number)
    return say(edge, declared)


def _by_choice(amount: amounts.Choose, declared: Declarations, words: Callable[[Amount], str]) -> str:
    """Return every option with what it comes to, after what is chosen by."""
    shown = declared[amount.choose].shown if amount.choose else str
    rows = [f"“{shown(key)}”: {words(option)}" for key, option in amount.options.items()]
    return f"theo {declared[amount.choose].label if amount.choose else 'nấc được chọn'}: {'; '.join(rows)}"


def _when(condition: Condition | None, declared: Declarations) -> str:
    return "các trường hợp còn lại" if condition is None else f"nếu {condition.words(declared)}"


def _inner(amount: Amount, declared: Declarations) -> str:
    words = say(amount, declared)
    simple = isinstance(amount, amounts.Constant | amounts.Ask | amounts.Entry | amounts.MarksOf | amounts.ShareOf)
    return words if simple else f"({words})"


def _list(parts: tuple[Amount, ...], declared: Declarations) -> str:
    return listed([_inner(part, declared) for part in parts], joined_by="và")
