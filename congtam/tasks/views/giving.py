"""Giving work out, recurring work, causes and requests for another deadline that wait."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning.models import Product, WorkItem
from congtam.tasks import presenters, selectors, services
from congtam.tasks.choices import WEEKDAYS
from congtam.tasks.forms import (
    AnswerExtensionForm,
    AnswerForm,
    AssignForm,
    GridForm,
    RecurringForm,
    UnplannedForm,
    offer_people,
)
from congtam.tasks.models import ExtensionRequest, ObjectiveCause, RecurringWork, Task
from congtam.tasks.selectors import OFFERED, OFFERED_PEOPLE
from congtam.values.refusal import RefusedError

AHEAD = timedelta(days=31)
# The boxes of one row of the grid, and how many rows stand open at first.
GRID = ("code", "person", "quantity", "due", "words")
EMPTY_ROWS = 12
NO_ROWS = (
    "Chưa có dòng nào để giao. Hãy ghi mã sản phẩm và người thực hiện vào một dòng, hoặc dán các dòng từ Excel, "
    "rồi bấm “Xem trước”."
)
_LONGEST_KEY = 18
# Rules of recurring work on one page.
RULES = 50


def assign(request: Asked) -> HttpResponse:
    """Give one product to one person or several; what was given just before stays in sight and is built on."""
    require(request.viewer, "tasks.assign")
    posts = selectors.assignable_posts(request.viewer)
    given = selectors.just_given(request.viewer, presenters.ids_of(request.GET.get("vua", "")))
    keeps_work = request.GET.get("giu") == "viec"
    work = _asked_work(request)
    initial = presenters.begun_from(work) | presenters.next_assignment(given, posts, keeps_work=keeps_work)
    products = _offered(request, request.viewer.led, chosen=str(initial.get("product", "")))
    form = AssignForm(request.POST or None, posts=posts, products=products, initial=initial)
    if request.method == "POST" and set(request.POST.getlist("posts")) - {str(post.pk) for post in posts}:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            assignments = [replace(one, work_item=work) for one in form.assignments]
            made = services.assign(assignments=assignments, actor=request.user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã giao việc cho {len(made)} người.")
            shown = [*(task.pk for task in given), *(task.pk for task in made)]
            kept = ("&giu=viec" if keeps_work else "") + (f"&nhiem_vu={work.pk}" if work else "")
            return redirect(f"{reverse('tasks:assign')}?vua={presenters.ids_in(shown)}{kept}")
    return _giving(request, "tasks/assign.html", form, products, given=given, keeps_work=keeps_work, work=work)


def _asked_work(request: Asked) -> WorkItem | None:
    """Return the work of the body that the address names; nothing when the viewer may not see it."""
    key = request.GET.get("nhiem_vu", "")
    if not key.isdecimal() or len(key) > _LONGEST_KEY:
        return None
    return WorkItem.objects.visible_to(request.viewer).select_related("governed_by__plan").filter(pk=key).first()


def assign_many(request: Asked) -> HttpResponse:
    """Give many products to many people from a grid typed or pasted: first judged, then given, all or nothing."""
    require(request.viewer, "tasks.assign")
    posts = selectors.assignable_posts(request.viewer)
    products = selectors.products_in_force(request.viewer, request.viewer.led)
    form = GridForm(request.POST or None)
    rows: list[presenters.GridRow] = []
    if request.method == "POST" and form.is_valid():
        columns = [request.POST.getlist(name) for name in GRID]
        cells = presenters.grid_cells(columns, form.cleaned_data["pasted"])
        rows = presenters.read_grid(
            cells,
            posts=selectors.posts_named(posts, {row[1] for row in cells}),
            products=selectors.products_coded(products, {row[0] for row in cells}),
        )
        if not rows:
            form.add_error(None, NO_ROWS)
        ready = [row.assignment for row in rows if row.assignment]
        if "give" in request.POST and len(ready) == len(rows) and rows:
            try:
                services.assign(assignments=ready, actor=request.user, at=timezone.now())
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"Đã giao {len(ready)} việc.")
                return redirect("tasks:board")
    return _grid(request, form, rows, posts=posts[:OFFERED_PEOPLE], products=products[:OFFERED_PEOPLE])


def _grid(request: Asked, form: GridForm, rows: Sequence[presenters.GridRow], **offered: Any) -> HttpResponse:
    wrong = sum(1 for row in rows if row.problem)
    context = {
        "form": form if form.errors else GridForm(),
        "rows": rows,
        "blank": range(len(rows) + 1, max(len(rows) + 3, EMPTY_ROWS) + 1),
        "wrong": wrong,
        "is_ready": bool(rows) and not wrong,
        **offered,
    }
    return render(request, "tasks/assign_many.html", context, status=422 if form.errors or wrong else 200)


def unplanned(request: Asked) -> HttpResponse:
    """Write down one's own work that came unplanned."""
    require(request.viewer, "tasks.record_unplanned")
    posts = selectors.own_posts(request.viewer)
    products = _offered(request, request.viewer.posts)
    initial = {"due_date": request.viewer.on, "post": posts[0].pk if posts else None}
    form = UnplannedForm(request.POST or None, posts=posts, products=products, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = services.Assignment(**form.cleaned_data)
        try:
            made = services.record_unplanned(assignment=given, actor=request.user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi. Làm xong hãy nộp sản phẩm để được nghiệm thu.")
            return redirect("tasks:task", made.pk)
    return _giving(request, "tasks/unplanned.html", form, products)


def recurring(request: Asked) -> HttpResponse:
    """List the rules of recurring work and set a new one."""
    require(request.viewer, "tasks.assign")
    posts = selectors.assignable_posts(request.viewer)
    products = _offered(request, request.viewer.led)
    form = RecurringForm(
        request.POST or None, posts=posts, products=products, initial={"valid_from": request.viewer.on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.assign_recurring(**form.rule, actor=request.user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã đặt việc định kỳ. Hệ thống giao trước hạn 31 ngày, mỗi kỳ một lần.")
            return redirect("tasks:recurring")
    page = Paginator(selectors.recurring_rules(request.viewer), RULES).get_page(request.GET.get("page"))
    rules = [
        (
            rule,
            dict(WEEKDAYS)[rule.due_day] if rule.rhythm == "weekly" else f"ngày {rule.due_day}",
            may(request.viewer, "tasks.stop_recurring", rule),
        )
        for rule in page
    ]
    return _giving(request, "tasks/recurring.html", form, products, rules=rules, page=page)


@require_POST
def stop_recurring(request: Asked, rule_id: int) -> HttpResponse:
    """Let a rule of recurring work end today."""
    rule = get_object_or_404(RecurringWork.objects.visible_to(request.viewer), pk=rule_id)
    require(request.viewer, "tasks.stop_recurring", rule)
    services.stop_recurring(rule_id=rule.pk, until=request.viewer.on, actor=request.user, at=timezone.now())
    messages.success(request, "Đã dừng. Việc đã giao vẫn giữ nguyên.")
    return redirect("tasks:recurring")


@require_POST
def issue_recurring(request: Asked) -> HttpResponse:
    """Give out now what the rules of one's units ask for in the next month."""
    require(request.viewer, "tasks.assign")
    made = services.issue_recurring(
        until=request.viewer.on + AHEAD, unit_ids=request.viewer.led, actor=request.user, at=timezone.now()
    )
    messages.success(request, f"Đã giao {len(made)} việc định kỳ." if made else "Các việc định kỳ đã được giao đủ.")
    return redirect("tasks:recurring")


def causes(request: Asked) -> HttpResponse:
    """List the causes that wait for the viewer's answer."""
    require(request.viewer, "tasks.assign")
    return render(request, "tasks/causes.html", {"causes": selectors.waiting_causes(request.viewer)[:100]})


@require_POST
def answer_cause(request: Asked, cause_id: int) -> HttpResponse:
    """Confirm or refuse a cause."""
    visible = Task.objects.visible_to(request.viewer)
    cause = get_object_or_404(ObjectiveCause.objects.filter(task__in=visible).select_related("task"), pk=cause_id)
    require(request.viewer, "tasks.answer_cause", cause.task)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy chọn xác nhận hoặc không xác nhận.")
        return redirect("tasks:causes")
    try:
        services.answer_cause(cause_id=cause.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã trả lời.")
    return redirect("tasks:causes")


def extensions(request: Asked) -> HttpResponse:
    """List the requests for another deadline that wait for the viewer's answer."""
    require(request.viewer, "tasks.assign")
    waiting = selectors.waiting_extensions(request.viewer)[:100]
    return render(request, "tasks/extensions.html", {"requests": waiting})


@require_POST
def answer_extension(request: Asked, request_id: int) -> HttpResponse:
    """Give another deadline or refuse it."""
    visible = Task.objects.visible_to(request.viewer)
    asked = get_object_or_404(ExtensionRequest.objects.filter(task__in=visible).select_related("task"), pk=request_id)
    require(request.viewer, "tasks.answer_extension", asked.task)
    form = AnswerExtensionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy chọn hạn mới rồi bấm Đồng ý, hoặc ghi lý do rồi bấm Không đồng ý.")
        return redirect("tasks:extensions")
    given = form.cleaned_data
    said = {"request_id": asked.pk, "reason": given["reason"], "actor": request.user, "at": timezone.now()}
    try:
        if given["grants"]:
            services.grant_extension(due_date=given["due_date"], **said)
        else:
            services.refuse_extension(**said)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã trả lời đề nghị đổi hạn.")
    return redirect("tasks:extensions")


def _offered(request: Asked, unit_ids: frozenset[int], chosen: str = "") -> list[Product]:
    """Return the products the picker offers: those found by the words in the address, and the one that was chosen."""
    products = selectors.products_in_force(request.viewer, unit_ids)
    found = list(selectors.found_products(products, request.GET.get("q", ""))[:OFFERED])
    chosen = request.POST.get("product", chosen)
    if chosen.isdigit() and int(chosen) not in {product.pk for product in found}:
        found += products.filter(pk=chosen)
    return found


def _giving(request: Asked, template: str, form: forms.Form, products: Sequence[Product], **more: Any) -> HttpResponse:
    context = {"form": form, "found": len(products), "words": request.GET.get("q", ""), "offered": OFFERED, **more}
    context["people_words"] = request.GET.get("tim_nguoi", "")
    context["people_left"] = offer_people(form, context["people_words"])
    context["kept"] = {name: request.GET[name] for name in ("vua", "giu", "nhiem_vu") if name in request.GET}
    return render(request, template, context, status=422 if form.errors else 200)
