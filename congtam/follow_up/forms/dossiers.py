"""The export of the one-stop system as brought, and what its unknown names mean."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django import forms

from congtam.follow_up.choices import NameKind

_NOBODY = "none"


class ExportForm(forms.Form):
    """The file of an export."""

    file = forms.FileField(label="Tệp xuất từ hệ thống một cửa", help_text="Excel (.xlsx, .xls, .ods) hoặc .csv.")


class DossierPersonForm(forms.Form):
    """Whose dossiers a page is about, as its address says."""

    nguoi = forms.IntegerField(required=False, min_value=1, max_value=2**53)

    @classmethod
    def read(cls, address: Mapping[str, Any]) -> int | None:
        """Return the key of a person an address names; None when it names nobody or cannot be read."""
        form = cls(address)
        form.is_valid()
        person: int | None = form.cleaned_data.get("nguoi")
        return person


class NamesForm(forms.Form):
    """For each unknown name a unit or a person."""

    def __init__(
        self,
        *arguments: Any,
        unknown: Sequence[tuple[NameKind, str, int]],
        units: Sequence[tuple[int, str]],
        people: Sequence[tuple[int, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.names: dict[str, tuple[NameKind, str]] = {}
        offered: dict[NameKind, list[tuple[int | str, str]]] = {
            NameKind.UNIT: [("", "Chọn đơn vị"), *units],
            NameKind.PERSON: [("", "Chọn người"), (_NOBODY, "Không phải người của cơ quan"), *people],
        }
        for kind, name, count in unknown:
            field = f"{kind}_{sha256(name.encode()).hexdigest()[:12]}"
            self.names[field] = (kind, name)
            said = "Đơn vị" if kind == NameKind.UNIT else "Người"
            self.fields[field] = forms.ChoiceField(label=f"{said} “{name}” ({count} hồ sơ)", choices=offered[kind])

    def meant(self, kind: NameKind) -> dict[str, int | None]:
        """Return what the names of one kind were settled to mean."""
        chosen = {name: self.cleaned_data[field] for field, (of, name) in self.names.items() if of == kind}
        return {name: None if key == _NOBODY else int(key) for name, key in chosen.items()}
