"""Tasks and what happened to them. Workflow, deadlines and hand-ins are rows that are added, never edited."""

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import TruncDate

from congtam.documents.models import StoredFile
from congtam.organisation.models import Unit, UnitState
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors import Viewer
from congtam.planning.models import AskedDeadline, Product, WorkItem, asked_deadline_rules
from congtam.tasks.choices import (
    OPEN_STATES,
    CauseAbout,
    CauseAnswer,
    EvidenceKind,
    Origin,
    Rhythm,
    TaskState,
    Verdict,
)

_USER = settings.AUTH_USER_MODEL


class RecurringWorkQuerySet(models.QuerySet["RecurringWork"]):
    """Rules of recurring work."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of the viewer and of units whose work he leads or follows."""
        return self.filter(Q(holder=viewer.person_id) | Q(unit__among=followed_by(viewer)))


@pghistory.track()
class RecurringWork(models.Model):
    """A rule by which the same product is assigned again each week, month or quarter."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name="sản phẩm, công việc")
    title = models.TextField("nội dung")
    quantity = models.DecimalField("số lượng", max_digits=9, decimal_places=2)
    rhythm = models.CharField("định kỳ", max_length=10, choices=Rhythm)
    due_day = models.PositiveSmallIntegerField(
        "hạn vào ngày", help_text="thứ trong tuần (1–7) hoặc ngày trong tháng (1–31)"
    )
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người lập")
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = RecurringWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "công việc định kỳ"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="recurring_quantity_above_zero"),
            models.CheckConstraint(condition=Q(due_day__gte=1, due_day__lte=31), name="recurring_due_day_in_month"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskQuerySet(models.QuerySet["Task"]):
    """Work, as far as somebody may see it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return one's own work, that of units one leads or follows, and that of colleagues in the same unit (of which only the outline shows)."""
        return self.filter(Q(holder=viewer.person_id) | Q(unit__among=followed_by(viewer) | viewer.posts))

    def open_to(self, viewer: Viewer) -> Self:
        """Return work whose evidence, causes and history the viewer may read: his own and that of units he leads or follows."""
        return self.filter(Q(holder=viewer.person_id) | Q(unit__among=followed_by(viewer)))

    def judged_by(self, viewer: Viewer) -> Self:
        """Return work that the viewer assigns, accepts, returns and answers for on his day.

        Whoever leads the holder's unit, or a unit above, does; never for himself. A head's own work is judged from above, a deputy's by the
        unit's head or from above (khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP gives the same superior for scoring).
        """
        return self.filter(_judged_by(viewer))

    def told(self, viewer: Viewer) -> Self:
        """Bring what a list or a page says of each task: holder, product, unit's name, and what the viewer may do with it."""
        unit = UnitState.objects.on(viewer.on).filter(unit=OuterRef("unit")).values("name")[:1]
        waiting = HandIn.objects.filter(task=OuterRef("pk"), verdict=Verdict.WAITING).values(
            day=TruncDate("handed_in_at")
        )
        # Said outright that few continue another, lest all work be read for the fifty rows of a page.
        further = Task.objects.filter(continues__isnull=False).exclude(state=TaskState.CANCELLED)
        return self.select_related("holder", "product").annotate(
            unit_name=Subquery(unit),
            handed_in_date=Subquery(waiting[:1]),
            is_judged=Case(When(_judged_by(viewer), then=True), default=False),
            is_continued=Exists(further.filter(continues=OuterRef("pk"))),
        )

    def handed_in(self) -> Self:
        """Return work that waits to be accepted, each with the day it came, the longest waiting first."""
        came = HandIn.objects.filter(task=OuterRef("pk"), verdict=Verdict.WAITING).values("handed_in_at")[:1]
        waiting = self.filter(state=TaskState.HANDED_IN)
        return waiting.annotate(came_at=Subquery(came), handed_in_date=TruncDate(Subquery(came))).order_by(
            "came_at", "pk"
        )

    def still_open(self) -> Self:
        """Return work that is not finished, handed back or cancelled."""
        return self.filter(state__in=OPEN_STATES)

    def overdue(self, on: date) -> Self:
        """Return work still to be handed in whose deadline is past on `on`."""
        return self.filter(state__in=(TaskState.ASSIGNED, TaskState.IN_HAND, TaskState.RETURNED), due_date__lt=on)


def _judged_by(viewer: Viewer) -> Q:
    leads_here = Appointment.objects.on(viewer.on).filter(unit=OuterRef("unit"), person=OuterRef("holder"))
    head = Exists(leads_here.filter(leadership=Leadership.HEAD))
    deputy = Exists(leads_here.filter(leadership=Leadership.DEPUTY))
    from_above = ~Q(unit__among=viewer.posts)
    return Q(
        ~Q(holder=viewer.person_id) & (from_above | (~head & (~deputy | Q(unit__among=viewer.headed)))),
        unit__among=viewer.led,
    )


def followed_by(viewer: Viewer) -> frozenset[int]:
    """Return the units all of whose work the viewer reads: those he leads, and those his organisation, office or observing duty covers."""
    return viewer.led | viewer.officer | viewer.office | viewer.observed


# The steps themselves are kept; the day of the last needs no history of its own.
@pghistory.track(exclude=["moved_date"])
class Task(models.Model):
    """One piece of work of one person.

    `unit` is where the holder served when it was assigned: whoever heads that unit sees it. `factor` is copied from the catalogue at that
    moment. `month` (its first day) is the month whose sheet counts it: that of the deadline in force. `state`, `done`, `moved_date` (the day
    of its last step since it was assigned, empty before any) and the counts are kept by the services from the rows below them.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tasks", verbose_name="đơn vị")
    holder = models.ForeignKey(Person, models.PROTECT, related_name="tasks", verbose_name="người thực hiện")
    product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="sản phẩm, công việc"
    )
    title = models.TextField("nội dung nhiệm vụ")
    search_text = models.TextField("chữ để tìm")
    output = models.TextField("sản phẩm đầu ra", blank=True)
    source = models.TextField("nguồn giao", blank=True)
    factor = models.DecimalField("hệ số quy đổi", max_digits=12, decimal_places=6)
    quantity = models.DecimalField("số lượng giao", max_digits=9, decimal_places=2)
    done = models.DecimalField("số lượng nghiệm thu", max_digits=9, decimal_places=2, default=0)
    origin = models.CharField("nguồn gốc", max_length=12, choices=Origin, default=Origin.ASSIGNED)
    state = models.CharField("trạng thái", max_length=12, choices=TaskState, default=TaskState.ASSIGNED)
    assigned_date = models.DateField("ngày giao")
    moved_date = models.DateField("ngày có bước gần nhất sau khi giao", null=True, blank=True)
    due_date = models.DateField("hạn")
    month = models.DateField("tháng tính")
    done_date = models.DateField("ngày nộp lần được nghiệm thu", null=True, blank=True)
    fault_count = models.PositiveSmallIntegerField("số lần lỗi nội dung", default=0)
    fault_excused_count = models.PositiveSmallIntegerField("số lỗi do khách quan", default=0)
    is_key = models.BooleanField("trọng tâm", default=False)
    is_new = models.BooleanField("mới", default=False)
    is_hard = models.BooleanField("khó", default=False)
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", verbose_name="nhận thay từ"
    )
    recurring = models.ForeignKey(
        RecurringWork, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="công việc định kỳ"
    )
    work_item = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="nhiệm vụ của cơ quan"
    )
    assigned_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người giao")

    # Brought by `told` (the day by `handed_in` too); absent otherwise.
    unit_name: str
    handed_in_date: date | None
    is_judged: bool
    is_continued: bool

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        indexes: ClassVar = [
            models.Index(fields=["holder", "month"], name="task_by_holder"),
            models.Index(fields=["unit", "month"], name="task_by_unit"),
            # With what the counts of a whole province ask, so that they are read from the index alone.
            models.Index(
                fields=["unit", "due_date"],
                include=["id", "state", "holder", "assigned_date", "moved_date"],
                condition=Q(state__in=["assigned", "in_hand", "handed_in", "returned"]),
                name="task_open",
            ),
            models.Index(fields=["due_date", "id"], name="task_by_due"),
            models.Index(
                fields=["due_date", "id"],
                condition=Q(state__in=["assigned", "in_hand", "handed_in", "returned"]),
                name="task_open_by_due",
            ),
            models.Index(fields=["assigned_date"], condition=Q(origin="unplanned"), name="task_unplanned"),
            models.Index(fields=["due_date"], condition=Q(state="handed_back"), name="task_handed_back"),
            models.Index(fields=["unit"], condition=Q(state="handed_in"), name="task_handed_in"),
            models.Index(
                fields=["holder", "due_date"],
                condition=Q(state__in=["assigned", "in_hand", "handed_in", "returned"]),
                name="task_open_holder",
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="task_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="task_title_not_empty"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="task_factor_above_zero"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="task_quantity_above_zero"),
            models.CheckConstraint(condition=Q(done__gte=0), name="task_done_not_negative"),
            models.CheckConstraint(
                condition=Q(fault_excused_count__lte=F("fault_count")), name="task_excused_within_faults"
            ),
            models.UniqueConstraint(fields=["recurring", "due_date"], name="recurring_issued_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the work is still going on, with its holder or with the head."""
        return self.state in OPEN_STATES


class TaskMove(models.Model):
    """One move of a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="moves", verbose_name="nhiệm vụ")
    state = models.CharField("trạng thái", max_length=12, choices=TaskState)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    at = models.DateTimeField("lúc")
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "diễn biến nhiệm vụ"
        indexes: ClassVar = [models.Index(fields=["task", "at"], name="move_by_task")]

    def __str__(self) -> str:
        return self.state


class Deadline(models.Model):
    """A deadline a task was given. Whether it was missed is never stored: the days of the hand-ins say it (`selectors.month_lines`)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="deadlines", verbose_name="nhiệm vụ")
    due_date = models.DateField("hạn")
    set_at = models.DateTimeField("đặt lúc")
    set_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đặt")
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "hạn"
        indexes: ClassVar = [
            models.Index(fields=["task", "due_date"], name="deadline_by_task"),
            models.Index(fields=["set_at"], condition=~Q(reason=""), name="deadline_renewed"),
        ]

    def __str__(self) -> str:
        return str(self.due_date)


class HandIn(models.Model):
    """One hand-in of the work and how it was judged."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="hand_ins", verbose_name="nhiệm vụ")
    quantity = models.DecimalField("số lượng nộp", max_digits=9, decimal_places=2)
    note = models.TextField("nội dung báo cáo", blank=True)
    handed_in_at = models.DateTimeField("nộp lúc")
    handed_in_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người nộp")
    verdict = models.CharField("kết quả", max_length=12, choices=Verdict, default=Verdict.WAITING)
    judged_at = models.DateTimeField("xem xét lúc", null=True)
    judged_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người xem xét")
    accepted = models.DecimalField("số lượng nghiệm thu", max_digits=9, decimal_places=2, null=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "lần nộp"
        indexes: ClassVar = [models.Index(fields=["task", "handed_in_at"], name="hand_in_by_task")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict="accepted", accepted__gt=0, accepted__lte=F("quantity"))
                | (~Q(verdict="accepted") & Q(accepted__isnull=True)),
                name="accepted_within_what_was_handed_in",
            ),
            models.CheckConstraint(
                condition=Q(verdict="waiting", judged_at__isnull=True)
                | (~Q(verdict="waiting") & Q(judged_at__isnull=False)),
                name="judged_hand_in_says_when",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="hand_in_quantity_above_zero"),
            models.UniqueConstraint(fields=["task"], condition=Q(verdict="waiting"), name="one_hand_in_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.handed_in_at:%d/%m/%Y}"


class Evidence(models.Model):
    """What proves a hand-in: a file, a link or the number of a document."""

    hand_in = models.ForeignKey(HandIn, models.PROTECT, related_name="evidence", verbose_name="lần nộp")
    kind = models.CharField("loại", max_length=10, choices=EvidenceKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")
    text = models.TextField("số văn bản hoặc đường dẫn", blank=True)

    class Meta:
        verbose_name = "minh chứng"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(kind="file", file__isnull=False) | (~Q(kind="file") & Q(file__isnull=True) & ~Q(text=""))),
                name="evidence_is_what_it_says",
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.file_id)


class ObjectiveCause(models.Model):
    """A cause outside the person, claimed and then confirmed or refused by the competent authority (điểm b, c khoản 2 Điều 14 Nghị định 335/2025/NĐ-CP)."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="causes", verbose_name="nhiệm vụ")
    about = models.CharField("về", max_length=10, choices=CauseAbout)
    deadline = models.ForeignKey(Deadline, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hạn")
    hand_in = models.ForeignKey(HandIn, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lần nộp")
    text = models.TextField("nguyên nhân")
    claimed_at = models.DateTimeField("nêu lúc")
    claimed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người nêu")
    answer = models.CharField("trả lời", max_length=10, choices=CauseAnswer, default=CauseAnswer.WAITING)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người trả lời")
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "nguyên nhân khách quan"
        indexes: ClassVar = [models.Index(fields=["task", "answer"], name="cause_by_task")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(about="delay", deadline__isnull=False, hand_in__isnull=True)
                | Q(about="quality", hand_in__isnull=False, deadline__isnull=True),
                name="cause_points_at_what_it_excuses",
            ),
            models.UniqueConstraint(
                fields=["deadline"], condition=Q(answer="waiting"), name="one_cause_waiting_a_deadline"
            ),
            models.UniqueConstraint(
                fields=["hand_in"], condition=Q(answer="waiting"), name="one_cause_waiting_a_hand_in"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ExtensionRequest(AskedDeadline):
    """The holder asks for another deadline; the head gives it, gives another day, or refuses."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="extension_requests", verbose_name="nhiệm vụ")

    class Meta:
        verbose_name = "đề nghị đổi hạn"
        constraints: ClassVar = asked_deadline_rules(
            "task",
            one_waiting="one_extension_waiting",
            says_why="extension_says_why",
            says_when="answered_extension_says_when",
            says_day="granted_extension_says_until_when",
        )

    def __str__(self) -> str:
        return f"{self.task_id} {self.due_date}"
