"""Pages of a whole campaign: opening, preparing, the workbench, comparing, distribution, publication."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.accounts.selectors import saved_views
from congtam.documents.services import store_upload
from congtam.documents.serving import download
from congtam.evaluation import jobs, presenters, selectors, services
from congtam.evaluation.choices import CampaignState, Level, Outcome
from congtam.evaluation.facts import Standing, standings
from congtam.evaluation.forms import BodyLevelForm, FactsForm, MeetingForm, OpenForm, PublicationForm, ShareForm
from congtam.evaluation.models import Campaign, RatingCase
from congtam.evaluation.rights import campaign_actions
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.refusal import RefusedError

ROWS = 50
MOST_COMPARED = 4
_HUNDRED = 100
_SORTS = {
    "name": ("person__sort_key",),
    "-mean": ("-mean_hundredths", "person__sort_key"),
    "mean": ("mean_hundredths", "person__sort_key"),
    "unit": ("unit_name", "person__sort_key"),
}


def campaigns(request: Asked) -> HttpResponse:
    """List the years the viewer works on, and open one."""
    viewer = request.viewer
    bodies = selectors.bodies_kept(viewer)
    form = OpenForm(request.POST or None, bodies=bodies, initial={"year": viewer.on.year})
    if request.method == "POST":
        named = request.POST.get("body", "")
        require(viewer, "evaluation.open", int(named) if named.isdecimal() else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_campaign(
                body=get_object_or_404(Unit, pk=form.cleaned_data["body"]),
                year=form.cleaned_data["year"],
                actor=request.user,
                at=timezone.now(),
            )
            jobs.propose(campaign=made, actor=request.user, at=timezone.now())
            return redirect("evaluation:workbench", made.pk)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    page = Paginator(selectors.in_order(Campaign.objects.visible_to(viewer)), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "rows": selectors.listed(one.pk for one in page), "form": form, "bodies": bodies}
    return render(request, "evaluation/campaigns.html", context)


@require_safe
def workbench(request: Asked, pk: int) -> HttpResponse:
    """Show everybody of a campaign with what the decision needs."""
    campaign = _seen(request, pk)
    viewer, query = request.viewer, request.GET
    sees = may(viewer, "evaluation.see_workbench", campaign)
    cases = selectors.with_decisions(
        selectors.with_names(RatingCase.objects.visible_to(viewer).filter(campaign=campaign))
    )
    cases = selectors.found(selectors.in_gap(cases, query.get("gap", "")), query) if sees else cases
    page = Paginator(cases.order_by(*_SORTS.get(query.get("sort", ""), _SORTS["name"])), ROWS).get_page(
        query.get("page")
    )
    groups = standings(campaign) if sees else []
    shown = presenters.shown_columns(query.getlist("cot") if sees else ())
    context = {
        "campaign": campaign,
        "year_text": str(campaign.year),
        "body_name": selectors.body_name(campaign),
        "page": page,
        "rows": presenters.rows(page.object_list, viewer, campaign, groups if sees else None),
        "strip": presenters.strip_groups(groups),
        "over": [group for group in groups if group.quota.excess],
        "gaps": selectors.gaps(campaign) if sees and campaign.state == CampaignState.OPEN else [],
        "actions": campaign_actions(viewer, campaign),
        "sees": sees,
        "decides": sees and campaign.state == CampaignState.OPEN and campaign.body_id in viewer.headed,
        "job": selectors.running_job(campaign) if sees else None,
        "options": _options(groups),
        "columns": presenters.COLUMNS,
        "shown": shown,
        "level_columns": 1 + sum(code in shown for code in ("proposed", "flags", "past", "decided")),
        "saved": saved_views(request.user, request.path, query.urlencode()) if sees else None,
    }
    return render(request, "evaluation/workbench.html", context)


@require_POST
def propose(request: Asked, pk: int) -> HttpResponse:
    """Ask the engine anew about everybody undecided."""
    campaign = _seen(request, pk)
    require(request.viewer, "evaluation.prepare", campaign)
    job = jobs.propose(campaign=campaign, actor=request.user, at=timezone.now())
    if job is not None:
        return redirect("evaluation:job", job.pk)
    messages.success(request, "Đã tính lại đề xuất.")
    return redirect("evaluation:workbench", campaign.pk)


@require_POST
def add_cases(request: Asked, pk: int) -> HttpResponse:
    """Add people who came after the campaign was opened."""
    campaign = _seen(request, pk)
    require(request.viewer, "evaluation.prepare", campaign)
    count = services.add_cases(campaign=campaign, actor=request.user, at=timezone.now())
    jobs.propose(campaign=campaign, actor=request.user, at=timezone.now())
    messages.success(request, f"Đã thêm {count} người vào đợt.")
    return redirect("evaluation:prepare", campaign.pk)


def prepare(request: Asked, pk: int) -> HttpResponse:
    """Record what comes before decisions: facts gone through, the body's level, the share, the meeting."""
    campaign = _seen(request, pk)
    require(request.viewer, "evaluation.prepare", campaign)
    part = request.POST.get("part", "")
    forms = _forms(request, campaign, part)
    status = 200
    if request.method == "POST" and part in forms and forms[part].is_valid():
        try:
            _prepare(request, campaign, part, forms[part].cleaned_data)
            return redirect("evaluation:prepare", campaign.pk)
        except RefusedError as refusal:
            forms[part].add_error(None, str(refusal))
    if request.method == "POST":
        status = 422
    context = {
        "campaign": campaign,
        "forms": forms,
        "gaps": selectors.gaps(campaign),
        "body_name": selectors.body_name(campaign),
    }
    return render(request, "evaluation/prepare.html", context, status=status)


@require_safe
def minutes(request: Asked, pk: int) -> FileResponse | HttpResponse:
    """Give the minutes of the meeting to those who work on the campaign."""
    campaign = _seen(request, pk)
    require(request.viewer, "evaluation.see_workbench", campaign)
    if campaign.minutes is None:
        return redirect("evaluation:workbench", campaign.pk)
    return download(campaign.minutes)


def decide_clean(request: Asked, pk: int) -> HttpResponse:
    """Show the cases nothing speaks against, and decide on them together."""
    campaign = _seen(request, pk)
    viewer = request.viewer
    require(viewer, "evaluation.see_workbench", campaign)
    if request.method == "POST":
        chosen = {
            int(key): int(request.POST.get(f"revision-{key}", "-1"))
            for key in request.POST.getlist("case")
            if key.isdigit()
        }
        if campaign.cases.filter(pk__in=chosen).exclude(deciding_unit__in=viewer.headed).exists() or not viewer.headed:
            raise PermissionDenied
        try:
            count = services.decide_clean(
                campaign=campaign,
                revisions=chosen,
                deciding_units=viewer.headed,
                person_id=viewer.person_id or 0,
                actor=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"Đã quyết định {count} người đúng như đề xuất.")
            return redirect("evaluation:workbench", campaign.pk)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    clean = services.clean_cases(campaign, deciding_units=viewer.headed, except_person=viewer.person_id or 0)
    return render(request, "evaluation/clean.html", {"campaign": campaign, "cases": clean}, status=_status(request))


@require_safe
def compare(request: Asked, pk: int) -> HttpResponse:
    """Put up to four candidates side by side: those asked for, else those nearest to the edge of the share."""
    campaign = _seen(request, pk)
    require(request.viewer, "evaluation.see_workbench", campaign)
    asked = [int(key) for key in request.GET.getlist("case") if key.isdigit()][:MOST_COMPARED]
    group = request.GET.get("group", "0")
    if asked:
        cases = list(selectors.with_decisions(selectors.with_names(campaign.cases.filter(pk__in=asked))))
    else:
        cases = presenters.candidates(campaign, int(group) if group.isdigit() else 0)
    found = standings(campaign)
    context = {
        "campaign": campaign,
        "columns": presenters.compared(cases),
        "strip": presenters.strip_groups(found),
        "groups": [
            (standing.group_id, standing.name, not asked and str(standing.group_id) == group) for standing in found
        ],
    }
    return render(request, "evaluation/compare.html", context)


@require_safe
def distribution(request: Asked, pk: int) -> HttpResponse:
    """Show how levels are spread over units and similar groups."""
    campaign = _seen(request, pk)
    viewer = request.viewer
    if not may(viewer, "evaluation.see_workbench", campaign) and campaign.body_id not in viewer.observed:
        require(viewer, "evaluation.see_workbench", campaign)
    by = "group" if request.GET.get("by") == "group" else "unit"
    rows = presenters.distribution(campaign, by=by)
    context = {
        "campaign": campaign,
        "rows": rows,
        "by_unit": by == "unit",
        "by_group": by == "group",
        "chart": presenters.distribution_chart(rows),
        "total": presenters.distribution_total(rows),
        "body_name": selectors.body_name(campaign),
    }
    return render(request, "evaluation/distribution.html", context)


def publication(request: Asked, pk: int) -> HttpResponse:
    """Show what is missing, and publish."""
    campaign = _seen(request, pk)
    require(request.viewer, "evaluation.publish", campaign)
    form = PublicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish(
                campaign=campaign, document=form.cleaned_data["document"], actor=request.user, at=timezone.now()
            )
            messages.success(request, "Đã công bố. Từ bây giờ từng người xem được kết quả của mình.")
            return redirect("evaluation:results", campaign.pk)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    waiting = selectors.with_names(selectors.undecided(campaign)).order_by("person__sort_key")[:ROWS]
    context = {
        "campaign": campaign,
        "form": form,
        "waiting": waiting,
        "gaps": selectors.gaps(campaign),
        "strip": presenters.strip_groups(standings(campaign)),
        "over": [group for group in standings(campaign) if group.quota.excess],
    }
    return render(request, "evaluation/publication.html", context, status=_status(request))


@require_safe
def results(request: Asked, pk: int) -> HttpResponse:
    """Show the published list to everybody of the body (Điều 21 Nghị định 335/2025/NĐ-CP)."""
    published = Campaign.objects.visible_to(request.viewer).filter(state=CampaignState.PUBLISHED)
    campaign = get_object_or_404(published.select_related("published_by"), pk=pk)
    cases = selectors.with_decisions(selectors.with_names(campaign.cases.all())).order_by(
        "unit_name", "person__sort_key"
    )
    page = Paginator(cases, ROWS).get_page(request.GET.get("page"))
    context = {"campaign": campaign, "page": page, "body_name": selectors.body_name(campaign)}
    return render(request, "evaluation/results.html", context)


def _seen(request: Asked, pk: int) -> Campaign:
    return get_object_or_404(Campaign.objects.visible_to(request.viewer).select_related("body", "minutes"), pk=pk)


def _status(request: Asked) -> int:
    """Return 422 for a form shown again, 200 for a page asked for."""
    return 422 if request.method == "POST" else 200


def _options(groups: Sequence[Standing]) -> dict[str, Any]:
    return {
        "gap": [(gap, words) for gap, words in selectors.GAP_WORDS.items()],
        "level": [*Level.choices, (Outcome.NOT_RATED.value, str(Outcome.NOT_RATED.label))],
        "group": [(group.group_id, group.name) for group in groups if group.group_id],
    }


def _forms(request: Asked, campaign: Campaign, part: str) -> dict[str, Form]:
    kinds: dict[str, type[Form]] = {
        "facts": FactsForm,
        "body_level": BodyLevelForm,
        "share": ShareForm,
        "meeting": MeetingForm,
    }
    initial = {
        "facts_document": campaign.facts_document,
        "body_level": campaign.body_level,
        "body_level_document": campaign.body_level_document,
        "share": Decimal(campaign.share_hundredths) / _HUNDRED,
        "share_document": campaign.share_document,
        "meeting_date": campaign.meeting_date,
    }
    return {
        name: kind(request.POST, request.FILES, prefix=name) if name == part else kind(initial=initial, prefix=name)
        for name, kind in kinds.items()
    }


def _prepare(request: Asked, campaign: Campaign, part: str, data: dict[str, Any]) -> None:
    """Keep one part of the preparation, and ask the engine anew where it changes proposals."""
    who: dict[str, Any] = {"campaign": campaign, "actor": request.user, "at": timezone.now()}
    match part:
        case "facts":
            services.confirm_facts(document=data["facts_document"], **who)
        case "body_level":
            services.set_body_level(level=data["body_level"], document=data["body_level_document"], **who)
        case "share":
            services.set_share(share_hundredths=int(data["share"] * _HUNDRED), document=data["share_document"], **who)
        case "meeting":
            stored = None
            if data["minutes"]:
                stored = store_upload(uploaded=data["minutes"], actor=request.user, at=timezone.now())
            services.record_meeting(on=data["meeting_date"], minutes=stored, **who)
        case _:
            return
    if part in ("facts", "body_level"):
        jobs.propose(**who)
    messages.success(request, "Đã ghi.")
