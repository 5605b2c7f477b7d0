"""The kinds of rule-set this engine can read, each a folder of `law/`."""

from collections.abc import Mapping

from congtam.engine.eligibility.titles import EmulationOverlay, EmulationRules
from congtam.engine.flags import FlagRules
from congtam.engine.procedure import ProcedureRules
from congtam.engine.rating_rules import Overlay, RatingRules
from congtam.engine.rulesets import RuleSet
from congtam.engine.workdays import CalendarRules

SHAPES: Mapping[str, type[RuleSet]] = {
    "rating": RatingRules,
    "overlay": Overlay,
    "calendar": CalendarRules,
    "procedure": ProcedureRules,
    "flags": FlagRules,
    "emulation": EmulationRules,
    "emulation_overlay": EmulationOverlay,
}
