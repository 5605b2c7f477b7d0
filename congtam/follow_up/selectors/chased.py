"""What falls due, whoever keeps it: people's tasks, the work of bodies, conclusions no work came of."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from congtam.follow_up.choices import FaultState, Kind
from congtam.follow_up.models import Dossier, Shortcoming
from congtam.meetings.choices import ConclusionState
from congtam.meetings.models import Conclusion, Meeting
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import WorkState
from congtam.planning.models import WorkItem
from congtam.tasks.models import Task
from congtam.tasks.selectors import IN_HAND


@dataclass(frozen=True, kw_only=True)
class Chased:
    """One thing with a deadline: `about` is the record; `unit_id` where it is done; `holder_id` the person whose it is.

    Without a holder the head of the unit answers for it first. `leader_id`: a leader named for it, who stands above the unit's head.
    """

    about: models.Model
    title: str
    due_date: date
    unit_id: int
    url: str
    holder_id: int | None = None
    leader_id: int | None = None
    is_unfinished: bool = True

    @property
    def key(self) -> str:
        """What tells this record from every other."""
        return f"{self.about._meta.label_lower}:{self.about.pk}"


def falling_due(days: Collection[date]) -> Iterator[Chased]:
    """Yield all unfinished work with a deadline on one of `days`; one query a kind."""
    if not days:
        return
    tasks = Task.objects.filter(state__in=IN_HAND, due_date__in=days)
    yield from map(of_task, tasks.only("pk", "title", "due_date", "unit_id", "holder_id", "state").order_by("pk"))
    works = WorkItem.objects.filter(state=WorkState.OPEN, due_date__in=days)
    yield from map(
        of_work, works.only("pk", "title", "due_date", "body_id", "lead_unit_id", "leader_id", "state").order_by("pk")
    )
    conclusions = Conclusion.objects.filter(
        state=ConclusionState.OPEN, is_work=True, due_date__in=days, work_items__isnull=True
    )
    yield from map(of_conclusion, conclusions.select_related("meeting").order_by("pk"))
    yield from map(of_shortcoming, Shortcoming.objects.unfinished().filter(due_date__in=days).order_by("pk"))


def dossiers_overdue(days: Collection[date], on: date, brought_since: datetime | None) -> Iterator[Chased]:
    """Yield unfinished dossiers that were due on one of `days`, and those overdue on `on` that were brought or changed since a moment; one query."""
    asked = Q(due_date__in=days)
    if brought_since is not None:
        asked |= Q(due_date__lt=on, brought_by__written_at__gt=brought_since)
    found = Dossier.objects.filter(asked, finished_date=None, due_date__lt=on)
    yield from map(
        of_dossier, found.only("pk", "code", "due_date", "unit_id", "person_id").order_by("due_date", "code")
    )


def of_dossier(dossier: Dossier) -> Chased:
    """Return a dossier of the one-stop system as something with a deadline; its code is all that is told of it."""
    return Chased(
        about=dossier,
        title=dossier.code,
        due_date=dossier.due_date,
        unit_id=dossier.unit_id,
        holder_id=dossier.person_id,
        url=reverse("follow_up:dossiers"),
    )


def of_task(task: Task) -> Chased:
    """Return a person's task as something with a deadline."""
    return Chased(
        about=task,
        title=task.title,
        due_date=task.due_date,
        unit_id=task.unit_id,
        holder_id=task.holder_id,
        url=reverse("tasks:task", args=[task.pk]),
        is_unfinished=task.state in IN_HAND,
    )


def of_work(work: WorkItem) -> Chased:
    """Return the work of a body as something with a deadline; the caller knows that it has one."""
    return Chased(
        about=work,
        title=work.title,
        due_date=work.due_date or date.max,
        unit_id=work.lead_unit_id or work.body_id,
        leader_id=work.leader_id,
        url=reverse("follow_up:chase", args=[Kind.WORK, work.pk]),
        is_unfinished=work.state == WorkState.OPEN,
    )


def of_conclusion(conclusion: Conclusion) -> Chased:
    """Return a conclusion as something with a deadline; the caller knows that it has one, and brought the meeting."""
    return Chased(
        about=conclusion,
        title=conclusion.text,
        due_date=conclusion.due_date or date.max,
        unit_id=conclusion.unit_id or conclusion.meeting.unit_id,
        holder_id=conclusion.person_id,
        url=reverse("follow_up:chase", args=[Kind.CONCLUSION, conclusion.pk]),
        is_unfinished=conclusion.state == ConclusionState.OPEN,
    )


def of_shortcoming(fault: Shortcoming) -> Chased:
    """Return a fault to be mended as something with a deadline."""
    return Chased(
        about=fault,
        title=f"khắc phục: {fault.text}",
        due_date=fault.due_date,
        unit_id=fault.unit_id,
        holder_id=fault.person_id,
        url=reverse("follow_up:shortcoming", args=[fault.pk]),
        is_unfinished=fault.state != FaultState.DONE,
    )


def chased(viewer: Viewer, kind: str, pk: int) -> Chased | None:
    """Return one thing the viewer may read, with its deadline (`date.max` when it has none); None otherwise."""
    match kind:
        case Kind.TASK:
            task = Task.objects.open_to(viewer).filter(pk=pk).first()
            return of_task(task) if task else None
        case Kind.WORK:
            work = WorkItem.objects.visible_to(viewer).filter(pk=pk).first()
            return of_work(work) if work else None
        case Kind.CONCLUSION:
            seen = Conclusion.objects.filter(meeting__in=Meeting.objects.visible_to(viewer)).select_related("meeting")
            conclusion = seen.filter(pk=pk).first()
            return of_conclusion(conclusion) if conclusion else None
        case Kind.SHORTCOMING:
            fault = Shortcoming.objects.visible_to(viewer).filter(pk=pk).first()
            return of_shortcoming(fault) if fault else None
        case _:
            return None
