"""The units that the words of a plan may mean, from the eyes of the body it gives work."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import UnitChoices, old_names, unit_choices, units_above, with_descendants
from congtam.planning.models import BodyName
from congtam.planning.reading import Directory, FormerName, KnownUnit


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The units a plan of a body may name on a day: the body with all below it (`inside`), those above it, and those that stand beside it."""

    body_id: int
    on: date
    inside: frozenset[int]
    states: tuple[UnitState, ...]

    @property
    def keys(self) -> frozenset[int]:
        """The units themselves."""
        return frozenset(state.unit_id for state in self.states)

    @property
    def names(self) -> dict[int, str]:
        """What each is called for short."""
        return {state.unit_id: state.short_name or state.name for state in self.states}


def reach_of(body_id: int, on: date) -> Reach:
    """Return the units a plan of the body may name; three queries."""
    above = frozenset(units_above(body_id, on))
    inside = with_descendants([body_id], on)[body_id]
    near = Q(unit__among=inside | above) | (Q(parent__among=above) if above else Q())
    states = UnitState.objects.on(on).filter(near).order_by("position", "unit")
    return Reach(body_id=body_id, on=on, inside=inside, states=tuple(states))


def units_in_reach(body_id: int, on: date) -> frozenset[int]:
    """Return the units a plan of the body may name."""
    return reach_of(body_id, on).keys


def directory_of(reach: Reach) -> Directory:
    """Return how names are looked up: units in reach, their earlier names, and what was said of names before; three queries."""
    return Directory(
        [
            KnownUnit(
                key=state.unit_id,
                name=state.name,
                short_name=state.short_name,
                is_inside=state.unit_id in reach.inside,
            )
            for state in reach.states
        ],
        body=reach.body_id,
        own_parts=[state.unit_id for state in reach.states if state.parent_id == reach.body_id],
        former=[FormerName(name=old.name, keys=old.unit_ids) for old in old_names(reach.keys, reach.on)],
        remembered=remembered_names(reach.body_id),
    )


def directory_for(body_id: int, on: date) -> Directory:
    """The same for a body on a day."""
    return directory_of(reach_of(body_id, on))


def remembered_names(body_id: int) -> dict[str, tuple[int, ...]]:
    """Return what people said of names in the body's plans: the units, none for somebody outside."""
    units = ArrayAgg("stands_for", filter=Q(stands_for__isnull=False), order_by="stands_for", default=Value([]))
    rows = BodyName.objects.filter(body=body_id).annotate(units=units).values_list("search_name", "units")
    return {name: tuple(keys) for name, keys in rows}


def choices_among(reach: Reach, *, words: str = "") -> UnitChoices:
    """Return the units to choose from for a name; of very many, those whose names hold `words`."""
    return unit_choices(reach.keys, reach.on, words=words)
