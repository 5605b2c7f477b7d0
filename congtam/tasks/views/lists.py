"""Lists, the week and the board."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from congtam.accounts.selectors import saved_views
from congtam.documents.serving import attachment
from congtam.organisation.selectors import UnitChoices, unit_choices
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.tasks import presenters, selectors, workbooks
from congtam.tasks.choices import WEEKDAYS
from congtam.tasks.forms import ListForm
from congtam.tasks.models import Task, TaskQuerySet
from congtam.tasks.selectors import VIEWS, Wanted
from congtam.ui.paging import long_pages

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE, CHARTED = 50, 12
# More rows than anybody reads; a narrower list is offered instead.
EXPORTED = 20_000
SORTS = {
    "due": ("due_date", "pk"),
    "-due": ("-due_date", "-pk"),
    "title": ("search_text", "pk"),
    "-title": ("-search_text", "-pk"),
    "holder": ("holder__sort_key", "due_date", "pk"),
    "-holder": ("-holder__sort_key", "due_date", "pk"),
}
MARKS = (("key", "Trọng tâm"), ("new", "Mới"), ("hard", "Khó"))


def mine(request: Asked) -> HttpResponse:
    """List one's own work: in hand, waiting, ended."""
    wanted = _wanted(request)
    kind = wanted.kind or "doing"
    tasks = _found(request, selectors.own(request.viewer), wanted, kind)
    counts = selectors.own_counts(request.viewer)
    tabs = [
        ("doing", "Đang làm", counts.doing),
        ("waiting", "Chờ nghiệm thu", counts.waiting),
        ("ended", "Đã xong", None),
    ]
    page = _page(request, tasks, is_own=True)
    return render(request, "tasks/mine.html", {"counts": counts, "tabs": tabs, "kind": kind, **page})


def listing(request: Asked) -> HttpResponse:
    """List the work of the units one looks over."""
    require(request.viewer, "tasks.look_over")
    wanted = _wanted(request)
    tasks = _found(request, Task.objects.open_to(request.viewer), wanted, wanted.kind)
    units = _units(request, selectors.followed_units(request.viewer))
    context = {
        "units": units,
        "kinds": VIEWS,
        "wanted": wanted,
        "is_narrowed": wanted != Wanted(),
        "may_assign": may(request.viewer, "tasks.assign"),
        **_page(request, tasks, is_own=False),
    }
    return render(request, "tasks/listing.html", context)


def export(request: Asked) -> HttpResponse:
    """Give a list as Excel: one's own, or with `cua=don-vi` that of the units one looks over."""
    wanted = _wanted(request)
    of_units = request.GET.get("cua") == "don-vi"
    around = Task.objects.open_to(request.viewer) if of_units else selectors.own(request.viewer)
    tasks = list(_found(request, around, wanted, wanted.kind)[:EXPORTED])
    on = request.viewer.on
    missed = selectors.missed_deadlines(task_ids=[task.pk for task in tasks], as_of=on - timedelta(days=1))
    data = workbooks.task_table(presenters.paper_rows(tasks, missed), title="DANH SÁCH NHIỆM VỤ", on=on)
    return attachment(data, name="Nhiệm vụ.xlsx", media_type=XLSX)


def week(request: Asked) -> HttpResponse:
    """Show the week as a grid of people and days."""
    viewer = request.viewer
    monday = presenters.week_of(request.GET.get("tuan", ""), viewer.on)
    units = _units(request, selectors.followed_units(viewer))
    unit_id = units.chosen
    page = Paginator(selectors.week_posts(viewer, unit_id), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tasks/week.html",
        {
            "page": page,
            "rows": selectors.week_rows(viewer, monday=monday, unit_id=unit_id, posts=list(page)),
            "days": [(monday + timedelta(days=number - 1), name) for number, name in WEEKDAYS],
            "before": presenters.week_code(monday - timedelta(days=7)),
            "after": presenters.week_code(monday + timedelta(days=7)),
            "this_week": presenters.week_code(viewer.on),
            "week": presenters.week_code(monday),
            "span": f"Từ {monday:%d/%m/%Y} đến {monday + timedelta(days=6):%d/%m/%Y}",
            "units": units,
            "unit_options": [("", "Của tôi"), *units.options],
            "unit_id": unit_id or "",
        },
    )


def board(request: Asked) -> HttpResponse:
    """Show a head what is late, what waits for him, and who carries how much."""
    require(request.viewer, "tasks.assign")
    units = _units(request, request.viewer.led)
    unit_id = units.chosen
    is_crowded = bool(units.narrow) or selectors.is_crowded(request.viewer)
    unit_loads = selectors.unit_loads(request.viewer, unit_id) if is_crowded else []
    loads = [] if is_crowded and not unit_id else selectors.loads(request.viewer, unit_id)
    overdue, waiting = selectors.board_tasks(request.viewer, unit_id)
    page = request.GET.get("page")
    context = {
        "units": units,
        "unit_options": [("", "Tất cả đơn vị"), *units.options],
        "unit_id": unit_id or "",
        "unit_query": f"&don_vi={unit_id}" if unit_id else "",
        "counts": selectors.attention(request.viewer, unit_id),
        "unit_page": Paginator(unit_loads, len(unit_loads) if unit_loads and unit_id else PAGE).get_page(page),
        "load_page": Paginator(loads, selectors.MOST_NAMED).get_page(page),
        "unit_first": unit_loads[:CHARTED],
        "chart": presenters.load_chart((loads or unit_loads)[:CHARTED]),
        "overdue": overdue,
        "waiting": waiting,
    }
    return render(request, "tasks/board.html", context)


def _wanted(request: Asked) -> Wanted:
    """Read what a list is narrowed to from the address; what cannot be read is left out."""
    given = _narrowing(request)
    return Wanted(
        kind=given.get("viec") or "",
        words=given.get("q") or "",
        month=given.get("thang"),
        mark=given.get("dau") or "",
        unit_id=given.get("don_vi"),
        holder_id=given.get("nguoi"),
    )


def _narrowing(request: Asked) -> dict[str, Any]:
    form = ListForm(request.GET)
    form.is_valid()
    return form.cleaned_data


def _units(request: Asked, unit_ids: frozenset[int]) -> UnitChoices:
    """Return the units to choose from, and the one the address names if it is among them."""
    words = _narrowing(request).get("tim_don_vi") or ""
    return unit_choices(unit_ids, request.viewer.on, words=words, chosen=_wanted(request).unit_id)


def _found(request: Asked, around: TaskQuerySet, wanted: Wanted, kind: str) -> TaskQuerySet:
    given = replace(wanted, kind=kind)
    order = SORTS.get(request.GET.get("sort", ""), SORTS["-due" if kind == "ended" else "due"])
    return selectors.narrowed(around, given, request.viewer.on).told(request.viewer).order_by(*order)


def _page(request: Asked, tasks: TaskQuerySet, *, is_own: bool) -> dict[str, Any]:
    pages = long_pages(tasks, PAGE)
    # Only by deadline can so many be put in order while somebody waits.
    is_unsorted = pages.is_cut and request.GET.get("sort", "").removeprefix("-") in ("title", "holder")
    if is_unsorted:
        pages = long_pages(tasks.order_by(*SORTS["due"]), PAGE)
    page = pages.get_page(request.GET.get("page"))
    offered, shown = presenters.shown_columns(request.GET.getlist("cot"), is_own=is_own)
    return {
        "page": page,
        "lines": presenters.lines(list(page), request.viewer),
        "marks": MARKS,
        "is_unsorted": is_unsorted,
        "columns": offered,
        "shown": shown,
        "saved": saved_views(request.user, request.path, request.GET.urlencode()),
    }
