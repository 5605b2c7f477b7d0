"""The engine's proposals, gathered and kept for many at once."""

from datetime import date, datetime

from django.db import transaction

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.evaluation.facts import proposals
from congtam.evaluation.models import Campaign, RatingCase
from congtam.evaluation.selectors import undecided
from congtam.evaluation.services.campaigns import lock_open
from congtam.organisation.selectors import managing_bodies_above

_KEPT = [
    "proposed_outcome",
    "proposed_level",
    "mean",
    "mean_hundredths",
    "rule_set",
    "rule_set_digest",
    "facts",
    "result",
    "outdated",
    "proposed_at",
    "revision",
    "similar_group",
    "deciding_unit",
]


@transaction.atomic
def refresh_proposals(*, campaign: Campaign, actor: User, at: datetime) -> int:
    """Ask the engine anew about every undecided case and keep question and answer; return how many proposals changed.

    What was decided keeps the proposal it was decided on. A case whose proposal changes gets a new revision, so that nobody decides on a
    page he read before.
    """
    locked = lock_open(campaign)
    cases = list(undecided(locked).select_for_update(of=("self",)).select_related("appointment"))
    above = managing_bodies_above([locked.body_id], date(locked.year, 12, 31)).get(locked.body_id)
    found = proposals(locked, cases)
    changed = []
    for case in cases:
        proposal = found[case.pk]
        is_moved = _follow(case, above)
        if (
            not is_moved
            and case.facts == proposal.asked
            and case.result == proposal.answer
            and case.outdated == list(proposal.outdated)
            and case.rule_set_digest == proposal.digest
        ):
            continue
        case.proposed_outcome = proposal.answer["outcome"]
        case.proposed_level = proposal.answer["level"] or ""
        case.mean = proposal.answer["mean"] or ""
        case.mean_hundredths = proposal.mean_hundredths
        case.rule_set, case.rule_set_digest = proposal.rule_set, proposal.digest
        case.facts, case.result = proposal.asked, proposal.answer
        case.outdated = list(proposal.outdated)
        case.proposed_at = at
        case.revision += 1
        changed.append(case)
    locked.cases.bulk_update(changed, _KEPT, batch_size=500)
    locked.proposed_at = at
    locked.save(update_fields=["proposed_at"])
    record(
        actor=actor,
        code="evaluation.proposed",
        subject=locked,
        at=at,
        unit_id=locked.body_id,
        after={"asked": len(cases), "changed": len(changed)},
    )
    return len(changed)


def _follow(case: RatingCase, above: int | None) -> bool:
    """Bring a case after what was mended since: its post's similar group, a head's deciding unit; tell whether anything changed."""
    group = case.appointment.similar_group_id
    decider = above if case.is_body_head else case.deciding_unit_id
    is_changed = (group, decider) != (case.similar_group_id, case.deciding_unit_id)
    case.similar_group_id, case.deciding_unit_id = group, decider
    return is_changed
