"""What stands behind the rules: the readings a body may choose, and the facts that are asked for."""

from collections.abc import Mapping

from congtam.engine.facts import FactDeclaration, FactKind
from congtam.engine.rulesets import Policy, RuleSet
from congtam.engine.words.outline import Said, Section
from congtam.engine.words.provisions import cited, coded, filled
from congtam.values.numbers import percent, vietnamese
from congtam.values.text import capital

_KINDS: Mapping[FactKind, str] = {
    "yes_no": "có hoặc không",
    "occurrence": "có hoặc không, hoặc số lần",
    "number": "số",
    "share": "tỷ lệ",
    "count": "số nguyên",
    "choice": "một trong",
    "date": "ngày",
    "text": "chữ",
    "records": "danh sách, mỗi mục gồm",
}


def sections(rules: RuleSet) -> list[Section]:
    """Return the readings of ambiguous provisions and the facts, which a rule-set of any kind may have."""
    return [
        Section(
            "Chỗ văn bản hiểu được nhiều cách", [_reading(name, policy) for name, policy in rules.policies.items()]
        ),
        Section("Dữ kiện cần có", [_fact(name, capital(fact.label), fact) for name, fact in rules.facts.items()]),
    ]


def _reading(name: str, policy: Policy) -> Said:
    choices = [
        Said(f"{'Mặc định' if code == policy.default else 'Có thể chọn'}: {coded(words, code)}")
        for code, words in policy.choices.items()
    ]
    return Said(f"{capital(policy.label)} ({name}) {cited(policy.cite)}", [*choices, Said(f"Vì sao: {policy.why}")])


def _fact(name: str, label: str, fact: FactDeclaration) -> Said:
    silence = "" if fact.presumed is None else f"không ghi thì coi là {fact.shown(fact.presumed)}"
    derived = "phần mềm tự tính, không phải nhập" if fact.derived else ""
    paper = f"theo {fact.paper}" if fact.paper else ""
    kind = f"{_KINDS[fact.kind]}{_bounds(fact)}"
    choices = [Said(coded(choice, code)) for code, choice in fact.choices.items()]
    fields = [_fact(field, declared.label, declared) for field, declared in fact.fields.items()]
    below = [*choices, *fields]
    parts = filled([silence, derived, paper, f"{kind}:"] if below else [kind, silence, derived, paper])
    return Said(f"{coded(label, name)}: {'; '.join(parts)}", below)


def _bounds(fact: FactDeclaration) -> str:
    shown = percent if fact.kind == "share" else vietnamese
    least = "" if fact.at_least is None else f" từ {shown(fact.at_least)}"
    return least + ("" if fact.at_most is None else f" đến {shown(fact.at_most)}")
