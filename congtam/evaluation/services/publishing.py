"""Publication: from then on the person sees his level."""

from datetime import datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import Entry, record, record_many
from congtam.evaluation.choices import CampaignState
from congtam.evaluation.facts import standings
from congtam.evaluation.models import Campaign
from congtam.evaluation.selectors import undecided
from congtam.evaluation.services.campaigns import MissingDocumentError, lock_open
from congtam.values.refusal import RefusedError


class NotYetDecidedError(RefusedError):
    """Somebody has no decision, or decisions exceed the share."""


@transaction.atomic
def publish(*, campaign: Campaign, document: str, actor: User, at: datetime) -> None:
    """Publish every decision of a campaign by the notice called `document`, and keep one notice for each person.

    Raises `NotYetDecidedError` while anybody is undecided or more people are excellent than the share allows, `MissingDocumentError`
    without a notice (Điều 21 Nghị định 335/2025/NĐ-CP: in writing, and in the open within the body).
    """
    locked = lock_open(campaign)
    if not document.strip():
        raise MissingDocumentError("Hãy ghi số, ngày của thông báo kết quả xếp loại.")
    left = undecided(locked).count()
    if left:
        raise NotYetDecidedError(f"Còn {left} người chưa có quyết định. Hãy quyết định hết rồi công bố.")
    over = [standing for standing in standings(locked) if standing.quota.excess]
    if over:
        raise NotYetDecidedError(f"{over[0].name}: {over[0].quota.sentence} Hãy quyết định lại trước khi công bố.")
    locked.state = CampaignState.PUBLISHED
    locked.published_at, locked.published_by = at, actor
    locked.publication_document = document.strip()
    locked.save()
    locked.cases.update(published_at=at)
    after = {"document": document.strip()}
    record(actor=actor, code="evaluation.published", subject=locked, at=at, unit_id=locked.body_id, after=after)
    entries = [
        Entry(code="evaluation.published", subject=case, unit_id=case.unit_id, after=after)
        for case in locked.cases.only("pk", "unit_id")
    ]
    record_many(actor=actor, at=at, entries=entries)
