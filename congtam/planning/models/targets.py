"""Targets (chỉ tiêu) that resolutions and plans set, and how far they were met."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery

from congtam.organisation.models import Unit, UnitState
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import Direction, WorkState
from congtam.planning.models.plans import Plan

_USER = settings.AUTH_USER_MODEL


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the targets of the bodies the viewer serves in, leads or works for."""
        return self.filter(body__among=viewer.around)

    def told(self, on: date) -> Self:
        """Bring what a list says: the latest report up to the day `on`, the unit's name, how much work serves the target."""
        reports = TargetReport.objects.filter(target=OuterRef("pk"), on__lte=on).order_by("-on", "-reported_at", "-pk")
        unit = UnitState.objects.on(on).filter(unit=OuterRef("lead_unit")).values("name")[:1]
        going_on = ~Q(served_by__state__in=(WorkState.DROPPED, WorkState.JOINED))
        return self.select_related("plan").annotate(
            latest_value=Subquery(reports.values("value")[:1]),
            latest_on=Subquery(reports.values("on")[:1]),
            unit_name=Subquery(unit),
            work_count=Count("served_by", filter=going_on),
        )


@pghistory.track()
class Target(models.Model):
    """A figure to be reached by the end of a year."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="targets", verbose_name="cơ quan")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="targets", verbose_name="văn bản giao"
    )
    year = models.PositiveSmallIntegerField("năm")
    name = models.TextField("chỉ tiêu")
    measure = models.TextField("đơn vị tính")
    baseline = models.DecimalField("giá trị gốc", max_digits=18, decimal_places=4, null=True, blank=True)
    value = models.DecimalField("giá trị phải đạt", max_digits=18, decimal_places=4)
    direction = models.CharField("chiều", max_length=10, choices=Direction, default=Direction.AT_LEAST)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị chủ trì"
    )
    note = models.TextField("ghi chú", blank=True)
    is_dropped = models.BooleanField("không theo dõi nữa", default=False)
    created_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc")

    # Brought by `told`; absent otherwise.
    latest_value: Decimal | None
    latest_on: date | None
    unit_name: str | None
    work_count: int

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu"
        indexes: ClassVar = [models.Index(fields=["body", "year"], name="target_by_body")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="target_name_not_empty"),
            models.CheckConstraint(condition=~Q(measure=""), name="target_measure_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class TargetReport(models.Model):
    """What a target stood at on a day; a later report of the same day takes the place of the earlier one, and both stay."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="reports", verbose_name="chỉ tiêu")
    on = models.DateField("tính đến ngày")
    value = models.DecimalField("giá trị đạt", max_digits=18, decimal_places=4)
    note = models.TextField("ghi chú", blank=True)
    source = models.TextField("nguồn số liệu", blank=True)
    reported_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người báo cáo")
    reported_at = models.DateTimeField("báo cáo lúc")

    class Meta:
        verbose_name = "tiến độ chỉ tiêu"
        indexes: ClassVar = [models.Index(fields=["target", "on", "reported_at"], name="report_by_target")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(reported_at__isnull=False), name="target_report_says_when"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.on}"
