"""Questions about units on a day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When, Window

from congtam.organisation.models import Unit, UnitState
from congtam.values.names import searchable, sort_text

# More units than this are not looked through in a list: words narrow it.
OFFERED_UNITS = 100

_DESCENDANTS = """
WITH RECURSIVE below(seed, unit) AS (
    SELECT seed, seed FROM unnest(%s::bigint[]) AS seed
  UNION
    SELECT below.seed, state.unit_id FROM organisation_unitstate AS state JOIN below ON state.parent_id = below.unit
    WHERE state.valid_from <= %s AND (state.valid_until IS NULL OR state.valid_until > %s)
)
SELECT seed, array_agg(unit) FROM below GROUP BY seed
"""

# As above, and in a row without a seed: all these units with every unit that ever stood above one of them. They go up as an array, of which the
# planner expects few: for the millions it expects of a recursion it would make room first.
_PLACES = """
WITH RECURSIVE below(seed, unit) AS (
    SELECT seed, seed FROM unnest(%s::bigint[]) AS seed
  UNION
    SELECT below.seed, state.unit_id FROM organisation_unitstate AS state JOIN below ON state.parent_id = below.unit
    WHERE state.valid_from <= %s AND (state.valid_until IS NULL OR state.valid_until > %s)
), above(unit) AS (
    SELECT unnest((SELECT array_agg(unit) FROM below))
  UNION
    SELECT state.parent_id FROM organisation_unitstate AS state JOIN above ON state.unit_id = above.unit WHERE state.parent_id IS NOT NULL
)
SELECT seed, array_agg(unit) FROM below GROUP BY seed UNION ALL SELECT NULL, array_agg(unit) FROM above
"""

_ANCESTORS = """
WITH RECURSIVE above(seed, unit, parent, uses, manages, depth) AS (
    SELECT unit_id, unit_id, parent_id, uses, manages, 0 FROM organisation_unitstate
    WHERE unit_id = ANY(%s) AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s)
  UNION ALL
    SELECT above.seed, state.unit_id, state.parent_id, state.uses, state.manages, above.depth + 1
    FROM organisation_unitstate AS state JOIN above ON state.unit_id = above.parent
    WHERE state.valid_from <= %s AND (state.valid_until IS NULL OR state.valid_until > %s) AND above.depth < 40
)
SELECT DISTINCT ON (seed) seed, unit FROM above WHERE {role} ORDER BY seed, depth
"""

_CHAIN = """
WITH RECURSIVE above(unit, depth) AS (
    SELECT parent_id, 1 FROM organisation_unitstate
    WHERE unit_id = %s AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s)
  UNION ALL
    SELECT state.parent_id, above.depth + 1 FROM organisation_unitstate AS state JOIN above ON state.unit_id = above.unit
    WHERE state.valid_from <= %s AND (state.valid_until IS NULL OR state.valid_until > %s) AND above.depth < 40
)
SELECT unit FROM above WHERE unit IS NOT NULL ORDER BY depth DESC
"""

_USING_BODIES_AT = """
WITH RECURSIVE above(seed, day, unit, parent, uses, depth) AS (
    SELECT asked.seed, asked.day, state.unit_id, state.parent_id, state.uses, 0
    FROM unnest(%s::bigint[], %s::date[]) AS asked(seed, day)
    JOIN organisation_unitstate AS state ON state.unit_id = asked.seed
    WHERE state.valid_from <= asked.day AND (state.valid_until IS NULL OR state.valid_until > asked.day)
  UNION ALL
    SELECT above.seed, above.day, state.unit_id, state.parent_id, state.uses, above.depth + 1
    FROM organisation_unitstate AS state JOIN above ON state.unit_id = above.parent
    WHERE state.valid_from <= above.day AND (state.valid_until IS NULL OR state.valid_until > above.day) AND above.depth < 40
)
SELECT DISTINCT ON (seed, day) seed, day, unit FROM above WHERE uses ORDER BY seed, day, depth
"""

# Up from each unit to the nearest body that uses its people; then down from there, and from other units as they are, stopping where another body
# begins that uses people of its own.
_AROUND = """
WITH RECURSIVE above(seed, unit, parent, uses, depth) AS (
    SELECT unit_id, unit_id, parent_id, uses, 0 FROM organisation_unitstate
    WHERE unit_id = ANY(%s) AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s)
  UNION ALL
    SELECT above.seed, state.unit_id, state.parent_id, state.uses, above.depth + 1
    FROM organisation_unitstate AS state JOIN above ON state.unit_id = above.parent
    WHERE state.valid_from <= %s AND (state.valid_until IS NULL OR state.valid_until > %s) AND above.depth < 40
),
body AS (SELECT DISTINCT ON (seed) unit FROM above WHERE uses ORDER BY seed, depth),
inside(unit) AS (
    (SELECT unit FROM body UNION SELECT unnest(%s::bigint[]))
  UNION
    SELECT state.unit_id FROM organisation_unitstate AS state JOIN inside ON state.parent_id = inside.unit
    WHERE NOT state.uses AND state.valid_from <= %s AND (state.valid_until IS NULL OR state.valid_until > %s)
)
SELECT unit FROM inside
"""


def with_descendants(unit_ids: Iterable[int], on: date) -> dict[int, frozenset[int]]:
    """Return, for each unit, itself and every unit below it on `on`; one query however deep the tree."""
    seeds = list(unit_ids)
    if not seeds:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_DESCENDANTS, [seeds, on, on])
        return {seed: frozenset(units) for seed, units in cursor.fetchall()}


def using_bodies(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Return, for each unit, the nearest body at or above it that uses civil servants on `on` (khoản 1 Điều 3 Nghị định 335/2025/NĐ-CP)."""
    return _nearest(unit_ids, on, "uses")


def places_under(unit_ids: Iterable[int], on: date) -> tuple[dict[int, frozenset[int]], frozenset[int]]:
    """Return, for each unit, itself and every unit below it on `on`; and all of these with every unit they ever stood under. One query.

    Whichever body wrote something down about somebody in one of these units is among the second.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [list(unit_ids), on, on])
        found = {seed: frozenset(units or ()) for seed, units in cursor.fetchall()}
    places = found.pop(None, frozenset())
    return found, places


def bodies_using(unit_ids: Iterable[int], on: date) -> frozenset[int]:
    """Return the bodies that use the civil servants of these units on `on`: as `using_bodies`, without telling whose each is; two queries."""
    units = frozenset(unit_ids)
    if not units:
        return frozenset()
    # A unit under another of them has that one's body, unless it is one itself.
    first = UnitState.objects.on(on).filter(Q(uses=True) | ~Q(parent__among=units), unit__among=units)
    rows = list(first.values_list("unit_id", "uses"))
    inside = [unit for unit, uses in rows if not uses]
    return frozenset(unit for unit, uses in rows if uses) | frozenset(using_bodies(inside, on).values())


def managing_bodies(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Return, for each unit, the nearest body at or above it that manages civil servants on `on`."""
    return _nearest(unit_ids, on, "manages")


def managing_bodies_above(unit_ids: Iterable[int], on: date) -> dict[int, int]:
    """Return, for each unit, the nearest body strictly above it that manages civil servants on `on`."""
    return _nearest(unit_ids, on, "manages AND depth > 0")


def units_above(unit_id: int, on: date) -> list[int]:
    """Return the units above one on `on`, topmost first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [unit_id, on, on, on, on])
        return [unit for (unit,) in cursor.fetchall()]


def using_bodies_at(places: Iterable[tuple[int, date]]) -> dict[tuple[int, date], int]:
    """Return, for each unit and day, the body that used its people on that day; one query for any number."""
    asked = list(places)
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_USING_BODIES_AT, [[unit for unit, _ in asked], [day for _, day in asked]])
        return {(unit, day): body for unit, day, body in cursor.fetchall()}


def units_of_body(body_id: int, on: date) -> frozenset[int]:
    """Return a body and the units below it that are no bodies of their own on `on`."""
    return _around([], [body_id], on)


def units_around(unit_ids: Iterable[int], on: date) -> frozenset[int]:
    """Return every unit of the using bodies these units belong to on `on`, and the units themselves; one query."""
    units = list(unit_ids)
    return _around(units, units, on) if units else frozenset()


def _around(seeds: list[int], units: list[int], on: date) -> frozenset[int]:
    """Return the units of the using bodies of `seeds`, and `units` with what is inside them."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, [seeds, on, on, on, on, units, on, on])
        return frozenset(unit for (unit,) in cursor.fetchall())


def _nearest(unit_ids: Iterable[int], on: date, role: str) -> dict[int, int]:
    seeds = list(unit_ids)
    if not seeds:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS.format(role=role), [seeds, on, on, on, on])
        return dict(cursor.fetchall())


def states_on(unit_ids: Iterable[int], on: date) -> Mapping[int, UnitState]:
    """Return what each of these units was on `on`; a unit that did not exist then is left out."""
    return {state.unit_id: state for state in UnitState.objects.on(on).filter(unit_id__in=list(unit_ids))}


@dataclass(frozen=True, kw_only=True)
class UnitChoices:
    """Units to pick one from: `options` are keys and names, `more` counts those left out, `chosen` is the one picked or None.

    `narrow` names the box of the address that takes words to find further units; empty when all are offered.
    """

    options: tuple[tuple[int, str], ...]
    more: int
    chosen: int | None
    narrow: str


def unit_choices(
    unit_ids: frozenset[int] | None,
    on: date,
    *,
    words: str = "",
    chosen: int | None = None,
    kept: frozenset[int] = frozenset(),
) -> UnitChoices:
    """Return the units among `unit_ids` (None: all there are) to pick from on `on`, in the order of their names.

    Of many, those whose name, or the name of the unit above, holds all of `words`, the first hundred, and in any case the one `chosen` and
    those `kept` from what was picked before (dropped when they are not among them). One query, another to tell units of one name apart.
    """
    states = UnitState.objects.on(on)
    if unit_ids is not None:
        states = states.filter(unit__among=unit_ids)
        chosen = chosen if chosen in unit_ids else None
        kept &= unit_ids
    kept |= frozenset() if chosen is None else {chosen}
    is_many = (states.count() if unit_ids is None else len(unit_ids)) > OFFERED_UNITS
    if is_many:
        above = UnitState.objects.on(on).filter(unit=OuterRef("parent"))
        states = states.annotate(above=Subquery(above.values("search_name")[:1]))
        found = Q()
        for word in searchable(words).split():
            found &= Q(search_name__contains=word) | Q(above__contains=word)
        states = states.filter(found | Q(unit__in=kept)) if found else states
    first = Case(When(unit__in=kept, then=0), default=1) if kept else Value(1)
    rows = list(
        states.annotate(found=Window(Count("pk"))).order_by(first, "search_name", "pk")[: OFFERED_UNITS + len(kept)]
    )
    return UnitChoices(
        options=_told_apart(rows, on),
        more=rows[0].found - len(rows) if rows else 0,
        chosen=chosen if chosen in {row.unit_id for row in rows} else None,
        narrow="tim_don_vi" if is_many else "",
    )


def _told_apart(states: Sequence[UnitState], on: date) -> tuple[tuple[int, str], ...]:
    """Return units with their names in order; those of one name with the unit above them."""
    times = Counter(state.name for state in states)
    parents = {state.parent_id for state in states if state.parent_id and times[state.name] > 1}
    above = states_on(parents, on) if parents else {}
    named = []
    for state in states:
        parent = above.get(state.parent_id or 0)
        named.append(
            (state.unit_id, f"{state.name}, {parent.name}" if parent and times[state.name] > 1 else state.name)
        )
    return tuple(sorted(named, key=lambda pair: sort_text(pair[1])))


def unit_of(code: str) -> Unit:
    """Return the unit of a code; raise `Unit.DoesNotExist` otherwise."""
    return Unit.objects.get(code=code)


_PREDECESSORS = """
WITH RECURSIVE earlier(unit) AS (
    SELECT unnest(%s::bigint[])
  UNION
    SELECT succession.predecessor_id FROM organisation_succession AS succession JOIN earlier ON succession.successor_id = earlier.unit
)
SELECT succession.predecessor_id, succession.successor_id FROM organisation_succession AS succession
JOIN earlier ON succession.predecessor_id = earlier.unit
"""


@dataclass(frozen=True, kw_only=True)
class OldName:
    """A name of earlier days and the units that stand for it: the one that changed its name, or those that took its bearer over."""

    name: str
    unit_ids: frozenset[int]


def old_names(unit_ids: frozenset[int], on: date) -> tuple[OldName, ...]:
    """Return the names that lead to these units on `on` besides those they bear then: earlier names, and names of units taken over.

    A unit that was split leads to all that took a part of it, also those outside `unit_ids`. Two queries.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PREDECESSORS, [sorted(unit_ids)])
        links = cursor.fetchall()
    after: dict[int, set[int]] = {}
    for predecessor, successor in links:
        after.setdefault(predecessor, set()).add(successor)
    rows = list(
        UnitState.objects.filter(unit__among=frozenset(after) | unit_ids)
        .order_by("pk")
        .values_list("unit", "name", "valid_from", "valid_until", "unit__valid_from", "unit__valid_until")
    )
    living = {unit for unit, _, _, _, start, until in rows if start <= on and (until is None or until > on)}
    # A part handed over, or an end yet to come: who still exists stands for himself.
    ended = {unit: _standing(unit, after, living) for unit in after if unit not in living}
    return tuple(
        OldName(name=name, unit_ids=frozenset(ended.get(unit, {unit})))
        for unit, name, start, until, _, _ in rows
        if unit in ended or not (start <= on and (until is None or until > on))
    )


def _standing(unit: int, after: Mapping[int, set[int]], living: set[int]) -> set[int]:
    """Return the units that stand today for one that ended, through any number of mergers."""
    found: set[int] = set()
    seen: set[int] = set()
    waiting = [unit]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if one in living or one not in after:
            found.add(one)
        else:
            waiting.extend(after[one])
    return found
