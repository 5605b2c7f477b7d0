"""Who serves where, and who judges whose work, as the demonstration's months go by."""

from dataclasses import dataclass, field
from datetime import date

from congtam.accounts.models import User
from congtam.personnel.models import Absence, Appointment
from congtam.personnel.selectors import evaluator_units, heads_of


@dataclass(frozen=True, kw_only=True)
class Place:
    """One person's main post on a day and the account of whoever judges the work there."""

    key: str
    post: Appointment
    user: User
    judge: User
    judging_unit: int | None


@dataclass(kw_only=True)
class Office:
    """The posts of the bodies shown, read once a day asked about."""

    unit_ids: frozenset[int]
    _known: dict[date, dict[str, Place]] = field(default_factory=dict)
    _away: list[Absence] = field(default_factory=list)

    def places(self, on: date) -> dict[str, Place]:
        """Return everybody's place on a day, by the person's key."""
        if on not in self._known:
            self._known[on] = self._read(on)
        return self._known[on]

    def is_away(self, post: Appointment, on: date) -> bool:
        """Tell whether the person of a post is on leave on a day."""
        if not self._away:
            self._away = list(Absence.objects.all())
        return any(
            row.person_id == post.person_id
            and row.valid_from <= on
            and (row.valid_until is None or on < row.valid_until)
            for row in self._away
        )

    def _read(self, on: date) -> dict[str, Place]:
        posts = list(
            Appointment.objects.on(on)
            .filter(unit__in=self.unit_ids, is_primary=True)
            .select_related("person__user")
            .order_by("person__sort_key", "pk")
        )
        units = evaluator_units(posts, on)
        heads = heads_of({unit for unit in units.values() if unit is not None}, on)
        accounts = dict(
            User.objects.filter(person__in={head.person_id for head in heads.values()}).values_list("person", "pk")
        )
        users = User.objects.in_bulk(accounts.values())
        found = {}
        for post in posts:
            judging = units[post.pk]
            head = heads.get(judging) if judging is not None else None
            if head is None or post.person.user is None:
                continue
            judge = users[accounts[head.person_id]]
            key = post.person.user.username
            found[key] = Place(key=key, post=post, user=post.person.user, judge=judge, judging_unit=judging)
        return found
