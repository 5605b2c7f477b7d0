"""What somebody may see and do on a day."""

from datetime import date

from django.db.models import F, IntegerField, Value

from congtam.accounts.models import User
from congtam.notifications.selectors import unread
from congtam.organisation.selectors import units_around, with_descendants
from congtam.personnel.choices import Duty, Leadership
from congtam.personnel.models import Appointment, Person, Responsibility
from congtam.personnel.viewer import Viewer

_UNREAD = "unread"
_LEADING = {Leadership.HEAD, Leadership.DEPUTY}


def viewer_of(user: User, on: date) -> Viewer:
    """Return what `user` (signed in) may see and do on `on`; three queries, whatever the size of the organisation."""
    rows = list(
        Person.objects.filter(user=user)
        .annotate(place=Value(None, IntegerField()), role=Value(""))
        .values_list("pk", "place", "role")
        .union(
            Appointment.objects.on(on)
            .filter(person__user=user)
            .annotate(role=F("leadership"))
            .values_list("person_id", "unit_id", "role"),
            Responsibility.objects.on(on)
            .filter(person__user=user)
            .annotate(role=F("duty"))
            .values_list("person_id", "unit_id", "role"),
            # Every page shows it: asked together with what every page asks.
            unread(user)
            .annotate(place=Value(None, IntegerField()), role=Value(_UNREAD))
            .values_list("number", "place", "role"),
            all=True,
        )
    )
    unread_count = sum(number for number, _, role in rows if role == _UNREAD)
    rows = [row for row in rows if row[2] != _UNREAD]
    if not rows:
        return Viewer(user=user, on=on, unread_count=unread_count)
    places = [(unit, role) for _, unit, role in rows if unit is not None]
    posts = {unit for unit, role in places if role in set(Leadership)}
    below = with_descendants({unit for unit, role in places if role != Leadership.NONE}, on)

    def under(*roles: str) -> frozenset[int]:
        return frozenset().union(*(below[unit] for unit, role in places if role in roles))

    return Viewer(
        user=user,
        on=on,
        unread_count=unread_count,
        person_id=rows[0][0],
        headed=frozenset(unit for unit, role in places if role == Leadership.HEAD),
        headed_below=under(Leadership.HEAD),
        led=under(*_LEADING),
        officer=under(Duty.ORGANISATION_OFFICER),
        office=under(Duty.OFFICE),
        observed=under(Duty.OBSERVER),
        posts=frozenset(posts),
        colleagues=units_around(posts, on),
    )
