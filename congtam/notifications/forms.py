"""How somebody wants to be told, as typed."""

from typing import Final

from django import forms

from congtam.notifications.choices import FIRST_HOUR, LAST_HOUR

_HOURS: Final = [(hour, f"{hour} giờ") for hour in range(FIRST_HOUR, LAST_HOUR + 1)]


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))


class PreferenceForm(forms.Form):
    """Mail or not, at which hour, and between which hours never."""

    by_mail = forms.BooleanField(label="Gửi thư tổng hợp mỗi ngày làm việc", required=False)
    digest_hour = forms.TypedChoiceField(
        label="Giờ gửi", choices=_HOURS, coerce=int, help_text="Mỗi ngày nhiều nhất một thư, chỉ khi có điều mới."
    )
    quiet_from = _clock("Không gửi từ")
    quiet_until = _clock("Đến")
