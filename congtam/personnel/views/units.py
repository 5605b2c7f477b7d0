"""Pages of units: the tree on a day, one unit, and the acts that change the tree."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from congtam.organisation import services as organisation
from congtam.organisation.models import Unit
from congtam.organisation.selectors import UnitChoices
from congtam.personnel import forms, services
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require, unit_actions
from congtam.personnel.selectors import records, tree
from congtam.personnel.views.acting import FormPage, day_asked, form_page, is_looking, units_offered

# People, and units, of one unit shown on its page at once.
SHOWN, INSIDE = 50, 200


def units(request: Asked) -> HttpResponse:
    """Show the tree on a day."""
    on = day_asked(request)
    branches = tree.tree_from(tree.roots_for(request.viewer, on), on)
    opens_bodies = may(request.viewer, "organisation.open_body")
    return render(request, "personnel/units.html", {"branches": branches, "on": on, "opens_bodies": opens_bodies})


def unit(request: Asked, pk: int) -> HttpResponse:
    """Show one unit on a day: people, units inside, and its history."""
    on = day_asked(request)
    found = get_object_or_404(Unit, pk=pk)
    record = tree.unit_record(found, request.viewer, on)
    context = {
        "record": record,
        "on": on,
        "allowed": unit_actions(request.viewer, found),
        "posts": Paginator(record.posts, SHOWN).get_page(request.GET.get("nguoi")),
        "inside": Paginator(record.children, INSIDE).get_page(request.GET.get("page")),
    }
    return render(request, "personnel/unit.html", context)


def open_body(request: Asked) -> HttpResponse:
    """Open a body at the top, for administrators."""
    require(request.viewer, "organisation.open_body")
    form = forms.NewUnitForm(request.POST or None, initial={"uses": True})
    page = FormPage(
        title="Lập cơ quan",
        button="Lập cơ quan",
        done="Đã lập cơ quan.",
        back=reverse("organisation:tree"),
        crumbs=[("Cơ cấu tổ chức", reverse("organisation:tree"))],
    )
    return form_page(
        request, form, page, lambda typed, at: organisation.open_unit(**typed, parent=None, actor=request.user, at=at)
    )


def open_unit(request: Asked, pk: int) -> HttpResponse:
    """Open a unit inside another."""
    parent = _changeable(request, pk)
    form = forms.NewUnitForm(request.POST or None, initial={"kind": parent.kind})
    page = _page(request, parent, title="Lập đơn vị bên trong", button="Lập đơn vị", done="Đã lập đơn vị.")
    return form_page(
        request, form, page, lambda typed, at: organisation.open_unit(**typed, parent=parent, actor=request.user, at=at)
    )


def rename(request: Asked, pk: int) -> HttpResponse:
    """Give a unit another name from a day."""
    found = _changeable(request, pk)
    form = forms.RenameUnitForm(request.POST or None, initial={"name": records.unit_name(pk, request.viewer.on)})
    page = _page(
        request,
        found,
        title="Đổi tên đơn vị",
        button="Đổi tên",
        done="Đã đổi tên; những ngày trước vẫn giữ tên cũ.",
    )
    return form_page(
        request, form, page, lambda typed, at: organisation.rename_unit(**typed, unit=found, actor=request.user, at=at)
    )


def move(request: Asked, pk: int) -> HttpResponse:
    """Put a unit under another from a day."""
    found = _changeable(request, pk)
    form = forms.MoveUnitForm(request.POST or None, units=_others(request, found, "parent"))
    page = _page(request, found, title="Chuyển sang cấp trên khác", button="Chuyển", done="Đã chuyển đơn vị.")
    return form_page(
        request, form, page, lambda typed, at: organisation.move_unit(**typed, unit=found, actor=request.user, at=at)
    )


def set_roles(request: Asked, pk: int) -> HttpResponse:
    """Say what a unit does for its people from a day."""
    found = _changeable(request, pk)
    state = tree.unit_record(found, request.viewer, request.viewer.on).state
    initial = {name: getattr(state, name, False) for name in ("uses", "manages", "is_hardship")}
    page = _page(
        request,
        found,
        title="Đổi vai trò của đơn vị",
        button="Lưu vai trò",
        done="Đã đổi vai trò.",
        note="Cơ quan sử dụng công chức chấm điểm, xếp loại người của mình; cơ quan quản lý chấm người đứng đầu "
        "(khoản 1 Điều 3, Điều 10 Nghị định 335/2025/NĐ-CP).",
    )
    return form_page(
        request,
        forms.RolesForm(request.POST or None, initial=initial),
        page,
        lambda typed, at: organisation.set_unit_roles(**typed, unit=found, actor=request.user, at=at),
    )


def close(request: Asked, pk: int) -> HttpResponse:
    """End a unit in which nobody serves any more."""
    found = _changeable(request, pk)
    page = _page(
        request,
        found,
        title="Kết thúc đơn vị",
        button="Kết thúc đơn vị",
        done="Đã kết thúc đơn vị; hồ sơ cũ vẫn giữ nguyên.",
        note="Đơn vị phải không còn người và không còn đơn vị cấp dưới từ ngày này.",
        is_grave=True,
    )
    return form_page(
        request,
        forms.CloseUnitForm(request.POST or None),
        page,
        lambda typed, at: services.close_with_people(**typed, unit=found, actor=request.user, at=at),
    )


def merge(request: Asked, pk: int) -> HttpResponse:
    """Merge other units into this one, with everybody in them."""
    found = _changeable(request, pk)
    form = forms.MergeForm(
        request.POST or None,
        units=_others(request, found, "units"),
        people=records.people_in_body(pk, request.viewer.on),
    )
    page = _page(
        request,
        found,
        title="Nhận sáp nhập",
        button="Sáp nhập",
        done="Đã sáp nhập; mọi người đã được chuyển sang đơn vị này.",
        note="Các đơn vị được chọn kết thúc từ ngày này. Người và đơn vị bên trong chuyển sang đây với chức danh đang có.",
        is_grave=True,
    )

    def do(typed: dict[str, Any], at: Any) -> None:
        chosen = list(typed.pop("units"))
        services.merge_with_people(**typed, units=chosen, into=found, actor=request.user, at=at)

    return form_page(request, form, page, do)


def split(request: Asked, pk: int) -> HttpResponse:
    """End a unit whose people were all moved to the units after it."""
    found = _changeable(request, pk)
    form = forms.SplitForm(request.POST or None, units=_others(request, found, "into"))
    page = _page(
        request,
        found,
        title="Chia, tách đơn vị",
        button="Chia, tách",
        done="Đã chia, tách đơn vị.",
        note="Thứ tự: lập các đơn vị mới, dùng “Chuyển nhiều người” đưa hết người sang, rồi ghi việc chia, tách ở đây.",
        is_grave=True,
    )
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.split_with_people(
            **(typed | {"into": list(typed["into"])}), unit=found, actor=request.user, at=at
        ),
    )


def move_people(request: Asked, pk: int) -> HttpResponse:
    """Move several people of a unit to another from a day."""
    found = _changeable(request, pk)
    posts = tree.unit_record(found, request.viewer, request.viewer.on).posts
    form = forms.MovePeopleForm(request.POST or None, units=_others(request, found, "to"), posts=posts)
    page = _page(
        request,
        found,
        title="Chuyển nhiều người",
        button="Chuyển những người đã chọn",
        done="Đã chuyển.",
        note="Chức danh giữ nguyên; người đứng đầu được ghi là cấp phó ở đơn vị nhận, sửa lại theo quyết định.",
    )
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.move_people(**typed, actor=request.user, at=at),
    )


def move_part(request: Asked, pk: int) -> HttpResponse:
    """Move a part of a unit's work, and who does it, to another: first shown, then done."""
    found = _changeable(request, pk)
    posts = tree.unit_record(found, request.viewer, request.viewer.on).posts
    form = forms.MovePartForm(request.POST or None, units=_others(request, found, "to"), posts=posts)
    page = _page(
        request,
        found,
        title="Chuyển một phần việc",
        button="Xem trước",
        done="Đã chuyển một phần việc; hai đơn vị tiếp tục hoạt động.",
        note="Đơn vị này còn lại, một phần việc và những người làm phần việc ấy sang đơn vị khác; hồ sơ hai đơn vị ghi nối với nhau.",
    )
    is_asked = request.method == "POST" and "sure" not in request.POST and not is_looking(request)
    if is_asked and form.is_valid():
        typed = form.cleaned_data
        lines = tree.moved_posts(typed["posts"], typed["on"])
        context = {
            "form": form,
            "page": page,
            "typed": typed,
            "lines": lines,
            "is_possible": not any(line.problem for line in lines),
            "to": records.unit_name(typed["to"].pk, typed["on"]),
        }
        return render(request, "personnel/move_part.html", context)
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.move_part(**typed, unit=found, actor=request.user, at=at),
    )


def _changeable(request: Asked, pk: int) -> Unit:
    found = get_object_or_404(Unit, pk=pk)
    require(request.viewer, "organisation.change_unit", found)
    return found


def _others(request: Asked, but: Unit, field: str) -> UnitChoices:
    return units_offered(request, request.viewer.officer - {but.pk}, field)


def _page(request: Asked, found: Unit, **words: Any) -> FormPage:
    name, back = records.unit_name(found.pk, request.viewer.on), reverse("organisation:unit", args=[found.pk])
    crumbs = [("Cơ cấu tổ chức", reverse("organisation:tree")), (name, back)]
    return FormPage(over=name, back=back, crumbs=crumbs, **words)
