"""Another deadline for the work of a body: asked for by whoever leads it, answered by the office or the head."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.follow_up.forms.extensions import AnswerForm, AskForm
from congtam.follow_up.selectors.extensions import answerable, waiting_extensions
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.planning.models import WorkItem
from congtam.planning.services import extensions as services
from congtam.values.refusal import RefusedError


def extensions(request: Asked) -> HttpResponse:
    """List the requests that wait for the viewer's answer."""
    require(request.viewer, "follow_up.see_reminders")
    waiting = waiting_extensions(request.viewer)[:100]
    return render(request, "follow_up/extensions.html", {"requests": waiting})


def ask(request: Asked, work_id: int) -> HttpResponse:
    """Ask for another deadline of one piece of work."""
    work = get_object_or_404(WorkItem.objects.visible_to(request.viewer), pk=work_id)
    require(request.viewer, "follow_up.ask_extension", work)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {
            "work_id": work.pk,
            "url": reverse("follow_up:extensions"),
            "actor": request.user,
            "at": timezone.now(),
        }
        try:
            services.ask_extension(**said, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã gửi đề nghị đổi hạn.")
            return redirect("work:one", work.pk)
    context = {"form": form, "work": work}
    return render(request, "follow_up/ask_extension.html", context, status=422 if form.is_bound else 200)


@require_POST
def answer(request: Asked, request_id: int) -> HttpResponse:
    """Give another deadline, or refuse it."""
    asked = get_object_or_404(answerable(request.viewer), pk=request_id)
    require(request.viewer, "planning.set_work_deadline", asked.work)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Hãy chọn hạn mới rồi bấm Đồng ý, hoặc ghi lý do rồi bấm Không đồng ý.")
        return redirect("follow_up:extensions")
    given = form.cleaned_data
    said: dict[str, Any] = {
        "request_id": asked.pk,
        "reason": given["reason"],
        "url": reverse("work:one", args=[asked.work_id]),
    }
    try:
        if given["grants"]:
            services.grant_extension(due_date=given["due_date"], **said, actor=request.user, at=timezone.now())
        else:
            services.refuse_extension(**said, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã trả lời đề nghị đổi hạn.")
    return redirect("follow_up:extensions")
