"""Giving the work that meetings concluded. The addresses stand among those of meetings, which know nothing of work."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.meetings.models import Conclusion, Meeting
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.planning.services.conclusions import give_concluded_work
from congtam.values.refusal import RefusedError


@require_POST
def conclusion_to_work(request: Asked, conclusion_id: int) -> HttpResponse:
    """Give the work one conclusion asks for."""
    conclusion = get_object_or_404(Conclusion, pk=conclusion_id)
    return _give(request, conclusion.meeting_id, [conclusion.pk])


@require_POST
def conclusions_to_work(request: Asked, meeting_id: int) -> HttpResponse:
    """Give all the work a meeting concluded and nobody was given yet."""
    return _give(request, meeting_id, None)


def _give(request: Asked, meeting_id: int, conclusion_ids: Sequence[int] | None) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.visible_to(request.viewer).told(request.viewer), pk=meeting_id)
    require(request.viewer, "meetings.keep", meeting)
    try:
        made = give_concluded_work(
            meeting_id=meeting.pk, conclusion_ids=conclusion_ids, actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã giao {len(made)} việc theo kết luận.")
    return redirect("meetings:meeting", meeting.pk)
