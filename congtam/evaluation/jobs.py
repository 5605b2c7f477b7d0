"""Long work on a campaign, done by the worker: proposals for a large body, forms of everybody."""

import logging
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.documents.papers import bundle, to_docx
from congtam.documents.services import store_bytes
from congtam.evaluation.choices import JobKind, JobState
from congtam.evaluation.models import Campaign, CampaignJob
from congtam.evaluation.papers import year_file_name, year_forms, year_paper
from congtam.evaluation.services import refresh_proposals
from congtam.values.days import local_day

_log = logging.getLogger(__name__)
# More than these take longer than anybody wants to look at a page that does not move.
PROPOSED_AT_ONCE = 300
PACKED_AT_ONCE = 50
_STEP = 25


def propose(*, campaign: Campaign, actor: User, at: datetime) -> CampaignJob | None:
    """Ask the engine about every undecided case: at once for a small body, else by the worker; return the job that was handed over."""
    count = campaign.cases.count()
    if count <= PROPOSED_AT_ONCE:
        refresh_proposals(campaign=campaign, actor=actor, at=at)
        return None
    return _hand_over(campaign, JobKind.PROPOSE, count, actor, at)


def pack(*, campaign: Campaign, actor: User, at: datetime) -> CampaignJob:
    """Pack everybody's Mẫu số 02 into one file: at once for a small body, else by the worker; return the job."""
    count = campaign.cases.count()
    if count > PACKED_AT_ONCE:
        return _hand_over(campaign, JobKind.FORMS, count, actor, at)
    job = CampaignJob.objects.create(
        campaign=campaign, kind=JobKind.FORMS, total=count, requested_by=actor, requested_at=at
    )
    _run(job, at)
    return job


def _hand_over(campaign: Campaign, kind: JobKind, count: int, actor: User, at: datetime) -> CampaignJob:
    job = CampaignJob.objects.create(campaign=campaign, kind=kind, total=count, requested_by=actor, requested_at=at)
    run_job.defer(job_id=job.pk)
    return job


@app.task(name="evaluation.run_job", queueing_lock=None)
def run_job(job_id: int) -> None:
    """Do one piece of long work; what fails says so on its page and can be asked for again."""
    job = CampaignJob.objects.select_related("campaign", "requested_by").get(pk=job_id)
    if job.state == JobState.DONE:
        return
    try:
        _run(job, timezone.now())
    except Exception:
        CampaignJob.objects.filter(pk=job.pk).update(state=JobState.FAILED)
        _log.exception("campaign job %s", job.pk)
        raise


def _run(job: CampaignJob, at: datetime) -> None:
    CampaignJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, done=0)
    if job.kind == JobKind.PROPOSE:
        refresh_proposals(campaign=job.campaign, actor=job.requested_by, at=at)
    else:
        _pack(job, at)
    CampaignJob.objects.filter(pk=job.pk).update(state=JobState.DONE, done=job.total)


def _pack(job: CampaignJob, at: datetime) -> None:
    files = []
    for number, form in enumerate(year_forms(job.campaign, local_day(at)), start=1):
        files.append((year_file_name(form, "docx"), to_docx(year_paper(form))))
        if number % _STEP == 0:
            CampaignJob.objects.filter(pk=job.pk).update(done=number)
    stored = store_bytes(name=f"Mẫu 02 năm {job.campaign.year}.zip", data=bundle(files), actor=job.requested_by, at=at)
    CampaignJob.objects.filter(pk=job.pk).update(file=stored)
    record(
        actor=job.requested_by,
        code="evaluation.forms_packed",
        subject=job.campaign,
        at=at,
        unit_id=job.campaign.body_id,
        after={"forms": len(files)},
    )
