"""The demonstration shows what it promises (docs/demo.md), on whatever day it is built."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Avg, Count
from pytest_django import DjangoDbBlocker

from congtam.audit.models import Act
from congtam.engine.rulebook import law_book
from congtam.evaluation.facts import standings
from congtam.evaluation.models import Campaign, Petition, RatingCase
from congtam.organisation.models import Succession
from congtam.organisation.selectors import using_bodies
from congtam.personnel.models import Absence, Appointment, DisciplinaryAction, PartyMembership, Person
from congtam.personnel.selectors import evaluator_unit, head_of, viewer_of
from congtam.planning.models import Catalogue, ProductOverlap
from congtam.scoring.models import BodyReading, OutsideMonth, ScoreSheet, ScoringPeriod
from congtam.site.demo import build, jobs
from congtam.site.demo.bodies import COMMUNE, DEPARTMENT
from congtam.site.demo.build import Built
from congtam.site.demo.jobs import Job
from congtam.site.demo.material import moment, situations
from congtam.tasks.models import Deadline, Evidence, HandIn, ObjectiveCause, RecurringWork, Task, TaskMove

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """The demonstration on 22 November, taken away again afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build.build(at=NOW, say=quiet)
        transaction.set_rollback(True)


@pytest.fixture
def aside(built: Built) -> Iterator[Built]:
    """The demonstration, and what a test adds to it taken away."""
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)


def person(key: str) -> Person:
    return Person.objects.get(user__username=key)


def sheet(key: str, month: int, **fields: Any) -> ScoreSheet:
    return ScoreSheet.objects.get(
        person=person(key), period__month=date(2026, month, 1), **({"is_current": True} | fields)
    )


def case(key: str) -> RatingCase:
    return RatingCase.objects.get(person=person(key), campaign__year=2026)


def tasks(key: str, month: int) -> "models.QuerySet[Task]":
    return Task.objects.filter(holder=person(key), month=date(2026, month, 1))


def test_the_two_bodies_have_their_people_catalogues_and_accounts(built: Built) -> None:
    for key, least in ((DEPARTMENT, 58), (COMMUNE, 60)):
        body = built.bodies.units[key]
        posts = Appointment.objects.on(TODAY).filter(is_primary=True)
        places = using_bodies(set(posts.values_list("unit_id", flat=True)), TODAY)
        assert sum(places.get(unit) == body.pk for unit in posts.values_list("unit_id", flat=True)) >= least
        assert Catalogue.objects.get(body=body).state == "issued"
    assert sum(catalogue.products.count() for catalogue in Catalogue.objects.all()) >= 150
    assert ProductOverlap.objects.exists()
    assert not Person.objects.exclude(personal_id__startswith="000").exists()
    assert not any(user.has_usable_password() for user in built.people.users.values())


def test_the_party_organisation_has_seven_cells_and_eighty_one_members(built: Built) -> None:
    cells = {unit.pk for key, unit in built.bodies.units.items() if key.startswith("cb-tu-")}
    assert len(cells) == 7
    members = PartyMembership.objects.on(TODAY).filter(cell__in=cells)
    assert members.values("person").distinct().count() == 81
    assert members.filter(person=person("tran-ngoc-khoa"), standing="exempt").exists()
    assert PartyMembership.objects.on(TODAY).get(person=person("duong-dang-nghia")).standing == "probationary"


def test_the_commune_was_made_of_two_and_the_department_took_another_over(built: Built) -> None:
    made = Succession.objects.filter(successor=built.bodies.units[COMMUNE])
    assert {row.on_date for row in made} == {date(2025, 7, 1)}
    assert made.count() == 2
    assert Succession.objects.filter(successor=built.bodies.units[DEPARTMENT]).count() == 1


def test_everybody_who_is_scored_has_somebody_to_confirm(built: Built) -> None:
    for found in ScoreSheet.objects.filter(is_current=True, period__month=date(2026, 11, 1)).select_related("person"):
        assert found.judging_unit_id is not None, found.person
        head = head_of(found.judging_unit_id, TODAY)
        assert head is not None, found.person
        assert head.person_id != found.person_id


def test_most_years_lie_between_seventy_and_ninety_three_and_excellence_is_rare(built: Built) -> None:
    confirmed = ScoreSheet.objects.filter(is_current=True, state="confirmed")
    means = [row["mean"] / 100 for row in confirmed.values("person").annotate(mean=Avg("total_hundredths"))]
    assert sum(70 <= mean <= 93 for mean in means) > 0.9 * len(means)
    assert 0.03 < sum(mean >= 90 for mean in means) / len(means) < 0.2


def test_months_are_closed_up_to_the_last_which_waits_in_part(built: Built) -> None:
    department = ScoringPeriod.objects.filter(body=built.bodies.units[DEPARTMENT])
    assert department.filter(state="closed", month__lt=date(2026, 10, 1)).count() == 9
    october = ScoreSheet.objects.filter(period__month=date(2026, 10, 1), is_current=True)
    assert {"draft", "self_signed", "confirmed"} <= set(october.values_list("state", flat=True))


def test_this_week_has_open_work_some_of_it_late(built: Built) -> None:
    assert Task.objects.still_open().count() > 100
    assert 5 < Task.objects.overdue(TODAY).count() < 60
    assert Task.objects.filter(state="handed_in").exists()
    assert RecurringWork.objects.count() >= 4
    assert Task.objects.filter(recurring__isnull=False).exists()


def test_absences_are_recorded_and_months_away_have_no_sheet(built: Built) -> None:
    for key, kind in (("le-thi-mai-thao", "maternity"), ("pham-quynh-nguyet", "sick"), ("pham-sy-tuan", "unpaid")):
        assert Absence.objects.get(person=person(key)).kind == kind
    assert not ScoreSheet.objects.filter(person=person("le-thi-mai-thao"), period__month=date(2026, 5, 1)).exists()
    assert case("le-thi-mai-thao").proposed_outcome == "rated"


def test_months_from_the_former_body_came_with_the_transfer(built: Built) -> None:
    assert OutsideMonth.objects.filter(person=person("nguyen-nhat-nghia")).count() == 6
    assert case("nguyen-nhat-nghia").proposed_outcome == "rated"


def test_whoever_moved_between_divisions_is_scored_by_each(built: Built) -> None:
    assert sheet("vu-ba-tuan", 5).judging_unit == built.bodies.units["so-van-phong"]
    assert sheet("vu-ba-tuan", 6).judging_unit == built.bodies.units["so-chuyen-doi-so"]


@pytest.mark.parametrize("key", ["luu-thi-thanh-thao", "nguyen-nhat-son"])
def test_whoever_served_less_than_six_months_is_not_rated(built: Built, key: str) -> None:
    assert case(key).proposed_outcome == "not_rated"


def test_discipline_counts_only_where_the_law_says(built: Built) -> None:
    assert case("nguyen-phuc-phuoc").proposed_level == "not_completed"
    assert case("pham-quoc-long").proposed_level == "good"
    assert DisciplinaryAction.objects.filter(person=person("do-dinh-dong")).values("act").distinct().count() == 1
    assert case("do-dinh-dong").proposed_level != "not_completed"


def test_one_month_below_fifty_halves_d_of_the_head(built: Built) -> None:
    assert sheet("ngo-minh-trung", 5).total_hundredths == 4725
    assert sheet("to-the-huy", 5).unit_results == "half"
    assert sheet("to-the-huy", 6).unit_results == "full"


def test_the_director_is_held_at_the_level_of_his_body(built: Built) -> None:
    found = case("nguyen-tuan-khanh")
    assert (found.mean_hundredths, found.proposed_level) == (9240, "good")


def test_a_mean_just_below_ninety_is_not_rounded_up(built: Built) -> None:
    found = case("pham-kim-chi")
    assert (found.mean_hundredths, found.proposed_level) == (8999, "good")


def test_one_group_has_more_excellent_people_than_its_quota(built: Built) -> None:
    people = situations()["quota_exceeded"]["people"]
    assert all(case(key).proposed_level == "excellent" for key in people)
    campaign = Campaign.objects.get(body=built.bodies.units[DEPARTMENT], year=2026)
    group = built.bodies.groups["cv-tham-muu"]
    standing = next(row for row in standings(campaign) if row.group_id == group.pk)
    assert standing.quota.excess > 0


def test_work_was_given_back_and_taken_over_by_a_colleague(built: Built) -> None:
    given_back = tasks("do-thi-cam-duyen", 7).get(state="handed_back")
    taken = tasks("ngo-trong-hao", 7).get(origin="taken_over")
    assert taken.continues == given_back
    assert taken.state == "done"


def test_one_objective_cause_is_confirmed_and_one_refused(built: Built) -> None:
    confirmed = ObjectiveCause.objects.get(task__holder=person("le-minh-phu"), answer="confirmed")
    assert confirmed.task.product is not None
    assert confirmed.task.product.code == "XK.19"
    assert ObjectiveCause.objects.get(task__holder=person("tran-thi-tuyet-loan")).answer == "refused"


def test_one_product_was_returned_three_times(built: Built) -> None:
    assert tasks("pham-chi-chung", 6).get(product__code="XK.10").fault_count == 3


def test_a_key_task_is_overdue(built: Built) -> None:
    holders = Task.objects.overdue(TODAY).filter(is_key=True, product__code="DM.10").values_list("holder", flat=True)
    assert person("le-thi-ngoc-hang").pk in holders


def test_one_task_was_given_five_deadlines_by_five_papers(built: Built) -> None:
    given = Task.objects.filter(holder=person("ho-cong-vuong")).annotate(count=Count("deadlines"))
    days = list(given.get(count=5).deadlines.order_by("pk").values_list("due_date", flat=True))
    assert all(one < other for one, other in pairwise(days))


def test_a_signed_sheet_was_corrected_by_a_new_version(built: Built) -> None:
    old = sheet("hoang-quang-canh", 8, is_current=False)
    new = sheet("hoang-quang-canh", 8)
    assert new.replaces == old
    assert (old.total_hundredths or 0) < (new.total_hundredths or 0)
    assert old.state == new.state == "confirmed"


def test_posts_show_secondment_acting_heads_and_two_posts_at_once(built: Built) -> None:
    posts = Appointment.objects.on(TODAY)
    seconded = posts.get(person=person("bui-manh-tan"))
    assert seconded.is_seconded
    assert seconded.unit == built.bodies.units["xa-van-hoa-xa-hoi"]
    assert sheet("bui-manh-tan", 6).period.body == built.bodies.units[COMMUNE]
    acting = posts.get(person=person("ho-cong-vuong"))
    assert (acting.is_acting, acting.leadership) == (True, "head")
    assert posts.filter(person=person("pham-thi-quynh-chi")).count() == 2


def test_the_office_got_another_head_in_july(built: Built) -> None:
    assert sheet("le-sy-thinh", 5).confirmed_by == built.people.users["vo-tien-doan"]
    assert sheet("le-sy-thinh", 7).confirmed_by == built.people.users["mai-thi-cam-giang"]


def test_contract_workers_are_scored_where_the_by_law_says_so(built: Built) -> None:
    includes = dict(BodyReading.objects.values_list("body__code", "includes"))
    assert "contract_worker" in includes[DEPARTMENT]
    assert "contract_worker" not in includes[COMMUNE]
    assert ScoreSheet.objects.filter(person=person("luong-nhat-khoa")).exists()
    assert not ScoreSheet.objects.filter(person=person("ha-hoai-binh")).exists()


def test_a_petition_has_three_working_days_left(built: Built) -> None:
    found = Petition.objects.get(case__person=person("hoang-sy-kien"))
    assert found.answer == "waiting"
    assert found.due_date == date(2026, 11, 25)


def test_a_sheet_of_september_still_waits(built: Built) -> None:
    assert sheet("dinh-sy-tien", 9).state == "self_signed"


def test_one_task_has_been_silent_for_a_month(built: Built) -> None:
    task = Task.objects.get(holder=person("le-tien-hung"), title__startswith="Rà soát các dự án giải ngân")
    last = task.moves.order_by("-at").first()
    assert last is not None
    assert NOW - last.at > timedelta(days=30)
    assert task.state == "in_hand"


def test_more_was_done_than_assigned_and_task_marks_stay_at_seventy(built: Built) -> None:
    found = sheet("pham-thi-thanh-quynh", 10)
    assert found.task_hundredths == 7000
    assert sum(line.factor * line.done for line in found.lines.all()) > sum(
        line.factor * line.assigned for line in found.lines.filter(origin="assigned")
    )


def test_earlier_years_are_decided_and_published(built: Built) -> None:
    assert RatingCase.objects.filter(person=person("hoang-thi-minh-loan"), campaign__state="published").count() >= 10
    assert not RatingCase.objects.filter(campaign__year=2026, decisions__isnull=False).exists()


def test_every_sheet_signed_names_the_law_it_rests_on(built: Built) -> None:
    signed = ScoreSheet.objects.exclude(self_signed_at=None)
    law = law_book().governing("rating", "civil_servant", date(2026, 3, 1))
    assert set(signed.values_list("rule_set", "rule_set_digest")) == {(law.id, law.digest)}


def test_every_reference_holds_and_every_act_is_sealed(aside: Built) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT count(*) FROM audit_act LEFT JOIN audit_seal ON act_id = audit_act.id WHERE act_id IS NULL"
        )
        assert cursor.fetchone() == (0,)


def test_sample_people_are_there_and_see_something(built: Built) -> None:
    samples = list(build.sample_people())
    assert len({one.role for one in samples}) == len(samples) >= 8
    for one in samples:
        user = built.people.users[one.username]
        assert user.full_name == one.name
        assert user.is_active
        assert viewer_of(user, TODAY).posts


def test_work_told_at_once_leaves_the_rows_that_the_services_leave(aside: Built) -> None:
    for tell in (_plain_job, _returned_job, _late_job, _given_back_job):
        one, other = tell(aside), tell(aside)
        # The same work given twice within a minute would be taken for a double click.
        one.title = other.title = f"Việc thử: {tell.__name__}"
        jobs.perform(one)
        jobs.write([other])
        assert one.task is not None
        assert other.task is not None
        assert _rows(one.task.pk) == _rows(other.task.pk)


def _job(built: Built) -> Job:
    post = Appointment.objects.on(date(2026, 9, 1)).get(person=person("nguyen-ngoc-duy"))
    product = built.products["CD.04"]
    by = built.people.users["to-the-huy"]
    return Job(
        post=post, product=product, quantity=Decimal(3), due=date(2026, 9, 15), at=moment(date(2026, 9, 1), 8), by=by,
        title="Việc thử", source="Thông báo số 1", is_key=True,
    )  # fmt: skip


def _plain_job(built: Built) -> Job:
    job, me = _job(built), built.people.users["nguyen-ngoc-duy"]
    job.then("accept", moment(date(2026, 9, 1), 10), me)
    job.then("hand_in", moment(date(2026, 9, 10), 9), me, quantity=Decimal(3), text="Văn bản số 9")
    return job.then("accept_result", moment(date(2026, 9, 11), 9), job.by, quantity=Decimal(3))


def _returned_job(built: Built) -> Job:
    job, me = _job(built), built.people.users["nguyen-ngoc-duy"]
    job.then("accept", moment(date(2026, 9, 1), 10), me)
    job.then("hand_in", moment(date(2026, 9, 10), 9), me, quantity=Decimal(3), text="Văn bản số 9")
    job.then("error", moment(date(2026, 9, 16), 9), job.by, text="Sai số liệu.", due=date(2026, 9, 25))
    job.then("hand_in", moment(date(2026, 9, 20), 9), me, quantity=Decimal(2), text="Văn bản số 10")
    job.then("completion", moment(date(2026, 9, 21), 9), job.by, text="Thiếu phụ lục.")
    job.then("hand_in", moment(date(2026, 9, 22), 9), me, quantity=Decimal(2), text="Văn bản số 11")
    return job.then("accept_result", moment(date(2026, 9, 23), 9), job.by, quantity=Decimal(2))


def _late_job(built: Built) -> Job:
    job, me = _job(built), built.people.users["nguyen-ngoc-duy"]
    job.then("claim", moment(date(2026, 9, 17), 9), me, text="Mưa lũ.")
    job.then("refuse", moment(date(2026, 9, 18), 9), job.by, text="Không báo trước.")
    job.then("deadline", moment(date(2026, 9, 21), 9), job.by, text="Gia hạn", due=date(2026, 10, 5))
    job.then("claim", moment(date(2026, 10, 6), 9), me, text="Mất điện.")
    job.then("confirm", moment(date(2026, 10, 7), 9), job.by, text="Có xác nhận.")
    job.then("hand_in", moment(date(2026, 10, 8), 9), me, quantity=Decimal(3), text="Văn bản số 9")
    return job.then("accept_result", moment(date(2026, 10, 9), 9), job.by, quantity=Decimal(3))


def _given_back_job(built: Built) -> Job:
    job, me = _job(built), built.people.users["nguyen-ngoc-duy"]
    job.then("accept", moment(date(2026, 9, 1), 10), me)
    return job.then("hand_back", moment(date(2026, 9, 4), 10), me, text="Được điều động đột xuất.")


def _rows(task: int) -> dict[str, list[dict[str, Any]]]:
    """Everything kept about a task, without the numbers the database gave."""
    of: list[tuple[type[models.Model], dict[str, Any]]] = [
        (Task, {"pk": task}), (Deadline, {"task": task}), (TaskMove, {"task": task}), (HandIn, {"task": task}),
        (Evidence, {"hand_in__task": task}), (ObjectiveCause, {"task": task}),
        (Act, {"subject_kind": "tasks.task", "subject_id": str(task)}),
    ]  # fmt: skip
    found = {}
    for model, which in of:
        order = ("at", "pk") if model in (Act, TaskMove) else ("pk",)
        rows = model._default_manager.filter(**which).order_by(*order).values()
        found[model.__name__] = [_without_numbers(row) for row in rows]
    return found


def _without_numbers(row: dict[str, Any]) -> dict[str, Any]:
    hidden = {"id", "task_id", "hand_in_id", "deadline_id", "subject_id"}
    kept = {name: value for name, value in row.items() if name not in hidden}
    if kept.get("after"):
        kept["after"] = {name: value for name, value in kept["after"].items() if name not in ("hand_in", "cause")}
    return kept


@pytest.mark.django_db
@pytest.mark.parametrize("at", [datetime(2026, 6, 1, 2, tzinfo=UTC), datetime(2027, 2, 27, 2, tzinfo=UTC)])
def test_the_story_can_be_built_on_another_day_leaving_out_what_has_not_happened(at: datetime) -> None:
    said: list[str] = []
    build.build(at=at, say=said.append)
    assert any("chưa có vào ngày này" in words for words in said)
    today = at.date()
    assert not HandIn.objects.filter(handed_in_at__gt=at).exists()
    assert not ScoreSheet.objects.filter(confirmed_at__gt=at).exists()
    assert not Act.objects.filter(at__gt=at).exists()
    assert Task.objects.still_open().filter(due_date__gte=today).exists()
    assert evaluator_unit(Appointment.objects.on(today).get(person=person("to-the-huy")), today) is not None
    assert build.is_built()


def test_people_to_measure_with_refer_only_to_what_is_there(aside: Built) -> None:
    build.scale(people=120, at=NOW, say=quiet)
    assert build.is_scaled()
    assert Person.objects.filter(user__username__startswith="tai-").count() == 120
    assert Task.objects.filter(holder__user__username__startswith="tai-").count() == 120 * 17
    assert _dangling() == []


def _dangling() -> list[str]:
    """Return the references that find no row."""
    found = []
    ours = [model for model in apps.get_models() if model._meta.label.split(".")[0] in OURS]
    with connection.cursor() as cursor:
        for model in ours:
            for column in model._meta.concrete_fields:
                if isinstance(column, models.ForeignKey):
                    there = column.related_model._meta
                    cursor.execute(
                        f'SELECT count(*) FROM "{model._meta.db_table}" AS here LEFT JOIN "{there.db_table}" AS there '
                        f'ON there."{there.pk.column}" = here."{column.column}" '
                        f'WHERE here."{column.column}" IS NOT NULL AND there."{there.pk.column}" IS NULL'
                    )
                    if cursor.fetchone() != (0,):
                        found.append(str(column))
    return found


OURS = ("accounts", "organisation", "personnel", "planning", "tasks", "scoring", "evaluation")
