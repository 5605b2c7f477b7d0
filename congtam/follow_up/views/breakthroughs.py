"""The one breakthrough a unit works for in a year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from congtam.follow_up.forms.faults import BreakthroughForm, SummaryForm
from congtam.follow_up.selectors.faults import breakthroughs as listed
from congtam.follow_up.selectors.faults import carrying
from congtam.follow_up.services import faults as services
from congtam.follow_up.views.faults import units_to_name
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.refusal import RefusedError

_PAGE = 50


def breakthroughs(request: Asked) -> HttpResponse:
    """List the breakthroughs of a year."""
    require(request.viewer, "follow_up.see_faults")
    text = request.GET.get("nam", "")
    year = int(text) if text.isdecimal() and len(text) == len("2026") else request.viewer.on.year
    page = Paginator(listed(request.viewer, year), _PAGE).get_page(request.GET.get("page"))
    years = [(one, str(one)) for one in range(request.viewer.on.year + 1, request.viewer.on.year - 5, -1)]
    context = {"page": page, "year": year, "years": years, "may_set": bool(request.viewer.led)}
    return render(request, "follow_up/breakthroughs.html", context)


def set_breakthrough(request: Asked) -> HttpResponse:
    """Write down the breakthrough of a unit one leads, for this year."""
    viewer, year = request.viewer, request.viewer.on.year
    require(viewer, "tasks.assign")
    units = units_to_name(request)
    if units.chosen is None or units.chosen not in viewer.led:
        raise Http404
    works, targets = carrying(units.chosen, year)
    offered = {
        "works": [(one.pk, str(one)) for one in works],
        "targets": [(one.pk, str(one)) for one in targets],
    }
    form = BreakthroughForm(request.POST or None, **offered)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = services.set_breakthrough(
                unit=get_object_or_404(Unit, pk=units.chosen),
                year=year,
                text=given["text"],
                why=given["why"],
                works=[one for one in works if one.pk in given.get("works", ())],
                targets=[one for one in targets if one.pk in given.get("targets", ())],
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã đăng ký khâu đột phá.")
            return redirect("follow_up:breakthrough", made.pk)
    context = {"form": form, "units": units, "year": year}
    return render(request, "follow_up/set_breakthrough.html", context, status=422 if form.is_bound else 200)


def breakthrough(request: Asked, pk: int) -> HttpResponse:
    """Show one breakthrough and what carries it; sum it up."""
    found = get_object_or_404(listed(request.viewer, None), pk=pk)
    form = SummaryForm(request.POST or None, initial={"summary": found.summary})
    if request.method == "POST":
        require(request.viewer, "follow_up.set_breakthrough", found)
        if form.is_valid():
            services.sum_up_breakthrough(
                breakthrough_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "Đã ghi tổng kết.")
            return redirect("follow_up:breakthrough", found.pk)
    context = {
        "found": found,
        "works": found.works.all(),
        "targets": found.targets.all(),
        "form": form if may(request.viewer, "follow_up.set_breakthrough", found) else None,
    }
    return render(request, "follow_up/breakthrough.html", context, status=422 if form.is_bound else 200)
