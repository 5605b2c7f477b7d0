"""Marks one subject's sheet: every item from the leaves up, with the sentence that says how it came about."""

from fractions import Fraction

from congtam.engine.criteria import combining
from congtam.engine.criteria.amounts import Entry
from congtam.engine.criteria.arithmetic import ZERO, rounded_to
from congtam.engine.criteria.entries import Entries
from congtam.engine.criteria.gathering import reckon
from congtam.engine.criteria.items import WHOLE, Item
from congtam.engine.criteria.reckoned import Batch, Gap, Line, Reckoned, Scope, judge, merged
from congtam.engine.criteria.sets import RANK, WITHOUT_BONUS, CriteriaSet
from congtam.engine.criteria.walking import items_of
from congtam.engine.facts import FactValue
from congtam.engine.truth import Truth
from congtam.values.known import given
from congtam.values.numbers import vietnamese
from congtam.values.text import capital

NOT_RANKED = (Gap("", "chưa xếp hạng được vì chưa đủ điểm của mọi đối tượng được so sánh"),)


class SubjectSheet:
    """One subject's entries under a set; everything is reckoned when first asked for, once."""

    def __init__(self, rules: CriteriaSet, entries: Entries, peers: Batch, *, with_bonus: bool = True) -> None:
        self.rules, self.entries, self.peers, self.with_bonus = rules, entries, peers, with_bonus
        self.variant = entries.variant
        self._items = {item.code: item for item in items_of(rules.whole, self.variant)}
        self._items[WHOLE] = rules.whole
        self._lines: dict[str, Line] = {}
        self._words: dict[str, str] = {}
        self._measured: dict[str, tuple[FactValue, tuple[Gap, ...]]] = {RANK: (None, NOT_RANKED)}

    def settle(self, name: str, value: FactValue, gaps: tuple[Gap, ...] = ()) -> None:
        """Keep the level (empty text for none) or the rank the sheet came to, so that flags may ask for it."""
        self._measured[name] = value, gaps

    def fact(self, name: str) -> FactValue:
        """Return a recorded or measured value; None when it is not known."""
        return self._known(name)[0]

    def fact_gaps(self, name: str) -> tuple[Gap, ...]:
        """Return why a value is not known."""
        return self._known(name)[1]

    def fact_words(self, name: str) -> str:
        """Return how a measured figure came about, empty for what was recorded."""
        self._known(name)
        return self._words.get(name, "")

    def entry(self, code: str) -> FactValue:
        """Return what the marker entered under a line's own code; None when nothing."""
        return self.entries.own.get(code)

    def line(self, code: str) -> Line | None:
        """Return what an item came to; None when this variant has no such item."""
        if code not in self._items:
            return None
        if code not in self._lines:
            self._lines[code] = _marked(self._items[code], self)
        return self._lines[code]

    @property
    def whole(self) -> Line:
        """What the whole sheet came to."""
        return given(self.line(WHOLE))

    def _known(self, name: str) -> tuple[FactValue, tuple[Gap, ...]]:
        if name in self.entries.facts:
            return self.entries.facts[name], (Gap(name, f"chưa có thông tin: {self.rules.declared[name].label}"),)
        if name not in self._measured:
            self._measured[name] = self._measure(name)
        return self._measured[name]

    def _measure(self, name: str) -> tuple[FactValue, tuple[Gap, ...]]:
        if name == WHOLE:
            return self.whole.marks, self.whole.gaps
        if name == WITHOUT_BONUS:
            plain = SubjectSheet(self.rules, self.entries, self.peers, with_bonus=False).whole
            return plain.marks, plain.gaps
        measure = self.rules.measures[name]
        if measure.holds is not None:
            truth, gaps = judge(measure.holds, Scope(self))
            return (None if truth is Truth.UNKNOWN else truth is Truth.YES), gaps
        reckoned = reckon(measure.is_, Scope(self))
        self._words[name] = reckoned.words if reckoned.joined else ""
        return reckoned.value, reckoned.gaps


def _marked(item: Item, sheet: SubjectSheet) -> Line:
    """Return what one item came to: whether it applies, its marks, what changed them."""
    truth, gaps = _applies(item, sheet)
    if truth is Truth.YES:
        return _scored(item, sheet)
    most = item.max_for(sheet.variant)
    if truth is Truth.UNKNOWN:
        return Line(
            item=item, marks=None, max=most, available=most or ZERO, sentence="Chưa rõ có áp dụng không", gaps=gaps
        )
    full = most or ZERO
    marks, available, sentence = {
        "full": (full, full, f"Không áp dụng nên tính đủ {vietnamese(full)} điểm"),
        "zero": (ZERO, full, "Không áp dụng nên 0 điểm"),
        "left_out": (ZERO, ZERO, "Không áp dụng nên không chấm, không tính vào điểm tối đa"),
    }[item.otherwise or "left_out"]
    return Line(item=item, marks=marks, max=most, available=available, sentence=sentence)


def _applies(item: Item, sheet: SubjectSheet) -> tuple[Truth, tuple[Gap, ...]]:
    if item.applies is not None:
        return judge(item.applies, Scope(sheet, item))
    return (Truth.NO if item.code in sheet.entries.not_applicable else Truth.YES), ()


def _scored(item: Item, sheet: SubjectSheet) -> Line:
    most = item.max_for(sheet.variant)
    parts = tuple(
        line for part in item.parts_for(sheet.variant) if (line := sheet.line(part.code)) and _counts(part, sheet)
    )
    available = most or ZERO
    if item.marks is not None:
        base = reckon(item.marks, Scope(sheet, item))
    elif item.items or item.code == WHOLE:  # a set that only has conditions has a whole without parts
        base, available = combining.combined(item, parts, most, sheet)
    else:
        base = reckon(Entry(entry="number", from_=item.min, to=most, step=item.step), Scope(sheet, item))
    gate, gate_gaps = _gate(item, sheet)
    if gate:
        return Line(item=item, marks=ZERO, max=most, available=available, sentence=gate, parts=parts)
    marks, gaps, notes = base.value, merged([base.gaps, gate_gaps]), ""
    if marks is not None:
        marks, gaps, notes = _limited(item, marks, sheet)
        gaps = merged([gaps, gate_gaps if marks else ()])
    sign = -1 if item.role == "deduction" else 1
    return Line(
        item=item,
        marks=None if gaps or marks is None else sign * marks,
        max=most,
        available=available,
        sentence=_sentence(item, base, notes, marks, gaps),
        gaps=gaps,
        parts=parts,
    )


def _counts(part: Item, sheet: SubjectSheet) -> bool:
    return sheet.with_bonus or part.role != "bonus"


def _gate(item: Item, sheet: SubjectSheet) -> tuple[str, tuple[Gap, ...]]:
    """Return the sentence that makes an item zero whatever its marks, empty when none does, and what is not known."""
    gaps: list[tuple[Gap, ...]] = []
    if item.needs_evidence:
        shown = sheet.entries.evidence.get(item.code)
        if shown is False:
            return "Không có minh chứng nên 0 điểm", ()
        if shown is None:
            gaps.append(
                (Gap(f"evidence.{item.code}", f"chưa ghi có minh chứng cho mục {item.code} ({item.label}) hay không"),)
            )
    if item.zero_when is not None:
        truth, unknown = judge(item.zero_when, Scope(sheet, item))
        if truth is Truth.YES:
            return f"Bằng 0 điểm vì {item.zero_when.words(sheet.rules.declared)}", ()
        gaps.append(unknown)
    return "", merged(gaps)


def _limited(item: Item, marks: Fraction, sheet: SubjectSheet) -> tuple[Fraction, tuple[Gap, ...], str]:
    """Return marks rounded, kept between the item's limits and lowered by its conditional ceilings, with the words for it."""
    notes: list[str] = []
    rounding = item.round or (sheet.rules.round_lines if not item.items else None)
    if rounding is not None and rounded_to(marks, rounding) != marks:
        marks = rounded_to(marks, rounding)
        notes.append(f"làm tròn thành {vietnamese(marks)}")
    most = item.max_for(sheet.variant)
    if most is not None and marks > most and not item.may_exceed:
        marks = most
        notes.append(f"không quá mức tối đa {vietnamese(most)}")
    if marks < item.min:
        marks = item.min
        notes.append(f"không dưới {vietnamese(item.min)}")
    gaps: list[tuple[Gap, ...]] = []
    for ceiling in item.cap_when:
        truth, unknown = judge(ceiling.when, Scope(sheet, item))
        limit = reckon(ceiling.at_most, Scope(sheet, item))
        if truth is Truth.NO or (limit.value is not None and marks <= limit.value):
            continue
        gaps.extend((unknown, limit.gaps))
        if limit.value is not None:
            marks = limit.value
            notes.append(
                ceiling.say or f"tối đa {vietnamese(limit.value)} vì {ceiling.when.words(sheet.rules.declared)}"
            )
    return marks, merged(gaps), "; ".join(notes)


def _sentence(item: Item, base: Reckoned, notes: str, marks: Fraction | None, gaps: tuple[Gap, ...]) -> str:
    """Return the sentence of a line: the reckoning with its numbers, then what changed it, or what is missing."""
    if gaps or marks is None:
        return "; ".join(dict.fromkeys(capital(gap.sentence) for gap in gaps))
    reckoned = f"{base.words} = {vietnamese(base.value or ZERO)} điểm" if base.joined else f"{base.words} điểm"
    if not base.joined and base.value is not None and not base.words.endswith(vietnamese(base.value)):
        reckoned = f"{base.words}: {vietnamese(base.value)} điểm"
    reckoned = f"trừ {reckoned}" if item.role == "deduction" else reckoned
    return capital(f"{reckoned}; {notes}: còn {vietnamese(marks)} điểm" if notes else reckoned)
