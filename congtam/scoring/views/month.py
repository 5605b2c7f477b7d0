"""The superior's month: everybody he confirms, exceptions first."""

from collections.abc import Sequence
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.scoring import presenters, selectors, services
from congtam.ui import wording
from congtam.values.periods import NotAPeriodError, period
from congtam.values.refusal import RefusedError

# So many sheets are worked out for one page; who confirms more turns it.
PAGE = 50
_LONGEST = 10


@require_GET
def month(request: Asked) -> HttpResponse:
    """Show the month of everybody whose sheet the viewer confirms."""
    viewer = request.viewer
    judged = selectors.judged_months(viewer)
    chosen = _asked(request.GET.get("period", "")) or judged.first or viewer.on.replace(day=1)
    return _page(request, chosen, judged.months)


@require_POST
def confirm(request: Asked) -> HttpResponse:
    """Confirm one sheet of the grid, or all that have nothing unusual."""
    viewer = request.viewer
    chosen = _asked(request.POST.get("period", ""))
    if chosen is None:
        return redirect("scoring:month")
    asked = [int(text) for text in request.POST.get("confirm", "").split(",") if text.isdecimal()]
    sheets = {sheet.pk: sheet for sheet in selectors.judged_sheets(viewer, chosen).filter(pk__in=asked)}
    strange = {pk for pk in asked if pk not in sheets}
    if selectors.sheets_for(viewer).filter(pk__in=strange, judging_unit__in=viewer.headed).count() < len(strange):
        raise PermissionDenied
    if not asked or strange:
        messages.error(request, "Danh sách vừa thay đổi. Hãy xem lại rồi xác nhận.")
        return redirect(_address(chosen))
    for pk in asked:
        require(viewer, "scoring.confirm", sheets[pk])
    comments = {pk: request.POST.get(f"comment-{pk}", "").strip() for pk in asked}
    try:
        if "clean" in request.GET:
            services.confirm_clean(sheet_ids=asked, comments=comments, actor=request.user, at=timezone.now())
        else:
            services.confirm(sheet_id=asked[0], comment=comments[asked[0]], actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        lost = isinstance(refusal, services.SheetMovedError)
        return _page(request, chosen, selectors.judged_months(viewer).months, status=409 if lost else 422)
    names = sheets[asked[0]].person.full_name if len(asked) == 1 else f"{len(asked)} người"
    messages.success(request, f"Đã xác nhận phiếu của {names}.")
    return redirect(_address(chosen))


def _page(request: Asked, chosen: date, months: Sequence[date], status: int = 200) -> HttpResponse:
    viewer = request.viewer
    number = request.GET.get("page", "1")
    first = PAGE * (max(int(number), 1) - 1) if number.isdecimal() and len(number) < _LONGEST else 0
    sheets = list(selectors.judged_sheets(viewer, chosen)[first : first + PAGE])
    results = selectors.unit_results_of(sheets)
    moved = [sheet.pk for sheet in selectors.with_moved_results(sheets, results)]
    outdated = services.outdated_results(selectors.sheets_for(viewer).filter(pk__in=moved)) if moved else []
    lines = selectors.lines_of(sheets, viewer.on)
    rows = presenters.grid_rows(
        sheets,
        lines=lines,
        changed=selectors.changed_since_signing(sheets, lines, viewer.on),
        before=selectors.previous_totals(sheets, chosen),
        results=results,
        readings=selectors.readings_of({sheet.period.body_id for sheet in sheets}, chosen),
        dossiers=selectors.dossiers_of(sheets, viewer.on),
        outdated=frozenset(one.sheet.pk for one in outdated),
    )
    clean = [row for row in rows if row.is_clean]
    context = {
        "month": chosen,
        "head": f"Chấm điểm tháng {chosen:%m/%Y}",
        "period": selectors.month_name(chosen),
        "months": [
            (selectors.month_name(one), wording.period(selectors.month_name(one)).capitalize()) for one in months
        ],
        "rows": [(row, request.POST.get(f"comment-{row.sheet.pk}", row.sheet.comment)) for row in rows],
        "clean": clean,
        "clean_ids": ",".join(str(row.sheet.pk) for row in clean),
        "page": Paginator(range(sheets[0].found_count if sheets else 0), PAGE).get_page(number),
        "all": sheets[0] if sheets else None,
        "unusual_count": sum(row.waits and not row.is_clean for row in rows),
        "outdated": presenters.outdated_rows(viewer, outdated),
        "changes": selectors.changes_of_judged(viewer, chosen),
    }
    return render(request, "scoring/month.html", context, status=status)


def _asked(text: str) -> date | None:
    try:
        found = period(text)
    except NotAPeriodError:
        return None
    return found.span.start if found.is_month else None


def _address(chosen: date) -> str:
    return f"{reverse('scoring:month')}?period={selectors.month_name(chosen)}"
