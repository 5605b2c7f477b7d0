"""Another deadline for the work of a body, as asked for and as answered."""

from typing import Any

from django import forms

_DAYS = ["%Y-%m-%d", "%d/%m/%Y"]


class AskForm(forms.Form):
    """The day and why."""

    due_date = forms.DateField(label="Hạn đề nghị", input_formats=_DAYS)
    reason = forms.CharField(label="Lý do đề nghị đổi hạn", max_length=5000, widget=forms.Textarea({"rows": 3}))


class AnswerForm(forms.Form):
    """The day given, or why none is."""

    grants = forms.TypedChoiceField(
        choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")], coerce=lambda one: one == "yes"
    )
    due_date = forms.DateField(label="Hạn mới", input_formats=_DAYS, required=False)
    reason = forms.CharField(label="Lý do", required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """Complain when another deadline is given without a day."""
        cleaned = super().clean() or {}
        if cleaned.get("grants") and not cleaned.get("due_date") and "due_date" not in self.errors:
            self.add_error("due_date", "Hãy chọn hạn mới.")
        return cleaned
