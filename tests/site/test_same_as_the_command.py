"""Every number of the demonstration, on record and on screen, is what the command line answers for the same facts."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from congtam.accounts.models import User
from congtam.evaluation.choices import CampaignState
from congtam.evaluation.facts import quota_policies
from congtam.evaluation.models import Campaign, RatingCase
from congtam.personnel.models import Responsibility
from congtam.personnel.selectors import head_of
from congtam.scoring import presenters
from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoreSheet
from congtam.scoring.selectors import lines_of, reading_of, unit_results_of
from congtam.site.demo import build
from tests.site import screen

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
Answers = dict[int, dict[str, Any]]
NO_GROUP = "Chưa xếp nhóm"
WHOLE_BODY = "Toàn cơ quan"
LEVELS = {
    "excellent": "Xuất sắc",
    "good": "Tốt",
    "completed": "Hoàn thành",
    "not_completed": "Không hoàn thành",
    "not_rated": "Không xếp loại",
    "needs_review": "Cần xem lại",
}


def asked(verb: str, questions: Mapping[int, Mapping[str, Any]]) -> Answers:
    """What `congtam law …` answers to all `questions`, one JSON line each, in one call."""
    lines = "".join(
        json.dumps({"id": key} | dict(case), ensure_ascii=False) + "\n" for key, case in sorted(questions.items())
    )
    done = subprocess.run(
        [sys.executable, "-m", "congtam.site.command.main", "law", verb, "-"],
        input=lines.encode(),
        capture_output=True,
        check=True,
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {answer.pop("id"): answer for answer in answers}


def written(number: str | None) -> str:
    """A number with two decimals the Vietnamese way."""
    return "–" if number is None else half_up(number).replace(".", ",")


def half_up(number: str) -> str:
    """A number on two decimals, as marks are kept."""
    return str(Decimal(number).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def in_hundredths(number: str) -> int:
    return int(Decimal(number) * 100)


@pytest.fixture(scope="module", autouse=True)
def _built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration, looked at on the very day it stands for, and taken away again."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), transaction.atomic():
        build.build(at=NOW, say=lambda _: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sheets(_built: None) -> list[ScoreSheet]:
    return list(
        ScoreSheet.objects.filter(state=SheetState.CONFIRMED)
        .select_related("person__user", "period", "appointment")
        .order_by("period__month", "person__sort_key", "version")
    )


@pytest.fixture(scope="module")
def cases(_built: None) -> list[RatingCase]:
    running = RatingCase.objects.filter(campaign__state=CampaignState.OPEN)
    return list(running.select_related("campaign", "person", "similar_group").order_by("campaign", "person__sort_key"))


@pytest.fixture(scope="module")
def scored(sheets: list[ScoreSheet]) -> Answers:
    return asked("score", {sheet.pk: sheet.facts or {} for sheet in sheets})


@pytest.fixture(scope="module")
def rated(cases: list[RatingCase]) -> Answers:
    return asked("rate", {case.pk: case.facts or {} for case in cases})


def signed_in(user: User | None) -> Client:
    assert user is not None
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def officer_of(body: int) -> User:
    """Whoever does organisation work of a body."""
    duties = Responsibility.objects.on(NOW.date()).filter(unit=body, duty="organisation_officer")
    user = duties.select_related("person__user").get().person.user
    assert user is not None
    return user


def officer_and_head(campaign: Campaign) -> Iterable[User]:
    """Whoever may look at the whole workbench: the officer, and the head, who sees the officer's own row."""
    head = head_of(campaign.body_id, NOW.date())
    assert head is not None
    assert head.person.user is not None
    return (officer_of(campaign.body_id), head.person.user)


def test_every_confirmed_sheet_holds_what_the_command_answers(sheets: list[ScoreSheet], scored: Answers) -> None:
    assert len(sheets) > 800
    for sheet in sheets:
        answer = scored[sheet.pk]
        assert sheet.result == answer, sheet
        assert (sheet.rule_set, sheet.band) == (answer["rule_set"], answer["band"])
        assert sheet.total_hundredths == in_hundredths(answer["recorded"])
        assert sheet.task_hundredths == in_hundredths(half_up(answer["task_marks"]))
        assert sheet.general_hundredths == in_hundredths(answer["general_marks"])


def test_every_line_kept_with_a_signature_is_a_line_the_command_was_asked_about(sheets: list[ScoreSheet]) -> None:
    for sheet in sheets:
        kept = [
            (line.title, line.origin, line.factor, line.assigned, line.done, line.quality_faults, line.delays)
            for line in sheet.lines.order_by("position")
        ]
        assert sheet.facts is not None
        asked_about = [
            (
                line["product"],
                line["origin"],
                *(Decimal(line[name]) for name in ("factor", "assigned", "done")),
                line["quality_faults"],
                line["delays"],
            )
            for line in sheet.facts["facts"]["lines"]
        ]
        assert kept == asked_about, sheet


def test_every_months_marks_in_a_rating_are_those_the_command_scored(
    sheets: list[ScoreSheet], scored: Answers, cases: list[RatingCase]
) -> None:
    here = {
        (sheet.person_id, f"{sheet.period.month:%Y-%m}"): Decimal(scored[sheet.pk]["recorded"])
        for sheet in sheets
        if sheet.is_current
    }
    counted = 0
    for case in cases:
        assert case.facts is not None
        for month, marks in case.facts["facts"]["months"].items():
            if (case.person_id, month) in here:
                assert Decimal(marks) == here[case.person_id, month], (case, month)
                counted += 1
    assert counted > 800


def test_every_case_holds_what_the_command_answers(cases: list[RatingCase], rated: Answers) -> None:
    assert len(cases) > 100
    for case in cases:
        answer = rated[case.pk]
        assert case.result == answer, case
        assert case.rule_set == answer["rule_set"]
        assert (case.proposed_outcome, case.proposed_level or None) == (answer["outcome"], answer["level"])


def test_everybodys_latest_confirmed_sheet_shows_what_the_command_answers(
    sheets: list[ScoreSheet], scored: Answers
) -> None:
    latest = {sheet.person_id: sheet for sheet in sheets if sheet.is_current}
    assert len(latest) > 100
    for sheet in latest.values():
        me = sheet.person.user
        # Whoever left signs in no more: the officer looks at his last sheet.
        reader = me if me is not None and me.is_active else officer_of(sheet.period.body_id)
        response = signed_in(reader).get(f"/cham-diem/phieu/{sheet.pk}/")
        assert_shown(screen.page_of(response), scored[sheet.pk])


def test_a_sheet_still_under_way_shows_what_the_command_would_answer_now() -> None:
    waiting = list(
        ScoreSheet.objects.filter(is_current=True, period__month="2026-10-01")
        .exclude(state__in=(SheetState.CONFIRMED, SheetState.SET_ASIDE))
        .select_related("person__user", "period", "appointment")
    )
    assert waiting
    lines, results = lines_of(waiting, NOW.date()), unit_results_of(waiting)
    standing = {
        sheet.pk: presenters.standing(
            sheet, lines[sheet.pk], reading_of(sheet.period.body_id, sheet.period.month), results.get(sheet.pk)
        )
        for sheet in waiting
    }
    answers = asked("score", {pk: found.case for pk, found in standing.items()})
    for sheet in waiting:
        response = signed_in(sheet.person.user).get(f"/cham-diem/phieu/{sheet.pk}/")
        assert_shown(screen.page_of(response), answers[sheet.pk])


def assert_shown(page: Any, answer: Mapping[str, Any]) -> None:
    """The three figures and the shares a to e are the answer's, the Vietnamese way."""
    assert screen.figures(page) == {
        "Tổng điểm": written(answer["recorded"]),
        "Điểm tiêu chí chung": written(answer["general_marks"]),
        "Điểm kết quả thực hiện nhiệm vụ": written(answer["task_marks"]),
    }
    for row in screen.table(page, "Tỷ lệ a, b, c và các tỷ lệ của người lãnh đạo"):
        share = answer[row[""].split(",")[0]]
        shown = row["Đạt"].removesuffix("%").replace(",", ".")
        assert shown == "chưa có" if share is None else abs(Decimal(shown) - 100 * Decimal(share)) <= Decimal("0.005")


def test_everybody_on_the_workbench_shows_what_the_command_answers(cases: list[RatingCase], rated: Answers) -> None:
    for campaign in {case.campaign for case in cases}:
        shown: dict[str, dict[str, str]] = {}
        for user in officer_and_head(campaign):
            rows = list(workbench_rows(signed_in(user), campaign))
            shown = {row[""]: row for row in rows if "Đề xuất" in row} | shown
        own = [case for case in cases if case.campaign_id == campaign.pk]
        assert len(shown) == len(own)
        for case in own:
            (row,) = [row for name, row in shown.items() if is_row_of(case, name)]
            answer = rated[case.pk]
            proposed = answer["outcome"] if answer["outcome"] != "rated" else answer["level"]
            assert row["Trung bình"] == written(answer["mean"]), case
            assert row["Đề xuất"].startswith(LEVELS[proposed]), case


def workbench_rows(client: Client, campaign: Campaign) -> Iterator[dict[str, str]]:
    """Every row of every page of the workbench."""
    number = 1
    while True:
        response: Any = client.get(f"/xep-loai/dot/{campaign.pk}/?page={number}")
        assert response.status_code == 200
        yield from screen.table(screen.page_of(response), "Người trong đợt xếp loại")
        if not response.context["page"].has_next():
            return
        number += 1


def is_row_of(case: RatingCase, heading: str) -> bool:
    post = f"{case.person.full_name} {case.appointment.job_title} "
    return f"{heading} ".startswith(post)


def test_every_groups_share_on_the_workbench_is_what_the_command_answers(
    cases: list[RatingCase], rated: Answers
) -> None:
    campaigns = {case.campaign for case in cases}
    questions = {campaign.pk: question_of_quota(campaign, cases, rated) for campaign in campaigns}
    answers = asked("quota", questions)
    for campaign in campaigns:
        page = screen.page_of(signed_in(officer_of(campaign.body_id)).get(f"/xep-loai/dot/{campaign.pk}/"))
        (strip,) = page.find_class("ct-strip")
        shown = {screen.words(row.find_class("ct-strip-name")[0]): row for row in strip.find("ul")}
        found = {group["group"]: group for group in answers[campaign.pk]["groups"]}
        found[WHOLE_BODY] = answers[campaign.pk]["body"]
        excellent = {group["group"]: group["excellent"] for group in questions[campaign.pk]["groups"]}
        excellent[WHOLE_BODY] = sum(excellent.values())
        assert set(shown) == set(found) - {NO_GROUP}
        for name, row in shown.items():
            words, limit = screen.words(row), found[name]
            assert f"{excellent[name]}/{limit['limit']} " in words
            assert limit["sentence"] in words
            assert (f"vượt {limit['excess']}" in words) == bool(limit["excess"])


def question_of_quota(campaign: Campaign, cases: list[RatingCase], rated: Answers) -> dict[str, Any]:
    """The line a clerk would write for the command from its own ratings, group by group."""
    counts: dict[str, Counter[str]] = {}
    for case in cases:
        level = rated[case.pk]["level"]
        if case.campaign_id == campaign.pk and level:
            group = case.similar_group.name if case.similar_group else NO_GROUP
            counts.setdefault(group, Counter())[level] += 1
    four = ("excellent", "good", "completed", "not_completed")
    return {
        "subject": "civil_servant",
        "year": campaign.year,
        "share": str(Decimal(campaign.share_hundredths) / 10_000),
        "groups": [{"group": name} | {level: of[level] for level in four} for name, of in sorted(counts.items())],
        "policies": quota_policies(campaign),
    }
