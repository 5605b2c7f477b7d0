"""One key task: proposing it, its page, and every act on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from congtam.documents.serving import download
from congtam.key_tasks import selectors, services
from congtam.key_tasks.choices import Opinion
from congtam.key_tasks.forms import life as typed
from congtam.key_tasks.models import Appraisal, Block, KeyTask, KeyTaskReport, ProposalOverlap, Round
from congtam.key_tasks.presenters import board as presenters
from congtam.key_tasks.rights import STEPS, Step, actions_for, may_answer
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require
from congtam.values.known import given
from congtam.values.refusal import RefusedError


def key_task(request: Asked, key_task_id: int) -> HttpResponse:
    """Show one key task whole: what it is, how it stands against the criteria, opinions, reports, judgement, history."""
    found = _seen(request, key_task_id)
    history = selectors.history_of(found)
    opinions = selectors.opinions_of(found)
    names = presenters.unit_names({one.unit_id for one in opinions}, request.viewer.on)
    context = {
        "key_task": found,
        "actions": actions_for(request.viewer, found),
        "stages": presenters.stages(found, history),
        "history": history,
        "checks": services.checked(found) if found.state in presenters.BEFORE_SCREENING else [],
        "screening": next((move.answers.all() for move in history if move.answers.all()), []),
        "opinions": [(one, names.get(one.unit_id, ""), may_answer(request.viewer, one)) for one in opinions],
        "reports": found.reports.select_related("by", "file").order_by("-at", "-pk"),
        "judgements": presenters.judgements(found),
        "changes": presenters.changes(found),
        "pairs": selectors.pairs_with(ProposalOverlap.objects.visible_to(request.viewer), found),
        "merged": found.merged.select_related("block").order_by("pk"),
        "on": request.viewer.on,
    }
    return render(request, "key_tasks/key_task.html", context)


def draft(request: Asked, round_id: int) -> HttpResponse:
    """Write a new proposal for a block the viewer speaks for."""
    found = get_object_or_404(selectors.rounds_for(request.viewer), pk=round_id)
    blocks = selectors.blocks_of(request.viewer, found)
    spoken_for = list(blocks)
    if not spoken_for:
        raise PermissionDenied("key_tasks.speak_for")
    form = _proposal_form(request, found, blocks, {"block": spoken_for[0]} if len(spoken_for) == 1 else {})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.draft(
                round_id=found.pk,
                block=form.cleaned_data["block"],
                proposal=form.proposal(),
                actor=request.user,
                at=timezone.now(),
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu bản nháp. Xem lại các tiêu chí rồi bấm “Gửi đề xuất”.")
            return redirect("key_tasks:key_task", made.pk)
    context = {"form": form, "round": found, "criteria": found.scheme.criteria.order_by("position")}
    return render(request, "key_tasks/draft.html", context, status=422 if form.errors else 200)


def step(request: Asked, key_task_id: int, slug: str) -> HttpResponse:
    """Do one act on a key task: show its form, or do it and go back to it."""
    chosen = next((one for one in STEPS if one.slug == slug), None)
    if chosen is None:
        raise Http404
    found = _seen(request, key_task_id)
    require(request.viewer, f"key_tasks.{chosen.code}", found)
    act = _ACTS[chosen.code]
    form = act.form(request, found)
    if request.method == "POST" and form.is_valid() and (answer := _tried(request, act, form, found)):
        return answer
    if found.state not in chosen.states:
        words = f"Nhiệm vụ đang ở bước “{found.get_state_display()}”, không còn “{chosen.label.lower()}” được."
        messages.warning(request, words)
        return redirect("key_tasks:key_task", found.pk)
    context = {"key_task": found, "step": chosen, "form": form, "help": act.help} | _beside(chosen, found)
    return render(request, "key_tasks/step.html", context, status=422 if form.is_bound else 200)


def answer(request: Asked, appraisal_id: int) -> HttpResponse:
    """Give the opinion of a body that was asked."""
    visible = KeyTask.objects.visible_to(request.viewer)
    asked = get_object_or_404(Appraisal.objects.filter(key_task__in=visible), pk=appraisal_id)
    require(request.viewer, "key_tasks.answer", asked)
    form = typed.OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_opinion(
                appraisal_id=asked.pk,
                opinion=Opinion(form.cleaned_data["opinion"]),
                text=form.cleaned_data["text"],
                actor=request.user,
                at=timezone.now(),
            )
        except services.KeyTaskMovedError as refusal:
            messages.error(request, str(refusal))
            return redirect("key_tasks:key_task", asked.key_task_id)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã gửi ý kiến.")
            return redirect("key_tasks:key_task", asked.key_task_id)
    context = {"key_task": _seen(request, asked.key_task_id), "asked": asked, "form": form}
    return render(request, "key_tasks/answer.html", context, status=422 if form.errors else 200)


def report_file(request: Asked, report_id: int) -> FileResponse:
    """Give a file of a report to whoever sees the key task."""
    visible = KeyTask.objects.visible_to(request.viewer)
    found = get_object_or_404(KeyTaskReport.objects.filter(key_task__in=visible, file__isnull=False), pk=report_id)
    return download(given(found.file))


def _seen(request: Asked, key_task_id: int) -> KeyTask:
    return get_object_or_404(KeyTask.objects.visible_to(request.viewer).told(), pk=key_task_id)


def _tried(request: Asked, act: "Act", form: forms.Form, found: KeyTask) -> HttpResponse | None:
    """Do the act and go back to the key task; None when the form must be mended first."""
    try:
        act.do(found, request, form)
    except services.KeyTaskMovedError as refusal:
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        if not form.fields:
            messages.error(request, str(refusal))
            return redirect("key_tasks:key_task", found.pk)
        form.add_error(None, str(refusal))
        return None
    else:
        messages.success(request, act.done)
    return redirect("key_tasks:key_task", found.pk)


def _beside(chosen: Step, found: KeyTask) -> dict[str, Any]:
    """Return what stands beside the form of a step."""
    if chosen.code == "screen":
        return {"checks": services.checked(found)}
    if chosen.code in ("judge", "judge_again"):
        return {
            "reports": found.reports.select_related("by", "file").order_by("-at", "-pk"),
            "scheme": found.round.scheme,
        }
    return {}


FormFor = Callable[[Asked, KeyTask], forms.Form]


@dataclass(frozen=True, kw_only=True)
class Act:
    """How a step is done: its form, its service, what is said before and after."""

    form: FormFor
    do: Callable[[KeyTask, Asked, Any], Any]
    done: str
    help: str = ""


def _plain(kind: type[forms.Form]) -> FormFor:
    return lambda request, _: kind(request.POST or None) if kind is not typed.NothingForm else kind(request.POST)


def _done_by(service: Callable[..., Any], **more: Any) -> Callable[[KeyTask, Asked, Any], Any]:
    def do(found: KeyTask, request: Asked, form: forms.Form) -> Any:
        return service(key_task_id=found.pk, actor=request.user, at=timezone.now(), **form.cleaned_data, **more)

    return do


def _proposal_form(
    request: Asked, found: Round, blocks: QuerySet[Block], initial: dict[str, Any]
) -> typed.ProposalForm:
    return typed.ProposalForm(
        request.POST or None,
        initial=initial,
        blocks=blocks,
        leaders=selectors.leaders_of(found, request.viewer.on),
        goals=selectors.goals_of(found, request.viewer),
    )


def _correct_form(request: Asked, found: KeyTask) -> forms.Form:
    names = [name for name in typed.ProposalForm.base_fields if hasattr(found, name)]
    blocks = found.round.scheme.blocks.filter(pk=found.block_id)
    return _proposal_form(request, found.round, blocks, {name: getattr(found, name) for name in names})


def _correct(found: KeyTask, request: Asked, form: typed.ProposalForm) -> None:
    services.correct(key_task_id=found.pk, proposal=form.proposal(), actor=request.user, at=timezone.now())


def _screen_form(request: Asked, found: KeyTask) -> forms.Form:
    asked = [(one.criterion.pk, one.criterion.text) for one in services.checked(found) if one.holds is None]
    return (
        typed.ScreenForm(request.POST or None, asked=asked)
        if request.method == "POST"
        else typed.ScreenForm(asked=asked)
    )


def _screen(found: KeyTask, request: Asked, form: typed.ScreenForm) -> None:
    note = form.cleaned_data["note"]
    services.screen(key_task_id=found.pk, answers=form.answers(), note=note, actor=request.user, at=timezone.now())


def _opinions_form(request: Asked, found: KeyTask) -> forms.Form:
    return typed.OpinionsForm(
        request.POST or None,
        units=presenters.units_to_ask(found, request.viewer),
        initial={"due_date": found.round.appraise_until},
    )


def _decide_form(request: Asked, found: KeyTask) -> forms.Form:
    return typed.DecideForm(request.POST or None, meetings=selectors.meetings_over(found))


def _decide(found: KeyTask, request: Asked, form: typed.DecideForm) -> None:
    services.decide(key_task_ids=[found.pk], actor=request.user, at=timezone.now(), **form.cleaned_data)


def _assign_form(request: Asked, found: KeyTask) -> forms.Form:
    initial = {"leader": found.leader_id, "document": found.decision}
    return typed.AssignForm(
        request.POST or None, leaders=selectors.leaders_of(found.round, request.viewer.on), initial=initial
    )


def _report_form(request: Asked, _found: KeyTask) -> forms.Form:
    return typed.ReportForm(request.POST, request.FILES) if request.method == "POST" else typed.ReportForm()


def _merge_form(request: Asked, found: KeyTask) -> forms.Form:
    return typed.MergeForm(request.POST or None, others=selectors.mergeable_with(found))


def _merge(found: KeyTask, request: Asked, form: typed.MergeForm) -> None:
    into, reason = form.cleaned_data["into"], form.cleaned_data["reason"]
    services.merge(key_task_id=found.pk, into_id=into.pk, reason=reason, actor=request.user, at=timezone.now())


def _change_form(request: Asked, found: KeyTask) -> forms.Form:
    names = [name for name in typed.ChangeForm.base_fields if hasattr(found, name)]
    return typed.ChangeForm(request.POST or None, initial={name: getattr(found, name) for name in names})


_ACTS: Mapping[str, Act] = {
    "propose": Act(form=_plain(typed.NothingForm), do=_done_by(services.propose), done="Đã gửi đề xuất."),
    "correct": Act(form=_correct_form, do=_correct, done="Đã sửa đề xuất."),
    "withdraw": Act(form=_plain(typed.ReasonForm), do=_done_by(services.withdraw), done="Đã bỏ đề xuất."),
    "screen": Act(
        form=_screen_form,
        do=_screen,
        done="Đã ghi kết quả sàng lọc.",
        help="Đạt mọi tiêu chí thì chuyển thẩm định; chưa đạt thì trả lại, nơi đề xuất đọc được lời giải thích từng tiêu chí.",
    ),
    "ask_opinions": Act(form=_opinions_form, do=_done_by(services.ask_opinions), done="Đã gửi lấy ý kiến."),
    "appraise": Act(form=_plain(typed.AppraiseForm), do=_done_by(services.appraise), done="Đã kết luận thẩm định."),
    "decide": Act(form=_decide_form, do=_decide, done="Đã ghi quyết định."),
    "assign": Act(
        form=_assign_form,
        do=_done_by(services.assign),
        done="Đã giao.",
        help="Nhiệm vụ vào kế hoạch công tác của cơ quan và vào việc của lãnh đạo được giao, có đánh dấu trọng tâm.",
    ),
    "accept": Act(form=_plain(typed.NothingForm), do=_done_by(services.accept), done="Đã nhận nhiệm vụ."),
    "report": Act(form=_report_form, do=_done_by(services.report), done="Đã ghi tiến độ."),
    "file": Act(
        form=_report_form,
        do=_done_by(services.report, is_product=True),
        done="Đã nộp sản phẩm, chờ đánh giá.",
        help="Kèm ít nhất một minh chứng: số văn bản, đường dẫn hoặc tệp.",
    ),
    "judge": Act(form=_plain(typed.JudgeForm), do=_done_by(services.judge), done="Đã đánh giá."),
    "judge_again": Act(form=_plain(typed.JudgeAgainForm), do=_done_by(services.judge), done="Đã đánh giá lại."),
    "send_back": Act(form=_plain(typed.ReasonForm), do=_done_by(services.send_back), done="Đã trả lại để bổ sung."),
    "merge": Act(form=_merge_form, do=_merge, done="Đã gộp."),
    "unmerge": Act(form=_plain(typed.ReasonForm), do=_done_by(services.unmerge), done="Đã tách ra."),
    "change": Act(
        form=_change_form,
        do=_done_by(services.change),
        done="Đã điều chỉnh.",
        help="Mỗi thay đổi giữ lại giá trị cũ và lý do. Khi hạn đã qua hoặc sản phẩm đã nộp, không điều chỉnh theo hướng bất lợi.",
    ),
    "stop": Act(form=_plain(typed.ReasonForm), do=_done_by(services.stop), done="Đã thôi giao."),
}
