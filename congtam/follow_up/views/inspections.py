"""Inspections: the schedule, what was found."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.follow_up.forms.faults import CancelForm, FindingForm, InspectionForm
from congtam.follow_up.selectors import faults as selectors
from congtam.follow_up.selectors.inspected import inspectable
from congtam.follow_up.services import faults as services
from congtam.follow_up.views.faults import units_to_name
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.models import Person
from congtam.personnel.rights import may, require
from congtam.planning.models import Plan, WorkItem
from congtam.values.refusal import RefusedError

_PAGE = 50


def inspections(request: Asked) -> HttpResponse:
    """List inspections."""
    require(request.viewer, "follow_up.see_faults")
    page = Paginator(selectors.inspections(request.viewer), _PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_plan": may(request.viewer, "follow_up.plan_inspections")}
    return render(request, "follow_up/inspections.html", context)


def plan_inspection(request: Asked) -> HttpResponse:
    """Put an inspection of a unit on the schedule."""
    viewer = request.viewer
    require(viewer, "follow_up.plan_inspections")
    units = units_to_name(request)
    if units.chosen is None:
        raise Http404
    kept = viewer.led | viewer.office | viewer.officer
    if units.chosen not in kept:
        raise Http404
    form = _form(request, units.chosen, selectors.answering(viewer, kept))
    if request.method == "POST" and form.is_valid():
        inspector = get_object_or_404(Person, pk=form.cleaned_data["inspector"])
        unit = get_object_or_404(Unit, pk=units.chosen)
        try:
            made = services.plan_inspection(
                unit=unit, inspector=inspector, actor=request.user, at=timezone.now(), **form.inspection()
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lập lịch kiểm tra.")
            return redirect("follow_up:inspection", made.pk)
    context = {"form": form, "units": units}
    return render(request, "follow_up/plan_inspection.html", context, status=422 if form.is_bound else 200)


def _form(request: Asked, unit_id: int, people: list[tuple[int, str]]) -> InspectionForm:
    """Return the form with what may be inspected in a unit; what the address names is chosen."""
    named = {kind: _key(request, name) for kind, name in (("plan", "ke_hoach"), ("work", "nhiem_vu"))}
    inspected = inspectable(
        request.viewer,
        unit_id,
        words=request.GET.get("tim", ""),
        plan_id=named["plan"],
        work_id=named["work"],
    )
    subject = next((f"{kind}:{key}" for kind, key in named.items() if key), "")
    return InspectionForm(request.POST or None, people=people, inspected=inspected, initial={"subject": subject})


def _key(request: Asked, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def inspection(request: Asked, pk: int) -> HttpResponse:
    """Show one inspection; write down what it found."""
    viewer = request.viewer
    found = get_object_or_404(selectors.inspections(viewer), pk=pk)
    form = FindingForm(request.POST or None)
    if request.method == "POST":
        require(viewer, "follow_up.inspect", found)
        if form.is_valid():
            _try(request, services.record_finding, found.pk, "Đã ghi kết quả kiểm tra.", **form.cleaned_data)
            return redirect("follow_up:inspection", found.pk)
    does = may(viewer, "follow_up.inspect", found)
    context = {
        "inspection": found,
        "form": form if does and found.state == "planned" else None,
        "cancel": CancelForm() if does and found.state == "planned" else None,
        "faults": selectors.faults(viewer, selectors.Wanted()).filter(inspection=found),
        "plan_is_open": found.plan_id and Plan.objects.visible_to(viewer).filter(pk=found.plan_id).exists(),
        "work_is_open": found.work_id and WorkItem.objects.visible_to(viewer).filter(pk=found.work_id).exists(),
        "may_name": found.state == "done" and may(viewer, "follow_up.name_fault", found.unit_id),
    }
    return render(request, "follow_up/inspection.html", context, status=422 if form.is_bound else 200)


@require_POST
def cancel_inspection(request: Asked, pk: int) -> HttpResponse:
    """Take an inspection off the schedule."""
    found = get_object_or_404(selectors.inspections(request.viewer), pk=pk)
    require(request.viewer, "follow_up.inspect", found)
    reason = request.POST.get("reason", "")
    _try(request, services.cancel_inspection, found.pk, "Đã huỷ cuộc kiểm tra.", reason=reason)
    return redirect("follow_up:inspection", found.pk)


def _try(request: Asked, act: Any, pk: int, done: str, **said: str) -> None:
    try:
        act(inspection_id=pk, actor=request.user, at=timezone.now(), **said)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
