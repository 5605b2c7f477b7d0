"""Reading a plan in, page by page: the file, what it is, its columns, the units it names, its rows, and writing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.documents.models import StoredFile
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning.choices import PlanState
from congtam.planning.forms.plans import ColumnsForm, HeadForm, ManyUnitsForm, NameForm, RowForm, TakeInForm
from congtam.planning.models import Plan
from congtam.planning.presenters.reading import HOW_WORDS, column_names, row_shown, tables_shown
from congtam.planning.reading import Answer
from congtam.planning.selectors import drafts
from congtam.planning.selectors import plans as selectors
from congtam.planning.selectors import units as unit_selectors
from congtam.planning.selectors.drafts import Draft, DraftRow
from congtam.planning.services import reading as services
from congtam.planning.services import writing
from congtam.values.known import given
from congtam.values.refusal import RefusedError

PAGE = 50
UNPROCESSABLE = 422
_FILTERS = (
    ("", "Mọi dòng"),
    ("hoi", "Cần trả lời"),
    ("chua-ro", "Chưa rõ đơn vị"),
    ("khong-neu", "Không nêu cơ quan"),
    ("bo", "Đã bỏ"),
)


def take_in(request: Asked) -> HttpResponse:
    """Take a file or a pasted table in and go on to what it is; of one that cannot be read nothing is kept."""
    bodies = selectors.bodies_worked_for(request.viewer)
    asked = request.POST.get("co-quan") or request.GET.get("co-quan", "")
    body = next((one for one in bodies if str(one.unit_id) == asked), next(iter(bodies), None))
    require(request.viewer, "planning.take_in_plan", body.unit_id if body else 0)
    form = TakeInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and body is not None:
        try:
            stored = _taken_in(request, form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("file" if form.cleaned_data["file"] else "pasted", str(refusal))
        else:
            return redirect("planning:describe_plan", body.unit_id, stored.pk)
    options = [(one.unit_id, one.name) for one in bodies]
    context = {"form": form, "bodies": options, "body": body}
    return render(request, "planning/plans/take_in.html", context, status=_status(form))


def _taken_in(request: Asked, typed: dict[str, Any]) -> StoredFile:
    if typed["file"]:
        return services.take_in_file(uploaded=typed["file"], actor=request.user, at=timezone.now())
    return services.take_in_pasted(text=typed["pasted"], actor=request.user, at=timezone.now())


def describe(request: Asked, body_id: int, file_id: int) -> HttpResponse:
    """Ask what the file is, offering what its first lines say; then open the draft."""
    require(request.viewer, "planning.take_in_plan", body_id)
    body = next(one for one in selectors.bodies_worked_for(request.viewer) if one.unit_id == body_id)
    stored = get_object_or_404(StoredFile, pk=file_id, stored_by=request.user)
    head = drafts.head_of(stored)
    form = HeadForm(request.POST or None, initial=HeadForm.offered(head, request.viewer.on))
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.open_draft(
                body=body.unit, source=stored, actor=request.user, at=timezone.now(), **form.cleaned_data
            )
        except RefusedError as refusal:
            form.add_error("number", str(refusal))
        else:
            return redirect("planning:read_columns", plan.pk)
    context = {
        "form": form,
        "file": stored,
        "body": body,
        "head": head,
        "earlier": selectors.same_file(Plan(body_id=body_id, source=stored)),
        "tables": drafts.grids_of(stored),
    }
    return render(request, "planning/plans/describe.html", context, status=_status(form))


def head(request: Asked, plan_id: int) -> HttpResponse:
    """Correct what a draft is of."""
    plan = _draft(request, plan_id)
    names = ("kind", "number", "title", "issuer", "issued_on", "year")
    form = HeadForm(request.POST or None, initial={name: getattr(plan, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_head(plan_id=plan.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error("number", str(refusal))
        else:
            return redirect("planning:read_columns", plan.pk)
    return render(request, "planning/plans/head.html", {"form": form, "plan": plan}, status=_status(form))


def columns(request: Asked, plan_id: int) -> HttpResponse:
    """Show each table with what its columns say, beside what is read of it; on POST keep one table's columns."""
    plan = _draft(request, plan_id)
    draft = drafts.draft_of(plan, request.viewer.on)
    wrong = None
    if request.method == "POST":
        wrong = _settle_table(request, draft)
        if wrong is None:
            return redirect("planning:read_columns", plan.pk)
    tables = tables_shown(draft, draft.reach.names)
    forms = [
        wrong if wrong is not None and wrong.prefix == f"bang{table.place}" else _columns_form(draft, table.place)
        for table in tables
    ]
    context = {"tables": [*zip(tables, forms, strict=True)], "tab": "columns", "wrong": wrong}
    return _reading_page(request, draft, "columns", context, status=UNPROCESSABLE if wrong is not None else 200)


def _settle_table(request: Asked, draft: Draft) -> ColumnsForm | None:
    """Keep one table's columns; return the form when something about it is wrong."""
    named = request.POST.get("bang", "")
    table = int(named) if named.isdigit() and int(named) < len(draft.grids) else 0
    form = _columns_form(draft, table, request.POST)
    passes = "bo-qua" in request.POST
    if not passes and not form.is_valid():
        return form
    try:
        services.settle_columns(
            plan_id=draft.plan.pk,
            table=table,
            columns=None if passes else form.cleaned_data["columns"],
            first_row=0 if passes else form.cleaned_data["first_row"] - 1,
            actor=request.user,
            at=timezone.now(),
        )
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return form
    messages.success(
        request, f"{draft.grids[table].name}: " + ("đã bỏ qua bảng." if passes else "đã đọc lại theo cột vừa chọn.")
    )
    return None


def _columns_form(draft: Draft, table: int, data: Any = None) -> ColumnsForm:
    mapping, grid = draft.read.mappings.get(table), draft.grids[table]
    return ColumnsForm(
        data,
        names=column_names(grid, mapping),
        columns=dict(mapping.columns) if mapping else {},
        first_row=mapping.first_row if mapping else 0,
        at=table,
    )


def names(request: Asked, plan_id: int) -> HttpResponse:
    """Ask once for each name nobody could tell; show how the others were known."""
    plan = _draft(request, plan_id)
    draft = drafts.draft_of(plan, request.viewer.on)
    choices = unit_selectors.choices_among(draft.reach, words=request.GET.get("tim_don_vi", ""))
    page = Paginator(draft.names, PAGE).get_page(request.GET.get("page"))
    forms = [
        NameForm(request.POST or None, name=one.name, units=choices.options, prefix=f"ten{number}")
        for number, one in enumerate(page, page.start_index())
    ]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        said = {one.name: form.keys for one, form in zip(page, forms, strict=True)}
        if "con-lai" in request.POST:
            said = {name: keys if keys is not None else () for name, keys in said.items()}
        told = {name: keys for name, keys in said.items() if keys is not None}
        if _try(
            request,
            lambda at: services.settle_names(plan_id=plan.pk, said=told, actor=request.user, at=at),
            f"Đã nhớ {len(told)} tên gọi.",
        ):
            return redirect(request.get_full_path())
    how = [(HOW_WORDS[one], count) for one, count in draft.told.most_common()]
    context = {
        "page": page,
        "rows": [*zip(page, forms, strict=True)],
        "choices": choices,
        "how": how,
        "helpers": len(_helpers(draft)),
        "remembered": draft.remembered_names,
    }
    return _reading_page(request, draft, "names", context)


def _helpers(draft: Draft) -> tuple[str, ...]:
    """Return the names still asked that nobody leads under."""
    return tuple(one.name for one in draft.names if not one.lead_count)


@require_POST
def set_aside(request: Asked, plan_id: int) -> HttpResponse:
    """Leave every name that only helps, and that nobody could tell, as the words it is."""
    plan = _draft(request, plan_id)
    said: dict[str, tuple[int, ...]] = dict.fromkeys(_helpers(drafts.draft_of(plan, request.viewer.on)), ())
    _try(
        request,
        lambda at: services.settle_names(plan_id=plan.pk, said=said, actor=request.user, at=at),
        f"Đã để nguyên chữ {len(said)} tên phối hợp.",
    )
    return redirect("planning:read_names", plan.pk)


@require_POST
def ask_again(request: Asked, plan_id: int) -> HttpResponse:
    """Forget what a name means, so that it is asked again."""
    plan = _draft(request, plan_id)
    name = request.POST.get("ten", "")
    _try(
        request,
        lambda at: services.ask_again(plan_id=plan.pk, name=name, actor=request.user, at=at),
        f"Sẽ hỏi lại “{name}”.",
    )
    return redirect("planning:read_names", plan.pk)


def name_many(request: Asked, plan_id: int) -> HttpResponse:
    """Ask for several units that one name stands for ("các phòng")."""
    plan = _draft(request, plan_id)
    name = request.GET.get("ten", "")
    choices = unit_selectors.choices_among(
        unit_selectors.reach_of(plan.body_id, request.viewer.on), words=request.GET.get("tim_don_vi", "")
    )
    form = ManyUnitsForm(request.POST or None, units=choices.options)
    if request.method == "POST" and form.is_valid():
        told = {name: tuple(form.cleaned_data["units"])}
        if _try(
            request,
            lambda at: services.settle_names(plan_id=plan.pk, said=told, actor=request.user, at=at),
            f"Đã nhớ “{name}”.",
        ):
            return redirect("planning:read_names", plan.pk)
    context = {"plan": plan, "name": name, "form": form, "choices": choices}
    return render(request, "planning/plans/name_many.html", context, status=_status(form))


def rows(request: Asked, plan_id: int) -> HttpResponse:
    """Show every row as read, and ask what the plan left open; on POST keep the answers of this page."""
    plan = _draft(request, plan_id)
    draft = drafts.draft_of(plan, request.viewer.on)
    shown = request.GET.get("xem", "hoi" if draft.asked else "")
    page = Paginator(_narrowed(draft, shown, request.GET.get("q", "")), PAGE).get_page(request.GET.get("page"))
    units = unit_selectors.choices_among(draft.reach).options if draft.asked else ()
    forms = [_row_form(one, units, request.POST or None) for one in page]
    if request.method == "POST" and all(form.is_valid() for form in forms):
        answers = {one.row.item.key: form.answer for one, form in zip(page, forms, strict=True) if form.has_changed()}
        if not answers or _try(
            request,
            lambda at: services.answer_rows(plan_id=plan.pk, answers=answers, actor=request.user, at=at),
            f"Đã lưu câu trả lời của {len(answers)} dòng.",
        ):
            return redirect(request.get_full_path())
    told = draft.reach.names
    context = {
        "page": page,
        "rows": [(row_shown(one, draft, told), form) for one, form in zip(page, forms, strict=True)],
        "filters": _FILTERS,
        "shown": shown,
    }
    is_wrong = any(form.errors for form in forms)
    return _reading_page(request, draft, "rows", context, status=UNPROCESSABLE if is_wrong else 200)


def _row_form(one: DraftRow, units: Any, data: Any) -> RowForm:
    asked = (("task", one.row.asks_task), ("lead", one.row.asks_lead), ("due", one.row.asks_due))
    prefix = f"dong{one.row.item.key.replace(':', '-')}"
    return RowForm(data, answer=one.row.answer, units=units, prefix=prefix, asks=[name for name, asks in asked if asks])


def _narrowed(draft: Draft, shown: str, words: str) -> tuple[DraftRow, ...]:
    chosen = {
        "hoi": draft.asked,
        "chua-ro": tuple(one for one in draft.kept if one.unknown_leads or one.unknown_helpers),
        "khong-neu": draft.unnamed,
        "bo": draft.left_out,
    }.get(shown, draft.rows)
    looked = words.strip().lower()
    return tuple(one for one in chosen if looked in one.row.task.lower()) if looked else chosen


@require_POST
def leave_out(request: Asked, plan_id: int) -> HttpResponse:
    """Leave out every row that names nothing of the body, for one reason."""
    plan = _draft(request, plan_id)
    reason = request.POST.get("reason", "").strip()
    draft = drafts.draft_of(plan, request.viewer.on)
    answers = {one.row.item.key: Answer(left_out=reason) for one in draft.unnamed}
    if not reason:
        messages.error(request, "Hãy ghi lý do bỏ các dòng này.")
    else:
        _try(
            request,
            lambda at: services.answer_rows(plan_id=plan.pk, answers=answers, actor=request.user, at=at),
            f"Đã bỏ {len(answers)} dòng.",
        )
    return redirect("planning:read_rows", plan.pk)


@require_POST
def write(request: Asked, plan_id: int) -> HttpResponse:
    """Write the rows, or hand a long plan to the worker."""
    plan = _draft(request, plan_id)
    try:
        written = writing.start_writing(plan_id=plan.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("planning:read_rows", plan.pk)
    if written.state == PlanState.LIVE:
        messages.success(request, "Đã ghi kế hoạch. Các nội dung trùng với kế hoạch khác được tìm ở nền.")
    return redirect("planning:plan", plan.pk)


@require_POST
def write_again(request: Asked, plan_id: int) -> HttpResponse:
    """Hand a plan to the worker once more."""
    plan = get_object_or_404(Plan.objects.visible_to(request.viewer), pk=plan_id)
    require(request.viewer, "planning.change_plan", plan)
    _try(
        request,
        lambda at: writing.write_again(plan_id=plan.pk, actor=request.user, at=at),
        "Đã giao ghi lại từ đầu.",
    )
    return redirect("planning:plan", plan.pk)


@require_safe
def progress(request: Asked, plan_id: int) -> HttpResponse:
    """Say how far the writing of a plan is."""
    plan = get_object_or_404(Plan.objects.visible_to(request.viewer), pk=plan_id)
    require(request.viewer, "planning.change_plan", plan)
    total = plan.settled.get("total", 0)
    context = {"plan": plan, "total": total, "done": total}
    if plan.state == PlanState.WAITING:
        # Never all of it before the last step is done: the page goes on asking.
        context["done"] = min(selectors.written_count(plan), max(total - 1, 0))
    return render(request, "planning/plans/_progress.html", context)


def _draft(request: Asked, plan_id: int) -> Plan:
    seen = Plan.objects.visible_to(request.viewer).select_related("source", "body", "created_by")
    plan: Plan = get_object_or_404(seen, pk=plan_id)
    require(request.viewer, "planning.change_plan", plan)
    return plan


def _reading_page(request: Asked, draft: Draft, tab: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    if draft.plan.state != PlanState.DRAFT:
        return redirect("planning:plan", draft.plan.pk)
    lead_names = [one for one in draft.names if one.lead_count]
    frame = {
        "plan": draft.plan,
        "draft": draft,
        "tab": tab,
        "kept": len(draft.kept),
        "left_out": len(draft.left_out),
        "question_count": len([one for one in draft.asked if not one.is_settled]),
        "unknown_count": len(draft.names),
        "unknown_leads": len(lead_names),
        "unnamed_count": len(draft.unnamed),
        "problem": draft.plan.settled.get("problem", ""),
        "file": given(draft.plan.source),
        "writes": may(request.viewer, "planning.change_plan", draft.plan),
    }
    return render(request, f"planning/plans/read_{tab}.html", {**context, **frame}, status=status)


def _try(request: Asked, do: Any, done: str) -> bool:
    try:
        do(timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def _status(form: Any) -> int:
    return UNPROCESSABLE if form.is_bound and form.errors else 200
