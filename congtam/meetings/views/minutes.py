"""What a meeting leaves: proceedings and conclusions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.meetings import presenters, selectors, services
from congtam.meetings.forms import ConclusionForm, ProceedingsForm
from congtam.meetings.models import Conclusion, Meeting
from congtam.meetings.services.keeping import WRITING
from congtam.meetings.views.record import kept
from congtam.organisation.selectors import UnitChoices, unit_choices, units_around, with_descendants
from congtam.personnel.asking import Asked
from congtam.values.refusal import RefusedError


def proceedings(request: Asked, pk: int) -> HttpResponse:
    """Write what happened."""
    found = kept(request, pk)
    form = ProceedingsForm(request.POST or None, initial={"text": found.proceedings, "revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_proceedings(meeting_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi diễn biến.")
            return redirect("meetings:meeting", found.pk)
    context = {"meeting": found, "form": form}
    return render(request, "meetings/proceedings.html", context, status=422 if form.is_bound else 200)


def conclusions(request: Asked, pk: int) -> HttpResponse:
    """Write conclusions one after another; with `dong` one of them is written anew."""
    found = kept(request, pk)
    lines = list(selectors.conclusions_of(found))
    asked = request.GET.get("dong", "")
    chosen = next((one for one in lines if str(one.pk) == asked), None)
    units = _units(request, found, chosen)
    form = _form(request, found, chosen, units)
    if request.method == "POST" and form.is_valid():
        service: Callable[..., Any] = services.change_conclusion if chosen else services.conclude
        key = {"conclusion_id": chosen.pk} if chosen else {"meeting_id": found.pk}
        try:
            service(line=form.line(), actor=request.user, at=timezone.now(), **key)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi kết luận." if chosen else "Đã thêm kết luận.")
            return redirect("meetings:conclusions", found.pk)
    context = {
        "meeting": found,
        "lines": presenters.standings(lines, request.viewer.on),
        "chosen": chosen,
        "form": form,
        "units": units,
        "is_open": found.state in WRITING,
    }
    return render(request, "meetings/conclusions.html", context, status=422 if form.is_bound else 200)


def _units(request: Asked, found: Meeting, chosen: Conclusion | None) -> UnitChoices:
    """Return the units that may answer for a conclusion: those of the bodies the meeting's unit belongs to, and all below it."""
    on = request.viewer.on
    around = units_around([found.unit_id], on) | with_descendants([found.unit_id], on)[found.unit_id]
    posted = request.POST.get("unit", "")
    picked = int(posted) if posted.isdecimal() else chosen.unit_id if chosen else None
    return unit_choices(around, on, words=request.GET.get("tim_don_vi", ""), chosen=picked)


def _form(request: Asked, found: Meeting, chosen: Conclusion | None, units: UnitChoices) -> ConclusionForm:
    initial: dict[str, Any] = {}
    if chosen:
        initial = {
            "text": chosen.text,
            "is_work": chosen.is_work,
            "unit": chosen.unit_id or "",
            "person": chosen.person_id or "",
            "due_date": chosen.due_date,
            "output": chosen.output,
            "agenda_item": chosen.agenda_item_id or "",
        }
    return ConclusionForm(
        request.POST or None,
        initial=initial,
        units=units.options,
        members=selectors.members_of(found),
        agenda=selectors.agenda_of(found),
    )


@require_POST
def leave_out(request: Asked, conclusion_id: int) -> HttpResponse:
    """Take out a conclusion while the minutes are not signed."""
    return _done(
        request, conclusion_id, services.leave_out_conclusion, "Đã bỏ dòng kết luận.", to="meetings:conclusions"
    )


@require_POST
def finish(request: Asked, conclusion_id: int) -> HttpResponse:
    """Say that a conclusion no work follows is done today."""
    return _done(request, conclusion_id, services.finish_conclusion, "Đã ghi kết luận đã xong.", on=request.viewer.on)


@require_POST
def drop(request: Asked, conclusion_id: int) -> HttpResponse:
    """Say that a conclusion will not be carried out, and why."""
    reason, on, said = request.POST.get("reason", ""), request.viewer.on, "Đã ghi không thực hiện nữa."
    return _done(request, conclusion_id, services.drop_conclusion, said, reason=reason, on=on)


def _done(
    request: Asked,
    conclusion_id: int,
    service: Callable[..., Any],
    said: str,
    to: str = "meetings:meeting",
    **more: Any,
) -> HttpResponse:
    conclusion = get_object_or_404(Conclusion, pk=conclusion_id)
    found = kept(request, conclusion.meeting_id)
    try:
        service(conclusion_id=conclusion.pk, actor=request.user, at=timezone.now(), **more)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(to, found.pk)
