"""What everybody on the way says about a case: the person, the meeting, the party committee, authorities."""

from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.evaluation.choices import Level
from congtam.evaluation.models import RatingCase
from congtam.evaluation.services.campaigns import MissingDocumentError, lock_open


@transaction.atomic
def self_rate(*, case: RatingCase, level: str, actor: User, at: datetime) -> None:
    """Keep the level the person gives himself and his signature on Mẫu số 02; he may change it until publication."""
    locked = _locked(case)
    _change(locked, "evaluation.self_rated", actor, at, self_level=Level(level).value)
    RatingCase.objects.filter(pk=locked.pk).update(self_signed_at=at)


@transaction.atomic
def record_opinion(*, case: RatingCase, opinion: str, actor: User, at: datetime) -> None:
    """Keep what the meeting said about a person."""
    _change(_locked(case), "evaluation.opinion_recorded", actor, at, collective_opinion=opinion.strip())


@transaction.atomic
def record_party_opinion(*, case: RatingCase, opinion: str, actor: User, at: datetime) -> None:
    """Keep the party committee's opinion on a head or deputy (khoản 1, 2 Điều 21 Nghị định 335/2025/NĐ-CP)."""
    _change(_locked(case), "evaluation.party_opinion_recorded", actor, at, party_opinion=opinion.strip())


@transaction.atomic
def record_conclusions(
    *,
    case: RatingCase,
    degradation: bool | None,
    unit_corruption: bool | None,
    document: str,
    actor: User,
    at: datetime,
) -> None:
    """Keep what authorities concluded about a person (khoản 4 Điều 20); None where nothing is recorded.

    Raises `MissingDocumentError` when a conclusion names no document. The proposal changes when it is next asked for.
    """
    locked = _locked(case)
    if not document.strip() and (degradation is not None or unit_corruption is not None):
        raise MissingDocumentError("Hãy ghi số, ngày của văn bản kết luận.")
    _change(
        locked,
        "evaluation.conclusions_recorded",
        actor,
        at,
        degradation_concluded=degradation,
        unit_corruption_handled=unit_corruption,
        conclusions_document=document.strip(),
    )


def _locked(case: RatingCase) -> RatingCase:
    lock_open(case.campaign)
    return RatingCase.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=case.pk)


def _change(locked: RatingCase, code: str, actor: User, at: datetime, **values: str | bool | None) -> None:
    before = {name: getattr(locked, name) for name in values}
    for name, value in values.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.save(update_fields=[*values, "revision"])
    record(actor=actor, code=code, subject=locked, at=at, unit_id=locked.unit_id, before=before, after=dict(values))
