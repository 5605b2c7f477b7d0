"""What people type about key tasks, cleaned; nothing here writes."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from congtam.key_tasks.choices import Check, KeyTaskState, Opinion, Rhythm
from congtam.key_tasks.models import Block, KeyTask, KeyTaskScheme
from congtam.key_tasks.services import Calendar, Judgement, Proposal, Rules
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.planning.models import PlanItem, Target
from congtam.values.known import of_kind
from congtam.values.text import capital

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
# Lines of a form for things that come in a list; more are written the next time.
CRITERIA, BLOCKS = 10, 8
# The newest of what a proposal may say it serves.
GOALS = 300


def _words(label: str, *, rows: int = 3, **fields: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea({"rows": rows}), **fields)


def _day(label: str, **fields: Any) -> forms.DateField:
    return forms.DateField(label=label, input_formats=_DAYS, **fields)


def _percent(label: str, **fields: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True, **fields
    )


class NothingForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = _words("Lý do")


class ProposalForm(forms.Form):
    """A proposal, as its standard form has it; all but the title may come later."""

    block = forms.ModelChoiceField(label="Khối", queryset=Block.objects.none())
    title = _words("Nội dung nhiệm vụ", rows=2)
    product = _words("Sản phẩm", rows=2, required=False, help_text="Cụ thể, có thể nghiệm thu.")
    measure = forms.CharField(label="Thước đo", required=False, max_length=500, help_text="Ví dụ: dịch vụ công, km, %.")
    quantity = forms.DecimalField(
        label="Mức phải đạt", required=False, min_value=0, max_digits=18, decimal_places=2, localize=True
    )
    standard = _words("Tiêu chuẩn chất lượng", rows=2, required=False)
    evidence = _words("Nguồn minh chứng", rows=2, required=False)
    due_date = _day("Hạn", required=False)
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
    serves_text = _words("Mục tiêu cấp trên khác", rows=2, required=False)

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

    note = _words("Ghi chú chung", rows=2, required=False)

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
    due_date = _day("Trả lời trước hết ngày")

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
    text = _words("Nội dung", required=False, help_text="Cần ghi khi không nhất trí hoặc nhất trí có điều kiện.")


class AppraiseForm(forms.Form):
    """What the appraisal comes to."""

    is_fit = forms.ChoiceField(
        label="Kết quả",
        choices=(("1", "Đủ điều kiện, trình quyết định"), ("0", "Trả lại nơi đề xuất")),
        widget=forms.RadioSelect,
    )
    conclusion = _words("Kết luận thẩm định")

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
    reason = _words("Lý do không chọn", rows=2, required=False)

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

    text = _words("Nội dung")
    reached = forms.DecimalField(
        label="Mức đã đạt", required=False, min_value=0, max_digits=18, decimal_places=2, localize=True
    )
    document = forms.CharField(label="Số văn bản hoặc đường dẫn", required=False, max_length=1000)
    upload = forms.FileField(label="Tệp", required=False)


class JudgeForm(forms.Form):
    """How the result was found; each side in percent."""

    quantity = _percent("Khối lượng (%)")
    quality = _percent("Chất lượng (%)")
    time = _percent("Tiến độ (%)")
    words = _words("Nhận xét về kết quả", help_text="Lời này đi vào phiếu và hồ sơ xếp loại của lãnh đạo.")

    def clean(self) -> dict[str, Any]:
        """Gather the judgement as the service takes it."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        reason = {"reason": cleaned.pop("reason")} if "reason" in cleaned else {}
        return {"judgement": Judgement(**cleaned)} | reason


class JudgeAgainForm(JudgeForm):
    """The same, once more, with the reason for it."""

    reason = _words("Lý do đánh giá lại", rows=2)


class ChangeForm(forms.Form):
    """What is changed of a key task after it was decided, and why."""

    title = _words("Nội dung nhiệm vụ", rows=2)
    product = _words("Sản phẩm", rows=2, required=False)
    measure = forms.CharField(label="Thước đo", required=False, max_length=500)
    quantity = forms.DecimalField(
        label="Mức phải đạt", required=False, min_value=0, max_digits=18, decimal_places=2, localize=True
    )
    standard = _words("Tiêu chuẩn chất lượng", rows=2, required=False)
    due_date = _day("Hạn")
    reason = _words("Lý do điều chỉnh", rows=2)

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
    reason = _words("Lý do gộp", rows=2)

    def __init__(self, *args: Any, others: QuerySet[KeyTask], **fields: Any) -> None:
        super().__init__(*args, **fields)
        field = self.fields["into"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = others


class PairForm(forms.Form):
    """What somebody decides about a proposal and what may be the same; of two key tasks that are one, which stays."""

    decision = forms.ChoiceField(choices=[(code, code) for code in ("merge", "separate", "serve")])
    stays = forms.TypedChoiceField(label="Nếu là một việc, giữ lại", required=False, coerce=int, empty_value=None)
    reason = _words("Lý do", rows=2, required=False, help_text="Bắt buộc khi là một việc và khi để riêng.")

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


class SchemeForm(forms.Form):
    """The rules of a level, with its criteria and blocks a line each."""

    name = forms.CharField(label="Tên quy định", max_length=500)
    document = forms.CharField(label="Số, ký hiệu văn bản", max_length=500)
    valid_from = _day("Áp dụng từ ngày")
    rhythm = forms.ChoiceField(label="Giao theo", choices=Rhythm.choices)
    most_per_person = forms.IntegerField(
        label="Số nhiệm vụ tối đa mỗi người",
        required=False,
        min_value=1,
        max_value=50,
        help_text="Để trống nếu văn bản không giới hạn.",
    )
    quantity_weight = forms.IntegerField(label="Tỷ trọng khối lượng (%)", min_value=0, max_value=100)
    quality_weight = forms.IntegerField(label="Tỷ trọng chất lượng (%)", min_value=0, max_value=100)
    time_weight = forms.IntegerField(label="Tỷ trọng tiến độ (%)", min_value=0, max_value=100)
    level_1_from = forms.IntegerField(label="Mức 1 từ (%)", min_value=1, max_value=100)
    level_2_from = forms.IntegerField(label="Mức 2 từ (%)", min_value=1, max_value=100)

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]], **fields: Any) -> None:
        super().__init__(*args, **fields)
        offered = list(units)
        bodies = Unit.objects.filter(pk__in=[pk for pk, _ in offered])
        for place in range(CRITERIA):
            self.fields[f"criterion_{place}"] = forms.CharField(
                label=f"Tiêu chí {place + 1}", required=False, max_length=1000
            )
            self.fields[f"check_{place}"] = forms.ChoiceField(
                label=f"Cách xét tiêu chí {place + 1}", choices=Check.choices, required=False, initial=Check.ASKED
            )
        for place in range(BLOCKS):
            self.fields[f"block_{place}"] = forms.CharField(label=f"Khối {place + 1}", required=False, max_length=300)
            focal = forms.ModelChoiceField(label=f"Đầu mối khối {place + 1}", queryset=bodies, required=False)
            focal.choices = [("", "Chọn đầu mối"), *offered]
            self.fields[f"focal_{place}"] = focal

    def clean(self) -> dict[str, Any]:
        """Ask for what a half-written line lacks."""
        cleaned = super().clean() or {}
        for place in range(BLOCKS):
            if cleaned.get(f"block_{place}") and not cleaned.get(f"focal_{place}"):
                self.add_error(f"focal_{place}", "Hãy chọn đầu mối của khối này.")
        return cleaned

    def lines(self) -> dict[str, list[tuple[forms.BoundField, forms.BoundField]]]:
        """Return the pairs of boxes: criteria with how they are checked, blocks with their focal points."""
        return {
            "criteria": [(self[f"criterion_{place}"], self[f"check_{place}"]) for place in range(CRITERIA)],
            "blocks": [(self[f"block_{place}"], self[f"focal_{place}"]) for place in range(BLOCKS)],
        }

    def rules(self) -> Rules:
        """Return the rules as typed."""
        names = Rules.__dataclass_fields__
        return Rules(**{name: value for name, value in self.cleaned_data.items() if name in names})

    def criteria(self) -> list[tuple[str, Check]]:
        """Return the criteria as typed, empty lines left out."""
        typed = self.cleaned_data
        return [
            (typed[f"criterion_{place}"], Check(typed[f"check_{place}"] or Check.ASKED))
            for place in range(CRITERIA)
            if typed.get(f"criterion_{place}")
        ]

    def blocks(self) -> list[tuple[str, Unit]]:
        """Return the blocks as typed, with the unit that is the focal point."""
        typed = self.cleaned_data
        return [
            (typed[f"block_{place}"], typed[f"focal_{place}"]) for place in range(BLOCKS) if typed.get(f"block_{place}")
        ]


def initial_scheme(before: KeyTaskScheme | None) -> dict[str, Any]:
    """Return what the form of new rules begins with: the rules in force, so that only what changes is typed."""
    if before is None:
        return {}
    names = ("name", "rhythm", "most_per_person", "quantity_weight", "quality_weight", "time_weight")
    values = {name: getattr(before, name) for name in (*names, "level_1_from", "level_2_from")}
    for place, one in enumerate(before.criteria.order_by("position")[:CRITERIA]):
        values |= {f"criterion_{place}": one.text, f"check_{place}": one.check_by}
    for place, block in enumerate(before.blocks.order_by("name")[:BLOCKS]):
        values |= {f"block_{place}": block.name, f"focal_{place}": block.focal_unit_id}
    return values


class RoundForm(forms.Form):
    """A round and its calendar."""

    name = forms.CharField(label="Tên kỳ", max_length=200, help_text="Ví dụ: Quý IV/2026.")
    starts_on = _day("Từ ngày")
    ends_on = _day("Đến hết ngày")
    propose_until = _day("Đề xuất đến hết")
    appraise_until = _day("Thẩm định đến hết")
    decide_until = _day("Quyết định đến hết")
    judge_until = _day("Đánh giá đến hết")

    def calendar(self) -> Calendar:
        """Return the calendar as typed."""
        return Calendar(**self.cleaned_data)


# The states a board is narrowed to.
STATE_CHOICES: Final = tuple(choice for choice in KeyTaskState.choices if choice[0] != KeyTaskState.DRAFT)
