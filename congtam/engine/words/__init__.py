"""Say a rule-set in Vietnamese, for a legal officer to check against the paper and sign."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import RuleSet
from congtam.engine.words import annexes, calendar, emulation, flags, heading, procedure, rating
from congtam.engine.words.outline import Section, laid_out

# How each kind of rule-set is said; each is given rule-sets of its own shape only.
SECTIONS: Mapping[str, Callable[[Any, RuleBook], Iterable[Section]]] = {
    "rating": rating.sections,
    "overlay": rating.overlay_sections,
    "calendar": calendar.sections,
    "procedure": procedure.sections,
    "flags": flags.sections,
    "emulation": emulation.sections,
    "emulation_overlay": emulation.overlay_sections,
}


def in_words(rules: RuleSet, book: RuleBook) -> str:
    """Return `rules` as text: the head, the law section by section, the readings that may be chosen, the facts.

    Every value of the file is there with its provision and certainty; in brackets stand the codes a person types. `book`
    holds the instruments, and the rule-sets that follow or lie beneath.
    """
    sections = [*SECTIONS[rules.kind](rules, book), *annexes.sections(rules)]
    return "\n".join([*heading.lines(rules, book), *laid_out(sections)]) + "\n"
