"""What people type in the life of one key task, from its proposal to its result."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from congtam.key_tasks.choices import Opinion
from congtam.key_tasks.forms.fields import day_box, percent_box, words_box
from congtam.key_tasks.models import Block, KeyTask
from congtam.key_tasks.services import Judgement, Proposal
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.planning.models import PlanItem, Target
from congtam.values.known import of_kind
from congtam.values.text import capital

# The newest of what a proposal may say it serves.
GOALS = 300


class NothingForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = words_box("Lý do")


class ProposalForm(forms.Form):
    """A proposal, as its standard form has it; all but the title may come later."""

    block = forms.ModelChoiceField(label="Khối", queryset=Block.objects.none())
    title = words_box("Nội dung nhiệm vụ", rows=2)
    product = words_box("Sản phẩm", rows=2, required=False, help_text="Cụ thể, có thể nghiệm thu.")
    measure = forms.CharField(label="Thước đo", required=False, max_length=500, help_text="Ví dụ: dịch vụ công, km, %.")
    quantity = forms.DecimalField(
        label="Mức phải đạt", required=False, min_value=0, max_digits=18, decimal_places=2, localize=True
    )
    standard = words_box("Tiêu chuẩn chất lượng", rows=2, required=False)
    evidence = words_box("Nguồn minh chứng", rows=2, required=False)
    due_date = day_box("Hạn", required=False)
    leader = forms.ModelChoiceField(
        label="Lãnh đạo chịu trách nhiệm", queryset=Person.objects.none(), required=False, empty_label="Chưa chọn"
    )
    serves = forms.ModelChoiceField(
        label="Phục vụ nhiệm vụ trọng tâm cấp trên",
        queryset=KeyTask.objects.none(),
        required=False,
        empty_label="Không chọn",
    )
    serves_target = forms.ModelChoiceField(
        label="Phục vụ chỉ tiêu", queryset=Target.objects.none(), required=False, empty_label="Không chọn"
    )
    serves_item = forms.ModelChoiceField(
        label="Phục vụ nhiệm vụ của nghị quyết, chỉ thị",
        queryset=PlanItem.objects.none(),
        required=False,
        empty_label="Không chọn",
    )
    serves_text = words_box("Mục tiêu cấp trên khác", rows=2, required=False)

    def __init__(
        self,
        *args: Any,
        blocks: QuerySet[Block],
        leaders: QuerySet[Person],
        goals: tuple[QuerySet[KeyTask], QuerySet[Target], QuerySet[PlanItem]],
        **fields: Any,
    ) -> None:
        super().__init__(*args, **fields)
        higher, targets, items = goals
        offered: dict[str, QuerySet[Any]] = {
            "block": blocks,
            "leader": leaders,
            "serves": higher,
            "serves_target": targets,
            "serves_item": items,
        }
        for name, rows in offered.items():
            field = of_kind(self.fields[name], forms.ModelChoiceField)
            field.queryset = rows
            if not name.startswith("serves"):
                continue
            shown = [(str(row.pk), str(row)) for row in rows[:GOALS]]
            field.choices = [("", field.empty_label or ""), *shown]
            # A list that offers nothing says nothing.
            if not shown:
                del self.fields[name]

    def proposal(self) -> Proposal:
        """Return what was typed."""
        return Proposal(**{name: value for name, value in self.cleaned_data.items() if name != "block"})


class ScreenForm(forms.Form):
    """An answer to each criterion somebody has to answer: holds or not, and why not."""

    note = words_box("Ghi chú chung", rows=2, required=False)

    def __init__(self, *args: Any, asked: Iterable[tuple[int, str]], **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.asked = tuple(asked)
        for pk, text in self.asked:
            holds = forms.ChoiceField(
                label=text, choices=(("1", "Đạt"), ("0", "Chưa đạt")), widget=forms.RadioSelect, required=True
            )
            self.fields[f"holds_{pk}"] = holds
            self.fields[f"reason_{pk}"] = forms.CharField(
                label="Nếu chưa đạt: vì sao, cần sửa gì", required=False, max_length=2000
            )
        self.order_fields([*(name for name in self.fields if name != "note"), "note"])

    def answers(self) -> dict[int, tuple[bool, str]]:
        """Return, by criterion, whether it holds and why not."""
        typed = self.cleaned_data
        return {pk: (typed[f"holds_{pk}"] == "1", typed[f"reason_{pk}"]) for pk, _ in self.asked}


class OpinionsForm(forms.Form):
    """Whom to ask, and until when."""

    units = forms.ModelMultipleChoiceField(
        label="Nơi được hỏi", queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due_date = day_box("Trả lời trước hết ngày")

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **fields: Any) -> None:
        super().__init__(*args, **fields)
        field = self.fields["units"]
        offered = list(units)
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = Unit.objects.filter(pk__in=[pk for pk, _ in offered])
            field.choices = offered


class OpinionForm(forms.Form):
    """The opinion of a body that was asked."""

    opinion = forms.ChoiceField(
        label="Ý kiến",
        choices=[(code, capital(str(label))) for code, label in Opinion.choices if code != Opinion.WAITING],
        widget=forms.RadioSelect,
    )
    text = words_box("Nội dung", required=False, help_text="Cần ghi khi không nhất trí hoặc nhất trí có điều kiện.")


class AppraiseForm(forms.Form):
    """What the appraisal comes to."""

    is_fit = forms.ChoiceField(
        label="Kết quả",
        choices=(("1", "Đủ điều kiện, trình quyết định"), ("0", "Trả lại nơi đề xuất")),
        widget=forms.RadioSelect,
    )
    conclusion = words_box("Kết luận thẩm định")

    def clean_is_fit(self) -> bool:
        """Return the answer as yes or no."""
        return bool(self.cleaned_data["is_fit"] == "1")


class DecideForm(forms.Form):
    """What the standing committee decided, and where that stands."""

    is_chosen = forms.ChoiceField(
        label="Quyết định", choices=(("1", "Chọn"), ("0", "Không chọn")), widget=forms.RadioSelect
    )
    meeting = forms.ModelChoiceField(
        label="Tại cuộc họp", queryset=Meeting.objects.none(), required=False, empty_label="Không chọn"
    )
    document = forms.CharField(label="Văn bản quyết định", required=False, max_length=500)
    reason = words_box("Lý do không chọn", rows=2, required=False)

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **fields: Any) -> None:
        super().__init__(*args, **fields)
        field = self.fields["meeting"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = meetings

    def clean_is_chosen(self) -> bool:
        """Return the answer as yes or no."""
        return bool(self.cleaned_data["is_chosen"] == "1")


class AssignForm(forms.Form):
    """To whom it is given, by which paper."""

    leader = forms.ModelChoiceField(label="Lãnh đạo được giao", queryset=Person.objects.none(), empty_label="Chọn")
    document = forms.CharField(label="Văn bản giao nhiệm vụ", required=False, max_length=500)

    def __init__(self, *args: Any, leaders: QuerySet[Person], **fields: Any) -> None:
        super().__init__(*args, **fields)
        field = self.fields["leader"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = leaders


class ReportForm(forms.Form):
    """How far the work is."""

    text = words_box("Nội dung")
    reached = forms.DecimalField(
        label="Mức đã đạt", required=False, min_value=0, max_digits=18, decimal_places=2, localize=True
    )
    document = forms.CharField(label="Số văn bản hoặc đường dẫn", required=False, max_length=1000)
    upload = forms.FileField(label="Tệp", required=False)


class JudgeForm(forms.Form):
    """How the result was found; each side in percent."""

    quantity = percent_box("Khối lượng (%)")
    quality = percent_box("Chất lượng (%)")
    time = percent_box("Tiến độ (%)")
    words = words_box("Nhận xét về kết quả", help_text="Lời này đi vào phiếu và hồ sơ xếp loại của lãnh đạo.")

    def clean(self) -> dict[str, Any]:
        """Gather the judgement as the service takes it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        reason = {"reason": cleaned.pop("reason")} if "reason" in cleaned else {}
        return {"judgement": Judgement(**cleaned)} | reason


class JudgeAgainForm(JudgeForm):
    """The same, once more, with the reason for it."""

    reason = words_box("Lý do đánh giá lại", rows=2)


class ChangeForm(forms.Form):
    """What is changed of a key task after it was decided, and why."""

    title = words_box("Nội dung nhiệm vụ", rows=2)
    product = words_box("Sản phẩm", rows=2, required=False)
    measure = forms.CharField(label="Thước đo", required=False, max_length=500)
    quantity = forms.DecimalField(
        label="Mức phải đạt", required=False, min_value=0, max_digits=18, decimal_places=2, localize=True
    )
    standard = words_box("Tiêu chuẩn chất lượng", rows=2, required=False)
    due_date = day_box("Hạn")
    reason = words_box("Lý do điều chỉnh", rows=2)

    def clean(self) -> dict[str, Any]:
        """Part the values from the reason."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        reason = cleaned.pop("reason")
        return {
            "values": {name: value.strip() if isinstance(value, str) else value for name, value in cleaned.items()},
            "reason": reason,
        }


class MergeForm(forms.Form):
    """Into which proposal, and why."""

    into = forms.ModelChoiceField(label="Giữ lại đề xuất", queryset=KeyTask.objects.none(), empty_label="Chọn đề xuất")
    reason = words_box("Lý do gộp", rows=2)

    def __init__(self, *args: Any, others: QuerySet[KeyTask], **fields: Any) -> None:
        super().__init__(*args, **fields)
        field = self.fields["into"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = others


class PairForm(forms.Form):
    """What somebody decides about a proposal and what may be the same; of two key tasks that are one, which stays."""

    decision = forms.ChoiceField(choices=[(code, code) for code in ("merge", "separate", "serve")])
    stays = forms.TypedChoiceField(label="Nếu là một việc, giữ lại", required=False, coerce=int, empty_value=None)
    reason = words_box("Lý do", rows=2, required=False, help_text="Bắt buộc khi là một việc và khi để riêng.")

    def __init__(self, *args: Any, stays: Iterable[tuple[int, str]], **fields: Any) -> None:
        super().__init__(*args, **fields)
        offered = list(stays)
        self.fields["stays"] = forms.TypedChoiceField(
            label="Nếu là một việc, giữ lại",
            required=False,
            coerce=int,
            empty_value=None,
            choices=offered,
            widget=forms.RadioSelect,
            initial=offered[0][0] if offered else None,
        )
        if len(offered) < 1:
            del self.fields["stays"]

    def clean(self) -> dict[str, Any]:
        """Ask which of the two stays."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "merge" and "stays" in self.fields and cleaned.get("stays") is None:
            self.add_error("stays", "Hãy chọn bên giữ lại.")
        return {"stays": None} | cleaned
