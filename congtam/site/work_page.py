"""The page of one piece of a body's work: what planning knows of it, and what people do for it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from congtam.follow_up.selectors.chased import of_work
from congtam.follow_up.selectors.extensions import extensions_of
from congtam.follow_up.selectors.inspected import inspections_of_work
from congtam.meetings.models import Meeting
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may
from congtam.personnel.selectors import Viewer
from congtam.planning.models import WorkItem
from congtam.planning.presenters import work as presenters
from congtam.planning.rights import work_actions
from congtam.planning.selectors.consolidated import due_words
from congtam.planning.selectors.work import work_file
from congtam.tasks.selectors.serving import serving

# Inspections shown on the page of what they looked at; all are in the list of inspections.
SHOWN = 20


def work(request: Asked, work_id: int) -> HttpResponse:
    """Show one piece of work."""
    viewer = request.viewer
    works = WorkItem.objects.visible_to(viewer).told(viewer.on)
    found = get_object_or_404(
        works.select_related(
            "governed_by__plan", "conclusion__meeting", "serves_item__plan", "serves_target", "joined", "leader"
        ),
        pk=work_id,
    )
    file = work_file(found, viewer.on)
    is_open = found.state in ("open", "reported")
    context = {
        "work": found,
        "file": file,
        "due": due_words(found),
        "stages": presenters.stages(file),
        "actions": work_actions(viewer, found),
        "may_split": is_open and file.is_shared and may(viewer, "planning.split_work", found),
        "serving": serving(found, viewer),
        "extensions": list(extensions_of(found)),
        "may_ask_extension": found.state == "open" and may(viewer, "follow_up.ask_extension", found),
        "may_chase": found.state == "open" and may(viewer, "follow_up.remind", of_work(found)),
        "may_assign": is_open and may(viewer, "tasks.assign"),
        "meeting": _meeting(found, viewer),
        "inspections": inspections_of_work(viewer, found.pk)[:SHOWN],
        "inspection_url": inspection_url(viewer, found.lead_unit_id, f"nhiem_vu={found.pk}") if is_open else "",
    }
    return render(request, "site/work.html", context)


def inspection_url(viewer: Viewer, unit_id: int | None, subject: str) -> str:
    """Return where the viewer plans an inspection of a unit's work; empty when that is not his to do."""
    if unit_id not in viewer.led | viewer.office | viewer.officer:
        return ""
    return f"{reverse('follow_up:plan_inspection')}?don_vi={unit_id}&{subject}"


def _meeting(work: WorkItem, viewer: Viewer) -> Meeting | None:
    """Return the meeting that concluded the work, if the viewer may open it."""
    if work.conclusion is None:
        return None
    return Meeting.objects.visible_to(viewer).filter(pk=work.conclusion.meeting_id).first()
