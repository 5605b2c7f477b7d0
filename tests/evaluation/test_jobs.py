"""Long work on a large body is handed to the worker, and what it made is there afterwards."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from congtam.evaluation import jobs, services
from congtam.evaluation.choices import JobState, Outcome
from congtam.evaluation.models import CampaignJob
from tests.evaluation.office import DECEMBER, account, office

pytestmark = pytest.mark.django_db


def test_proposals_of_a_large_body_wait_for_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PROPOSED_AT_ONCE", 2)
    made = office([80, 80])
    campaign = services.open_campaign(body=made.body, year=2026, actor=account(made.officer), at=DECEMBER)
    job = jobs.propose(campaign=campaign, actor=account(made.officer), at=DECEMBER)
    assert job is not None
    assert ProcrastinateJob.objects.filter(task_name="evaluation.run_job", args={"job_id": job.pk}).exists()
    assert not campaign.cases.exclude(proposed_outcome="").exists()
    jobs.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, job.total)
    assert not campaign.cases.filter(proposed_outcome="").exists()


def test_a_worker_that_takes_a_finished_job_again_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PACKED_AT_ONCE", 1)
    made = office([80, 80])
    job = jobs.pack(campaign=made.opened(), actor=account(made.officer), at=DECEMBER)
    for _ in range(2):
        jobs.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert job.file is not None
    assert CampaignJob.objects.count() == 1


def test_work_that_fails_says_so_and_can_be_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PROPOSED_AT_ONCE", 1)
    made = office([80])
    campaign = services.open_campaign(body=made.body, year=2026, actor=account(made.officer), at=DECEMBER)
    job = jobs.propose(campaign=campaign, actor=account(made.officer), at=DECEMBER)
    assert job is not None
    with monkeypatch.context() as broken:
        broken.setattr(jobs, "refresh_proposals", _break)
        with pytest.raises(OSError, match="disk"):
            jobs.run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    again = jobs.propose(campaign=campaign, actor=account(made.officer), at=DECEMBER)
    assert again is not None
    jobs.run_job(job_id=again.pk)
    assert campaign.cases.filter(proposed_outcome=Outcome.NEEDS_REVIEW).exists()


def _break(**_: object) -> None:
    raise OSError("disk")
