"""Pages of targets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning.choices import Direction
from congtam.planning.forms.targets import TargetForm, TargetListForm, TargetReportForm
from congtam.planning.models import Target
from congtam.planning.presenters import targets as presenters
from congtam.planning.presenters.work import lines as work_lines
from congtam.planning.selectors import targets as selectors
from congtam.planning.selectors import work as works
from congtam.planning.services import targets as services
from congtam.values.refusal import RefusedError


def targets(request: Asked) -> HttpResponse:
    """List the targets of a body and year with where each stands."""
    form = TargetListForm(request.GET)
    form.is_valid()
    data, viewer = form.cleaned_data, request.viewer
    bodies = works.bodies_around(viewer, words=data.get("tim_don_vi") or "", chosen=data.get("co_quan"))
    if bodies.body_id is None:
        return render(request, "planning/work_items/targets.html", {"bodies": bodies})
    year, words = data.get("nam") or viewer.on.year, data.get("q") or ""
    listed = selectors.listed(Target.objects.visible_to(viewer), bodies.body_id, year)
    found = [line for line in selectors.lines(listed, viewer.on) if selectors.matches(line.target.name, words)]
    context = {
        "bodies": bodies,
        "year": year,
        "years": [(one, str(one)) for one in range(year - 2, year + 3)],
        "rows": [(line, presenters.wanted_words(line.target), presenters.TONES[line.standing]) for line in found],
        "tally": selectors.tally(found),
        "is_narrowed": bool(words),
        "place": f"co_quan={bodies.body_id}&nam={year}",
        "keeps": may(viewer, "planning.keep_work", bodies.body_id),
    }
    return render(request, "planning/work_items/targets.html", context)


def target(request: Asked, target_id: int) -> HttpResponse:
    """Show one target: how it got where it stands, and the work that serves it."""
    visible = Target.objects.visible_to(request.viewer)
    found = get_object_or_404(visible, pk=target_id)
    on = request.viewer.on
    [line] = selectors.lines(visible.filter(pk=found.pk), on)
    reports = selectors.reports_of(found)
    counting = selectors.counting(reports)
    context = {
        "target": found,
        "line": line,
        "wanted": presenters.wanted_words(found),
        "baseline": presenters.figure_words(found.baseline, found),
        "latest": presenters.figure_words(line.latest, found),
        "tone": presenters.TONES[line.standing],
        "reports": list(reversed(reports)),
        "counting": {report.pk for report in counting},
        "chart": presenters.chart(found, counting),
        "works": work_lines(selectors.works_for(found, on), request.viewer),
        "keeps": may(request.viewer, "planning.keep_work", found.body_id) and not found.is_dropped,
        "report_form": TargetReportForm(initial={"on": on}),
        "reports_it": may(request.viewer, "planning.report_target", found) and not found.is_dropped,
    }
    return render(request, "planning/work_items/target.html", context)


def add(request: Asked, body_id: int, year: int) -> HttpResponse:
    """Set a target of a body for a year."""
    body = get_object_or_404(Unit, pk=body_id)
    require(request.viewer, "planning.keep_work", body.pk)
    form = _form(request, body.pk, year)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.set_target(body=body, year=year, words=_words(form), actor=request.user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Đã lập chỉ tiêu.")
            return redirect("target:one", made.pk)
    context = {
        "form": form,
        "heading": f"Lập chỉ tiêu năm {year}",
        "body_name": works.name_of(body.pk, request.viewer.on),
    }
    return render(request, "planning/work_items/target_form.html", context, status=422 if form.errors else 200)


def change(request: Asked, target_id: int) -> HttpResponse:
    """Change what a target says, for a reason."""
    found = get_object_or_404(Target.objects.visible_to(request.viewer), pk=target_id)
    require(request.viewer, "planning.keep_work", found.body_id)
    form = _form(request, found.body_id, found.year, found)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data.pop("reason")
        try:
            services.change_target(
                target_id=found.pk, words=_words(form), reason=reason, actor=request.user, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã sửa chỉ tiêu; nội dung cũ vẫn được giữ.")
            return redirect("target:one", found.pk)
    context = {"form": form, "target": found}
    return render(request, "planning/work_items/target_form.html", context, status=422 if form.errors else 200)


@require_POST
def report(request: Asked, target_id: int) -> HttpResponse:
    """Keep what a target stands at on a day."""
    found = get_object_or_404(Target.objects.visible_to(request.viewer), pk=target_id)
    require(request.viewer, "planning.report_target", found)
    form = TargetReportForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy ghi ngày và giá trị đạt (số, dấu phẩy là phần lẻ).")
        return redirect("target:one", found.pk)
    try:
        services.report_target(target_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã ghi giá trị đạt.")
    return redirect("target:one", found.pk)


@require_POST
def drop(request: Asked, target_id: int) -> HttpResponse:
    """Follow a target no more."""
    found = get_object_or_404(Target.objects.visible_to(request.viewer), pk=target_id)
    require(request.viewer, "planning.keep_work", found.body_id)
    try:
        services.drop_target(
            target_id=found.pk, reason=request.POST.get("reason", ""), actor=request.user, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã thôi theo dõi chỉ tiêu.")
    return redirect("target:one", found.pk)


def _form(request: Asked, body_id: int, year: int, found: Target | None = None) -> TargetForm:
    units = works.units_to_lead(body_id, request.viewer.on, chosen=found.lead_unit_id if found else None)
    initial: dict[str, Any] = {}
    if found is not None:
        initial = {name: getattr(found, name) for name in ("name", "measure", "direction", "note")}
        initial |= {"plan": found.plan_id, "lead_unit": found.lead_unit_id, "value": found.value.normalize()}
        initial["baseline"] = found.baseline.normalize() if found.baseline is not None else None
    return TargetForm(
        request.POST or None,
        plans=list(selectors.plans_to_set(body_id, year)),
        units=units.options,
        changes=found is not None,
        initial=initial,
    )


def _words(form: TargetForm) -> services.TargetWords:
    data = dict(form.cleaned_data)
    plan, unit = data.pop("plan"), data.pop("lead_unit")
    return services.TargetWords(
        direction=Direction(data.pop("direction")),
        plan=selectors.plan_named(plan) if plan else None,
        lead_unit=works.unit_named(unit) if unit else None,
        **data,
    )
