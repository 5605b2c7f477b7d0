"""Papers of a campaign: Mẫu số 02 of one person or of everybody, the list of the body, and long work that makes them."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.documents.papers import DOCX_TYPE, PDF_TYPE, to_docx, to_pdf
from congtam.documents.serving import attachment, download
from congtam.evaluation import jobs, selectors
from congtam.evaluation.choices import JobKind, JobState
from congtam.evaluation.models import Campaign, CampaignJob, RatingCase
from congtam.evaluation.papers import year_file_name, year_forms, year_paper
from congtam.evaluation.workbooks import year_list, year_row
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def form(request: Asked, pk: int, ending: str) -> HttpResponse:
    """Give one person's Mẫu số 02; the authority's part stays empty for whoever may not see it yet."""
    case = get_object_or_404(RatingCase.objects.visible_to(request.viewer).select_related("campaign"), pk=pk)
    require(request.viewer, "evaluation.print_form", case)
    if ending not in ("docx", "pdf"):
        raise Http404
    sees = may(request.viewer, "evaluation.see_levels", case)
    (found,) = year_forms(case.campaign, request.viewer.on, only=case.pk, shows_level=sees)
    paper = year_paper(found)
    if ending == "pdf":
        return attachment(to_pdf(paper), name=year_file_name(found, "pdf"), media_type=PDF_TYPE)
    return attachment(to_docx(paper), name=year_file_name(found, "docx"), media_type=DOCX_TYPE)


@require_safe
def workbook(request: Asked, pk: int) -> HttpResponse:
    """Give everybody of a campaign as one list."""
    campaign = _worked_on(request, pk)
    cases = selectors.with_decisions(selectors.with_names(campaign.cases.all())).order_by(
        "unit_name", "person__sort_key"
    )
    rows = [year_row(number, case) for number, case in enumerate(cases, start=1)]
    data = year_list(body=selectors.body_name(campaign), year=campaign.year, rows=rows)
    return attachment(data, name=f"Xếp loại {campaign.year}.xlsx", media_type=XLSX)


@require_safe
def forms_pdf(request: Asked, pk: int) -> HttpResponse:
    """Give everybody's Mẫu số 02 as one PDF to print."""
    campaign = _worked_on(request, pk)
    papers = [year_paper(found) for found in year_forms(campaign, request.viewer.on)]
    if not papers:
        raise Http404
    return attachment(to_pdf(*papers), name=f"Mẫu 02 năm {campaign.year}.pdf", media_type=PDF_TYPE)


@require_POST
def forms_zip(request: Asked, pk: int) -> HttpResponse:
    """Pack everybody's Mẫu số 02 as Word documents."""
    campaign = _worked_on(request, pk)
    made = jobs.pack(campaign=campaign, actor=request.user, at=timezone.now())
    return redirect("evaluation:job", made.pk)


@require_safe
def job(request: Asked, pk: int) -> HttpResponse:
    """Show how far long work is."""
    found = _job(request, pk)
    if found.kind == JobKind.PROPOSE and found.state == JobState.DONE:
        return redirect("evaluation:workbench", found.campaign_id)
    return render(request, "evaluation/job.html", {"job": found, "campaign": found.campaign})


@require_safe
def job_progress(request: Asked, pk: int) -> HttpResponse:
    """Answer the page that asks how far the work is."""
    return render(request, "evaluation/_job.html", {"job": _job(request, pk)})


@require_safe
def job_file(request: Asked, pk: int) -> FileResponse:
    """Give what the work made."""
    found = _job(request, pk)
    if found.file is None:
        raise Http404
    return download(found.file)


def _worked_on(request: Asked, pk: int) -> Campaign:
    campaign = get_object_or_404(Campaign.objects.visible_to(request.viewer), pk=pk)
    require(request.viewer, "evaluation.see_workbench", campaign)
    return campaign


def _job(request: Asked, pk: int) -> CampaignJob:
    found = get_object_or_404(
        CampaignJob.objects.filter(campaign__in=Campaign.objects.visible_to(request.viewer)).select_related(
            "campaign", "file"
        ),
        pk=pk,
    )
    require(request.viewer, "evaluation.see_workbench", found.campaign)
    return found
