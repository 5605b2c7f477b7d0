"""What an officer types about a catalogue."""

from typing import Final

from django import forms

from congtam.planning.choices import OverlapVerdict

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]


class UploadForm(forms.Form):
    """An Excel file with a body's catalogue."""

    file = forms.FileField(label="Tệp Excel", help_text="Tệp .xlsx có các cột của mẫu; hàng tiêu đề nằm đâu cũng được.")


class ImportForm(forms.Form):
    """The name a draft gets."""

    name = forms.CharField(label="Tên danh mục", max_length=300)


class IssueForm(forms.Form):
    """The decision that puts a catalogue in force."""

    document = forms.CharField(label="Quyết định ban hành", max_length=500, help_text="Số, ngày, người ký.")
    valid_from = forms.DateField(label="Áp dụng từ ngày", input_formats=_DAYS)


class OverlapForm(forms.Form):
    """What a person decides about two products."""

    verdict = forms.ChoiceField(choices=[(OverlapVerdict.REPEAT.value, ""), (OverlapVerdict.SEPARATE.value, "")])
    reason = forms.CharField(label="Lý do", max_length=500, required=False)
