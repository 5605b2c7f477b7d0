"""`congtam law flags`: what the law asks people to consider about one person. It never decides."""

from congtam.engine.answers import Answer, finding_json
from congtam.engine.facts import InputError, read_choice, read_day, read_facts
from congtam.engine.flags import LEVELS, MONTHS_IN, Flag, FlagRules, History, Known, PeriodKind, flags, month_number
from congtam.engine.rulebook import RuleBook
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import governing, only, read_names, read_period, subobject

KEYS = {"subject", "on", "facts", "adopts"}
KINDS: tuple[PeriodKind, ...] = ("quarters", "years")
EXAMPLES = {"quarters": "2026-Q3", "years": "2026"}


def answer(case: Case, book: RuleBook) -> Answer:
    """Return the flags about the person in `case`; raise `InputError` for a field that cannot be trusted."""
    only(case, {*KEYS, *KINDS}, "")
    on = read_day(case.get("on"), "on")
    rules = governing(book, "flags", case.get("subject"), on, FlagRules)
    for kind in KINDS:
        if case.get(kind) is not None and kind not in rules.periods():
            raise InputError(kind, f"bộ quy tắc {rules.id} không dùng mục này.")
    known = Known(
        on=on,
        facts=read_facts(subobject(case, "facts"), rules.facts),
        history={kind: read_history(case, kind) for kind in KINDS},
    )
    raised = flags(rules, known, adopts=frozenset(read_names(case, "adopts", book.register)))
    return {
        "rule_set": rules.id,
        "outcome": outcome(raised),
        "flags": [
            {"rule": flag.rule.rule, "state": flag.state, "consider": flag.rule.consider, "missing": list(flag.missing)}
            for flag in raised
        ],
        "decides": "Cấp có thẩm quyền xem xét, quyết định; cảnh báo không thay quyết định.",
        "findings": [finding_json(flag.finding) for flag in raised],
    }


def outcome(raised: tuple[Flag, ...]) -> str:
    """Return the whole: something to consider, something a person must look at first, or nothing."""
    states = {flag.state for flag in raised}
    return next((state for state in ("raised", "needs_review") if state in states), "clear")


def read_history(case: Case, kind: PeriodKind) -> History:
    """Return the levels recorded under `kind` by the first month of their period; null is not known."""
    levels = {}
    for name, level in subobject(case, kind).items():
        field = f"{kind}.{name}"
        period = read_period(name, field)
        if period.month_count != MONTHS_IN[kind]:
            raise InputError(field, f'phải là kỳ như "{EXAMPLES[kind]}".')
        if level is not None:
            levels[month_number(period)] = read_choice(level, field, LEVELS)
    return levels
