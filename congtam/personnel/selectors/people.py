"""Who serves where on a day, and finding people by any part of a name."""

from datetime import date

from django.db.models import Q, QuerySet

from congtam.organisation.selectors import units_of_body
from congtam.personnel.models import Appointment, Person
from congtam.personnel.viewer import Viewer
from congtam.values.names import searchable

_MOST_FOUND = 8


def people_of(body_id: int, on: date, viewer: Viewer | None = None) -> QuerySet[Appointment]:
    """Return the posts held on `on` in a body and its units, with person, unit and group, in order of names.

    Units below that use civil servants themselves are bodies of their own and left out. With a `viewer`, only what he may see.
    """
    posts = Appointment.objects.on(on).filter(unit_id__in=units_of_body(body_id, on))
    if viewer is not None:
        posts = posts.visible_to(viewer)
    return posts.select_related("person", "unit", "similar_group").order_by("person__sort_key", "person_id", "pk")


def find_people(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Return those of `people` whose name has `words`: any part, with or without diacritics, or its initials ("nva")."""
    sought = searchable(words)
    if not sought:
        return people
    return people.filter(Q(search_name__contains=sought) | Q(initials__startswith=sought.replace(" ", "")))


def person_search(viewer: Viewer, words: str) -> list[Person]:
    """Return the first people the viewer may know whose name has `words`, for the search box of the site."""
    if not searchable(words):
        return []
    return list(find_people(Person.objects.visible_to(viewer), words).order_by("sort_key", "pk")[:_MOST_FOUND])
