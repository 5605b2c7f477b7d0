"""Who serves where on a day."""

from datetime import date

from django.db.models import QuerySet

from congtam.organisation.selectors import units_of_body
from congtam.personnel.models import Appointment
from congtam.personnel.viewer import Viewer


def people_of(body_id: int, on: date, viewer: Viewer | None = None) -> QuerySet[Appointment]:
    """Return the posts held on `on` in a body and its units, with person, unit and group, in order of names.

    Units below that use civil servants themselves are bodies of their own and left out. With a `viewer`, only what he may see.
    """
    posts = Appointment.objects.on(on).filter(unit_id__in=units_of_body(body_id, on))
    if viewer is not None:
        posts = posts.visible_to(viewer)
    return posts.select_related("person", "unit", "similar_group").order_by("person__sort_key", "person_id", "pk")
