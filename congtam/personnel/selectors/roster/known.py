"""What the records already know of everybody and everything a roster names: a handful of queries for any number of rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from congtam.organisation.choices import UnitKind
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.organisation.selectors import with_descendants
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, PartyMembership, Person
from congtam.values.names import searchable

_ALIKE = 65  # of 100: below it a name offered instead would only confuse


@dataclass(frozen=True, kw_only=True)
class KnownUnit:
    """A unit of the body today."""

    pk: int
    code: str
    name: str
    short_name: str
    parent_id: int | None
    start: date
    state_start: date


@dataclass(frozen=True, kw_only=True)
class Known:
    """The records as they are, by the keys a roster uses."""

    body: Unit
    units: Mapping[str, KnownUnit]
    units_by_name: Mapping[str, list[KnownUnit]]
    foreign_codes: frozenset[str]
    people: Mapping[str, Person]
    namesakes: Mapping[tuple[str, date], list[str]]
    posts: Mapping[int, list[Appointment]]
    heads: list[Appointment]
    groups: Mapping[str, str]
    foreign_groups: Mapping[str, str]
    cells: Mapping[str, set[int]]
    cell_names: tuple[str, ...]
    memberships: Mapping[int, PartyMembership]

    def near_units(self, text: str) -> str:
        """Return names of units like `text`, as the end of a sentence; empty when nothing is like it."""
        return _offered(text, [unit.name for unit in self.units.values()])

    def near_cells(self, text: str) -> str:
        """Return names of Party cells like `text`, as the end of a sentence; empty when nothing is like it."""
        return _offered(text, self.cell_names)


def known_to(
    *, body: Unit, on: date, personal_ids: Iterable[str], codes: Iterable[str], birth_dates: Iterable[date]
) -> Known:
    """Return what the records know on `on` of the units of `body` and of these people; ten queries."""
    inside = with_descendants([body.pk], on)[body.pk]
    states = UnitState.objects.on(on).filter(unit__in=inside).select_related("unit")
    units = [
        KnownUnit(
            pk=state.unit_id,
            code=state.unit.code,
            name=state.name,
            short_name=state.short_name,
            parent_id=state.parent_id,
            start=state.unit.valid_from,
            state_start=state.valid_from,
        )
        for state in states
    ]
    by_name: dict[str, list[KnownUnit]] = defaultdict(list)
    for unit in units:
        for name in {searchable(unit.name), searchable(unit.short_name)} - {""}:
            by_name[name].append(unit)
    people = {person.personal_id: person for person in Person.objects.filter(personal_id__in=set(personal_ids))}
    posts: dict[int, list[Appointment]] = defaultdict(list)
    held = Appointment.objects.filter(person__in=[person.pk for person in people.values()])
    for post in held.select_related("person", "similar_group").order_by("valid_from"):
        posts[post.person_id].append(post)
    groups = SimilarGroup.objects.values_list("body_id", "name")
    states_of_cells = UnitState.objects.on(on).filter(unit__kind=UnitKind.PARTY).select_related("unit")
    cells: dict[str, set[int]] = defaultdict(set)
    for state in states_of_cells:
        for name in (state.name, state.unit.code):
            cells[searchable(name)].add(state.unit_id)
    return Known(
        body=body,
        units={unit.code.lower(): unit for unit in units},
        units_by_name=by_name,
        foreign_codes=frozenset(
            code.lower()
            for code in Unit.objects.filter(code__in=set(codes)).exclude(pk__in=inside).values_list("code", flat=True)
        ),
        people=people,
        namesakes=_namesakes(birth_dates),
        posts=posts,
        heads=list(Appointment.objects.filter(unit__in=inside, leadership=Leadership.HEAD).select_related("person")),
        groups={searchable(name): name for owner, name in groups if owner == body.pk},
        foreign_groups={searchable(name): name for owner, name in groups if owner != body.pk},
        cells=cells,
        cell_names=tuple(state.name for state in states_of_cells),
        memberships={
            place.person_id: place
            for place in PartyMembership.objects.filter(
                person__in=[person.pk for person in people.values()], valid_until__isnull=True
            )
        },
    )


def _namesakes(birth_dates: Iterable[date]) -> dict[tuple[str, date], list[str]]:
    """Return whoever was born on one of these days, by name and birth date, as personal numbers."""
    found: dict[tuple[str, date], list[str]] = defaultdict(list)
    born = Person.objects.filter(birth_date__in=set(birth_dates)).values_list("full_name", "birth_date", "personal_id")
    for name, birth_date, personal_id in born:
        if birth_date is not None:
            found[searchable(name), birth_date].append(personal_id)
    return found


def _offered(text: str, names: Iterable[str]) -> str:
    wanted = list(names)
    near = process.extract(
        searchable(text),
        [searchable(name) for name in wanted],
        scorer=fuzz.token_sort_ratio,
        limit=3,
        score_cutoff=_ALIKE,
    )
    return f" Có phải: {'; '.join(wanted[index] for _, _, index in near)}?" if near else ""
