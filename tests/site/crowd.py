"""Fills the body of the permission matrix with people and records, to see what pages cost when there are many."""

from datetime import timedelta
from itertools import cycle
from typing import Any

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.evaluation.models import Petition, RatingCase, RatingDecision
from congtam.meetings.models import AgendaItem, Ballot, Conclusion, Meeting, MeetingMember
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.personnel.models import (
    Absence,
    Appointment,
    DisciplinaryAction,
    Person,
    Responsibility,
    RosterImport,
    WrongEvaluatorReport,
)
from congtam.planning.models import Plan, PlanItem, PlanItemUnit, Product, ProductOverlap, WorkItem
from congtam.scoring.models import OutsideMonth, ScoreSheet, ScoringPeriod
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Deadline, Evidence, HandIn, ObjectiveCause, RecurringWork, Task, TaskMove
from congtam.values.names import initials, searchable, sort_key
from tests.site.permissions import Who
from tests.site.world import NOW, TODAY, World

STATES = (TaskState.ASSIGNED, TaskState.IN_HAND, TaskState.HANDED_IN, TaskState.HANDED_BACK, TaskState.DONE)


def fill(world: World, *, first: int, last: int) -> None:
    """Add people number `first` to `last`, each with a post, work, a month and a year; every tenth brings a rarer record of each kind."""
    numbers = range(first, last)
    people = _people(world, numbers)
    posts = Appointment.objects.bulk_create(
        Appointment(
            person=person,
            unit=world.division,
            job_title="Chuyên viên",
            category="civil_servant",
            similar_group=world.group if number % 2 else None,
            valid_from=TODAY - timedelta(days=900),
        )
        for number, person in zip(numbers, people, strict=True)
    )
    _products(world, numbers)
    _plans(world, numbers)
    _work(world, people)
    _meetings(world, numbers, people)
    _months(world, posts)
    _years(world, posts)
    _rarer(world, numbers, people)


def _people(world: World, numbers: range) -> list[Person]:
    names = [f"Nguyễn Văn Người {number}" for number in numbers]
    users = User.objects.bulk_create(
        User(username=f"dong{number}", full_name=name) for number, name in zip(numbers, names, strict=True)
    )
    return Person.objects.bulk_create(
        Person(
            personal_id=f"0009{number:08d}",
            full_name=user.full_name,
            sort_key=sort_key(user.full_name),
            search_name=f"{searchable(user.full_name)} {initials(user.full_name)}",
            user=user,
        )
        for number, user in zip(numbers, users, strict=True)
    )


def _products(world: World, numbers: range) -> None:
    for catalogue in (world.catalogue, world.draft):
        group = catalogue.groups.get()
        made = Product.objects.bulk_create(
            Product(
                catalogue=catalogue,
                group=group,
                position=1000 + number,
                code=f"D.{number}",
                work=f"Soạn văn bản số {number}",
                division=f"Phòng {number % 7}",
                marks=5,
                factor=1,
                search_text=f"soan van ban so {number} dat",
            )
            for number in numbers
        )
        ProductOverlap.objects.bulk_create(
            ProductOverlap(one=one, other=other, kind="related", likeness=800)
            for one, other in zip(made[::2], made[1::2], strict=False)
        )


def _plans(world: World, numbers: range) -> None:
    said = {"body": world.body, "issuer": "Sở Thuỷ lợi", "year": 2027, "state": "live", "source": world.plan_file}
    office = world.accounts[Who.OFFICE]
    Plan.objects.bulk_create(
        Plan(number=f"{number}/KH", title=f"Kế hoạch {number}", created_by=office, created_at=NOW, **said)
        for number in numbers
    )
    items = PlanItem.objects.bulk_create(
        PlanItem(
            plan=world.plan,
            position=10 + number,
            task=f"Rà soát quy trình {number}",
            search_text=f"ra soat quy trinh {number}",
            headings=[f"Nhóm {number % 9}"],
        )
        for number in numbers
    )
    PlanItemUnit.objects.bulk_create(PlanItemUnit(item=item, unit=world.division, part="lead") for item in items)


def _work(world: World, people: list[Person]) -> None:
    head = world.accounts[Who.HEAD]
    # The specialist gets four more pieces of work for each newcomer: his own lists grow as well.
    holders = [person for each in people for person in (each, *(world.person,) * 4)]
    tasks = Task.objects.bulk_create(
        Task(
            unit=world.division,
            holder=holder,
            product=world.product,
            title=f"Việc đạt {number}",
            search_text=f"viec dat {number}",
            factor=1,
            quantity=1,
            done=1 if state is TaskState.DONE else 0,
            assigned_date=TODAY.replace(day=1),
            due_date=TODAY + timedelta(days=number % 9 - 4),
            month=TODAY.replace(day=1),
            state=state,
            assigned_by=head,
        )
        for number, (holder, state) in enumerate(zip(holders, cycle((*STATES, *STATES[:2])), strict=False))
    )
    TaskMove.objects.bulk_create(TaskMove(task=task, state=task.state, by=head, at=NOW) for task in tasks)
    deadlines = Deadline.objects.bulk_create(
        Deadline(task=task, due_date=task.due_date, set_at=NOW - timedelta(days=14), set_by=head) for task in tasks
    )
    waiting = HandIn.objects.bulk_create(
        HandIn(task=task, quantity=1, handed_in_at=NOW, handed_in_by=head)
        for task in tasks
        if task.state == TaskState.HANDED_IN
    )
    Evidence.objects.bulk_create(Evidence(hand_in=one, kind="document", text="Báo cáo 5/BC") for one in waiting)
    ObjectiveCause.objects.bulk_create(
        ObjectiveCause(
            task=deadline.task, about="delay", deadline=deadline, text="Chờ ý kiến", claimed_at=NOW, claimed_by=head
        )
        for deadline in deadlines[::5]
    )
    _more_on_one_task(world, len(people))
    RecurringWork.objects.bulk_create(
        RecurringWork(
            unit=world.division,
            holder=person,
            product=world.product,
            title="Báo cáo tuần",
            quantity=1,
            rhythm="weekly",
            due_day=5,
            created_by=head,
            valid_from=TODAY,
        )
        for person in people
    )


def _more_on_one_task(world: World, count: int) -> None:
    """Lengthen the history of the specialist's own task: deadlines, hand-ins sent back with evidence, moves."""
    head = world.accounts[Who.HEAD]
    TaskMove.objects.bulk_create(TaskMove(task=world.task, state="returned", by=head, at=NOW) for _ in range(count))
    Deadline.objects.bulk_create(
        Deadline(task=world.task, due_date=TODAY, set_at=NOW, set_by=head, reason="Lùi hạn") for _ in range(count)
    )
    sent_back = HandIn.objects.bulk_create(
        HandIn(
            task=world.task,
            quantity=1,
            handed_in_at=NOW,
            handed_in_by=head,
            verdict="completion",
            judged_at=NOW,
            judged_by=head,
        )
        for _ in range(count)
    )
    Evidence.objects.bulk_create(
        Evidence(hand_in=one, kind="file", file=world.evidence.file) for one in sent_back for _ in range(2)
    )


def _meetings(world: World, numbers: range, people: list[Person]) -> None:
    """Everybody is called to both meetings; as many agenda items, votes and conclusions, and past meetings that left something open."""
    head = world.accounts[Who.HEAD]
    for meeting in (world.meeting, world.held):
        MeetingMember.objects.bulk_create(
            MeetingMember(meeting=meeting, person=person, attendance="present") for person in people
        )
        items = AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, position=10 + number, title=f"Nội dung {number}") for number in numbers
        )
        Ballot.objects.bulk_create(
            Ballot(meeting=meeting, agenda_item=item, question=f"Thông qua {item.title}") for item in items
        )
    meetings = Meeting.objects.bulk_create(
        Meeting(
            unit=world.division,
            kind="weekly",
            title=f"Giao ban {number}",
            starts_at=NOW - timedelta(days=7 + number),
            quorum=1,
            state="closed",
            called_by=head,
            called_at=NOW,
        )
        for number in numbers
    )
    asked = [(world.held, 10 + number) for number in numbers] + [(meeting, 1) for meeting in meetings]
    conclusions = Conclusion.objects.bulk_create(
        Conclusion(
            meeting=meeting,
            position=position,
            text=f"Kết luận {position}",
            unit=world.division,
            person=world.colleague,
            written_by=head,
            written_at=NOW,
        )
        for meeting, position in asked
    )
    WorkItem.objects.bulk_create(
        WorkItem(
            body=world.body,
            year=TODAY.year,
            title=one.text,
            search_text="ket luan",
            lead_unit=world.division,
            due_date=TODAY - timedelta(days=5),
            conclusion=one,
            created_by=head,
            created_at=NOW,
        )
        for one in conclusions[::2]
    )


def _months(world: World, posts: list[Appointment]) -> None:
    head = world.accounts[Who.HEAD]
    signed = {"self_signed_at": NOW, "self_signed_by": head, "general": {}}
    done = {"confirmed_at": NOW, "confirmed_by": head, "total_hundredths": 8000, "band": "good"}
    kinds: tuple[dict[str, Any], ...] = (
        {"state": "draft"},
        {"state": "self_signed", **signed},
        {"state": "confirmed", **signed, **done},
    )
    ScoreSheet.objects.bulk_create(
        ScoreSheet(
            period=world.period,
            person_id=post.person_id,
            appointment=post,
            unit=world.division,
            judging_unit=world.division,
            **kind,
        )
        for post, kind in zip(posts, cycle(kinds), strict=False)
    )
    OutsideMonth.objects.bulk_create(
        OutsideMonth(
            person_id=post.person_id,
            month=TODAY.replace(year=2026, month=5, day=1),
            total_hundredths=8000,
            body_name="Sở khác",
            document="CV 1",
            recorded_by=head,
        )
        for post in posts
    )


def _years(world: World, posts: list[Appointment]) -> None:
    director = world.accounts[Who.DIRECTOR]
    for campaign in (world.campaign, world.published):
        cases = RatingCase.objects.bulk_create(
            RatingCase(
                campaign=campaign,
                person_id=post.person_id,
                appointment=post,
                unit=world.division,
                deciding_unit=world.body,
                similar_group=post.similar_group,
                proposed_outcome="rated",
                proposed_level="good",
                mean="80",
                mean_hundredths=8000,
                published_at=campaign.published_at,
            )
            for post in posts
        )
        decided = cases if campaign == world.published else cases[::2]
        RatingDecision.objects.bulk_create(
            RatingDecision(case=case, number=1, outcome="rated", level="good", decided_by=director, decided_at=NOW)
            for case in decided
        )
        if campaign == world.published:
            Petition.objects.bulk_create(
                Petition(case=case, text="Đề nghị xem lại", received_date=TODAY, due_date=TODAY) for case in cases
            )


def _rarer(world: World, numbers: range, people: list[Person]) -> None:
    officer = world.accounts[Who.OFFICER]
    SimilarGroup.objects.bulk_create(SimilarGroup(body=world.body, name=f"Nhóm {number}") for number in numbers)
    Responsibility.objects.bulk_create(
        Responsibility(person=person, unit=world.body, duty="emulation_officer", valid_from=TODAY) for person in people
    )
    Absence.objects.bulk_create(
        Absence(
            person=world.person,
            kind="study",
            valid_from=TODAY - timedelta(days=9000 - 2 * number),
            valid_until=TODAY - timedelta(days=9000 - 2 * number - 1),
        )
        for number in numbers
    )
    DisciplinaryAction.objects.bulk_create(
        DisciplinaryAction(
            person=world.person, side="party", kind="khiển trách", act=f"Việc {number}", decided_date=TODAY
        )
        for number in numbers
    )
    WrongEvaluatorReport.objects.bulk_create(
        WrongEvaluatorReport(person=person, unit=world.division, text="Không phải", reported_at=NOW)
        for person in people
    )
    Act.objects.bulk_create(
        Act(
            at=NOW,
            actor=officer,
            code="tasks.assigned",
            subject_kind="evaluation.ratingcase",
            subject_id=str(world.case.pk),
            unit_id=world.division.pk,
        )
        for _ in numbers
    )
    RosterImport.objects.bulk_create(
        RosterImport(
            body=world.body,
            file=world.file,
            rows=[],
            row_count=0,
            error_count=0,
            warning_count=0,
            change_count=0,
            made_by=officer,
            made_at=NOW,
        )
        for _ in numbers
    )
    _units(world, numbers)
    ScoringPeriod.objects.bulk_create(
        ScoringPeriod(
            body=world.body,
            month=TODAY.replace(year=1900 + number // 12, month=number % 12 + 1, day=1),
            cut_off_date=TODAY,
        )
        for number in numbers
    )


def _units(world: World, numbers: range) -> None:
    units = Unit.objects.bulk_create(
        Unit(code=f"dong{number}", kind="state", valid_from=TODAY - timedelta(days=9000)) for number in numbers
    )
    UnitState.objects.bulk_create(
        UnitState(
            unit=unit,
            parent=world.division,
            name=f"Tổ số {number}",
            search_name=f"to so {number} dat",
            valid_from=unit.valid_from,
        )
        for number, unit in zip(numbers, units, strict=True)
    )
