"""What people type about a yearly rating."""

from typing import Any, Final

from django import forms

from congtam.evaluation.choices import Level, Outcome, PetitionAnswer
from congtam.values.known import of_kind

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_YES_NO: Final = [("", "Chưa có thông tin"), ("yes", "Có"), ("no", "Không")]
_ANSWERS: Final = {"yes": True, "no": False, "": None}
_LINES: Final = forms.Textarea(attrs={"rows": 3})


def _levels() -> list[tuple[str, str]]:
    return [(level.value, str(level.label).capitalize()) for level in Level]


def _yes_no(value: str) -> bool | None:
    return _ANSWERS[value]


class OpenForm(forms.Form):
    """The body and year of a new campaign."""

    body = forms.TypedChoiceField(label="Cơ quan", coerce=int)
    year = forms.IntegerField(label="Năm", min_value=2026, max_value=2100)

    def __init__(self, *args: Any, bodies: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the bodies the viewer keeps."""
        super().__init__(*args, **kwargs)
        of_kind(self.fields["body"], forms.ChoiceField).choices = bodies


class FactsForm(forms.Form):
    """That discipline and conclusions were gone through."""

    facts_document = forms.CharField(
        label="Văn bản rà soát",
        max_length=500,
        help_text="Xác nhận đã rà soát kỷ luật, kết luận của cấp có thẩm quyền với mọi người; ai không có trong hồ sơ là không có.",
    )


class BodyLevelForm(forms.Form):
    """The level the body was recognised at."""

    body_level = forms.ChoiceField(label="Mức xếp loại của cơ quan", choices=_levels)
    body_level_document = forms.CharField(
        label="Quyết định công nhận", max_length=500, help_text="Số, ngày, nơi ban hành."
    )


class ShareForm(forms.Form):
    """The greatest share of the excellent."""

    share = forms.DecimalField(
        label="Tỷ lệ xuất sắc tối đa (%)",
        min_value=1,
        max_value=25,
        decimal_places=2,
        help_text="20; trên 20 đến 25 cần có quyết định.",
    )
    share_document = forms.CharField(label="Căn cứ tỷ lệ trên 20%", max_length=500, required=False)


class MeetingForm(forms.Form):
    """The meeting and its minutes."""

    meeting_date = forms.DateField(label="Ngày họp", input_formats=_DAYS)
    minutes = forms.FileField(label="Biên bản", required=False, help_text="Tệp .pdf hoặc .docx đã ký.")


class SelfRatingForm(forms.Form):
    """The level somebody gives himself."""

    level = forms.ChoiceField(label="Tôi tự xếp loại", choices=_levels, widget=forms.RadioSelect)


class DecisionForm(forms.Form):
    """A decision on one person; `result` is a level, or not_rated."""

    result = forms.ChoiceField(label="Kết quả", widget=forms.RadioSelect, choices=[])
    reason = forms.CharField(
        label="Lý do",
        required=False,
        widget=_LINES,
        help_text="Bắt buộc khi khác đề xuất, khi cần xem xét hoặc khi quyết định lại.",
    )
    handling = forms.CharField(
        label="Đề xuất phương án xử lý", required=False, widget=_LINES, help_text="Mục IV Mẫu số 02, căn cứ Điều 23."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the four levels and leaving somebody unrated."""
        super().__init__(*args, **kwargs)
        results = [*_levels(), (Outcome.NOT_RATED.value, "Không xếp loại")]
        of_kind(self.fields["result"], forms.ChoiceField).choices = results

    def decided(self) -> dict[str, Any]:
        """Return what was decided as the services take it."""
        data = self.cleaned_data
        is_rated = data["result"] != Outcome.NOT_RATED
        return {
            "outcome": Outcome.RATED.value if is_rated else Outcome.NOT_RATED.value,
            "level": data["result"] if is_rated else "",
            "reason": data["reason"],
            "handling": data["handling"],
            "revision": data["revision"],
        }


class ReplacementForm(DecisionForm):
    """A decision that replaces a published one."""

    document = forms.CharField(label="Số, ngày của quyết định thay thế", max_length=500)


class OpinionsForm(forms.Form):
    """What the meeting, the party committee and authorities said."""

    collective_opinion = forms.CharField(label="Ý kiến tại cuộc họp", required=False, widget=_LINES)
    party_opinion = forms.CharField(label="Ý kiến cấp uỷ", required=False, widget=_LINES)
    degradation = forms.TypedChoiceField(
        label="Kết luận suy thoái, vi phạm những điều đảng viên không được làm, nêu gương",
        choices=_YES_NO,
        coerce=_yes_no,
        empty_value=None,
        required=False,
    )
    unit_corruption = forms.TypedChoiceField(
        label="Đơn vị trực tiếp phụ trách có tham ô, tham nhũng, lãng phí bị xử lý",
        choices=_YES_NO,
        coerce=_yes_no,
        empty_value=None,
        required=False,
    )
    conclusions_document = forms.CharField(label="Văn bản kết luận", max_length=500, required=False)


class PublicationForm(forms.Form):
    """The notice that publishes results."""

    document = forms.CharField(
        label="Thông báo kết quả", max_length=500, help_text="Số, ngày của thông báo bằng văn bản."
    )


class PetitionForm(forms.Form):
    """A petition."""

    text = forms.CharField(label="Nội dung kiến nghị", widget=forms.Textarea(attrs={"rows": 5}))


class AnswerForm(forms.Form):
    """The answer to a petition."""

    answer = forms.ChoiceField(
        label="Kết quả",
        choices=[(one.value, str(one.label).capitalize()) for one in (PetitionAnswer.UPHELD, PetitionAnswer.CHANGED)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label="Nội dung trả lời", widget=forms.Textarea(attrs={"rows": 4}))
