"""One task: its page, and every act on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from congtam.documents.serving import download
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.tasks import forms as typed
from congtam.tasks import presenters, selectors, services
from congtam.tasks.choices import Verdict
from congtam.tasks.models import Evidence, HandIn, Task
from congtam.tasks.rights import CLAIM, STEPS, actions_for
from congtam.values.known import given
from congtam.values.refusal import RefusedError


def task(request: Asked, task_id: int) -> HttpResponse:
    """Show one task; a colleague sees its outline only."""
    tasks = Task.objects.visible_to(request.viewer).told(request.viewer).select_related("work_item__joined")
    found = get_object_or_404(tasks, pk=task_id)
    request.is_own = found.holder_id == request.viewer.person_id
    is_read = may(request.viewer, "tasks.read", found)
    actions = actions_for(request.viewer, found)
    context: dict[str, Any] = {"task": found, "actions": actions, "is_own": request.is_own}
    if not is_read:
        return render(request, "tasks/outline.html", context)
    file = selectors.task_file(found, request.viewer)
    first = next((action for action in actions if action.is_primary), None)
    context |= {"file": file, "stages": presenters.stages(file), "note": presenters.note_of(found)}
    if first is not None and first.opens_page and first.code in ("hand_in", "accept_result"):
        others = [action for action in actions if action is not first]
        context |= {"next": first, "others": others, "form": _form(_ACTS[first.code], request, found, file.waiting)}
    return render(request, "tasks/task.html", context)


def step(request: Asked, task_id: int, slug: str) -> HttpResponse:
    """Do one act on a task: show its form, or do it and go back to the task."""
    chosen = next((one for one in (*STEPS, CLAIM) if one.slug == slug and one.code in _ACTS), None)
    if chosen is None:
        raise Http404
    found = get_object_or_404(Task.objects.visible_to(request.viewer).told(request.viewer), pk=task_id)
    require(request.viewer, f"tasks.{chosen.code}", found)
    act = _ACTS[chosen.code]
    waiting = found.hand_ins.filter(verdict=Verdict.WAITING).prefetch_related("evidence__file").first()
    form = _form(act, request, found, waiting)
    if request.method == "POST" and form.is_valid() and (answer := _tried(request, act, form, found)):
        return answer
    if found.state not in chosen.states:
        words = f"Việc này đang ở bước “{found.get_state_display()}”, không còn “{chosen.label.lower()}” được."
        messages.warning(request, words)
        return redirect("tasks:task", found.pk)
    context = {"task": found, "step": chosen, "form": form, "waiting": waiting, "help": act.help}
    context["people_words"] = request.GET.get("tim_nguoi", "")
    context["people_left"] = typed.offer_people(form, request.GET.get("tim_nguoi", ""))
    return render(request, "tasks/step.html", context, status=422 if form.is_bound else 200)


def _tried(request: Asked, act: "Act", form: forms.Form, found: Task) -> HttpResponse | None:
    """Do the act and go back to the task; None when the form must be mended first."""
    try:
        act.do(task_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data)
    except services.TaskMovedError as refusal:
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return None
    else:
        messages.success(request, act.done)
    return redirect("tasks:task", found.pk)


def evidence(request: Asked, evidence_id: int) -> FileResponse:
    """Give a file of evidence to whoever may read the work it proves."""
    readable = Task.objects.open_to(request.viewer)
    found = get_object_or_404(Evidence.objects.filter(hand_in__task__in=readable, file__isnull=False), pk=evidence_id)
    return download(given(found.file))


@dataclass(frozen=True, kw_only=True)
class Act:
    """How a step is done: its form, its service, what is said before and after."""

    form: type[forms.Form]
    do: Callable[..., Any]
    done: str
    help: str = ""


def _judged(service: Callable[..., Task]) -> Callable[..., Task]:
    def do(*, hand_in: int, **rest: Any) -> Task:
        return service(hand_in_id=hand_in, **rest)

    return do


# Handing back has a page above, in scoring: it shows first what it does to the month.
_ACTS: Mapping[str, Act] = {
    "accept": Act(form=typed.NothingForm, do=services.accept, done="Đã nhận việc."),
    "hand_in": Act(
        form=typed.HandInForm,
        do=services.hand_in,
        done="Đã nộp, chờ nghiệm thu.",
        help="Ngày nộp là ngày tính tiến độ. Có thể nộp từng phần.",
    ),
    "accept_result": Act(form=typed.AcceptResultForm, do=_judged(services.accept_result), done="Đã nghiệm thu."),
    "return_error": Act(
        form=typed.ReturnForm,
        do=_judged(services.return_for_major_error),
        done="Đã trả lại vì lỗi lớn về nội dung.",
        help="Mỗi lần trả lại vì lỗi lớn trừ 25% điểm chất lượng của sản phẩm này (điểm b khoản 2 Điều 14 Nghị định 335/2025/NĐ-CP).",
    ),
    "return_completion": Act(
        form=typed.ReturnForm,
        do=_judged(services.return_for_completion),
        done="Đã trả lại để bổ sung.",
        help="Trả lại để bổ sung, hoàn thiện: không tính là lỗi.",
    ),
    "withdraw": Act(form=typed.NothingForm, do=services.withdraw, done="Đã rút lại."),
    "take_over": Act(form=typed.TakeOverForm, do=services.take_over, done="Đã nhận thay."),
    "reassign": Act(
        form=typed.ReassignForm,
        do=services.take_over,
        done="Đã giao cho người khác.",
        help="Việc vẫn nằm trong tổng số giao cho người cũ; người làm tiếp được cộng thêm khi hoàn thành (điểm d khoản 1 Điều 18).",
    ),
    "set_deadline": Act(
        form=typed.DeadlineForm,
        do=services.set_deadline,
        done="Đã đặt hạn mới.",
        help="Đổi trước khi đến hạn thì hạn cũ không tính. Đổi sau khi đã quá hạn thì lần chậm vẫn tính.",
    ),
    "ask_extension": Act(
        form=typed.AskExtensionForm,
        do=services.ask_extension,
        done="Đã gửi đề nghị đổi hạn.",
        help="Người giao việc xem xét: đồng ý, cho ngày khác hoặc giữ hạn cũ. Trong khi chờ, hạn cũ vẫn tính.",
    ),
    "mark": Act(form=typed.MarkForm, do=services.mark, done="Đã đánh dấu."),
    "cancel": Act(
        form=typed.ReasonForm, do=services.cancel, done="Đã huỷ.", help="Việc bị huỷ ra khỏi tổng số được giao."
    ),
    "claim_cause": Act(
        form=typed.ClaimForm,
        do=services.claim_cause,
        done="Đã gửi nguyên nhân khách quan tới cấp có thẩm quyền.",
        help="Điểm b, c khoản 2 Điều 14 Nghị định 335/2025/NĐ-CP.",
    ),
}


def _form(act: Act, request: Asked, found: Task, waiting: HandIn | None) -> forms.Form:
    given: dict[str, Any] = {"initial": _initial(act, found, waiting)}
    if request.method == "POST":
        given |= {"data": request.POST, "files": request.FILES}
    if act.form is typed.ClaimForm:
        given["excusable"] = selectors.task_file(found, request.viewer).excusable
    if act.form is typed.TakeOverForm:
        given["posts"] = selectors.own_posts(request.viewer).filter(unit=found.unit_id)
    if act.form is typed.ReassignForm:
        given["posts"] = selectors.assignable_posts(request.viewer).exclude(person=found.holder_id)
    return act.form(**given)


def _initial(act: Act, found: Task, waiting: HandIn | None) -> dict[str, Any]:
    left = (found.quantity - found.done).normalize()
    if act.form is typed.HandInForm:
        return {"quantity": left}
    if act.form in (typed.AcceptResultForm, typed.ReturnForm):
        return {"hand_in": waiting.pk, "quantity": waiting.quantity.normalize()} if waiting else {}
    if act.form is typed.AskExtensionForm:
        return {}
    if act.form is typed.MarkForm:
        return {"is_key": found.is_key, "is_new": found.is_new, "is_hard": found.is_hard}
    return {"due_date": found.due_date}
