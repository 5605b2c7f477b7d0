"""Decisions of the authority, one person at a time or many that nothing speaks against; and replacing one later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import Entry, record, record_many
from congtam.evaluation.choices import Level, Outcome
from congtam.evaluation.facts import Standing, outdated_months, standings
from congtam.evaluation.models import Campaign, RatingCase, RatingDecision
from congtam.evaluation.selectors import last_number, needs_party_opinion, undecided
from congtam.evaluation.services.campaigns import lock_open
from congtam.values.refusal import RefusedError

_ORDER = list(Level)


class LostRaceError(RefusedError):
    """Somebody changed the case since the page was read."""


class NotReadyError(RefusedError):
    """A step before the decision has not been taken."""


class ReasonNeededError(RefusedError):
    """The decision is not what the engine proposes, and says not why."""


class QuotaExceededError(RefusedError):
    """One more excellent person than the share allows; `standing` tells in which group."""

    def __init__(self, message: str, standing: Standing) -> None:
        self.standing = standing
        super().__init__(message)


@transaction.atomic
def decide(
    *,
    case: RatingCase,
    outcome: str,
    level: str,
    reason: str,
    handling: str,
    revision: int,
    actor: User,
    at: datetime,
) -> RatingDecision:
    """Decide on one person. `level` is empty when `outcome` is not_rated; `revision` is the one the page showed.

    Raises `LostRaceError`, `NotReadyError`, `ReasonNeededError` (the decision is not the proposal, or takes an earlier one back),
    or `QuotaExceededError` (khoản 5 Điều 20 Nghị định 335/2025/NĐ-CP). A decision before publication may be taken anew, with a reason.
    """
    campaign = lock_open(case.campaign)
    locked = _fresh(case, revision)
    _check_ready(campaign, locked)
    outcome, level = _result(outcome, level)
    number = last_number(locked) + 1
    is_proposed = (outcome, level) == (locked.proposed_outcome, locked.proposed_level)
    if not reason.strip() and (not is_proposed or number > 1):
        raise ReasonNeededError(
            "Hãy ghi lý do: kết quả khác đề xuất, hồ sơ cần xem xét, hoặc thay quyết định trước đó."
        )
    _check_limits(campaign, locked, level)
    return _keep(
        locked,
        code="evaluation.decided",
        before={"proposed": [locked.proposed_outcome, locked.proposed_level]},
        number=number,
        outcome=outcome,
        level=level,
        reason=reason,
        handling=handling,
        actor=actor,
        at=at,
    )


@transaction.atomic
def replace_decision(
    *,
    case: RatingCase,
    outcome: str,
    level: str,
    reason: str,
    handling: str,
    document: str,
    revision: int,
    actor: User,
    at: datetime,
) -> RatingDecision:
    """Replace a published decision after a fault was found (khoản 3 Điều 21 Nghị định 335/2025/NĐ-CP); the old one stays on record.

    Raises what `decide` raises; a reason and a document are always needed.
    """
    campaign = Campaign.objects.select_for_update().get(pk=case.campaign_id)
    locked = _fresh(case, revision)
    if locked.published_at is None:
        raise NotReadyError("Kết quả chưa công bố. Người có thẩm quyền quyết định lại trong đợt xếp loại.")
    if not reason.strip() or not document.strip():
        raise ReasonNeededError("Hãy ghi lý do thay thế và số, ngày của quyết định thay thế.")
    outcome, level = _result(outcome, level)
    _check_limits(campaign, locked, level)
    number = last_number(locked) + 1
    before = locked.decisions.get(is_current=True)
    return _keep(
        locked,
        code="evaluation.replaced",
        before={"outcome": before.outcome, "level": before.level, "number": before.number},
        number=number,
        outcome=outcome,
        level=level,
        reason=reason,
        handling=handling,
        document=document.strip(),
        actor=actor,
        at=at,
    )


def clean_cases(campaign: Campaign, *, deciding_units: frozenset[int], except_person: int) -> list[RatingCase]:
    """Return undecided cases that nothing speaks against: rated by the engine, agreed to by the person, quota kept.

    The lowest level is never among them: whoever gets it is looked at alone.

    Only those that heads of `deciding_units` decide, never the case of `except_person` (whoever decides).
    """
    rows = undecided(campaign).filter(
        proposed_outcome=Outcome.RATED, deciding_unit_id__in=deciding_units, self_signed_at__isnull=False
    )
    over = {standing.group_id for standing in standings(campaign) if standing.quota.excess}
    cases = (
        rows.exclude(person_id=except_person)
        .exclude(proposed_level=Level.NOT_COMPLETED)
        .select_related("campaign", "person", "appointment", "similar_group")
    )
    found = list(cases.order_by("person__sort_key"))
    outdated = outdated_months(found, campaign.year)
    return [
        case
        for case in found
        if case.person_id not in outdated
        and case.self_level == case.proposed_level
        and (case.party_opinion or not needs_party_opinion(case))
        and not (case.proposed_level == Level.EXCELLENT and ({0, case.similar_group_id} & over))
        and not (case.is_body_head and _is_above(case.proposed_level, campaign.body_level))
    ]


@transaction.atomic
def decide_clean(
    *,
    campaign: Campaign,
    revisions: Mapping[int, int],
    deciding_units: frozenset[int],
    person_id: int,
    actor: User,
    at: datetime,
) -> int:
    """Decide as proposed on the listed clean cases (`revisions`: case id → revision shown) and return how many; each is an act of its own.

    Raises `LostRaceError` when any of them is no longer clean or has changed since the list was shown: then nothing is decided.
    """
    locked = lock_open(campaign)
    if locked.meeting_date is None:
        raise NotReadyError(_NO_MEETING)
    clean = {case.pk: case for case in clean_cases(locked, deciding_units=deciding_units, except_person=person_id)}
    if any(pk not in clean or clean[pk].revision != revision for pk, revision in revisions.items()):
        raise LostRaceError(
            "Danh sách đã thay đổi từ lúc mở trang. Hãy xem lại danh sách rồi quyết định; chưa có gì được ghi."
        )
    chosen = [clean[pk] for pk in revisions]
    RatingDecision.objects.bulk_create(
        [
            RatingDecision(
                case=case, number=1, outcome=Outcome.RATED, level=case.proposed_level, decided_by=actor, decided_at=at
            )
            for case in chosen
        ]
    )
    for case in chosen:
        case.revision += 1
    RatingCase.objects.bulk_update(chosen, ["revision"], batch_size=500)
    entries = [
        Entry(
            code="evaluation.decided",
            subject=case,
            unit_id=case.unit_id,
            after={"outcome": Outcome.RATED.value, "level": case.proposed_level, "number": 1},
        )
        for case in chosen
    ]
    record_many(actor=actor, at=at, entries=entries)
    return len(chosen)


_NO_MEETING = "Chưa ghi cuộc họp xếp loại và biên bản (Điều 21). Hãy ghi ở mục Chuẩn bị rồi quyết định."


def _fresh(case: RatingCase, revision: int) -> RatingCase:
    locked = (
        RatingCase.objects.select_for_update(of=("self",))
        .select_related("campaign", "appointment", "person", "similar_group")
        .get(pk=case.pk)
    )
    if locked.revision != revision:
        raise LostRaceError(
            "Hồ sơ vừa được người khác thay đổi. Hãy đọc lại bản mới rồi quyết định; chưa có gì được ghi."
        )
    return locked


def _check_ready(campaign: Campaign, case: RatingCase) -> None:
    if not case.proposed_outcome:
        raise NotReadyError("Chưa có đề xuất. Hãy tính đề xuất rồi quyết định.")
    if campaign.meeting_date is None:
        raise NotReadyError(_NO_MEETING)
    if needs_party_opinion(case) and not case.party_opinion:
        raise NotReadyError("Chưa có ý kiến cấp uỷ về người này (Điều 21). Hãy ghi ý kiến rồi quyết định.")


def _result(outcome: str, level: str) -> tuple[str, str]:
    if outcome == Outcome.NOT_RATED:
        return Outcome.NOT_RATED.value, ""
    return Outcome.RATED.value, Level(level).value


def _is_above(level: str, cap: str) -> bool:
    return not cap or _ORDER.index(Level(level)) < _ORDER.index(Level(cap))


def _check_limits(campaign: Campaign, case: RatingCase, level: str) -> None:
    """Refuse what the law does not leave to the authority: a head above the body (khoản 6 Điều 20), too many excellent (khoản 5)."""
    if case.is_body_head and level and _is_above(level, campaign.body_level):
        raise NotReadyError(
            "Mức của người đứng đầu không cao hơn mức của cơ quan (khoản 6 Điều 20). Hãy ghi mức xếp loại của cơ quan trước, hoặc chọn mức thấp hơn."
        )
    if level != Level.EXCELLENT:
        return
    for standing in standings(campaign, deciding=case):
        if standing.decided_excellent > standing.quota.limit:
            raise QuotaExceededError(
                f"Không thể thêm một người xuất sắc trong {standing.name}: {standing.quota.sentence} "
                "Hãy so sánh các ứng viên, hoặc nhờ công chức tổ chức cán bộ ghi quyết định về tỷ lệ cao hơn (khoản 5 Điều 20).",
                standing,
            )


def _keep(
    case: RatingCase,
    *,
    code: str,
    before: Mapping[str, Any],
    number: int,
    outcome: str,
    level: str,
    reason: str,
    handling: str,
    actor: User,
    at: datetime,
    document: str = "",
) -> RatingDecision:
    """Keep a decision as the one that holds, and record it as the act `code`."""
    reason = reason.strip()
    case.decisions.filter(is_current=True).update(is_current=False)
    case.revision += 1
    case.save(update_fields=["revision"])
    after = {"outcome": outcome, "level": level, "number": number} | ({"document": document} if document else {})
    record(actor=actor, code=code, subject=case, at=at, unit_id=case.unit_id, before=before, after=after, reason=reason)
    return RatingDecision.objects.create(
        case=case,
        number=number,
        outcome=outcome,
        level=level,
        reason=reason,
        handling=handling.strip(),
        document=document,
        decided_by=actor,
        decided_at=at,
        replacement_reason=reason if number > 1 else "",
    )
