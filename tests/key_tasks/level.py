"""A level that gives out key tasks, as tests need it: its rules, a round, a block, and the people who take part."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from congtam.key_tasks import services
from congtam.key_tasks.choices import Check, Opinion, Rhythm
from congtam.key_tasks.models import KeyTask, Round
from congtam.meetings.models import Meeting
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.values.known import given
from tests import make

NOON = datetime(2026, 4, 2, 5, tzinfo=UTC)
CRITERIA = (
    ("Thuộc chức năng, thẩm quyền của cơ quan", Check.ASKED),
    ("Có sản phẩm cụ thể", Check.PRODUCT),
    ("Đo được", Check.MEASURE),
    ("Có hạn trong kỳ", Check.DEADLINE),
    ("Rõ người chịu trách nhiệm", Check.LEADER),
)


def rules(**changes: Any) -> services.Rules:
    """The rules of a level; only what a test is about is named."""
    values: dict[str, Any] = {
        "name": "Quy định giao nhiệm vụ trọng tâm",
        "document": "Quy định số 12-QĐ/TU",
        "rhythm": Rhythm.QUARTER,
        "most_per_person": 2,
        "quantity_weight": 40,
        "quality_weight": 40,
        "time_weight": 20,
        "level_1_from": 90,
        "level_2_from": 60,
        "valid_from": date(2026, 1, 1),
    }
    return services.Rules(**(values | changes))


def calendar(**changes: Any) -> services.Calendar:
    """The second quarter of 2026."""
    values: dict[str, Any] = {
        "name": "Quý II/2026",
        "starts_on": date(2026, 4, 1),
        "ends_on": date(2026, 6, 30),
        "propose_until": date(2026, 4, 8),
        "appraise_until": date(2026, 4, 15),
        "decide_until": date(2026, 4, 20),
        "judge_until": date(2026, 7, 3),
    }
    return services.Calendar(**(values | changes))


class Level:
    """Tỉnh uỷ Sông Lam with a department that leads a block: its commission, its focal point, a leader."""

    def __init__(self, *, opens: bool = True, **changes: Any) -> None:
        self.body: Unit = make.body("Tỉnh uỷ Sông Lam", manages=True)
        self.commission: Person = make.officer(make.unit("Ban Tổ chức", under=self.body), "Đinh Thị Thẩm")
        make.duty(self.commission, self.body)
        self.department: Unit = make.body("Sở Thuỷ lợi tỉnh Sông Lam", under=self.body)
        self.leader: Person = make.head(self.department, "Hồ Văn Dũng", job_title="Giám đốc sở")
        self.finance: Unit = make.unit("Sở Tài chính", under=self.body)
        self.accountant: Person = make.head(self.finance, "Trần Thị Số")
        self.scheme = services.set_scheme(
            body=self.body,
            rules=rules(**changes),
            criteria=CRITERIA,
            blocks=[("Khối kinh tế", self.department)],
            actor=given(self.commission.user),
            at=NOON,
        )
        self.round: Round = services.open_round(
            scheme=self.scheme, calendar=calendar(), actor=given(self.commission.user), at=NOON
        )
        self.block = self.scheme.blocks.get()

    def proposal(self, **changes: Any) -> services.Proposal:
        """A proposal that meets every criterion."""
        values: dict[str, Any] = {
            "title": "Hoàn thành kè Bãi Vọt",
            "product": "Công trình được nghiệm thu",
            "measure": "km kè",
            "quantity": Decimal("4.2"),
            "due_date": date(2026, 6, 20),
            "leader": self.leader,
        }
        return services.Proposal(**(values | changes))

    def act(self, service: Any, who: Person | None = None, at: datetime = NOON, **values: Any) -> Any:
        """Do one act as `who`, the commission unless told otherwise."""
        return service(actor=given((who or self.commission).user), at=at, **values)

    def drafted(self, **changes: Any) -> KeyTask:
        """A draft of the focal point."""
        made: KeyTask = self.act(
            services.draft, self.leader, round_id=self.round.pk, block=self.block, proposal=self.proposal(**changes)
        )
        return made

    def proposed(self, **changes: Any) -> KeyTask:
        """A proposal that was sent in."""
        made: KeyTask = self.act(services.propose, self.leader, key_task_id=self.drafted(**changes).pk)
        return made

    def screened(self, **changes: Any) -> KeyTask:
        """A proposal that meets the criteria."""
        return self._screen(self.proposed(**changes))

    def _screen(self, key_task: KeyTask) -> KeyTask:
        answers = {self.scheme.criteria.get(check_by=Check.ASKED).pk: (True, "")}
        made: KeyTask = self.act(services.screen, key_task_id=key_task.pk, answers=answers)
        return made

    def appraised(self, **changes: Any) -> KeyTask:
        """A proposal that was appraised, one body asked."""
        return self._appraise(self.screened(**changes))

    def _appraise(self, key_task: KeyTask) -> KeyTask:
        [asked] = self.act(
            services.ask_opinions, key_task_id=key_task.pk, units=[self.finance], due_date=date(2026, 4, 10)
        )
        self.act(services.give_opinion, self.accountant, appraisal_id=asked.pk, opinion=Opinion.AGREES, text="")
        made: KeyTask = self.act(
            services.appraise, key_task_id=key_task.pk, is_fit=True, conclusion="Đủ nguồn lực, đúng thẩm quyền"
        )
        return made

    def decided(self, key_task: KeyTask) -> KeyTask:
        """An appraised proposal that was chosen."""
        [made] = self.act(
            services.decide, key_task_ids=[key_task.pk], is_chosen=True, meeting=None, document="Thông báo số 30-TB/TU"
        )
        found: KeyTask = made
        return found

    def proposal_to_approved(self, key_task_id: int) -> KeyTask:
        """Take a proposal that was sent in as far as the decision."""
        return self.decided(self._appraise(self._screen(KeyTask.objects.get(pk=key_task_id))))

    def assigned(self, to: Person | None = None, **changes: Any) -> KeyTask:
        """A key task that was decided and assigned, to the leader unless told otherwise."""
        key_task = self.decided(self.appraised(**changes))
        made: KeyTask = self.act(services.assign, key_task_id=key_task.pk, leader=to or self.leader)
        return made

    def filed(self, to: Person | None = None, **changes: Any) -> KeyTask:
        """A key task whose product was filed by the leader it was assigned to."""
        leader = to or self.leader
        key_task = self.assigned(to=leader, **changes)
        self.act(services.accept, leader, key_task_id=key_task.pk)
        self.act(
            services.report,
            leader,
            key_task_id=key_task.pk,
            text="Đã nghiệm thu 4,2 km kè",
            document="Biên bản số 15/BB-STL",
            is_product=True,
        )
        key_task.refresh_from_db()
        return key_task

    def meeting(self, state: str = "closed") -> Meeting:
        """A meeting of the standing committee."""
        return Meeting.objects.create(
            unit=self.body,
            kind="committee",
            title="Họp Ban Thường vụ",
            starts_at=NOON,
            quorum=5,
            state=state,
            called_by=given(self.commission.user),
            called_at=NOON,
        )
