"""What people type about months and sheets."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from django import forms

from congtam.engine.rating_rules import RatingRules
from congtam.personnel.choices import Category
from congtam.personnel.models import Person
from congtam.scoring.choices import Judged
from congtam.scoring.selectors import month_end
from congtam.scoring.services import Conclusions, Entered
from congtam.values.known import of_kind
from congtam.values.numbers import NotANumberError, exact, vietnamese
from congtam.values.text import capital

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_MARK_BOX = forms.TextInput(
    attrs={"inputmode": "decimal", "autocomplete": "off", "size": "4", "class": "form-control w-auto text-end ct-mark"}
)
_MONTHS_OFFERED, _DAYS_AFTER = 12, 5
_SHARES = [("", "Chưa kết luận"), *Judged.choices]


class MarksForm(forms.Form):
    """Marks for the general criteria, as far as they are given, and the remarks of parts 4 and 5 of Mẫu số 01."""

    strengths = forms.CharField(label="Ưu điểm", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    weaknesses = forms.CharField(label="Hạn chế, khuyết điểm", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, criteria: Iterable[tuple[str, str, Fraction]], *args: Any, **kwargs: Any) -> None:
        """`criteria` are code, words and highest mark, in the form's order."""
        super().__init__(*args, **kwargs)
        self.most: dict[str, Fraction] = {}
        for code, label, most in criteria:
            self.most[code] = most
            self.fields[mark_name(code)] = forms.CharField(label=label, required=False, max_length=8, widget=_MARK_BOX)

    def clean(self) -> dict[str, Any]:
        """Read each mark with a comma or a point, and refuse those outside its criterion."""
        cleaned = super().clean() or {}
        for code, most in self.most.items():
            text = cleaned.get(mark_name(code), "").replace(",", ".")
            try:
                is_right = not text or 0 <= exact(text) <= most
            except NotANumberError:
                is_right = False
            if not is_right:
                self.add_error(mark_name(code), f"Ghi điểm từ 0 đến {vietnamese(most)}.")
            cleaned[mark_name(code)] = text
        return cleaned

    def entered(self) -> Entered:
        """Return what was typed, for the services."""
        return Entered(
            marks={code: self.cleaned_data[mark_name(code)] for code in self.most},
            strengths=self.cleaned_data["strengths"],
            weaknesses=self.cleaned_data["weaknesses"],
        )


def mark_name(code: str) -> str:
    """Return the name of a criterion's box: I.1 → mark_I_1."""
    return f"mark_{code.replace('.', '_')}"


class ConfirmForm(forms.Form):
    """The superior's remark."""

    comment = forms.CharField(
        label="Ý kiến nhận xét của cấp có thẩm quyền", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class JudgeForm(ConfirmForm):
    """Conclusions on a leader, with the remark. d is asked only where the records cannot tell it."""

    unit_results = forms.ChoiceField(
        label="d, kết quả của đơn vị", choices=_SHARES, error_messages={"required": "Hãy kết luận d."}
    )
    unit_results_reason = forms.CharField(
        label="Lý do d", max_length=2000, error_messages={"required": "Hãy ghi lý do d."}
    )
    organising = forms.ChoiceField(
        label="đ, khả năng tổ chức triển khai", choices=_SHARES, error_messages={"required": "Hãy kết luận đ."}
    )
    organising_reason = forms.CharField(
        label="Lý do đ",
        error_messages={"required": "Hãy ghi lý do đ."},
        max_length=2000,
        help_text="100% khi mọi việc theo kế hoạch xong đúng hạn, đạt chất lượng và có sáng kiến hoặc cách làm hiệu quả.",
    )
    unity = forms.ChoiceField(
        label="e, năng lực tập hợp, đoàn kết", choices=_SHARES, error_messages={"required": "Hãy kết luận e."}
    )
    unity_reason = forms.CharField(
        label="Lý do e",
        error_messages={"required": "Hãy ghi lý do e."},
        max_length=2000,
        help_text="50% khi để xảy ra đơn thư kéo dài, mất đoàn kết nội bộ.",
    )

    def __init__(self, *args: Any, asks_unit_results: bool = False, **kwargs: Any) -> None:
        """With `asks_unit_results` d is concluded by hand."""
        super().__init__(*args, **kwargs)
        if not asks_unit_results:
            del self.fields["unit_results"], self.fields["unit_results_reason"]

    def conclusions(self) -> Conclusions:
        """Return what was concluded, for the services."""
        names = ("organising", "organising_reason", "unity", "unity_reason", "unit_results", "unit_results_reason")
        return Conclusions(**{name: self.cleaned_data.get(name, "") for name in names})


class CorrectForm(forms.Form):
    """Why and on whose authority a confirmed sheet is corrected."""

    reason = forms.CharField(label="Lý do sửa", widget=forms.Textarea(attrs={"rows": 3}))
    authority = forms.CharField(
        label="Văn bản hoặc người cho phép sửa", max_length=500, help_text="Số, ngày của văn bản; hoặc họ tên, chức vụ."
    )


class HandBackForm(forms.Form):
    """Why work is handed back."""

    reason = forms.CharField(label="Lý do", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class OpenForm(forms.Form):
    """The month to open."""

    body = forms.TypedChoiceField(label="Cơ quan", coerce=int)
    month = forms.TypedChoiceField(label="Tháng", coerce=date.fromisoformat)
    cut_off_date = forms.DateField(
        label="Ngày chốt số liệu",
        input_formats=_DAYS,
        help_text="Việc nộp và nghiệm thu đến hết ngày này được tính vào tháng.",
    )

    def __init__(self, bodies: Sequence[tuple[int, str]], on: date, *args: Any, **kwargs: Any) -> None:
        """`bodies` are those whose months the viewer runs; the last twelve months before `on` are offered."""
        super().__init__(*args, **kwargs)
        self.fields["cut_off_date"].initial = month_end(on) + timedelta(days=_DAYS_AFTER)
        of_kind(self.fields["body"], forms.ChoiceField).choices = bodies
        of_kind(self.fields["month"], forms.ChoiceField).choices = last_months(on)


def last_months(on: date) -> list[tuple[str, str]]:
    """Return the month of `on` and the eleven before it, latest first, as first day and words."""
    months = [on.replace(day=1)]
    while len(months) < _MONTHS_OFFERED:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return [(month.isoformat(), f"Tháng {month.month}/{month.year}") for month in months]


class OutsideMonthForm(forms.Form):
    """A month another body scored."""

    person = forms.TypedChoiceField(label="Công chức", coerce=int)
    month = forms.TypedChoiceField(label="Tháng", coerce=date.fromisoformat)
    total = forms.CharField(label="Tổng điểm", max_length=8, help_text="Từ 0 đến 100, ví dụ 91,25.")
    body_name = forms.CharField(label="Cơ quan đã chấm", max_length=300)
    document = forms.CharField(label="Văn bản gửi kết quả", max_length=500, help_text="Số, ngày, cơ quan gửi.")

    def __init__(self, people: Sequence[Person], on: date, *args: Any, **kwargs: Any) -> None:
        """`people` are those whose months the viewer may enter; the last twelve months before `on` are offered."""
        super().__init__(*args, **kwargs)
        of_kind(self.fields["person"], forms.ChoiceField).choices = [(one.pk, one.full_name) for one in people]
        of_kind(self.fields["month"], forms.ChoiceField).choices = last_months(on)

    def clean_total(self) -> int:
        """Return the marks in hundredths."""
        try:
            marks = exact(self.cleaned_data["total"].strip().replace(",", ".")) * 100
        except NotANumberError:
            raise forms.ValidationError("Ghi điểm bằng số, ví dụ 91,25.") from None
        if marks.denominator != 1 or not 0 <= marks <= 10_000:  # a hundred marks in hundredths
            raise forms.ValidationError("Ghi điểm từ 0 đến 100, không quá hai chữ số thập phân.")
        return int(marks)


class ReadingForm(forms.Form):
    """How the by-law reads what the decree leaves open."""

    document = forms.CharField(label="Quy chế, văn bản của cơ quan", max_length=500, help_text="Số, ngày, tên văn bản.")
    valid_from = forms.DateField(label="Áp dụng từ ngày", input_formats=_DAYS)
    includes = forms.MultipleChoiceField(
        label="Chấm thêm ngoài công chức",
        required=False,
        choices=[(value, label) for value, label in Category.choices if value != Category.CIVIL_SERVANT],
        widget=forms.CheckboxSelectMultiple,
        help_text="Khoản 2 Điều 28 Nghị định 335/2025/NĐ-CP để cơ quan quyết định với người làm hợp đồng.",
    )

    def __init__(self, rules: RatingRules, *args: Any, **kwargs: Any) -> None:
        """`rules` are those in force: each open provision of theirs becomes a choice."""
        super().__init__(*args, **kwargs)
        self.policies = [name for name, policy in rules.policies.items() if len(policy.choices) > 1]
        for name in self.policies:
            policy = rules.policies[name]
            self.fields[f"policy_{name}"] = forms.ChoiceField(
                label=capital(policy.label),
                choices=list(policy.choices.items()),
                initial=policy.default,
                help_text=f"{policy.why} ({policy.cite.printed})",
            )

    def chosen(self) -> dict[str, str]:
        """Return the readings chosen, by policy."""
        return {name: self.cleaned_data[f"policy_{name}"] for name in self.policies}
