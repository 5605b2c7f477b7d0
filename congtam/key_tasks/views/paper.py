"""Proposals on paper: one, or those of a block."""

from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from congtam.documents.papers import DOCX_TYPE, PDF_TYPE, Paper, to_docx, to_pdf
from congtam.documents.serving import attachment
from congtam.key_tasks import papers, selectors, services
from congtam.key_tasks.models import KeyTask
from congtam.personnel.asking import Asked
from congtam.personnel.rights import require

_KINDS: Final[dict[str, Any]] = {"docx": (to_docx, DOCX_TYPE), "pdf": (to_pdf, PDF_TYPE)}


def proposal(request: Asked, key_task_id: int, kind: str) -> HttpResponse:
    """Give the sheet of one proposal as .docx or .pdf."""
    found = get_object_or_404(KeyTask.objects.visible_to(request.viewer).told(), pk=key_task_id)
    screened = next((move.answers.all() for move in selectors.history_of(found) if move.answers.all()), None)
    criteria = (
        [(one.criterion.text, one.holds, one.reason) for one in screened]
        if screened is not None
        else [(one.criterion.text, one.holds, one.reason) for one in services.checked(found)]
    )
    paper = papers.proposal_paper(found, criteria, request.viewer.on)
    return _file(paper, kind, name=f"Phiếu đề xuất nhiệm vụ trọng tâm {found.pk}")


def block(request: Asked, round_id: int, block_id: int, kind: str) -> HttpResponse:
    """Give the proposals of a block together as .docx or .pdf, to those who speak for it and those who gather them."""
    found = get_object_or_404(selectors.rounds_for(request.viewer), pk=round_id)
    asked = get_object_or_404(found.scheme.blocks.select_related("scheme"), pk=block_id)
    require(request.viewer, "key_tasks.gather", asked)
    proposals = selectors.proposals_of(KeyTask.objects.visible_to(request.viewer).told(), found, asked)
    paper = papers.block_paper(found, asked, list(proposals), request.viewer.on)
    return _file(paper, kind, name=f"Tổng hợp đề xuất {asked.name} {found.name}".replace("/", "-"))


def _file(paper: Paper, kind: str, *, name: str) -> HttpResponse:
    if kind not in _KINDS:
        raise Http404
    draw, media_type = _KINDS[kind]
    return attachment(draw(paper), name=f"{name}.{kind}", media_type=media_type)
