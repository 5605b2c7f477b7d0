"""What the organisation officer does to single sheets: corrections after the signature, and months that are not scored."""

from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record_many
from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoreSheet
from congtam.scoring.services.refusals import (
    SheetMovedError,
    WrongEntryError,
    check_move,
    check_not_own,
    entry,
    locked,
    moved,
)

_CARRIED = (
    "period",
    "person",
    "appointment",
    "unit",
    "judging_unit",
    "holds_leading_post",
    "general",
    "strengths",
    "weaknesses",
    "organising",
    "organising_reason",
    "unity",
    "unity_reason",
)


@transaction.atomic
def correct(*, sheet_id: int, reason: str, authority: str, actor: User, at: datetime) -> ScoreSheet:
    """Make the next version of a confirmed sheet and return it; the confirmed one stays as it was and in force until the new one is confirmed.

    `authority` names the document or the person who allows it. Raises `WrongEntryError` when either is missing, `SheetMovedError` when the
    sheet is not confirmed or already has a newer version.
    """
    if not reason.strip() or not authority.strip():
        raise WrongEntryError("Hãy ghi lý do sửa và văn bản hoặc người cho phép sửa.")
    old = locked(sheet_id)
    check_not_own(old, actor)
    if old.state != SheetState.CONFIRMED or not old.is_current:
        raise SheetMovedError("Chỉ lập phiên bản sửa cho phiếu đã xác nhận đang có giá trị. Hãy mở phiên bản mới nhất.")
    old.is_current = False
    old.save(update_fields=["is_current"])
    new = ScoreSheet(
        **{name: getattr(old, name) for name in _CARRIED},
        version=old.version + 1,
        replaces=old,
        correction_reason=reason.strip(),
        correction_authority=authority.strip(),
    )
    new.save()
    moved(new, actor=actor, at=at, note=reason.strip()).save()
    after = {"version": new.version, "replaces": old.pk, "authority": authority.strip()}
    record_many(actor=actor, at=at, entries=[entry("scoring.corrected", new, after=after, reason=reason.strip())])
    return new


@transaction.atomic
def set_aside(*, sheet_id: int, reason: str, actor: User, at: datetime) -> ScoreSheet:
    """Take a sheet out of its month with a reason (no work could be assigned, left the body); it counts nowhere.

    Raises `WrongEntryError` without a reason, `SheetMovedError` once it is signed.
    """
    if not reason.strip():
        raise WrongEntryError("Hãy ghi vì sao tháng này không chấm.")
    return _put(sheet_id, SheetState.SET_ASIDE, "scoring.set_aside", reason.strip(), actor, at)


@transaction.atomic
def take_up(*, sheet_id: int, reason: str, actor: User, at: datetime) -> ScoreSheet:
    """Put a sheet that was set aside back into its month; raise as `set_aside` does."""
    if not reason.strip():
        raise WrongEntryError("Hãy ghi vì sao chấm lại.")
    return _put(sheet_id, SheetState.DRAFT, "scoring.taken_up", reason.strip(), actor, at)


def _put(sheet_id: int, state: str, code: str, reason: str, actor: User, at: datetime) -> ScoreSheet:
    sheet = locked(sheet_id)
    check_not_own(sheet, actor)
    check_move(sheet, state)
    sheet.state = state
    sheet.save(update_fields=["state"])
    moved(sheet, actor=actor, at=at, note=reason).save()
    record_many(actor=actor, at=at, entries=[entry(code, sheet, reason=reason)])
    return sheet
