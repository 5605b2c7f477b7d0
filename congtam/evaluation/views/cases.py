"""Pages of one person: my own year, and the case as those who work on it see it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.audit.selectors import acts_about
from congtam.evaluation import jobs, presenters, selectors, services
from congtam.evaluation.choices import ACTS, Level, Outcome, PetitionAnswer
from congtam.evaluation.facts import outdated_months
from congtam.evaluation.forms import DecisionForm, OpinionsForm, PetitionForm, ReplacementForm, SelfRatingForm
from congtam.evaluation.models import RatingCase
from congtam.follow_up.selectors.faults import shortcomings_of
from congtam.key_tasks.selectors import results_of
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.scoring.selectors import Month, months_of, readable_sheets
from congtam.values.refusal import RefusedError


@require_safe
def mine(request: Asked) -> HttpResponse:
    """Show the viewer's own year: months, his own rating, and after publication the level and why."""
    viewer = request.viewer
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and len(asked) == len("2026") else viewer.on.year
    if viewer.person_id is None:
        raise Http404
    own = selectors.with_decisions(
        selectors.with_names(RatingCase.objects.visible_to(viewer).filter(person=viewer.person_id))
    )
    case = own.filter(campaign__year=year).first()
    months = months_of(person_ids=[viewer.person_id], year=year)[viewer.person_id]
    is_published = case is not None and case.published_at is not None
    petitions = list(case.petitions.order_by("pk")) if case is not None else []
    context = {
        "year": year,
        "years": [(one, str(one)) for one in sorted({viewer.on.year, viewer.on.year - 1, year}, reverse=True)],
        "case": case,
        "months": presenters.month_rows(months, year, _readable(request, months)),
        "chart": presenters.months_chart(months, year),
        "mean": presenters.mean_so_far(months),
        "form": SelfRatingForm(initial={"level": case.self_level if case else ""}),
        "may_self_rate": case is not None and may(viewer, "evaluation.self_rate", case),
        "is_published": is_published,
        "findings": presenters.findings(case) if case is not None and is_published else [],
        "mean_findings": presenters.mean_findings(case) if case is not None and is_published else [],
        "petitions": petitions,
        "petition_form": PetitionForm(),
        "petition_waits": any(one.answer == PetitionAnswer.WAITING for one in petitions),
        "past": selectors.past_levels([viewer.person_id], year).get(viewer.person_id, []),
        "dossiers": selectors.dossiers_of([case], case.campaign, viewer.on).get(viewer.person_id, []) if case else [],
    }
    return render(request, "evaluation/mine.html", context)


@require_POST
def self_rate(request: Asked, pk: int) -> HttpResponse:
    """Keep the level the viewer gives himself."""
    case = _seen(request, pk)
    require(request.viewer, "evaluation.self_rate", case)
    form = SelfRatingForm(request.POST)
    if form.is_valid():
        try:
            services.self_rate(case=case, level=form.cleaned_data["level"], actor=request.user, at=timezone.now())
            messages.success(request, "Đã ký phần tự xếp loại trong Mẫu số 02.")
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, "Hãy chọn một mức rồi ký.")
    return redirect(_mine_url(case))


@require_safe
def case(request: Asked, pk: int) -> HttpResponse:
    """Show one person's case to those who work on it."""
    found = _seen(request, pk)
    if found.person_id == request.viewer.person_id:
        return redirect(_mine_url(found))
    return _page(request, found)


@require_POST
def opinions(request: Asked, pk: int) -> HttpResponse:
    """Keep what the meeting, the party committee and authorities said."""
    found = _seen(request, pk)
    require(request.viewer, "evaluation.record_opinion", found)
    form = OpinionsForm(request.POST)
    if not form.is_valid():
        return _page(request, found, opinions=form, status=422)
    try:
        _keep_opinions(request, found, form.cleaned_data)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, opinions=form, status=422)
    messages.success(request, "Đã ghi ý kiến.")
    return redirect("evaluation:case", found.pk)


@require_POST
def decide(request: Asked, pk: int) -> HttpResponse:
    """Decide on one person."""
    found = _seen(request, pk)
    require(request.viewer, "evaluation.decide", found)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, decision=form, status=422)
    try:
        services.decide(case=found, actor=request.user, at=timezone.now(), **form.decided())
    except services.LostRaceError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, decision=form, status=409)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, decision=form, status=422, over=getattr(refusal, "standing", None))
    messages.success(request, f"Đã quyết định: {found.person.full_name}.")
    if request.POST.get("back") == "workbench":
        return redirect("evaluation:workbench", found.campaign_id)
    return redirect("evaluation:case", found.pk)


@require_POST
def replace(request: Asked, pk: int) -> HttpResponse:
    """Replace a published decision."""
    found = _seen(request, pk)
    require(request.viewer, "evaluation.replace", found)
    form = ReplacementForm(request.POST)
    if not form.is_valid():
        return _page(request, found, replacement=form, status=422)
    try:
        services.replace_decision(
            case=found,
            document=form.cleaned_data["document"],
            actor=request.user,
            at=timezone.now(),
            **form.decided(),
        )
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return _page(
            request, found, replacement=form, status=409 if isinstance(refusal, services.LostRaceError) else 422
        )
    messages.success(request, "Đã thay quyết định; quyết định cũ vẫn được giữ.")
    return redirect("evaluation:case", found.pk)


def _seen(request: Asked, pk: int) -> Any:
    cases = selectors.with_names(RatingCase.objects.visible_to(request.viewer)).select_related("campaign__opened_by")
    found = get_object_or_404(selectors.with_decisions(cases), pk=pk)
    request.is_own = found.person_id == request.viewer.person_id
    return found


def _mine_url(case: RatingCase) -> str:
    return presenters.mine_url(case.campaign.year)


def _page(request: Asked, found: Any, *, status: int = 200, over: Any = None, **forms: Any) -> HttpResponse:
    """Show a case; `forms` are those typed in just now and refused."""
    viewer = request.viewer
    sees = may(viewer, "evaluation.see_levels", found)
    decided = (found.decided_level or found.decided_outcome) if found.decided_outcome else ""
    proposed = found.proposed_level if found.proposed_outcome == Outcome.RATED else ""
    chosen = {"result": decided or proposed, "handling": found.decided_handling or "", "revision": found.revision}
    said = {
        "collective_opinion": found.collective_opinion,
        "party_opinion": found.party_opinion,
        "degradation": _yes_no(value=found.degradation_concluded),
        "unit_corruption": _yes_no(value=found.unit_corruption_handled),
        "conclusions_document": found.conclusions_document,
    }
    months = months_of(person_ids=[found.person_id], year=found.campaign.year)[found.person_id]
    outdated = outdated_months([found], found.campaign.year).get(found.person_id, [])
    history = acts_about(found)
    year = found.campaign.year
    results = results_of([found.person_id], date(year, 1, 1), date(year, 12, 31))
    context = {
        "case": found,
        "key_results": results.get(found.person_id, []),
        "dossiers": selectors.dossiers_of([found], found.campaign, viewer.on).get(found.person_id, []),
        "shortcomings": shortcomings_of(found.person_id, date(year, 1, 1), date(year + 1, 1, 1)),
        "sees": sees,
        "stages": presenters.stages(found),
        "months": presenters.month_rows(months, found.campaign.year, _readable(request, months)),
        "flags": presenters.flags(found) if sees else [],
        "outdated": presenters.outdated_rows(viewer, outdated) if sees else [],
        "findings": presenters.findings(found) if sees else [],
        "mean_findings": presenters.mean_findings(found) if sees else [],
        "missing": presenters.missing_facts(found) if sees else [],
        "past": selectors.past_levels([found.person_id], found.campaign.year).get(found.person_id, []) if sees else [],
        "decisions": list(found.decisions.select_related("decided_by").order_by("-number")) if sees else [],
        "decision": forms.get("decision")
        or (DecisionForm(initial=chosen) if may(viewer, "evaluation.decide", found) else None),
        "opinions": forms.get("opinions")
        or (OpinionsForm(initial=said) if may(viewer, "evaluation.record_opinion", found) else None),
        "replacement": forms.get("replacement")
        or (
            ReplacementForm(initial={"revision": found.revision}) if may(viewer, "evaluation.replace", found) else None
        ),
        "over": over,
        "history": [(act, ACTS.get(act.code, act.code)) for act in history.order_by("-at")[:20]] if sees else [],
        "levels": Level.choices,
    }
    return render(request, "evaluation/case.html", context, status=status)


def _readable(request: Asked, months: Mapping[str, Month]) -> frozenset[int]:
    return readable_sheets(request.viewer, [one.sheet_id for one in months.values() if one.sheet_id is not None])


def _yes_no(*, value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _keep_opinions(request: Asked, found: RatingCase, data: dict[str, Any]) -> None:
    """Keep what changed of what was said, and ask the engine anew when an authority's conclusion did."""
    who: dict[str, Any] = {"case": found, "actor": request.user, "at": timezone.now()}
    if data["collective_opinion"] != found.collective_opinion:
        services.record_opinion(opinion=data["collective_opinion"], **who)
    if data["party_opinion"] != found.party_opinion:
        services.record_party_opinion(opinion=data["party_opinion"], **who)
    concluded = (data["degradation"], data["unit_corruption"], data["conclusions_document"])
    if concluded != (found.degradation_concluded, found.unit_corruption_handled, found.conclusions_document):
        services.record_conclusions(
            degradation=concluded[0], unit_corruption=concluded[1], document=concluded[2], **who
        )
        jobs.propose(campaign=found.campaign, actor=request.user, at=timezone.now())
