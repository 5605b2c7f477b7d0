"""Two people, or one with two clicks, at the same moment: one clean outcome each, and one of them is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from congtam.audit.models import Act
from congtam.audit.selectors import verify
from congtam.documents.services import store_bytes
from congtam.evaluation.models import RatingDecision
from congtam.planning import workbooks
from congtam.planning.choices import CatalogueState
from congtam.planning.models import Catalogue
from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoreSheet
from congtam.tasks.choices import TaskState, Verdict
from congtam.tasks.models import Deadline, HandIn, Task
from tests.scoring import office as months
from tests.site.permissions import Who
from tests.site.test_permissions import BACKEND, NAMED
from tests.site.world import NOW, World, build


@dataclass(frozen=True, kw_only=True)
class Post:
    """One form somebody sends; words in braces stand for keys of records of the world."""

    who: Who
    name: str
    keys: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(now: None, committed: None) -> World:
    return build(workbooks.template())


def at_once(*sending: tuple[Client, str, dict[str, str]]) -> list[Any]:
    """Send every form at the same moment, each over a connection of its own, and return the answers in order."""
    together = Barrier(len(sending))

    def send(one: tuple[Client, str, dict[str, str]]) -> Any:
        client, address, data = one
        together.wait()
        try:
            return client.post(address, data, follow=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sending)) as threads:
        return list(threads.map(send, sending))


def sent_at_once(world: World, *posts: Post) -> list[Any]:
    """Send the forms of the world at the same moment."""
    names = {name: world.key(name) for name in (*NAMED, "division")}
    sending = []
    for post in posts:
        client = Client()
        client.force_login(world.accounts[post.who], backend=BACKEND)
        address = reverse(post.name, args=[world.key(key) for key in post.keys])
        sending.append((client, address, {key: value.format(**names) for key, value in post.data.items()}))
    return at_once(*sending)


def acts(code: str) -> int:
    return Act.objects.filter(code=code).count()


def texts(answers: list[Any]) -> str:
    return " ".join(answer.content.decode() for answer in answers)


POST_OF_A_NEWCOMER = {
    "personal_id": "000999999999",
    "full_name": "Trịnh Văn Mới",
    "unit": "{division}",
    "job_title": "Chuyên viên",
    "category": "civil_servant",
    "leadership": "none",
    "on": "2027-01-15",
}
ASSIGNMENT = {"product": "{product}", "posts": "{post}", "quantity": "1", "due_date": "2027-01-29"}
CLICKS: dict[str, Post] = {
    "tasks.accepted": Post(who=Who.OWNER, name="tasks:step", keys=("new_task", "nhan")),
    "tasks.handed_in": Post(
        who=Who.OWNER, name="tasks:step", keys=("task", "nop"), data={"quantity": "1", "document": "Báo cáo 5/BC"}
    ),
    "tasks.result_accepted": Post(
        who=Who.HEAD,
        name="tasks:step",
        keys=("handed_in", "nghiem-thu"),
        data={"hand_in": "{hand_in}", "quantity": "1"},
    ),
    "tasks.returned_for_error": Post(
        who=Who.HEAD,
        name="tasks:step",
        keys=("handed_in", "tra-vi-loi"),
        data={"hand_in": "{hand_in}", "reason": "Sai số liệu"},
    ),
    "tasks.taken_over": Post(
        who=Who.COLLEAGUE,
        name="tasks:step",
        keys=("handed_back", "nhan-thay"),
        data={"post": "{colleague_post}", "due_date": "2027-01-25"},
    ),
    "tasks.cause_answered": Post(who=Who.HEAD, name="tasks:answer_cause", keys=("cause",), data={"confirms": "yes"}),
    "tasks.assigned": Post(who=Who.HEAD, name="tasks:assign", data=ASSIGNMENT),
    "tasks.unplanned_recorded": Post(
        who=Who.OWNER,
        name="tasks:unplanned",
        data={"title": "Tiếp đoàn kiểm tra", "post": "{post}", "quantity": "1", "due_date": "2027-01-20"},
    ),
    "tasks.recurring_set": Post(
        who=Who.HEAD,
        name="tasks:recurring",
        data={
            "product": "{product}",
            "post": "{post}",
            "quantity": "1",
            "rhythm": "weekly",
            "due_day": "4",
            "valid_from": "2027-01-15",
        },
    ),
    "evaluation.decided": Post(
        who=Who.DIRECTOR, name="evaluation:decide", keys=("case",), data={"result": "good", "revision": "0"}
    ),
    "evaluation.petition_answered": Post(
        who=Who.DIRECTOR, name="evaluation:answer", keys=("petition",), data={"answer": "upheld", "text": "Giữ nguyên"}
    ),
    "evaluation.opened": Post(who=Who.OFFICER, name="evaluation:campaigns", data={"body": "{body}", "year": "2028"}),
    "scoring.period_opened": Post(
        who=Who.OFFICER,
        name="scoring:periods",
        data={"body": "{body}", "month": "2026-12-01", "cut_off_date": "2027-01-20"},
    ),
    "scoring.outside_month_recorded": Post(
        who=Who.OFFICER,
        name="scoring:outside",
        data={"person": "{person}", "month": "2026-11-01", "total": "80", "body_name": "Sở khác", "document": "CV 1"},
    ),
    "scoring.set_aside": Post(
        who=Who.OFFICER, name="scoring:set_aside", keys=("sheet",), data={"reason": "Nghỉ cả tháng"}
    ),
    "planning.catalogue_issued": Post(
        who=Who.OFFICER,
        name="planning:issue",
        keys=("draft",),
        data={"document": "QĐ 2/QĐ-STL", "valid_from": "2027-02-01"},
    ),
    "planning.overlap_decided": Post(
        who=Who.OFFICER,
        name="planning:decide_overlap",
        keys=("draft", "overlap"),
        data={"verdict": "separate", "reason": "Khác đối tượng"},
    ),
    "personnel.person_added": Post(who=Who.OFFICER, name="personnel:take_in", data=POST_OF_A_NEWCOMER),
    "personnel.transferred": Post(
        who=Who.OFFICER,
        name="personnel:transfer",
        keys=("person",),
        data={name: POST_OF_A_NEWCOMER[name] for name in ("job_title", "category", "leadership", "on")}
        | {"unit": "{body}"},
    ),
    "personnel.absence_recorded": Post(
        who=Who.OFFICER,
        name="personnel:add_absence",
        keys=("colleague",),
        data={"kind": "study", "start": "2027-01-15"},
    ),
    "personnel.discipline_recorded": Post(
        who=Who.OFFICER,
        name="personnel:add_discipline",
        keys=("person",),
        data={
            "side": "party",
            "kind": "khiển trách",
            "act": "đi muộn",
            "decided_date": "2027-01-14",
            "document": "QĐ 3",
            "duty": "no",
        },
    ),
    "personnel.responsibility_given": Post(
        who=Who.OFFICER,
        name="personnel:responsibilities",
        data={"co-quan": "{body}", "person": "{person}", "duty": "office", "on": "2027-01-15"},
    ),
    "personnel.evaluator_answered": Post(
        who=Who.OFFICER, name="personnel:answer_report", keys=("report",), data={"answer": "Đã sửa"}
    ),
    "personnel.responsibility_ended": Post(who=Who.OFFICER, name="personnel:end_responsibility", keys=("duty",)),
    "personnel.roster_refused": Post(who=Who.OFFICER, name="personnel:refuse_import", keys=("roster",)),
    "organisation.similar_group_added": Post(
        who=Who.OFFICER, name="personnel:similar_groups", data={"co-quan": "{body}", "name": "Nhóm mới"}
    ),
    "organisation.unit_opened": Post(
        who=Who.OFFICER,
        name="organisation:open_unit",
        keys=("division",),
        data={"code": "to-1", "name": "Tổ 1", "kind": "state", "on": "2027-01-15"},
    ),
}


@pytest.mark.parametrize("code", CLICKS)
def test_a_double_click_does_the_act_once(code: str, world: World) -> None:
    before = acts(code)
    answers = sent_at_once(world, CLICKS[code], CLICKS[code])
    assert acts(code) == before + 1, texts(answers)
    assert all(answer.status_code < 500 for answer in answers)
    assert verify().is_whole


def test_of_two_decisions_on_one_case_one_stands_and_the_other_is_told(world: World) -> None:
    good = Post(who=Who.DIRECTOR, name="evaluation:decide", keys=("case",), data={"result": "good", "revision": "0"})
    lower = Post(
        who=Who.DIRECTOR,
        name="evaluation:decide",
        keys=("case",),
        data={"result": "completed", "reason": "Theo ý kiến cuộc họp", "revision": "0"},
    )
    answers = sent_at_once(world, good, lower)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert RatingDecision.objects.filter(case=world.case).count() == 1
    winner = next(post for post, answer in zip((good, lower), answers, strict=True) if answer.status_code == 200)
    assert RatingDecision.objects.get(case=world.case).level == winner.data["result"]
    assert verify().is_whole


def test_a_hand_in_and_a_new_deadline_at_once_leave_both_or_tell_the_head(world: World) -> None:
    hand_in = Post(
        who=Who.OWNER, name="tasks:step", keys=("task", "nop"), data={"quantity": "1", "document": "Báo cáo 5/BC"}
    )
    extend = Post(
        who=Who.HEAD,
        name="tasks:step",
        keys=("task", "doi-han"),
        data={"due_date": "2027-01-28", "reason": "Thêm việc"},
    )
    sent_at_once(world, hand_in, extend)
    task = Task.objects.get(pk=world.task.pk)
    assert task.state == TaskState.HANDED_IN
    assert HandIn.objects.filter(task=task, verdict=Verdict.WAITING).count() == 1
    renewed = acts("tasks.deadline_renewed") + acts("tasks.extended")
    assert Deadline.objects.filter(task=task).count() == 1 + renewed
    assert verify().is_whole


def test_two_officers_who_bring_a_catalogue_at_once_get_two_versions_and_issue_each_once(world: World) -> None:
    officer = world.accounts[Who.OFFICER]
    book = store_bytes(name="danh-muc.xlsx", data=workbooks.template(), actor=officer, at=NOW)
    bring = (reverse("planning:preview", args=[world.body.pk, book.pk]), {"name": "Danh mục mới"})
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(officer, backend=BACKEND)
    answers = at_once(*((client, *bring) for client in clients))
    assert {answer.status_code for answer in answers} <= {200, 409, 422}
    versions = list(Catalogue.objects.filter(body=world.body).order_by("version").values_list("version", flat=True))
    assert versions == list(range(1, 3 + acts("planning.catalogue_imported")))
    for draft in Catalogue.objects.filter(body=world.body, state=CatalogueState.DRAFT, source=book):
        issue = (reverse("planning:issue", args=[draft.pk]), {"document": f"QĐ {draft.pk}", "valid_from": "2027-02-01"})
        before = acts("planning.catalogue_issued")
        at_once(*((client, *issue) for client in clients))
        assert acts("planning.catalogue_issued") <= before + 1
    on = NOW.date() + timedelta(days=30)
    in_force = Catalogue.objects.filter(body=world.body, state=CatalogueState.ISSUED, valid_from__lte=on)
    assert sum(one.valid_until is None or one.valid_until > on for one in in_force) == 1
    assert verify().is_whole


@pytest.mark.usefixtures("committed")
def test_of_two_confirmations_of_one_sheet_one_counts_and_the_other_is_told() -> None:
    with time_machine.travel(months.CONFIRMED, tick=False):
        house = months.office()
        months.opened(house)
        months.work(house.staff, house.division)
        sheet = months.sign(house.staff)
        clients = [Client(), Client()]
        for client in clients:
            client.force_login(months.account(house.head), backend=BACKEND)
        address = reverse("scoring:confirm", args=[sheet.pk])
        answers = at_once(*((client, address, {"comment": f"Nhất trí {n}."}) for n, client in enumerate(clients)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    kept = ScoreSheet.objects.get(pk=sheet.pk)
    winner = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert kept.comment == f"Nhất trí {winner}."
    assert kept.moves.filter(state=SheetState.CONFIRMED).count() == 1
    assert acts("scoring.confirmed") == 1
    assert house.head.full_name in texts(answers)
    assert verify().is_whole
