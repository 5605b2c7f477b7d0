"""Handing work back: what it does to the month is shown first, and only here is that known."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.scoring import presenters, selectors
from congtam.scoring.facts import hand_back_effect
from congtam.scoring.forms import HandBackForm
from congtam.tasks.choices import MOVES, TaskState
from congtam.tasks.models import Task
from congtam.tasks.services import TaskMovedError
from congtam.tasks.services import hand_back as do
from congtam.values.refusal import RefusedError


def hand_back(request: Asked, task_id: int) -> HttpResponse:
    """Say what handing a task back does to its holder's month and what else he may do, ask why, then hand it back."""
    found = get_object_or_404(Task.objects.visible_to(request.viewer).told(request.viewer), pk=task_id)
    require(request.viewer, "tasks.hand_back", found)
    form = HandBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (answer := _tried(request, form, found)):
        return answer
    if TaskState.HANDED_BACK not in MOVES[found.state]:
        messages.warning(request, f"Việc này đang ở bước “{found.get_state_display()}”, không còn trả lại được.")
        return redirect("tasks:task", found.pk)
    month = selectors.month_of_task(found, request.viewer.on)
    effect = None
    if not month.settled and any(line.task_id == found.pk for line in month.lines):
        effect = hand_back_effect(
            month=month.month,
            reading=month.reading,
            leads=month.leads,
            judged=month.judged,
            lines=month.lines,
            task_id=found.pk,
        )
    context = {
        "task": found,
        "form": form,
        "month": month,
        "effect": presenters.hand_back_words(effect) if effect else None,
        "others": presenters.instead_of_handing_back(found, request.viewer.on),
    }
    return render(request, "scoring/hand_back.html", context, status=422 if form.errors else 200)


def _tried(request: Asked, form: forms.Form, found: Task) -> HttpResponse | None:
    """Hand the task back and go to it; None when the form must be mended first."""
    try:
        do(task_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except TaskMovedError as refusal:
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    else:
        messages.success(request, "Đã trả lại người giao.")
    return redirect("tasks:task", found.pk)
