"""What an overlay lies upon."""

from collections.abc import Iterator

from congtam.engine.eligibility.titles import EmulationOverlay
from congtam.engine.rating_rules import Overlay
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import RuleSet
from congtam.engine.words.outline import Said, Section
from congtam.engine.words.provisions import coded


def beneath(overlay: Overlay | EmulationOverlay, kind: str, book: RuleBook) -> Iterator[RuleSet]:
    """Yield the rule-sets of `kind` that an overlay lies upon on any of its days, oldest first."""
    for subject in overlay.over:
        for span, entry in book.chain(kind, subject):
            ended = span.until is not None and span.until <= overlay.applies_from
            if not ended and (overlay.applies_until is None or span.start < overlay.applies_until):
                yield book.load(entry.id)


def section(overlay: Overlay | EmulationOverlay, kind: str, book: RuleBook) -> Section:
    """Return the rule-sets an overlay is added to, by title."""
    return Section(
        "Áp dụng thêm lên các bộ quy tắc",
        [Said(coded(rules.title, rules.id)) for rules in beneath(overlay, kind, book)],
    )
