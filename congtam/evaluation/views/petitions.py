"""Pages of petitions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congtam.evaluation import presenters, selectors, services
from congtam.evaluation.forms import AnswerForm, PetitionForm
from congtam.evaluation.models import RatingCase
from congtam.personnel.asking import Asked
from congtam.personnel.rights import may, require
from congtam.values.refusal import RefusedError

ROWS = 50


@require_safe
def petitions(request: Asked) -> HttpResponse:
    """List petitions the viewer may see, those waiting first."""
    page = Paginator(selectors.petitions_for(request.viewer), ROWS).get_page(request.GET.get("page"))
    rows = [(one, may(request.viewer, "evaluation.answer", one) and not one.is_answered) for one in page.object_list]
    return render(request, "evaluation/petitions.html", {"page": page, "rows": rows, "form": AnswerForm()})


@require_POST
def petition(request: Asked, pk: int) -> HttpResponse:
    """Send a petition about the viewer's own level."""
    case = get_object_or_404(RatingCase.objects.visible_to(request.viewer).select_related("campaign"), pk=pk)
    require(request.viewer, "evaluation.petition", case)
    form = PetitionForm(request.POST)
    if form.is_valid():
        try:
            services.petition(case=case, text=form.cleaned_data["text"], actor=request.user, at=timezone.now())
            messages.success(request, "Đã gửi kiến nghị.")
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, "Hãy ghi nội dung kiến nghị.")
    return redirect(presenters.mine_url(case.campaign.year))


@require_POST
def answer(request: Asked, pk: int) -> HttpResponse:
    """Answer a petition."""
    found = get_object_or_404(selectors.petitions_for(request.viewer), pk=pk)
    require(request.viewer, "evaluation.answer", found)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            services.answer_petition(petition=found, actor=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "Đã trả lời kiến nghị.")
        except RefusedError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, "Hãy chọn kết quả và ghi nội dung trả lời.")
    return redirect("evaluation:petitions")
