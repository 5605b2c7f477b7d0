"""The organisation officer's months: opening, what is missing, who holds what, closing; and how marks spread."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from congtam.documents.serving import attachment
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.scoring import presenters, rights, selectors, services, workbooks
from congtam.scoring.facts import rules_of
from congtam.scoring.forms import OpenForm, OutsideMonthForm, ReadingForm
from congtam.scoring.models import ScoringPeriod
from congtam.ui.paging import CountedPaginator
from congtam.values.refusal import RefusedError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50
# Bodies whose people without sheets are named before a month is opened.
BODIES_WARNED = 3
HOLDINGS = 20


def periods(request: Asked) -> HttpResponse:
    """List the months of the bodies the viewer runs or leads; on POST open one."""
    viewer = request.viewer
    bodies = selectors.bodies_for(viewer)
    form = OpenForm(bodies, viewer.on, request.POST or None)
    if request.method == "POST":
        require(viewer, "scoring.run_periods")
        named = request.POST.get("body", "")
        if named.isdecimal():
            require(viewer, "scoring.open_period", get_object_or_404(Unit, pk=named))
        if form.is_valid():
            body = get_object_or_404(Unit, pk=form.cleaned_data["body"])
            try:
                opened = services.open_period(
                    body=body,
                    month=form.cleaned_data["month"],
                    cut_off_date=form.cleaned_data["cut_off_date"],
                    actor=request.user,
                    at=timezone.now(),
                )
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Đã mở kỳ tháng {opened.month:%m/%Y}.")
                return redirect("scoring:period", opened.pk)
    page = Paginator(selectors.period_rows(viewer), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "bodies": bodies,
        "form": form if bodies else None,
        "unscored": [
            (name, body, found)
            for body, name in bodies[:BODIES_WARNED]
            if (found := _left_out(body, viewer.on.replace(day=1)))
        ],
    }
    return render(request, "scoring/periods.html", context, status=422 if form.errors else 200)


@require_GET
def period(request: Asked, period_id: int) -> HttpResponse:
    """Show a month of a body: what is missing, who holds what, every sheet."""
    return _page(request, _found(request, period_id))


@require_POST
def close(request: Asked, period_id: int) -> HttpResponse:
    """Close a month."""
    found = _found(request, period_id)
    require(request.viewer, "scoring.run_period", found)
    try:
        services.close_period(period_id=found.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _page(request, found, status=422)
    messages.success(request, f"Đã đóng kỳ tháng {found.month:%m/%Y}.")
    return redirect("scoring:period", found.pk)


@require_POST
def add_missing(request: Asked, period_id: int) -> HttpResponse:
    """Make the sheets that are missing."""
    found = _found(request, period_id)
    require(request.viewer, "scoring.run_period", found)
    try:
        made = services.add_missing_sheets(period_id=found.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return _page(request, found, status=409)
    messages.success(request, f"Đã bổ sung {made} phiếu và cập nhật người chấm của các phiếu chưa ký.")
    return redirect("scoring:period", found.pk)


@require_GET
def export(request: Asked, period_id: int) -> HttpResponse:
    """Give a month as a workbook."""
    found = _found(request, period_id)
    rows = presenters.workbook_rows(selectors.current_sheets(found), selectors.changes_of_people(found))
    data = workbooks.month_workbook(found.month, rows, body_name=getattr(found, "body_name", ""))
    return attachment(data, name=f"Tổng hợp tháng {found.month:%m-%Y}.xlsx", media_type=XLSX)


@require_GET
def overview(request: Asked, period_id: int) -> HttpResponse:
    """Show how the marks of a month spread over the body and its units."""
    found = _found(request, period_id)
    spread = presenters.distribution(selectors.totals_of(found))
    changes = selectors.changes_of_body(found, request.viewer.on)
    context = {
        "period": found,
        "title": f"Kỳ tháng {found.month:%m/%Y}",
        "spread": spread,
        "chart": {
            "kind": "bar",
            "labels": [label for label, _ in spread],
            "series": [{"name": "Số người", "values": [count for _, count in spread]}],
        },
        "units": [(one, changes.units.get(one.unit_id)) for one in selectors.units_of_period(found)],
        "changes": changes,
    }
    return render(request, "scoring/overview.html", context)


def outside(request: Asked) -> HttpResponse:
    """Enter a month another body scored."""
    require(request.viewer, "scoring.record_outside_month")
    people = selectors.people_kept_by(request.viewer)
    form = OutsideMonthForm(people, request.viewer.on, request.POST or None)
    if request.POST.get("person", "").isdecimal() and int(request.POST["person"]) not in {one.pk for one in people}:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        who = next(one for one in people if one.pk == given["person"])
        try:
            services.record_outside_month(
                person=who,
                month=given["month"],
                total_hundredths=given["total"],
                body_name=given["body_name"],
                document=given["document"],
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã nhập điểm tháng {given['month']:%m/%Y} của {who}.")
            return redirect("scoring:outside")
    kept = selectors.outside_months_kept_by(request.viewer)
    return render(request, "scoring/outside.html", {"form": form, "kept": kept}, status=422 if form.errors else 200)


def reading(request: Asked, body_id: int) -> HttpResponse:
    """Show how the by-law reads what the decree leaves open; on POST set it anew from a day on."""
    viewer = request.viewer
    body = get_object_or_404(Unit, pk=body_id)
    require(viewer, "scoring.set_reading", body)
    current = selectors.reading_of(body.pk, viewer.on)
    initial = {f"policy_{name}": choice for name, choice in current.policies.items()}
    form = ReadingForm(
        rules_of(viewer.on), request.POST or None, initial=initial | {"includes": sorted(current.includes)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_reading(
                body=body,
                policies=form.chosen(),
                adopts=sorted(current.adopts),
                includes=form.cleaned_data["includes"],
                document=form.cleaned_data["document"],
                valid_from=form.cleaned_data["valid_from"],
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi cách hiểu của quy chế.")
            return redirect("scoring:reading", body.pk)
    context = {"form": form, "current": current, "name": dict(selectors.bodies_for(viewer)).get(body.pk, body.code)}
    return render(request, "scoring/reading.html", context, status=422 if form.errors else 200)


def _found(request: Asked, period_id: int) -> ScoringPeriod:
    found = get_object_or_404(selectors.periods_for(request.viewer), pk=period_id)
    require(request.viewer, "scoring.read_period", found)
    return found


def _left_out(body_id: int, month: date) -> selectors.LeftOut:
    """Return whoever the by-law of a body leaves without a sheet in a month."""
    return selectors.left_out(body_id, month, includes=selectors.reading_of(body_id, month).includes)


def _page(request: Asked, found: ScoringPeriod, status: int = 200) -> HttpResponse:
    viewer = request.viewer
    runs = may(viewer, "scoring.run_period", found)
    sheets = selectors.current_sheets(found)
    state = request.GET.get("state", "")
    counts = selectors.state_counts(found)
    known = sum(count for code, _, count in counts if not state or code == state)
    pages = CountedPaginator(sheets.filter(state=state) if state else sheets, PAGE, known=known)
    holdings = selectors.holdings_of(found, viewer.on)
    includes = selectors.reading_of(found.body_id, found.month).includes if runs else frozenset[str]()
    context = {
        "period": found,
        "title": f"Kỳ tháng {found.month:%m/%Y}",
        "meta": f"{found.get_state_display().capitalize()}. Chốt số liệu ngày {found.cut_off_date:%d/%m/%Y}",
        "counts": presenters.state_tiles(counts),
        "states": selectors.STATE_CHOICES,
        "missing": selectors.missing_set_up(found, includes=includes) if runs else None,
        "outdated": presenters.outdated_rows(viewer, services.outdated_results(sheets)) if runs else [],
        "holdings": holdings[:HOLDINGS],
        "holding_count": len(holdings),
        "page": pages.get_page(request.GET.get("page")),
        "actions": rights.period_actions_for(viewer, found),
        "runs": runs,
    }
    return render(request, "scoring/period.html", context, status=status)
