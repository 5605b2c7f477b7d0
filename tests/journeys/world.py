"""A small office the stories happen in: a department with two divisions, a catalogue in force, and what they have to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from time_machine import Traveller

from congtam.accounts.models import User
from congtam.organisation.models import SimilarGroup, Unit
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from congtam.planning.models import Product
from congtam.scoring.models import OutsideMonth, ScoringPeriod
from congtam.scoring.services import open_period
from congtam.tasks.choices import EvidenceKind
from congtam.tasks.models import Task
from congtam.tasks.services import Assignment, Proof, accept, accept_result, assign, hand_in
from tests import make

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(day: int, month: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2026 by the clock of the office."""
    return datetime(2026, month, day, hour, minute, tzinfo=OFFICE)


@dataclass(frozen=True, kw_only=True)
class World:
    """Everybody by what he is, and the clock all programs of a story go by."""

    clock: Traveller
    body: Unit
    division: Unit
    bureau: Unit
    group: SimilarGroup
    report: Product
    letter: Product
    chairman: Person
    director: Person
    head: Person
    bureau_head: Person
    officer: Person
    staff: tuple[Person, ...]

    @property
    def specialist(self) -> Person:
        """The specialist the stories follow."""
        return self.staff[0]

    def turns_to(self, day: int, month: int, hour: int = 9) -> None:
        """Let it be another day, for the office and for the program."""
        self.clock.move_to(moment(day, month, hour))

    def gives(self, what: str, *, to: Person, due: date, product: Product | None = None) -> Task:
        """Let the head of the division give work, through the program's own service."""
        post = to.appointments.get()
        given = Assignment(post=post, product=product or self.report, title=what, quantity=Decimal(1), due_date=due)
        (made,) = assign(assignments=[given], actor=account(self.head), at=datetime.now(OFFICE))
        return made

    def gives_to_head(self, what: str, *, due: date) -> Task:
        """Let the director give the head of the division work of his own."""
        post = self.head.appointments.get()
        given = Assignment(post=post, product=self.report, title=what, quantity=Decimal(1), due_date=due)
        (made,) = assign(assignments=[given], actor=account(self.director), at=datetime.now(OFFICE))
        return made

    def finishes(self, task: Task, *, by: Person | None = None) -> None:
        """Let the holder take the work, hand it in with the number of a document, and his head accept all of it."""
        mine, head, now = account(task.holder), account(by or self.head), datetime.now(OFFICE)
        accept(task_id=task.pk, actor=mine, at=now)
        proof = Proof(kind=EvidenceKind.DOCUMENT, text="12/BC-STL")
        given = hand_in(task_id=task.pk, quantity=Decimal(1), proofs=[proof], actor=mine, at=now)
        accept_result(task_id=task.pk, hand_in_id=given.pk, quantity=Decimal(1), actor=head, at=now)

    def opens_march(self) -> ScoringPeriod:
        """Let it be April, and the officer open March."""
        self.turns_to(1, 4)
        return open_period(
            body=self.body,
            month=date(2026, 3, 1),
            cut_off_date=date(2026, 4, 5),
            actor=account(self.officer),
            at=datetime.now(OFFICE),
        )

    def months(self, totals: dict[Person, int]) -> None:
        """Give people the same marks in eleven months, as if another body had scored them."""
        OutsideMonth.objects.bulk_create(
            OutsideMonth(
                person=who,
                month=date(2026, number, 1),
                total_hundredths=total * 100,
                body_name="Sở Thuỷ lợi tỉnh Sông Lam",
                document="Công văn 12/STL-VP",
                recorded_by=account(self.officer),
            )
            for who, total in totals.items()
            for number in range(1, 12)
        )


def account(who: Person) -> User:
    """The account of somebody who has one."""
    assert who.user is not None
    return who.user


def build(clock: Traveller) -> World:
    """Make the office anew."""
    province = make.unit("Ủy ban nhân dân tỉnh Sông Lam", uses=True, manages=True)
    body = make.body(under=province)
    division, bureau = make.unit("Phòng Kế hoạch", under=body), make.unit("Văn phòng Sở", under=body)
    group = make.similar_group(body, "Chuyên viên tham mưu")
    heads = make.similar_group(body, "Trưởng phòng")
    officer = make.officer(bureau, "Đỗ Thị Mai", similar_group=group)
    make.duty(officer, body, Duty.ORGANISATION_OFFICER)
    catalogue = make.catalogue(body)
    return World(
        clock=clock,
        body=body,
        division=division,
        bureau=bureau,
        group=group,
        report=make.product(catalogue, "Xây dựng báo cáo chuyên đề", code="KH.07", factor="8", output="Báo cáo"),
        letter=make.product(catalogue, "Soạn công văn trả lời kiến nghị", code="VP.01", factor="1", output="Công văn"),
        chairman=make.head(province, "Võ Văn Chính", job_title="Chủ tịch", category="elected_official"),
        director=make.head(body, "Lý Văn Giang", job_title="Giám đốc"),
        head=make.head(division, "Phạm Văn Khoa", similar_group=heads),
        bureau_head=make.head(bureau, "Hoàng Thị Liên", job_title="Chánh Văn phòng", similar_group=heads),
        officer=officer,
        staff=tuple(
            make.officer(division, name, similar_group=group)
            for name in ("Trần Văn Đạt", "Lê Thị Hà", "Nguyễn Minh Quân", "Vũ Thị Ngọc", "Bùi Đức Anh")
        ),
    )


def everybody(world: World) -> Iterator[Person]:
    """All who serve in the department."""
    yield from (world.director, world.head, world.bureau_head, world.officer, *world.staff)
