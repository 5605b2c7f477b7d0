"""When a body reminds whom, and reminding by hand."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from congtam.follow_up.choices import Chain, Kind
from congtam.follow_up.forms.reminders import ChosenBodyForm, RemindersForm, RemindForm
from congtam.follow_up.presenters import rules_in_words
from congtam.follow_up.selectors.chased import chased
from congtam.follow_up.selectors.reminders import body_to_read, reminders_of
from congtam.follow_up.selectors.sent import sent_about
from congtam.follow_up.services import remind, set_reminders
from congtam.organisation.models import Unit
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.refusal import RefusedError


def reminders(request: Asked) -> HttpResponse:
    """Show and set when a body reminds whom."""
    require(request.viewer, "follow_up.read_reminders")
    asked = ChosenBodyForm.read(request.GET)
    bodies = body_to_read(request.viewer, words=asked["tim_don_vi"], chosen=asked["don_vi"])
    if bodies.chosen is None:
        raise Http404
    kept = reminders_of(bodies.chosen)
    form = RemindersForm(request.POST or None, rules=kept.rules)
    if request.method == "POST":
        require(request.viewer, "follow_up.set_reminders", bodies.chosen)
    if request.method == "POST" and form.is_valid():
        body = get_object_or_404(Unit, pk=bodies.chosen)
        try:
            set_reminders(body=body, rules=form.wanted(), actor=request.user, at=timezone.now())
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã đặt cách nhắc việc. Áp dụng từ lần nhắc kế tiếp.")
            return redirect(f"{reverse('follow_up:reminders')}?don_vi={body.pk}")
    history = [(one, rules_in_words([(rule.days, Chain(rule.to)) for rule in one.rules.all()])) for one in kept.history]
    context = {
        "form": form,
        "may_set": may(request.viewer, "follow_up.set_reminders", bodies.chosen),
        "in_words": rules_in_words(kept.rules),
        "bodies": bodies,
        "is_usual": kept.is_usual,
        "history": history,
    }
    return render(request, "follow_up/reminders.html", context, status=422 if form.is_bound else 200)


def chase(request: Asked, kind: str, pk: int) -> HttpResponse:
    """Show who was reminded of a thing and when; remind by hand."""
    thing = chased(request.viewer, kind, pk)
    if thing is None:
        raise Http404
    form = RemindForm(request.POST or None)
    if request.method == "POST":
        require(request.viewer, "follow_up.remind", thing)
        if form.is_valid():
            try:
                remind(thing=thing, url=request.path, actor=request.user, at=timezone.now(), **form.cleaned_data)
            except RefusedError as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, "Đã đôn đốc.")
            return redirect(request.path)
    context = {
        "thing": thing,
        "kind": Kind(kind).label,
        "due": None if thing.due_date == date.max else thing.due_date,
        "form": form if may(request.viewer, "follow_up.remind", thing) and thing.is_unfinished else None,
        "sent": sent_about(thing.about),
    }
    return render(request, "follow_up/chase.html", context, status=422 if form.is_bound else 200)
