"""The leading unit asks for another deadline of the body's work; the office or the head answers."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from congtam.accounts.models import User
from congtam.notifications.models import Notification
from congtam.personnel.choices import Duty
from congtam.planning.models import WorkExtension, WorkItem, WorkMove
from congtam.planning.services import extensions as services
from congtam.planning.services.asking import AlreadyAskedError
from congtam.planning.services.work import WorkMovedError
from congtam.values.known import given
from tests import make

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
DUE, WANTED, OTHER = date(2026, 3, 20), date(2026, 3, 31), date(2026, 3, 25)
pytestmark = pytest.mark.django_db


class Body:
    """A body with a leading division, an office and one piece of work."""

    def __init__(self) -> None:
        unit = make.body()
        division = make.unit(under=unit)
        self.head = given(make.head(division).user)
        clerk = make.officer(make.unit("Văn phòng Sở", under=unit), "Phan Văn Út")
        make.duty(clerk, unit, Duty.OFFICE)
        self.clerk = given(clerk.user)
        self.director = given(make.head(unit, "Hoàng Minh Sơn", job_title="Giám đốc").user)
        self.work = WorkItem.objects.create(
            body=unit,
            year=2026,
            title="Trình đề án",
            search_text="trinh de an",
            lead_unit=division,
            due_date=DUE,
            created_by=self.clerk,
            created_at=NOW,
        )
        WorkMove.objects.create(work=self.work, state=self.work.state, by=self.clerk, at=NOW)

    def ask(self) -> WorkExtension:
        return services.ask_extension(
            work_id=self.work.pk, due_date=WANTED, reason="Chờ ý kiến", url="/theo-doi/", actor=self.head, at=NOW
        )

    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client


@pytest.fixture
def body() -> Body:
    return Body()


def test_the_office_is_told_what_the_unit_asks_and_the_unit_what_was_answered(body: Body) -> None:
    asked = body.ask()
    services.grant_extension(
        request_id=asked.pk, due_date=OTHER, reason="", url="/nhiem-vu-co-quan/1/", actor=body.clerk, at=NOW
    )
    told = [(one.user.full_name, one.words) for one in Notification.objects.select_related("user").order_by("pk")]
    assert told == [
        ("Phan Văn Út", "Đề nghị đổi hạn sang 31/03/2026: Trình đề án"),
        ("Phạm Văn Khoa", "Đã đổi hạn sang 25/03/2026: Trình đề án"),
    ]
    body.work.refresh_from_db()
    assert body.work.due_date == OTHER
    assert body.work.deadlines.latest("pk").reason == "theo đề nghị: Chờ ý kiến"


def test_what_was_answered_once_is_not_answered_again(body: Body) -> None:
    asked = body.ask()
    services.refuse_extension(request_id=asked.pk, reason="Không lùi được", url="/", actor=body.clerk, at=NOW)
    with pytest.raises(WorkMovedError, match="Phan Văn Út đã trả lời"):
        services.grant_extension(
            request_id=asked.pk, due_date=WANTED, reason="", url="/", actor=body.director, at=NOW
        )  # fmt: skip


def test_one_request_waits_at_a_time(body: Body) -> None:
    body.ask()
    with pytest.raises(AlreadyAskedError):
        body.ask()


@time_machine.travel(NOW, tick=False)
def test_the_pages_lead_from_asking_to_the_answer_and_refuse_everybody_else(body: Body) -> None:
    head, clerk = body.client(body.head), body.client(body.clerk)
    page = reverse("work:one", args=[body.work.pk])
    ask = reverse("follow_up:ask_extension", args=[body.work.pk])
    assert ask in head.get(page).content.decode()
    assert ask not in clerk.get(page).content.decode()
    assert clerk.post(ask, {"due_date": "2026-03-31", "reason": "x"}).status_code == 403
    assert "Hạn hiện nay đã là" in head.post(ask, {"due_date": "2026-03-20", "reason": "x"}).content.decode()
    assert head.post(ask, {"due_date": "2026-03-31", "reason": "Chờ ý kiến"}).status_code == 302
    assert "Chờ ý kiến" in clerk.get(reverse("follow_up:extensions")).content.decode()
    answer = reverse("follow_up:answer_extension", args=[WorkExtension.objects.get().pk])
    assert head.post(answer, {"grants": "yes", "due_date": "2026-03-31"}).status_code == 403
    clerk.post(answer, {"grants": "no", "reason": "Không lùi được"})
    assert "Không lùi được" in head.get(page).content.decode()


@time_machine.travel(NOW, tick=False)
def test_whoever_decides_finds_the_request_on_his_first_page_and_at_his_bell(body: Body) -> None:
    words = "1 đề nghị của đơn vị xin lùi hạn, chờ quyết định"
    body.client(body.head).post(
        reverse("follow_up:ask_extension", args=[body.work.pk]), {"due_date": "2026-03-31", "reason": "Chờ ý kiến"}
    )
    for who, sees in ((body.clerk, True), (body.director, True), (body.head, False)):
        assert (words in body.client(who).get(reverse("home")).content.decode()) is sees
    bell = body.client(body.clerk).get(reverse("notifications:mine")).content.decode()
    assert "Đề nghị đổi hạn sang 31/03/2026" in bell
    assert reverse("follow_up:extensions") in bell
    answered = reverse("follow_up:answer_extension", args=[WorkExtension.objects.get().pk])
    body.client(body.clerk).post(answered, {"grants": "yes", "due_date": "2026-03-31"})
    assert words not in body.client(body.clerk).get(reverse("home")).content.decode()
