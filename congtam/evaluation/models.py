"""Campaigns, cases and decisions. A decision is replaced by another, never edited."""

from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from congtam.documents.models import StoredFile
from congtam.evaluation.choices import CampaignState, JobKind, JobState, Level, Outcome, PetitionAnswer
from congtam.organisation.models import SimilarGroup, Unit
from congtam.personnel.models import Appointment, Person
from congtam.personnel.viewer import Viewer

_USER = settings.AUTH_USER_MODEL


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns: for whoever runs, decides or follows them, and for heads of divisions whose people are in them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return campaigns of bodies the viewer heads, keeps or follows, and those with cases of units he heads or decides on."""
        bodies = viewer.headed_below | viewer.officer | viewer.observed
        # Only in campaigns that are not his by the body does anybody look for cases; who heads a province has hardly any such.
        elsewhere = Campaign.objects.exclude(body__weighed_among=bodies)
        cases = RatingCase.objects.filter(
            Q(unit__among=viewer.headed_below) | Q(deciding_unit__among=viewer.headed), campaign__in=elsewhere
        )
        return self.filter(
            Q(body__among=bodies)
            | Q(pk__in=cases.values("campaign_id"))
            | Q(state=CampaignState.PUBLISHED, body__among=viewer.colleagues)
        )


class CaseQuerySet(models.QuerySet["RatingCase"]):
    """Cases: for their owner, for who decides, for heads above, for the organisation officer."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the viewer's own case and those today's posts and duties open to him; what of a level he sees is `rights`' matter."""
        return self.filter(
            Q(person=viewer.person_id)
            | Q(deciding_unit__among=viewer.headed)
            | Q(unit__among=viewer.headed_below)
            | Q(campaign__body__among=viewer.headed_below | viewer.officer)
        )


@pghistory.track()
class Campaign(models.Model):
    """The yearly rating of the civil servants one body uses. `share_hundredths` is the quota in hundredths of a percent: 2000 = 20 %.

    `facts_document` names the paper by which the organisation officer says that discipline and conclusions of authorities were gone through:
    until then their absence from the records is not known to mean that there are none.
    """

    body = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns", verbose_name="cơ quan")
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField("trạng thái", max_length=12, choices=CampaignState, default=CampaignState.OPEN)
    share_hundredths = models.PositiveIntegerField("tỷ lệ xuất sắc tối đa (phần trăm của %)", default=2000)
    share_document = models.TextField("căn cứ tỷ lệ trên 20%", blank=True)
    body_level = models.CharField("mức xếp loại của cơ quan", max_length=16, choices=Level, blank=True)
    body_level_document = models.TextField("quyết định xếp loại cơ quan", blank=True)
    meeting_date = models.DateField("ngày họp", null=True, blank=True)
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biên bản"
    )
    facts_document = models.TextField("văn bản rà soát kỷ luật, kết luận", blank=True)
    opened_at = models.DateTimeField("mở lúc", null=True)
    opened_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người mở")
    proposed_at = models.DateTimeField("tính đề xuất gần nhất lúc", null=True)
    published_at = models.DateTimeField("công bố lúc", null=True)
    published_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người công bố")
    publication_document = models.TextField("văn bản công bố", blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt xếp loại"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year"], name="one_campaign_a_year"),
            models.CheckConstraint(
                condition=Q(share_hundredths__lte=2000) | (Q(share_hundredths__lte=2500) & ~Q(share_document="")),
                name="share_over_twenty_needs_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(body_level="") | ~Q(body_level_document=""), name="body_level_has_its_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.year}"


@pghistory.track()
class RatingCase(models.Model):
    """One person in one campaign: facts, the engine's proposal, and what everybody on the way said.

    `deciding_unit` is the unit whose head decides (khoản 2 Điều 10 Nghị định 335/2025/NĐ-CP). `revision` rises with each change, so that two
    people deciding at once end in one decision.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="cases", verbose_name="đợt")
    person = models.ForeignKey(Person, models.PROTECT, related_name="rating_cases", verbose_name="người")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="vị trí")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rating_cases", verbose_name="đơn vị")
    deciding_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị có người quyết định"
    )
    similar_group = models.ForeignKey(
        SimilarGroup, models.PROTECT, null=True, related_name="+", verbose_name="nhóm nhiệm vụ tương đồng"
    )
    is_body_head = models.BooleanField("người đứng đầu cơ quan", default=False)
    holds_leading_post = models.BooleanField("giữ chức vụ lãnh đạo, quản lý", default=False)
    revision = models.PositiveIntegerField("lần sửa", default=0)

    self_level = models.CharField("tự xếp loại", max_length=16, choices=Level, blank=True)
    self_signed_at = models.DateTimeField("tự xếp loại lúc", null=True)
    collective_opinion = models.TextField("ý kiến tại cuộc họp", blank=True)
    party_opinion = models.TextField("ý kiến cấp uỷ", blank=True)
    degradation_concluded = models.BooleanField("có kết luận suy thoái, vi phạm nêu gương", null=True)
    unit_corruption_handled = models.BooleanField("đơn vị phụ trách có tham nhũng, lãng phí bị xử lý", null=True)
    conclusions_document = models.TextField("văn bản kết luận", blank=True)

    proposed_outcome = models.CharField("đề xuất", max_length=12, choices=Outcome, blank=True)
    proposed_level = models.CharField("mức đề xuất", max_length=16, choices=Level, blank=True)
    mean = models.CharField("điểm trung bình (chính xác)", max_length=60, blank=True)
    mean_hundredths = models.PositiveIntegerField("điểm trung bình (phần trăm điểm)", null=True)
    rule_set = models.CharField("bộ quy tắc", max_length=120, blank=True)
    rule_set_digest = models.CharField("dấu của bộ quy tắc", max_length=64, blank=True)
    facts = models.JSONField("dữ kiện", null=True)
    result = models.JSONField("kết quả", null=True)
    outdated = models.JSONField("tháng tính từ phiếu đã sửa sau đó", default=list)
    proposed_at = models.DateTimeField("tính lúc", null=True)
    published_at = models.DateTimeField("công bố lúc", null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ xếp loại"
        indexes: ClassVar = [
            models.Index(fields=["campaign", "unit"], name="case_by_campaign"),
            models.Index(fields=["deciding_unit"], name="case_by_decider"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "person"], name="one_case_a_person"),
            models.CheckConstraint(
                condition=Q(degradation_concluded__isnull=True, unit_corruption_handled__isnull=True)
                | ~Q(conclusions_document=""),
                name="conclusions_name_their_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.person_id}"


class RatingDecision(models.Model):
    """What the authority decided on one case. Rows are added; a later one replaces the one before."""

    case = models.ForeignKey(RatingCase, models.PROTECT, related_name="decisions", verbose_name="hồ sơ")
    number = models.PositiveSmallIntegerField("lần quyết định")
    is_current = models.BooleanField("đang có giá trị", default=True)
    outcome = models.CharField("kết quả", max_length=12, choices=Outcome)
    level = models.CharField("mức", max_length=16, choices=Level, blank=True)
    reason = models.TextField("lý do", blank=True)
    handling = models.TextField("đề xuất phương án xử lý", blank=True)
    document = models.TextField("số quyết định", blank=True)
    decided_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người quyết định")
    decided_at = models.DateTimeField("quyết định lúc")
    replacement_reason = models.TextField("lý do thay quyết định trước", blank=True)

    class Meta:
        verbose_name = "quyết định xếp loại"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="one_decision_a_number"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_current=True), name="one_current_decision"),
            models.CheckConstraint(
                condition=(Q(outcome="rated") & ~Q(level="")) | (Q(outcome="not_rated", level="") & ~Q(reason="")),
                name="decision_rates_or_says_why_not",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(replacement_reason=""), name="replacement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number}"


@pghistory.track()
class Petition(models.Model):
    """A petition about a published level (Điều 22 Nghị định 335/2025/NĐ-CP)."""

    case = models.ForeignKey(RatingCase, models.PROTECT, related_name="petitions", verbose_name="hồ sơ")
    text = models.TextField("nội dung kiến nghị")
    received_date = models.DateField("ngày nhận")
    due_date = models.DateField("hạn giải quyết", null=True)
    answer = models.CharField("kết quả", max_length=10, choices=PetitionAnswer, default=PetitionAnswer.WAITING)
    answer_text = models.TextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answered_by = models.ForeignKey(_USER, models.PROTECT, null=True, related_name="+", verbose_name="người trả lời")

    class Meta:
        verbose_name = "kiến nghị"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(answer="waiting"), name="one_petition_waiting"),
            models.CheckConstraint(condition=~Q(text=""), name="petition_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CampaignJob(models.Model):
    """Long work on a campaign, done in the background: `done` of `total` cases so far, and the file it made."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="jobs", verbose_name="đợt")
    kind = models.CharField("việc", max_length=12, choices=JobKind)
    state = models.CharField("trạng thái", max_length=8, choices=JobState, default=JobState.WAITING)
    total = models.PositiveIntegerField("tổng số")
    done = models.PositiveIntegerField("đã làm", default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name="tệp")
    requested_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người yêu cầu")
    requested_at = models.DateTimeField("yêu cầu lúc")

    class Meta:
        verbose_name = "việc chạy nền của đợt xếp loại"

    def __str__(self) -> str:
        return f"{self.kind} {self.campaign_id}"
