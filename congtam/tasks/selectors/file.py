"""All that is known of one task."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, QuerySet

from congtam.notifications.models import Notification
from congtam.notifications.selectors import told_about
from congtam.personnel.selectors import Viewer
from congtam.tasks.choices import CauseAbout, CauseAnswer, Verdict
from congtam.tasks.models import Deadline, Evidence, ExtensionRequest, HandIn, ObjectiveCause, Task, TaskMove
from congtam.tasks.selectors.month import missed_deadlines

_REMINDERS_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class DatedDeadline:
    """A deadline and what became of it."""

    deadline: Deadline
    is_missed: bool
    is_excused: bool
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class Excusable:
    """A delay or a returned hand-in for which a cause may still be claimed: `code` is "delay:<id>" or "quality:<id>"."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class TaskFile:
    """One task with its deadlines, hand-ins with evidence, causes and moves, each oldest first; the last reminders, newest first."""

    task: Task
    deadlines: Sequence[DatedDeadline]
    hand_ins: Sequence[HandIn]
    causes: Sequence[ObjectiveCause]
    moves: Sequence[TaskMove]
    reminders: QuerySet[Notification]
    extensions: QuerySet[ExtensionRequest]

    @property
    def waiting(self) -> HandIn | None:
        """The hand-in that waits to be judged."""
        return next((one for one in self.hand_ins if one.verdict == Verdict.WAITING), None)

    @property
    def excusable(self) -> list[Excusable]:
        """What a cause may be claimed for: missed deadlines and major errors without a cause that waits or was confirmed."""
        standing = [cause for cause in self.causes if cause.answer != CauseAnswer.REFUSED]
        claimed = {(cause.deadline_id, cause.hand_in_id) for cause in standing}
        delays = [
            Excusable(code=f"{CauseAbout.DELAY}:{one.deadline.pk}", label=f"Chậm hạn {one.deadline.due_date:%d/%m/%Y}")
            for one in self.deadlines
            if one.is_missed and (one.deadline.pk, None) not in claimed
        ]
        errors = [
            Excusable(
                code=f"{CauseAbout.QUALITY}:{one.pk}", label=f"Bị trả lại vì lỗi lớn ngày {one.judged_at:%d/%m/%Y}"
            )
            for one in self.hand_ins
            if one.verdict == Verdict.MAJOR_ERROR and (None, one.pk) not in claimed
        ]
        return delays + errors


def task_file(task: Task, viewer: Viewer) -> TaskFile:
    """Return all that is known of a task on the viewer's day; the caller has checked that he may read it. Nine queries at most."""
    missed = {
        one.deadline_id: one.is_excused
        for one in missed_deadlines(task_ids=[task.pk], as_of=viewer.on - timedelta(days=1))
    }
    rows = list(task.deadlines.select_related("set_by").order_by("set_at", "pk"))
    return TaskFile(
        task=task,
        deadlines=[
            DatedDeadline(
                deadline=row, is_missed=row.pk in missed, is_excused=missed.get(row.pk, False), is_last=row is rows[-1]
            )
            for row in rows
        ],
        hand_ins=list(
            task.hand_ins.select_related("handed_in_by", "judged_by")
            .prefetch_related(Prefetch("evidence", Evidence.objects.select_related("file")))
            .order_by("handed_in_at", "pk")
        ),
        causes=list(
            task.causes.select_related("deadline", "hand_in", "claimed_by", "answered_by").order_by("claimed_at", "pk")
        ),
        moves=list(task.moves.select_related("by").order_by("at", "pk")),
        # These two are asked for by the page of the task alone.
        extensions=task.extension_requests.select_related("asked_by", "answered_by").order_by("asked_at", "pk"),
        # Who follows up the work stands above it; what people were told about it stands below.
        reminders=told_about(task, "follow_up.reminded")[:_REMINDERS_SHOWN],
    )
