"""What people type about the work of a body, cleaned; nothing here writes."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms

from congtam.planning.choices import Relation
from congtam.planning.models import PlanItem, Target
from congtam.planning.selectors.consolidated import GROUPINGS
from congtam.planning.selectors.overlaps import SHOWN
from congtam.planning.selectors.work import KINDS
from congtam.values.periods import NotAPeriodError, Period, period

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def _words(label: str, **fields: Any) -> forms.CharField:
    rows = fields.pop("rows", 3)
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea({"rows": rows}), **fields)


class _PeriodField(forms.CharField):
    """A period as addresses write it: "2026-03", "2026-Q1", "2026"."""

    def to_python(self, value: Any) -> Any:
        """Return the period; None for nothing."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return period(text)
        except NotAPeriodError:
            raise forms.ValidationError("Kỳ phải viết dạng 2026-03, 2026-Q1 hoặc 2026.") from None


class WorkListForm(forms.Form):
    """What a list of work is narrowed to, in the address; what cannot be read is left out."""

    co_quan = forms.IntegerField(required=False)
    nam = forms.IntegerField(required=False, min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    viec = forms.ChoiceField(required=False, choices=KINDS)
    don_vi = forms.IntegerField(required=False)
    ke_hoach = forms.IntegerField(required=False)
    q = forms.CharField(required=False, max_length=200)
    ky = _PeriodField(required=False)
    tim_don_vi = forms.CharField(required=False, max_length=100)
    xep = forms.ChoiceField(required=False, choices=GROUPINGS)


class PairListForm(forms.Form):
    """What a list of pairs is narrowed to."""

    co_quan = forms.IntegerField(required=False)
    nam = forms.IntegerField(required=False, min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    xem = forms.ChoiceField(required=False, choices=SHOWN)
    quan_he = forms.ChoiceField(required=False, choices=Relation)
    ke_hoach = forms.IntegerField(required=False)
    dong = forms.IntegerField(required=False)
    tim_don_vi = forms.CharField(required=False, max_length=100)


class ReportForm(forms.Form):
    """That work is done, and what shows it: a document's number or a file."""

    document = forms.CharField(
        label="Số, ký hiệu văn bản, sản phẩm",
        required=False,
        max_length=300,
        help_text="Ví dụ 125/BC-STL ngày 12/3/2026.",
    )
    upload = forms.FileField(label="Tệp", required=False)
    note = _words("Nội dung báo cáo", required=False)

    def clean(self) -> dict[str, Any]:
        """Complain when nothing shows the result."""
        cleaned = super().clean() or {}
        if not cleaned.get("document") and not cleaned.get("upload") and not self.errors:
            self.add_error("document", "Hãy ghi số văn bản, sản phẩm hoặc kèm tệp cho thấy việc đã xong.")
        return cleaned


class NoteForm(forms.Form):
    """An act that may have words."""

    note = _words("Ý kiến", required=False, rows=2)


class WhyForm(forms.Form):
    """An act that needs a reason."""

    reason = _words("Lý do")


class ReturnReportForm(forms.Form):
    """What a report of completion still lacks."""

    reason = _words("Còn thiếu gì, cần làm gì tiếp")


class WorkDeadlineForm(forms.Form):
    """Another deadline."""

    due_date = forms.DateField(label="Hạn mới", input_formats=_DAYS)
    reason = _words("Lý do đổi hạn, văn bản cho phép")


class LeadForm(forms.Form):
    """Another unit to lead."""

    unit = forms.TypedChoiceField(label="Đơn vị chủ trì", coerce=int)
    reason = _words("Lý do")

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.TypedChoiceField(
            label="Đơn vị chủ trì", coerce=int, choices=[("", "Chọn đơn vị"), *units]
        )


class ServeForm(forms.Form):
    """The higher goal that work serves."""

    def __init__(self, *args: Any, items: Sequence[PlanItem], targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(item.pk, f"{item.plan.number or item.plan.title}: {item.task}") for item in items]
        self.fields["item"] = forms.TypedChoiceField(
            label="Nhiệm vụ của nghị quyết, chỉ thị, kế hoạch cấp trên",
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", "Không gắn"), *named],
        )
        self.fields["target"] = forms.TypedChoiceField(
            label="Chỉ tiêu",
            coerce=int,
            empty_value=None,
            required=False,
            choices=[("", "Không gắn"), *((target.pk, target.name) for target in targets)],
        )


class PublishForm(forms.Form):
    """The number and day a consolidated plan is published with; of pairs that wait, that they were seen."""

    number = forms.CharField(
        label="Số, ký hiệu", max_length=100, required=False, help_text="Ví dụ 12/KH-STL; để trống nếu chưa có."
    )
    published_on = forms.DateField(label="Ngày ban hành", input_formats=_DAYS)
    pairs_known = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    accepts = forms.BooleanField(required=False)

    def __init__(self, *args: Any, waiting: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accepts"].label = f"Vẫn ban hành khi còn {waiting} cặp nội dung có thể trùng chưa xem"
        if not waiting:
            del self.fields["accepts"]

    def clean(self) -> dict[str, Any]:
        """Count the pairs that wait only when they were accepted."""
        cleaned = super().clean() or {}
        known = (cleaned.get("pairs_known") or 0) if cleaned.get("accepts") else 0
        return {"number": cleaned.get("number", ""), "published_on": cleaned.get("published_on"), "pairs_known": known}


class DecideForm(forms.Form):
    """What somebody decides about two plan items; of one task, whose deadline governs: "item:<id>", "day" with a day, or "now"."""

    decision = forms.ChoiceField(choices=[(code, code) for code in ("merge", "separate", "serve")])
    governing = forms.CharField(required=False, max_length=30)
    day = forms.DateField(label="Ngày khác", required=False, input_formats=_DAYS)
    reason = _words("Lý do", required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        """Read which deadline governs."""
        cleaned = super().clean() or {}
        kind, _, key = (cleaned.get("governing") or "").partition(":")
        cleaned["item_id"] = int(key) if kind == "item" and key.isdecimal() else None
        if kind == "day" and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", "Hãy ghi ngày áp dụng.")
        cleaned["day"] = cleaned.get("day") if kind == "day" else None
        return cleaned


class SeparateForm(forms.Form):
    """Pairs kept apart together, and why."""

    pairs = forms.TypedMultipleChoiceField(label="Các cặp", coerce=int)
    reason = _words("Lý do để riêng", rows=2)

    def __init__(self, *args: Any, offered: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pairs"] = forms.TypedMultipleChoiceField(
            label="Các cặp",
            coerce=int,
            choices=[(one, one) for one in offered],
            error_messages={"required": "Hãy chọn ít nhất một cặp."},
        )


def chosen_period(asked: Period | None, year: int, on: date) -> Period:
    """Return the period asked for; else the month of the day `on` in its own year, and the whole of any other year."""
    return asked or (Period(year, on.month, 1) if on.year == year else Period(year, 1, 12))
