"""What may happen to work, and what is refused."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.documents.services import UnsafeFileError
from congtam.organisation.models import Unit
from congtam.personnel.models import Appointment, Person
from congtam.planning.models import Product
from congtam.tasks import services
from congtam.tasks.choices import CauseAbout, CauseAnswer, EvidenceKind, Origin, Rhythm, TaskState, Verdict
from congtam.tasks.models import HandIn, RecurringWork, Task
from congtam.tasks.selectors import month_lines
from congtam.tasks.services import Assignment, Proof
from tests import make

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
TODAY = date(2026, 3, 10)
SOON = date(2026, 3, 20)
DOCUMENT = Proof(kind=EvidenceKind.DOCUMENT, text="12/BC-STL")

pytestmark = pytest.mark.django_db


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


@dataclass(frozen=True)
class Office:
    """A division of a body: its head, one specialist with a post, a product."""

    unit: Unit
    head: User
    specialist: Person
    post: Appointment
    product: Product

    @property
    def user(self) -> User:
        assert self.specialist.user
        return self.specialist.user


@pytest.fixture
def office() -> Office:
    body = make.body()
    unit = make.unit(under=body)
    head = make.head(unit)
    specialist = make.person()
    assert head.user
    return Office(
        unit, head.user, specialist, make.post(specialist, unit), make.product(make.catalogue(body), factor="1.5")
    )


def work(office: Office, *, due: date = SOON, quantity: int = 2) -> Assignment:
    return Assignment(post=office.post, product=office.product, quantity=Decimal(quantity), due_date=due)


def assigned(office: Office, *, due: date = SOON, quantity: int = 2) -> Task:
    [task] = services.assign(assignments=[work(office, due=due, quantity=quantity)], actor=office.head, at=NOW)
    return task


def handed_in(office: Office, task: Task, *, at: datetime = NOW, quantity: int = 2) -> HandIn:
    return services.hand_in(task_id=task.pk, quantity=Decimal(quantity), proofs=[DOCUMENT], actor=office.user, at=at)


def state(task: Task) -> TaskState:
    task.refresh_from_db()
    return TaskState(task.state)


def test_assigned_work_copies_the_factor_of_its_product_and_keeps_it(office: Office) -> None:
    task = assigned(office)
    Product.objects.update(factor=9)
    task.refresh_from_db()
    assert (str(task.factor.normalize()), task.title, task.month) == ("1.5", "Soạn báo cáo", date(2026, 3, 1))
    assert task.unit_id == office.unit.pk
    assert task.deadlines.get().due_date == SOON
    assert Act.objects.get(code="tasks.assigned").actor_id == office.head.pk


def test_many_people_get_work_together_or_nobody_does(office: Office) -> None:
    gone = make.post(make.person("Vũ Thị Lan"), office.unit, until=date(2026, 3, 1))
    rows = [work(office), Assignment(post=gone, product=office.product, quantity=Decimal(1), due_date=SOON)]
    with pytest.raises(services.NotServingError, match="Vũ Thị Lan không còn công tác"):
        services.assign(assignments=rows, actor=office.head, at=NOW)
    assert not Task.objects.exists()


def test_assigning_a_hundred_takes_no_more_queries_than_one(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        services.assign(assignments=[work(office)] * 100, actor=office.head, at=NOW)
    assert Task.objects.count() == 100


def test_work_cannot_be_given_for_yesterday(office: Office) -> None:
    with pytest.raises(services.UnusableDeadlineError, match="từ hôm nay trở đi"):
        assigned(office, due=TODAY - timedelta(days=1))


def test_a_product_of_another_body_or_of_a_draft_cannot_be_assigned(office: Office) -> None:
    foreign = make.product(make.catalogue(make.body("Sở Kế hoạch tỉnh Sông Lam")))
    draft = make.product(make.catalogue(office.product.catalogue.body, version=2, state="draft"))
    for product in (foreign, draft):
        wrong = Assignment(post=office.post, product=product, quantity=Decimal(1), due_date=SOON)
        with pytest.raises(services.ProductNotInForceError):
            services.assign(assignments=[wrong], actor=office.head, at=NOW)


def test_work_is_taken_handed_in_and_accepted(office: Office) -> None:
    task = assigned(office)
    services.accept(task_id=task.pk, actor=office.user, at=NOW)
    hand_in = handed_in(office, task)
    services.accept_result(task_id=task.pk, hand_in_id=hand_in.pk, quantity=Decimal(2), actor=office.head, at=later(1))
    assert state(task) == TaskState.DONE
    assert (int(task.done), task.done_date) == (2, TODAY)
    assert list(task.moves.order_by("pk").values_list("state", flat=True)) == [
        "assigned",
        "in_hand",
        "handed_in",
        "done",
    ]


def test_a_second_click_is_told_what_the_first_one_did(office: Office) -> None:
    task = assigned(office)
    services.accept(task_id=task.pk, actor=office.user, at=NOW)
    with pytest.raises(
        services.TaskMovedError, match="“đang thực hiện” \\(Trần Văn Đạt thực hiện lúc 09:00 10/03/2026\\)"
    ):
        services.accept(task_id=task.pk, actor=office.user, at=NOW)
    assert task.moves.count() == 2


def test_work_without_evidence_is_not_handed_in(office: Office) -> None:
    task = assigned(office)
    with pytest.raises(services.MissingEvidenceError, match="ít nhất một minh chứng"):
        services.hand_in(task_id=task.pk, quantity=Decimal(1), proofs=[], actor=office.user, at=NOW)
    assert state(task) == TaskState.ASSIGNED


def test_a_bad_file_leaves_nothing_handed_in(office: Office) -> None:
    task = assigned(office)
    bad = Proof(kind=EvidenceKind.FILE, upload=SimpleUploadedFile("bao-cao.pdf", b"MZ not a pdf"))
    with pytest.raises(UnsafeFileError):
        services.hand_in(task_id=task.pk, quantity=Decimal(1), proofs=[DOCUMENT, bad], actor=office.user, at=NOW)
    assert not HandIn.objects.exists()
    assert state(task) == TaskState.ASSIGNED


@pytest.mark.parametrize("quantity", [Decimal(0), Decimal(3), Decimal(-1)])
def test_nothing_and_more_than_is_left_cannot_be_handed_in(office: Office, quantity: Decimal) -> None:
    with pytest.raises(services.UnusableQuantityError, match="không quá 2"):
        services.hand_in(task_id=assigned(office).pk, quantity=quantity, proofs=[DOCUMENT], actor=office.user, at=NOW)


def test_a_part_is_accepted_and_the_rest_stays_to_be_done(office: Office) -> None:
    task = assigned(office)
    hand_in = handed_in(office, task)
    services.accept_result(task_id=task.pk, hand_in_id=hand_in.pk, quantity=Decimal(1), actor=office.head, at=NOW)
    assert (state(task), int(task.done)) == (TaskState.IN_HAND, 1)
    rest = handed_in(office, task, quantity=1)
    services.accept_result(task_id=task.pk, hand_in_id=rest.pk, quantity=Decimal(1), actor=office.head, at=NOW)
    assert (state(task), int(task.done)) == (TaskState.DONE, 2)


def test_a_part_may_be_all_there_is(office: Office) -> None:
    task = assigned(office)
    hand_in = handed_in(office, task, quantity=1)
    services.accept_result(
        task_id=task.pk, hand_in_id=hand_in.pk, quantity=Decimal(1), closes=True, actor=office.head, at=NOW
    )
    assert (state(task), int(task.done)) == (TaskState.DONE, 1)


def test_each_return_for_a_major_error_counts_and_one_for_completion_does_not(office: Office) -> None:
    task = assigned(office)
    for give_back in (services.return_for_major_error, services.return_for_completion, services.return_for_major_error):
        hand_in = handed_in(office, task)
        give_back(task_id=task.pk, hand_in_id=hand_in.pk, reason="Sai số liệu bảng 2", actor=office.head, at=NOW)
    assert (state(task), task.fault_count) == (TaskState.RETURNED, 2)


def test_a_return_needs_its_reason(office: Office) -> None:
    task = assigned(office)
    hand_in = handed_in(office, task)
    with pytest.raises(services.UnreasonedError):
        services.return_for_major_error(task_id=task.pk, hand_in_id=hand_in.pk, reason=" ", actor=office.head, at=NOW)
    assert (state(task), task.fault_count) == (TaskState.HANDED_IN, 0)


def test_work_returned_after_its_deadline_gets_a_new_one_so_that_nobody_is_late_by_the_heads_days(
    office: Office,
) -> None:
    task = assigned(office)
    hand_in = handed_in(office, task, at=later(10))
    with pytest.raises(services.UnusableDeadlineError, match="Hãy đặt hạn mới"):
        services.return_for_completion(
            task_id=task.pk, hand_in_id=hand_in.pk, reason="Thiếu phụ lục", actor=office.head, at=later(12)
        )
    services.return_for_completion(
        task_id=task.pk,
        hand_in_id=hand_in.pk,
        reason="Thiếu phụ lục",
        due_date=date(2026, 3, 27),
        actor=office.head,
        at=later(12),
    )
    again = handed_in(office, task, at=later(14))
    services.accept_result(task_id=task.pk, hand_in_id=again.pk, quantity=Decimal(2), actor=office.head, at=later(20))
    [line] = month_lines(person_ids=[office.specialist.pk], month=TODAY, as_of=date(2026, 4, 5))[office.specialist.pk]
    assert (int(line.done), line.delays, line.quality_faults) == (2, 0, 0)


def test_a_head_judges_the_hand_in_he_looked_at_and_no_other(office: Office) -> None:
    task = assigned(office)
    seen = handed_in(office, task)
    services.withdraw(task_id=task.pk, actor=office.user, at=NOW)
    handed_in(office, task)
    with pytest.raises(services.TaskMovedError):
        services.accept_result(task_id=task.pk, hand_in_id=seen.pk, quantity=Decimal(2), actor=office.head, at=NOW)
    assert seen.task.hand_ins.filter(verdict=Verdict.WAITING).exists()


def test_work_handed_back_keeps_its_reason_and_cannot_be_worked_on(office: Office) -> None:
    task = assigned(office)
    services.hand_back(task_id=task.pk, reason="Trùng lịch thanh tra", actor=office.user, at=NOW)
    assert task.moves.get(state=TaskState.HANDED_BACK).note == "Trùng lịch thanh tra"
    with pytest.raises(services.TaskMovedError, match="đã trả lại người giao"):
        handed_in(office, task)


def test_a_colleague_takes_over_what_is_left_with_the_old_factor(office: Office) -> None:
    task = assigned(office)
    part = handed_in(office, task, quantity=1)
    services.accept_result(task_id=task.pk, hand_in_id=part.pk, quantity=Decimal(1), actor=office.head, at=NOW)
    services.hand_back(task_id=task.pk, reason="Đi học", actor=office.user, at=NOW)
    Product.objects.update(factor=9)
    colleague = make.post(make.person("Vũ Thị Lan"), office.unit)
    taken = services.take_over(task_id=task.pk, post=colleague, due_date=SOON, actor=office.head, at=NOW)
    assert (taken.origin, int(taken.quantity), taken.factor, taken.continues_id) == (
        Origin.TAKEN_OVER,
        1,
        task.factor,
        task.pk,
    )
    with pytest.raises(services.AlreadyTakenOverError, match="Vũ Thị Lan đã nhận thay"):
        services.take_over(task_id=task.pk, post=colleague, due_date=SOON, actor=office.head, at=NOW)


def test_work_moved_to_a_colleague_is_handed_back_by_its_first_holder_with_a_reason(office: Office) -> None:
    task = assigned(office)
    colleague = make.post(make.person("Vũ Thị Lan"), office.unit)
    with pytest.raises(services.UnreasonedError):
        services.take_over(task_id=task.pk, post=colleague, due_date=SOON, actor=office.head, at=NOW)
    services.take_over(task_id=task.pk, post=colleague, due_date=SOON, note="Chia lại việc", actor=office.head, at=NOW)
    assert state(task) == TaskState.HANDED_BACK


def test_unplanned_work_adds_nothing_until_its_result_is_accepted(office: Office) -> None:
    task = services.record_unplanned(assignment=work(office), actor=office.user, at=NOW)

    def done() -> int:
        [line] = month_lines(person_ids=[office.specialist.pk], month=TODAY, as_of=SOON)[office.specialist.pk]
        assert line.origin == Origin.UNPLANNED
        return int(line.done)

    assert done() == 0
    hand_in = handed_in(office, task)
    services.accept_result(task_id=task.pk, hand_in_id=hand_in.pk, quantity=Decimal(2), actor=office.head, at=NOW)
    assert done() == 2


def test_unplanned_work_outside_the_catalogue_counts_one_standard_unit_each(office: Office) -> None:
    outside = Assignment(post=office.post, product=None, title="Đón đoàn kiểm tra", quantity=Decimal(1), due_date=TODAY)
    assert services.record_unplanned(assignment=outside, actor=office.user, at=NOW).factor == 1


def test_a_deadline_only_moves_forward(office: Office) -> None:
    task = assigned(office)
    with pytest.raises(services.UnusableDeadlineError, match="phải sau hạn đang có"):
        services.set_deadline(task_id=task.pk, due_date=SOON, reason="Chờ số liệu", actor=office.head, at=NOW)


def test_a_deadline_put_off_in_time_is_an_extension_and_later_a_new_one(office: Office) -> None:
    task = assigned(office)
    services.set_deadline(task_id=task.pk, due_date=date(2026, 4, 2), reason="Chờ số liệu", actor=office.head, at=NOW)
    services.set_deadline(task_id=task.pk, due_date=date(2026, 5, 2), reason="Vẫn chờ", actor=office.head, at=later(40))
    assert list(Act.objects.order_by("pk").values_list("code", flat=True)[1:]) == [
        "tasks.extended",
        "tasks.deadline_renewed",
    ]
    task.refresh_from_db()
    assert task.month == date(2026, 5, 1)


def test_a_deadline_does_not_move_while_the_work_lies_with_the_head(office: Office) -> None:
    task = assigned(office)
    handed_in(office, task)
    with pytest.raises(services.TaskMovedError):
        services.set_deadline(task_id=task.pk, due_date=date(2026, 4, 2), reason="Chờ", actor=office.head, at=NOW)


def claimed(office: Office, task: Task, about: CauseAbout, of: int) -> int:
    return services.claim_cause(
        task_id=task.pk, about=about, of=of, text="Bão số 3 làm mất điện", actor=office.user, at=later(15)
    ).pk


def test_a_delay_is_excused_only_once_its_cause_is_confirmed(office: Office) -> None:
    task = assigned(office)
    cause = claimed(office, task, CauseAbout.DELAY, task.deadlines.get().pk)

    def excused() -> int:
        [line] = month_lines(person_ids=[office.specialist.pk], month=TODAY, as_of=date(2026, 4, 5))[
            office.specialist.pk
        ]
        assert line.delays == 1
        return line.excused_delays

    assert excused() == 0
    services.answer_cause(cause_id=cause, confirms=True, actor=office.head, at=later(16))
    assert excused() == 1
    with pytest.raises(services.TaskMovedError, match="Phạm Văn Khoa đã trả lời"):
        services.answer_cause(cause_id=cause, confirms=False, reason="Không đúng", actor=office.head, at=later(16))


def test_a_major_error_is_excused_in_the_tasks_own_count(office: Office) -> None:
    task = assigned(office)
    hand_in = handed_in(office, task)
    services.return_for_major_error(task_id=task.pk, hand_in_id=hand_in.pk, reason="Sai", actor=office.head, at=NOW)
    cause = claimed(office, task, CauseAbout.QUALITY, hand_in.pk)
    services.answer_cause(cause_id=cause, confirms=True, actor=office.head, at=later(16))
    task.refresh_from_db()
    assert (task.fault_count, task.fault_excused_count) == (1, 1)


def test_a_refused_cause_says_why_and_may_be_claimed_again(office: Office) -> None:
    task = assigned(office)
    deadline = task.deadlines.get().pk
    cause = claimed(office, task, CauseAbout.DELAY, deadline)
    with pytest.raises(services.UnreasonedError):
        services.answer_cause(cause_id=cause, confirms=False, actor=office.head, at=later(16))
    refused = services.answer_cause(
        cause_id=cause, confirms=False, reason="Điện có lại ngày 11", actor=office.head, at=later(16)
    )
    assert refused.answer == CauseAnswer.REFUSED
    claimed(office, task, CauseAbout.DELAY, deadline)
    with pytest.raises(services.NothingToExcuseError, match="đang chờ"):
        claimed(office, task, CauseAbout.DELAY, deadline)


def test_nothing_is_excused_before_it_happened(office: Office) -> None:
    task = assigned(office, due=date(2026, 4, 20))
    with pytest.raises(services.NothingToExcuseError):
        claimed(office, task, CauseAbout.DELAY, task.deadlines.get().pk)


def test_finished_work_is_neither_cancelled_nor_marked(office: Office) -> None:
    task = assigned(office)
    hand_in = handed_in(office, task)
    services.accept_result(task_id=task.pk, hand_in_id=hand_in.pk, quantity=Decimal(2), actor=office.head, at=NOW)
    with pytest.raises(services.TaskMovedError):
        services.cancel(task_id=task.pk, reason="Thôi", actor=office.head, at=NOW)
    with pytest.raises(services.TaskMovedError):
        services.mark(task_id=task.pk, is_key=True, is_new=False, is_hard=False, actor=office.head, at=NOW)


def test_marks_are_told_in_the_trail(office: Office) -> None:
    task = assigned(office)
    services.mark(task_id=task.pk, is_key=True, is_new=False, is_hard=True, actor=office.head, at=NOW)
    told = Act.objects.get(code="tasks.marked")
    assert told.after == {"is_key": True, "is_new": False, "is_hard": True}


def rule(office: Office, rhythm: Rhythm, due_day: int) -> RecurringWork:
    return services.assign_recurring(
        post=office.post,
        product=office.product,
        title="",
        quantity=Decimal(1),
        rhythm=rhythm,
        due_day=due_day,
        valid_from=TODAY,
        actor=office.head,
        at=NOW,
    )


@pytest.mark.parametrize(
    ("rhythm", "due_day", "days"),
    [
        (Rhythm.WEEKLY, 5, ["03-13", "03-20", "03-27", "04-03", "04-10"]),
        (Rhythm.MONTHLY, 31, ["03-31"]),
        (Rhythm.MONTHLY, 10, ["03-10", "04-10"]),
        (Rhythm.QUARTERLY, 25, ["03-25"]),
    ],
)
def test_recurring_work_falls_due_by_its_rhythm(office: Office, rhythm: Rhythm, due_day: int, days: list[str]) -> None:
    rule(office, rhythm, due_day)
    made = services.issue_recurring(until=date(2026, 4, 10), at=NOW)
    assert [f"{task.due_date:%m-%d}" for task in made] == days


def test_issuing_again_makes_nothing_twice(office: Office) -> None:
    rule(office, Rhythm.WEEKLY, 5)
    assert len(services.issue_recurring(until=date(2026, 3, 31), at=NOW)) == 3
    assert services.issue_recurring(until=date(2026, 3, 31), at=later(1)) == []


def test_recurring_work_takes_the_factor_of_the_catalogue_in_force(office: Office) -> None:
    rule(office, Rhythm.MONTHLY, 28)
    body = office.product.catalogue.body
    newer = make.catalogue(body, version=2, valid_from=TODAY)
    make.product(newer, factor="2", code=office.product.code)
    [task] = services.issue_recurring(until=date(2026, 3, 31), at=NOW)
    assert task.factor == 2


def test_recurring_work_stops_with_its_rule_and_with_its_holders_post(office: Office) -> None:
    stopped = rule(office, Rhythm.WEEKLY, 5)
    services.stop_recurring(rule_id=stopped.pk, until=date(2026, 3, 20), actor=office.head, at=NOW)
    assert [task.due_date for task in services.issue_recurring(until=date(2026, 3, 31), at=NOW)] == [date(2026, 3, 13)]
    rule(office, Rhythm.WEEKLY, 1)
    Appointment.objects.filter(pk=office.post.pk).update(valid_until=TODAY)
    assert services.issue_recurring(until=date(2026, 3, 31), at=NOW) == []


def test_weekly_work_has_seven_days_to_fall_due(office: Office) -> None:
    with pytest.raises(services.UnusableRhythmError):
        rule(office, Rhythm.WEEKLY, 8)
