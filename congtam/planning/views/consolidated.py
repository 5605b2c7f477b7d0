"""Pages of the consolidated plan: as it stands, as it was published, on paper and in Excel."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.documents.papers import DOCX_TYPE, PDF_TYPE, to_docx, to_pdf
from congtam.documents.serving import attachment
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning import workbooks
from congtam.planning.forms.work import PublishForm
from congtam.planning.models import ConsolidatedPlan
from congtam.planning.papers import plan_paper
from congtam.planning.presenters import work as presenters
from congtam.planning.selectors import consolidated as selectors
from congtam.planning.selectors import work as works
from congtam.planning.selectors.consolidated import PlanRow
from congtam.planning.services.consolidated import publish as publish_plan
from congtam.planning.views.work import XLSX, asked_for, period_context
from congtam.ui.paging import CountedPaginator, long_pages
from congtam.values.refusal import RefusedError

# Rows stand folded under their headings: a body's whole year mostly fits on one page.
PAGE = 200
_FEW_GROUPS = 2
# Differences shown at once; all are in the Excel file.
_SHOWN = 30


def plan(request: Asked) -> HttpResponse:
    """Show the plan of a body and year as it stands, what differs from the version in force, and the versions."""
    bodies, wanted = asked_for(request)
    if wanted is None:
        return render(request, "planning/work_items/plan.html", {"bodies": bodies})
    on, grouping = request.viewer.on, request.GET.get("xep", "lead")
    found = works.narrowed(selectors.plan_works(wanted.body_id, wanted.year, on, grouping), wanted, on)
    counts = works.work_counts(wanted, on)
    known = None if wanted.is_narrowed else counts.all - counts.dropped
    pages = long_pages(found, PAGE) if known is None else CountedPaginator(found, PAGE, known=known)
    page = pages.get_page(request.GET.get("page"))
    groups = presenters.grouped(selectors.rows_of(page.object_list, on), grouping, on)
    waiting = selectors.waiting(wanted.body_id, wanted.year)
    versions = list(selectors.versions(wanted.body_id, wanted.year))
    # Who looks for something is shown what he looks for; the whole plan is compared and published as a whole.
    is_whole = not wanted.is_narrowed
    latest = versions[0] if versions and is_whole else None
    context = {
        "bodies": bodies,
        "wanted": wanted,
        "heading": f"Kế hoạch hợp nhất năm {wanted.year}",
        "page": page,
        "groups": groups,
        "unfolded": not is_whole or "mo" in request.GET or len(groups) <= _FEW_GROUPS,
        "kinds": selectors.PLAN_KINDS,
        "units": works.leading_units(wanted.body_id, wanted.year, on),
        "groupings": selectors.GROUPINGS,
        "grouping": grouping,
        "latest": latest,
        "versions": versions,
        "differs": selectors.since(latest, on) if latest else None,
        "shown": _SHOWN,
        "waiting": waiting,
        "counts": counts,
        "publishes": is_whole
        and counts.all > counts.dropped
        and may(request.viewer, "planning.keep_work", wanted.body_id),
        "publish_form": PublishForm(waiting=waiting.pairs, initial={"published_on": on, "pairs_known": waiting.pairs}),
        **period_context(wanted),
    }
    return render(request, "planning/work_items/plan.html", context)


@require_POST
def publish(request: Asked, body_id: int, year: int) -> HttpResponse:
    """Publish the plan as it stands."""
    body = get_object_or_404(Unit, pk=body_id)
    require(request.viewer, "planning.keep_work", body.pk)
    form = PublishForm(request.POST, waiting=selectors.waiting_pairs(body.pk, year).count())
    here = f"{reverse('work:plan')}?co_quan={body.pk}&nam={year}"
    if not form.is_valid() or form.cleaned_data["published_on"] is None:
        messages.error(request, "Hãy ghi ngày ban hành.")
        return redirect(here)
    try:
        made = publish_plan(body=body, year=year, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(here)
    messages.success(request, f"Đã ban hành kế hoạch hợp nhất năm {year}, lần {made.version}.")
    return redirect("work:version", made.pk)


def version(request: Asked, plan_id: int) -> HttpResponse:
    """Show a published version as it was, and what it changed."""
    found = get_object_or_404(ConsolidatedPlan.objects.visible_to(request.viewer), pk=plan_id)
    rows = [selectors.row_kept(kept) for kept in found.rows]
    before = selectors.version_before(found)
    differs = selectors.differences(rows, [selectors.row_kept(kept) for kept in before.rows]) if before else None
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    groups = presenters.grouped(list(page), "lead", found.published_on)
    context = {
        "plan": found,
        "heading": f"Kế hoạch hợp nhất năm {found.year}, lần {found.version}",
        "body_name": works.name_of(found.body_id, request.viewer.on),
        "page": page,
        "groups": groups,
        "unfolded": "mo" in request.GET or len(groups) <= _FEW_GROUPS,
        "differs": differs,
        "before": before,
        "shown": _SHOWN,
        "place": f"co_quan={found.body_id}&nam={found.year}",
    }
    return render(request, "planning/work_items/version.html", context)


def version_file(request: Asked, plan_id: int, kind: str) -> HttpResponse:
    """Give a published version as .docx, .pdf or .xlsx."""
    found = get_object_or_404(ConsolidatedPlan.objects.visible_to(request.viewer), pk=plan_id)
    rows = [selectors.row_kept(kept) for kept in found.rows]
    return _file(request, kind, rows, body_id=found.body_id, year=found.year, published=found)


def plan_file(request: Asked, kind: str) -> HttpResponse:
    """Give the plan as it stands, not published, as .docx, .pdf or .xlsx."""
    _, wanted = asked_for(request)
    if wanted is None:
        raise Http404
    on = request.viewer.on
    grouping = request.GET.get("xep", "lead")
    rows = selectors.rows_of(selectors.plan_works(wanted.body_id, wanted.year, on, grouping), on)
    changes = presenters.changes_words(works.work_counts(wanted, on), wanted.period)
    return _file(request, kind, rows, body_id=wanted.body_id, year=wanted.year, published=None, changes=changes)


def _file(
    request: Asked,
    kind: str,
    rows: Sequence[PlanRow],
    *,
    body_id: int,
    year: int,
    published: ConsolidatedPlan | None,
    changes: str = "",
) -> HttpResponse:
    on = request.viewer.on
    names = works.names_of_paper(body_id, published.published_on if published else on)
    title = f"Kế hoạch công tác hợp nhất năm {year}"
    name = f"{title}{f' lần {published.version}' if published else ' (dự thảo)'}"
    if kind == "xlsx":
        heading = [one for one in (names[0], presenters.version_words(published, on), changes) if one]
        data = workbooks.plan_table(presenters.plan_paper_rows(rows), title=title.upper(), heading=heading)
        return attachment(data, name=f"{name}.xlsx", media_type=XLSX)
    paper = plan_paper(rows, names=names, year=year, published=published, on=on, changes=changes)
    draw: Any = {"docx": (to_docx, DOCX_TYPE), "pdf": (to_pdf, PDF_TYPE)}.get(kind)
    if draw is None:
        raise Http404
    return attachment(draw[0](paper), name=f"{name}.{kind}", media_type=draw[1])
