"""Another deadline: asked for with a reason, given, given otherwise, refused; everybody told."""

from datetime import UTC, date, datetime
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from congtam.accounts.models import User
from congtam.notifications.models import Notification
from congtam.planning.choices import ExtensionAnswer
from congtam.planning.services.asking import AlreadyAskedError
from congtam.tasks import services
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Deadline, ExtensionRequest, Task
from congtam.values.known import given
from tests import make

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
DUE, WANTED, OTHER = date(2026, 3, 20), date(2026, 3, 31), date(2026, 3, 25)
pytestmark = pytest.mark.django_db


class Division:
    """A division with a holder, who has one task, and a head."""

    def __init__(self) -> None:
        body = make.body()
        unit = make.unit(under=body)
        self.holder = given(make.officer(unit, "Trần Văn Đạt").user)
        self.head = given(make.head(unit).user)
        self.director = given(make.head(body, "Hoàng Minh Sơn", job_title="Giám đốc").user)
        self.task = make.task(self.holder.person, unit, by=self.head, due=DUE)

    def ask(self, **changes: Any) -> ExtensionRequest:
        asked: dict[str, Any] = {
            "due_date": WANTED,
            "reason": "Chờ số liệu của xã",
            "actor": self.holder,
            "at": NOW,
        } | changes
        return services.ask_extension(task_id=self.task.pk, **asked)

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture
def division() -> Division:
    return Division()


def told() -> list[tuple[str, str]]:
    return [(one.user.full_name, one.words) for one in Notification.objects.select_related("user").order_by("pk")]


def test_the_head_is_told_that_another_deadline_is_asked_for_and_the_deadline_stays(division: Division) -> None:
    division.ask()
    assert told() == [("Phạm Văn Khoa", "Đề nghị đổi hạn sang 31/03/2026: Soạn báo cáo tháng")]
    division.task.refresh_from_db()
    assert division.task.due_date == DUE


def test_a_head_asks_the_head_above_him(division: Division) -> None:
    task = make.task(division.head.person, division.task.unit, by=division.director, due=DUE)
    services.ask_extension(task_id=task.pk, due_date=WANTED, reason="Đi công tác", actor=division.head, at=NOW)
    assert told()[0][0] == "Hoàng Minh Sơn"


def test_what_is_granted_is_the_new_deadline_with_the_reason_and_the_holder_is_told(division: Division) -> None:
    asked = division.ask()
    services.grant_extension(request_id=asked.pk, due_date=OTHER, reason="", actor=division.head, at=NOW)
    division.task.refresh_from_db()
    assert division.task.due_date == OTHER
    assert Deadline.objects.latest("pk").reason == "theo đề nghị: Chờ số liệu của xã"
    assert told()[-1] == ("Trần Văn Đạt", "Đã đổi hạn sang 25/03/2026: Soạn báo cáo tháng")


def test_what_is_refused_keeps_the_deadline_and_says_why(division: Division) -> None:
    asked = division.ask()
    with pytest.raises(services.UnreasonedError):
        services.refuse_extension(request_id=asked.pk, reason=" ", actor=division.head, at=NOW)
    services.refuse_extension(request_id=asked.pk, reason="Số liệu đã có", actor=division.head, at=NOW)
    division.task.refresh_from_db()
    assert division.task.due_date == DUE
    assert told()[-1] == ("Trần Văn Đạt", "Không đổi hạn, giữ 20/03/2026: Soạn báo cáo tháng")


def test_only_one_request_waits_at_a_time(division: Division) -> None:
    division.ask()
    with pytest.raises(AlreadyAskedError, match="đang chờ trả lời"):
        division.ask()


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"due_date": DUE}, "phải sau hạn đang có"), ({"reason": ""}, "Hãy ghi lý do")],
    ids=["no later day", "no reason"],
)
def test_a_request_that_asks_for_nothing_is_refused(division: Division, changes: dict[str, Any], says: str) -> None:
    with pytest.raises((services.UnusableDeadlineError, services.UnreasonedError), match=says):
        division.ask(**changes)


def test_nothing_is_asked_for_work_that_was_handed_in(division: Division) -> None:
    Task.objects.update(state=TaskState.HANDED_IN)
    with pytest.raises(services.TaskMovedError):
        division.ask()


def test_a_deadline_the_head_moves_by_himself_answers_the_request(division: Division) -> None:
    asked = division.ask()
    services.set_deadline(
        task_id=division.task.pk, due_date=OTHER, reason="Theo kết luận", actor=division.head, at=NOW
    )  # fmt: skip
    asked.refresh_from_db()
    assert (asked.answer, asked.granted_date) == (ExtensionAnswer.GRANTED, OTHER)


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_who_answer_at_once_one_is_told_that_the_other_did(division: Division) -> None:
    asked, together, ends = division.ask(), Barrier(2), []

    def answer(actor: User, *, grants: bool) -> None:
        together.wait()
        try:
            if grants:
                services.grant_extension(request_id=asked.pk, due_date=WANTED, actor=actor, at=NOW)
            else:
                services.refuse_extension(request_id=asked.pk, reason="Không cần", actor=actor, at=NOW)
            ends.append("done")
        except services.TaskMovedError:
            ends.append("moved")
        finally:
            connection.close()

    workers = [
        Thread(target=answer, args=[division.head], kwargs={"grants": True}),
        Thread(target=answer, args=[division.director], kwargs={"grants": False}),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(ends) == ["done", "moved"]


@time_machine.travel(NOW, tick=False)
def test_the_pages_lead_from_asking_to_the_answer(division: Division) -> None:
    holder, head = division.client(division.holder), division.client(division.head)
    page = reverse("tasks:task", args=[division.task.pk])
    assert "Đề nghị đổi hạn" in holder.get(page).content.decode()
    ask = reverse("tasks:step", args=[division.task.pk, "xin-doi-han"])
    assert head.post(ask, {"due_date": "2026-03-31", "reason": "x"}).status_code == 403
    assert holder.post(ask, {"due_date": "2026-03-31", "reason": "Chờ số liệu"}).status_code == 302
    assert "Chờ số liệu" in head.get(reverse("tasks:extensions")).content.decode()
    answer = reverse("tasks:answer_extension", args=[ExtensionRequest.objects.get().pk])
    assert holder.post(answer, {"grants": "yes", "due_date": "2026-03-31"}).status_code == 403
    head.post(answer, {"grants": "yes", "due_date": "2026-03-31"})
    assert "Đồng ý" in holder.get(page).content.decode()
    division.task.refresh_from_db()
    assert division.task.due_date == WANTED
