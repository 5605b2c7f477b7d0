"""Pages of dated facts about people, of responsibilities, groups, and wrong superiors."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.organisation import services as organisation
from congtam.organisation.models import UnitState
from congtam.personnel import forms, services
from congtam.personnel.asking import Asked
from congtam.personnel.models import Person
from congtam.personnel.rights import require
from congtam.personnel.selectors import listing, people_of, records, tree
from congtam.personnel.views.acting import UNPROCESSABLE, FormPage, body_asked, form_page, try_act

# People in and outside of a group shown at once.
ROWS = 50


def add_absence(request: Asked, pk: int) -> HttpResponse:
    """Record time away."""
    found = _kept(request, pk, "personnel.change_person")
    return form_page(
        request,
        forms.AbsenceForm(request.POST or None),
        _page(found, "Ghi thời gian nghỉ", "Ghi", "Đã ghi thời gian nghỉ."),
        lambda typed, at: services.record_absence(
            person=found,
            kind=typed["kind"],
            start=typed["start"],
            until=forms.after(typed["last_day"]),
            document=typed["document"],
            actor=request.user,
            at=at,
        ),
    )


def end_absence(request: Asked, pk: int) -> HttpResponse:
    """Set the last day of an absence."""
    absence = get_object_or_404(records.absences_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.change_person", absence.person)
    return form_page(
        request,
        forms.EndAbsenceForm(request.POST or None),
        _page(absence.person, "Sửa ngày hết nghỉ", "Lưu", "Đã sửa ngày hết nghỉ."),
        lambda typed, at: services.end_absence(
            absence=absence,
            until=forms.after(typed["last_day"]) or typed["last_day"],
            document=typed["document"],
            actor=request.user,
            at=at,
        ),
    )


def add_discipline(request: Asked, pk: int) -> HttpResponse:
    """Record a decision on discipline."""
    found = _kept(request, pk, "personnel.discipline")

    def do(typed: dict[str, Any], at: datetime) -> None:
        duty = typed.pop("duty")
        services.record_discipline(**typed, is_duty_related=duty, person=found, actor=request.user, at=at)

    return form_page(
        request,
        forms.DisciplineForm(request.POST or None),
        _page(found, "Ghi kỷ luật", "Ghi quyết định", "Đã ghi quyết định kỷ luật."),
        do,
    )


def classify(request: Asked, pk: int) -> HttpResponse:
    """Say whether an act touches official duty."""
    action = get_object_or_404(records.discipline_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.discipline", action.person)
    return form_page(
        request,
        forms.ClassifyForm(request.POST or None),
        _page(action.person, f"Phân loại: {action.act}", "Lưu phân loại", "Đã phân loại."),
        lambda typed, at: services.classify_discipline(
            action=action,
            is_duty_related=typed["duty"],
            is_already_counted=typed["is_already_counted"],
            reason=typed["reason"],
            actor=request.user,
            at=at,
        ),
    )


@require_POST
def report_evaluator(request: Asked, pk: int) -> HttpResponse:
    """Say that the superior shown is wrong."""
    found: Person = get_object_or_404(records.people_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.report_wrong_evaluator", found)
    form = forms.ReportForm(request.POST)
    post = next(iter(records.person_record(found, request.viewer, request.viewer.on).current), None)
    if form.is_valid() and post is not None:
        try_act(
            request,
            lambda at: services.report_wrong_evaluator(
                person=found, unit=post.unit, text=form.cleaned_data["text"], actor=request.user, at=at
            ),
            "Đã báo công chức tổ chức cán bộ; câu trả lời sẽ hiện ở trang này.",
        )
    return redirect("personnel:person", pk)


def reports(request: Asked) -> HttpResponse:
    """List the reports of wrong superiors to the officer."""
    require(request.viewer, "personnel.export")
    found = records.with_names(records.reports_seen(request.viewer)[:200], lambda report: report.unit_id)
    return render(request, "personnel/reports.html", {"reports": found})


@require_POST
def answer_report(request: Asked, pk: int) -> HttpResponse:
    """Answer a report."""
    report = get_object_or_404(records.reports_seen(request.viewer), pk=pk)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        try_act(
            request,
            lambda at: services.answer_evaluator_report(
                report=report, answer=form.cleaned_data["answer"], actor=request.user, at=at
            ),
            "Đã trả lời.",
        )
    return redirect("personnel:reports")


def similar_groups(request: Asked) -> HttpResponse:
    """Show the groups of a body with how many are in each; on POST add one."""
    bodies, body = _body(request)
    require(request.viewer, "personnel.similar_groups", body.unit if body else None)
    form = forms.GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and body is not None:
        try_act(
            request,
            lambda at: organisation.add_similar_group(
                body=body.unit, name=form.cleaned_data["name"], actor=request.user, at=at
            ),
            "Đã lập nhóm.",
        )
        return redirect(f"{reverse('personnel:similar_groups')}?co-quan={body.unit_id}")
    posts = (
        people_of(body.unit_id, request.viewer.on, request.viewer).filter(category="civil_servant") if body else None
    )
    context = {
        "bodies": [(state.unit_id, state.name) for state in bodies],
        "body": body,
        "groups": listing.group_counts(body.unit_id, posts) if body and posts is not None else [],
        "without": posts.filter(similar_group__isnull=True).count() if posts is not None else 0,
        "form": form,
    }
    return render(
        request,
        "personnel/similar_groups.html",
        context,
        status=UNPROCESSABLE if form.is_bound and form.errors else 200,
    )


def similar_group(request: Asked, pk: int) -> HttpResponse:
    """Show who is in a group and who is in none; on POST put people in."""
    group = get_object_or_404(records.groups_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.similar_groups", group.body)
    posts = people_of(group.body_id, request.viewer.on, request.viewer).filter(category="civil_servant")
    if request.method == "POST":
        chosen = list(posts.filter(pk__in=[key for key in request.POST.getlist("posts") if key.isdecimal()]))
        try_act(
            request,
            lambda at: services.set_similar_group(
                posts=chosen, group=group, on=request.viewer.on, actor=request.user, at=at
            ),
            f"Đã xếp {len(chosen)} người vào nhóm.",
        )
        return redirect("personnel:similar_group", pk)
    others = listing.without_group_first(posts.exclude(similar_group=group))
    inside = Paginator(posts.filter(similar_group=group), ROWS).get_page(request.GET.get("trong-nhom"))
    outside = Paginator(others, ROWS).get_page(request.GET.get("page"))
    context = {
        "group": group,
        "inside_page": inside,
        "inside": listing.with_unit_names(list(inside), request.viewer.on),
        "outside_page": outside,
        "outside": listing.with_unit_names(list(outside), request.viewer.on),
    }
    return render(request, "personnel/similar_group.html", context)


def rename_group(request: Asked, pk: int) -> HttpResponse:
    """Give a group another name."""
    group = get_object_or_404(records.groups_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.similar_groups", group.body)
    back = reverse("personnel:similar_group", args=[pk])
    page = FormPage(
        title="Đổi tên nhóm",
        button="Đổi tên",
        done="Đã đổi tên nhóm.",
        over=group.name,
        back=back,
        crumbs=[("Nhóm nhiệm vụ tương đồng", reverse("personnel:similar_groups")), (group.name, back)],
    )
    return form_page(
        request,
        forms.GroupForm(request.POST or None, initial={"name": group.name}),
        page,
        lambda typed, at: organisation.rename_similar_group(group=group, name=typed["name"], actor=request.user, at=at),
    )


def responsibilities(request: Asked) -> HttpResponse:
    """Show who looks after what in a body; on POST give a part to somebody."""
    bodies, body = _body(request)
    require(request.viewer, "personnel.give_responsibility", body.unit if body else None)
    people = records.people_in_body(body.unit_id if body else 0, request.viewer.on)
    form = forms.DutyForm(request.POST or None, people=people, initial={"on": request.viewer.on})
    if request.method == "POST" and form.is_valid() and body is not None:
        try_act(
            request,
            lambda at: services.give_responsibility(**form.cleaned_data, unit=body.unit, actor=request.user, at=at),
            "Đã giao phần việc.",
        )
        return redirect(f"{reverse('personnel:responsibilities')}?co-quan={body.unit_id}")
    context = {
        "bodies": [(state.unit_id, state.name) for state in bodies],
        "body": body,
        "duties": records.duties_in(frozenset({body.unit_id}) if body else frozenset(), request.viewer.on),
        "form": form,
    }
    return render(
        request,
        "personnel/responsibilities.html",
        context,
        status=UNPROCESSABLE if form.is_bound and form.errors else 200,
    )


@require_POST
def end_responsibility(request: Asked, pk: int) -> HttpResponse:
    """End a responsibility from today."""
    duty = get_object_or_404(records.duties_in(None, request.viewer.on), pk=pk)
    require(request.viewer, "personnel.give_responsibility", duty.unit)
    today = timezone.localdate()
    try_act(
        request,
        lambda at: services.end_responsibility(responsibility=duty, on=today, actor=request.user, at=at),
        "Đã thôi giao từ hôm nay.",
    )
    return redirect(f"{reverse('personnel:responsibilities')}?co-quan={duty.unit_id}")


def _body(request: Asked) -> tuple[list[UnitState], UnitState | None]:
    """Return the bodies the viewer keeps, and the one that is meant."""
    bodies = tree.bodies_kept(request.viewer, request.viewer.on)
    return bodies, body_asked(request, bodies)


def _kept(request: Asked, pk: int, right: str) -> Person:
    found: Person = get_object_or_404(records.people_seen(request.viewer), pk=pk)
    require(request.viewer, right, found)
    return found


def _page(found: Person, title: str, button: str, done: str) -> FormPage:
    back = reverse("personnel:person", args=[found.pk])
    crumbs = [("Danh bạ", reverse("personnel:people")), (found.full_name, back)]
    return FormPage(title=title, button=button, done=done, over=found.full_name, back=back, crumbs=crumbs)
