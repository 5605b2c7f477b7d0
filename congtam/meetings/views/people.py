"""Who is called to a meeting, and who came."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.meetings import selectors, services
from congtam.meetings.choices import MeetingState, MemberRole
from congtam.meetings.forms import AttendanceForm, NewMemberForm, RoleForm
from congtam.meetings.models import MeetingMember
from congtam.meetings.selectors import Candidate
from congtam.meetings.views.record import kept
from congtam.personnel.asking import Asked
from congtam.personnel.models import Person
from congtam.values.refusal import RefusedError


def attendance(request: Asked, pk: int) -> HttpResponse:
    """Take down who came and why not, and say at once whether enough are there."""
    found = kept(request, pk)
    members = selectors.members_of(found)
    form = AttendanceForm(request.POST or None, members=members, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            there = services.take_attendance(
                meeting_id=found.pk,
                marks=form.marks(),
                revision=form.cleaned_data["revision"],
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            _say(request, there)
            return redirect("meetings:meeting", found.pk)
    context = {"meeting": found, "form": form, "rows": form.rows(), "there": selectors.turnout(found.quorum, members)}
    return render(request, "meetings/attendance.html", context, status=422 if form.is_bound else 200)


def _say(request: Asked, there: selectors.Turnout) -> None:
    words = f"Đã điểm danh: có mặt {there.present}/{there.voters} người được biểu quyết, cần {there.quorum}."
    if there.has_quorum:
        messages.success(request, f"{words} Đủ điều kiện biểu quyết.")
    else:
        messages.warning(request, f"{words} Còn thiếu {there.missing} người nên chưa biểu quyết được.")


def members(request: Asked, pk: int) -> HttpResponse:
    """Show who is called, change what each does, and look for others to call."""
    found = kept(request, pk)
    if request.method == "POST":
        form = NewMemberForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            person = get_object_or_404(Person.objects.visible_to(request.viewer), pk=data["person"])
            role = MemberRole(data["role"])
            _tried(
                request,
                services.call_member,
                done="Đã mời thêm.",
                meeting_id=found.pk,
                person_id=person.pk,
                role=role,
                has_vote=data["has_vote"],
            )
        return redirect("meetings:members", found.pk)
    words = request.GET.get("tim_nguoi", "")
    called = selectors.members_of(found)
    seated = {one.person_id for one in called}
    offered = selectors.found_people(request.viewer, words)
    context = {
        "meeting": found,
        "members": [(one, _role_form(one)) for one in called],
        "found": [(one, _new_form(one)) for one in offered if one.person_id not in seated],
        "words": words,
        "there": selectors.turnout(found.quorum, called),
        "is_before": found.state == MeetingState.CALLED,
        "is_open": found.state in (MeetingState.CALLED, MeetingState.OPEN),
    }
    return render(request, "meetings/members.html", context)


def _role_form(one: MeetingMember) -> RoleForm:
    return RoleForm(initial={"role": one.role, "has_vote": one.has_vote}, auto_id=f"called_{one.pk}_%s")


def _new_form(one: Candidate) -> NewMemberForm:
    offered = {"person": one.person_id, "role": MemberRole.MEMBER.value, "has_vote": True}
    return NewMemberForm(initial=offered, auto_id=f"found_{one.person_id}_%s")


@require_POST
def member(request: Asked, member_id: int) -> HttpResponse:
    """Give somebody called another role or vote."""
    one = _member(request, member_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = MemberRole(form.cleaned_data["role"])
        votes = form.cleaned_data["has_vote"]
        _tried(request, services.change_member, done="Đã ghi.", member_id=one.pk, role=role, has_vote=votes)
    return redirect("meetings:members", one.meeting_id)


@require_POST
def leave_out(request: Asked, member_id: int) -> HttpResponse:
    """Take somebody off the list of a meeting that has not begun."""
    one = _member(request, member_id)
    _tried(request, services.leave_out_member, done="Đã bỏ khỏi thành phần.", member_id=one.pk)
    return redirect("meetings:members", one.meeting_id)


def _member(request: Asked, member_id: int) -> MeetingMember:
    one = get_object_or_404(MeetingMember, pk=member_id)
    kept(request, one.meeting_id)
    return one


def _tried(request: Asked, service: Any, *, done: str, **values: Any) -> None:
    try:
        service(actor=request.user, at=timezone.now(), **values)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
