"""Reads what was entered for one subject, strictly: every name known, every value of its kind, nothing assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from congtam.engine.criteria import amounts
from congtam.engine.criteria.sets import VARIANT, CriteriaSet
from congtam.engine.criteria.walking import OwnEntry, every_item, items_of, own_entries
from congtam.engine.facts import FactValue, InputError, read_choice, read_fact, read_number
from congtam.engine.shapes import one_of

NOT_APPLICABLE = "na"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What was entered for one subject; what nobody entered is not there.

    `facts` are the asks, the readings chosen and the variant; `own` the entries under the lines' own codes;
    `not_applicable` the lines marked ``na``; `evidence` whether each line that needs evidence has it.
    """

    subject: str
    variant: str | None
    facts: Mapping[str, FactValue]
    own: Mapping[str, FactValue]
    not_applicable: frozenset[str]
    evidence: Mapping[str, bool]


class EntryForm:
    """What may be entered for one variant: worked out once, for all its subjects."""

    def __init__(self, rules: CriteriaSet, variant: str | None) -> None:
        items = list(items_of(rules.whole, variant))
        self.rules, self.variant = rules, variant
        self.readers = {item.code: readers[0] for item in items if (readers := own_entries(item))}
        self.may_be_na = {item.code for item in items if item.otherwise and item.applies is None}
        self.with_evidence = {item.code for item in items if item.needs_evidence}
        self.allowed = {*rules.asks, *self.readers, *self.may_be_na}
        self.elsewhere = {item.code for item in every_item(rules.items)} - {item.code for item in items}

    def read(self, given: Mapping[str, object]) -> Entries:
        """Return the entries of one subject; raise `InputError` naming the field and what is allowed."""
        entered = _all_entered(given)
        for name, (field, _) in entered.items():
            if name not in self.allowed:
                raise InputError(field, self._why_not(name))
        not_applicable = {code for code in self.may_be_na if entered.get(code, ("", None))[1] == NOT_APPLICABLE}
        known = {name: entry for name, entry in entered.items() if entry[1] is not None and name not in not_applicable}
        facts: dict[str, FactValue] = {
            name: read_fact(known[name][1], ask, known[name][0]) if name in known else ask.presumed
            for name, ask in self.rules.asks.items()
        }
        return Entries(
            subject=str(given.get("id")),
            variant=self.variant,
            facts={**facts, **_readings(given.get("readings"), self.rules), VARIANT: self.variant},
            own={
                code: read_own(reader, known[code][1], known[code][0])
                for code, reader in self.readers.items()
                if code in known
            },
            not_applicable=frozenset(not_applicable),
            evidence=_evidence(given.get("evidence"), self.with_evidence),
        )

    def _why_not(self, name: str) -> str:
        if name in self.elsewhere:
            return f"mục này không chấm cho loại đối tượng “{self.rules.variants[str(self.variant)]}”. Hãy bỏ mục này."
        return f"bộ tiêu chí không có mục này; được dùng: {one_of(self.allowed) or 'không có mục nào'}."


class EntryReader:
    """Reads the entries of many subjects under one set."""

    def __init__(self, rules: CriteriaSet) -> None:
        self.rules = rules
        self.forms: dict[str | None, EntryForm] = {}

    def read(self, given: Mapping[str, object]) -> Entries:
        """Return the entries of one subject; raise `InputError` naming the field and what is allowed."""
        _only(given, {"id", VARIANT, "entries", "facts", "evidence", "readings"}, "")
        variant = _variant(given.get(VARIANT), self.rules)
        if variant not in self.forms:
            self.forms[variant] = EntryForm(self.rules, variant)
        return self.forms[variant].read(given)


def read_own(reader: OwnEntry, value: object, field: str) -> FactValue:
    """Return what was entered under a line's own code, as the kind its reader wants."""
    if isinstance(reader, amounts.Choose):
        return read_choice(value, field, reader.options)
    if reader.entry == "yes_no":
        if isinstance(value, bool):
            return value
        raise InputError(field, "chỉ nhận true, false hoặc null (chưa biết).")
    if reader.entry == "number":
        return read_number(value, field)
    most = Fraction(1) if reader.entry == "share" else None
    return read_number(value, field, at_least=Fraction(0), at_most=reader.to or most, whole=reader.entry == "count")


def _variant(value: object, rules: CriteriaSet) -> str | None:
    if rules.variants:
        return read_choice(value, VARIANT, rules.variants)
    if value is not None:
        raise InputError(VARIANT, "bộ tiêu chí này không chia loại đối tượng. Hãy bỏ mục này.")
    return None


def _all_entered(given: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    """Return every entry with the field it was given in, from `entries` and `facts` together."""
    entered: dict[str, tuple[str, object]] = {}
    for part in ("entries", "facts"):
        for name, value in _object(given.get(part), part).items():
            if name in entered:
                raise InputError(f"{part}.{name}", "đã ghi ở entries. Hãy giữ một chỗ.")
            entered[name] = (f"{part}.{name}", value)
    return entered


def _readings(given: object, rules: CriteriaSet) -> dict[str, FactValue]:
    chosen = _object(given, "readings")
    _only(chosen, set(rules.readings), "readings")
    return {
        name: read_choice(chosen[name], f"readings.{name}", reading.choices) if name in chosen else reading.default
        for name, reading in rules.readings.items()
    }


def _evidence(given: object, needed: set[str]) -> dict[str, bool]:
    """Return whether there is evidence: yes or no, or the words that name it."""
    shown = _object(given, "evidence")
    _only(shown, needed, "evidence")
    for code, value in shown.items():
        if value is not None and not isinstance(value, bool) and not (isinstance(value, str) and value.strip()):
            raise InputError(f"evidence.{code}", "chỉ nhận true, false, hoặc tên, số văn bản làm minh chứng.")
    return {code: bool(value) for code, value in shown.items() if value is not None}


def _object(value: object, field: str) -> Mapping[str, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(field, "phải là một đối tượng JSON.")
    return value


def _only(given: Mapping[str, object], allowed: set[str], field: str) -> None:
    strangers = given.keys() - allowed
    if strangers:
        name = min(strangers)
        raise InputError(
            f"{field}.{name}" if field else name,
            f"không có mục này; được dùng: {one_of(allowed) or 'không có mục nào'}.",
        )
