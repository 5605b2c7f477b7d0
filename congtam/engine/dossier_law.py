"""Find the rule-sets of a law that govern a dossier, by the day it was received."""

from collections.abc import Iterator
from datetime import date

from congtam.engine.eligibility.titles import EmulationOverlay, EmulationRules
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.values.known import of_kind

KIND, OVERLAY_KIND = "emulation", "emulation_overlay"


def under_law(book: RuleBook, law: str, received: date) -> EmulationRules:
    """Return the rule-set of `law` for a dossier received on a day.

    On a day the law did not govern, its first or last rule-set is returned, so that a dossier can be tried as if it did.
    Raises `NoRuleSetError` for a law that is not kept.
    """
    chain = book.chain(KIND, law)
    if not chain:
        raise NoRuleSetError(KIND, law, None)
    started = [entry for span, entry in chain if span.start <= received]
    return _emulation(book, (started[-1] if started else chain[0][1]).id)


def latest(book: RuleBook) -> Iterator[EmulationRules]:
    """Yield the last rule-set of every law, oldest law first."""
    chains = [book.chain(KIND, law) for law in book.subjects(KIND)]
    for chain in sorted(chains, key=lambda chain: chain[0][0]):
        yield _emulation(book, chain[-1][1].id)


def laws_for(book: RuleBook, received: date) -> list[str]:
    """Return the laws that decide a dossier received on a day: the one in force, and a later one that helps dossiers already received.

    Raises `NoRuleSetError` when no law was in force.
    """
    laws = [law for law in book.subjects(KIND) if any(received in span for span, _ in book.chain(KIND, law))]
    if not laws:
        raise NoRuleSetError(KIND, "", received)
    helping = [rules.subject for rules in latest(book) if rules.transition and rules.transition.earlier in laws]
    return [*laws, *(law for law in helping if law not in laws)]


def overlay(book: RuleBook, name: str, received: date) -> EmulationOverlay:
    """Return the overlay `name` in force on a day; raise `NoRuleSetError` if there is none."""
    return of_kind(book.governing(OVERLAY_KIND, name, received), EmulationOverlay)


def _emulation(book: RuleBook, rule_set_id: str) -> EmulationRules:
    return of_kind(book.load(rule_set_id), EmulationRules)
