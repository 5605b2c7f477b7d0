"""A small part of a province with everybody the permission matrix speaks of, and one record of each kind about one specialist."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from congtam.accounts.models import SavedView, User
from congtam.documents.models import StoredFile
from congtam.evaluation.models import Campaign, CampaignJob, Petition, RatingCase, RatingDecision
from congtam.follow_up.models import Breakthrough, DossierImport, Inspection, Shortcoming
from congtam.meetings.models import AgendaItem, Ballot, Conclusion, Meeting, MeetingMember
from congtam.notifications.models import Notification
from congtam.organisation.models import SimilarGroup, Unit
from congtam.personnel.choices import Duty, Leadership
from congtam.personnel.models import (
    Absence,
    Appointment,
    DisciplinaryAction,
    Person,
    Responsibility,
    RosterImport,
    WrongEvaluatorReport,
)
from congtam.planning.choices import PlanState
from congtam.planning.models import (
    Catalogue,
    ConsolidatedPlan,
    ItemOverlap,
    Plan,
    PlanItem,
    Product,
    ProductOverlap,
    Target,
    WorkExtension,
    WorkItem,
    WorkMove,
)
from congtam.planning.services.consolidated import publish
from congtam.planning.services.overlaps import separate
from congtam.planning.services.work import report_done
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Deadline, Evidence, ExtensionRequest, HandIn, ObjectiveCause, RecurringWork, Task
from tests import make
from tests.planning.plan_files import STYLES, excel
from tests.site.permissions import Who

NOW = datetime(2027, 1, 15, 3, tzinfo=UTC)
TODAY = date(2027, 1, 15)
PDF = b"%PDF-1.7 minh chung"


@dataclass(frozen=True, kw_only=True)
class World:
    """Accounts by who they are, and the records, each about the specialist unless its name says otherwise."""

    accounts: dict[Who, User]
    person: Person
    account: User
    colleague: Person
    province: Unit
    body: Unit
    division: Unit
    post: Appointment
    colleague_post: Appointment
    saved_view: SavedView
    absence: Absence
    discipline: DisciplinaryAction
    report: WrongEvaluatorReport
    group: SimilarGroup
    duty: Responsibility
    roster: RosterImport
    file: StoredFile
    catalogue: Catalogue
    draft: Catalogue
    overlap: ProductOverlap
    product: Product
    plan: Plan
    plan_draft: Plan
    plan_item: PlanItem
    plan_file: StoredFile
    body_work: WorkItem
    body_work_reported: WorkItem
    body_work_move: WorkMove
    shared_item: PlanItem
    pair: ItemOverlap
    pair_apart: ItemOverlap
    consolidated: ConsolidatedPlan
    target: Target
    task: Task
    new_task: Task
    handed_in: Task
    handed_back: Task
    hand_in: HandIn
    evidence: Evidence
    cause: ObjectiveCause
    recurring: RecurringWork
    task_of_head: Task
    task_of_deputy: Task
    meeting: Meeting
    held: Meeting
    seat: MeetingMember
    agenda_item: AgendaItem
    ballot: Ballot
    conclusion: Conclusion
    period: ScoringPeriod
    sheet: ScoreSheet
    sheet_of_head: ScoreSheet
    sheet_of_director: ScoreSheet
    campaign: Campaign
    case: RatingCase
    case_of_head: RatingCase
    case_of_director: RatingCase
    job: CampaignJob
    published: Campaign
    published_case: RatingCase
    petition: Petition
    notification: Notification
    extension: ExtensionRequest
    work: WorkItem
    work_extension: WorkExtension
    dossier_import: DossierImport
    shortcoming: Shortcoming
    mended: Shortcoming
    inspection: Inspection
    breakthrough: Breakthrough

    def key(self, name: str) -> Any:
        """Return what an address is made with: the key of the record of this name, or the words themselves."""
        return getattr(self, name).pk if name in {field.name for field in fields(self)} else name


def stored(by: User, data: bytes = PDF, name: str = "bao-cao.pdf") -> StoredFile:
    """A file somebody brought."""
    made = StoredFile(
        name=name, digest="0" * 64, size=len(data), media_type="application/pdf", stored_by=by, stored_at=NOW
    )
    made.path.save(name, ContentFile(data), save=False)
    made.save()
    return made


def build(roster_book: bytes) -> World:
    """Make everything; `roster_book` is any workbook, kept as the file of an import and of a catalogue."""
    people, places = _people()
    made: dict[str, Any] = {
        **places,
        "person": people[Who.OWNER],
        "account": _account(people[Who.OWNER]),
        "colleague": people[Who.COLLEAGUE],
        "accounts": {who: _account(person) for who, person in people.items()}
        | {Who.ADMINISTRATOR: make.user("Tạ Quang Trị", is_administrator=True)},
        "post": people[Who.OWNER].appointments.get(),
        "colleague_post": people[Who.COLLEAGUE].appointments.get(),
        "saved_view": SavedView.objects.create(
            user=_account(people[Who.OWNER]), path="/nhiem-vu/", name="Quá hạn", query="viec=overdue"
        ),
    }
    made |= _facts(people, places, roster_book)
    made |= _catalogues(places["body"], made["file"])
    made |= _plans(people, places["body"])
    made |= _body_work(people, places)
    made |= _work(people, places["division"], made["product"])
    made |= _meetings(people, places["division"])
    made |= _months(people, places)
    made |= _years(people, places)
    made |= _followed(people, places, made["task"])
    return World(**made)


def _account(person: Person) -> User:
    assert person.user is not None
    return person.user


def _people() -> tuple[dict[Who, Person], dict[str, Unit]]:
    province = make.unit("Ủy ban nhân dân tỉnh Sông Lam", uses=True, manages=True)
    body = make.body(under=province)
    division = make.unit("Phòng Tổng hợp", under=body)
    second, bureau = make.unit("Phòng Kế hoạch", under=body), make.unit("Văn phòng Sở", under=body)
    other = make.body("Sở Đò điện tỉnh Sông Lam", under=province)
    leads: dict[str, Any] = {"leadership": Leadership.HEAD, "job_title": "Trưởng phòng"}
    people = {
        Who.OWNER: make.officer(division, "Trần Văn Đạt"),
        Who.COLLEAGUE: make.officer(division, "Vũ Thị Lan"),
        Who.ELSEWHERE: make.officer(second, "Bùi Quốc Cường"),
        Who.DEPUTY: make.officer(division, "Cao Văn Lộc", leadership=Leadership.DEPUTY, job_title="Phó Trưởng phòng"),
        Who.HEAD: make.head(division, since=TODAY),
        Who.FORMER_HEAD: make.officer(second, "Đinh Công Thành", since=TODAY),
        Who.OTHER_HEAD: make.head(second, "Mai Thị Thơm"),
        Who.DIRECTOR: make.head(body, "Hoàng Minh Sơn", job_title="Giám đốc", since=TODAY),
        Who.FORMER_DIRECTOR: make.officer(other, "Lý Văn Giang", since=TODAY),
        Who.OFFICER: make.officer(bureau, "Lê Thị Hà"),
        Who.OTHER_OFFICER: make.officer(other, "Ngô Thị Yến"),
        Who.OFFICE: make.officer(bureau, "Phan Văn Út"),
        Who.CHAIRMAN: make.head(province, "Võ Văn Chính", job_title="Chủ tịch", category="elected_official"),
        Who.OBSERVER: make.officer(make.unit("Văn phòng UBND tỉnh", under=province), "Đoàn Văn Quan"),
    }
    # Both led here until yesterday.
    make.post(people[Who.FORMER_HEAD], division, until=TODAY, **leads)
    make.post(people[Who.FORMER_DIRECTOR], body, until=TODAY, **leads)
    make.duty(people[Who.OFFICER], body)
    make.duty(people[Who.OTHER_OFFICER], other)
    make.duty(people[Who.OFFICE], body, Duty.OFFICE)
    make.duty(people[Who.OBSERVER], body, Duty.OBSERVER)
    return people, {"province": province, "body": body, "division": division}


def _facts(people: dict[Who, Person], places: dict[str, Unit], book: bytes) -> dict[str, Any]:
    owner, officer = people[Who.OWNER], _account(people[Who.OFFICER])
    file = stored(officer, book, "danh-sach.xlsx")
    roster = RosterImport.objects.create(
        body=places["body"],
        file=file,
        rows=[],
        row_count=0,
        error_count=0,
        warning_count=0,
        change_count=0,
        made_by=officer,
        made_at=NOW,
    )
    return {
        "absence": Absence.objects.create(person=owner, kind="sick", valid_from=TODAY - timedelta(days=60)),
        "discipline": DisciplinaryAction.objects.create(
            person=owner, side="state", kind="khiển trách", act="chậm nộp báo cáo", decided_date=TODAY
        ),
        "report": WrongEvaluatorReport.objects.create(
            person=owner, unit=places["division"], text="Không phải người này", reported_at=NOW
        ),
        "group": make.similar_group(places["body"]),
        "duty": Responsibility.objects.get(person=people[Who.OFFICE]),
        "roster": roster,
        "file": file,
    }


def _body_work(people: dict[Who, Person], places: dict[str, Unit]) -> dict[str, Any]:
    """Work the division leads: one piece open, which two plans ask for, one reported; a pair that waits, one kept apart; a target."""
    office, head, division = _account(people[Who.OFFICE]), _account(people[Who.HEAD]), places["division"]
    due = date(2027, 2, 26)
    early, later = (make.plan(places["body"], by=office, year=2027) for _ in range(2))
    items = [make.item(early, f"Xây dựng quy chế {n}", lead=division, due_date=due) for n in range(3)]
    again = make.item(later, "Xây dựng quy chế 0", lead=division, due_date=due)
    works = [make.work(item, by=office, at=NOW) for item in items]
    PlanItem.objects.filter(pk=again.pk).update(work=works[0])
    waits, other = make.item(later, "Xây dựng quy chế số 1", due_date=due), make.item(later, "Xây dựng đề án 2")
    apart = make.overlap(items[2], other)
    separate(overlap_ids=[apart.pk], reason="Khác việc", actor=office, at=NOW)
    report_done(work_id=works[1].pk, document="12/BC-STL", actor=head, at=NOW)
    move = works[1].moves.latest("pk")
    WorkMove.objects.filter(pk=move.pk).update(file=stored(head))
    published = publish(
        body=places["body"], year=2027, number="1/KH", published_on=TODAY, pairs_known=9, actor=office, at=NOW
    )
    make.work(make.item(later, "Việc đến sau", lead=division, due_date=due), by=office, at=NOW)
    return {
        "body_work": works[0],
        "body_work_reported": works[1],
        "body_work_move": move,
        "shared_item": again,
        "pair": make.overlap(items[2], waits),
        "pair_apart": apart,
        "consolidated": published,
        "target": make.target(places["body"], lead_unit=division, year=2027, by=office),
    }


def _plans(people: dict[Who, Person], body: Unit) -> dict[str, Any]:
    office = _account(people[Who.OFFICE])
    rows = [
        {"task": f"Rà soát quy trình {number}", "lead": "Phòng Tổng hợp", "output": "Báo cáo"} for number in range(3)
    ]
    file = stored(office, excel(rows, STYLES["plain"]), "ke-hoach.xlsx")
    said: dict[str, Any] = {
        "body": body,
        "title": "Kế hoạch công tác",
        "issuer": "Sở Thuỷ lợi",
        "year": 2027,
        "created_by": office,
        "created_at": NOW,
        "source": file,
    }
    plan = Plan.objects.create(number="1/KH-STL", state=PlanState.LIVE, **said)
    item = PlanItem.objects.create(plan=plan, position=1, task="Rà soát quy trình", search_text="ra soat quy trinh")
    return {
        "plan": plan,
        "plan_draft": Plan.objects.create(number="2/KH-STL", **said),
        "plan_item": item,
        "plan_file": file,
    }


def _catalogues(body: Unit, file: StoredFile) -> dict[str, Any]:
    issued = make.catalogue(body)
    draft = make.catalogue(body, version=2, state="draft", valid_from=None, document="", source=file)
    one, other = make.product(draft), make.product(draft)
    return {
        "catalogue": issued,
        "product": make.product(issued),
        "draft": draft,
        "overlap": ProductOverlap.objects.create(one=one, other=other, kind="same", likeness=900),
    }


def _work(people: dict[Who, Person], division: Unit, product: Product) -> dict[str, Any]:
    owner, head = people[Who.OWNER], _account(people[Who.HEAD])
    soon, past = TODAY + timedelta(days=5), TODAY - timedelta(days=5)

    def task(of: Who = Who.OWNER, **fields: Any) -> Task:
        return make.task(people[of], division, by=head, due=fields.pop("due", soon), product=product, **fields)

    late, handed_in = task(due=past), task(state=TaskState.HANDED_IN)
    hand_in = HandIn.objects.create(task=handed_in, quantity=1, handed_in_at=NOW, handed_in_by=_account(owner))
    return {
        "task": late,
        "new_task": task(state=TaskState.ASSIGNED),
        "handed_in": handed_in,
        "handed_back": task(state=TaskState.HANDED_BACK),
        "hand_in": hand_in,
        "evidence": Evidence.objects.create(hand_in=hand_in, kind="file", file=stored(_account(owner))),
        "cause": ObjectiveCause.objects.create(
            task=late,
            about="delay",
            deadline=Deadline.objects.get(task=late),
            text="Chờ ý kiến cơ quan khác",
            claimed_at=NOW,
            claimed_by=_account(owner),
        ),
        "recurring": RecurringWork.objects.create(
            unit=division,
            holder=owner,
            product=product,
            title="Báo cáo tuần",
            quantity=1,
            rhythm="weekly",
            due_day=5,
            created_by=head,
            valid_from=past,
        ),
        "task_of_head": task(Who.HEAD, state=TaskState.HANDED_IN),
        "task_of_deputy": task(Who.DEPUTY, state=TaskState.HANDED_IN),
    }


def _meetings(people: dict[Who, Person], division: Unit) -> dict[str, Any]:
    """A meeting that is called, and one that is held, with a question put to the vote and a conclusion."""
    head = people[Who.HEAD]

    def called(state: str) -> Meeting:
        meeting = Meeting.objects.create(
            unit=division,
            kind="weekly",
            title="Giao ban phòng",
            starts_at=NOW,
            quorum=1,
            state=state,
            called_by=_account(head),
            called_at=NOW,
        )
        roles = ((Who.HEAD, "chair"), (Who.COLLEAGUE, "secretary"), (Who.OWNER, "member"))
        MeetingMember.objects.bulk_create(
            MeetingMember(meeting=meeting, person=people[who], role=role, attendance="present") for who, role in roles
        )
        return meeting

    meeting, held = called("called"), called("open")
    return {
        "meeting": meeting,
        "held": held,
        "seat": meeting.members.get(role="member"),
        "agenda_item": AgendaItem.objects.create(meeting=meeting, position=1, title="Kết quả tuần"),
        "ballot": Ballot.objects.create(meeting=held, question="Thông qua báo cáo"),
        "conclusion": Conclusion.objects.create(
            meeting=held, position=1, text="Rà soát cống", unit=division, written_by=_account(head), written_at=NOW
        ),
    }


def _months(people: dict[Who, Person], places: dict[str, Unit]) -> dict[str, Any]:
    period = ScoringPeriod.objects.create(
        body=places["body"], month=TODAY.replace(day=1), cut_off_date=TODAY + timedelta(days=20)
    )

    def sheet(of: Who, unit: str, judging: str) -> ScoreSheet:
        return ScoreSheet.objects.create(
            period=period,
            person=people[of],
            appointment=_post_today(people[of]),
            unit=places[unit],
            judging_unit=places[judging],
            holds_leading_post=of != Who.OWNER,
        )

    return {
        "period": period,
        "sheet": sheet(Who.OWNER, "division", "division"),
        "sheet_of_head": sheet(Who.HEAD, "division", "body"),
        "sheet_of_director": sheet(Who.DIRECTOR, "body", "province"),
    }


def _years(people: dict[Who, Person], places: dict[str, Unit]) -> dict[str, Any]:
    body, officer, director = places["body"], _account(people[Who.OFFICER]), _account(people[Who.DIRECTOR])

    def campaign(year: int, **fields: Any) -> Campaign:
        return Campaign.objects.create(body=body, year=year, opened_at=NOW, opened_by=officer, **fields)

    def case(of: Who, within: Campaign, *, unit: Unit, deciding: Unit, **fields: Any) -> RatingCase:
        return RatingCase.objects.create(
            campaign=within,
            person=people[of],
            appointment=_post_today(people[of]),
            unit=unit,
            deciding_unit=deciding,
            is_body_head=of == Who.DIRECTOR,
            proposed_outcome="rated",
            proposed_level="good",
            mean="80",
            mean_hundredths=8000,
            **fields,
        )

    now = campaign(
        TODAY.year,
        facts_document="Báo cáo 15/BC-VP",
        body_level="good",
        body_level_document="QĐ 90/QĐ-UBND",
        meeting_date=TODAY,
        minutes=stored(officer),
    )
    before = campaign(
        TODAY.year - 1,
        state="published",
        published_at=NOW,
        published_by=director,
        publication_document="Thông báo 12/TB",
    )
    division = places["division"]
    second = people[Who.OTHER_HEAD].appointments.get().unit
    case(Who.ELSEWHERE, now, unit=second, deciding=body)
    told = case(Who.OWNER, before, unit=division, deciding=body, published_at=NOW)
    RatingDecision.objects.create(
        case=told, number=1, outcome="rated", level="good", decided_by=director, decided_at=NOW
    )
    return {
        "campaign": now,
        "case": case(Who.OWNER, now, unit=division, deciding=body),
        "case_of_head": case(Who.HEAD, now, unit=division, deciding=body),
        "case_of_director": case(Who.DIRECTOR, now, unit=body, deciding=places["province"]),
        "job": CampaignJob.objects.create(
            campaign=now, kind="forms", state="done", total=1, requested_by=officer, requested_at=NOW, file=now.minutes
        ),
        "published": before,
        "published_case": told,
        "petition": Petition.objects.create(
            case=told, text="Đề nghị xem lại", received_date=TODAY, due_date=TODAY + timedelta(days=11)
        ),
    }


def _followed(people: dict[Who, Person], places: dict[str, Unit], task: Task) -> dict[str, Any]:
    owner, head, office = (_account(people[who]) for who in (Who.OWNER, Who.HEAD, Who.OFFICE))
    body, division, soon = places["body"], places["division"], TODAY + timedelta(days=5)
    work = WorkItem.objects.create(
        body=body,
        year=TODAY.year,
        title="Trình đề án",
        search_text="trinh de an",
        lead_unit=division,
        due_date=soon,
        created_by=office,
        created_at=NOW,
    )
    WorkMove.objects.create(work=work, state=work.state, by=office, at=NOW)
    asked: dict[str, Any] = {"reason": "Chờ số liệu", "asked_at": NOW, "due_date": TODAY + timedelta(days=9)}
    fault: dict[str, Any] = {
        "unit": division,
        "person": people[Who.OWNER],
        "text": "Chậm báo cáo",
        "remedy": "Phân công lại",
        "due_date": soon,
        "named_on": TODAY,
        "named_by": head,
        "named_at": NOW,
    }
    return {
        "notification": Notification.objects.create(
            user=owner, code="x.y", about_kind="tasks.task", about_id=task.pk, words="Nhắc", url="/", created_at=NOW
        ),
        "extension": ExtensionRequest.objects.create(task=task, asked_by=owner, **asked),
        "work": work,
        "work_extension": WorkExtension.objects.create(work=work, asked_by=head, **asked),
        "dossier_import": DossierImport.objects.create(
            body=body, name="ho-so.xlsx", digest="0" * 64, rows=[], made_by=office, made_at=NOW
        ),
        "shortcoming": Shortcoming.objects.create(**fault),
        "mended": Shortcoming.objects.create(
            **fault, state="done", closed_on=TODAY, closing="Đã nộp đủ", file=stored(head)
        ),
        "inspection": Inspection.objects.create(
            unit=division,
            title="Kiểm tra việc thực hiện kế hoạch",
            inspector=people[Who.OFFICER],
            planned_date=soon,
            created_by=office,
            created_at=NOW,
        ),
        "breakthrough": Breakthrough.objects.create(
            unit=division, year=TODAY.year - 1, text="Rút ngắn thời gian", why="Hồ sơ chậm", set_by=head, set_at=NOW
        ),
    }


def _post_today(person: Person) -> Appointment:
    return Appointment.objects.on(TODAY).get(person=person)
