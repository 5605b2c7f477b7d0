"""The units that the words of a plan may mean, from the eyes of the body it gives work."""

from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value

from congtam.organisation.models import UnitState
from congtam.organisation.selectors import UnitChoices, old_names, unit_choices, units_above, with_descendants
from congtam.planning.models import BodyName
from congtam.planning.reading import Directory, FormerName, KnownUnit


def units_in_reach(body_id: int, on: date) -> frozenset[int]:
    """Return the units a plan of the body may name: the body with all below it, those above it, and those that stand beside it."""
    above = units_above(body_id, on)
    beside = UnitState.objects.on(on).filter(parent__in=above).values_list("unit", flat=True)
    return with_descendants([body_id], on)[body_id] | frozenset(above) | frozenset(beside)


def directory_for(body_id: int, on: date) -> Directory:
    """Return how names are looked up for a body on `on`: units in reach, their earlier names, and what was said of names before."""
    reach = units_in_reach(body_id, on)
    inside = with_descendants([body_id], on)[body_id]
    states = list(UnitState.objects.on(on).filter(unit__among=reach).order_by("position", "unit"))
    return Directory(
        [
            KnownUnit(
                key=state.unit_id,
                name=state.name,
                short_name=state.short_name,
                is_inside=state.unit_id in inside,
            )
            for state in states
        ],
        body=body_id,
        own_parts=[state.unit_id for state in states if state.parent_id == body_id],
        former=[FormerName(name=old.name, keys=old.unit_ids) for old in old_names(reach, on)],
        remembered=remembered_names(body_id),
    )


def remembered_names(body_id: int) -> dict[str, tuple[int, ...]]:
    """Return what people said of names in the body's plans: the units, none for somebody outside."""
    units = ArrayAgg("stands_for", filter=Q(stands_for__isnull=False), order_by="stands_for", default=Value([]))
    rows = BodyName.objects.filter(body=body_id).annotate(units=units).values_list("search_name", "units")
    return {name: tuple(keys) for name, keys in rows}


def choices_in_reach(body_id: int, on: date, *, words: str = "") -> UnitChoices:
    """Return the units to choose from for a name; of very many, those whose names hold `words`."""
    return unit_choices(units_in_reach(body_id, on), on, words=words)
