"""A year in one body: opening, proposals, what must come before a decision."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congtam.audit.models import Act
from congtam.engine.rulebook import RuleBook
from congtam.evaluation import services
from congtam.evaluation.choices import Outcome
from congtam.evaluation.facts import proposals, standings
from congtam.evaluation.models import RatingCase
from congtam.evaluation.papers import year_forms
from congtam.evaluation.selectors import gaps
from congtam.personnel.choices import AbsenceKind
from congtam.personnel.models import Absence, Appointment, DisciplinaryAction
from congtam.scoring.models import OutsideMonth
from congtam.site.command import quota as quota_command
from congtam.site.command import rate as rate_command
from tests import make
from tests.evaluation.office import DECEMBER, Office, account, office, score

pytestmark = pytest.mark.django_db


def proposal(of: Office, who: Any) -> tuple[str, str]:
    case = of.case(who)
    return case.proposed_outcome, case.proposed_level


def test_opening_makes_one_case_for_everybody_the_body_uses() -> None:
    made = office([75, 80])
    campaign = made.opened()
    assert set(campaign.cases.values_list("person_id", flat=True)) == {
        made.director.pk,
        made.division_head.pk,
        made.officer.pk,
        *(who.pk for who in made.staff),
    }
    assert Act.objects.filter(code="evaluation.opened").count() == 1


def test_a_second_campaign_of_the_same_year_is_refused() -> None:
    made = office([75])
    made.opened()
    with pytest.raises(services.CampaignAlreadyOpenError):
        services.open_campaign(body=made.body, year=2026, actor=account(made.officer), at=DECEMBER)


def test_the_director_is_decided_above_and_everybody_else_by_the_director() -> None:
    made = office([75])
    made.opened()
    assert made.case(made.director).deciding_unit_id == made.province.pk
    assert made.case(made.division_head).deciding_unit_id == made.body.pk
    assert made.case(made.staff[0]).deciding_unit_id == made.body.pk


def test_the_proposal_follows_the_mean_of_the_months() -> None:
    made = office([95, 80, 60, 40])
    made.opened()
    found = [proposal(made, who) for who in made.staff]
    assert found == [("rated", level) for level in ("excellent", "good", "completed", "not_completed")]


def test_what_nobody_went_through_is_not_known_and_needs_review() -> None:
    made = office([80])
    campaign = services.open_campaign(body=made.body, year=2026, actor=account(made.officer), at=DECEMBER)
    services.refresh_proposals(campaign=campaign, actor=account(made.officer), at=DECEMBER)
    case = made.case(made.staff[0])
    assert case.proposed_outcome == Outcome.NEEDS_REVIEW
    assert set((case.result or {})["missing"]) >= {"degradation_concluded", "discipline"}


def test_maternity_is_rated_on_the_months_worked_and_a_late_comer_is_not_rated() -> None:
    made = office([])
    mother, newcomer = make.officer(made.division, "Cao Thị Na"), make.person("Đỗ Văn Oanh")
    make.post(newcomer, made.division, since=date(2026, 8, 1))
    Absence.objects.create(
        person=mother, kind=AbsenceKind.MATERNITY, valid_from=date(2026, 5, 1), valid_until=date(2026, 12, 31)
    )
    score(mother, 89, months=4, by=made.officer)
    made.opened()
    assert proposal(made, mother) == ("rated", "good")
    assert proposal(made, newcomer) == ("not_rated", "")


def test_discipline_for_a_breach_of_duty_forces_the_lowest_level_and_a_private_matter_does_not() -> None:
    made = office([93, 93])
    for who, is_duty in zip(made.staff, (True, False), strict=True):
        DisciplinaryAction.objects.create(
            person=who,
            side="state",
            kind="khiển trách",
            act="Vi phạm",
            decided_date=date(2026, 6, 1),
            is_duty_related=is_duty,
        )
    made.opened()
    assert proposal(made, made.staff[0]) == ("rated", "not_completed")
    assert proposal(made, made.staff[1]) == ("rated", "excellent")


def test_a_breach_before_the_transfer_is_for_people_to_weigh() -> None:
    made = office([])
    elsewhere = make.body("Sở Công Thương tỉnh Sông Lam", under=made.province)
    who = make.person("Đinh Văn Sơn")
    make.post(who, elsewhere, until=date(2026, 4, 1))
    make.post(who, made.division, since=date(2026, 4, 1))
    score(who, 85, by=made.officer)
    DisciplinaryAction.objects.create(
        person=who,
        side="state",
        kind="cảnh cáo",
        act="Chậm hồ sơ",
        acted_from=date(2026, 2, 1),
        decided_date=date(2026, 9, 1),
        is_duty_related=True,
    )
    made.opened()
    case = made.case(who)
    assert case.proposed_outcome == Outcome.NEEDS_REVIEW
    assert "former_body_breach" in {one["rule"] for one in (case.result or {})["findings"] if one["truth"] == "yes"}


def test_the_head_does_not_rise_above_the_body() -> None:
    made = office([])
    OutsideMonth.objects.filter(person=made.director).update(total_hundredths=9500)
    made.opened()
    assert proposal(made, made.director) == ("rated", "good")


def test_who_left_the_service_this_year_stays_on_the_list() -> None:
    made = office([80])
    Appointment.objects.filter(person=made.staff[0]).update(valid_until=date(2026, 10, 1))
    made.opened()
    assert proposal(made, made.staff[0]) == ("rated", "good")


def test_a_decided_case_keeps_the_proposal_it_was_decided_on() -> None:
    made = office([80])
    campaign = made.opened()
    case = made.case(made.staff[0])
    services.decide(
        case=case,
        outcome="rated",
        level="good",
        reason="",
        handling="",
        revision=case.revision,
        actor=account(made.director),
        at=DECEMBER,
    )
    DisciplinaryAction.objects.create(
        person=made.staff[0],
        side="state",
        kind="khiển trách",
        act="A",
        decided_date=date(2026, 6, 1),
        is_duty_related=True,
    )
    services.refresh_proposals(campaign=campaign, actor=account(made.officer), at=DECEMBER)
    assert proposal(made, made.staff[0]) == ("rated", "good")


def test_asking_again_without_new_facts_changes_nothing() -> None:
    made = office([80, 90])
    campaign = made.opened()
    assert services.refresh_proposals(campaign=campaign, actor=account(made.officer), at=DECEMBER) == 0


def test_the_stored_question_gives_the_same_answer_on_the_command_line() -> None:
    made = office([95, 80, 49])
    made.opened()
    book = RuleBook()
    for case in RatingCase.objects.all():
        asked = json.loads(json.dumps(case.facts))
        answer = rate_command.answer(asked, book)
        assert answer == case.result


def test_the_share_is_the_same_on_the_command_line() -> None:
    made = office([95, 95, 80, 80, 80, 80, 80])
    campaign = made.opened()
    group = standings(campaign)[1]
    asked = {
        "subject": "civil_servant",
        "year": 2026,
        "groups": [{"group": group.name, "excellent": group.counts.excellent, "good": group.counts.good}],
    }
    found: Any = quota_command.answer(asked, RuleBook())
    (answer,) = found["groups"]
    assert (answer["limit"], answer["excess"]) == (group.quota.limit, group.quota.excess) == (1, 1)


def test_gathering_facts_asks_as_many_queries_for_many_as_for_few() -> None:
    few, many = office([80]), office([80] * 40)
    counts = []
    for made in (few, many):
        campaign = made.opened()
        cases = list(campaign.cases.select_related("appointment"))
        with CaptureQueriesContext(connection) as asked:
            proposals(campaign, cases)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_the_officer_sees_what_is_missing() -> None:
    made = office([80])
    campaign = services.open_campaign(body=made.body, year=2026, actor=account(made.officer), at=DECEMBER)
    services.refresh_proposals(campaign=campaign, actor=account(made.officer), at=DECEMBER)
    found = {gap.code: gap.count for gap in gaps(campaign)}
    assert found["facts"] == found["meeting"] == found["body_level"] == 1
    assert found["decision"] == 4
    assert found["group"] == 3
    assert found["party"] == 1


def test_a_similar_group_given_after_opening_reaches_the_case_with_the_next_proposal() -> None:
    made = office([80])
    campaign = made.opened()
    Appointment.objects.filter(person=made.officer).update(similar_group=made.group)
    assert services.refresh_proposals(campaign=campaign, actor=account(made.officer), at=DECEMBER) == 1
    assert made.case(made.officer).similar_group_id == made.group.pk


def test_the_form_of_the_year_says_why_a_month_has_no_marks() -> None:
    made = office([])
    mother = make.officer(made.division, "Cao Thị Na")
    Absence.objects.create(
        person=mother, kind=AbsenceKind.MATERNITY, valid_from=date(2026, 5, 1), valid_until=date(2026, 11, 1)
    )
    score(mother, 89, months=4, by=made.officer)
    (form,) = year_forms(made.opened(), DECEMBER.date(), only=made.case(mother).pk)
    assert [form.months[month] for month in (4, 5, 12)] == [
        ("89,00", ""),
        ("", "nghỉ thai sản"),
        ("", "chưa có điểm"),
    ]
    assert (form.mean, form.place) == ("89,00", "Sông Lam")
