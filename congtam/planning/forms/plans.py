"""What people type about plans."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms

from congtam.planning.choices import PlanKind
from congtam.planning.reading import Answer, Head, Role
from congtam.planning.reading.columns import ROLE_LABELS

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
OUTSIDE: Final = "ngoai"
NOBODY: Final = "chua"
Options = Sequence[tuple[Any, str]]


class TakeInForm(forms.Form):
    """A plan's file, or its table pasted."""

    file = forms.FileField(
        label="Tệp kế hoạch",
        required=False,
        help_text="Tệp Word (.docx) hoặc Excel (.xlsx) có bảng nhiệm vụ; bảng nằm đâu trong tệp cũng được.",
    )
    pasted = forms.CharField(
        label="Hoặc dán bảng",
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Chọn cả bảng trong Word hay Excel, sao chép rồi dán vào đây.",
    )

    def clean(self) -> dict[str, Any]:
        """Insist on one of the two."""
        typed = super().clean() or {}
        if not self.errors and bool(typed.get("file")) == bool(typed.get("pasted")):
            raise forms.ValidationError("Hãy chọn một tệp, hoặc dán một bảng (không cả hai).")
        return typed


class HeadForm(forms.Form):
    """What a plan is: offered from its first lines, said by a person."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=PlanKind.choices)
    number = forms.CharField(
        label="Số, ký hiệu",
        required=False,
        max_length=120,
        help_text="Ví dụ 12/KH-UBND. Để trống khi văn bản không có số.",
    )
    title = forms.CharField(label="Tên văn bản", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    issuer = forms.CharField(label="Nơi ban hành", max_length=300)
    issued_on = forms.DateField(label="Ngày ban hành", required=False, input_formats=_DAYS)
    year = forms.IntegerField(
        label="Năm thực hiện",
        min_value=2000,
        max_value=2100,
        help_text="Thời hạn không ghi năm (“trước 25/11”) được hiểu là của năm này.",
        error_messages={
            "min_value": "Năm phải từ 2000 đến 2100.",
            "max_value": "Năm phải từ 2000 đến 2100.",
        },
    )

    @staticmethod
    def offered(head: Head, on: date) -> dict[str, Any]:
        """Return what the first lines say, as the form's first values."""
        return {
            "kind": head.kind or PlanKind.PLAN,
            "number": head.number,
            "title": head.title,
            "issuer": head.issuer,
            "issued_on": head.issued_on,
            "year": head.year or on.year,
        }


class ColumnsForm(forms.Form):
    """What each column of a table says, and where its items begin (counted from 1)."""

    first_row = forms.IntegerField(label="Nhiệm vụ bắt đầu từ dòng", min_value=1, max_value=100_000)

    def __init__(
        self, data: Any = None, *, names: Sequence[str], columns: dict[Role, int], first_row: int, at: int
    ) -> None:
        super().__init__(data, prefix=f"bang{at}", initial={"first_row": first_row + 1})
        roles = {place: role for role, place in columns.items()}
        options = [("", "(không dùng)"), *((role.value, label) for role, label in ROLE_LABELS.items())]
        self._width = len(names)
        for place, name in enumerate(names):
            self.fields[f"column{place}"] = forms.ChoiceField(
                label=f"Cột {place + 1}: {name}" if name else f"Cột {place + 1}",
                required=False,
                choices=options,
                initial=roles.get(place, ""),
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    @property
    def selects(self) -> list[forms.BoundField]:
        """The choices above the columns, in their order."""
        return [self[f"column{place}"] for place in range(self._width)]

    def clean(self) -> dict[str, Any]:
        """Gather the roles; refuse one given to two columns."""
        typed = super().clean() or {}
        columns: dict[Role, int] = {}
        for place in range(self._width):
            chosen = typed.get(f"column{place}")
            if not chosen:
                continue
            role = Role(chosen)
            if role in columns:
                raise forms.ValidationError(
                    f"“{ROLE_LABELS[role]}” đang chọn cho hai cột ({columns[role] + 1} và {place + 1}). Hãy giữ một."
                )
            columns[role] = place
        return {**typed, "columns": columns}


class RowForm(forms.Form):
    """What a person answers about one row."""

    task = forms.CharField(
        label="Nội dung nhiệm vụ", required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"})
    )
    lead = forms.ChoiceField(
        label="Đơn vị chủ trì", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    due = forms.CharField(
        label="Ghi lại thời hạn",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "30/6, Quý III, hằng tháng…", "class": "form-control"}),
    )
    has_no_due = forms.BooleanField(
        label="Không có thời hạn", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )
    left_out = forms.CharField(
        label="Lý do bỏ",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def __init__(
        self, data: Any = None, *, answer: Answer, units: Options, prefix: str, asks: Iterable[str] = ()
    ) -> None:
        lead = str(answer.leads[0]) if answer.leads else NOBODY if answer.has_no_lead else ""
        initial = {
            "task": answer.task,
            "lead": lead,
            "due": answer.due,
            "has_no_due": answer.has_no_due,
            "left_out": answer.left_out,
        }
        super().__init__(data, prefix=prefix, initial=initial)
        wanted = {*asks, "left_out"} | ({"has_no_due"} if "due" in set(asks) else set())
        for name in set(self.fields) - wanted:
            del self.fields[name]
        if (field := self.fields.get("lead")) is not None and isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "— chọn —"),
                (NOBODY, "Chưa giao đơn vị nào"),
                *((str(key), name) for key, name in units),
            ]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The boxes that answer what the plan left open."""
        return [self[name] for name in ("task", "lead", "due") if name in self.fields]

    @property
    def answer(self) -> Answer:
        """What was said, once the form is valid."""
        said = self.cleaned_data
        lead = said.get("lead", "")
        return Answer(
            left_out=said.get("left_out", ""),
            task=said.get("task", "").strip(),
            leads=(int(lead),) if lead and lead != NOBODY else (),
            has_no_lead=lead == NOBODY,
            due="" if said.get("has_no_due") else said.get("due", "").strip(),
            has_no_due=bool(said.get("has_no_due")),
        )


class NameForm(forms.Form):
    """Which unit one name means."""

    unit = forms.ChoiceField(required=False)

    def __init__(self, data: Any = None, *, name: str, units: Options, prefix: str) -> None:
        super().__init__(data, prefix=prefix)
        field = self.fields["unit"]
        field.label = f"“{name}” là"
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", "— chọn —"),
                (OUTSIDE, "Để nguyên chữ, không phải đơn vị trong cơ quan"),
                *((str(key), label) for key, label in units),
            ]

    @property
    def keys(self) -> tuple[int, ...] | None:
        """The unit chosen, none for words that stay words; None when nothing was chosen."""
        chosen = self.cleaned_data["unit"]
        return None if not chosen else () if chosen == OUTSIDE else (int(chosen),)


class ManyUnitsForm(forms.Form):
    """Several units that one name stands for."""

    units = forms.TypedMultipleChoiceField(label="Các đơn vị", coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, units: Options, chosen: Iterable[int] = ()) -> None:
        super().__init__(data, initial={"units": list(chosen)})
        field = self.fields["units"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = list(units)


class ItemUnitsForm(forms.Form):
    """Which units an item of a plan names, corrected for a reason."""

    leads = forms.TypedMultipleChoiceField(
        label="Chủ trì", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    coordinating = forms.TypedMultipleChoiceField(
        label="Phối hợp", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label="Lý do", max_length=500)

    def __init__(self, data: Any = None, *, units: Options, leads: Sequence[int], coordinating: Sequence[int]) -> None:
        super().__init__(data, initial={"leads": list(leads), "coordinating": list(coordinating)})
        for name in ("leads", "coordinating"):
            field = self.fields[name]
            if isinstance(field, forms.TypedMultipleChoiceField):
                field.choices = list(units)
