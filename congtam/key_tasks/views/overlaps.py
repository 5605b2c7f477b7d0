"""Proposals of a round that may ask for what is there already, and what those who run the level decide about them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from congtam.key_tasks import selectors, services
from congtam.key_tasks.forms.life import PairForm, ReasonForm
from congtam.key_tasks.models import KeyTask, ProposalOverlap
from congtam.key_tasks.presenters import pairs as presenters
from congtam.key_tasks.presenters.pairs import SideBySide
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.planning.choices import ItemVerdict
from congtam.planning.services.verdicts import OverlapDecidedError
from congtam.values.refusal import RefusedError

PAGE = 20


def pairs(request: Asked, round_id: int) -> HttpResponse:
    """Show the pairs of a round, those that wait unless others are asked for."""
    found = get_object_or_404(selectors.rounds_run_by(request.viewer), pk=round_id)
    asked = request.GET.get("xem", "")
    verdict = ItemVerdict(asked) if asked in ItemVerdict else ItemVerdict.OPEN
    visible = ProposalOverlap.objects.visible_to(request.viewer)
    page = Paginator(selectors.pairs_of(visible, found, verdict), PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "page": page,
        "pairs": _shown(request, list(page.object_list)),
        "shown": presenters.SHOWN[1:],
        "is_open": verdict == ItemVerdict.OPEN,
        "decides": may(request.viewer, "key_tasks.run_level", found.scheme.body_id),
    }
    return render(request, "key_tasks/pairs.html", context)


@require_POST
def search(request: Asked, round_id: int) -> HttpResponse:
    """Look again for what the proposals of a round repeat, in the background."""
    found = get_object_or_404(selectors.rounds_run_by(request.viewer), pk=round_id)
    require(request.viewer, "key_tasks.run_level", found.scheme.body_id)
    services.ask_search(found=found, actor=request.user)
    messages.success(request, "Đang tìm. Kết quả hiện ở trang này sau ít phút; hãy tải lại trang.")
    return redirect("key_tasks:pairs", found.pk)


def pair(request: Asked, overlap_id: int) -> HttpResponse:
    """Show one pair with all that speaks for it; on POST decide and go back to the list."""
    found = _seen(request, overlap_id)
    body_id = found.proposal.round.scheme.body_id
    decides = may(request.viewer, "key_tasks.run_level", body_id)
    [shown] = _shown(request, [found])
    form = PairForm(request.POST or None, stays=shown.stays)
    if request.method == "POST":
        require(request.viewer, "key_tasks.run_level", body_id)
        if form.is_valid() and _decided(request, found, form):
            return redirect("key_tasks:pairs", found.proposal.round_id)
    is_open = found.verdict == ItemVerdict.OPEN
    context = {
        "pair": shown,
        "form": form,
        "round": found.proposal.round,
        "decides": decides and is_open,
        "may_merge": bool(shown.stays) or found.work_id is not None,
        "may_reopen": decides and not is_open and (found.verdict != ItemVerdict.MERGED or found.work_id is not None),
    }
    return render(request, "key_tasks/pair.html", context, status=422 if form.errors else 200)


@require_POST
def reopen(request: Asked, overlap_id: int) -> HttpResponse:
    """Put a decided pair among those to decide again."""
    found = _seen(request, overlap_id)
    require(request.viewer, "key_tasks.run_level", found.proposal.round.scheme.body_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            services.reopen_pair(
                overlap_id=found.pk, reason=form.cleaned_data["reason"], actor=request.user, at=timezone.now()
            )
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Cặp này đã trở lại danh sách chờ xem.")
    else:
        messages.error(request, "Hãy ghi lý do xem lại.")
    return redirect("key_tasks:pair", found.pk)


def _seen(request: Asked, overlap_id: int) -> ProposalOverlap:
    return get_object_or_404(ProposalOverlap.objects.visible_to(request.viewer).told(), pk=overlap_id)


def _shown(request: Asked, found: list[ProposalOverlap]) -> list[SideBySide]:
    """Return pairs side by side; three more queries, whatever their number."""
    work_ids = [one.work_id for one in found if one.work_id is not None]
    asking, seen = selectors.behind(work_ids, request.viewer)
    others = [one.key_task_id for one in found if one.key_task_id is not None]
    seen_key_tasks = set(KeyTask.objects.visible_to(request.viewer).filter(pk__in=others).values_list("pk", flat=True))
    return [presenters.side_by_side(one, asking, seen, seen_key_tasks) for one in found]


def _decided(request: Asked, found: ProposalOverlap, form: PairForm) -> bool:
    """Do what was decided; False when the form must be mended first."""
    decision = form.cleaned_data["decision"]
    data: dict[str, Any] = {
        "overlap_id": found.pk, "reason": form.cleaned_data["reason"], "actor": request.user, "at": timezone.now()
    }  # fmt: skip
    try:
        match decision:
            case "merge":
                services.merge_pair(stays_id=form.cleaned_data["stays"], **data)
            case "separate":
                services.separate_pair(**data)
            case _:
                services.serve_pair(**data)
    except (OverlapDecidedError, services.KeyTaskMovedError) as refusal:
        messages.error(request, str(refusal))
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    else:
        messages.success(request, presenters.DONE[decision])
    return True
