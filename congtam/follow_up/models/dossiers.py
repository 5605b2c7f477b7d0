"""Dossiers of administrative procedures (hồ sơ thủ tục hành chính), as the one-stop system exports them."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from congtam.follow_up.choices import ImportState, NameKind
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer

_USER = settings.AUTH_USER_MODEL


class DossierImport(models.Model):
    """One export as it was read: `rows` are texts and days by column, each with its row number. The file itself, which names applicants, is not kept."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan")
    name = models.TextField("tên tệp")
    digest = models.CharField("dấu của tệp", max_length=64)
    rows = models.JSONField("các dòng")
    state = models.CharField("trạng thái", max_length=10, choices=ImportState, default=ImportState.READ)
    made_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người nhập")
    made_at = models.DateTimeField("nhập lúc")
    written_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    new_count = models.PositiveIntegerField("số hồ sơ mới", default=0)
    changed_count = models.PositiveIntegerField("số hồ sơ thay đổi", default=0)

    class Meta:
        verbose_name = "lần nhập hồ sơ"
        indexes: ClassVar = [models.Index(fields=["body", "-made_at"], name="dossier_import_by_body")]

    def __str__(self) -> str:
        return self.name


class DossierName(models.Model):
    """Which unit or person a body's one-stop system means by a name, asked once; a person's name may be settled as nobody's."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan")
    kind = models.CharField("loại", max_length=8, choices=NameKind)
    name = models.TextField("tên trong tệp")
    search_name = models.TextField("chữ để so")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người")
    settled_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người chọn")
    settled_at = models.DateTimeField("chọn lúc")

    class Meta:
        verbose_name = "tên trong hệ thống một cửa"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "kind", "search_name"], name="one_meaning_a_dossier_name"),
            models.CheckConstraint(
                condition=Q(kind="unit", unit__isnull=False, person__isnull=True) | Q(kind="person", unit__isnull=True),
                name="dossier_name_means_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Dossiers, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return those the viewer handles, and those of units he leads, follows, or is officer or office of."""
        units = viewer.led | viewer.officer | viewer.office | viewer.observed
        return self.filter(Q(person=viewer.person_id) | Q(unit__among=units))


@pghistory.track()
class Dossier(models.Model):
    """One dossier: when it came, when it is due, when it was finished; which unit handles it and, where known, who."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan")
    code = models.TextField("mã hồ sơ")
    procedure = models.TextField("thủ tục", blank=True)
    received_date = models.DateField("ngày nhận")
    due_date = models.DateField("hạn trả")
    finished_date = models.DateField("ngày giải quyết xong", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người giải quyết"
    )
    brought_by = models.ForeignKey(DossierImport, models.PROTECT, related_name="+", verbose_name="lần nhập")

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ một cửa"
        indexes: ClassVar = [
            models.Index(fields=["unit", "due_date"], condition=Q(finished_date__isnull=True), name="dossier_open"),
            models.Index(fields=["unit", "finished_date"], name="dossier_by_unit"),
            models.Index(fields=["person", "finished_date"], name="dossier_by_person"),
            models.Index(fields=["body", "received_date"], name="dossier_by_body"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "code"], name="one_dossier_a_code"),
            models.CheckConstraint(condition=~Q(code=""), name="dossier_code_not_empty"),
            models.CheckConstraint(condition=Q(due_date__gte=F("received_date")), name="dossier_due_after_it_came"),
            models.CheckConstraint(
                condition=Q(finished_date__isnull=True) | Q(finished_date__gte=F("received_date")),
                name="dossier_finished_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return self.code
