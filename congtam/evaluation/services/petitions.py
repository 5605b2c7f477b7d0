"""Petitions about a published level (Điều 22 Nghị định 335/2025/NĐ-CP)."""

from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.evaluation.choices import PetitionAnswer
from congtam.evaluation.facts import petition_due
from congtam.evaluation.models import Petition, RatingCase
from congtam.values.days import local_day
from congtam.values.refusal import RefusedError


class PetitionRefusedError(RefusedError):
    """The petition, or its answer, cannot be taken as it stands."""


@transaction.atomic
def petition(*, case: RatingCase, text: str, actor: User, at: datetime) -> Petition:
    """Keep a petition and the last day for answering it. Raises `PetitionRefusedError` before publication or while one is waiting."""
    locked = RatingCase.objects.select_for_update().get(pk=case.pk)
    if locked.published_at is None:
        raise PetitionRefusedError("Kết quả chưa công bố. Có thể kiến nghị sau khi có thông báo.")
    if not text.strip():
        raise PetitionRefusedError("Hãy ghi nội dung kiến nghị.")
    if locked.petitions.filter(answer=PetitionAnswer.WAITING).exists():
        raise PetitionRefusedError("Kiến nghị trước của bạn đang được giải quyết. Hãy chờ trả lời.")
    made = Petition.objects.create(
        case=locked, text=text.strip(), received_date=local_day(at), due_date=petition_due(at)
    )
    record(actor=actor, code="evaluation.petitioned", subject=made, at=at, unit_id=locked.unit_id)
    return made


@transaction.atomic
def answer_petition(*, petition: Petition, answer: str, text: str, actor: User, at: datetime) -> None:
    """Answer a petition: `answer` is upheld or changed, `text` the answer in words.

    Raises `PetitionRefusedError` when it was answered before, says nothing, or says "changed" while no replacement decision was made.
    """
    locked = Petition.objects.select_for_update().get(pk=petition.pk)
    if locked.answer != PetitionAnswer.WAITING:
        raise PetitionRefusedError("Kiến nghị này đã được trả lời.")
    if answer not in (PetitionAnswer.UPHELD, PetitionAnswer.CHANGED) or not text.strip():
        raise PetitionRefusedError("Hãy chọn kết quả và ghi nội dung trả lời.")
    replaced = locked.case.decisions.filter(number__gt=1, decided_at__date__gte=locked.received_date).exists()
    if answer == PetitionAnswer.CHANGED and not replaced:
        raise PetitionRefusedError("Hãy ra quyết định thay thế trước, rồi trả lời là kết quả đã thay đổi.")
    locked.answer, locked.answer_text = answer, text.strip()
    locked.answered_at, locked.answered_by = at, actor
    locked.save()
    record(
        actor=actor,
        code="evaluation.petition_answered",
        subject=locked,
        at=at,
        unit_id=locked.case.unit_id,
        after={"answer": answer},
    )
