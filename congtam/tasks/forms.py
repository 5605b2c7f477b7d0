"""What people type about work, cleaned; nothing here writes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from congtam.personnel.models import Appointment
from congtam.planning.models import Product
from congtam.tasks.choices import CauseAbout, EvidenceKind, Rhythm
from congtam.tasks.selectors import Excusable, found_posts
from congtam.tasks.services import Assignment, Proof, title_of
from congtam.ui.wording import number
from congtam.values.known import given, of_kind

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y"]
_FILES_AT_ONCE = 10


def _quantity(label: str = "Số lượng", initial: Decimal | None = None) -> forms.DecimalField:
    smallest = Decimal("0.01")
    return forms.DecimalField(
        label=label, initial=initial, max_digits=9, decimal_places=2, min_value=smallest, localize=True
    )


def _words(label: str, **fields: Any) -> forms.CharField:
    rows = fields.pop("rows", 3)
    return forms.CharField(label=label, max_length=5000, widget=forms.Textarea({"rows": rows}), **fields)


def _day(label: str, **fields: Any) -> forms.DateField:
    return forms.DateField(label=label, input_formats=_DAYS, **fields)


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class _ManyFilesField(forms.FileField):
    """Several files at once."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(widget=_ManyFiles(), **fields)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        """Return the files as a list."""
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(_ManyFilesField, self).clean(one, initial) for one in given if one]
        if len(files) > _FILES_AT_ONCE:
            raise forms.ValidationError(f"Mỗi lần nộp tối đa {_FILES_AT_ONCE} tệp. Hãy gộp hoặc nén lại.")
        return files


class NothingForm(forms.Form):
    """An act that needs no words."""


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = _words("Lý do")


class HandInForm(forms.Form):
    """The work and what proves it: at least one of document number, link, file."""

    quantity = _quantity(label="Số lượng nộp")
    document = forms.CharField(
        label="Số, ký hiệu văn bản", required=False, max_length=300, help_text="Ví dụ 125/BC-STL ngày 12/3/2026."
    )
    link = forms.URLField(
        label="Đường dẫn",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="Hồ sơ trên hệ thống quản lý văn bản hoặc dịch vụ công.",
    )
    uploads = _ManyFilesField(label="Tệp", required=False, help_text="Có thể chọn nhiều tệp.")
    note = _words("Nội dung báo cáo", required=False)

    def clean(self) -> dict[str, Any]:
        """Gather the evidence as `proofs`, as the service takes it; complain when there is none."""
        cleaned = super().clean() or {}
        proofs = [
            Proof(kind=kind, text=cleaned[name])
            for name, kind in (("document", EvidenceKind.DOCUMENT), ("link", EvidenceKind.LINK))
            if cleaned.get(name)
        ]
        proofs += [Proof(kind=EvidenceKind.FILE, upload=one) for one in cleaned.get("uploads") or []]
        if not proofs and not self.errors:
            self.add_error("document", "Hãy kèm ít nhất một minh chứng: số văn bản, đường dẫn hoặc tệp.")
        return {"quantity": cleaned.get("quantity"), "note": cleaned.get("note", ""), "proofs": proofs}


class AcceptResultForm(forms.Form):
    """How much of a hand-in is accepted, and what becomes of the rest."""

    hand_in = forms.IntegerField(widget=forms.HiddenInput)
    quantity = _quantity(label="Số lượng nghiệm thu")
    closes = forms.BooleanField(label="Kết thúc tại đây, không làm tiếp phần còn lại", required=False)
    due_date = _day(
        "Hạn mới cho phần còn lại", required=False, help_text="Cần khi hạn cũ đã qua và chưa nghiệm thu hết."
    )


class ReturnForm(forms.Form):
    """Why the work goes back, and until when."""

    hand_in = forms.IntegerField(widget=forms.HiddenInput)
    reason = _words("Cần sửa, bổ sung những gì")
    due_date = _day("Hạn mới", required=False, help_text="Bắt buộc khi hạn cũ đã qua; để trống thì giữ hạn cũ.")


class DeadlineForm(forms.Form):
    """A later deadline."""

    due_date = _day("Hạn mới")
    reason = _words("Lý do đổi hạn")


class AskExtensionForm(forms.Form):
    """Another deadline asked for."""

    due_date = _day("Hạn đề nghị")
    reason = _words("Lý do đề nghị đổi hạn")


class AnswerExtensionForm(forms.Form):
    """The head's answer: the day he gives, or why he gives none."""

    grants = forms.TypedChoiceField(
        label="Trả lời", choices=[("yes", "Đồng ý"), ("no", "Không đồng ý")], coerce=lambda value: value == "yes"
    )
    due_date = _day("Hạn mới", required=False)
    reason = forms.CharField(label="Lý do", required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """Complain when another deadline is given without a day."""
        cleaned = super().clean() or {}
        if cleaned.get("grants") and not cleaned.get("due_date") and "due_date" not in self.errors:
            self.add_error("due_date", "Hãy chọn hạn mới.")
        return cleaned


class MarkForm(forms.Form):
    """What makes the work weigh more."""

    is_key = forms.BooleanField(label="Trọng tâm", required=False)
    is_new = forms.BooleanField(label="Mới", required=False)
    is_hard = forms.BooleanField(label="Khó", required=False)


class TakeOverForm(forms.Form):
    """A colleague's work, taken over."""

    post = forms.ModelChoiceField(Appointment.objects.none(), label="Vị trí công tác của tôi")
    due_date = _day("Hạn")

    def __init__(self, *args: Any, posts: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        _offer_posts(self.fields["post"], posts, with_name=False)


class ReassignForm(forms.Form):
    """Work given on to another."""

    post = forms.ModelChoiceField(Appointment.objects.none(), label="Người làm tiếp")
    due_date = _day("Hạn")
    note = _words("Lý do chuyển", required=False, help_text="Cần khi việc đang ở tay người khác.")

    def __init__(self, *args: Any, posts: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        _offer_posts(self.fields["post"], posts)


class ClaimForm(forms.Form):
    """An objective cause."""

    of = forms.ChoiceField(label="Cho lần")
    text = _words(
        "Nguyên nhân khách quan",
        help_text="Nêu việc đã xảy ra và minh chứng; cấp có thẩm quyền xác nhận thì không bị trừ điểm.",
    )

    def __init__(self, *args: Any, excusable: Sequence[Excusable], **fields: Any) -> None:
        super().__init__(*args, **fields)
        of_kind(self.fields["of"], forms.ChoiceField).choices = [(one.code, one.label) for one in excusable]

    def clean(self) -> dict[str, Any]:
        """Take the choice apart: what it is about, and which one."""
        cleaned = super().clean() or {}
        about, _, key = str(cleaned.pop("of", "")).partition(":")
        return {**cleaned, "about": CauseAbout(about), "of": int(key)} if key.isdigit() else cleaned


class AnswerForm(forms.Form):
    """The authority's answer to a cause."""

    confirms = forms.TypedChoiceField(
        label="Trả lời", choices=[("yes", "Xác nhận"), ("no", "Không xác nhận")], coerce=lambda value: value == "yes"
    )
    reason = forms.CharField(label="Lý do", required=False, max_length=2000)


class _WorkForm(forms.Form):
    """What all ways of giving one product's work ask."""

    product = forms.ModelChoiceField(Product.objects.none(), label="Sản phẩm, công việc")
    title = forms.CharField(
        label="Nội dung cụ thể", required=False, max_length=2000, help_text="Để trống thì lấy tên trong danh mục."
    )
    quantity = _quantity(initial=Decimal(1))

    def __init__(self, *args: Any, products: Sequence[Product], **fields: Any) -> None:
        super().__init__(*args, **fields)
        chosen = of_kind(self.fields["product"], forms.ModelChoiceField)
        chosen.queryset = Product.objects.filter(pk__in=[product.pk for product in products])
        chosen.choices = [
            ("", "Chọn sản phẩm, công việc"),
            *((product.pk, product_label(product)) for product in products),
        ]


class AssignForm(_WorkForm):
    """One product for one person or several."""

    posts = forms.ModelMultipleChoiceField(
        Appointment.objects.none(), label="Người thực hiện", widget=forms.CheckboxSelectMultiple
    )
    due_date = _day("Hạn")
    source = forms.CharField(
        label="Nguồn giao", required=False, max_length=500, help_text="Kế hoạch, kết luận họp, văn bản đến…"
    )
    is_key = forms.BooleanField(label="Trọng tâm", required=False)
    is_new = forms.BooleanField(label="Mới", required=False)
    is_hard = forms.BooleanField(label="Khó", required=False)

    field_order = ("product", "title", "posts", "quantity", "due_date", "source", "is_key", "is_new", "is_hard")

    def __init__(self, *args: Any, posts: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        _offer_posts(self.fields["posts"], posts)

    @property
    def assignments(self) -> list[Assignment]:
        """The work as it was typed, one for each person."""
        given = dict(self.cleaned_data)
        posts = given.pop("posts")
        return [Assignment(post=post, **given) for post in posts]


class UnplannedForm(_WorkForm):
    """Work that came outside what was assigned; may lie outside the catalogue."""

    post = forms.ModelChoiceField(Appointment.objects.none(), label="Vị trí công tác")
    due_date = _day("Hạn")
    source = forms.CharField(label="Ai yêu cầu, văn bản nào", required=False, max_length=500)

    field_order = ("product", "title", "quantity", "due_date", "source", "post")

    def __init__(self, *args: Any, posts: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self.fields["product"].required = False
        self.fields["product"].help_text = "Để trống nếu ngoài danh mục: mỗi sản phẩm tính một đơn vị chuẩn."
        _offer_posts(self.fields["post"], posts, with_name=False)

    def clean(self) -> dict[str, Any]:
        """Ask for words when no product is named."""
        cleaned = super().clean() or {}
        if not cleaned.get("product") and not str(cleaned.get("title", "")).strip():
            self.add_error("title", "Hãy chọn sản phẩm trong danh mục hoặc ghi nội dung việc.")
        return cleaned


class RecurringForm(_WorkForm):
    """A rule of recurring work."""

    post = forms.ModelChoiceField(Appointment.objects.none(), label="Người thực hiện")
    rhythm = forms.ChoiceField(label="Định kỳ", choices=Rhythm.choices)
    due_day = forms.IntegerField(
        label="Hạn vào ngày",
        min_value=1,
        max_value=31,
        help_text="Hằng tuần: 1 = thứ Hai … 7 = Chủ nhật. Hằng tháng, quý: ngày trong tháng (tháng cuối quý).",
    )
    valid_from = _day("Từ ngày")
    valid_until = _day("Đến trước ngày", required=False)

    field_order = ("product", "title", "post", "quantity", "rhythm", "due_day", "valid_from", "valid_until")

    def __init__(self, *args: Any, posts: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        _offer_posts(self.fields["post"], posts)

    @property
    def rule(self) -> dict[str, Any]:
        """The rule as the service takes it."""
        return self.cleaned_data | {"rhythm": Rhythm(self.cleaned_data["rhythm"])}


class GridForm(forms.Form):
    """A whole table of work pasted from Excel, beside the boxes of the grid itself."""

    pasted = forms.CharField(
        label="Dán cả bảng từ Excel",
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea({"rows": 5, "wrap": "off", "spellcheck": "false"}),
        help_text="Cột lần lượt: mã sản phẩm, người thực hiện, số lượng, hạn, nội dung cụ thể. Không dán từ Excel thì ngăn các ô bằng dấu |.",
    )


class ListForm(forms.Form):
    """What a list is narrowed to, from the address."""

    q = forms.CharField(required=False, max_length=200)
    viec = forms.CharField(required=False, max_length=20)
    thang = forms.DateField(required=False, input_formats=["%Y-%m"])
    dau = forms.CharField(required=False, max_length=10)
    don_vi = forms.IntegerField(required=False)
    nguoi = forms.IntegerField(required=False)
    tim_don_vi = forms.CharField(required=False, max_length=200)


def product_label(product: Product) -> str:
    """Return how a product stands in a picker: code, words, factor."""
    return f"{product.code} · {title_of(product)} · hệ số {number(product.factor)}"


def _offer_posts(named: forms.Field, posts: Any, *, with_name: bool = True) -> None:
    field = of_kind(named, forms.ModelChoiceField)
    field.queryset = posts
    _offer(field, [] if with_name else [(post.pk, post.job_title) for post in posts])


def _offer(field: "forms.ModelChoiceField[Appointment]", shown: list[tuple[int, str]]) -> None:
    many = isinstance(field, forms.ModelMultipleChoiceField)
    field.choices = shown if many or len(shown) == 1 else [("", "Chọn"), *shown]


def offer_people(form: forms.Form, words: str) -> int:
    """Offer in a form that gives work the people found by `words`, and those chosen already; return how many are left out."""
    if not isinstance(form, AssignForm | RecurringForm | ReassignForm):
        return 0
    name = "posts" if isinstance(form, AssignForm) else "post"
    field = of_kind(form.fields[name], forms.ModelChoiceField)
    typed = form[name].value() or []
    chosen = [int(key) for key in (typed if isinstance(typed, list | tuple) else [typed]) if str(key).isdecimal()]
    found, more = found_posts(given(field.queryset), words, chosen)
    # Out of many units, a title alone does not say who is meant.
    tells_unit = bool(more or words)
    _offer(
        field,
        [
            (post.pk, f"{post.person.full_name}, {post.job_title}{f', {unit}' if tells_unit else ''}")
            for post, unit in found
        ],
    )
    return more
