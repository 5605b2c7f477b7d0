"""Pieces of work and what happened to them, told once and written either act by act through the services or all at once.

Both ways leave the same rows; a test holds them together. The trail of row history is shorter when written at once: a row has its last
state from the start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.personnel.models import Appointment
from congtam.planning.models import Product
from congtam.tasks import services
from congtam.tasks.choices import CauseAbout, CauseAnswer, EvidenceKind, Origin, TaskState, Verdict
from congtam.tasks.models import Deadline, Evidence, HandIn, ObjectiveCause, RecurringWork, Task, TaskMove
from congtam.tasks.services.assigning import title_of
from congtam.values.days import local_day
from congtam.values.known import given
from congtam.values.names import searchable

_FIRST_STATE = {Origin.ASSIGNED: TaskState.ASSIGNED}
_FIRST_ACT = {
    Origin.ASSIGNED: "tasks.assigned",
    Origin.TAKEN_OVER: "tasks.taken_over",
    Origin.UNPLANNED: "tasks.unplanned_recorded",
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act on a piece of work: accept, hand_in, accept_result, error, completion, deadline, claim, confirm, refuse or hand_back."""

    kind: str
    at: datetime
    by: User
    quantity: Decimal = Decimal(0)
    text: str = ""
    due: date | None = None


@dataclass(kw_only=True)
class Job:
    """One piece of work as a head gives it, and the acts on it in order of time."""

    post: Appointment
    product: Product | None
    quantity: Decimal
    due: date
    at: datetime
    by: User
    title: str = ""
    source: str = ""
    origin: Origin = Origin.ASSIGNED
    is_key: bool = False
    is_new: bool = False
    is_hard: bool = False
    continues: "Job | None" = None
    rule: RecurringWork | None = None
    steps: list[Step] = field(default_factory=list)
    task: Task | None = None

    def then(self, kind: str, at: datetime, by: User, **more: Any) -> "Job":
        """Add an act and return the job."""
        self.steps.append(Step(kind=kind, at=at, by=by, **more))
        return self

    @property
    def factor(self) -> Decimal:
        """The factor the work is given."""
        return self.product.factor if self.product else Decimal(1)


def perform(job: Job) -> Task:
    """Let a job happen act by act through the services, and return its task."""
    one = services.Assignment(
        post=job.post,
        product=job.product,
        quantity=job.quantity,
        due_date=job.due,
        title=job.title,
        source=job.source,
        is_key=job.is_key,
        is_new=job.is_new,
        is_hard=job.is_hard,
    )
    if job.continues is not None and job.continues.task is not None:
        task = services.take_over(
            task_id=job.continues.task.pk, post=job.post, due_date=job.due, actor=job.by, at=job.at
        )
    elif job.origin == Origin.UNPLANNED:
        task = services.record_unplanned(assignment=one, actor=job.by, at=job.at)
    else:
        [task] = services.assign(assignments=[one], actor=job.by, at=job.at)
    for step in job.steps:
        _perform(task.pk, step)
    job.task = Task.objects.get(pk=task.pk)
    return job.task


def _perform(task: int, step: Step) -> None:
    act: dict[str, Any] = {"task_id": task, "actor": step.by, "at": step.at}
    waiting = HandIn.objects.filter(task=task, verdict=Verdict.WAITING).values_list("pk", flat=True).first() or 0
    match step.kind:
        case "accept":
            services.accept(**act)
        case "hand_in":
            proof = services.Proof(kind=EvidenceKind.DOCUMENT, text=step.text)
            services.hand_in(quantity=step.quantity, proofs=[proof], **act)
        case "accept_result":
            services.accept_result(hand_in_id=waiting, quantity=step.quantity, **act)
        case "error":
            services.return_for_major_error(hand_in_id=waiting, reason=step.text, due_date=step.due, **act)
        case "completion":
            services.return_for_completion(hand_in_id=waiting, reason=step.text, due_date=step.due, **act)
        case "deadline":
            services.set_deadline(reason=step.text, due_date=given(step.due), **act)
        case "hand_back":
            services.hand_back(reason=step.text, **act)
        case "claim":
            last = Deadline.objects.filter(task=task).latest("set_at", "pk").pk
            services.claim_cause(about=CauseAbout.DELAY, of=last, text=step.text, **act)
        case _:
            cause = ObjectiveCause.objects.get(task=task, answer=CauseAnswer.WAITING).pk
            services.answer_cause(
                cause_id=cause, confirms=step.kind == "confirm", reason=step.text, actor=step.by, at=step.at
            )


def write(jobs: Iterable[Job]) -> list[Task]:
    """Write many jobs at once, leaving the rows that `perform` leaves, and return their tasks."""
    rows = _Rows()
    for job in jobs:
        rows.tell(job)
    return rows.insert()


@dataclass
class _Rows:
    """Rows to insert; acts wait for the numbers the database gives."""

    tasks: list[Task] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    moves: list[TaskMove] = field(default_factory=list)
    hand_ins: list[HandIn] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    causes: list[ObjectiveCause] = field(default_factory=list)
    acts: list[tuple[Task, dict[str, Any], HandIn | ObjectiveCause | None]] = field(default_factory=list)

    def tell(self, job: Job) -> None:
        task = _task(job)
        job.task = task
        self.tasks.append(task)
        self.deadlines.append(Deadline(task=task, due_date=job.due, set_at=job.at, set_by=job.by))
        self.moves.append(TaskMove(task=task, state=task.state, by=job.by, at=job.at))
        after = {
            "title": task.title,
            "holder": task.holder_id,
            "quantity": str(task.quantity),
            "factor": str(task.factor),
            "due_date": job.due.isoformat(),
        }
        code = "tasks.issued" if job.rule else _FIRST_ACT[job.origin]
        self._act(task, code, job.at, None if job.rule else job.by, after=after)
        waiting: HandIn | None = None
        cause: ObjectiveCause | None = None
        for step in job.steps:
            match step.kind:
                case "hand_in":
                    waiting = self._hand_in(task, step)
                case "accept_result" | "error" | "completion":
                    self._judge(task, step, given(waiting))
                case "claim":
                    cause = self._claim(task, step)
                case "confirm" | "refuse":
                    self._answer(task, step, given(cause))
                case "deadline":
                    self._deadline(task, step, renews=False)
                case "accept":
                    self._move(task, TaskState.IN_HAND, step, "tasks.accepted")
                case _:
                    self._move(task, TaskState.HANDED_BACK, step, "tasks.handed_back", note=step.text)

    def insert(self) -> list[Task]:
        Task.objects.bulk_create(self.tasks, batch_size=1000)
        Deadline.objects.bulk_create(self.deadlines, batch_size=2000)
        TaskMove.objects.bulk_create(self.moves, batch_size=2000)
        HandIn.objects.bulk_create(self.hand_ins, batch_size=2000)
        Evidence.objects.bulk_create(self.evidence, batch_size=2000)
        ObjectiveCause.objects.bulk_create(self.causes, batch_size=2000)
        for task, act, of in self.acts:
            act["subject_id"] = str(task.pk)
            if of is not None:
                act["after"]["hand_in" if isinstance(of, HandIn) else "cause"] = of.pk
        ordered = sorted((act for _, act, _ in self.acts), key=lambda act: act["at"])
        Act.objects.bulk_create([Act(**act) for act in ordered], batch_size=2000)
        return self.tasks

    def _hand_in(self, task: Task, step: Step) -> HandIn:
        made = HandIn(task=task, quantity=step.quantity, handed_in_at=step.at, handed_in_by=step.by)
        self.hand_ins.append(made)
        self.evidence.append(Evidence(hand_in=made, kind=EvidenceKind.DOCUMENT, text=step.text))
        self._move(task, TaskState.HANDED_IN, step, "tasks.handed_in", of=made, quantity=str(step.quantity))
        return made

    def _judge(self, task: Task, step: Step, waiting: HandIn) -> None:
        waiting.judged_at, waiting.judged_by = step.at, step.by
        if step.kind == "accept_result":
            waiting.verdict, waiting.accepted = Verdict.ACCEPTED, step.quantity
            task.done += step.quantity
            task.done_date = services_day(waiting.handed_in_at)
            state = TaskState.DONE if task.done >= task.quantity else TaskState.IN_HAND
            self._move(task, state, step, "tasks.result_accepted", of=waiting, quantity=str(step.quantity))
            return
        waiting.reason = step.text
        waiting.verdict = Verdict.MAJOR_ERROR if step.kind == "error" else Verdict.COMPLETION
        task.fault_count += step.kind == "error"
        if step.due is not None:
            self._deadline(task, step, renews=True)
        code = "tasks.returned_for_error" if step.kind == "error" else "tasks.returned_for_completion"
        self._move(task, TaskState.RETURNED, step, code, note=step.text, of=waiting)

    def _deadline(self, task: Task, step: Step, *, renews: bool) -> None:
        due, before = given(step.due), task.due_date
        self.deadlines.append(Deadline(task=task, due_date=due, set_at=step.at, set_by=step.by, reason=step.text))
        task.due_date, task.month = due, due.replace(day=1)
        if not renews:
            code = "tasks.deadline_renewed" if before < services_day(step.at) else "tasks.extended"
            before_sides = {"due_date": before.isoformat()}
            after = {"due_date": due.isoformat()}
            self._act(task, code, step.at, step.by, before=before_sides, after=after, reason=step.text)

    def _claim(self, task: Task, step: Step) -> ObjectiveCause:
        last = next(row for row in reversed(self.deadlines) if row.task is task)
        about = CauseAbout.DELAY
        made = ObjectiveCause(
            task=task, about=about, deadline=last, text=step.text, claimed_at=step.at, claimed_by=step.by
        )
        self.causes.append(made)
        after = {"cause": None, "about": str(about)}
        self._act(task, "tasks.cause_claimed", step.at, step.by, of=made, after=after, reason=step.text)
        return made

    def _answer(self, task: Task, step: Step, cause: ObjectiveCause) -> None:
        cause.answer = CauseAnswer.CONFIRMED if step.kind == "confirm" else CauseAnswer.REFUSED
        cause.reason, cause.answered_at, cause.answered_by = step.text, step.at, step.by
        after = {"cause": None, "answer": str(cause.answer)}
        self._act(task, "tasks.cause_answered", step.at, step.by, of=cause, after=after, reason=step.text)

    def _move(  # what differs between moves
        self,
        task: Task,
        state: TaskState,
        step: Step,
        code: str,
        *,
        note: str = "",
        of: HandIn | None = None,
        **after: str,
    ) -> None:
        before = {"state": str(task.state)}
        task.state = state
        task.moved_date = local_day(step.at)
        self.moves.append(TaskMove(task=task, state=state, by=step.by, at=step.at, note=note))
        after = {"state": str(state)} | after
        self._act(task, code, step.at, step.by, of=of, before=before, after=after, reason=note)

    def _act(  # the sides of an act
        self,
        task: Task,
        code: str,
        at: datetime,
        actor: User | None,
        of: HandIn | ObjectiveCause | None = None,
        **sides: Any,
    ) -> None:
        act = {"at": at, "actor": actor, "code": code, "subject_kind": "tasks.task", "unit_id": task.unit_id, **sides}
        self.acts.append((task, act, of))


def services_day(at: datetime) -> date:
    """Return the office's day of a moment, as the services do."""
    return local_day(at)


def _task(job: Job) -> Task:
    title = " ".join((job.title or title_of(job.product)).split())
    return Task(
        unit_id=job.post.unit_id,
        holder_id=job.post.person_id,
        product=job.product,
        title=title,
        search_text=searchable(f"{title} {job.product.code if job.product else ''}"),
        output=job.product.output if job.product else "",
        source=job.source,
        factor=job.factor,
        quantity=job.quantity,
        origin=job.origin,
        state=_FIRST_STATE.get(job.origin, TaskState.IN_HAND),
        assigned_date=services_day(job.at),
        due_date=job.due,
        month=job.due.replace(day=1),
        is_key=job.is_key,
        is_new=job.is_new,
        is_hard=job.is_hard,
        continues=job.continues.task if job.continues else None,
        recurring=job.rule,
        assigned_by=job.by,
    )


def total(jobs: Sequence[Job]) -> Decimal:
    """Return the standard units that were given."""
    return sum((job.factor * job.quantity for job in jobs if job.origin == Origin.ASSIGNED), Decimal(0))
