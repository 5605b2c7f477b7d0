"""Faults, inspections and breakthroughs, as typed."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator

from congtam.follow_up.selectors.inspected import Inspected
from congtam.values.known import of_kind

# Of a title in a list of choices.
_SHORT = 110
_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


def _words(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea({"rows": 3}), **options)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, input_formats=_DAYS)


def _offer(field: forms.Field, choices: Iterable[tuple[int | str, str]]) -> None:
    of_kind(field, forms.TypedChoiceField).choices = list(choices)


class FaultForm(forms.Form):
    """A fault, who mends it, how and until when."""

    text = _words("Hạn chế, khuyết điểm")
    person = forms.TypedChoiceField(label="Người chịu trách nhiệm", coerce=int, empty_value=None, required=False)
    remedy = _words("Biện pháp khắc phục")
    due_date = _day("Hạn khắc phục")

    def __init__(self, *arguments: Any, people: Sequence[tuple[int, str]], may_name_head: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].required = not may_name_head
        _offer(self.fields["person"], [("", "Người đứng đầu đơn vị"), *people] if may_name_head else people)


class CloseForm(forms.Form):
    """What was done about a fault, and what proves it."""

    closing = _words("Kết quả khắc phục")
    document = forms.CharField(label="Số, ký hiệu văn bản", required=False, max_length=300)
    upload = forms.FileField(label="Tệp chứng minh", required=False)


class InspectionForm(forms.Form):
    """What is inspected, by whom, when; `subject` is the whole unit (empty), "plan:<id>" or "work:<id>"."""

    subject = forms.TypedChoiceField(label="Kiểm tra việc gì", required=False)
    title = _words("Nội dung kiểm tra")
    inspector = forms.TypedChoiceField(label="Người kiểm tra", coerce=int)
    planned_date = _day("Ngày kiểm tra")

    def __init__(
        self, *arguments: Any, people: Sequence[tuple[int, str]], inspected: Inspected, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        _offer(self.fields["inspector"], [("", "Chọn người kiểm tra"), *people])
        self.plans = {f"plan:{one.pk}": one for one in inspected.plans}
        self.works = {f"work:{one.pk}": one for one in inspected.works}
        groups: list[tuple[str, Any]] = [("", "Cả đơn vị")]
        for label, found in (("Kế hoạch, văn bản", self.plans), ("Nhiệm vụ của cơ quan", self.works)):
            if found:
                groups.append((label, [(key, Truncator(str(one)).chars(_SHORT)) for key, one in found.items()]))
        of_kind(self.fields["subject"], forms.TypedChoiceField).choices = groups

    def inspection(self) -> dict[str, Any]:
        """Return what was typed as the service takes it, without the inspector."""
        typed = {name: self.cleaned_data[name] for name in ("title", "planned_date")}
        subject = self.cleaned_data["subject"]
        return typed | {"plan": self.plans.get(subject), "work": self.works.get(subject)}


class FindingForm(forms.Form):
    """What an inspection found."""

    finding = _words("Kết quả kiểm tra")


class CancelForm(forms.Form):
    """Why there is no inspection."""

    reason = _words("Lý do không kiểm tra")


class BreakthroughForm(forms.Form):
    """What a unit works for in a year, why, and what carries it."""

    text = _words("Khâu đột phá")
    why = _words("Vì sao chọn")
    works = forms.TypedMultipleChoiceField(label="Nhiệm vụ thực hiện", coerce=int, required=False)
    targets = forms.TypedMultipleChoiceField(label="Chỉ tiêu", coerce=int, required=False)

    def __init__(
        self,
        *arguments: Any,
        works: Sequence[tuple[int, str]],
        targets: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        for name, choices in (("works", works), ("targets", targets)):
            if choices:
                field = of_kind(self.fields[name], forms.TypedMultipleChoiceField)
                field.choices = choices
                field.widget = forms.CheckboxSelectMultiple(choices=choices)
            else:
                del self.fields[name]


class SummaryForm(forms.Form):
    """What came of a breakthrough."""

    summary = _words("Tổng kết")
