"""The work of a body: the list, and every act on one piece of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.accounts.selectors import saved_views
from congtam.documents.serving import attachment, download
from congtam.organisation.selectors import units_above
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning import workbooks
from congtam.planning.forms import work as typed
from congtam.planning.models import PlanItem, WorkItem, WorkMove
from congtam.planning.presenters import work as presenters
from congtam.planning.rights import WORK_STEPS
from congtam.planning.selectors import consolidated
from congtam.planning.selectors import work as selectors
from congtam.planning.selectors.work import Bodies, Wanted
from congtam.planning.services import merging
from congtam.planning.services import work as services
from congtam.ui.paging import long_pages
from congtam.values.known import given
from congtam.values.refusal import RefusedError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50
# More rows than anybody reads; a narrower list is offered instead.
EXPORTED = 20_000


def works(request: Asked) -> HttpResponse:
    """List the work of a body and year."""
    bodies, wanted = asked_for(request)
    if wanted is None:
        return render(request, "planning/work_items/works.html", {"bodies": bodies})
    viewer, on = request.viewer, request.viewer.on
    found = selectors.narrowed(WorkItem.objects.visible_to(viewer), wanted, on).told(on).order_by(*_order(request))
    page = long_pages(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "bodies": bodies,
        "wanted": wanted,
        "counts": selectors.work_counts(wanted, on),
        "page": page,
        "lines": presenters.lines(page, viewer),
        "kinds": selectors.KINDS,
        "plans": selectors.plans_of(wanted.body_id, wanted.year),
        "units": selectors.leading_units(wanted.body_id, wanted.year, on),
        "keeps": may(viewer, "planning.keep_work", wanted.body_id),
        "columns": presenters.COLUMNS,
        "shown": presenters.shown_columns(request.GET.getlist("cot")),
        "saved": saved_views(request.user, request.path, request.GET.urlencode()),
        **period_context(wanted),
    }
    return render(request, "planning/work_items/works.html", context)


def export(request: Asked) -> HttpResponse:
    """Give the list as Excel, in the columns of a plan."""
    bodies, wanted = asked_for(request)
    if wanted is None:
        raise Http404
    on = request.viewer.on
    found = selectors.narrowed(WorkItem.objects.visible_to(request.viewer), wanted, on).told(on)
    listed = list(found.order_by(*_order(request))[:EXPORTED])
    rows = presenters.list_paper_rows(listed, consolidated.rows_of(listed, on))
    changes = presenters.changes_words(selectors.work_counts(wanted, on), wanted.period)
    data = workbooks.work_table(rows, body=bodies.name, on=on, changes=changes)
    return attachment(data, name="Nhiệm vụ cơ quan.xlsx", media_type=XLSX)


def asked_for(request: Asked) -> tuple[Bodies, Wanted | None]:
    """Return the bodies to choose from and what the address asks for; None when nothing is around the viewer."""
    form = typed.WorkListForm(request.GET)
    form.is_valid()
    data, viewer = form.cleaned_data, request.viewer
    bodies = selectors.bodies_around(viewer, words=data.get("tim_don_vi") or "", chosen=data.get("co_quan"))
    if bodies.body_id is None:
        return bodies, None
    year = data.get("nam") or viewer.on.year
    wanted = Wanted(
        body_id=bodies.body_id,
        year=year,
        period=typed.chosen_period(data.get("ky"), year, viewer.on),
        kind=data.get("viec") or "",
        words=data.get("q") or "",
        unit_id=data.get("don_vi"),
        plan_id=data.get("ke_hoach"),
    )
    return bodies, wanted


def period_context(wanted: Wanted) -> dict[str, Any]:
    """Return what the boxes of year and period show."""
    return {
        "years": [(year, str(year)) for year in range(wanted.year - 2, wanted.year + 3)],
        "periods": presenters.period_options(wanted.year),
        "period": wanted.period,
        "period_code": presenters.period_code(wanted.period),
        "place": f"co_quan={wanted.body_id}&nam={wanted.year}",
    }


def _order(request: Asked) -> tuple[Any, ...]:
    return selectors.SORTS.get(request.GET.get("sort", ""), selectors.SORTS[""])


def step(request: Asked, work_id: int, slug: str) -> HttpResponse:
    """Do one act on work: show its form, or do it and go back to the work."""
    chosen = next((one for one in WORK_STEPS if one.slug == slug), None)
    if chosen is None:
        raise Http404
    work = get_object_or_404(WorkItem.objects.visible_to(request.viewer).told(request.viewer.on), pk=work_id)
    require(request.viewer, f"planning.{chosen.code}", work)
    act = _ACTS[chosen.code]
    form = act.form(request, work)
    if request.method == "POST" and form.is_valid() and (answer := _tried(request, act, form, work)):
        return answer
    if work.state not in chosen.states:
        words = f"Nhiệm vụ này đang ở bước “{work.get_state_display()}”, không còn “{chosen.label.lower()}” được nữa."
        messages.warning(request, words)
        return redirect("work:one", work.pk)
    context = {"work": work, "due": consolidated.due_words(work), "step": chosen, "form": form, "help": act.help}
    context["searches"] = chosen.code == "serve"
    return render(request, "planning/work_items/step.html", context, status=422 if form.is_bound else 200)


def _tried(request: Asked, act: "Act", form: forms.Form, work: WorkItem) -> HttpResponse | None:
    """Do the act and go back to the work; None when the form must be mended first."""
    try:
        act.do(work_id=work.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except services.WorkMovedError as refusal:
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    else:
        messages.success(request, act.done)
    return redirect("work:one", work.pk)


def proof(request: Asked, move_id: int) -> FileResponse:
    """Give the file that came with a report of completion."""
    visible = WorkItem.objects.visible_to(request.viewer)
    moves = WorkMove.objects.filter(work__in=visible, file__isnull=False)
    return download(given(get_object_or_404(moves, pk=move_id).file))


@require_POST
def split(request: Asked, item_id: int) -> HttpResponse:
    """Take a plan item out of the work it shares."""
    visible = WorkItem.objects.visible_to(request.viewer)
    item = get_object_or_404(PlanItem.objects.filter(work__in=visible).select_related("work"), pk=item_id)
    work = given(item.work)
    require(request.viewer, "planning.split_work", work)
    try:
        made = merging.split_off(
            item_id=item.pk, reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("work:one", work.pk)
    messages.success(request, "Đã tách thành nhiệm vụ riêng. Việc đã giao cho từng người vẫn thuộc nhiệm vụ cũ.")
    return redirect("work:one", made.pk)


@dataclass(frozen=True, kw_only=True)
class Act:
    """How a step is done: how its form is made, its service, what is said before and after."""

    form: Callable[[Asked, WorkItem], forms.Form]
    do: Callable[..., Any]
    done: str
    help: str = ""


def _plain(form: type[forms.Form]) -> Callable[[Asked, WorkItem], forms.Form]:
    def made(request: Asked, _work: WorkItem) -> forms.Form:
        return form(request.POST, request.FILES) if request.method == "POST" else form()

    return made


def _deadline_form(request: Asked, work: WorkItem) -> forms.Form:
    return typed.WorkDeadlineForm(request.POST or None, initial={"due_date": work.due_date})


def _lead_form(request: Asked, work: WorkItem) -> forms.Form:
    units = selectors.units_to_lead(work.body_id, request.viewer.on, words=request.GET.get("tim_don_vi", ""))
    return typed.LeadForm(request.POST or None, units=units.options, initial={"unit": work.lead_unit_id})


def _serve_form(request: Asked, work: WorkItem) -> forms.Form:
    above = units_above(work.body_id, request.viewer.on)
    found = selectors.higher_tasks(work, above, request.GET.get("q", ""), chosen=work.serves_item_id)
    initial = {"item": work.serves_item_id, "target": work.serves_target_id}
    return typed.ServeForm(
        request.POST or None, items=found, targets=list(selectors.targets_to_serve(work)), initial=initial
    )


def _lead(*, unit: int, **rest: Any) -> WorkItem:
    return services.set_lead(unit=selectors.unit_named(unit), **rest)


_ACTS: Mapping[str, Act] = {
    "report_work": Act(
        form=_plain(typed.ReportForm),
        do=services.report_done,
        done="Đã báo cáo hoàn thành, chờ văn phòng hoặc người đứng đầu xác nhận.",
        help="Ngày báo cáo là ngày tính hoàn thành. Kèm số văn bản, sản phẩm hoặc tệp.",
    ),
    "confirm_work": Act(
        form=_plain(typed.NoteForm),
        do=services.confirm_done,
        done="Đã xác nhận hoàn thành.",
        help="Ngày hoàn thành là ngày đã báo cáo. Kết luận cuộc họp giao việc này cũng được ghi là đã xong.",
    ),
    "return_work": Act(form=_plain(typed.ReturnReportForm), do=services.return_report, done="Đã trả lại báo cáo."),
    "set_work_deadline": Act(
        form=_deadline_form,
        do=services.set_deadline,
        done="Đã đổi hạn. Hạn cũ và lý do vẫn được giữ.",
        help="Hạn cũ vẫn được giữ cùng lý do và được tính vào “đổi hạn trong kỳ”.",
    ),
    "set_work_lead": Act(form=_lead_form, do=_lead, done="Đã đổi đơn vị chủ trì; đơn vị cũ chuyển thành phối hợp."),
    "serve": Act(
        form=_serve_form,
        do=services.serve,
        done="Đã lưu mục tiêu cấp trên.",
        help="Nhiệm vụ này thực hiện nội dung nào của nghị quyết, chỉ thị, kế hoạch cấp trên, hoặc chỉ tiêu nào.",
    ),
    "drop_work": Act(
        form=_plain(typed.WhyForm),
        do=services.drop,
        done="Đã thôi thực hiện. Nhiệm vụ vẫn xem được cùng lý do.",
        help="Việc đã giao cho từng người không tự huỷ; hãy huỷ riêng nếu cần.",
    ),
}
