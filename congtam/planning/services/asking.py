"""What asking for another deadline is made of, whosever deadline it is."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from congtam.accounts.models import User
from congtam.planning.choices import ExtensionAnswer
from congtam.planning.models import AskedDeadline
from congtam.values.refusal import RefusedError


class AlreadyAskedError(RefusedError):
    """An earlier request waits for its answer."""


def ask(asked: AskedDeadline) -> None:
    """Keep what is asked. Raises `AlreadyAskedError` while an earlier request waits."""
    try:
        with transaction.atomic():
            asked.save()
    except IntegrityError:
        raise AlreadyAskedError(
            "Đã có đề nghị đổi hạn đang chờ trả lời. Hãy đợi trả lời rồi đề nghị tiếp nếu vẫn cần."
        ) from None


def check_waiting(asked: AskedDeadline, otherwise: type[RefusedError]) -> None:
    """Raise `otherwise`, saying who answered what and when, unless the request waits."""
    if asked.answered_by is not None and asked.answered_at is not None:
        raise otherwise(
            f"{asked.answered_by.full_name} đã trả lời lúc {timezone.localtime(asked.answered_at):%H:%M %d/%m/%Y}: "
            f"{asked.get_answer_display()}. Không có gì thay đổi."
        )


def answer(asked: AskedDeadline, granted: date | None, *, reason: str, actor: User, at: datetime) -> dict[str, Any]:
    """Answer a request with the day given, or with no; return what the trail keeps of it."""
    asked.answer = ExtensionAnswer.REFUSED if granted is None else ExtensionAnswer.GRANTED
    asked.granted_date, asked.answer_reason = granted, " ".join(reason.split())
    asked.answered_at, asked.answered_by = at, actor
    asked.save()
    return {"answer": str(asked.answer), "due_date": granted.isoformat() if granted else None}
