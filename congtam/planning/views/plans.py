"""Pages of plans: the list, one plan with its items, and what becomes of it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.accounts.selectors import saved_views
from congtam.documents.serving import attachment, download
from congtam.organisation.selectors import states_on
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.planning.choices import PlanKind, PlanState, UnitPart
from congtam.planning.forms.plans import ItemUnitsForm
from congtam.planning.models import Plan, PlanItem
from congtam.planning.presenters.plans import item_cells, items_shown
from congtam.planning.rights import plan_actions
from congtam.planning.selectors import plans as selectors
from congtam.planning.selectors.units import choices_among, reach_of
from congtam.planning.services import plans as services
from congtam.planning.workbooks import write_items, write_plans
from congtam.values.refusal import RefusedError

PAGE = 50
UNPROCESSABLE = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARTS = (
    ("cho-xem", "Chờ xem trùng lặp"),
    ("dang-lam", "Đang thực hiện"),
    ("xong", "Đã hoàn thành"),
    ("thoi", "Thôi thực hiện"),
)


@require_safe
def plans(request: Asked) -> HttpResponse:
    """List the plans of the bodies around the viewer."""
    found = selectors.plans_seen(request.viewer, _search(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    years, issuers = selectors.plan_options(request.viewer)
    bodies = {plan.body_id for plan in page}
    context = {
        "page": page,
        "names": {unit: state.name for unit, state in states_on(bodies, request.viewer.on).items()},
        "shows_body": len(bodies) > 1,
        "year_options": years,
        "issuer_options": issuers,
        "kind_options": PlanKind.choices,
        "state_options": PlanState.choices,
        "takes_in": bool(selectors.bodies_worked_for(request.viewer)),
        "query": request.GET.urlencode(),
        "saved": saved_views(request.user, request.path, request.GET.urlencode()),
    }
    return render(request, "planning/plans/plans.html", context)


@require_safe
def export(request: Asked) -> HttpResponse:
    """Give the list as a workbook."""
    data = write_plans(selectors.rows_for_workbook(list(selectors.plans_seen(request.viewer, _search(request)))))
    return attachment(data, name="Kế hoạch.xlsx", media_type=XLSX)


@require_safe
def plan(
    request: Asked, plan_id: int, *, template: str, beside: Callable[[Plan], Mapping[str, object]]
) -> HttpResponse:
    """Show one plan: what it is, its items, and what became of each; `beside` is what others know of it, which `template` shows."""
    found = _seen(request, plan_id)
    if found.state == PlanState.DRAFT:
        return redirect("planning:read_rows", found.pk)
    unit = request.GET.get("don-vi", "")
    items = selectors.items_of(
        found,
        words=request.GET.get("q", ""),
        part=request.GET.get("viec", ""),
        unit=int(unit) if unit.isdigit() else None,
    )
    page = Paginator(items, PAGE).get_page(request.GET.get("page"))
    keys = selectors.units_named(page)
    units = selectors.units_of_plan(found, request.viewer.on)
    context = {
        "plan": found,
        "body": states_on([found.body_id], request.viewer.on).get(found.body_id),
        "page": page,
        "rows": items_shown(page, selectors.unit_names(keys, request.viewer.on))
        if found.state != PlanState.WAITING
        else (),
        "counts": selectors.item_counts(found),
        "part_options": _PARTS,
        "unit_options": units,
        "allowed": plan_actions(request.viewer, found),
        "is_waiting": found.state == PlanState.WAITING,
        "total": found.settled.get("total", 0),
        "corrects": found.state == PlanState.LIVE and bool(plan_actions(request.viewer, found)),
        "reasons": selectors.rows_left_out(found),
    }
    return render(request, template, context | dict(beside(found)))


@require_safe
def plan_source(request: Asked, plan_id: int) -> FileResponse:
    """Give back the file as it was brought."""
    found = _seen(request, plan_id)
    if found.source is None:
        raise Http404
    return download(found.source)


@require_safe
def plan_export(request: Asked, plan_id: int) -> HttpResponse:
    """Give a plan's items as a workbook, words and what was read of them side by side."""
    found = _seen(request, plan_id)
    items = list(selectors.items_of(found)) if found.state != PlanState.WAITING else []
    names = selectors.unit_names(selectors.units_named(items), request.viewer.on)
    data = write_items(str(found), [item_cells(one) for one in items_shown(items, names)])
    return attachment(data, name="Kế hoạch, từng dòng.xlsx", media_type=XLSX)


@require_POST
def end(request: Asked, plan_id: int) -> HttpResponse:
    """End a plan."""
    found = _changeable(request, plan_id)
    try:
        services.end_plan(
            plan_id=found.pk, reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã kết thúc kế hoạch. Việc đang làm vẫn theo dõi tiếp.")
    return redirect("planning:plan", found.pk)


@require_POST
def discard(request: Asked, plan_id: int) -> HttpResponse:
    """Discard a plan that came in by mistake."""
    found = _changeable(request, plan_id)
    try:
        services.discard_plan(
            plan_id=found.pk, reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("planning:plan", found.pk)
    messages.success(request, "Đã bỏ kế hoạch. Tệp và lý do vẫn được giữ.")
    return redirect("planning:plans")


def item_units(request: Asked, item_id: int) -> HttpResponse:
    """Correct which units an item names, for a reason; its words stay."""
    items = PlanItem.objects.filter(plan__in=Plan.objects.visible_to(request.viewer)).select_related("plan")
    item = get_object_or_404(items, pk=item_id)
    require(request.viewer, "planning.change_plan", item.plan)
    now = selectors.units_of_item(item)
    choices = choices_among(reach_of(item.plan.body_id, request.viewer.on), words=request.GET.get("tim_don_vi", ""))
    form = ItemUnitsForm(
        request.POST or None,
        units=choices.options,
        leads=now[UnitPart.LEAD],
        coordinating=now[UnitPart.COORDINATING],
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_units(item_id=item.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã sửa đơn vị. Lời văn của kế hoạch giữ nguyên.")
            return redirect("planning:plan", item.plan_id)
    status = UNPROCESSABLE if form.is_bound and form.errors else 200
    context = {"form": form, "item": item, "choices": choices}
    return render(request, "planning/plans/item_units.html", context, status=status)


def _search(request: Asked) -> selectors.PlanSearch:
    query = request.GET
    return selectors.PlanSearch(
        words=query.get("q", ""),
        year=query.get("nam", ""),
        kind=query.get("loai", ""),
        issuer=query.get("noi", ""),
        state=query.get("trang-thai", ""),
        sort=query.get("sort", "-issued"),
    )


def _seen(request: Asked, plan_id: int) -> Plan:
    seen = Plan.objects.visible_to(request.viewer).select_related("source", "created_by")
    found: Plan = get_object_or_404(seen, pk=plan_id)
    return found


def _changeable(request: Asked, plan_id: int) -> Plan:
    found = _seen(request, plan_id)
    require(request.viewer, "planning.change_plan", found)
    return found
