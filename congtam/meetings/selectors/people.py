"""Whom to call to a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from congtam.organisation.selectors import states_on, with_descendants
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors import Viewer
from congtam.values.names import searchable

# People offered at once; others are looked for by name.
OFFERED_PEOPLE = 60

_LEADERS_FIRST = Case(
    When(leadership=Leadership.HEAD, then=Value(0)),
    When(leadership=Leadership.DEPUTY, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody who may be called: who, in which post and unit, and whether he leads there."""

    person_id: int
    full_name: str
    post: str
    is_leader: bool

    @property
    def words(self) -> str:
        """The name with the post, as a list of choices says it."""
        return f"{self.full_name}, {self.post}" if self.post else self.full_name


def usual_people(viewer: Viewer, unit_id: int, besides: Iterable[int] = ()) -> list[Candidate]:
    """Return whom a unit usually calls: who serves in it, heads and deputies below it, and the people `besides`; three queries.

    Of too many the leaders come first; others are found by name (`found_people`).
    """
    below = with_descendants([unit_id], viewer.on)[unit_id] - {unit_id}
    leading = Q(leadership__in=(Leadership.HEAD, Leadership.DEPUTY), unit__among=below) if below else Q(pk__in=[])
    named = Q(person__in=list(besides), is_primary=True)
    posts = Appointment.objects.on(viewer.on).filter(Q(unit=unit_id) | leading | named)
    # Whoever sat in the last meeting is never cut off by the limit.
    place = Case(
        When(named, then=Value(0)), When(unit=unit_id, then=Value(1)), default=Value(2), output_field=IntegerField()
    )
    return _candidates(posts.order_by(place, _LEADERS_FIRST, "person__sort_key", "pk"), viewer, OFFERED_PEOPLE)


def found_people(viewer: Viewer, words: str, *, limit: int = 20) -> list[Candidate]:
    """Return people the viewer knows of whose name holds all of `words`, diacritics or not; nobody without words. Two queries."""
    plain = searchable(words)
    if not plain:
        return []
    people = Person.objects.visible_to(viewer)
    for word in plain.split():
        people = people.filter(search_name__contains=word)
    posts = Appointment.objects.on(viewer.on).filter(person__in=people, is_primary=True)
    return _candidates(posts.order_by("person__sort_key", "pk"), viewer, limit)


def _candidates(posts: QuerySet[Appointment], viewer: Viewer, limit: int) -> list[Candidate]:
    found: dict[int, Appointment] = {}
    for post in posts.select_related("person")[: 2 * limit]:
        found.setdefault(post.person_id, post)
    states = states_on({post.unit_id for post in found.values()}, viewer.on)
    return [
        Candidate(
            person_id=post.person_id,
            full_name=post.person.full_name,
            post=f"{post.job_title}, {states[post.unit_id].name}" if post.unit_id in states else post.job_title,
            is_leader=post.leadership != Leadership.NONE,
        )
        for post in list(found.values())[:limit]
    ]
