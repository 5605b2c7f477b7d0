"""One meeting: its page, what brings it on, its papers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.documents.papers import DOCX_TYPE
from congtam.documents.serving import attachment, download
from congtam.meetings import forms as typed
from congtam.meetings import papers, presenters, selectors, services
from congtam.meetings.choices import MeetingKind, MeetingState
from congtam.meetings.models import Meeting
from congtam.meetings.rights import actions_for
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.known import given
from congtam.values.refusal import RefusedError


def seen(request: Asked, pk: int) -> Meeting:
    """Return a meeting the viewer may see, with what its page says of it; a page not found otherwise."""
    return get_object_or_404(Meeting.objects.visible_to(request.viewer).told(request.viewer), pk=pk)


def kept(request: Asked, pk: int) -> Meeting:
    """Return a meeting the viewer may lead through its steps; refused to those who were only called."""
    found = seen(request, pk)
    require(request.viewer, "meetings.keep", found)
    return found


@require_safe
def meeting(request: Asked, pk: int) -> HttpResponse:
    """Show one meeting to those called and to those who keep it."""
    found = seen(request, pk)
    viewer = request.viewer
    members, agenda = selectors.members_of(found), selectors.agenda_of(found)
    conclusions = presenters.standings(selectors.conclusions_of(found), viewer.on)
    keeps = may(viewer, "meetings.keep", found)
    context = {
        "meeting": found,
        "actions": actions_for(viewer, found),
        "keeps": keeps,
        "stages": presenters.stages(found),
        "members": members,
        "there": (there := selectors.turnout(found.quorum, members)),
        "quorum_words": presenters.quorum_words(there),
        "unfinished": presenters.standings(selectors.carried_over(found), viewer.on),
        "items": presenters.items(agenda),
        "other_votes": [presenters.vote(one) for one in selectors.votes_apart(found)],
        "conclusions": conclusions,
        "gives_work": keeps and found.state == MeetingState.SIGNED,
        "may_be_given": [one for one in conclusions if one.is_waiting and one.work is None],
        "signatures": list(found.signatures.select_related("person").order_by("at")),
        "notes": found.notes.select_related("by").order_by("at"),
        "is_over": found.state in selectors.HELD,
    }
    return render(request, "meetings/meeting.html", context)


@dataclass(frozen=True, kw_only=True)
class Step:
    """How a meeting is brought on: the words of the page, its form, its service, what is said afterwards."""

    label: str
    form: type[forms.Form]
    do: Callable[..., Any]
    done: str
    help: str = ""
    danger: bool = False


STEPS: Mapping[str, Step] = {
    "cancel": Step(
        label="Báo không họp",
        form=typed.ReasonForm,
        do=services.cancel_meeting,
        done="Đã báo không họp.",
        help="Người được mời thấy lý do. Cuộc họp vẫn còn trong danh sách.",
        danger=True,
    ),
    "close": Step(
        label="Kết thúc cuộc họp",
        form=typed.CloseForm,
        do=services.close_meeting,
        done="Đã kết thúc. Hãy hoàn thiện kết luận rồi ký biên bản.",
        help="Sau khi kết thúc thì không điểm danh, không biểu quyết thêm; kết luận và diễn biến vẫn ghi được đến khi ký.",
    ),
    "sign": Step(
        label="Ký biên bản",
        form=typed.NothingForm,
        do=services.sign_minutes,
        done="Đã ký biên bản. Khi đủ chữ ký của chủ trì và thư ký thì có thể giao việc theo kết luận.",
        help="Chủ trì và thư ký đều ký, ai trước cũng được. Từ chữ ký đầu tiên biên bản không sửa được nữa; sai sót ghi bằng đính chính "
        "sau khi ký xong. Ai không có tài khoản thì bản in để trống chỗ ký tay.",
    ),
    "correct": Step(
        label="Đính chính biên bản",
        form=typed.CorrectionForm,
        do=services.correct_minutes,
        done="Đã ghi đính chính. Biên bản đã ký giữ nguyên.",
        help="Biên bản đã ký giữ nguyên; đính chính được in sau biên bản, kèm người ghi và lý do.",
    ),
}


def step(request: Asked, pk: int, code: str) -> HttpResponse:
    """Do one of `STEPS`: show its page, or do it and go back to the meeting."""
    chosen, found = STEPS[code], kept(request, pk)
    if code == "sign":
        require(request.viewer, "meetings.sign", found)
    initial = {"ended_at": timezone.localtime()} if code == "close" else {}
    form = chosen.form(request.POST) if request.method == "POST" else chosen.form(initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.do(meeting_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, chosen.done)
            return redirect("meetings:meeting", found.pk)
    context = {"meeting": found, "step": chosen, "form": form}
    return render(request, "meetings/step.html", context, status=422 if form.is_bound else 200)


@require_POST
def open_meeting(request: Asked, pk: int) -> HttpResponse:
    """Begin a meeting and go on to who came."""
    found = kept(request, pk)
    try:
        services.open_meeting(meeting_id=found.pk, actor=request.user, at=timezone.now())
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("meetings:meeting", found.pk)
    messages.success(request, "Đã khai mạc. Hãy điểm danh.")
    return redirect("meetings:attendance", found.pk)


def change(request: Asked, pk: int) -> HttpResponse:
    """Change what a meeting that has not begun is called, its time, place and quorum."""
    found = kept(request, pk)
    initial = {"title": found.title, "starts_at": timezone.localtime(found.starts_at), "place": found.place}
    form = typed.DetailsForm(request.POST or None, initial=initial | {"quorum": found.quorum})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_meeting(
                meeting_id=found.pk,
                details=form.details(MeetingKind(found.kind)),
                quorum=form.cleaned_data["quorum"] or found.quorum,
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã sửa thông tin cuộc họp.")
            return redirect("meetings:meeting", found.pk)
    label = Step(label="Sửa thông tin", form=typed.DetailsForm, do=services.change_meeting, done="")
    context = {"meeting": found, "step": label, "form": form}
    return render(request, "meetings/step.html", context, status=422 if form.is_bound else 200)


@require_safe
def minutes(request: Asked, pk: int) -> FileResponse | HttpResponse:
    """Give the minutes: the signed file itself once it is signed, else as they stand; with `dinh-chinh` the corrections after them."""
    found = seen(request, pk)
    if found.state == MeetingState.SIGNED and "dinh-chinh" not in request.GET:
        return download(given(found.minutes))
    data = papers.minutes_document(found)
    return attachment(data, name=papers.minutes_name(found), media_type=DOCX_TYPE)


@require_safe
def notice(request: Asked, pk: int) -> HttpResponse:
    """Give the notice of conclusions as a Word document."""
    found = seen(request, pk)
    return attachment(papers.notice_document(found), name=papers.notice_name(found), media_type=DOCX_TYPE)
