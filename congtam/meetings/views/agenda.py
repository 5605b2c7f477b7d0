"""The agenda, what was said to it, and what was put to the vote."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.meetings import presenters, selectors, services
from congtam.meetings.choices import BallotManner, MeetingState
from congtam.meetings.forms import AgendaForm, CountForm, DiscussionForm, SecretCountForm, VoteForm
from congtam.meetings.models import AgendaItem, Ballot
from congtam.meetings.views.record import kept
from congtam.personnel.asking import Asked
from congtam.values.refusal import RefusedError

_BEFORE_THE_END = (MeetingState.CALLED, MeetingState.OPEN)


def agenda(request: Asked, pk: int) -> HttpResponse:
    """Show the agenda, add to it, and with `muc` change one item."""
    found = kept(request, pk)
    members, items = selectors.members_of(found), selectors.agenda_of(found)
    asked = request.GET.get("muc", "")
    chosen = next((one for one in items if str(one.pk) == asked), None)
    initial: dict[str, Any] = {}
    if chosen:
        initial = {"title": chosen.title, "position": chosen.position, "presenter": chosen.presenter_id or ""}
    form = AgendaForm(request.POST or None, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.set_agenda_item(
                meeting_id=found.pk,
                item_id=chosen.pk if chosen else None,
                title=data["title"],
                position=data["position"] or len(items) + 1,
                presenter_id=int(data["presenter"]) if data["presenter"] else None,
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings:agenda", found.pk)
    context = {"meeting": found, "items": items, "chosen": chosen, "form": form}
    context["is_open"] = found.state in _BEFORE_THE_END
    return render(request, "meetings/agenda.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop_item(request: Asked, item_id: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = get_object_or_404(AgendaItem, pk=item_id)
    found = kept(request, item.meeting_id)
    try:
        services.drop_agenda_item(item_id=item.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:agenda", found.pk)


def discussion(request: Asked, item_id: int) -> HttpResponse:
    """Write what was said to an item."""
    item = get_object_or_404(AgendaItem, pk=item_id)
    found = kept(request, item.meeting_id)
    form = DiscussionForm(request.POST or None, initial={"discussion": item.discussion, "was": item.discussion})
    if request.method == "POST" and form.is_valid():
        try:
            services.write_discussion(item_id=item.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã ghi ý kiến.")
            return redirect("meetings:meeting", found.pk)
    context = {"meeting": found, "item": item, "form": form}
    return render(request, "meetings/discussion.html", context, status=422 if form.is_bound else 200)


def vote(request: Asked, pk: int) -> HttpResponse:
    """Put a question to the vote, and go on to count it."""
    found = kept(request, pk)
    items = selectors.agenda_of(found)
    there = selectors.turnout(found.quorum, selectors.members_of(found))
    form = VoteForm(request.POST or None, agenda=items, initial={"agenda_item": request.GET.get("muc", "")})
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["agenda_item"]
        try:
            made = services.put_to_vote(
                meeting_id=found.pk,
                agenda_item_id=int(asked) if asked else None,
                question=form.question(),
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("meetings:count", made.pk)
    context = {"meeting": found, "form": form, "there": there, "quorum_words": presenters.quorum_words(there)}
    return render(request, "meetings/vote.html", context, status=422 if form.is_bound else 200)


def count(request: Asked, ballot_id: int) -> HttpResponse:
    """Write what was counted; the outcome follows."""
    ballot = get_object_or_404(Ballot, pk=ballot_id)
    found = kept(request, ballot.meeting_id)
    there = selectors.turnout(found.quorum, selectors.members_of(found))
    kind = SecretCountForm if ballot.manner == BallotManner.SECRET else CountForm
    form = kind(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            counted = services.count_votes(
                ballot_id=ballot.pk, count=form.count(), actor=request.user, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Kết quả: {selectors.outcome_words(counted)}.")
            return redirect("meetings:meeting", found.pk)
    context = {"meeting": found, "vote": presenters.vote(ballot), "form": form, "there": there}
    return render(request, "meetings/count.html", context, status=422 if form.is_bound else 200)


@require_POST
def withdraw(request: Asked, ballot_id: int) -> HttpResponse:
    """Take back a question that has not been counted."""
    ballot = get_object_or_404(Ballot, pk=ballot_id)
    found = kept(request, ballot.meeting_id)
    try:
        services.withdraw_vote(ballot_id=ballot.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:meeting", found.pk)
