"""What a form says of a box that is filled in wrongly, in words that say what to do."""

from typing import Final

from django import forms
from django.core import validators
from django.utils.translation import ngettext_lazy

_WORDS: Final[dict[type[forms.Field], dict[str, str]]] = {
    forms.Field: {"required": "Hãy điền ô này."},
    forms.ChoiceField: {"required": "Hãy chọn.", "invalid_choice": "Mục này không có trong danh sách. Hãy chọn lại."},
    forms.MultipleChoiceField: {
        "required": "Hãy chọn ít nhất một.",
        "invalid_choice": "Mục này không có trong danh sách. Hãy chọn lại.",
    },
    forms.ModelChoiceField: {
        "required": "Hãy chọn.",
        "invalid_choice": "Mục này không có trong danh sách. Hãy chọn lại.",
    },
    forms.ModelMultipleChoiceField: {"required": "Hãy chọn ít nhất một."},
    forms.DateField: {"required": "Hãy chọn ngày.", "invalid": "Ngày chưa đúng. Hãy ghi như 05/3/2026."},
    forms.IntegerField: {"invalid": "Hãy ghi một số nguyên."},
    forms.DecimalField: {"invalid": "Hãy ghi một số, phần lẻ sau dấu phẩy."},
    forms.FileField: {
        "required": "Hãy chọn tệp.",
        "missing": "Hãy chọn tệp.",
        "empty": "Tệp này trống. Hãy chọn tệp khác.",
    },
}


def speak() -> None:
    """Give every form of the house these words for what Django finds wrong; a form's own words still come first."""
    for kind, words in _WORDS.items():
        kind.default_error_messages = {**kind.__dict__.get("default_error_messages", {}), **words}
    validators.MaxLengthValidator.message = ngettext_lazy(
        "Dài quá: nhiều nhất %(limit_value)d ký tự, đang có %(show_value)d. Hãy viết ngắn lại.",
        "Dài quá: nhiều nhất %(limit_value)d ký tự, đang có %(show_value)d. Hãy viết ngắn lại.",
        "limit_value",
    )
