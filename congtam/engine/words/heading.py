"""The head of a rule-set: which it is, by which instruments, from when until when, and how sure."""

from collections import Counter
from collections.abc import Iterator, Mapping

from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import Layer, RuleSet
from congtam.engine.sources import Certainty, Instrument
from congtam.engine.words.outline import hung, underlined
from congtam.engine.words.provisions import filled

_LAYERS: Mapping[Layer, str] = {
    "law": "luật",
    "decree": "nghị định",
    "party": "quy định, hướng dẫn của Đảng",
    "ministry": "quy định của bộ, ngành",
    "province": "quy định của tỉnh",
    "body": "quy chế của cơ quan",
}


def lines(rules: RuleSet, book: RuleBook) -> Iterator[str]:
    """Yield the lines of the head; `book` holds the instruments and the rule-sets that follow."""
    yield from underlined(rules.title, "=")
    for label, words in _particulars(rules, book):
        yield from hung(words, f"{label}: ")


def _particulars(rules: RuleSet, book: RuleBook) -> Iterator[tuple[str, str]]:
    yield "Mã", rules.id
    yield "Cấp văn bản", _LAYERS[rules.layer]
    for name in (rules.instrument, *rules.also_from):
        yield "Văn bản", _instrument(book.register[name])
    yield "Áp dụng", _span(rules, book)
    if rules.declared_hole:
        hole = rules.declared_hole
        yield "Khoảng trống trước đó", f"từ ngày {hole.from_:%d/%m/%Y} chưa có bộ quy tắc. {hole.why}"
    if rules.corrects:
        yield "Đính chính", f"thay bộ quy tắc {rules.corrects}"
    for entry in book.index.get((rules.kind, rules.subject), []):
        if book.load(entry.id).corrects == rules.id:
            yield "Đã bị đính chính", f"dùng bộ quy tắc {entry.id}"
    yield "Độ chắc chắn", _sureness(rules)
    yield "Soát lần cuối", f"{rules.checked_on:%d/%m/%Y}"
    yield "Dấu vân tay của tệp", rules.digest
    for note in rules.notes:
        yield "Lưu ý", note


def _instrument(instrument: Instrument) -> str:
    signed = f", ký ngày {instrument.signed:%d/%m/%Y}" if instrument.signed else ""
    start, until = instrument.in_force_from, instrument.in_force_until
    parts = filled(
        [
            f"{instrument.number} ({instrument.name}) của {instrument.issuer}{signed}",
            f"hiệu lực từ ngày {start:%d/%m/%Y}" if start else "chưa rõ ngày có hiệu lực",
            f"hết hiệu lực từ ngày {until:%d/%m/%Y}" if until else "",
            "" if instrument.certainty is Certainty.CONFIRMED else instrument.certainty.label,
        ]
    )
    return ". ".join(filled(["; ".join(parts), instrument.note or ""]))


def _span(rules: RuleSet, book: RuleBook) -> str:
    chain = book.chain(rules.kind, rules.subject)
    until = next((span.until for span, entry in chain if entry.id == rules.id), rules.applies_until)
    start = f"từ ngày {rules.applies_from:%d/%m/%Y}"
    return f"{start} đến trước ngày {until:%d/%m/%Y}" if until else f"{start}, chưa có bộ quy tắc thay thế"


def _sureness(rules: RuleSet) -> str:
    """Return how sure the file is as a whole, and how many of its rules are surer or less sure than that."""
    counted = Counter(rule.cite.certainty for rule in rules.rules())
    others = [
        f"{counted[sure]} quy tắc {sure.label}" for sure in Certainty if counted[sure] and sure != rules.certainty
    ]
    apart = f"; riêng {', '.join(others)} (xem trong ngoặc vuông)" if others else ""
    return f"{rules.certainty.label}{apart}"
