"""What people type about meetings, cleaned; nothing here writes."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from congtam.meetings.choices import Attendance, BallotManner, MajorityOf, MeetingKind, MemberRole
from congtam.meetings.models import AgendaItem, MeetingMember
from congtam.meetings.selectors import Candidate
from congtam.meetings.services import Called, Count, Details, Line, Mark, Question
from congtam.values.known import of_kind
from congtam.values.text import capital

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_MOMENTS: Final = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]
KINDS: Final = [(kind.value, capital(str(kind.label))) for kind in MeetingKind]
# Shares bodies put to the vote: numerator, denominator, whether the share itself is enough.
SHARES: Final = {
    "1/2": ("Quá 1/2", 1, 2, False),
    "2/3": ("Từ 2/3 trở lên", 2, 3, True),
    ">2/3": ("Quá 2/3", 2, 3, False),
    "3/4": ("Từ 3/4 trở lên", 3, 4, True),
    "4/5": ("Từ 80% (4/5) trở lên", 4, 5, True),
    "9/10": ("Từ 90% (9/10) trở lên", 9, 10, True),
}


def _words(label: str, *, rows: int = 3, **fields: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=20000, widget=forms.Textarea({"rows": rows}), **fields)


def _line(label: str, **fields: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=500, **fields)


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, input_formats=_MOMENTS, widget=widget)


def _people(candidates: Sequence[Candidate], nobody: str = "") -> list[tuple[str, str]]:
    chosen = [(str(one.person_id), one.words) for one in candidates]
    return [("", nobody), *chosen] if nobody else chosen


class ListForm(forms.Form):
    """What the list of meetings is narrowed to; what cannot be read is left out."""

    don_vi = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    loai = forms.ChoiceField(required=False, choices=[("", ""), *KINDS])
    thang = forms.DateField(required=False, input_formats=["%Y-%m"])
    q = forms.CharField(required=False, max_length=200)
    tim_don_vi = forms.CharField(required=False, max_length=200)


class DetailsForm(forms.Form):
    """What a meeting is called, when and where it is held, and how many must come."""

    title = _line("Tên cuộc họp", help_text="Ví dụ: Giao ban tuần 47.")
    starts_at = _moment("Bắt đầu")
    place = _line("Địa điểm", required=False)
    quorum = forms.IntegerField(
        label="Số người tối thiểu",
        min_value=1,
        max_value=9999,
        required=False,
        help_text="Số người được biểu quyết phải có mặt. Để trống: quá nửa số người được biểu quyết.",
    )

    def details(self, kind: MeetingKind) -> Details:
        """Return what was typed, of a meeting of this kind, as the service takes it."""
        data = self.cleaned_data
        return Details(kind=kind, title=data["title"], starts_at=data["starts_at"], place=data["place"])


class CallForm(DetailsForm):
    """Whom to call, besides what about, when and where."""

    chair = forms.ChoiceField(label="Chủ trì", choices=[])
    secretary = forms.ChoiceField(
        label="Thư ký",
        choices=[],
        required=False,
        help_text="Thư ký không được đánh dấu trong thành phần thì chỉ ghi biên bản, không biểu quyết.",
    )
    members = forms.MultipleChoiceField(
        label="Thành phần được biểu quyết", choices=[], widget=forms.CheckboxSelectMultiple, required=False
    )
    guests = forms.MultipleChoiceField(
        label="Khách mời của kỳ trước", choices=[], widget=forms.CheckboxSelectMultiple, required=False
    )
    agenda = _words("Chương trình", rows=4, required=False, help_text="Mỗi dòng một nội dung.")

    def __init__(
        self, *args: Any, candidates: Sequence[Candidate], guests: Sequence[Candidate] = (), **kwargs: Any
    ) -> None:
        """Offer the people a unit usually calls, and the guests of the last meeting."""
        super().__init__(*args, **kwargs)
        of_kind(self.fields["chair"], forms.ChoiceField).choices = _people(candidates)
        of_kind(self.fields["secretary"], forms.ChoiceField).choices = _people(candidates, "Chưa chọn")
        of_kind(self.fields["members"], forms.MultipleChoiceField).choices = _people(candidates)
        of_kind(self.fields["guests"], forms.MultipleChoiceField).choices = _people(guests)
        if not guests:
            del self.fields["guests"]

    def called(self) -> list[Called]:
        """Return everybody once: the chair with a vote, the secretary as marked, members, guests."""
        data = self.cleaned_data
        voting = {int(key) for key in data["members"]}
        chair, secretary = int(data["chair"]), int(data["secretary"] or 0)
        found = {chair: Called(person_id=chair, role=MemberRole.CHAIR)}
        if secretary and secretary != chair:
            found[secretary] = Called(person_id=secretary, role=MemberRole.SECRETARY, has_vote=secretary in voting)
        for key in voting:
            found.setdefault(key, Called(person_id=key))
        for key in data.get("guests", ()):
            found.setdefault(int(key), Called(person_id=int(key), role=MemberRole.GUEST, has_vote=False))
        return list(found.values())

    def agenda_lines(self) -> list[str]:
        """Return the agenda line by line."""
        return [line.strip() for line in self.cleaned_data["agenda"].splitlines() if line.strip()]


class RoleForm(forms.Form):
    """What somebody does at a meeting."""

    role = forms.ChoiceField(label="Vai trò", choices=[(one.value, capital(str(one.label))) for one in MemberRole])
    has_vote = forms.BooleanField(label="Được biểu quyết", required=False)


class NewMemberForm(RoleForm):
    """Somebody more to call."""

    person = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**53)


class AttendanceForm(forms.Form):
    """Who came: a choice and a reason for everybody called."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, members: Sequence[MeetingMember], **kwargs: Any) -> None:
        """Ask after each of `members`."""
        super().__init__(*args, **kwargs)
        self.members = members
        marks = [(one.value, capital(str(one.label))) for one in Attendance]
        for member in members:
            name = member.person.full_name
            self.fields[f"came_{member.pk}"] = forms.ChoiceField(
                label=f"Điểm danh {name}", choices=marks, initial=member.attendance
            )
            self.fields[f"note_{member.pk}"] = forms.CharField(
                label=f"Lý do vắng của {name}", max_length=500, required=False, initial=member.note
            )

    def rows(self) -> list[tuple[MeetingMember, forms.BoundField, forms.BoundField]]:
        """Return the people with their two boxes."""
        return [(member, self[f"came_{member.pk}"], self[f"note_{member.pk}"]) for member in self.members]

    def marks(self) -> dict[int, Mark]:
        """Return what was typed by the member's id; who was left unmarked is there when the office said so of all the others."""
        rest = Attendance.PRESENT if "moi" in self.data else Attendance.UNKNOWN
        marks = {}
        for member in self.members:
            came = Attendance(self.cleaned_data[f"came_{member.pk}"])
            came = rest if came == Attendance.UNKNOWN else came
            marks[member.pk] = Mark(attendance=came, note=self.cleaned_data[f"note_{member.pk}"])
        return marks


class AgendaForm(forms.Form):
    """One item of the agenda."""

    title = _line("Nội dung họp")
    position = forms.IntegerField(
        label="Thứ tự", min_value=1, max_value=999, required=False, help_text="Để trống: xếp cuối."
    )
    presenter = forms.ChoiceField(label="Người trình bày", choices=[], required=False)

    def __init__(self, *args: Any, members: Sequence[MeetingMember], **kwargs: Any) -> None:
        """Offer those called as presenters."""
        super().__init__(*args, **kwargs)
        presenters = [("", "Chưa chọn"), *((str(one.person_id), one.person.full_name) for one in members)]
        of_kind(self.fields["presenter"], forms.ChoiceField).choices = presenters


class DiscussionForm(forms.Form):
    """What was said to an item."""

    discussion = _words("Ý kiến thảo luận", rows=8, required=False)
    was = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)


class VoteForm(forms.Form):
    """What is put to the vote, and what carries it."""

    agenda_item = forms.ChoiceField(label="Thuộc nội dung", choices=[], required=False)
    text = _words("Nội dung đưa ra biểu quyết", rows=2)
    manner = forms.ChoiceField(
        label="Hình thức",
        choices=[(one.value, capital(str(one.label))) for one in BallotManner],
        widget=forms.RadioSelect,
        initial=BallotManner.OPEN.value,
    )
    share = forms.ChoiceField(label="Tỷ lệ thông qua", choices=[(code, share[0]) for code, share in SHARES.items()])
    majority_of = forms.ChoiceField(
        label="Tính trên", choices=[(one.value, capital(str(one.label))) for one in MajorityOf], initial="all"
    )

    def __init__(self, *args: Any, agenda: Sequence[AgendaItem], **kwargs: Any) -> None:
        """Offer the items of the agenda."""
        super().__init__(*args, **kwargs)
        items = [("", "Không thuộc nội dung nào"), *((str(one.pk), f"{one.position}. {one.title}") for one in agenda)]
        of_kind(self.fields["agenda_item"], forms.ChoiceField).choices = items

    def question(self) -> Question:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        _, numerator, denominator, is_at_least = SHARES[data["share"]]
        return Question(
            text=data["text"],
            manner=BallotManner(data["manner"]),
            majority_of=MajorityOf(data["majority_of"]),
            numerator=numerator,
            denominator=denominator,
            is_at_least=is_at_least,
        )


def _count(label: str, **fields: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=9999, **fields)


class CountForm(forms.Form):
    """What was counted at an open vote."""

    in_favour = _count("Tán thành")
    against = _count("Không tán thành")
    abstained = _count("Ý kiến khác", initial=0)

    def count(self) -> Count:
        """Return what was counted as the service takes it."""
        return Count(**self.cleaned_data)


class SecretCountForm(CountForm):
    """What was counted at a secret ballot."""

    handed_out = _count("Số phiếu phát ra")
    collected = _count("Số phiếu thu về")
    invalid = _count("Số phiếu không hợp lệ", initial=0)
    field_order = ("handed_out", "collected", "invalid", "in_favour", "against", "abstained")


class ProceedingsForm(forms.Form):
    """What happened."""

    text = _words("Diễn biến cuộc họp", rows=14, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ConclusionForm(forms.Form):
    """One conclusion."""

    text = _words("Kết luận", rows=3)
    is_work = forms.BooleanField(
        label="Giao việc (bỏ đánh dấu nếu chỉ là ý kiến thống nhất)", required=False, initial=True
    )
    unit = forms.ChoiceField(label="Đơn vị chủ trì", choices=[], required=False)
    person = forms.ChoiceField(label="Người chịu trách nhiệm", choices=[], required=False)
    due_date = forms.DateField(label="Thời hạn", input_formats=_DAYS, required=False)
    output = _line("Sản phẩm", required=False)
    agenda_item = forms.ChoiceField(label="Thuộc nội dung", choices=[], required=False)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        members: Sequence[MeetingMember],
        agenda: Sequence[AgendaItem],
        **kwargs: Any,
    ) -> None:
        """Offer units, those called, and the items of the agenda."""
        super().__init__(*args, **kwargs)
        named = [("", "Chưa chọn"), *((str(pk), name) for pk, name in units)]
        people = [("", "Chưa chọn"), *((str(one.person_id), one.person.full_name) for one in members)]
        items = [("", "Chung"), *((str(one.pk), f"{one.position}. {one.title}") for one in agenda)]
        for name, choices in (("unit", named), ("person", people), ("agenda_item", items)):
            of_kind(self.fields[name], forms.ChoiceField).choices = choices

    def line(self) -> Line:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        return Line(
            text=data["text"],
            is_work=data["is_work"],
            unit_id=int(data["unit"]) if data["unit"] else None,
            person_id=int(data["person"]) if data["person"] else None,
            due_date=data["due_date"],
            output=data["output"],
            agenda_item_id=int(data["agenda_item"]) if data["agenda_item"] else None,
        )


class CloseForm(forms.Form):
    """When a meeting ended."""

    ended_at = _moment("Kết thúc lúc")


class NothingForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = _words("Lý do")


class CorrectionForm(forms.Form):
    """A correction to signed minutes."""

    text = _words("Nội dung đính chính")
    reason = _line("Lý do")
