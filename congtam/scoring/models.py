"""Scoring months and the sheets in them. What a signature fixed never moves: a correction is a new version."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Window

from congtam.organisation.models import DatedQuerySet, Unit
from congtam.personnel.models import Appointment, Person
from congtam.personnel.viewer import Viewer  # selectors stand above models
from congtam.scoring.choices import Band, Judged, PeriodState, SheetState
from congtam.tasks.choices import Origin
from congtam.tasks.models import Task

_USER = settings.AUTH_USER_MODEL


@pghistory.track()
class BodyReading(models.Model):
    """How a body's by-law reads the law where it can be read in several ways, and which uncertain instruments it adopts.

    `includes` lists categories scored besides civil servants (khoản 2 Điều 28 Nghị định 335/2025/NĐ-CP leaves contract workers to the body).
    """

    body = models.ForeignKey(Unit, models.PROTECT, related_name="readings", verbose_name="cơ quan")
    policies = models.JSONField("cách hiểu", default=dict)
    adopts = models.JSONField("văn bản áp dụng", default=list)
    includes = models.JSONField("đối tượng chấm thêm", default=list)
    document = models.TextField("quy chế, văn bản của cơ quan")
    valid_from = models.DateField("từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "cách hiểu của cơ quan"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(document=""), name="reading_names_its_document"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="reading_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.document


class PeriodQuerySet(models.QuerySet["ScoringPeriod"]):
    """Scoring months: for whoever runs them, heads and deputies of the body, and whoever is scored in them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return months of bodies the viewer leads or keeps, and those in which he has a sheet or confirms some."""
        sheets = ScoreSheet.objects.filter(Q(person=viewer.person_id) | Q(judging_unit__among=viewer.headed))
        return self.filter(Q(body__among=viewer.overseen) | Q(pk__in=sheets.values("period_id")))


@pghistory.track()
class ScoringPeriod(models.Model):
    """One month of one body."""

    body = models.ForeignKey(Unit, models.PROTECT, related_name="scoring_periods", verbose_name="cơ quan")
    month = models.DateField("tháng")
    state = models.CharField("trạng thái", max_length=10, choices=PeriodState, default=PeriodState.OPEN)
    cut_off_date = models.DateField("ngày chốt số liệu")
    closed_at = models.DateTimeField("đóng lúc", null=True)
    closed_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người đóng")

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ chấm điểm"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "month"], name="one_period_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="period_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class SheetQuerySet(models.QuerySet["ScoreSheet"]):
    """Sheets: for their owners, for who confirms them, for heads above, and for the organisation officer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own sheets and those today's posts and duties open to him.

        A deputy reads his unit's people, not the sheets of those who lead the unit with him.
        """
        beside = Q(unit__among=viewer.posts, holds_leading_post=True)
        return self.filter(
            Q(person=viewer.person_id)
            | Q(judging_unit__among=viewer.headed)
            | Q(unit__among=viewer.headed_below | viewer.officer)
            | (Q(unit__among=viewer.led) & ~beside)
        )

    def counted(self) -> Self:
        """Bring to each sheet how many there are, and how many wait for the superior, for their owner, and for nobody any more."""
        waiting, unsigned = Q(state=SheetState.SELF_SIGNED), Q(state__in=(SheetState.DRAFT, SheetState.SENT_BACK))
        return self.annotate(
            found_count=Window(Count("pk")),
            waiting_count=Window(Count("pk", filter=waiting)),
            unsigned_count=Window(Count("pk", filter=unsigned)),
            confirmed_count=Window(Count("pk", filter=Q(state=SheetState.CONFIRMED))),
        )


@pghistory.track()
class ScoreSheet(models.Model):
    """One person's month, one version.

    `unit` is where the person served; `judging_unit` the unit whose head confirms (Điều 10 Nghị định 335/2025/NĐ-CP). `general` maps the ten
    criteria's codes to marks as text. From the person's signature on, lines are kept in `SheetLine` and `facts`/`result` hold what went
    into the engine and what came out, with the rule-set's id and digest. Marks are integers of hundredths.
    """

    period = models.ForeignKey(ScoringPeriod, models.PROTECT, related_name="sheets", verbose_name="kỳ")
    person = models.ForeignKey(Person, models.PROTECT, related_name="sheets", verbose_name="người")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="vị trí")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheets", verbose_name="đơn vị")
    judging_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị có người chấm"
    )
    holds_leading_post = models.BooleanField("giữ chức vụ lãnh đạo, quản lý", default=False)
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    is_current = models.BooleanField("đang có giá trị", default=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho"
    )
    correction_reason = models.TextField("lý do sửa", blank=True)
    correction_authority = models.TextField("căn cứ, người cho phép sửa", blank=True)
    state = models.CharField("trạng thái", max_length=12, choices=SheetState, default=SheetState.DRAFT)

    general = models.JSONField("điểm tiêu chí chung", default=dict)
    strengths = models.TextField("ưu điểm", blank=True)
    weaknesses = models.TextField("hạn chế, khuyết điểm", blank=True)
    comment = models.TextField("ý kiến của cấp có thẩm quyền", blank=True)
    unit_results = models.CharField("d", max_length=4, choices=Judged, blank=True)
    unit_results_reason = models.TextField("lý do d", blank=True)
    organising = models.CharField("đ", max_length=4, choices=Judged, blank=True)
    organising_reason = models.TextField("lý do đ", blank=True)
    unity = models.CharField("e", max_length=4, choices=Judged, blank=True)
    unity_reason = models.TextField("lý do e", blank=True)

    general_hundredths = models.PositiveIntegerField("điểm tiêu chí chung (phần trăm điểm)", null=True)
    task_hundredths = models.PositiveIntegerField("điểm kết quả nhiệm vụ (phần trăm điểm)", null=True)
    total_hundredths = models.PositiveIntegerField("tổng điểm (phần trăm điểm)", null=True)
    band = models.CharField("mức theo điểm", max_length=16, choices=Band, blank=True)
    rule_set = models.CharField("bộ quy tắc", max_length=120, blank=True)
    rule_set_digest = models.CharField("dấu của bộ quy tắc", max_length=64, blank=True)
    facts = models.JSONField("dữ kiện", null=True)
    result = models.JSONField("kết quả", null=True)

    self_signed_at = models.DateTimeField("tự chấm lúc", null=True)
    self_signed_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người tự chấm")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)
    confirmed_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận")

    # Brought by `counted`; absent otherwise.
    found_count: int
    waiting_count: int
    unsigned_count: int
    confirmed_count: int

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu theo dõi, đánh giá"
        indexes: ClassVar = [
            models.Index(fields=["person", "period"], name="sheet_by_person"),
            models.Index(fields=["judging_unit", "period", "state"], name="sheet_by_judge"),
            models.Index(fields=["unit", "period"], name="sheet_by_unit"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "period", "version"], name="one_sheet_a_version"),
            models.UniqueConstraint(
                fields=["person", "period"], condition=Q(is_current=True), name="one_current_sheet"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_at__isnull=False, total_hundredths__isnull=False),
                name="confirmed_sheet_has_its_figures",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (~Q(correction_reason="") & ~Q(correction_authority="")),
                name="correction_says_why_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.period_id} v{self.version}"


class SheetLine(models.Model):
    """One product of a signed sheet, as it was on the day of the signature."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="lines", verbose_name="phiếu")
    task = models.ForeignKey(Task, models.PROTECT, related_name="sheet_lines", verbose_name="nhiệm vụ")
    position = models.PositiveIntegerField("STT")
    title = models.TextField("nội dung")
    product_code = models.CharField("mã sản phẩm", max_length=60, blank=True)
    due_date = models.DateField("hạn")
    done_date = models.DateField("ngày nộp lần được nghiệm thu", null=True)
    origin = models.CharField("nguồn gốc", max_length=12, choices=Origin)
    factor = models.DecimalField("hệ số", max_digits=12, decimal_places=6)
    assigned = models.DecimalField("giao", max_digits=9, decimal_places=2)
    done = models.DecimalField("hoàn thành", max_digits=9, decimal_places=2)
    quality_faults = models.PositiveSmallIntegerField("lỗi nội dung")
    excused_quality_faults = models.PositiveSmallIntegerField("lỗi do khách quan")
    delays = models.PositiveSmallIntegerField("lần chậm")
    excused_delays = models.PositiveSmallIntegerField("chậm do khách quan")

    class Meta:
        verbose_name = "dòng của phiếu"
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "task"], name="one_line_a_task")]

    def __str__(self) -> str:
        return self.title


class SheetMove(models.Model):
    """One move of a sheet."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="moves", verbose_name="phiếu")
    state = models.CharField("trạng thái", max_length=12, choices=SheetState)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    at = models.DateTimeField("lúc")
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "diễn biến phiếu"
        indexes: ClassVar = [models.Index(fields=["sheet", "at"], name="move_by_sheet")]

    def __str__(self) -> str:
        return self.state


class OutsideMonthQuerySet(models.QuerySet["OutsideMonth"]):
    """Months scored elsewhere: for the person and for whoever oversees the place where he serves today."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own, and those of people serving today in units he leads or keeps."""
        posts = Appointment.objects.on(viewer.on).filter(unit__among=viewer.overseen, person=OuterRef("person"))
        return self.filter(Q(person=viewer.person_id) | Q(Exists(posts)))


@pghistory.track()
class OutsideMonth(models.Model):
    """A month scored by a body outside these records, sent over after a transfer (khoản 1 Điều 19 Nghị định 335/2025/NĐ-CP)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="outside_months", verbose_name="người")
    month = models.DateField("tháng")
    total_hundredths = models.PositiveIntegerField("tổng điểm (phần trăm điểm)")
    body_name = models.TextField("cơ quan đã chấm")
    document = models.TextField("văn bản gửi kết quả")
    recorded_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người nhập")

    objects = OutsideMonthQuerySet.as_manager()

    class Meta:
        verbose_name = "điểm tháng do cơ quan khác chấm"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month"], name="one_outside_month"),
            models.CheckConstraint(condition=Q(total_hundredths__lte=10_000), name="outside_month_within_hundred"),
            models.CheckConstraint(condition=~Q(document=""), name="outside_month_has_document"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%m/%Y}"
