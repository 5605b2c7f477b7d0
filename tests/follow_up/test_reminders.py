"""Reminding: whom, when, once; over Tết as on any other days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from congtam.accounts.models import User
from congtam.follow_up.choices import Chain
from congtam.follow_up.models import ReminderRun
from congtam.follow_up.selectors.chased import of_conclusion, of_task, of_work
from congtam.follow_up.selectors.reminders import reminder_day, reminders_of
from congtam.follow_up.selectors.sent import sent_about
from congtam.follow_up.services import (
    AlreadyRemindedError,
    NobodyToRemindError,
    UnusableRuleError,
    remind,
    send_reminders,
    set_reminders,
)
from congtam.meetings.models import Conclusion, Meeting
from congtam.notifications.models import Notification
from congtam.notifications.services import notify_many
from congtam.organisation.models import Unit
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from congtam.planning.models import WorkItem
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Task
from congtam.values.known import given
from tests import make

# Tết Bính Ngọ: from Saturday 14 to Sunday 22 February 2026.
LAST_DAY = date(2026, 2, 13)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Office:
    """A body with a division, its holder and head, the head of the body and its office."""

    body: Unit
    division: Unit
    holder: Person
    head: Person
    director: Person
    clerk: Person


@pytest.fixture
def office() -> Office:
    body = make.body()
    division, bureau = make.unit(under=body), make.unit("Văn phòng Sở", under=body)
    made = Office(
        body=body,
        division=division,
        holder=make.officer(division, "Trần Văn Đạt"),
        head=make.head(division),
        director=make.head(body, "Hoàng Minh Sơn", job_title="Giám đốc"),
        clerk=make.officer(bureau, "Phan Văn Út"),
    )
    make.duty(made.clerk, body, Duty.OFFICE)
    return made


def task(office: Office, due: date = LAST_DAY, of: Person | None = None, title: str = "Báo cáo quý") -> Task:
    by = given(office.head.user)
    return make.task(of or office.holder, office.division, by=by, due=due, title=title, state=TaskState.IN_HAND)


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def run_from(start: date, until: date) -> None:
    day = start
    while day <= until:
        send_reminders(at=morning(day))
        day += timedelta(days=1)


def chain() -> list[tuple[date, str]]:
    rows = Notification.objects.values_list("created_at", "user__full_name")
    return sorted((at.date(), name) for at, name in rows)


def test_work_due_on_the_last_day_before_tet_is_chased_before_on_and_after_it_in_working_days(office: Office) -> None:
    task(office)
    run_from(date(2026, 2, 2), date(2026, 3, 6))
    assert chain() == [
        (date(2026, 2, 10), "Trần Văn Đạt"),
        (LAST_DAY, "Trần Văn Đạt"),
        (date(2026, 2, 23), "Phạm Văn Khoa"),
        (date(2026, 2, 23), "Trần Văn Đạt"),
        (date(2026, 2, 27), "Phan Văn Út"),
        (date(2026, 2, 27), "Phạm Văn Khoa"),
    ]
    words = list(Notification.objects.filter(user=office.holder.user_id).order_by("pk").values_list("words", flat=True))
    assert words[0] == "Còn 3 ngày làm việc là đến hạn (13/02/2026): Báo cáo quý"
    assert words[-1] == "Quá hạn 1 ngày làm việc (13/02/2026): Báo cáo quý"


def test_overdue_dossiers_of_a_day_are_one_notice_and_each_link_of_the_chain_hears_once(office: Office) -> None:
    brought = make.export(office.body, date(2026, 3, 6))
    for _ in range(7):
        make.dossier(brought, office.division, date(2026, 3, 2), date(2026, 3, 9), person=office.holder)
    make.dossier(brought, office.division, date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 9), person=office.holder)
    run_from(date(2026, 3, 4), date(2026, 3, 20))
    assert chain() == [
        (date(2026, 3, 10), "Phạm Văn Khoa"),
        (date(2026, 3, 10), "Trần Văn Đạt"),
        (date(2026, 3, 16), "Phan Văn Út"),
        (date(2026, 3, 16), "Phạm Văn Khoa"),
    ]
    told = dict(Notification.objects.values_list("user__full_name", "words"))
    assert told["Trần Văn Đạt"].startswith("7 hồ sơ một cửa quá hạn (hẹn trả 09/03/2026): H30.")
    assert told["Trần Văn Đạt"].endswith("và 2 hồ sơ khác")
    assert told["Phạm Văn Khoa"].startswith("Đơn vị bạn phụ trách có 7 hồ sơ")


def test_a_dossier_brought_long_after_it_was_due_is_told_of_the_next_morning(office: Office) -> None:
    run_from(date(2026, 3, 17), date(2026, 3, 18))
    brought = make.export(office.body, date(2026, 3, 18))
    make.dossier(brought, office.division, date(2026, 3, 2), date(2026, 3, 4), person=office.holder)
    run_from(date(2026, 3, 19), date(2026, 3, 27))
    assert chain() == [
        (date(2026, 3, 19), "Phan Văn Út"),
        (date(2026, 3, 19), "Phạm Văn Khoa"),
        (date(2026, 3, 19), "Trần Văn Đạt"),
    ]


def test_a_dossier_without_a_name_is_the_heads_to_hear_of(office: Office) -> None:
    brought = make.export(office.body, date(2026, 3, 6))
    make.dossier(brought, office.division, date(2026, 3, 2), date(2026, 3, 9))
    run_from(date(2026, 3, 10), date(2026, 3, 10))
    assert {name for _, name in chain()} == {"Phạm Văn Khoa", "Hoàng Minh Sơn"}


def test_nobody_is_reminded_of_work_that_was_handed_in(office: Office) -> None:
    Task.objects.filter(pk=task(office).pk).update(state=TaskState.HANDED_IN)
    run_from(date(2026, 2, 2), date(2026, 3, 6))
    assert chain() == []


def test_a_deadline_in_tet_is_reminded_of_on_the_last_working_day_before() -> None:
    mung_mot = date(2026, 2, 17)
    assert reminder_day(mung_mot, 0) == LAST_DAY
    assert reminder_day(mung_mot, -3) == date(2026, 2, 10)
    assert reminder_day(mung_mot, 1) == date(2026, 2, 23)


def test_a_day_is_run_once_and_a_day_of_rest_never(office: Office) -> None:
    task(office)
    assert send_reminders(at=morning(LAST_DAY)) == 1
    assert send_reminders(at=morning(LAST_DAY) + timedelta(hours=3)) == 0
    assert send_reminders(at=morning(date(2026, 2, 17))) == 0
    assert list(ReminderRun.objects.values_list("day", "count")) == [(LAST_DAY, 1)]


def test_days_on_which_nothing_ran_are_made_good(office: Office) -> None:
    send_reminders(at=morning(date(2026, 2, 9)))
    task(office)
    send_reminders(at=morning(date(2026, 2, 11)))
    assert chain() == [(date(2026, 2, 11), "Trần Văn Đạt")]


def test_a_new_deadline_begins_a_new_chain(office: Office) -> None:
    one = task(office)
    send_reminders(at=morning(LAST_DAY))
    Task.objects.filter(pk=one.pk).update(due_date=date(2026, 2, 23))
    run_from(date(2026, 2, 14), date(2026, 2, 23))
    assert chain() == [(LAST_DAY, "Trần Văn Đạt"), (date(2026, 2, 23), "Trần Văn Đạt")]


def test_a_heads_own_work_is_chased_with_the_head_above_him(office: Office) -> None:
    task(office, of=office.head)
    send_reminders(at=morning(date(2026, 2, 23)))
    assert chain() == [(date(2026, 2, 23), "Hoàng Minh Sơn"), (date(2026, 2, 23), "Phạm Văn Khoa")]


def test_who_has_no_account_is_stood_for_by_the_next_of_the_chain(office: Office) -> None:
    Person.objects.filter(pk=office.holder.pk).update(user=None)
    task(office)
    send_reminders(at=morning(LAST_DAY))
    assert chain() == [(LAST_DAY, "Phạm Văn Khoa")]


def test_the_work_of_a_body_is_chased_with_the_head_of_the_leading_unit_and_its_leader(office: Office) -> None:
    WorkItem.objects.create(
        body=office.body,
        year=2026,
        title="Trình đề án",
        search_text="trinh de an",
        lead_unit=office.division,
        leader=office.director,
        due_date=LAST_DAY,
        created_by=given(office.clerk.user),
        created_at=make.NOON,
    )
    run_from(date(2026, 2, 13), date(2026, 2, 23))
    assert chain() == [
        (LAST_DAY, "Phạm Văn Khoa"),
        (date(2026, 2, 23), "Hoàng Minh Sơn"),
        (date(2026, 2, 23), "Phạm Văn Khoa"),
    ]


def conclusion(office: Office) -> Conclusion:
    meeting = Meeting.objects.create(
        unit=office.body,
        title="Giao ban tháng 2",
        starts_at=morning(date(2026, 2, 2)),
        quorum=1,
        called_by=given(office.clerk.user),
        called_at=make.NOON,
    )
    return Conclusion.objects.create(
        meeting=meeting,
        position=1,
        text="Rà soát hồ sơ tồn",
        person=office.holder,
        unit=office.division,
        due_date=LAST_DAY,
        written_by=given(office.clerk.user),
        written_at=make.NOON,
    )


def test_a_conclusion_that_no_work_came_of_is_chased_too(office: Office) -> None:
    conclusion(office)
    send_reminders(at=morning(LAST_DAY))
    assert chain() == [(LAST_DAY, "Trần Văn Đạt")]


def test_a_body_sets_its_own_reminders_and_what_it_set_before_stays_to_be_read(office: Office) -> None:
    by = given(office.clerk.user)
    set_reminders(body=office.body, rules=[(-1, Chain.HEAD)], actor=by, at=make.NOON)
    set_reminders(body=office.body, rules=[(0, Chain.OFFICE)], actor=by, at=make.NOON + timedelta(days=1))
    task(office)
    run_from(date(2026, 2, 9), date(2026, 2, 27))
    assert chain() == [(LAST_DAY, "Phan Văn Út")]
    assert [len(one.rules.all()) for one in reminders_of(office.body.pk).history] == [1, 1]


def test_a_body_that_wants_no_reminders_sends_none(office: Office) -> None:
    set_reminders(body=office.body, rules=[], actor=given(office.clerk.user), at=make.NOON)
    task(office)
    run_from(date(2026, 2, 9), date(2026, 2, 27))
    assert chain() == []


def test_a_reminder_too_far_from_the_deadline_is_refused(office: Office) -> None:
    with pytest.raises(UnusableRuleError, match="Hãy sửa số 61"):
        set_reminders(
            body=office.body, rules=[(61, Chain.HOLDER)], actor=given(office.clerk.user), at=make.NOON
        )  # fmt: skip


def test_a_head_reminds_by_hand_once_a_day_and_the_words_stay_on_the_page_not_in_the_mail(office: Office) -> None:
    one, head = task(office), given(office.head.user)
    remind(thing=of_task(one), note="Gửi tôi bản nháp chiều nay", url="/x/", actor=head, at=morning(LAST_DAY))
    (told,) = Notification.objects.all()
    assert told.user == office.holder.user
    assert "bản nháp" not in told.words
    assert [(sent.by, sent.note) for sent in sent_about(one)] == [("Phạm Văn Khoa", "Gửi tôi bản nháp chiều nay")]
    with pytest.raises(AlreadyRemindedError, match="Phạm Văn Khoa đã đôn đốc việc này lúc 08:00"):
        remind(thing=of_task(one), note="", url="/x/", actor=given(office.clerk.user), at=morning(LAST_DAY))
    remind(thing=of_task(one), note="", url="/x/", actor=head, at=morning(date(2026, 2, 23)))


def test_a_conclusion_is_reminded_of_by_hand_too(office: Office) -> None:
    remind(thing=of_conclusion(conclusion(office)), note="", url="/x/", actor=given(office.clerk.user), at=make.NOON)
    assert Notification.objects.get().user == office.holder.user


def test_work_nobody_answers_for_cannot_be_reminded_of(office: Office) -> None:
    alone = make.body("Sở Đò điện tỉnh Sông Lam")
    work = WorkItem.objects.create(
        body=alone,
        year=2026,
        title="Trình đề án",
        search_text="trinh de an",
        created_by=given(office.clerk.user),
        created_at=make.NOON,
    )
    with pytest.raises(NobodyToRemindError, match="Hãy chọn đơn vị"):
        remind(thing=of_work(work), note="", url="/x/", actor=given(office.clerk.user), at=make.NOON)


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_once_one_reminds(office: Office) -> None:
    task(office)
    together, counts = Barrier(2), []

    def run() -> None:
        together.wait()
        counts.append(send_reminders(at=morning(LAST_DAY)))
        connection.close()

    workers = [Thread(target=run) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(counts) == [0, 1]
    assert Notification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_in_the_middle_tells_nobody_and_is_done_whole_by_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    task(office)
    with monkeypatch.context() as patched:
        patched.setattr("congtam.follow_up.services.reminders.notify_many", _killed_after)
        with pytest.raises(SystemExit):
            send_reminders(at=morning(LAST_DAY))
    assert not Notification.objects.exists()
    assert send_reminders(at=morning(LAST_DAY)) == 1


def _killed_after(**told: Any) -> None:
    notify_many(**told)
    raise SystemExit(9)


def test_the_number_of_questions_does_not_grow_with_the_work(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        task(office, title=f"Việc {number}")
    with django_assert_max_num_queries(20):
        assert send_reminders(at=morning(LAST_DAY)) == 40
    assert User.objects.filter(notifications__isnull=False).distinct().count() == 1
