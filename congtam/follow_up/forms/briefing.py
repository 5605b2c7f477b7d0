"""What a briefing pack is asked for."""

from collections.abc import Mapping
from typing import Any

from django import forms


class BriefingForm(forms.Form):
    """Unit, period (`ky`: week or month) and any day in it; what cannot be read is left out."""

    don_vi = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    tim_don_vi = forms.CharField(required=False, max_length=200)
    ky = forms.ChoiceField(required=False, choices=[("tuan", ""), ("thang", "")])
    ngay = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    @classmethod
    def read(cls, address: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was asked for."""
        form = cls(address)
        form.is_valid()
        return {name: form.cleaned_data.get(name) for name in form.fields}
