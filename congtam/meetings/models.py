"""Meetings, their members, what was put to the vote, and conclusions."""

from datetime import datetime
from typing import ClassVar, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from congtam.documents.models import StoredFile
from congtam.meetings.choices import (
    Attendance,
    BallotManner,
    BallotOutcome,
    ConclusionState,
    MajorityOf,
    MeetingKind,
    MeetingState,
    MemberRole,
)
from congtam.organisation.models import Unit, UnitState
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer

_USER = settings.AUTH_USER_MODEL


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return meetings the viewer is called to, and those of units he heads or whose office he is."""
        called = Q(pk__in=MeetingMember.objects.filter(person=viewer.person_id).values("meeting"))
        return self.filter(called | Q(unit__among=kept_by(viewer)))

    def told(self, viewer: Viewer) -> Self:
        """Bring what a list or a page says of each meeting: the unit's name, and what the viewer was called to it as."""
        unit = UnitState.objects.on(viewer.on).filter(unit=OuterRef("unit")).values("name")[:1]
        own = MeetingMember.objects.filter(meeting=OuterRef("pk"), person=viewer.person_id).values("role")[:1]
        signed = MinutesSignature.objects.filter(meeting=OuterRef("pk"), person=viewer.person_id)
        return self.annotate(
            unit_name=Subquery(unit),
            own_role=Subquery(own),
            own_signed=Exists(signed),
            has_signers=Exists(MeetingMember.objects.signing().filter(meeting=OuterRef("pk"))),
        )


def kept_by(viewer: Viewer) -> frozenset[int]:
    """Return the units whose meetings the viewer calls and keeps: those he heads, and those whose office he is."""
    return viewer.headed_below | viewer.office


@pghistory.track()
class Meeting(models.Model):
    """One meeting of a unit.

    It may act when at least `quorum` members with a vote are present; `quorum` is a number of people, set when the meeting is called.
    `revision` grows with every change of what several people write at once, so that nobody writes over what he has not seen.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name="đơn vị")
    kind = models.CharField("loại cuộc họp", max_length=12, choices=MeetingKind, default=MeetingKind.OTHER)
    title = models.TextField("tên cuộc họp")
    starts_at = models.DateTimeField("bắt đầu")
    ended_at = models.DateTimeField("kết thúc", null=True, blank=True)
    place = models.TextField("địa điểm", blank=True)
    quorum = models.PositiveSmallIntegerField("số người tối thiểu")
    state = models.CharField("trạng thái", max_length=10, choices=MeetingState, default=MeetingState.CALLED)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="next_ones", verbose_name="cuộc họp trước"
    )
    proceedings = models.TextField("diễn biến", blank=True)
    minutes = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biên bản"
    )
    signed_at = models.DateTimeField("ký biên bản lúc", null=True, blank=True)
    signed_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký"
    )
    cancel_reason = models.TextField("lý do không họp", blank=True)
    revision = models.PositiveIntegerField("lần sửa", default=0)
    called_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người triệu tập")
    called_at = models.DateTimeField("triệu tập lúc")

    # Brought by `told`; absent otherwise.
    unit_name: str | None
    own_role: str | None
    own_signed: bool
    has_signers: bool

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc họp"
        indexes: ClassVar = [models.Index(fields=["unit", "starts_at"], name="meeting_by_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="meeting_title_not_empty"),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="quorum_at_least_one"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False, minutes__isnull=False),
                name="signed_meeting_has_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancel_reason=""), name="cancelled_meeting_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MeetingMemberQuerySet(models.QuerySet["MeetingMember"]):
    """Seats of meetings."""

    def signing(self) -> Self:
        """Return the seats that sign the minutes here: chair and secretary, as far as they can sign in; others sign on paper."""
        return self.filter(role__in=(MemberRole.CHAIR, MemberRole.SECRETARY), person__user__is_active=True)

    def told(self) -> Self:
        """Bring who it is, and when he signed the minutes, if he did."""
        signed = MinutesSignature.objects.filter(meeting=OuterRef("meeting"), role=OuterRef("role")).values("at")[:1]
        return self.select_related("person").annotate(signed_at=Subquery(signed))


class MeetingMember(models.Model):
    """Somebody called to a meeting. A guest has no vote; a secretary who only keeps the minutes need not have one."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="members", verbose_name="cuộc họp")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="thành viên")
    role = models.CharField("vai trò", max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    has_vote = models.BooleanField("được biểu quyết", default=True)
    attendance = models.CharField("có mặt", max_length=10, choices=Attendance, default=Attendance.UNKNOWN)
    note = models.TextField("lý do vắng", blank=True)

    # Brought by `told`; absent otherwise.
    signed_at: datetime | None

    objects = MeetingMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên cuộc họp"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="called_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(role="chair"), name="one_chair"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(role="secretary"), name="one_secretary"),
            models.CheckConstraint(condition=~Q(role="guest", has_vote=True), name="guest_has_no_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id}"


class AgendaItem(models.Model):
    """One item of the agenda and what was said to it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="cuộc họp")
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.TextField("nội dung")
    presenter = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người trình bày"
    )
    discussion = models.TextField("ý kiến thảo luận", blank=True)

    class Meta:
        verbose_name = "nội dung họp"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="one_agenda_item_a_position"),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Ballot(models.Model):
    """One vote at a meeting.

    Of a secret ballot only the sums are kept: `handed_out` papers, `collected` of them, `invalid` of those, and votes for and against. It is
    carried by more than `numerator`/`denominator` of `majority_of` (with `is_at_least`, by that share itself); `base` is how many those were
    when it was counted.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ballots", verbose_name="cuộc họp")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name="nội dung"
    )
    question = models.TextField("nội dung biểu quyết")
    manner = models.CharField("hình thức", max_length=10, choices=BallotManner, default=BallotManner.OPEN)
    majority_of = models.CharField("tính trên", max_length=10, choices=MajorityOf, default=MajorityOf.ALL)
    numerator = models.PositiveSmallIntegerField("tử số", default=1)
    denominator = models.PositiveSmallIntegerField("mẫu số", default=2)
    is_at_least = models.BooleanField("từ mức này trở lên", default=False)
    handed_out = models.PositiveSmallIntegerField("số phiếu phát ra", null=True, blank=True)
    collected = models.PositiveSmallIntegerField("số phiếu thu về", null=True, blank=True)
    invalid = models.PositiveSmallIntegerField("số phiếu không hợp lệ", default=0)
    in_favour = models.PositiveSmallIntegerField("tán thành", default=0)
    against = models.PositiveSmallIntegerField("không tán thành", default=0)
    abstained = models.PositiveSmallIntegerField("ý kiến khác", default=0)
    base = models.PositiveSmallIntegerField("cơ số tính", null=True, blank=True)
    outcome = models.CharField("kết quả", max_length=10, choices=BallotOutcome, default=BallotOutcome.OPEN)
    counted_by = models.ForeignKey(
        _USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người kiểm phiếu"
    )
    counted_at = models.DateTimeField("kiểm phiếu lúc", null=True, blank=True)

    class Meta:
        verbose_name = "biểu quyết"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(question=""), name="ballot_question_not_empty"),
            models.CheckConstraint(
                condition=Q(numerator__gte=1, denominator__gt=F("numerator")), name="ballot_share_below_one"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(base__gte=1, counted_at__isnull=False), name="counted_ballot_says_base"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open")
                | Q(manner="open")
                | Q(
                    collected__lte=F("handed_out"),
                    collected=F("invalid") + F("in_favour") + F("against") + F("abstained"),
                ),
                name="secret_ballot_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.question


@pghistory.track()
class Conclusion(models.Model):
    """One conclusion of a meeting. It becomes work of a body (`planning.WorkItem.conclusion`) and is not done before that work is.

    `due_date` and `unit` or `person` say until when and by whom; a conclusion that gives no work (a decision, an agreement) has
    `is_work` false and is done when it is written. `done_date` is also the day on which it was dropped.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conclusions", verbose_name="cuộc họp")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="conclusions", verbose_name="nội dung"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("kết luận")
    is_work = models.BooleanField("giao việc", default=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị chủ trì"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người chịu trách nhiệm"
    )
    due_date = models.DateField("hạn", null=True, blank=True)
    output = models.TextField("sản phẩm", blank=True)
    state = models.CharField("trạng thái", max_length=10, choices=ConclusionState, default=ConclusionState.OPEN)
    done_date = models.DateField("ngày xong", null=True, blank=True)
    reason = models.TextField("lý do không thực hiện nữa", blank=True)
    written_by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người ghi")
    written_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "kết luận cuộc họp"
        indexes: ClassVar = [models.Index(fields=["unit"], condition=Q(state="open"), name="conclusion_open")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="one_conclusion_a_position"),
            models.CheckConstraint(condition=~Q(text=""), name="conclusion_text_not_empty"),
            models.CheckConstraint(
                condition=Q(state="open", done_date__isnull=True) | (~Q(state="open") & Q(done_date__isnull=False)),
                name="ended_conclusion_says_when",
            ),
            models.CheckConstraint(condition=~Q(state="dropped") | ~Q(reason=""), name="dropped_conclusion_says_why"),
        ]

    def __str__(self) -> str:
        return self.text


class MinutesSignature(models.Model):
    """One signature under the minutes: of the chair or the secretary, by the person himself; added, never edited."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="signatures", verbose_name="cuộc họp")
    role = models.CharField("ký với vai trò", max_length=10, choices=MemberRole)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người ký")
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="tài khoản")
    at = models.DateTimeField("ký lúc")

    class Meta:
        verbose_name = "chữ ký biên bản"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "role"], name="one_signature_a_role"),
            models.CheckConstraint(condition=Q(role__in=["chair", "secretary"]), name="chair_and_secretary_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.role}"


class MinutesNote(models.Model):
    """A correction to minutes that were signed: added, never edited; the minutes stay as they were."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes", verbose_name="cuộc họp")
    text = models.TextField("nội dung đính chính")
    reason = models.TextField("lý do")
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "đính chính biên bản"
        indexes: ClassVar = [models.Index(fields=["meeting", "at"], name="minutes_note_by_meeting")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(reason=""), name="minutes_note_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return self.text
