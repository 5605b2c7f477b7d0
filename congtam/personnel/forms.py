"""What an officer types about units, people and posts, made into clean values."""

import re
import unicodedata
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models
from django.db.models import QuerySet

from congtam.organisation.choices import UnitKind
from congtam.organisation.models import SimilarGroup, Unit
from congtam.organisation.selectors import UnitChoices
from congtam.personnel.choices import (
    AbsenceKind,
    Category,
    DisciplineSide,
    Duty,
    Gender,
    Leadership,
    PartyStanding,
    UsernameRule,
)
from congtam.personnel.models import Appointment, Person
from congtam.values.known import of_kind

_ID = re.compile(r"\d{12}", re.ASCII)
_CODE = re.compile(r"[\w.\-]+")


class TextField(forms.CharField):
    """Text with every accented letter one character and single spaces."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return " ".join(unicodedata.normalize("NFC", text or "").split())


class DayField(forms.DateField):
    """A day, from the browser's date box or typed the Vietnamese way."""

    def __init__(self, **options: Any) -> None:
        message = "Ngày không có thật. Hãy ghi ngày/tháng/năm, ví dụ 01/07/2026."
        super().__init__(
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={"invalid": message, "required": "Hãy chọn ngày."},
            **options,
        )


def _optional(choices: type[models.TextChoices], empty: str) -> list[tuple[str, str]]:
    return [("", empty), *choices.choices]


class ReasonForm(forms.Form):
    """Why."""

    reason = TextField(label="Lý do, căn cứ", max_length=2000)


class NewUnitForm(forms.Form):
    """A unit to open."""

    code = TextField(label="Mã đơn vị", max_length=60, help_text="Chữ, số, dấu chấm, gạch ngang; không trùng mã khác.")
    name = TextField(label="Tên đơn vị", max_length=1000)
    short_name = TextField(label="Tên gọn", max_length=120, required=False)
    kind = forms.ChoiceField(label="Loại", choices=UnitKind)
    uses = forms.BooleanField(
        label="Là cơ quan sử dụng công chức", required=False, help_text="Bỏ trống với phòng, ban bên trong cơ quan."
    )
    manages = forms.BooleanField(label="Là cơ quan quản lý công chức", required=False)
    is_hardship = forms.BooleanField(label="Ở địa bàn khó khăn", required=False)
    on = DayField(label="Thành lập từ ngày")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not _CODE.fullmatch(code):
            raise forms.ValidationError("Mã chỉ gồm chữ, số, dấu chấm, gạch ngang, không có dấu cách.")
        return code


class RenameUnitForm(forms.Form):
    """Another name for a unit."""

    name = TextField(label="Tên mới", max_length=1000)
    short_name = TextField(label="Tên gọn", max_length=120, required=False)
    on = DayField(label="Từ ngày")
    document = TextField(label="Căn cứ (số văn bản)", max_length=500, required=False)


class UnitsForm(forms.Form):
    """A form with a field of units, `units_in`, whose choices are `offered`: of many those found by words, and those picked already."""

    units_in: ClassVar[str]
    offered: UnitChoices | None = None

    def offer(self, units: UnitChoices) -> None:
        """Offer `units` in the field, and take no others."""
        self.offered = units
        field = of_kind(self.fields[self.units_in], forms.ModelChoiceField)
        field.queryset = Unit.objects.filter(pk__in=[key for key, _ in units.options])
        empty = [("", field.empty_label)] if field.empty_label is not None else []
        field.choices = [*empty, *units.options]
        # Words of the form find further units; a box that narrows what is there would be one too many.
        field.widget.narrows_itself = not units.narrow


class MoveUnitForm(UnitsForm):
    """Another place in the tree."""

    units_in = "parent"

    parent = forms.ModelChoiceField(
        label="Đơn vị cấp trên mới", queryset=Unit.objects.none(), empty_label="Chọn đơn vị"
    )
    on = DayField(label="Từ ngày")
    document = TextField(label="Căn cứ (số văn bản)", max_length=500, required=False)

    def __init__(self, *args: Any, units: UnitChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(units)


class RolesForm(forms.Form):
    """What a unit does for its people."""

    uses = forms.BooleanField(label="Là cơ quan sử dụng công chức", required=False)
    manages = forms.BooleanField(label="Là cơ quan quản lý công chức", required=False)
    is_hardship = forms.BooleanField(label="Ở địa bàn khó khăn", required=False)
    on = DayField(label="Từ ngày")


class CloseUnitForm(forms.Form):
    """The end of a unit."""

    on = DayField(label="Ngày đầu tiên không còn đơn vị")
    document = TextField(label="Căn cứ (số văn bản)", max_length=500, required=False)


class MergeForm(UnitsForm):
    """Units that become part of this one."""

    units_in = "units"

    units = forms.ModelMultipleChoiceField(
        label="Các đơn vị sáp nhập vào đơn vị này",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )
    head = forms.ModelChoiceField(
        label="Người đứng đầu sau sáp nhập",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Giữ như hiện nay",
        help_text="Người đứng đầu các đơn vị khác được chuyển sang làm cấp phó; sửa lại theo quyết định của từng người.",
    )
    on = DayField(label="Từ ngày")
    document = TextField(label="Căn cứ (số văn bản)", max_length=500, required=False)

    def __init__(self, *args: Any, units: UnitChoices, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(units)
        _choose(self, "head", people)


class SplitForm(UnitsForm):
    """The units a unit is split into."""

    units_in = "into"

    into = forms.ModelMultipleChoiceField(
        label="Các đơn vị nhận việc",
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đơn vị."},
    )
    on = DayField(label="Từ ngày")
    document = TextField(label="Căn cứ (số văn bản)", max_length=500, required=False)

    def __init__(self, *args: Any, units: UnitChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(units)


class MovePeopleForm(UnitsForm):
    """Several people of a unit to another; what comes out of `posts` are those chosen of the posts that were offered."""

    units_in = "to"

    posts = forms.TypedMultipleChoiceField(
        label="Những người chuyển đi",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một người."},
    )
    to = forms.ModelChoiceField(label="Đơn vị nhận", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    on = DayField(label="Từ ngày")
    document = TextField(label="Căn cứ (số văn bản)", max_length=500, required=False)

    def __init__(self, *args: Any, units: UnitChoices, posts: QuerySet[Appointment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(units)
        offered = {str(post.pk): post for post in posts}
        field = of_kind(self.fields["posts"], forms.TypedMultipleChoiceField)
        field.choices = [(pk, f"{post.person.full_name}, {post.job_title}") for pk, post in offered.items()]
        field.coerce = offered.__getitem__


class MovePartForm(MovePeopleForm):
    """A part of a unit's work to another, with those who do it, if anybody."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["posts"].required = False
        self.fields["posts"].label = "Những người chuyển theo phần việc"
        self.fields["document"].required = True


class IdentityForm(forms.Form):
    """Who somebody is."""

    personal_id = TextField(
        label="Số định danh cá nhân", help_text="Đủ 12 chữ số. Ở các trang khác chỉ hiện ba số cuối.", max_length=20
    )
    full_name = TextField(label="Họ và tên", max_length=120)
    birth_date = DayField(label="Ngày sinh", required=False)
    gender = forms.ChoiceField(label="Giới tính", choices=_optional(Gender, "Chưa ghi"), required=False)
    staff_code = TextField(label="Mã cán bộ", max_length=40, required=False)
    email = forms.EmailField(label="Thư điện tử công vụ", required=False)

    def clean_personal_id(self) -> str:
        digits = str(self.cleaned_data["personal_id"]).replace(" ", "")
        if not _ID.fullmatch(digits):
            raise forms.ValidationError(
                f"Số định danh phải có 12 chữ số, đang có {len(digits)} ký tự. Hãy kiểm tra giấy tờ."
            )
        return digits


class CorrectForm(IdentityForm):
    """A correction of who somebody is."""

    reason = TextField(label="Lý do sửa", max_length=2000)


class PostForm(UnitsForm):
    """A post: where, what, from when."""

    units_in = "unit"

    unit = forms.ModelChoiceField(label="Đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    job_title = TextField(label="Chức vụ, chức danh", max_length=200)
    category = forms.ChoiceField(label="Đối tượng", choices=Category, initial=Category.CIVIL_SERVANT)
    leadership = forms.ChoiceField(label="Lãnh đạo, quản lý", choices=Leadership, initial=Leadership.NONE)
    is_acting = forms.BooleanField(label="Quyền, phụ trách", required=False)
    similar_group = forms.ModelChoiceField(
        label="Nhóm nhiệm vụ tương đồng",
        queryset=SimilarGroup.objects.none(),
        required=False,
        empty_label="Chưa xếp nhóm",
    )
    on = DayField(label="Từ ngày")
    document = TextField(label="Quyết định (số, ngày)", max_length=500, required=False)

    def __init__(self, *args: Any, units: UnitChoices | None, groups: QuerySet[Any], **options: Any) -> None:
        """`units` are those to pick from, None for a post that stays where it is; of many units, `groups` bring their `body_name`."""
        super().__init__(*args, **options)
        _choose(self, "similar_group", groups)
        if units is None:
            del self.fields["unit"]
            return
        self.offer(units)
        if units.narrow:
            # Groups of one name stand in many bodies.
            group = of_kind(self.fields["similar_group"], forms.ModelChoiceField)
            group.choices = [("", group.empty_label), *((one.pk, f"{one.name}, {one.body_name}") for one in groups)]


class TakeInForm(IdentityForm, PostForm):
    """Somebody new, with the first post."""

    field_order = (
        "personal_id",
        "full_name",
        "birth_date",
        "gender",
        "staff_code",
        "email",
        "unit",
        "job_title",
        "category",
        "leadership",
    )


class AppointForm(PostForm):
    """One more post of somebody."""

    last_day = DayField(label="Đến hết ngày", required=False)
    is_secondary = forms.BooleanField(label="Kiêm nhiệm (không phải vị trí chính)", required=False)


class SecondForm(PostForm):
    """A secondment."""

    last_day = DayField(label="Đến hết ngày", required=False)


class EndPostForm(forms.Form):
    """The end of a post."""

    last_day = DayField(label="Ngày cuối cùng giữ vị trí")
    document = TextField(label="Quyết định (số, ngày)", max_length=500, required=False)


class AbsenceForm(forms.Form):
    """Time away."""

    kind = forms.ChoiceField(label="Loại", choices=AbsenceKind)
    start = DayField(label="Từ ngày")
    last_day = DayField(label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết.")
    document = TextField(label="Văn bản (số, ngày)", max_length=500, required=False)


class EndAbsenceForm(forms.Form):
    """When somebody is back."""

    last_day = DayField(label="Ngày nghỉ cuối cùng")
    document = TextField(label="Văn bản (số, ngày)", max_length=500, required=False)


_KNOWN = [("", "Chưa phân loại"), ("yes", "Có liên quan đến công vụ"), ("no", "Không liên quan đến công vụ")]


class DisciplineForm(forms.Form):
    """A decision on discipline."""

    side = forms.ChoiceField(label="Bên kỷ luật", choices=DisciplineSide)
    kind = TextField(label="Hình thức", max_length=40, help_text="Ví dụ: khiển trách, cảnh cáo.")
    act = TextField(
        label="Hành vi",
        max_length=80,
        help_text="Cùng một hành vi bị Đảng và chính quyền kỷ luật thì ghi giống hệt nhau: chỉ tính một lần.",
    )
    acted_from = DayField(label="Vi phạm từ ngày", required=False)
    decided_date = DayField(label="Ngày quyết định")
    document = TextField(label="Quyết định (số, ngày)", max_length=500)
    duty = forms.ChoiceField(label="Phân loại", choices=_KNOWN, required=False)

    def clean_duty(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["duty"])


class ClassifyForm(forms.Form):
    """What an act was."""

    duty = forms.ChoiceField(label="Hành vi vi phạm", choices=_KNOWN[1:])
    is_already_counted = forms.BooleanField(
        label="Hành vi này đã được tính để xếp loại không hoàn thành ở lần trước", required=False
    )
    reason = TextField(label="Căn cứ phân loại", max_length=2000)

    def clean_duty(self) -> bool:
        return bool(self.cleaned_data["duty"] == "yes")


class PartyForm(UnitsForm):
    """A Party place."""

    units_in = "cell"

    cell = forms.ModelChoiceField(label="Chi bộ", queryset=Unit.objects.none(), empty_label="Chọn chi bộ")
    standing = forms.ChoiceField(label="Tư cách", choices=PartyStanding)
    position = TextField(label="Chức vụ đảng", max_length=120, required=False)
    on = DayField(label="Từ ngày")

    def __init__(self, *args: Any, cells: UnitChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(cells)


class AccountForm(forms.Form):
    """An account to open."""

    username = forms.RegexField(
        label="Tên đăng nhập",
        regex=r"^[a-z0-9][a-z0-9._\-]{2,79}$",
        help_text="Chữ thường không dấu, số, dấu chấm, gạch ngang; từ 3 ký tự.",
        error_messages={"invalid": "Chỉ dùng chữ thường không dấu, số, dấu chấm, gạch ngang; từ 3 ký tự."},
    )


class OpenAccountsForm(forms.Form):
    """How accounts are opened for everybody who has none."""

    USUAL: ClassVar[dict[str, Any]] = {
        "rule": UsernameRule.NAME,
        "categories": list(Category.values),
        "format": "pdf",
        "seen": "",
    }

    rule = forms.ChoiceField(
        label="Tên đăng nhập",
        choices=UsernameRule,
        widget=forms.RadioSelect,
        help_text="Theo họ tên: tên gọi, dấu chấm, chữ đầu của họ và đệm, không dấu (Trần Văn Đạt thành dat.tv); trùng thì thêm số.",
    )
    categories = forms.MultipleChoiceField(
        label="Mở cho",
        choices=Category,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một đối tượng."},
    )
    format = forms.ChoiceField(label="Phiếu giao", choices=[("pdf", "PDF"), ("docx", "Word")], required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ReopenForm(forms.Form):
    """Until when somebody who left may come in."""

    last_day = DayField(label="Mở đến hết ngày")
    reason = TextField(
        label="Lý do", max_length=500, help_text="Ví dụ: xem kết quả xếp loại đã công bố, gửi kiến nghị."
    )


class DutyForm(forms.Form):
    """A part of a body's work to look after."""

    person = forms.ModelChoiceField(label="Người được giao", queryset=Person.objects.none(), empty_label="Chọn người")
    duty = forms.ChoiceField(label="Phần việc", choices=Duty)
    on = DayField(label="Từ ngày")
    document = TextField(label="Văn bản giao việc", max_length=500, required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "person", people)


class GroupForm(forms.Form):
    """A group of similar tasks."""

    name = TextField(label="Tên nhóm", max_length=300)


class ReportForm(forms.Form):
    """What is wrong with the superior shown."""

    text = TextField(
        label="Người chấm đúng phải là ai, vì sao", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """The officer's answer."""

    answer = TextField(label="Trả lời", max_length=2000)


class RosterForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label="Tệp Excel",
        help_text="Tệp .xlsx theo mẫu, không quá 20 MB.",
        error_messages={"required": "Hãy chọn tệp."},
    )


def after(last_day: date | None) -> date | None:
    """Return the first day after a last one, as spans are kept."""
    return None if last_day is None else date.fromordinal(last_day.toordinal() + 1)


def _choose(form: forms.Form, name: str, among: QuerySet[Any]) -> None:
    of_kind(form.fields[name], forms.ModelChoiceField).queryset = among
