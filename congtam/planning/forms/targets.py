"""What people type about targets, cleaned; nothing here writes."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from congtam.planning.choices import Direction
from congtam.planning.models import Plan

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def _figure(label: str, **fields: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=18, decimal_places=4, localize=True, **fields)


class TargetListForm(forms.Form):
    """What the list of targets is narrowed to, in the address."""

    co_quan = forms.IntegerField(required=False)
    nam = forms.IntegerField(required=False, min_value=_FIRST_YEAR, max_value=_LAST_YEAR)
    q = forms.CharField(required=False, max_length=200)
    tim_don_vi = forms.CharField(required=False, max_length=100)


class TargetForm(forms.Form):
    """What a target says."""

    name = forms.CharField(label="Chỉ tiêu", max_length=1000, widget=forms.Textarea({"rows": 2}))
    measure = forms.CharField(label="Đơn vị tính", max_length=100, help_text="Ví dụ: %, km, hộ, tỷ đồng.")
    direction = forms.ChoiceField(
        label="Chiều", choices=Direction, initial=Direction.AT_LEAST, widget=forms.RadioSelect
    )
    value = _figure("Giá trị phải đạt")
    baseline = _figure("Giá trị gốc", required=False, help_text="Giá trị khi bắt đầu, nếu biết.")
    plan = forms.TypedChoiceField(label="Văn bản giao", coerce=int, required=False, empty_value=None)
    lead_unit = forms.TypedChoiceField(label="Đơn vị chủ trì", coerce=int, required=False, empty_value=None)
    note = forms.CharField(label="Ghi chú", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(
        self, *args: Any, plans: Sequence[Plan], units: Sequence[tuple[int, str]], changes: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"] = forms.TypedChoiceField(
            label="Văn bản giao",
            coerce=int,
            required=False,
            empty_value=None,
            choices=[("", "Không ghi"), *((plan.pk, str(plan)) for plan in plans)],
        )
        self.fields["lead_unit"] = forms.TypedChoiceField(
            label="Đơn vị chủ trì",
            coerce=int,
            required=False,
            empty_value=None,
            choices=[("", "Chưa giao"), *units],
        )
        if changes:
            self.fields["reason"] = forms.CharField(
                label="Lý do sửa", max_length=2000, widget=forms.Textarea({"rows": 2})
            )


class TargetReportForm(forms.Form):
    """What a target stands at on a day."""

    on = forms.DateField(label="Tính đến ngày", input_formats=_DAYS)
    value = _figure("Giá trị đạt")
    source = forms.CharField(label="Nguồn số liệu", required=False, max_length=300)
    note = forms.CharField(label="Ghi chú", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
