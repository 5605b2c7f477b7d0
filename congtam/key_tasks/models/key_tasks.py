"""Key tasks and the rules of the level that gives them out. Moves, opinions, reports, changes and judgements are added, never edited."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from congtam.documents.models import StoredFile
from congtam.key_tasks.choices import Check, KeyTaskState, Opinion, Rhythm
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer
from congtam.planning.models import PlanItem, Target, WorkItem

_USER = settings.AUTH_USER_MODEL


@pghistory.track()
class KeyTaskScheme(models.Model):
    """The rules by which one level gives out key tasks: its document, how many a person may have, how results are weighed.

    The three weights are percents that make 100; a result is of level 1 from `level_1_from` percent, of level 2 from `level_2_from`, else of
    level 3. All of them are the body's own by-law: none is taken for granted.
    """

    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cấp giao")
    name = models.TextField("tên quy định")
    document = models.TextField("số, ký hiệu văn bản")
    rhythm = models.CharField("giao theo", max_length=10, choices=Rhythm, default=Rhythm.QUARTER)
    most_per_person = models.PositiveSmallIntegerField("số nhiệm vụ tối đa mỗi người", null=True, blank=True)
    quantity_weight = models.PositiveSmallIntegerField("tỷ trọng khối lượng (%)")
    quality_weight = models.PositiveSmallIntegerField("tỷ trọng chất lượng (%)")
    time_weight = models.PositiveSmallIntegerField("tỷ trọng tiến độ (%)")
    level_1_from = models.PositiveSmallIntegerField("mức 1 từ (%)")
    level_2_from = models.PositiveSmallIntegerField("mức 2 từ (%)")
    valid_from = models.DateField("áp dụng từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "quy định giao nhiệm vụ trọng tâm"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quantity_weight=100 - F("quality_weight") - F("time_weight")), name="key_weights_make_100"
            ),
            models.CheckConstraint(
                condition=Q(level_1_from__gt=F("level_2_from"), level_1_from__lte=100, level_2_from__gte=1),
                name="key_levels_in_order",
            ),
            models.UniqueConstraint(fields=["body", "valid_from"], name="one_scheme_a_day"),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeCriterion(models.Model):
    """One criterion that makes a task a key task at this level."""

    scheme = models.ForeignKey(KeyTaskScheme, models.CASCADE, related_name="criteria", verbose_name="quy định")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("tiêu chí")
    check_by = models.CharField("cách xét", max_length=10, choices=Check, default=Check.ASKED)

    class Meta:
        verbose_name = "tiêu chí nhiệm vụ trọng tâm"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "position"], name="one_criterion_a_position"),
            models.CheckConstraint(condition=~Q(text=""), name="key_criterion_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class Block(models.Model):
    """A block (khối) of bodies and the focal point that gathers its proposals."""

    scheme = models.ForeignKey(KeyTaskScheme, models.CASCADE, related_name="blocks", verbose_name="quy định")
    name = models.TextField("khối")
    focal_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đầu mối")

    class Meta:
        verbose_name = "khối"
        constraints: ClassVar = [models.UniqueConstraint(fields=["scheme", "name"], name="one_block_a_name")]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Round(models.Model):
    """One period in which a level gives out key tasks, with its calendar."""

    scheme = models.ForeignKey(KeyTaskScheme, models.PROTECT, related_name="rounds", verbose_name="quy định")
    name = models.TextField("kỳ")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    propose_until = models.DateField("hạn đề xuất")
    appraise_until = models.DateField("hạn thẩm định")
    decide_until = models.DateField("hạn quyết định")
    judge_until = models.DateField("hạn đánh giá")

    class Meta:
        verbose_name = "kỳ giao nhiệm vụ trọng tâm"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_days_in_order"),
            models.CheckConstraint(
                condition=Q(appraise_until__gte=F("propose_until"), decide_until__gte=F("appraise_until")),
                name="round_calendar_in_order",
            ),
            models.UniqueConstraint(fields=["scheme", "starts_on"], name="one_round_a_start"),
        ]

    def __str__(self) -> str:
        return self.name


class KeyTaskQuerySet(models.QuerySet["KeyTask"]):
    """Key tasks, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return one's own, those of the focal points one leads or works for, those one's unit is asked about, and those of levels one runs.

        Before a leader is assigned, only those who take part in the choice see a proposal.
        """
        here = viewer.led | viewer.office | viewer.officer | viewer.observed
        asked = Appraisal.objects.filter(unit__among=viewer.led | viewer.office).values("key_task")
        is_given = Q(state__in=("assigned", "in_hand", "filed", "judged"))
        return self.filter(
            Q(leader=viewer.person_id) & is_given
            | Q(block__focal_unit__among=here)
            | Q(round__scheme__body__among=viewer.officer | viewer.headed_below | viewer.observed)
            | Q(pk__in=asked)
        )

    def told(self) -> Self:
        """Bring what lists and pages say of each."""
        return self.select_related(
            "round__scheme", "block", "leader", "serves__round", "serves_target", "serves_item__plan", "planned_as"
        )


@pghistory.track()
class KeyTask(models.Model):
    """One key task, from proposal to judgement: a product with a measure, a deadline, one leader, and the higher goal it serves.

    `quantity` is how many of `measure` are to be reached. It serves a key task of a higher level (`serves`), a target, an item of a
    resolution or directive, or a goal told in words. When it is assigned it becomes work of the body (`work`): that which a plan has already
    (`planned_as`), or new work.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="key_tasks", verbose_name="kỳ")
    block = models.ForeignKey(Block, models.PROTECT, related_name="key_tasks", verbose_name="khối")
    title = models.TextField("nội dung nhiệm vụ")
    product = models.TextField("sản phẩm", blank=True)
    measure = models.TextField("thước đo", blank=True)
    quantity = models.DecimalField("mức phải đạt", max_digits=18, decimal_places=2, null=True, blank=True)
    standard = models.TextField("tiêu chuẩn chất lượng", blank=True)
    evidence = models.TextField("nguồn minh chứng", blank=True)
    due_date = models.DateField("hạn", null=True, blank=True)
    leader = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="key_tasks",
        verbose_name="lãnh đạo chịu trách nhiệm",
    )
    serves = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="served_by",
        verbose_name="phục vụ nhiệm vụ trọng tâm cấp trên",
    )
    serves_target = models.ForeignKey(
        Target, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phục vụ chỉ tiêu"
    )
    serves_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="phục vụ nhiệm vụ của văn bản"
    )
    serves_text = models.TextField("mục tiêu cấp trên", blank=True)
    planned_as = models.ForeignKey(
        WorkItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đã có trong kế hoạch là nhiệm vụ",
    )
    state = models.CharField("trạng thái", max_length=12, choices=KeyTaskState, default=KeyTaskState.DRAFT)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="đã gộp vào"
    )
    decided_at_meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quyết định tại cuộc họp"
    )
    decision = models.TextField("văn bản quyết định, giao nhiệm vụ", blank=True)
    work = models.OneToOneField(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="key_task", verbose_name="nhiệm vụ của cơ quan"
    )
    proposed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đề xuất")

    objects = KeyTaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ trọng tâm"
        indexes: ClassVar = [
            models.Index(fields=["round", "state"], name="key_task_by_round"),
            models.Index(fields=["leader", "state"], name="key_task_by_leader"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="key_task_title_not_empty"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_key_task_says_into_what",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("assigned", "in_hand", "filed", "judged"))
                | Q(leader__isnull=False, due_date__isnull=False),
                name="assigned_key_task_has_leader",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KeyTaskMove(models.Model):
    """One move of a key task."""

    key_task = models.ForeignKey(KeyTask, models.PROTECT, related_name="moves", verbose_name="nhiệm vụ trọng tâm")
    state = models.CharField("trạng thái", max_length=12, choices=KeyTaskState)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    at = models.DateTimeField("lúc")
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "diễn biến nhiệm vụ trọng tâm"
        indexes: ClassVar = [models.Index(fields=["key_task", "at"], name="key_move_by_task")]

    def __str__(self) -> str:
        return self.state


class ScreeningAnswer(models.Model):
    """How a proposal stood against one criterion at one screening, and why it failed, for the proposer to read."""

    move = models.ForeignKey(KeyTaskMove, models.CASCADE, related_name="answers", verbose_name="lần sàng lọc")
    criterion = models.ForeignKey(SchemeCriterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    holds = models.BooleanField("đạt")
    reason = models.TextField("giải thích", blank=True)

    class Meta:
        verbose_name = "kết quả theo tiêu chí"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["move", "criterion"], name="one_answer_a_criterion"),
            models.CheckConstraint(condition=Q(holds=True) | ~Q(reason=""), name="failed_criterion_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.holds}"


class Appraisal(models.Model):
    """The opinion of a body that was asked about a proposal."""

    key_task = models.ForeignKey(KeyTask, models.PROTECT, related_name="appraisals", verbose_name="nhiệm vụ trọng tâm")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi được hỏi")
    asked_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người hỏi")
    asked_at = models.DateTimeField("hỏi lúc")
    due_date = models.DateField("hạn trả lời")
    opinion = models.CharField("ý kiến", max_length=10, choices=Opinion, default=Opinion.WAITING)
    text = models.TextField("nội dung ý kiến", blank=True)
    answered_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trả lời"
    )
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến thẩm định"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key_task", "unit"], condition=Q(opinion="waiting"), name="asked_once"),
            models.CheckConstraint(
                condition=Q(opinion="waiting", answered_at__isnull=True)
                | (~Q(opinion="waiting") & Q(answered_at__isnull=False)),
                name="answered_appraisal_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_task_id} {self.unit_id}"


class KeyTaskChange(models.Model):
    """One change of a key task after it was approved: what, from, to, and why."""

    key_task = models.ForeignKey(KeyTask, models.PROTECT, related_name="changes", verbose_name="nhiệm vụ trọng tâm")
    field = models.CharField("thay đổi", max_length=20)
    before = models.TextField("từ", blank=True)
    after = models.TextField("thành", blank=True)
    reason = models.TextField("lý do")
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người điều chỉnh")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "điều chỉnh nhiệm vụ trọng tâm"
        indexes: ClassVar = [models.Index(fields=["key_task", "at"], name="key_change_by_task")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="key_change_has_reason")]

    def __str__(self) -> str:
        return self.field


class KeyTaskReport(models.Model):
    """What the leader reported on a day: progress so far, or the product itself (`is_product`)."""

    key_task = models.ForeignKey(KeyTask, models.PROTECT, related_name="reports", verbose_name="nhiệm vụ trọng tâm")
    is_product = models.BooleanField("nộp sản phẩm", default=False)
    reached = models.DecimalField("mức đã đạt", max_digits=18, decimal_places=2, null=True, blank=True)
    text = models.TextField("nội dung")
    document = models.TextField("số văn bản, đường dẫn", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp")
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người báo cáo")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "báo cáo nhiệm vụ trọng tâm"
        indexes: ClassVar = [models.Index(fields=["key_task", "at"], name="key_report_by_task")]
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(text=""), name="key_report_not_empty")]

    def __str__(self) -> str:
        return self.text[:60]


class KeyTaskJudgement(models.Model):
    """How a result was judged. A later one takes the place of the earlier, which stays; shares are hundredths of a percent."""

    key_task = models.ForeignKey(KeyTask, models.PROTECT, related_name="judgements", verbose_name="nhiệm vụ trọng tâm")
    number = models.PositiveSmallIntegerField("lần")
    quantity = models.PositiveIntegerField("khối lượng (phần vạn)")
    quality = models.PositiveIntegerField("chất lượng (phần vạn)")
    time = models.PositiveIntegerField("tiến độ (phần vạn)")
    completion = models.PositiveIntegerField("mức hoàn thành (phần vạn)")
    level = models.PositiveSmallIntegerField("mức")
    words = models.TextField("nhận xét")
    reason = models.TextField("lý do đánh giá lại", blank=True)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người đánh giá")
    at = models.DateTimeField("lúc")
    is_current = models.BooleanField("đang có hiệu lực", default=True)

    class Meta:
        verbose_name = "đánh giá nhiệm vụ trọng tâm"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key_task", "number"], name="one_judgement_a_number"),
            models.UniqueConstraint(fields=["key_task"], condition=Q(is_current=True), name="one_judgement_in_force"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="key_level_of_three"),
            models.CheckConstraint(
                condition=Q(quantity__lte=10000, quality__lte=10000, time__lte=10000), name="key_shares_within_whole"
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="judged_again_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.key_task_id} {self.level}"
