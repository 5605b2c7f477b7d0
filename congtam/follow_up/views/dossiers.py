"""Dossiers of administrative procedures: how they stand, and taking in the export of the one-stop system."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.follow_up import presenters
from congtam.follow_up.choices import ImportState, NameKind
from congtam.follow_up.forms.dossiers import DossierPersonForm, ExportForm, NamesForm
from congtam.follow_up.forms.reminders import ChosenBodyForm
from congtam.follow_up.models import DossierImport
from congtam.follow_up.selectors.dossiers import AGES, dossier_board, imports_of, late_in, overdue_dossiers
from congtam.follow_up.selectors.judging import judged, people_offered, units_offered
from congtam.follow_up.selectors.reminders import body_to_keep
from congtam.follow_up.services import dossiers as services
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.values.known import given
from congtam.values.refusal import RefusedError

_PAGE = 50
_SHOWN_PROBLEMS = 50


def board(request: Asked) -> HttpResponse:
    """Show how dossiers stand in a month: shares, ages, by unit and by person; the overdue ones one by one."""
    viewer = request.viewer
    require(viewer, "follow_up.see_dossiers")
    asked = ChosenBodyForm.read(request.GET)
    bodies = body_to_keep(viewer, words=asked["tim_don_vi"], chosen=asked["don_vi"])
    month = presenters.month_of(request.GET.get("thang", ""), viewer.on)
    body_id = bodies.chosen if asked["don_vi"] else None
    person_id = DossierPersonForm.read(request.GET)
    days = {"since": month.first, "until": min(month.after, presenters.day_after(viewer.on))}
    found = dossier_board(viewer, body_id, person_id=person_id, **days)
    listed = late_in(viewer, body_id, person_id, **days) if person_id is not None else overdue_dossiers(viewer, body_id)
    page = Paginator(listed, _PAGE).get_page(request.GET.get("page"))
    context = {
        "found": found,
        "month": month,
        "bodies": bodies,
        "chosen": asked["don_vi"] or "",
        "body_options": [("", "Tất cả"), *bodies.options],
        "chart": presenters.dossier_chart(found.units),
        "ages": [words for _, _, words in AGES],
        "page": page,
        "may_bring": bodies.chosen is not None,
        "person_id": person_id,
        "list_title": "Đang quá hạn hôm nay" if person_id is None else "Trễ hạn, quá hạn trong tháng",
        "person": next((one.name for one in found.people), "người này") if person_id is not None else "",
    }
    return render(request, "follow_up/dossiers.html", context)


def bring(request: Asked) -> HttpResponse:
    """Take the export of a body and lead to what was read; below, what was brought before."""
    require(request.viewer, "follow_up.see_reminders")
    asked = ChosenBodyForm.read(request.GET)
    bodies = body_to_keep(request.viewer, words=asked["tim_don_vi"], chosen=asked["don_vi"])
    if bodies.chosen is None:
        raise Http404
    form = ExportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        body = get_object_or_404(Unit, pk=bodies.chosen)
        try:
            brought = services.read_export(
                body=body, uploaded=form.cleaned_data["file"], actor=request.user, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("follow_up:dossier_import", brought.pk)
    context = {"form": form, "bodies": bodies, "imports": imports_of(request.viewer).defer("rows")[:20]}
    return render(request, "follow_up/bring_dossiers.html", context, status=422 if form.is_bound else 200)


def one_import(request: Asked, import_id: int) -> HttpResponse:
    """Show what was read: what is wrong, what would change; ask what unknown names mean."""
    brought = _brought(request, import_id)
    found = judged(brought, request.viewer.on)
    form = _names_form(request, brought, found.unknown)
    if request.method == "POST" and form is not None and form.is_valid():
        units = {name: given(key) for name, key in form.meant(NameKind.UNIT).items()}
        people = form.meant(NameKind.PERSON)
        services.settle_names(brought=brought, units=units, people=people, actor=request.user, at=timezone.now())
        return redirect("follow_up:dossier_import", brought.pk)
    context = {
        "brought": brought,
        "found": found,
        "problems": found.problems[:_SHOWN_PROBLEMS],
        "more": max(0, len(found.problems) - _SHOWN_PROBLEMS),
        "form": form,
        "is_open": brought.state == ImportState.READ,
    }
    return render(request, "follow_up/dossier_import.html", context, status=422 if form and form.is_bound else 200)


@require_POST
def write(request: Asked, import_id: int) -> HttpResponse:
    """Write the dossiers of an export."""
    brought = _brought(request, import_id)
    try:
        written = services.write_dossiers(import_id=brought.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("follow_up:dossier_import", brought.pk)
    messages.success(request, f"Đã ghi {written.new_count} hồ sơ mới, {written.changed_count} hồ sơ thay đổi.")
    return redirect(f"{reverse('follow_up:dossiers')}?don_vi={brought.body_id}")


@require_POST
def put_away(request: Asked, import_id: int) -> HttpResponse:
    """Put an export away."""
    brought = _brought(request, import_id)
    try:
        services.put_away(import_id=brought.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ tệp, không ghi gì.")
    return redirect("follow_up:bring_dossiers")


def _brought(request: Asked, import_id: int) -> DossierImport:
    brought = get_object_or_404(imports_of(request.viewer), pk=import_id)
    require(request.viewer, "follow_up.bring_dossiers", brought.body_id)
    return brought


def _names_form(
    request: Asked, brought: DossierImport, unknown: Sequence[tuple[NameKind, str, int]]
) -> NamesForm | None:
    if not unknown:
        return None
    on = request.viewer.on
    units, people = units_offered(brought.body_id, on), people_offered(brought.body_id, on)
    return NamesForm(request.POST or None, unknown=unknown, units=units, people=people)
