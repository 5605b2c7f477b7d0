"""Key tasks of the specialist's division at every step, given out by the body, its head answering for them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from congtam.accounts.models import User
from congtam.documents.models import StoredFile
from congtam.key_tasks import services
from congtam.key_tasks.choices import Check, KeyTaskState, Rhythm
from congtam.key_tasks.models import KeyTask, KeyTaskScheme, ProposalOverlap, Round
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.planning.choices import ItemVerdict, Relation

_LEVEL = {"quantity_weight": 40, "quality_weight": 40, "time_weight": 20, "level_1_from": 90, "level_2_from": 60}


def key_tasks(
    *, body: Unit, division: Unit, asked: Unit, head: Person, officer: User, file: StoredFile, at: datetime
) -> dict[str, Any]:
    """Make a scheme, a round and a key task at each step; `asked` is the unit whose opinion was asked."""
    scheme = KeyTaskScheme.objects.create(
        body=body,
        name="Quy định giao nhiệm vụ trọng tâm",
        document="QĐ 77/QĐ-STL",
        rhythm=Rhythm.QUARTER,
        valid_from=date(2027, 1, 1),
        **_LEVEL,
    )
    criterion = scheme.criteria.create(position=1, text="Thuộc thẩm quyền", check_by=Check.ASKED)
    block = scheme.blocks.create(name="Khối tổng hợp", focal_unit=division)
    found = Round.objects.create(
        scheme=scheme,
        name="Quý I/2027",
        starts_on=date(2027, 1, 1),
        ends_on=date(2027, 3, 31),
        propose_until=date(2027, 1, 20),
        appraise_until=date(2027, 1, 25),
        decide_until=date(2027, 1, 30),
        judge_until=date(2027, 4, 5),
    )

    def one(state: KeyTaskState, **fields: Any) -> KeyTask:
        made = KeyTask.objects.create(
            round=found,
            block=block,
            title="Nạo vét kênh Đông",
            leader=head,
            due_date=date(2027, 3, 20),
            state=state,
            proposed_by=officer,
            **fields,
        )
        made.moves.create(state=state, by=officer, at=at)
        return made

    appraising = one(KeyTaskState.APPRAISING)
    question = appraising.appraisals.create(unit=asked, asked_by=officer, asked_at=at, due_date=date(2027, 1, 25))
    screened, in_hand = one(KeyTaskState.SCREENED), one(KeyTaskState.IN_HAND)
    judged = one(KeyTaskState.FILED)
    services.judge(
        key_task_id=judged.pk,
        judgement=services.Judgement(quantity=Decimal(100), quality=Decimal(90), time=Decimal(100), words="Tốt"),
        actor=officer,
        at=at,
    )
    proposed, late = one(KeyTaskState.PROPOSED), one(KeyTaskState.PROPOSED)
    likeness = ProposalOverlap.objects.create(proposal=late, key_task=proposed, relation=Relation.SAME, chance=900)
    apart = ProposalOverlap.objects.create(
        proposal=late,
        key_task=screened,
        relation=Relation.RELATED,
        chance=400,
        verdict=ItemVerdict.SEPARATE,
        reason="Hai đoạn kênh",
        decided_by=officer,
        decided_at=at,
    )
    return {
        "scheme": scheme,
        "key_criterion": criterion,
        "key_block": block,
        "round": found,
        "proposal": one(KeyTaskState.DRAFT),
        "proposed": proposed,
        "screened": screened,
        "merged": one(KeyTaskState.MERGED, merged_into=screened),
        "appraising": appraising,
        "question": question,
        "appraised": one(KeyTaskState.APPRAISED),
        "approved": one(KeyTaskState.APPROVED),
        "given": one(KeyTaskState.ASSIGNED),
        "in_hand": in_hand,
        "filed": one(KeyTaskState.FILED),
        "judged": judged,
        "likeness": likeness,
        "apart": apart,
        "key_report": in_hand.reports.create(text="Đã nạo vét 2 km", file=file, by=officer, at=at),
    }
