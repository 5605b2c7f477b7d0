"""Faults named and mended."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.documents.serving import download
from congtam.follow_up.forms.faults import CloseForm, FaultForm
from congtam.follow_up.forms.reminders import ChosenBodyForm
from congtam.follow_up.models import Inspection
from congtam.follow_up.selectors.faults import Wanted, answering, fault_file, faults
from congtam.follow_up.services import faults as services
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.organisation.selectors import UnitChoices, unit_choices
from congtam.personnel.asking import Asked
from congtam.personnel.models import Person
from congtam.personnel.rights import may, require
from congtam.values.known import given
from congtam.values.refusal import RefusedError

_PAGE = 50
STATES = (
    ("", "Tất cả"),
    ("open", "Chưa làm"),
    ("under_way", "Đang làm"),
    ("overdue", "Quá hạn"),
    ("done", "Đã xong"),
)


def shortcomings(request: Asked) -> HttpResponse:
    """List the faults one may see."""
    require(request.viewer, "follow_up.see_faults")
    state = request.GET.get("viec", "")
    page = Paginator(faults(request.viewer, Wanted(state=state)), _PAGE).get_page(request.GET.get("page"))
    return render(request, "follow_up/shortcomings.html", {"page": page, "states": STATES, "state": state})


def name_shortcoming(request: Asked) -> HttpResponse:
    """Name a fault in a unit; `kiem_tra` and `cuoc_hop` in the address say where it was found or named."""
    viewer = request.viewer
    units = units_to_name(request)
    if units.chosen is None:
        raise Http404
    require(viewer, "follow_up.name_fault", units.chosen)
    keeps = units.chosen in viewer.led | viewer.office | viewer.officer
    people = answering(viewer, [units.chosen])
    # Whoever only serves there names a fault of his own.
    offered = people if keeps else [one for one in people if one[0] == viewer.person_id]
    form = FaultForm(request.POST or None, people=offered, may_name_head=keeps)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data.pop("person")
        found = Inspection.objects.visible_to(viewer).filter(pk=_key(request, "kiem_tra")).first()
        meeting = Meeting.objects.visible_to(viewer).filter(pk=_key(request, "cuoc_hop")).first()
        try:
            fault = services.name_shortcoming(
                unit=get_object_or_404(Unit, pk=units.chosen),
                person=get_object_or_404(Person, pk=chosen) if chosen else None,
                meeting=meeting,
                inspection=found,
                actor=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi hạn chế cần khắc phục.")
            return redirect("follow_up:shortcoming", fault.pk)
    context = {"form": form, "units": units}
    return render(request, "follow_up/name_shortcoming.html", context, status=422 if form.is_bound else 200)


def units_to_name(request: Asked) -> UnitChoices:
    """Return the units whose faults, inspections or breakthrough one may write down, and the one the address names."""
    viewer, asked = request.viewer, ChosenBodyForm.read(request.GET)
    units = viewer.led | viewer.office | viewer.officer | viewer.posts
    first = min(viewer.headed or viewer.posts, default=None)
    return unit_choices(units, viewer.on, words=asked["tim_don_vi"], chosen=asked["don_vi"] or first)


def _key(request: Asked, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def shortcoming(request: Asked, pk: int) -> HttpResponse:
    """Show one fault; close it."""
    fault = get_object_or_404(fault_file(request.viewer), pk=pk)
    is_open = fault.state != "done"
    form = CloseForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request.viewer, "follow_up.close_fault", fault)
        if form.is_valid():
            try:
                services.close_shortcoming(
                    shortcoming_id=fault.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
                )
            except services.FaultMovedError as refusal:
                messages.error(request, str(refusal))
                return redirect("follow_up:shortcoming", fault.pk)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "Đã ghi khắc phục xong.")
                return redirect("follow_up:shortcoming", fault.pk)
    context = {
        "fault": fault,
        "form": form if is_open and may(request.viewer, "follow_up.close_fault", fault) else None,
        "may_begin": fault.state == "open" and may(request.viewer, "follow_up.mend_fault", fault),
        "is_open": is_open,
    }
    return render(request, "follow_up/shortcoming.html", context, status=422 if form.is_bound else 200)


@require_POST
def begin_mending(request: Asked, pk: int) -> HttpResponse:
    """Say that mending is under way."""
    fault = get_object_or_404(fault_file(request.viewer), pk=pk)
    require(request.viewer, "follow_up.mend_fault", fault)
    try:
        services.begin_mending(shortcoming_id=fault.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã ghi đang khắc phục.")
    return redirect("follow_up:shortcoming", fault.pk)


def proof(request: Asked, pk: int) -> FileResponse:
    """Give the file that proves a fault mended to whoever may see the fault."""
    fault = get_object_or_404(fault_file(request.viewer).filter(file__isnull=False), pk=pk)
    return download(given(fault.file))
