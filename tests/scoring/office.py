"""A small office whose months the scoring tests tell: a body, two divisions, their heads and staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.personnel.selectors import Viewer, viewer_of
from congtam.scoring import services
from congtam.scoring.facts import criteria_of
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from congtam.tasks.choices import TaskState, Verdict
from congtam.tasks.models import Deadline, HandIn, Task, TaskMove
from congtam.values.numbers import written
from tests import make

MARCH, CUT_OFF = date(2026, 3, 1), date(2026, 4, 3)
OPENED = datetime(2026, 3, 2, 1, tzinfo=UTC)
SIGNED = datetime(2026, 4, 1, 2, tzinfo=UTC)
CONFIRMED = datetime(2026, 4, 2, 3, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """Everybody by what he is."""

    province: Unit
    body: Unit
    division: Unit
    chairman: Person
    director: Person
    deputy: Person
    head: Person
    staff: Person
    colleague: Person
    officer: Person


def office() -> Office:
    """A department under a provincial body, with one division of three, and an organisation officer in its staff office."""
    province = make.unit("UBND tỉnh Sông Lam", uses=True, manages=True)
    body = make.body(under=province)
    division = make.unit("Phòng Tổng hợp", under=body)
    bureau = make.unit("Văn phòng Sở", under=body)
    officer = make.officer(bureau, "Đỗ Thị Mai")
    make.duty(officer, body)
    return Office(
        province=province,
        body=body,
        division=division,
        chairman=make.head(province, "Võ Văn Chính", category="elected_official"),
        director=make.head(body, "Lý Văn Giang", job_title="Giám đốc"),
        deputy=make.officer(body, "Bùi Thị Dung", job_title="Phó Giám đốc", leadership="deputy"),
        head=make.head(division),
        staff=make.officer(division, "Trần Văn Đạt"),
        colleague=make.officer(division, "Lê Thị Hà"),
        officer=officer,
    )


def account(who: Person) -> User:
    assert who.user is not None
    return who.user


def looking(who: Person, on: date = CUT_OFF) -> Viewer:
    return viewer_of(account(who), on)


def opened(house: Office, month: date = MARCH, cut_off: date = CUT_OFF) -> ScoringPeriod:
    return services.open_period(
        body=house.body, month=month, cut_off_date=cut_off, actor=account(house.officer), at=OPENED
    )


def sheet_of(who: Person) -> ScoreSheet:
    return ScoreSheet.objects.get(person=who, is_current=True)


def work(who: Person, where: Unit, *, done: int = 1, due: date = date(2026, 3, 20), late: bool = False) -> Task:
    """One product due in March; accepted on its day, or two days late, or not at all (done=0)."""
    by = make.user()
    task = make.task(who, where, by=by, due=due, state=TaskState.DONE if done else TaskState.IN_HAND)
    # Set at the end of the month before, so that it was in hand before it was handed in.
    Deadline.objects.filter(task=task).update(set_at=OPENED)
    TaskMove.objects.filter(task=task).update(at=OPENED)
    if done:
        day = datetime(due.year, due.month, due.day + (2 if late else 0), 5, tzinfo=UTC)
        HandIn.objects.create(
            task=task,
            quantity=Decimal(done),
            accepted=Decimal(done),
            handed_in_at=day,
            handed_in_by=by,
            verdict=Verdict.ACCEPTED,
            judged_at=day,
            judged_by=by,
        )
    return task


def marks(share: str = "full") -> dict[str, str]:
    return {one.code: written(one.max if share == "full" else one.max / 2) for one in criteria_of(MARCH)}


def mark(who: Person, given: dict[str, str] | None = None, at: datetime = SIGNED) -> ScoreSheet:
    return services.save_marks(
        sheet_id=sheet_of(who).pk,
        entered=services.Entered(marks=marks() if given is None else given, strengths="Chủ động, đúng hạn."),
        actor=account(who),
        at=at,
    )


def sign(who: Person, at: datetime = SIGNED) -> ScoreSheet:
    mark(who, at=at)
    return services.self_sign(sheet_id=sheet_of(who).pk, actor=account(who), at=at)


def confirm(who: Person, by: Person, at: datetime = CONFIRMED) -> ScoreSheet:
    return services.confirm(sheet_id=sheet_of(who).pk, comment="Nhất trí.", actor=account(by), at=at)


def judged(who: Person, by: Person, organising: str = "full", unity: str = "full") -> ScoreSheet:
    return services.judge(
        sheet_id=sheet_of(who).pk,
        conclusions=services.Conclusions(
            organising=organising,
            organising_reason="Có cách làm mới trong tiếp nhận hồ sơ.",
            unity=unity,
            unity_reason="Nội bộ đoàn kết.",
        ),
        actor=account(by),
        at=CONFIRMED,
    )


def corrected_downwards(house: "Office") -> ScoreSheet:
    """The head's March confirmed with d full; afterwards a specialist of his is corrected to below fifty. Return the head's sheet."""
    all_signed((house.staff, house.colleague, house.head), house.division)
    for who in (house.staff, house.colleague):
        confirm(who, house.head)
    judged(house.head, house.director)
    sheet = confirm(house.head, house.director)
    made = services.correct(
        sheet_id=sheet_of(house.staff).pk,
        reason="Sản phẩm nghiệm thu nhầm",
        authority="Thông báo 12/TB-STL",
        actor=account(house.officer),
        at=LATER,
    )
    Task.objects.filter(holder=house.staff).update(done=0)
    HandIn.objects.filter(task__holder=house.staff).delete()
    mark(house.staff, dict.fromkeys(marks(), "0"), at=LATER)
    services.self_sign(sheet_id=made.pk, actor=account(house.staff), at=LATER)
    confirm(house.staff, house.head, at=LATER)
    return sheet


def all_signed(people: Iterable[Person], where: Unit) -> None:
    for who in people:
        work(who, where)
        sign(who)
