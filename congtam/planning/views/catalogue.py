"""Pages of the catalogue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.documents.models import StoredFile
from congtam.documents.services import store_upload
from congtam.documents.serving import attachment
from congtam.organisation.models import Unit
from congtam.organisation.selectors import states_on
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning import workbooks
from congtam.planning.choices import OverlapKind, OverlapVerdict
from congtam.planning.forms.catalogue import ImportForm, IssueForm, OverlapForm, UploadForm
from congtam.planning.models import ProductOverlap
from congtam.planning.selectors import catalogue as selectors
from congtam.planning.services import catalogue as services
from congtam.values.refusal import RefusedError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50


def catalogues(request: Asked) -> HttpResponse:
    """List the catalogues of the bodies around the viewer."""
    viewer = request.viewer
    found = list(selectors.catalogues_for(viewer))
    bodies = set(selectors.bodies_to_prepare(viewer)) | {catalogue.body_id for catalogue in found}
    names = states_on(bodies, viewer.on)
    prepares = [
        (unit_id, state.name) for unit_id, state in names.items() if may(viewer, "planning.import_catalogue", unit_id)
    ]
    rows = [(catalogue, names[catalogue.body_id].name) for catalogue in found if catalogue.body_id in names]
    return render(request, "planning/catalogues.html", {"rows": rows, "prepares": prepares})


def catalogue(request: Asked, catalogue_id: int) -> HttpResponse:
    """Show one version: products, groups, what repeats itself."""
    found = get_object_or_404(selectors.catalogues_for(request.viewer), pk=catalogue_id)
    query = request.GET
    products = selectors.products_of(
        found, words=query.get("q", ""), group=query.get("group", ""), division=query.get("division", "")
    )
    page = Paginator(products, PAGE).get_page(query.get("page"))
    return render(
        request,
        "planning/catalogue.html",
        {
            "catalogue": found,
            "page": page,
            "groups": selectors.group_counts(found),
            "group_options": [(group.code, group.code) for group in found.groups.order_by("position")],
            "division_options": [(name, name) for name in selectors.divisions_of(found)],
            "open_overlap_count": selectors.open_overlaps(found).count(),
            "changes": may(request.viewer, "planning.change_catalogue", found),
            "issue_form": IssueForm(),
        },
    )


def export(request: Asked, catalogue_id: int) -> HttpResponse:
    """Give a catalogue as the form's own table."""
    found = get_object_or_404(selectors.catalogues_for(request.viewer), pk=catalogue_id)
    data = workbooks.write_catalogue(
        found.name, selectors.rows_of_form(found), heading=[found.document] if found.document else []
    )
    return attachment(data, name=f"Danh mục v{found.version}.xlsx", media_type=XLSX)


def template(_request: Asked) -> HttpResponse:
    """Give the empty table, the same for everybody."""
    return attachment(workbooks.template(), name="Mẫu danh mục sản phẩm.xlsx", media_type=XLSX)


def upload(request: Asked, body_id: int) -> HttpResponse:
    """Take a file in and go on to what was read from it; nothing is made yet."""
    body = get_object_or_404(Unit, pk=body_id)
    require(request.viewer, "planning.import_catalogue", body.pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            stored = store_upload(uploaded=form.cleaned_data["file"], actor=request.user, at=timezone.now())
            workbooks.read_catalogue(selectors.bytes_of(stored))
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("planning:preview", body_id, stored.pk)
    status = 422 if form.errors else 200
    return render(
        request, "planning/upload.html", {"form": form, "body": body, "name": _name(request, body)}, status=status
    )


def preview(request: Asked, body_id: int, file_id: int) -> HttpResponse:
    """Show every row as read and judged; on POST make the draft, whole or not at all."""
    body = get_object_or_404(Unit, pk=body_id)
    require(request.viewer, "planning.import_catalogue", body.pk)
    stored = get_object_or_404(StoredFile, pk=file_id, stored_by=request.user)
    table = workbooks.read_catalogue(selectors.bytes_of(stored))
    form = ImportForm(
        request.POST or None, initial={"name": f"Danh mục sản phẩm, công việc của {_name(request, body)}"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.import_catalogue(
                body=body,
                name=form.cleaned_data["name"],
                table=table,
                source=stored,
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Đã nhập {made.product_count} sản phẩm; có {made.overlap_count} cặp gần giống cần xem."
            )
            return redirect("planning:catalogue", made.catalogue.pk)
    page = Paginator(selectors.worst_first(table), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "body": body, "name": _name(request, body), "file": stored, "table": table, "page": page}
    return render(request, "planning/preview.html", context, status=422 if form.errors else 200)


@require_POST
def issue(request: Asked, catalogue_id: int) -> HttpResponse:
    """Put a draft in force."""
    found = get_object_or_404(selectors.catalogues_for(request.viewer), pk=catalogue_id)
    require(request.viewer, "planning.change_catalogue", found)
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy ghi quyết định ban hành và ngày áp dụng.")
        return redirect("planning:catalogue", found.pk)
    try:
        services.issue_catalogue(catalogue=found, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã ban hành. Việc giao từ ngày áp dụng dùng hệ số của phiên bản này.")
    return redirect("planning:catalogue", found.pk)


@require_POST
def discard(request: Asked, catalogue_id: int) -> HttpResponse:
    """Throw a draft away."""
    found = get_object_or_404(selectors.catalogues_for(request.viewer), pk=catalogue_id)
    require(request.viewer, "planning.change_catalogue", found)
    try:
        services.discard_draft(
            catalogue=found, reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("planning:catalogue", catalogue_id)
    messages.success(request, "Đã bỏ bản dự thảo.")
    return redirect("planning:catalogues")


def overlaps(request: Asked, catalogue_id: int) -> HttpResponse:
    """Show pairs side by side, likest first."""
    found = get_object_or_404(selectors.catalogues_for(request.viewer), pk=catalogue_id)
    kind = request.GET.get("kind", "")
    pairs = selectors.open_overlaps(found)
    if kind in OverlapKind:
        pairs = pairs.filter(kind=kind)
    page = Paginator(pairs, 20).get_page(request.GET.get("page"))
    context = {
        "catalogue": found,
        "page": page,
        "pairs": [selectors.side_by_side(pair) for pair in page],
        "decided": selectors.decided_overlaps(found)[:20],
        "kind_options": OverlapKind.choices,
        "changes": may(request.viewer, "planning.change_catalogue", found),
    }
    return render(request, "planning/overlaps.html", context)


@require_POST
def decide_overlap(request: Asked, catalogue_id: int, overlap_id: int) -> HttpResponse:
    """Keep what the officer decided about a pair."""
    found = get_object_or_404(selectors.catalogues_for(request.viewer), pk=catalogue_id)
    require(request.viewer, "planning.change_catalogue", found)
    pair = get_object_or_404(ProductOverlap, pk=overlap_id, one__catalogue=found)
    form = OverlapForm(request.POST)
    if form.is_valid():
        try:
            services.decide_overlap(
                overlap=pair,
                verdict=OverlapVerdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    return redirect("planning:overlaps", found.pk)


def _name(request: Asked, body: Unit) -> str:
    state = states_on([body.pk], request.viewer.on).get(body.pk)
    return state.name if state else body.code
