"""Decisions: one person at a time, within the share, by the right person, once."""

import threading
from datetime import date

import pytest
from django.db import connection

from congtam.audit.models import Act
from congtam.evaluation import services
from congtam.evaluation.choices import CampaignState
from congtam.evaluation.models import Campaign, RatingCase, RatingDecision
from congtam.evaluation.rights import campaign_actions
from congtam.evaluation.selectors import past_levels
from congtam.personnel.models import Person
from congtam.personnel.rights import may
from tests import make
from tests.evaluation.office import DECEMBER, Office, account, office

pytestmark = pytest.mark.django_db


def decide(of: Office, who: Person, level: str, reason: str = "", outcome: str = "rated") -> RatingDecision:
    case = of.case(who)
    return services.decide(
        case=case,
        outcome=outcome,
        level=level,
        reason=reason,
        handling="",
        revision=case.revision,
        actor=account(of.director),
        at=DECEMBER,
    )


def publish_everything(of: Office, campaign: Campaign) -> None:
    RatingCase.objects.filter(person=of.director).update(party_opinion="Nhất trí")
    for case in campaign.cases.all():
        decide(of, case.person, case.proposed_level)
    services.publish(campaign=campaign, document="TB 5/TB-STL", actor=account(of.director), at=DECEMBER)


def test_a_decision_that_is_not_the_proposal_says_why() -> None:
    made = office([80])
    made.opened()
    with pytest.raises(services.ReasonNeededError):
        decide(made, made.staff[0], "completed")
    assert decide(made, made.staff[0], "completed", "Có hai việc lớn chậm").reason == "Có hai việc lớn chậm"


def test_nothing_is_decided_before_the_meeting() -> None:
    made = office([80])
    made.opened()
    Campaign.objects.update(meeting_date=None)
    with pytest.raises(services.NotReadyError, match="cuộc họp"):
        decide(made, made.staff[0], "good")


def test_the_party_committee_is_asked_about_head_and_deputies_only() -> None:
    made = office([80])
    deputy = make.officer(made.body, "Bùi Văn Phó", leadership="deputy")
    made.opened()
    with pytest.raises(services.NotReadyError, match="cấp uỷ"):
        decide(made, deputy, "good", "x")
    with pytest.raises(services.NotReadyError, match="cấp uỷ"):
        decide(made, made.director, "good")
    decide(made, made.division_head, "good")


def test_one_more_excellent_person_than_the_share_allows_is_refused_with_the_reason() -> None:
    made = office([95, 95, 80, 80, 80, 80])  # a group of six: one may be excellent
    made.opened()
    decide(made, made.staff[0], "excellent")
    with pytest.raises(services.QuotaExceededError, match="tối đa 1 người") as refusal:
        decide(made, made.staff[1], "excellent")
    assert refusal.value.standing.quota.limit == 1
    assert RatingDecision.objects.count() == 1


def test_a_decision_on_a_greater_share_makes_room() -> None:
    made = office([95, 95, 80, 80, 80, 80, 80, 80, 80, 80])
    campaign = made.opened()
    decide(made, made.staff[0], "excellent")
    with pytest.raises(services.QuotaExceededError):
        decide(made, made.staff[1], "excellent")
    with pytest.raises(services.MissingDocumentError):
        services.set_share(
            campaign=campaign, share_hundredths=2500, document=" ", actor=account(made.officer), at=DECEMBER
        )
    services.set_share(
        campaign=campaign, share_hundredths=2500, document="QĐ 99/QĐ-UBND", actor=account(made.officer), at=DECEMBER
    )
    decide(made, made.staff[1], "excellent")


def test_taking_back_an_excellent_level_frees_its_place() -> None:
    made = office([95, 95, 80, 80, 80, 80])
    made.opened()
    decide(made, made.staff[0], "excellent")
    again = decide(made, made.staff[0], "good", "Nhường chỉ tiêu")
    assert (again.number, again.replacement_reason) == (2, "Nhường chỉ tiêu")
    decide(made, made.staff[1], "excellent")


def test_the_head_is_not_decided_above_the_body_even_with_a_reason() -> None:
    made = office([80])
    made.opened()
    RatingCase.objects.filter(person=made.director).update(party_opinion="Nhất trí")
    with pytest.raises(services.NotReadyError, match="khoản 6 Điều 20"):
        decide(made, made.director, "excellent", "Rất tốt")


def test_a_page_read_before_the_last_change_decides_nothing() -> None:
    made = office([80])
    made.opened()
    old = made.case(made.staff[0])
    decide(made, made.staff[0], "good")
    with pytest.raises(services.LostRaceError):
        services.decide(
            case=old,
            outcome="rated",
            level="good",
            reason="x",
            handling="",
            revision=old.revision,
            actor=account(made.director),
            at=DECEMBER,
        )


@pytest.mark.django_db(transaction=True)
def test_two_people_deciding_at_once_end_in_one_decision_within_the_share() -> None:
    made = office([95, 95, 80, 80, 80, 80])
    made.opened()
    answers: list[str] = []

    def try_one(who: Person) -> None:
        try:
            decide(made, who, "excellent")
            answers.append("decided")
        except services.QuotaExceededError:
            answers.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=try_one, args=(who,)) for who in made.staff[:2]]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(answers) == ["decided", "refused"]


def test_clean_cases_are_decided_together_each_as_an_act_of_its_own() -> None:
    made = office([95, 95, 80, 80, 80, 80])
    campaign = made.opened()
    for who in made.staff[:4]:
        case = made.case(who)
        services.self_rate(case=case, level=case.proposed_level, actor=account(who), at=DECEMBER)
    services.self_rate(case=made.case(made.staff[4]), level="excellent", actor=account(made.staff[4]), at=DECEMBER)
    clean = services.clean_cases(campaign, deciding_units=frozenset({made.body.pk}), except_person=made.director.pk)
    assert [case.person_id for case in clean] == [who.pk for who in made.staff[2:4]]  # two excellent are one too many
    count = services.decide_clean(
        campaign=campaign,
        revisions={case.pk: case.revision for case in clean},
        deciding_units=frozenset({made.body.pk}),
        person_id=made.director.pk,
        actor=account(made.director),
        at=DECEMBER,
    )
    assert count == Act.objects.filter(code="evaluation.decided").count() == 2


def test_a_list_that_changed_since_it_was_shown_decides_nobody() -> None:
    made = office([80, 80])
    campaign = made.opened()
    for who in made.staff:
        services.self_rate(case=made.case(who), level="good", actor=account(who), at=DECEMBER)
    shown = {case.pk: case.revision for case in campaign.cases.filter(person__in=made.staff)}
    services.record_opinion(case=made.case(made.staff[1]), opinion="Còn chậm", actor=account(made.officer), at=DECEMBER)
    with pytest.raises(services.LostRaceError):
        services.decide_clean(
            campaign=campaign,
            revisions=shown,
            deciding_units=frozenset({made.body.pk}),
            person_id=made.director.pk,
            actor=account(made.director),
            at=DECEMBER,
        )
    assert not RatingDecision.objects.exists()


def test_publication_waits_for_the_last_decision() -> None:
    made = office([80])
    campaign = made.opened()
    decide(made, made.staff[0], "good")
    with pytest.raises(services.NotYetDecidedError, match="3 người"):
        services.publish(campaign=campaign, document="TB 5", actor=account(made.director), at=DECEMBER)


def test_after_publication_only_a_replacement_decision_changes_a_level() -> None:
    made = office([80])
    campaign = made.opened()
    publish_everything(made, campaign)
    with pytest.raises(services.CampaignClosedError):
        decide(made, made.staff[0], "completed", "x")
    case = made.case(made.staff[0])
    services.replace_decision(
        case=case,
        outcome="rated",
        level="completed",
        reason="Kết luận thanh tra",
        handling="",
        document="QĐ 7/QĐ-UBND",
        revision=case.revision,
        actor=account(made.chairman),
        at=DECEMBER,
    )
    assert [(one.number, one.level, one.is_current) for one in case.decisions.order_by("number")] == [
        (1, "good", False),
        (2, "completed", True),
    ]


def test_a_petition_is_due_in_seven_working_days_and_changed_needs_a_replacement() -> None:
    made = office([80])
    campaign = made.opened()
    publish_everything(made, campaign)
    who = made.staff[0]
    petition = services.petition(case=made.case(who), text="Xin xem lại tháng 5", actor=account(who), at=DECEMBER)
    assert petition.due_date == date(2026, 12, 10)
    with pytest.raises(services.PetitionRefusedError):
        services.petition(case=made.case(who), text="Lần nữa", actor=account(who), at=DECEMBER)
    with pytest.raises(services.PetitionRefusedError, match="quyết định thay thế"):
        services.answer_petition(
            petition=petition, answer="changed", text="Đồng ý", actor=account(made.director), at=DECEMBER
        )
    services.answer_petition(petition=petition, answer="upheld", text="Giữ", actor=account(made.director), at=DECEMBER)


def test_levels_of_earlier_years_come_from_published_campaigns_only() -> None:
    made = office([80])
    campaign = made.opened()
    who = made.staff[0]
    decide(made, who, "good")
    assert past_levels([who.pk], 2027) == {}
    RatingCase.objects.update(published_at=DECEMBER)
    assert past_levels([who.pk], 2027) == {who.pk: [(2026, "good")]}
    assert campaign.state == CampaignState.OPEN


def test_nobody_decides_on_himself_and_the_officer_decides_on_nobody() -> None:
    made = office([80])
    made.opened()
    director, chairman, officer = (made.viewer(who) for who in (made.director, made.chairman, made.officer))
    staff, own = made.case(made.staff[0]), made.case(made.director)
    assert may(director, "evaluation.decide", staff)
    assert not may(director, "evaluation.decide", own)
    assert may(chairman, "evaluation.decide", own)
    assert not may(chairman, "evaluation.decide", staff)
    assert not may(officer, "evaluation.decide", staff)
    assert [one.code for one in campaign_actions(officer, staff.campaign)] == ["prepare", "propose"]
    assert [one.code for one in campaign_actions(director, staff.campaign)] == ["publish"]


def test_levels_are_hidden_from_the_person_and_from_the_division_until_publication() -> None:
    made = office([80])
    campaign = made.opened()
    person, head = made.viewer(made.staff[0]), made.viewer(made.division_head)
    case = made.case(made.staff[0])
    assert not may(person, "evaluation.see_levels", case)
    assert not may(head, "evaluation.see_levels", case)
    assert RatingCase.objects.visible_to(head).filter(pk=case.pk).exists()
    publish_everything(made, campaign)
    assert may(person, "evaluation.see_levels", made.case(made.staff[0]))


def test_a_stranger_sees_no_case() -> None:
    made = office([80])
    made.opened()
    stranger = make.officer(make.body("Sở Y tế tỉnh Sông Lam", under=made.province))
    assert not RatingCase.objects.visible_to(made.viewer(stranger)).exists()
    assert not Campaign.objects.visible_to(made.viewer(stranger)).exists()
