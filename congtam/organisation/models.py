"""Units and how they change. Nothing here is overwritten: a change closes one row and opens the next."""

import sys
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import F, Func, Q

from congtam.organisation.choices import SuccessionKind, UnitKind

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class DateRange(Func):
    """The half-open range of two days, in the database."""

    function = "DATERANGE"
    output_field = DateRangeField()


@models.ForeignKey.register_lookup
class Among(models.Lookup):
    """`unit__among=ids`: one of many keys, sent as one array.

    Whoever heads a province looks over thousands of units; as thousands of parameters they cost more than the question itself.
    """

    lookup_name = "among"
    prepare_rhs = False
    # From so many keys on, weighing each of them costs the database's planner more than an index saves.
    many = 1_000

    def __init__(self, lhs: Any, rhs: Iterable[int]) -> None:
        super().__init__(lhs, frozenset(rhs))

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the condition; nothing is among nothing, and one key is compared as such, which keeps an index in its order."""
        column, params = self.process_lhs(compiler, connection)
        if not self.rhs:
            raise EmptyResultSet
        if len(self.rhs) == 1:
            return f"{column} = %s", (*params, *self.rhs)
        if len(self.rhs) < self.many:
            return f"{column} = ANY(%s::bigint[])", (*params, _array(self.rhs))
        # Looked up in a table made once. The planner is told neither how many keys there are (it would count making that table for every row
        # met) nor that rows could be joined to them.
        return f"({column} IN (SELECT unnest((SELECT %s::bigint[])))) IS TRUE", (*params, _array(self.rhs))


@models.ForeignKey.register_lookup
class WeighedAmong(Among):
    """`unit__weighed_among=ids`: as `among`, each key weighed whatever their number, where the plan hangs on how few rows are left."""

    lookup_name = "weighed_among"
    many = sys.maxsize


@lru_cache(maxsize=64)
def _array(keys: frozenset[int]) -> str:
    """Return keys as the database reads an array; one page asks with the same thousands a dozen times."""
    return f"{{{','.join(map(str, sorted(keys)))}}}"


class DatedQuerySet(models.QuerySet[Row_co]):
    """Rows that hold from a day (included) until a day (not included; empty = still)."""

    def on(self, day: date) -> Self:
        """Return the rows that hold on `day`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)

    def during(self, start: date, until: date) -> Self:
        """Return the rows that hold on any day from `start` (included) until `until` (not included)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=start), valid_from__lt=until)


class Unit(models.Model):
    """A body or a part of one, under one identity as long as it exists."""

    code = models.CharField("mã đơn vị", max_length=60, unique=True)
    kind = models.CharField("loại", max_length=20, choices=UnitKind)
    valid_from = models.DateField("thành lập từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class UnitState(models.Model):
    """What a unit is called, under whom it stands and what it does for its people, during one span of time.

    The three roles towards people (khoản 1 Điều 3, Điều 10 Nghị định 335/2025/NĐ-CP): a managing body manages civil servants, a using body
    uses them, and a constituent unit of a using body uses them directly.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="states", verbose_name="đơn vị")
    parent = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="children_states", verbose_name="đơn vị cấp trên"
    )
    name = models.TextField("tên đơn vị")
    short_name = models.CharField("tên gọn", max_length=120, blank=True)
    search_name = models.TextField("tên để tìm")
    manages = models.BooleanField("cơ quan quản lý công chức", default=False)
    uses = models.BooleanField("cơ quan sử dụng công chức", default=False)
    is_hardship = models.BooleanField("địa bàn khó khăn", default=False)
    position = models.PositiveIntegerField("thứ tự", default=0)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "trạng thái đơn vị"
        indexes: ClassVar = [
            models.Index(fields=["parent", "position"], name="unit_state_by_parent"),
            GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="unit_state_search"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="unit_name_not_empty"),
            models.CheckConstraint(condition=~Q(parent=F("unit")), name="unit_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="unit_state_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="unit_one_state_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One unit handing over to another: merger, split, part-transfer."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="đơn vị cũ")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="inheritances", verbose_name="đơn vị mới")
    kind = models.CharField("cách thức", max_length=20, choices=SuccessionKind)
    on_date = models.DateField("ngày")
    document = models.TextField("văn bản", blank=True)

    class Meta:
        verbose_name = "kế thừa đơn vị"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on_date"], name="one_succession_a_day"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="unit_not_its_own_successor"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class SimilarGroup(models.Model):
    """Civil servants of one body with similar tasks; quotas count in it (khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP)."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="similar_groups", verbose_name="cơ quan")
    name = models.TextField("nhóm nhiệm vụ tương đồng")
    position = models.PositiveIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nhóm nhiệm vụ tương đồng"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "name"], name="one_similar_group_a_name")]

    def __str__(self) -> str:
        return self.name
