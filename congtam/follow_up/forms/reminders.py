"""When a body reminds whom, and the words of a reminder."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from congtam.follow_up.choices import Chain

_NUMBERS = re.compile(r"[\s,;]+")


class _DaysField(forms.CharField):
    """Several numbers of working days, written as "1, 3"."""

    def clean(self, value: Any) -> list[int]:
        """Return the numbers; nothing for an empty box."""
        words = [word for word in _NUMBERS.split(super().clean(value)) if word]
        if not all(word.isascii() and word.isdigit() and int(word[:4]) > 0 for word in words):
            raise forms.ValidationError("Hãy ghi các số ngày làm việc lớn hơn 0, cách nhau dấu phẩy, ví dụ 1, 3.")
        return sorted({int(word[:4]) for word in words})


class ChosenBodyForm(forms.Form):
    """Which body a page is about, as its address says; what cannot be read is left out."""

    don_vi = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    tim_don_vi = forms.CharField(required=False, max_length=100)

    @classmethod
    def read(cls, address: Mapping[str, Any]) -> dict[str, Any]:
        """Return `don_vi` (a number or None) and `tim_don_vi` (words) of an address."""
        form = cls(address)
        form.is_valid()
        return {"don_vi": form.cleaned_data.get("don_vi"), "tim_don_vi": form.cleaned_data.get("tim_don_vi") or ""}


class RemindersForm(forms.Form):
    """For each link of the chain: working days before the deadline, on the day, working days after."""

    def __init__(self, *arguments: Any, rules: Iterable[tuple[int, Chain]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        given = list(rules)
        for link in Chain:
            days = sorted(number for number, to in given if to == link)
            who = Chain(link).label
            self.fields[f"{link}_before"] = _DaysField(
                label=f"Trước hạn (ngày làm việc), {who}",
                required=False,
                initial=", ".join(str(-number) for number in reversed(days) if number < 0),
            )
            self.fields[f"{link}_on"] = forms.BooleanField(
                label=f"Đúng ngày đến hạn, {who}", required=False, initial=0 in days
            )
            self.fields[f"{link}_after"] = _DaysField(
                label=f"Quá hạn (ngày làm việc), {who}",
                required=False,
                initial=", ".join(str(number) for number in days if number > 0),
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return for each link of the chain its words and its three boxes."""
        return [(link.label, self[f"{link}_before"], self[f"{link}_on"], self[f"{link}_after"]) for link in Chain]

    def wanted(self) -> list[tuple[int, Chain]]:
        """Return the rules typed: working days after the deadline, below zero before it, and the link."""
        found: list[tuple[int, Chain]] = []
        for link in Chain:
            found += [(-number, link) for number in self.cleaned_data[f"{link}_before"]]
            found += [(0, link)] if self.cleaned_data[f"{link}_on"] else []
            found += [(number, link) for number in self.cleaned_data[f"{link}_after"]]
        return found


class RemindForm(forms.Form):
    """A few words to whoever answers for the work."""

    note = forms.CharField(
        label="Lời nhắn",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Hiện ở trang này cho người được nhắc; thư chỉ ghi tên việc và hạn.",
    )
