"""Faults named and mended (tự soi, tự sửa), inspections that find them, and the one breakthrough a unit works for in a year."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from congtam.documents.models import StoredFile
from congtam.follow_up.choices import FaultState, InspectionState
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer
from congtam.planning.models import Plan, Target, WorkItem

_USER = settings.AUTH_USER_MODEL


def _followed(viewer: Viewer) -> frozenset[int]:
    return viewer.led | viewer.officer | viewer.office | viewer.observed


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Inspections, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those the viewer carries out, and those of units he leads, follows, or is officer or office of."""
        return self.filter(Q(inspector=viewer.person_id) | Q(unit__among=_followed(viewer)))


@pghistory.track()
class Inspection(models.Model):
    """One inspection (kiểm tra, giám sát): of a unit, of how it carries out a plan or one piece of work; who inspects, when, what was found."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị được kiểm tra")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kế hoạch")
    work = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ")
    title = models.TextField("nội dung kiểm tra")
    inspector = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người kiểm tra")
    planned_date = models.DateField("ngày kiểm tra")
    state = models.CharField("trạng thái", max_length=10, choices=InspectionState, default=InspectionState.PLANNED)
    finding = models.TextField("kết quả kiểm tra", blank=True)
    found_at = models.DateTimeField("ghi kết quả lúc", null=True, blank=True)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc")

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc kiểm tra"
        indexes: ClassVar = [models.Index(fields=["unit", "planned_date"], name="inspection_by_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="inspection_title_not_empty"),
            models.CheckConstraint(
                condition=Q(state="done", found_at__isnull=False) & ~Q(finding="") | ~Q(state="done"),
                name="done_inspection_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ShortcomingQuerySet(models.QuerySet["Shortcoming"]):
    """Shortcomings, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own, and those of units he leads, follows, or is officer or office of."""
        return self.filter(Q(person=viewer.person_id) | Q(unit__among=_followed(viewer)))

    def unfinished(self) -> Self:
        """Return those not mended yet."""
        return self.filter(state__in=(FaultState.OPEN, FaultState.UNDER_WAY))


@pghistory.track()
class Shortcoming(models.Model):
    """One fault (hạn chế, khuyết điểm): whose, what mends it and until when; named at a briefing, found by an inspection, or seen by oneself.

    `unit` is where it is mended, `person` who answers for it (nobody: the unit's head). It is done when it was closed with what proves it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chịu trách nhiệm"
    )
    text = models.TextField("hạn chế, khuyết điểm")
    remedy = models.TextField("biện pháp khắc phục")
    due_date = models.DateField("hạn khắc phục")
    named_on = models.DateField("ngày nêu")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nêu tại cuộc họp"
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="shortcomings", verbose_name="từ cuộc kiểm tra"
    )
    state = models.CharField("trạng thái", max_length=10, choices=FaultState, default=FaultState.OPEN)
    closed_on = models.DateField("ngày khắc phục xong", null=True, blank=True)
    closing = models.TextField("kết quả khắc phục", blank=True)
    document = models.TextField("văn bản chứng minh", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")
    named_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người ghi")
    named_at = models.DateTimeField("ghi lúc")

    objects = ShortcomingQuerySet.as_manager()

    class Meta:
        verbose_name = "hạn chế cần khắc phục"
        indexes: ClassVar = [
            models.Index(fields=["unit", "named_on"], name="shortcoming_by_unit"),
            models.Index(fields=["person", "named_on"], name="shortcoming_by_person"),
            models.Index(fields=["due_date"], condition=Q(state__in=["open", "under_way"]), name="shortcoming_open"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(remedy=""), name="shortcoming_says_what_and_how"),
            models.CheckConstraint(
                condition=Q(state="done", closed_on__isnull=False) & ~Q(closing="")
                | ~Q(state="done") & Q(closed_on__isnull=True),
                name="closed_shortcoming_says_when_and_how",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class BreakthroughQuerySet(models.QuerySet["Breakthrough"]):
    """Breakthroughs, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those of units around the viewer: what a unit works for is no secret in its body."""
        return self.filter(unit__among=viewer.around)


@pghistory.track()
class Breakthrough(models.Model):
    """The one breakthrough (khâu đột phá) a unit works for in a year: what and why, the work and targets that carry it, what came of it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    text = models.TextField("khâu đột phá")
    why = models.TextField("vì sao chọn")
    works = models.ManyToManyField(WorkItem, related_name="+", blank=True, verbose_name="nhiệm vụ")
    targets = models.ManyToManyField(Target, related_name="+", blank=True, verbose_name="chỉ tiêu")
    summary = models.TextField("tổng kết cuối năm", blank=True)
    summed_up_at = models.DateTimeField("tổng kết lúc", null=True, blank=True)
    set_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đăng ký")
    set_at = models.DateTimeField("đăng ký lúc")

    objects = BreakthroughQuerySet.as_manager()

    class Meta:
        verbose_name = "khâu đột phá"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_breakthrough_a_year"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(why=""), name="breakthrough_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return self.text
