"""People and dated facts about them. History is never overwritten: a change closes one row and opens the next."""

from datetime import date, timedelta
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from congtam.documents.models import StoredFile
from congtam.organisation.models import DatedQuerySet, DateRange, Row_co, SimilarGroup, Unit
from congtam.personnel.choices import (
    AbsenceKind,
    Category,
    DisciplineSide,
    Duty,
    Gender,
    ImportState,
    Leadership,
    PartyStanding,
)
from congtam.personnel.viewer import Viewer

_ENDS_AFTER_IT_BEGINS = Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))


class PersonQuerySet(models.QuerySet["Person"]):
    """People, as far as somebody may know of them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return whoever serves in a unit around the viewer today, the viewer, and everybody whose file he keeps.

        An administrator looks after accounts, so he sees everybody's name; nothing more comes with it.
        """
        if viewer.is_administrator:
            return self
        posts = Appointment.objects.filter(
            _holds_on(viewer) & Q(unit__among=viewer.around) | Q(unit__among=viewer.officer)
        )
        if viewer.looks_far:
            return self.filter(Q(pk=viewer.person_id or 0) | Exists(posts.filter(person=OuterRef("pk"))))
        own = Person.objects.filter(pk=viewer.person_id or 0)
        # One set of keys: an OR over a subquery would be asked of every person in the province.
        return self.filter(pk__in=posts.values_list("person_id").union(own.values_list("pk")))


def last_day(until: date | None) -> date | None:
    """Return the day before `until`, the first day something no longer holds."""
    return None if until is None else until - timedelta(days=1)


@pghistory.track()
class Person(models.Model):
    """Somebody in the records, under the personal identification number of the identity law."""

    personal_id = models.CharField("số định danh cá nhân", max_length=12, unique=True)
    full_name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField("khoá sắp xếp", max_length=300)
    search_name = models.CharField("tên để tìm", max_length=200)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    gender = models.CharField("giới tính", max_length=10, choices=Gender, blank=True)
    staff_code = models.CharField("mã cán bộ", max_length=40, blank=True)
    email = models.EmailField("thư điện tử công vụ", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="person", verbose_name="tài khoản"
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "người"
        indexes: ClassVar = [
            GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="person_search"),
            models.Index(fields=["sort_key"], name="person_sort"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(personal_id__regex=r"^\d{12}$"), name="personal_id_twelve_digits"),
            models.CheckConstraint(condition=~Q(full_name=""), name="person_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.full_name


class AppointmentQuerySet(DatedQuerySet["Appointment"]):
    """Posts, as far as somebody may know of them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return present posts around the viewer, every post of his own, and every post of those he leads or keeps the file of.

        An administrator knows who serves where today, to look after accounts.
        """
        around = Q() if viewer.is_administrator else Q(unit__among=viewer.around)
        near = (Q(person=viewer.person_id), _holds_on(viewer) & around)
        if viewer.looks_far:
            return self.filter(near[0] | near[1] | _is_led_by(viewer) | _is_kept_by(viewer))
        ways = (*near, Q(person__in=_led_by(viewer)), Q(person__in=_kept_by(viewer)))
        # One set of keys: an OR over subqueries would be asked of every post in the province.
        first, *others = (Appointment.objects.filter(way).values_list("pk") for way in ways)
        return self.filter(pk__in=first.union(*others))


@pghistory.track()
class Appointment(models.Model):
    """One post of one person in one unit, from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="người")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appointments", verbose_name="đơn vị")
    job_title = models.CharField("chức vụ, chức danh", max_length=200)
    category = models.CharField("đối tượng", max_length=20, choices=Category)
    leadership = models.CharField("lãnh đạo, quản lý", max_length=10, choices=Leadership, default=Leadership.NONE)
    similar_group = models.ForeignKey(
        SimilarGroup, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhóm nhiệm vụ tương đồng"
    )
    is_primary = models.BooleanField("vị trí chính", default=True)
    is_acting = models.BooleanField("quyền, phụ trách", default=False)
    is_seconded = models.BooleanField("biệt phái", default=False)
    document = models.TextField("quyết định", blank=True)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "vị trí công tác"
        indexes: ClassVar = [models.Index(fields=["unit", "valid_from"], name="appointment_by_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ENDS_AFTER_IT_BEGINS, name="appointment_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_primary_post_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_primary=True),
            ),
            ExclusionConstraint(
                name="one_post_in_a_unit_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_head_of_a_unit_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(leadership="head"),
            ),
        ]

    def __str__(self) -> str:
        return self.job_title

    @property
    def last_day(self) -> date | None:
        """The last day it holds, as papers say it; None while it lasts."""
        return last_day(self.valid_until)


def _holds_on(viewer: Viewer) -> Q:
    return Q(valid_from__lte=viewer.on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=viewer.on))


def _led_by(viewer: Viewer) -> models.QuerySet[Appointment, int]:
    """Return the people who serve today in units the viewer leads."""
    return Appointment.objects.on(viewer.on).filter(unit__among=viewer.led).values_list("person_id", flat=True)


def _kept_by(viewer: Viewer) -> models.QuerySet[Appointment, int]:
    """Return the people whose files the viewer keeps: those who serve, served or will serve in units he is officer of."""
    return Appointment.objects.filter(unit__among=viewer.officer).values_list("person_id", flat=True)


def _is_led_by(viewer: Viewer) -> Q:
    """Return whether a record's person serves today in a unit the viewer leads, asked of each record."""
    return Q(Exists(_led_by(viewer).filter(person=OuterRef("person"))))


def _is_kept_by(viewer: Viewer) -> Q:
    """Return whether the viewer keeps the file of a record's person, asked of each record."""
    return Q(Exists(_kept_by(viewer).filter(person=OuterRef("person"))))


class PersonalFactQuerySet(DatedQuerySet[Row_co]):
    """Dated facts about people that colleagues do not see."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those about the viewer, about people he leads today, and about people whose files he keeps."""
        return self.filter(Q(person=viewer.person_id) | _is_led_by(viewer) | _is_kept_by(viewer))


class DisciplinaryActionQuerySet(models.QuerySet["DisciplinaryAction"]):
    """Discipline: for the person, his heads, and whoever keeps his file."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return decisions on the viewer, on people under his headship today, and on people whose files he keeps."""
        headed = Appointment.objects.on(viewer.on).filter(unit__among=viewer.headed_below, person=OuterRef("person"))
        return self.filter(Q(person=viewer.person_id) | Q(Exists(headed)) | _is_kept_by(viewer))


@pghistory.track()
class PartyMembership(models.Model):
    """A Party member's place in a cell, from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="party_memberships", verbose_name="người")
    cell = models.ForeignKey(Unit, models.PROTECT, related_name="party_memberships", verbose_name="chi bộ")
    standing = models.CharField("tư cách", max_length=20, choices=PartyStanding, default=PartyStanding.OFFICIAL)
    position = models.CharField("chức vụ đảng", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = PersonalFactQuerySet.as_manager()

    class Meta:
        verbose_name = "sinh hoạt đảng"
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ENDS_AFTER_IT_BEGINS, name="membership_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_cell_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.cell_id}"

    @property
    def last_day(self) -> date | None:
        """The last day it holds, as papers say it; None while it lasts."""
        return last_day(self.valid_until)


@pghistory.track()
class Absence(models.Model):
    """Time away that the rating law asks about."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences", verbose_name="người")
    kind = models.CharField("loại", max_length=12, choices=AbsenceKind)
    document = models.TextField("văn bản", blank=True)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = PersonalFactQuerySet.as_manager()

    class Meta:
        verbose_name = "nghỉ, vắng"
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ENDS_AFTER_IT_BEGINS, name="absence_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def last_day(self) -> date | None:
        """The last day it holds, as papers say it; None while it lasts."""
        return last_day(self.valid_until)


@pghistory.track()
class DisciplinaryAction(models.Model):
    """One decision on discipline. `act` groups decisions on the same act; `is_duty_related` empty = nobody has classified it yet."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="disciplinary_actions", verbose_name="người")
    side = models.CharField("bên kỷ luật", max_length=10, choices=DisciplineSide)
    kind = models.CharField("hình thức", max_length=40)
    act = models.CharField("hành vi", max_length=80)
    acted_from = models.DateField("vi phạm từ ngày", null=True, blank=True)
    decided_date = models.DateField("ngày quyết định")
    document = models.TextField("quyết định", blank=True)
    is_duty_related = models.BooleanField("liên quan đến công vụ", null=True)
    is_already_counted = models.BooleanField("đã tính ở lần xếp loại trước", default=False)
    classified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người phân loại",
    )

    objects = DisciplinaryActionQuerySet.as_manager()

    class Meta:
        verbose_name = "kỷ luật"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "side", "act", "decided_date"], name="one_decision_an_act_a_day"),
        ]

    def __str__(self) -> str:
        return self.kind


@pghistory.track()
class Responsibility(models.Model):
    """What a person looks after in a body (organisation, emulation, office), from a day until a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="responsibilities", verbose_name="người")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="responsibilities", verbose_name="cơ quan, đơn vị")
    duty = models.CharField("phần việc", max_length=24, choices=Duty)
    document = models.TextField("văn bản", blank=True)
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "phần việc được giao"
        constraints: ClassVar = [
            models.CheckConstraint(condition=_ENDS_AFTER_IT_BEGINS, name="responsibility_ends_after_it_begins"),
            ExclusionConstraint(
                name="one_responsibility_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("duty", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.get_duty_display()

    @property
    def last_day(self) -> date | None:
        """The last day it holds, as papers say it; None while it lasts."""
        return last_day(self.valid_until)


@pghistory.track()
class WrongEvaluatorReport(models.Model):
    """Somebody says that the superior shown as the one who scores him is not; the officer looks into it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="evaluator_reports", verbose_name="người báo")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị của người báo")
    text = models.TextField("nội dung")
    reported_at = models.DateTimeField("báo lúc")
    answer = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )

    class Meta:
        verbose_name = "báo sai người chấm"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="evaluator_report_says_something"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(answered_at__isnull=True), name="one_evaluator_report_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    """Imports, as far as somebody may know of them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return imports into bodies the viewer is officer of, and those he made."""
        return self.filter(Q(body__among=viewer.officer) | Q(made_by=viewer.user))


class RosterImport(models.Model):
    """A roster brought as a workbook: what was judged of every row, and whether it was applied. Kept as evidence.

    `rows` holds the judged rows as `selectors.roster` reads and writes them, without personal identification numbers.
    """

    body = models.ForeignKey(Unit, models.PROTECT, related_name="roster_imports", verbose_name="cơ quan")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.PREVIEWED)
    rows = models.JSONField("các dòng đã xét")
    row_count = models.PositiveIntegerField("số dòng")
    error_count = models.PositiveIntegerField("số lỗi")
    warning_count = models.PositiveIntegerField("số điểm cần xem")
    change_count = models.PositiveIntegerField("số thay đổi")
    ignored_columns = models.JSONField("cột không dùng đến", default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhập")
    made_at = models.DateTimeField("xem trước lúc")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi"
    )
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    problem = models.TextField("vì sao chưa ghi được", blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập danh sách"
        indexes: ClassVar = [models.Index(fields=["body", "-made_at"], name="roster_import_by_body")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.made_at:%d/%m/%Y}"
