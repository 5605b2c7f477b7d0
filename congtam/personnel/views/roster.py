"""Pages of the roster: template, upload, what was judged, and writing it."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from congtam.documents.serving import attachment, download
from congtam.personnel import forms, services, workbooks
from congtam.personnel.asking import Asked
from congtam.personnel.choices import ImportState
from congtam.personnel.models import RosterImport
from congtam.personnel.rights import import_actions, require
from congtam.personnel.selectors import listing, records, tree
from congtam.personnel.views.acting import UNPROCESSABLE, body_asked, try_act
from congtam.personnel.views.people import PAGE_ROWS, XLSX
from congtam.values.known import of_kind
from congtam.values.refusal import RefusedError


def roster(request: Asked) -> HttpResponse:
    """Take a workbook for a body and lead to its preview; below, what was brought before."""
    bodies = tree.bodies_kept(request.viewer, request.viewer.on)
    body = body_asked(request, bodies)
    require(request.viewer, "personnel.import_roster", body.unit if body else None)
    form = forms.RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and body is not None:
        try:
            preview = services.preview_roster(
                body=body.unit, uploaded=form.cleaned_data["file"], actor=request.user, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("personnel:roster_import", preview.pk)
    imports = records.with_names(records.imports_seen(request.viewer)[:20], lambda one: one.body_id)
    context = {
        "form": form,
        "bodies": [(state.unit_id, state.name) for state in bodies],
        "body": body,
        "imports": imports,
    }
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    return render(request, "personnel/roster.html", context, status=status)


@require_GET
def template(request: Asked, pk: int) -> HttpResponse:
    """Give the workbook to fill in, with the lists of a body."""
    on = request.viewer.on
    body = get_object_or_404(tree.units_named(on), pk=pk)
    require(request.viewer, "personnel.import_roster", body)
    data = workbooks.roster_template(
        body=records.unit_name(pk, on),
        units=listing.codes_and_names(pk, on),
        groups=listing.group_names(pk),
        cells=listing.cell_names(on),
    )
    return attachment(data, name="Mẫu danh sách nhân sự.xlsx", media_type=XLSX)


@require_GET
def roster_import(request: Asked, pk: int) -> HttpResponse:
    """Show what was judged of every row: errors first."""
    found = _seen(request, pk)
    shown = request.GET.get("xem", "")
    rows = [row for row in found.rows if _is_shown(row, shown)]
    rows.sort(key=lambda row: not any(problem["is_error"] for problem in row["problems"]))
    context = {
        "roster": found,
        "name": records.unit_name(found.body_id, request.viewer.on),
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
        "shown": shown,
        "allowed": import_actions(request.viewer, found),
        "is_waiting": found.state == ImportState.WAITING,
        "is_applied": found.state == ImportState.APPLIED,
    }
    return render(request, "personnel/roster_import.html", context)


@require_GET
def roster_file(request: Asked, pk: int) -> FileResponse:
    """Give back the workbook as it was brought."""
    return download(_seen(request, pk).file)


@require_POST
def apply_import(request: Asked, pk: int) -> HttpResponse:
    """Write a roster, or hand a long one to the worker."""
    found = _seen(request, pk)
    require(request.viewer, "personnel.import_roster", found.body)
    try_act(
        request,
        lambda at: services.start_applying(roster_import=found, actor=request.user, at=at),
        "Đã nhận; danh sách dài được ghi tiếp ở nền."
        if found.row_count > services.MOST_ROWS_AT_ONCE
        else "Đã ghi danh sách.",
    )
    return redirect("personnel:roster_import", pk)


@require_POST
def refuse_import(request: Asked, pk: int) -> HttpResponse:
    """Put a roster away unwritten."""
    found = _seen(request, pk)
    require(request.viewer, "personnel.import_roster", found.body)
    try_act(
        request,
        lambda at: services.refuse_roster(roster_import=found, actor=request.user, at=at),
        "Đã bỏ danh sách này; không có gì thay đổi.",
    )
    return redirect("personnel:roster")


def _seen(request: Asked, pk: int) -> RosterImport:
    found: RosterImport = get_object_or_404(records.imports_seen(request.viewer), pk=pk)
    return found


def _is_shown(row: dict[str, object], shown: str) -> bool:
    problems = of_kind(row["problems"], list)
    match shown:
        case "loi":
            return any(problem["is_error"] for problem in problems)
        case "xem-lai":
            return bool(problems) and not any(problem["is_error"] for problem in problems)
        case "thay-doi":
            return row["says"] != "không đổi"
        case _:
            return True
