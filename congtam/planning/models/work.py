"""The work of a body: each task once, whatever number of plans ask for it, with what happened to it."""

from datetime import date, datetime
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from congtam.documents.models import StoredFile
from congtam.meetings.models import Conclusion
from congtam.organisation.models import Unit, UnitState
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import Rhythm, UnitPart, WorkState
from congtam.planning.models.pairs import LikelyPair
from congtam.planning.models.plans import PlanItem
from congtam.planning.models.targets import Target

_USER = settings.AUTH_USER_MODEL


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    """The work of bodies, as far as somebody may see it."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the work of the bodies the viewer serves in, leads or works for."""
        return self.filter(body__among=viewer.around)

    def still_open(self) -> Self:
        """Return work that is neither finished nor dropped."""
        return self.filter(state__in=(WorkState.OPEN, WorkState.REPORTED))

    def told(self, on: date) -> Self:
        """Bring what a list says: the leading unit's name, how many items ask for it, how often its deadline changed, when it was reported."""
        name = UnitState.objects.on(on).filter(unit=OuterRef("lead_unit")).values("name")[:1]
        items = PlanItem.objects.filter(work=OuterRef("pk")).order_by().values("work").values(times=Count("pk"))
        changes = WorkDeadline.objects.filter(work=OuterRef("pk")).exclude(reason="").order_by().values("work")
        reported = WorkMove.objects.filter(work=OuterRef("pk"), state=WorkState.REPORTED).order_by().values("work")
        return self.annotate(
            lead_name=Coalesce(Subquery(name), F("lead_text")),
            item_count=Coalesce(Subquery(items), 0),
            change_count=Coalesce(Subquery(changes.values(times=Count("pk"))), 0),
            reported_at=Subquery(reported.values(last=Max("at"))),
        )


@pghistory.track()
class WorkItem(models.Model):
    """One task of a body (nhiệm vụ của cơ quan), which people's tasks serve.

    It is asked for by plan items (`items`), by a `conclusion` of a meeting, or set by itself. `due_date` is the deadline that governs:
    `governed_by` is the item it was taken from and `governing_reason` why, when the items differ. Work that comes again has a `rhythm`. Work
    found to be the same as older work is `joined` to it and stays readable; what people do for it counts for that older one.
    """

    body = models.ForeignKey(Unit, models.PROTECT, related_name="work_items", verbose_name="cơ quan")
    year = models.PositiveSmallIntegerField("năm")
    title = models.TextField("nội dung nhiệm vụ")
    search_text = models.TextField("chữ để tìm")
    output = models.TextField("sản phẩm", blank=True)
    lead_text = models.TextField("chủ trì (theo văn bản)", blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị chủ trì"
    )
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lãnh đạo phụ trách"
    )
    start_date = models.DateField("từ ngày", null=True, blank=True)
    due_date = models.DateField("hạn", null=True, blank=True)
    due_text = models.TextField("thời gian (theo văn bản)", blank=True)
    rhythm = models.CharField("định kỳ", max_length=12, choices=Rhythm, blank=True)
    day_in_rhythm = models.PositiveSmallIntegerField("ngày trong kỳ", null=True, blank=True)
    governed_by = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="hạn theo"
    )
    governing_reason = models.TextField("lý do chọn hạn", blank=True)
    conclusion = models.ForeignKey(
        Conclusion, models.PROTECT, null=True, blank=True, related_name="work_items", verbose_name="kết luận"
    )
    serves_item = models.ForeignKey(
        PlanItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="served_by",
        verbose_name="phục vụ nhiệm vụ cấp trên",
    )
    serves_target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="served_by", verbose_name="phục vụ chỉ tiêu"
    )
    state = models.CharField("trạng thái", max_length=10, choices=WorkState, default=WorkState.OPEN)
    done_date = models.DateField("ngày hoàn thành", null=True, blank=True)
    # Never a chain: what was joined to work that joins another points at that other one.
    joined = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="joined_here", verbose_name="đã gộp vào"
    )
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc")

    # Brought by `told`; absent otherwise.
    lead_name: str
    item_count: int
    change_count: int
    reported_at: datetime | None

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ của cơ quan"
        indexes: ClassVar = [
            models.Index(fields=["body", "year", "state"], name="work_by_body"),
            models.Index(
                fields=["lead_unit", "due_date"], condition=Q(state__in=["open", "reported"]), name="work_open"
            ),
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="work_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="work_title_not_empty"),
            models.CheckConstraint(
                condition=Q(state="done", done_date__isnull=False) | (~Q(state="done") & Q(done_date__isnull=True)),
                name="done_work_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="joined", joined__isnull=False) | (~Q(state="joined") & Q(joined__isnull=True)),
                name="joined_work_says_where",
            ),
            models.CheckConstraint(condition=~Q(joined=F("pk")), name="work_not_joined_to_itself"),
        ]

    def __str__(self) -> str:
        return self.title


class WorkItemUnit(models.Model):
    """A unit that takes part in the work besides the one that leads."""

    work = models.ForeignKey(WorkItem, models.CASCADE, related_name="units", verbose_name="nhiệm vụ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    part = models.CharField("vai trò", max_length=12, choices=UnitPart, default=UnitPart.COORDINATING)

    class Meta:
        verbose_name = "đơn vị tham gia nhiệm vụ"
        constraints: ClassVar = [models.UniqueConstraint(fields=["work", "unit"], name="one_part_a_unit")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.unit_id}"


class WorkMove(models.Model):
    """One move of the work: added, never edited. `document` proves a result: the number of a document, or `file`."""

    work = models.ForeignKey(WorkItem, models.PROTECT, related_name="moves", verbose_name="nhiệm vụ")
    state = models.CharField("trạng thái", max_length=10, choices=WorkState)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    at = models.DateTimeField("lúc")
    note = models.TextField("nội dung", blank=True)
    document = models.TextField("số văn bản, sản phẩm", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")

    class Meta:
        verbose_name = "diễn biến nhiệm vụ của cơ quan"
        indexes: ClassVar = [models.Index(fields=["work", "at"], name="work_move_by_work")]

    def __str__(self) -> str:
        return self.state


class WorkDeadline(models.Model):
    """A deadline the work was given; the first when it began, each later one with the reason for it."""

    work = models.ForeignKey(WorkItem, models.PROTECT, related_name="deadlines", verbose_name="nhiệm vụ")
    due_date = models.DateField("hạn")
    set_at = models.DateTimeField("đặt lúc")
    set_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đặt")
    reason = models.TextField("lý do", blank=True)

    class Meta:
        verbose_name = "hạn của nhiệm vụ"
        indexes: ClassVar = [
            models.Index(fields=["work", "set_at"], name="work_deadline_by_work"),
            models.Index(fields=["set_at"], condition=~Q(reason=""), name="work_deadline_changed"),
        ]

    def __str__(self) -> str:
        return str(self.due_date)


class ItemOverlapQuerySet(models.QuerySet["ItemOverlap"]):
    """Pairs of plan items, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return pairs with an item of a body the viewer serves in, leads or works for; the other may be of a body above, whose plans it follows."""
        return self.filter(Q(one__plan__body__among=viewer.around) | Q(other__plan__body__among=viewer.around))

    def decided_by(self, viewer: Viewer) -> Self:
        """Return pairs the viewer may decide about: those with an item of a body whose work he keeps."""
        keeps = viewer.office | viewer.headed_below
        return self.filter(Q(one__plan__body__among=keeps) | Q(other__plan__body__among=keeps))


@pghistory.track()
class ItemOverlap(LikelyPair):
    """Two plan items that may ask for one task, what the finder says of them, and what a person decided. `one` has the smaller id."""

    one = models.ForeignKey(PlanItem, models.CASCADE, related_name="+", verbose_name="dòng kế hoạch")
    other = models.ForeignKey(PlanItem, models.CASCADE, related_name="+", verbose_name="dòng kế hoạch kia")

    objects = ItemOverlapQuerySet.as_manager()

    class Meta:
        verbose_name = "trùng lặp giữa các kế hoạch"
        indexes: ClassVar = [models.Index(fields=["other"], name="overlap_by_other")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="one_overlap_an_item_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="overlap_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ~ {self.other_id}"


class ConsolidatedPlanQuerySet(models.QuerySet["ConsolidatedPlan"]):
    """Published plans, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the plans of the bodies the viewer serves in, leads or works for."""
        return self.filter(body__among=viewer.around)


class ConsolidatedPlan(models.Model):
    """One published version of a body's consolidated plan of a year: its rows as they stood, which nothing changes afterwards."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan")
    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField("lần")
    number = models.TextField("số, ký hiệu", blank=True)
    published_on = models.DateField("ngày ban hành")
    published_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người ban hành")
    published_at = models.DateTimeField("ban hành lúc")
    rows = models.JSONField("các nhiệm vụ")

    objects = ConsolidatedPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch hợp nhất"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year", "version"], name="one_consolidated_plan_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"
