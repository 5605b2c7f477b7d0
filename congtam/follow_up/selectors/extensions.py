"""Requests for another deadline of the work of bodies."""

from django.db.models import QuerySet

from congtam.follow_up.selectors.reminders import kept_bodies
from congtam.personnel.selectors import Viewer
from congtam.planning.models import WorkExtension, WorkItem
from congtam.planning.selectors.work import waiting_extensions as waiting_in


def waiting_extensions(viewer: Viewer) -> QuerySet[WorkExtension]:
    """Return requests that wait for the viewer's answer as the office or head of the body, of open work, oldest first."""
    return waiting_in(kept_bodies(viewer)).select_related("work__lead_unit", "asked_by")


def extensions_of(work: WorkItem) -> QuerySet[WorkExtension]:
    """Return every request about one piece of work, oldest first; the caller has checked that it may be read."""
    return work.extensions.select_related("asked_by", "answered_by").order_by("asked_at", "pk")


def answerable(viewer: Viewer) -> QuerySet[WorkExtension]:
    """Return every request about work the viewer may read, answered or not."""
    return WorkExtension.objects.filter(work__in=WorkItem.objects.visible_to(viewer)).select_related("work")
