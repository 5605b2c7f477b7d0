"""Pages of people: the list, one person, and the acts on posts and dated facts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from congtam.accounts.selectors import saved_views
from congtam.documents.serving import attachment
from congtam.personnel import forms, services, workbooks
from congtam.personnel.asking import Asked
from congtam.personnel.choices import Category, Leadership
from congtam.personnel.models import Person
from congtam.personnel.rights import may, person_actions, require
from congtam.personnel.selectors import listing, records, tree
from congtam.personnel.services import Identity, PostDetails
from congtam.personnel.views.acting import FormPage, day_asked, form_page, units_offered

PAGE_ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def people(request: Asked) -> HttpResponse:
    """List who serves where on a day, filtered and sorted by the page's address."""
    on, wanted = day_asked(request), _wanted(request)
    page = Paginator(listing.posts_listed(request.viewer, on, wanted), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": listing.with_unit_names(list(page), on),
        "on": on,
        "units": listing.unit_options(request.viewer, on, words=request.GET.get("tim_don_vi", ""), chosen=wanted.unit),
        "categories": Category.choices,
        "leaderships": Leadership.choices,
        "groups": listing.groups_around(request.viewer, on).values_list("pk", "name"),
        "adds": may(request.viewer, "personnel.add_person"),
        "exports": may(request.viewer, "personnel.export"),
        "query": request.GET.urlencode(),
        "saved": saved_views(request.user, request.path, request.GET.urlencode()),
    }
    return render(request, "personnel/people.html", context)


@require_GET
def export(request: Asked) -> HttpResponse:
    """Give the list as it is filtered, as a workbook."""
    require(request.viewer, "personnel.export")
    on = day_asked(request)
    rows = listing.with_unit_names(list(listing.posts_listed(request.viewer, on, _wanted(request))), on)
    services.record_export(row_count=len(rows), actor=request.user, at=timezone.now())
    return attachment(
        workbooks.people_workbook(listing.exported(rows), on), name=f"Nhân sự {on:%d-%m-%Y}.xlsx", media_type=XLSX
    )


@require_GET
def person(request: Asked, pk: int) -> HttpResponse:
    """Show what the viewer may see of somebody."""
    found = _seen(request, pk)
    on = day_asked(request)
    record = records.person_record(found, request.viewer, on)
    context = {
        "record": record,
        "on": on,
        "is_self": found.pk == request.viewer.person_id,
        "keeps": may(request.viewer, "personnel.change_posts", found),
        "classifies": may(request.viewer, "personnel.discipline", found),
        "allowed": person_actions(request.viewer, found, is_serving=bool(record.current)),
        "report_form": forms.ReportForm(),
    }
    return render(request, "personnel/person.html", context)


def take_in(request: Asked) -> HttpResponse:
    """Add somebody with a first post."""
    require(request.viewer, "personnel.add_person")
    form = forms.TakeInForm(request.POST or None, initial={"unit": request.GET.get("don-vi")}, **_post_choices(request))
    page = FormPage(
        title="Thêm người",
        button="Thêm người",
        done="Đã thêm.",
        back=reverse("personnel:people"),
        crumbs=[("Danh bạ", reverse("personnel:people"))],
        note="Người đã có trong hệ thống và đã thôi vị trí ở cơ quan cũ: ghi đúng số định danh và họ tên, hồ sơ cũ được nối tiếp.",
    )
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.take_in(
            identity=_identity(typed),
            unit=typed["unit"],
            details=_details(typed),
            on=typed["on"],
            actor=request.user,
            at=at,
        ),
    )


def correct(request: Asked, pk: int) -> HttpResponse:
    """Correct who somebody is; the only page that shows the whole personal number."""
    found = _seen(request, pk, "personnel.change_person")
    initial = {name: getattr(found, name) for name in forms.IdentityForm.base_fields}
    return form_page(
        request,
        forms.CorrectForm(request.POST or None, initial=initial),
        _page(found, title="Sửa thông tin cá nhân", button="Lưu", done="Đã sửa thông tin cá nhân."),
        lambda typed, at: services.correct_person(
            person=found, identity=_identity(typed), reason=typed["reason"], actor=request.user, at=at
        ),
    )


def appoint(request: Asked, pk: int) -> HttpResponse:
    """Give somebody one more post."""
    found = _seen(request, pk, "personnel.change_posts")
    return form_page(
        request,
        forms.AppointForm(request.POST or None, **_post_choices(request)),
        _page(found, title="Thêm vị trí", button="Bố trí vị trí", done="Đã bố trí vị trí."),
        lambda typed, at: services.appoint(
            person=found,
            unit=typed["unit"],
            details=_details(typed),
            on=typed["on"],
            until=forms.after(typed["last_day"]),
            is_primary=not typed["is_secondary"],
            actor=request.user,
            at=at,
        ),
    )


def transfer(request: Asked, pk: int) -> HttpResponse:
    """Move somebody's main post to another unit."""
    found = _seen(request, pk, "personnel.change_posts")
    form = forms.PostForm(request.POST or None, initial=_initial(request, found), **_post_choices(request))
    page = _page(
        found,
        title="Điều động",
        button="Điều động",
        done="Đã điều động; vị trí cũ kết thúc đúng ngày đó.",
        note="Chuyển sang cơ quan khác: kết thúc vị trí ở đây, cơ quan mới tiếp nhận bằng “Thêm người”.",
    )
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.transfer(
            person=found, to=typed["unit"], details=_details(typed), on=typed["on"], actor=request.user, at=at
        ),
    )


def second(request: Asked, pk: int) -> HttpResponse:
    """Second somebody to another unit."""
    found = _seen(request, pk, "personnel.change_posts")
    form = forms.SecondForm(request.POST or None, initial=_initial(request, found), **_post_choices(request))
    page = _page(found, title="Biệt phái", button="Ghi biệt phái", done="Đã ghi biệt phái.")
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.second(
            person=found,
            to=typed["unit"],
            details=_details(typed),
            on=typed["on"],
            until=forms.after(typed["last_day"]),
            actor=request.user,
            at=at,
        ),
    )


def change_post(request: Asked, pk: int) -> HttpResponse:
    """Change what a post is from a day."""
    post = get_object_or_404(records.posts_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.change_posts", post.person)
    names = ("job_title", "category", "leadership", "is_acting", "similar_group", "document")
    initial = {name: getattr(post, name) for name in names} | {"on": request.viewer.on}
    groups = listing.groups_around(request.viewer, request.viewer.on)
    page = _page(
        post.person,
        title="Thay đổi vị trí",
        button="Lưu thay đổi",
        done="Đã thay đổi vị trí.",
        note=f"Chọn đúng ngày bắt đầu {post.valid_from:%d/%m/%Y} để sửa sai sót; chọn ngày sau đó để ghi thay đổi từ ngày ấy.",
    )
    return form_page(
        request,
        forms.PostForm(request.POST or None, initial=initial, units=None, groups=groups),
        page,
        lambda typed, at: services.change_post(
            post=post, details=_details(typed), on=typed["on"], actor=request.user, at=at
        ),
    )


def end_post(request: Asked, pk: int) -> HttpResponse:
    """End a post."""
    post = get_object_or_404(records.posts_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.change_posts", post.person)
    page = _page(
        post.person,
        title=f"Kết thúc vị trí {post.job_title}",
        button="Kết thúc vị trí",
        done="Đã kết thúc vị trí.",
        is_grave=True,
    )
    return form_page(
        request,
        forms.EndPostForm(request.POST or None),
        page,
        lambda typed, at: services.end_post(
            post=post,
            on=forms.after(typed["last_day"]) or typed["last_day"],
            document=typed["document"],
            actor=request.user,
            at=at,
        ),
    )


def place_in_cell(request: Asked, pk: int) -> HttpResponse:
    """Give somebody a Party place."""
    found = _seen(request, pk, "personnel.change_person")
    cells = units_offered(request, tree.party_units(request.viewer.on), "cell")
    return form_page(
        request,
        forms.PartyForm(request.POST or None, cells=cells),
        _page(found, title="Xếp vào chi bộ", button="Lưu", done="Đã xếp vào chi bộ."),
        lambda typed, at: services.place_in_cell(**typed, person=found, actor=request.user, at=at),
    )


def _wanted(request: Asked) -> listing.Wanted:
    asked = request.GET
    return listing.Wanted(
        words=asked.get("q", ""),
        unit=asked.get("unit", ""),
        category=asked.get("category", ""),
        leadership=asked.get("leadership", ""),
        group=asked.get("group", ""),
        sort=asked.get("sort", ""),
    )


def _seen(request: Asked, pk: int, right: str = "") -> Person:
    found: Person = get_object_or_404(records.people_seen(request.viewer), pk=pk)
    if right:
        require(request.viewer, right, found)
    return found


def _page(found: Person, **words: Any) -> FormPage:
    back = reverse("personnel:person", args=[found.pk])
    crumbs = [("Danh bạ", reverse("personnel:people")), (found.full_name, back)]
    return FormPage(over=found.full_name, back=back, crumbs=crumbs, **words)


def _post_choices(request: Asked) -> dict[str, Any]:
    """Return the units and groups a post can be in; of many units, those found by words, and the one chosen."""
    viewer = request.viewer
    units = units_offered(request, viewer.officer, "unit")
    if units.narrow:
        return {"units": units, "groups": listing.groups_of_units([key for key, _ in units.options], viewer.on)}
    return {"units": units, "groups": listing.groups_around(viewer, viewer.on)}


def _initial(request: Asked, found: Person) -> dict[str, Any]:
    post = records.posts_seen(request.viewer).on(request.viewer.on).filter(person=found, is_primary=True).first()
    names = ("job_title", "category", "leadership", "similar_group")
    return {} if post is None else {name: getattr(post, name) for name in names}


def _identity(typed: dict[str, Any]) -> Identity:
    return Identity(**{name: typed[name] for name in forms.IdentityForm.base_fields})


def _details(typed: dict[str, Any]) -> PostDetails:
    names = ("job_title", "category", "leadership", "similar_group", "is_acting", "document")
    return PostDetails(**{name: typed[name] for name in names})


def home_of(request: Asked) -> HttpResponse:
    """Lead somebody to his own page."""
    if request.viewer.person_id is None:
        return redirect("personnel:people")
    return redirect("personnel:person", request.viewer.person_id)
