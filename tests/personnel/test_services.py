"""Posts and dated facts: a change ends one row and opens the next, and what cannot be is refused with what to do."""

from datetime import date
from typing import Any

import pytest

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.organisation.models import Unit
from congtam.personnel import services
from congtam.personnel.models import Appointment, PartyMembership, Person, Responsibility
from congtam.personnel.selectors import people_of, viewer_of
from congtam.personnel.services import Identity, PostDetails, UnableToAppointError, UnableToChangePersonError
from congtam.values.refusal import RefusedError
from tests import make

pytestmark = pytest.mark.django_db
MARCH, MAY, JULY = date(2026, 3, 1), date(2026, 5, 1), date(2026, 7, 1)
SPECIALIST = PostDetails(job_title="Chuyên viên")
HEAD = PostDetails(job_title="Trưởng phòng", leadership="head")


@pytest.fixture
def who() -> dict[str, Any]:
    return {"actor": make.user(), "at": make.NOON}


@pytest.fixture
def body() -> Unit:
    return make.body()


def spans(person: Person) -> list[tuple[int, date, date | None]]:
    return list(
        Appointment.objects.filter(person=person)
        .order_by("valid_from")
        .values_list("unit", "valid_from", "valid_until")
    )


def test_a_number_belongs_to_one_person(who: dict[str, Any]) -> None:
    person = services.add_person(identity=Identity(personal_id="000190000001", full_name="Đỗ  Ánh"), **who)
    assert person.search_name == "do anh da"
    with pytest.raises(UnableToChangePersonError, match="Đỗ  Ánh"):
        services.add_person(identity=Identity(personal_id="000190000001", full_name="Khác"), **who)


def test_a_correction_keeps_the_number_out_of_the_trail(who: dict[str, Any]) -> None:
    person, other = make.person("Đỗ Ánh"), make.person()
    rest: dict[str, Any] = {
        "full_name": "Đỗ Ánh Tuyết",
        "birth_date": date(1990, 1, 1),
        "gender": "female",
    }
    services.correct_person(person=person, identity=Identity(personal_id="000190000002", **rest), reason="sai", **who)
    person.refresh_from_db()
    assert (person.personal_id, person.full_name) == ("000190000002", "Đỗ Ánh Tuyết")
    assert "000190000002" not in str(Act.objects.get(code="personnel.person_corrected").after)
    with pytest.raises(UnableToChangePersonError, match="người khác"):
        services.correct_person(
            person=person, identity=Identity(personal_id=other.personal_id, **rest), reason="sai", **who
        )


def test_an_account_is_opened_once_with_a_password_nobody_keeps(who: dict[str, Any]) -> None:
    person = make.person(account=False)
    opened = services.open_account(person=person, username="dat.tv", **who)
    assert User.objects.get(username="dat.tv").check_password(opened.password)
    assert opened.password not in str(list(Act.objects.values_list("after", "before", "reason")))
    with pytest.raises(UnableToChangePersonError, match="đã có tài khoản"):
        services.open_account(person=person, username="dat2", **who)
    with pytest.raises(RefusedError):
        services.open_account(person=make.person(account=False), username="DAT.TV", **who)


def test_nobody_holds_two_main_posts_at_once(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(make.unit(under=body))
    with pytest.raises(UnableToAppointError, match="đang giữ vị trí"):
        services.appoint(person=person, unit=body, details=SPECIALIST, on=MARCH, **who)
    services.appoint(person=person, unit=body, details=SPECIALIST, on=MARCH, is_primary=False, **who)
    assert len(spans(person)) == 2


def test_a_unit_has_one_head(body: Unit, who: dict[str, Any]) -> None:
    first = make.head(body, "Phạm Văn Khoa")
    with pytest.raises(UnableToAppointError, match="Phạm Văn Khoa"):
        services.appoint(person=make.person(), unit=body, details=HEAD, on=MARCH, **who)
    services.end_post(post=Appointment.objects.get(person=first), on=MARCH, **who)
    services.appoint(person=make.person(), unit=body, details=HEAD, on=MARCH, **who)


@pytest.mark.parametrize(("on", "until"), [(date(2014, 1, 1), None), (MAY, MARCH)])
def test_a_post_needs_a_unit_that_exists_and_days_in_order(
    body: Unit, who: dict[str, Any], on: date, until: date | None
) -> None:
    with pytest.raises(UnableToAppointError):
        services.appoint(person=make.person(), unit=body, details=SPECIALIST, on=on, until=until, **who)


def test_a_transfer_ends_one_post_and_opens_the_next(body: Unit, who: dict[str, Any]) -> None:
    old, new = make.unit(under=body), make.unit(under=body)
    person = make.officer(old)
    services.transfer(person=person, to=new, details=SPECIALIST, on=MARCH, **who)
    assert spans(person) == [(old.pk, make.LONG_AGO, MARCH), (new.pk, MARCH, None)]
    with pytest.raises(UnableToAppointError, match="chính đơn vị đó"):
        services.transfer(person=person, to=new, details=SPECIALIST, on=MAY, **who)
    with pytest.raises(UnableToAppointError, match="không giữ vị trí chính"):
        services.transfer(person=make.person(), to=new, details=SPECIALIST, on=MAY, **who)


def test_a_secondment_leads_home_on_its_last_day(body: Unit, who: dict[str, Any]) -> None:
    host = make.body("Sở Khác")
    person = make.officer(body)
    services.second(person=person, to=host, details=SPECIALIST, on=MARCH, until=JULY, **who)
    assert spans(person) == [(body.pk, make.LONG_AGO, MARCH), (host.pk, MARCH, JULY), (body.pk, JULY, None)]
    assert [post.person for post in people_of(host.pk, MAY)] == [person]
    assert not people_of(body.pk, MAY).exists()


def test_a_secondment_does_not_outlast_the_post_at_home(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body, until=MAY)
    with pytest.raises(UnableToAppointError, match="trước ngày hết biệt phái"):
        services.second(person=person, to=make.body(), details=SPECIALIST, on=MARCH, until=JULY, **who)
    with pytest.raises(UnableToAppointError, match="phải khác"):
        services.second(person=person, to=body, details=SPECIALIST, on=MARCH, until=None, **who)


def test_a_promotion_keeps_what_was_before_and_a_correction_does_not(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    post = Appointment.objects.get(person=person)
    changed = services.change_post(post=post, details=HEAD, on=MARCH, **who)
    assert spans(person) == [(body.pk, make.LONG_AGO, MARCH), (body.pk, MARCH, None)]
    services.change_post(post=changed, details=SPECIALIST, on=MARCH, **who)
    assert len(spans(person)) == 2


def test_a_post_ends_within_its_days(body: Unit, who: dict[str, Any]) -> None:
    post = Appointment.objects.get(person=make.officer(body, since=MARCH))
    with pytest.raises(UnableToAppointError, match="sau ngày bắt đầu"):
        services.end_post(post=post, on=MARCH, **who)


def test_a_first_group_holds_from_the_start_and_another_from_its_day(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    first, second = make.similar_group(body, "A"), make.similar_group(body, "B")
    post = Appointment.objects.get(person=person)
    assert services.set_similar_group(posts=[post], group=first, on=MARCH, **who) == 1
    assert services.set_similar_group(posts=[post], group=first, on=MARCH, **who) == 0
    assert len(spans(person)) == 1
    services.set_similar_group(posts=[post], group=second, on=MAY, **who)
    groups = (
        Appointment.objects.filter(person=person).order_by("valid_from").values_list("similar_group__name", flat=True)
    )
    assert list(groups) == ["A", "B"]
    stranger = Appointment.objects.get(person=make.officer(make.body()))
    with pytest.raises(UnableToAppointError, match="không thuộc cơ quan"):
        services.set_similar_group(posts=[stranger], group=first, on=MARCH, **who)


def test_a_merger_moves_everybody_or_nobody(body: Unit, who: dict[str, Any]) -> None:
    old, new = make.unit("Cũ", under=body), make.unit("Mới", under=body)
    person, head = make.officer(old), make.head(old)
    busy = make.officer(new, "Hồ Văn Bận")
    make.post(busy, old, is_primary=False)
    with pytest.raises(UnableToAppointError, match="Hồ Văn Bận"):
        services.merge_with_people(units=[old], into=new, on=MARCH, **who)
    assert len(spans(person)) == 1
    services.end_post(post=Appointment.objects.get(person=busy, unit=old), on=MARCH, **who)
    assert services.merge_with_people(units=[old], into=new, on=MARCH, head=head, **who) == 2
    assert Appointment.objects.on(MARCH).get(person=head).leadership == "head"
    assert Appointment.objects.on(MARCH).get(person=person).unit == new


def test_a_unit_with_people_is_neither_closed_nor_split(body: Unit, who: dict[str, Any]) -> None:
    old, new = make.unit("Cũ", under=body), make.unit("Mới", under=body)
    person = make.officer(old, "Hồ Văn Ở")
    with pytest.raises(UnableToAppointError, match="Hồ Văn Ở"):
        services.close_with_people(unit=old, on=MARCH, **who)
    with pytest.raises(UnableToAppointError, match="Hồ Văn Ở"):
        services.split_with_people(unit=old, into=[new], on=MARCH, **who)
    posts = [Appointment.objects.get(person=person)]
    assert services.move_people(posts=posts, to=new, on=MARCH, **who) == 1
    services.split_with_people(unit=old, into=[new], on=MARCH, **who)
    services.close_with_people(unit=make.unit(under=body), on=MARCH, **who)


def test_somebody_who_left_another_body_is_taken_in_under_the_same_number(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(make.body("Sở Cũ"), "Đỗ Ánh", until=MARCH)
    known = {"unit": body, "details": SPECIALIST, "on": MAY, **who}
    with pytest.raises(UnableToChangePersonError, match="họ tên khác"):
        services.take_in(identity=Identity(personal_id=person.personal_id, full_name="Khác"), **known)
    same = Identity(personal_id=person.personal_id, full_name="đỗ ánh")
    assert services.take_in(identity=same, **known) == person
    assert len(spans(person)) == 2


def test_absences_do_not_overlap_and_end_after_they_begin(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    absence = services.record_absence(person=person, kind="maternity", start=MARCH, until=None, **who)
    with pytest.raises(RefusedError, match="trùng thời gian"):
        services.record_absence(person=person, kind="sick", start=MAY, until=JULY, **who)
    with pytest.raises(RefusedError, match="sau ngày bắt đầu"):
        services.end_absence(absence=absence, until=MARCH, **who)
    services.end_absence(absence=absence, until=MAY, **who)
    services.record_absence(person=person, kind="sick", start=MAY, until=JULY, **who)
    with pytest.raises(RefusedError, match="trùng một lần nghỉ"):
        services.end_absence(absence=absence, until=JULY, **who)


def test_discipline_is_recorded_once_and_classified_with_a_reason(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    said: dict[str, Any] = {"side": "state", "kind": "khiển trách", "act": "vắng họp", "document": "QĐ 1"}
    action = services.record_discipline(person=person, decided_date=MAY, **said, **who)
    assert action.is_duty_related is None
    with pytest.raises(RefusedError, match="đã được ghi"):
        services.record_discipline(person=person, decided_date=MAY, **said, **who)
    with pytest.raises(RefusedError, match="Ngày vi phạm"):
        services.record_discipline(person=person, decided_date=MAY, acted_from=JULY, **said, **who)
    services.classify_discipline(
        action=action, is_duty_related=True, is_already_counted=False, reason="Kết luận số 2", **who
    )
    action.refresh_from_db()
    assert bool(action.is_duty_related)
    assert action.classified_by == who["actor"]
    assert Act.objects.get(code="personnel.discipline_classified").reason == "Kết luận số 2"


def test_a_party_place_ends_when_the_next_begins(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    one, two = make.unit("Chi bộ 1", kind="party"), make.unit("Chi bộ 2", kind="party")
    services.place_in_cell(person=person, cell=one, on=MARCH, **who)
    services.place_in_cell(person=person, cell=two, on=MAY, **who)
    assert list(PartyMembership.objects.order_by("valid_from").values_list("valid_until", flat=True)) == [MAY, None]
    with pytest.raises(RefusedError, match="sau ngày đó"):
        services.place_in_cell(person=person, cell=one, on=MARCH, **who)


def test_a_right_lasts_as_long_as_the_responsibility(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    assert person.user is not None
    given = services.give_responsibility(person=person, unit=body, duty="organisation_officer", on=MARCH, **who)
    with pytest.raises(RefusedError, match="đã được giao"):
        services.give_responsibility(person=person, unit=body, duty="organisation_officer", on=MAY, **who)
    with pytest.raises(RefusedError, match="sau ngày đó"):
        services.end_responsibility(responsibility=given, on=MARCH, **who)
    services.end_responsibility(responsibility=given, on=MAY, **who)
    with pytest.raises(RefusedError, match="đã thôi giao"):
        services.end_responsibility(responsibility=Responsibility.objects.get(), on=JULY, **who)
    assert viewer_of(person.user, date(2026, 4, 1)).officer == {body.pk}
    assert viewer_of(person.user, MAY).officer == frozenset()


def test_a_wrong_superior_is_reported_once_and_answered_once(body: Unit, who: dict[str, Any]) -> None:
    person = make.officer(body)
    report = services.report_wrong_evaluator(person=person, unit=body, text="Không phải người này", **who)
    with pytest.raises(RefusedError, match="đang chờ"):
        services.report_wrong_evaluator(person=person, unit=body, text="Lại", **who)
    services.answer_evaluator_report(report=report, answer="Đã sửa", **who)
    with pytest.raises(RefusedError, match="đã được trả lời"):
        services.answer_evaluator_report(report=report, answer="Nữa", **who)


def test_what_a_viewer_sees_takes_three_queries(body: Unit, django_assert_num_queries: Any) -> None:
    division = make.unit(under=body)
    person = make.head(division)
    make.duty(person, body)
    assert person.user is not None
    with django_assert_num_queries(3):
        viewer = viewer_of(person.user, MARCH)
    assert viewer.headed == viewer.posts == frozenset({division.pk})
    assert viewer.officer == viewer.colleagues == {body.pk, division.pk}
