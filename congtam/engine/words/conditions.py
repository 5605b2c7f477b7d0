"""Conditions as a reader checks them: one line a fact, what belongs together below the words that join it."""

from congtam.engine.conditions import All, AnyOf, Condition, Is, Not, Some
from congtam.engine.facts import Declarations
from congtam.engine.words.outline import Said

ALL_OF = "đủ các điều sau:"
ONE_OF = "có một trong các điều sau:"


def said(condition: Condition, declared: Declarations) -> Said:
    """Return `condition` with its parts below it; `declared` holds the facts it looks at."""
    match condition:
        case All(all=parts):
            return Said(ALL_OF, [said(part, declared) for part in parts])
        case AnyOf(any=parts):
            return Said(ONE_OF, [said(part, declared) for part in parts])
        case Not(not_=inner):
            return said(inner, declared).led_by("không phải trường hợp")
        case Some(some=name, where=where):
            return said(where, declared[name].fields).led_by(f"{declared[name].label} có ít nhất một mục mà")
        case Is(fact=name, is_=answer):
            return Said(f"{declared[name].label}: {declared[name].shown(answer)}")
        case _:
            return Said(condition.words(declared))
