"""The list of meetings, and calling one."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congtam.meetings import selectors, services
from congtam.meetings.choices import MeetingKind, MemberRole
from congtam.meetings.forms import KINDS, CallForm, ListForm
from congtam.meetings.models import Meeting, MeetingMember, kept_by
from congtam.meetings.selectors import Candidate, Wanted
from congtam.organisation.models import Unit
from congtam.organisation.selectors import UnitChoices, unit_choices, using_bodies
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.known import given
from congtam.values.refusal import RefusedError
from congtam.values.text import capital

PAGE, AHEAD = 30, 20
# How far the next meeting of a kind usually is.
_STEPS = {MeetingKind.WEEKLY: timedelta(days=7)}


@require_safe
def meetings(request: Asked) -> HttpResponse:
    """List the meetings one may see: those to come first, then those held."""
    viewer = request.viewer
    asked = _asked(request)
    wanted = Wanted(
        unit_id=asked.get("don_vi"), kind=asked.get("loai") or "", month=asked.get("thang"), words=asked.get("q") or ""
    )
    found = selectors.listed(viewer, wanted)
    context = {
        "coming": selectors.coming(found, viewer.on)[:AHEAD],
        "page": Paginator(selectors.past(found, viewer.on), PAGE).get_page(request.GET.get("page")),
        "units": _units(request, asked),
        "kinds": KINDS,
        "is_narrowed": wanted != Wanted(),
        "may_call": may(viewer, "meetings.call"),
    }
    return render(request, "meetings/meetings.html", context)


def call(request: Asked) -> HttpResponse:
    """Call a meeting of one unit and kind; people and habits are those of the last one of its kind."""
    asked = _asked(request)
    units = _units(request, asked)
    unit_id = units.chosen or _own_body(request) or next((pk for pk, _ in units.options), None)
    require(request.viewer, "meetings.call", unit_id)
    kind = MeetingKind(asked.get("loai") or MeetingKind.WEEKLY)
    last = selectors.latest_of(given(unit_id), kind)
    form = _call_form(request, given(unit_id), kind, last)
    if request.method == "POST" and form.is_valid() and (answer := _tried(request, given(unit_id), kind, form)):
        return answer
    context = {
        "form": form,
        "units": units,
        "unit_id": unit_id,
        "kinds": KINDS,
        "kind": kind.value,
        "last": last,
        "unfinished": selectors.left_by(last) if last else [],
    }
    return render(request, "meetings/call.html", context, status=422 if form.is_bound else 200)


def _tried(request: Asked, unit_id: int, kind: MeetingKind, form: CallForm) -> HttpResponse | None:
    """Call the meeting and go to it; None when the form must be mended first."""
    try:
        made = services.call_meeting(
            unit=Unit(pk=unit_id),
            details=form.details(kind),
            members=form.called(),
            agenda=form.agenda_lines(),
            quorum=form.cleaned_data["quorum"],
            actor=request.user,
            at=timezone.now(),
        )
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    return redirect("meetings:meeting", made.pk)


def _own_body(request: Asked) -> int | None:
    """Return the body the viewer serves in, if its meetings are his to call."""
    viewer = request.viewer
    bodies = set(using_bodies(viewer.posts, viewer.on).values()) & kept_by(viewer)
    return min(bodies, default=None)


def _asked(request: Asked) -> dict[str, Any]:
    form = ListForm(request.GET)
    form.is_valid()
    return form.cleaned_data


def _units(request: Asked, asked: dict[str, Any]) -> UnitChoices:
    kept = kept_by(request.viewer)
    return unit_choices(kept, request.viewer.on, words=asked.get("tim_don_vi") or "", chosen=asked.get("don_vi"))


def _call_form(request: Asked, unit_id: int, kind: MeetingKind, last: Meeting | None) -> CallForm:
    members = selectors.members_of(last) if last else []
    seated = [one for one in members if one.role != MemberRole.GUEST]
    besides = [request.viewer.person_id or 0, *(one.person_id for one in seated)]
    candidates = selectors.usual_people(request.viewer, unit_id, besides)
    guests = [
        Candidate(person_id=one.person_id, full_name=one.person.full_name, post="", is_leader=False)
        for one in members
        if one.role == MemberRole.GUEST
    ]
    if request.method == "POST":
        return CallForm(request.POST, candidates=candidates, guests=guests)
    initial = _habits(last, members, kind, timezone.localtime()) if last else _usual(candidates, timezone.localtime())
    return CallForm(candidates=candidates, guests=guests, initial={"title": capital(str(kind.label)), **initial})


def _usual(candidates: list[Candidate], now: datetime) -> dict[str, Any]:
    """Return what the first meeting of its kind is offered: all leaders, the first of them in the chair, tomorrow at eight."""
    leaders = [str(one.person_id) for one in candidates if one.is_leader]
    starts_at = (now + timedelta(days=1)).replace(hour=8, minute=0)
    return {"starts_at": starts_at, "chair": next(iter(leaders), ""), "members": leaders}


def _habits(last: Meeting, members: list[MeetingMember], kind: MeetingKind, now: datetime) -> dict[str, Any]:
    """Return what a later meeting of its kind is offered: the place and seats of the last one, its hour, as far on as the kind usually is."""
    seats = {one.role: str(one.person_id) for one in members}
    following = timezone.localtime(last.starts_at) + _STEPS.get(kind, timedelta(days=28))
    return {
        "starts_at": max(now, following).replace(minute=following.minute, hour=following.hour),
        "place": last.place,
        "chair": seats.get(MemberRole.CHAIR, ""),
        "secretary": seats.get(MemberRole.SECRETARY, ""),
        "members": [str(one.person_id) for one in members if one.has_vote],
        "guests": [str(one.person_id) for one in members if one.role == MemberRole.GUEST],
    }
