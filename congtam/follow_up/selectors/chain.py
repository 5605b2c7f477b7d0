"""Who is reminded: the holder, the head above him, the office of the body; whoever can be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from congtam.follow_up.choices import Chain
from congtam.follow_up.selectors.chased import Chased
from congtam.organisation.models import UnitState
from congtam.personnel.choices import Duty, Leadership
from congtam.personnel.models import Appointment, Person, Responsibility


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Who leads and who keeps what on a day; accounts by person and unit. Ten thousand units fit in one."""

    parents: dict[int, int | None]
    bodies: frozenset[int]
    heads: dict[int, int]
    accounts: dict[int, int]
    offices: dict[int, tuple[int, ...]]

    def body_of(self, unit_id: int) -> int:
        """Return the body a unit belongs to: the nearest that uses people, at or above it; the unit itself when there is none."""
        return next((unit for unit in self.above(unit_id) if unit in self.bodies), unit_id)

    def above(self, unit_id: int) -> Iterable[int]:
        """Yield a unit and those above it, nearest first."""
        unit: int | None = unit_id
        while unit is not None:
            yield unit
            unit = self.parents.get(unit)

    def told(self, thing: Chased, link: Chain) -> Sequence[int]:
        """Return the accounts of one link of the chain, or of the next link that anybody stands for."""
        body = self.body_of(thing.unit_id)
        holder = thing.holder_id or self.heads.get(thing.unit_id)
        found: dict[Chain, Sequence[int]] = {
            Chain.HOLDER: self._accounts([holder]),
            Chain.HEAD: self._accounts([thing.leader_id]) or self._head_above(thing, holder),
            Chain.OFFICE: self._office(thing.unit_id, body) or self._accounts([self.heads.get(body)]),
        }
        links = list(Chain)
        return next((found[one] for one in links[links.index(link) :] if found[one]), ())

    def _head_above(self, thing: Chased, holder: int | None) -> Sequence[int]:
        """Return the nearest head who is not the holder; the superior of a head stands above him."""
        for unit in self.above(thing.unit_id):
            head = self.heads.get(unit)
            if head is not None and head != holder and head in self.accounts:
                return self._accounts([head])
        return ()

    def _office(self, unit_id: int, body: int) -> Sequence[int]:
        for unit in self.above(unit_id):
            if unit in self.offices:
                return self.offices[unit]
            if unit == body:
                break
        return ()

    def _accounts(self, people: Iterable[int | None]) -> Sequence[int]:
        return tuple(self.accounts[one] for one in people if one in self.accounts)


def directory(on: date, holders: Iterable[int]) -> Directory:
    """Return who leads and who keeps what on `on`, with the accounts of those and of `holders`; four queries."""
    states = UnitState.objects.on(on).values_list("unit_id", "parent_id", "uses")
    placed = list(states)
    posts = Appointment.objects.on(on).filter(leadership=Leadership.HEAD).order_by("unit_id", "pk")
    heads = dict(posts.values_list("unit_id", "person_id"))
    duties = Responsibility.objects.on(on).filter(duty=Duty.OFFICE, person__user__is_active=True)
    offices: dict[int, tuple[int, ...]] = {}
    for unit, user in duties.order_by("unit_id", "pk").values_list("unit_id", "person__user_id"):
        offices[unit] = (*offices.get(unit, ()), user)
    wanted = {*heads.values(), *holders}
    people = Person.objects.filter(pk__in=wanted, user__is_active=True).values_list("pk", "user__pk")
    return Directory(
        parents={unit: parent for unit, parent, _ in placed},
        bodies=frozenset(unit for unit, _, uses in placed if uses),
        heads=heads,
        accounts=dict(people),
        offices=offices,
    )
