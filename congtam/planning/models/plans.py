"""Plans, programmes, resolutions, directives and conclusions as they were written. What is written never changes."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from congtam.documents.models import StoredFile
from congtam.organisation.models import Unit
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import DueKind, PlanKind, PlanState, Rhythm, UnitPart

_USER = settings.AUTH_USER_MODEL


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return plans of the bodies the viewer serves in, leads or works for; drafts only where he works with plans."""
        here = viewer.led | viewer.officer | viewer.office | viewer.observed | viewer.colleagues
        keeps = viewer.office | viewer.headed_below
        return self.filter(Q(body__among=keeps) | (Q(body__among=here) & ~Q(state=PlanState.DRAFT)))


@pghistory.track()
class Plan(models.Model):
    """One document that gives a body work: its own plan of the year, a later plan, a resolution or directive from above.

    `body` is whose work it gives; `issuer` who signed it, in words (`issuer_unit` when it is a unit known here). `year` is the year of the
    work, which deadlines without a year are read in.
    """

    body = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name="cơ quan")
    kind = models.CharField("loại văn bản", max_length=12, choices=PlanKind, default=PlanKind.PLAN)
    number = models.TextField("số, ký hiệu", blank=True)
    title = models.TextField("tên văn bản")
    issuer = models.TextField("nơi ban hành")
    issuer_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị ban hành"
    )
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField("trạng thái", max_length=10, choices=PlanState, default=PlanState.DRAFT)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")
    # What the office settled before the rows were written: columns, units, deadlines, rows left out (`services.reading`).
    settled = models.JSONField("đã chỉnh khi đọc", default=dict, blank=True)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người nhập")
    created_at = models.DateTimeField("nhập lúc")

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch, văn bản giao việc"
        indexes: ClassVar = [models.Index(fields=["body", "year", "state"], name="plan_by_body")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="plan_title_not_empty"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="plan_year_in_sight"),
            # A document comes in once.
            models.UniqueConstraint(
                fields=["body", "number", "issuer", "year"],
                condition=~Q(number="") & ~Q(state="discarded"),
                name="one_plan_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def is_live(self) -> bool:
        """Whether its work is asked for now."""
        return self.state == PlanState.LIVE


class PlanItem(models.Model):
    """One task as a plan says it, in the plan's words; what was read of the deadline stands beside its text.

    `headings` are those it stands under, the widest first; `address` is where it was read in the file. `work` is the work it asks for: many
    items may ask for one.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items", verbose_name="kế hoạch")
    position = models.PositiveIntegerField("thứ tự")
    number = models.TextField("STT", blank=True)
    headings = ArrayField(models.TextField(), verbose_name="mục", default=list, blank=True)
    task = models.TextField("nội dung nhiệm vụ")
    lead = models.TextField("chủ trì", blank=True)
    coordinating = models.TextField("phối hợp", blank=True)
    leader = models.TextField("lãnh đạo phụ trách", blank=True)
    output = models.TextField("sản phẩm", blank=True)
    assigned_in = models.TextField("văn bản giao", blank=True)
    note = models.TextField("ghi chú", blank=True)
    due_text = models.TextField("thời gian", blank=True)
    due_kind = models.CharField("loại thời hạn", max_length=10, choices=DueKind, default=DueKind.NONE)
    start_date = models.DateField("từ ngày", null=True, blank=True)
    due_date = models.DateField("hạn", null=True, blank=True)
    rhythm = models.CharField("định kỳ", max_length=12, choices=Rhythm, blank=True)
    day_in_rhythm = models.PositiveSmallIntegerField("ngày trong kỳ", null=True, blank=True)
    address = models.TextField("vị trí trong tệp", blank=True)
    search_text = models.TextField("chữ để tìm")
    # What `planning.finding` made of the words; empty until it has.
    vector = models.BinaryField("dấu nghĩa", default=b"", blank=True)
    work = models.ForeignKey(
        "planning.WorkItem", models.PROTECT, null=True, blank=True, related_name="items", verbose_name="nhiệm vụ"
    )

    class Meta:
        verbose_name = "dòng kế hoạch"
        indexes: ClassVar = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="plan_item_search"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "position"], name="one_item_a_position"),
            models.CheckConstraint(condition=~Q(task=""), name="item_task_not_empty"),
        ]

    def __str__(self) -> str:
        return self.task


class PlanItemUnit(models.Model):
    """A unit that the words of an item name, and what for."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="units", verbose_name="dòng kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    part = models.CharField("vai trò", max_length=12, choices=UnitPart)

    class Meta:
        verbose_name = "đơn vị của dòng kế hoạch"
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "unit", "part"], name="one_unit_a_part")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.unit_id}"


class BodyName(models.Model):
    """Which unit a body means by some words ("P. TCHC", "các phòng"), asked once and remembered; no unit when it is somebody outside.

    `stands_for` holds several units where the words name a list.
    """

    body = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="cơ quan")
    name = models.TextField("tên trong văn bản")
    search_name = models.TextField("chữ để so")
    stands_for = models.ManyToManyField(Unit, related_name="+", verbose_name="đơn vị")
    settled_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người chọn")
    settled_at = models.DateTimeField("chọn lúc")

    class Meta:
        verbose_name = "tên gọi đơn vị"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "search_name"], name="one_meaning_a_name")]

    def __str__(self) -> str:
        return self.name


class ColumnMemory(models.Model):
    """How the columns of an issuer's tables were settled by a person, by the names of the columns; taken again for the next file."""

    body = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name="cơ quan")
    issuer = models.TextField("nơi ban hành")
    names = ArrayField(models.TextField(), verbose_name="tên cột")
    roles = models.JSONField("ý nghĩa các cột")
    settled_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người chọn")
    settled_at = models.DateTimeField("chọn lúc")

    class Meta:
        verbose_name = "cách đọc cột"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "issuer", "names"], name="one_reading_a_table"),
        ]

    def __str__(self) -> str:
        return self.issuer
