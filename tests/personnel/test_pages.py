"""Pages of units and people: everybody finds what he may see, the officer can act, nobody else can."""

from datetime import date
from io import BytesIO
from typing import Any

import lxml.html
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from congtam.organisation import selectors as organisation
from congtam.organisation.models import Unit, UnitState
from congtam.personnel.models import Appointment, DisciplinaryAction, Person, Responsibility, WrongEvaluatorReport
from tests import make

pytestmark = pytest.mark.django_db


class Office:
    """A body with a division, its head, a specialist, an organisation officer; each a signed-in browser on request."""

    def __init__(self) -> None:
        self.province = make.unit("Uỷ ban nhân dân tỉnh Sông Lam", manages=True)
        self.body = make.body(under=self.province)
        self.division = make.unit("Phòng Tổng hợp", under=self.body)
        self.head = make.head(self.division, "Phạm Văn Khoa")
        self.specialist = make.officer(self.division, "Trần Văn Đạt")
        self.officer = make.officer(self.body, "Lê Thị Hà")
        make.duty(self.officer, self.body)
        self.stranger = make.officer(make.body("Sở Khác", under=self.province), "Ngô Văn Lạ")

    def browser(self, who: Person) -> Client:
        client = Client()
        assert who.user is not None
        client.force_login(who.user)
        return client


@pytest.fixture
def office() -> Office:
    return Office()


def shown(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_list_of_people_is_found_by_any_part_of_a_name(office: Office) -> None:
    client = office.browser(office.specialist)
    for words in ("dat", "Đạt", "tran van", "TVD", "văn đạt"):
        page = shown(client, "personnel:people", q=words)
        assert "Trần Văn Đạt" in page
        assert "Phạm Văn Khoa" not in page


def test_the_list_knows_colleagues_and_no_strangers(office: Office) -> None:
    page = shown(office.browser(office.specialist), "personnel:people")
    assert "Lê Thị Hà" in page
    assert "Ngô Văn Lạ" not in page


def test_whoever_has_no_group_is_one_filter_away(office: Office) -> None:
    group = make.similar_group(office.body)
    Appointment.objects.filter(person=office.specialist).update(similar_group=group)
    page = shown(office.browser(office.officer), "personnel:people", group="none")
    assert "Phạm Văn Khoa" in page
    assert "Trần Văn Đạt" not in page


def test_the_list_of_another_day_shows_who_served_then(office: Office) -> None:
    make.officer(office.division, "Vũ Văn Cũ", until=date(2020, 1, 1))
    client = office.browser(office.officer)
    assert "Vũ Văn Cũ" not in shown(client, "personnel:people")
    assert "Vũ Văn Cũ" in shown(client, "personnel:people", ngay="2019-12-31")


def test_a_stranger_is_not_there(office: Office) -> None:
    client = office.browser(office.specialist)
    assert client.get(reverse("personnel:person", args=[office.stranger.pk])).status_code == 404


def test_discipline_is_seen_by_the_person_his_heads_and_the_officer_only(office: Office) -> None:
    DisciplinaryAction.objects.create(
        person=office.specialist, side="state", kind="khiển trách", act="vắng họp", decided_date=date(2026, 2, 1)
    )
    colleague = make.officer(office.division, "Đỗ Thị Bên")
    deputy = make.officer(office.division, "Bùi Văn Phó", leadership="deputy")
    administrator = make.user("Quản trị", is_administrator=True)
    for who in (office.specialist, office.head, office.officer):
        assert "vắng họp" in shown(office.browser(who), "personnel:person", office.specialist.pk)
    for who in (colleague, deputy):
        assert "vắng họp" not in shown(office.browser(who), "personnel:person", office.specialist.pk)
    client = Client()
    client.force_login(administrator)
    assert "vắng họp" not in shown(client, "personnel:person", office.specialist.pk)


def test_the_personal_number_is_whole_only_where_the_officer_corrects_it(office: Office) -> None:
    number = office.specialist.personal_id
    client = office.browser(office.officer)
    assert number not in shown(client, "personnel:person", office.specialist.pk)
    assert number not in shown(client, "personnel:people")
    assert number in shown(client, "personnel:correct", office.specialist.pk)


def test_everybody_sees_who_scores_him_and_can_say_it_is_wrong(office: Office) -> None:
    client = office.browser(office.specialist)
    page = shown(client, "personnel:person", office.specialist.pk)
    assert "Phạm Văn Khoa, Trưởng phòng" in page
    address = reverse("personnel:report_evaluator", args=[office.specialist.pk])
    client.post(address, {"text": "Tôi làm việc ở phòng khác"})
    assert "đang chờ trả lời" in shown(client, "personnel:person", office.specialist.pk)
    assert office.browser(office.head).post(address, {"text": "x"}).status_code == 403

    officer = office.browser(office.officer)
    report = WrongEvaluatorReport.objects.get()
    assert "Tôi làm việc ở phòng khác" in shown(officer, "personnel:reports")
    officer.post(reverse("personnel:answer_report", args=[report.pk]), {"answer": "Đã sửa"})
    assert "Đã sửa" in shown(officer, "personnel:reports")


OFFICER_PAGES = (
    "correct",
    "appoint",
    "transfer",
    "second",
    "place_in_cell",
    "add_absence",
    "add_discipline",
    "open_account",
)


@pytest.mark.parametrize("name", OFFICER_PAGES)
def test_a_form_about_a_person_opens_for_the_officer_alone(office: Office, name: str) -> None:
    newcomer = make.person("Hồ Văn Mới", account=False)
    make.post(newcomer, office.division)
    address = reverse(f"personnel:{name}", args=[newcomer.pk])
    assert office.browser(office.officer).get(address).status_code == 200
    assert office.browser(office.officer).post(address, {"nothing": "typed"}).status_code == 422
    for who in (office.head, office.specialist):
        client = office.browser(who)
        assert client.get(address).status_code == 403
        assert client.post(address, {}).status_code == 403
        assert address not in shown(client, "personnel:person", newcomer.pk)
    assert address in shown(office.browser(office.officer), "personnel:person", newcomer.pk)


UNIT_PAGES = (
    "open_unit",
    "rename_unit",
    "move_unit",
    "set_roles",
    "close_unit",
    "merge_units",
    "split_unit",
    "move_people",
    "move_part",
)


@pytest.mark.parametrize("name", UNIT_PAGES)
def test_a_form_about_a_unit_opens_for_the_officer_alone(office: Office, name: str) -> None:
    address = reverse(f"organisation:{name}", args=[office.division.pk])
    assert office.browser(office.officer).get(address).status_code == 200
    assert office.browser(office.officer).post(address, {"nothing": "typed"}).status_code == 422
    client = office.browser(office.head)
    assert client.post(address, {}).status_code == 403
    assert address not in shown(client, "organisation:unit", office.division.pk)


@pytest.mark.parametrize("name", ["similar_groups", "responsibilities", "roster", "reports", "take_in", "export"])
def test_the_officers_pages_are_closed_to_others(office: Office, name: str) -> None:
    assert office.browser(office.officer).get(reverse(f"personnel:{name}")).status_code == 200
    assert office.browser(office.head).get(reverse(f"personnel:{name}")).status_code == 403


def test_an_officer_of_one_body_does_nothing_in_another(office: Office) -> None:
    client = office.browser(office.officer)
    other = Appointment.objects.get(person=office.stranger)
    assert client.get(reverse("personnel:transfer", args=[office.stranger.pk])).status_code == 404
    assert client.get(reverse("personnel:end_post", args=[other.pk])).status_code == 404
    assert client.get(reverse("organisation:rename_unit", args=[other.unit_id])).status_code == 403


def test_an_officer_does_not_record_his_own_discipline(office: Office) -> None:
    client = office.browser(office.officer)
    assert client.get(reverse("personnel:add_discipline", args=[office.officer.pk])).status_code == 403


def test_somebody_is_taken_in_transferred_and_let_go_on_the_pages(office: Office) -> None:
    client = office.browser(office.officer)
    other = make.unit("Phòng Công trình", under=office.body)
    post = {"job_title": "Chuyên viên", "category": "civil_servant", "leadership": "none"}
    typed = {"personal_id": "000198000001", "full_name": "Hồ  Thị Mơ", "unit": office.division.pk, "on": "01/03/2026"}
    answer = client.post(reverse("personnel:take_in"), typed | post)
    assert answer.status_code == 302, answer.content.decode()
    person = Person.objects.get(personal_id="000198000001")
    assert person.full_name == "Hồ Thị Mơ"

    client.post(reverse("personnel:transfer", args=[person.pk]), post | {"unit": other.pk, "on": "2026-05-01"})
    old, new = Appointment.objects.filter(person=person).order_by("valid_from")
    assert (old.valid_until, new.unit) == (date(2026, 5, 1), other)

    client.post(reverse("personnel:end_post", args=[new.pk]), {"last_day": "2026-05-31"})
    new.refresh_from_db()
    assert new.valid_until == date(2026, 6, 1)
    assert "Phòng Công trình" in shown(client, "personnel:person", person.pk)


def test_an_officer_of_many_units_finds_the_unit_of_a_post_by_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisation, "OFFERED_UNITS", 1)
    other = make.unit("Phòng Công trình", under=office.body)
    make.similar_group(office.body)
    client = office.browser(office.officer)
    for address in (
        reverse("personnel:take_in"),
        reverse("personnel:transfer", args=[office.specialist.pk]),
        reverse("personnel:appoint", args=[office.specialist.pk]),
    ):
        offered = client.get(address, {"tim_don_vi": "cong trinh"}).content.decode()
        assert f'<option value="{other.pk}">Phòng Công trình</option>' in offered
        assert f'<option value="{office.division.pk}">' not in offered
        assert f"chuyên viên tham mưu, {UnitState.objects.get(unit=office.body).name}" in offered
        assert "Bên dưới có 1 đơn vị để chọn." in offered
        assert "còn 2 nữa" in client.get(address).content.decode()
    chosen = client.get(reverse("personnel:take_in"), {"don-vi": str(other.pk)}).content.decode()
    assert f'<option value="{other.pk}" selected>' in chosen

    typed = {"job_title": "Chuyên viên", "category": "civil_servant", "leadership": "none", "on": "2026-05-01"}
    stranger = make.unit("Phòng của cơ quan khác", under=make.body("Sở khác"))
    transfer = reverse("personnel:transfer", args=[office.specialist.pk])
    assert client.post(transfer, typed | {"unit": stranger.pk}).status_code == 422
    assert client.post(transfer, typed | {"unit": other.pk}).status_code == 302
    assert Appointment.objects.filter(person=office.specialist, unit=other).exists()


UNIT_FIELDS = {
    "move_unit": "parent",
    "move_people": "to",
    "move_part": "to",
    "merge_units": "units",
    "split_unit": "into",
}


@pytest.mark.parametrize("name", UNIT_FIELDS)
def test_an_officer_of_many_units_finds_other_units_by_words_and_loses_nothing_he_typed(
    office: Office, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisation, "OFFERED_UNITS", 1)
    works, plans = make.unit("Phòng Công trình", under=office.body), make.unit("Phòng Kế hoạch", under=office.body)
    client, field = office.browser(office.officer), UNIT_FIELDS[name]
    address = reverse(f"organisation:{name}", args=[office.division.pk])
    assert "Bên dưới là 1 đơn vị đầu, còn 2 nữa" in client.get(address).content.decode()

    looking = {field: [works.pk], "on": "2026-05-01", "document": "QĐ 12", "tim": "1", "tim_don_vi": "ke hoach"}
    answer = client.post(address, looking)
    offered = lxml.html.fromstring(answer.content.decode())
    assert answer.status_code == 200
    assert not offered.find_class("ct-field-error")
    found = offered.xpath(f"//*[@name='{field}']/descendant-or-self::*[@value and @value != '']")
    assert {one.get("value") for one in found} == {str(works.pk), str(plans.pk)}
    picked = [one.get("value") for one in found if "selected" in one.attrib or "checked" in one.attrib]
    assert picked == [str(works.pk)]
    typed = {one: offered.xpath(f"//input[@name='{one}']")[0].get("value") for one in ("on", "document", "tim_don_vi")}
    assert typed == {"on": "2026-05-01", "document": "QĐ 12", "tim_don_vi": "ke hoach"}
    assert UnitState.objects.filter(unit=office.division).count() == 1
    assert "Không có đơn vị nào khớp" in client.post(address, {"tim": "1", "tim_don_vi": "xyz"}).content.decode()

    stranger = make.unit("Phòng của cơ quan khác", under=make.body("Sở khác"))
    refused = client.post(address, {field: [stranger.pk], "on": "2026-05-01", "document": "QĐ 12"})
    assert refused.status_code == 422


def test_units_found_one_after_another_are_merged_together(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(organisation, "OFFERED_UNITS", 1)
    works, plans = make.unit("Phòng Công trình", under=office.body), make.unit("Phòng Kế hoạch", under=office.body)
    client = office.browser(office.officer)
    address = reverse("organisation:merge_units", args=[office.division.pk])
    answer = client.post(address, {"units": [works.pk, plans.pk], "on": "2026-05-01", "document": "QĐ 12"})
    assert answer.status_code == 302, answer.content.decode()
    assert set(office.division.inheritances.values_list("predecessor", flat=True)) == {works.pk, plans.pk}


@pytest.mark.parametrize("name", UNIT_FIELDS)
def test_a_form_about_a_unit_is_as_light_in_a_province_as_in_a_body(
    office: Office, name: str, django_assert_max_num_queries: Any
) -> None:
    client = office.browser(office.officer)
    address = reverse(f"organisation:{name}", args=[office.division.pk])
    _open_divisions(office.body, 120)
    with django_assert_max_num_queries(15) as few:
        light = len(client.get(address).content)
    _open_divisions(office.body, 7000)
    with django_assert_max_num_queries(len(few)):
        assert len(client.get(address).content) < light + 1000


def _open_divisions(under: Unit, count: int) -> None:
    start = Unit.objects.count()
    units = Unit.objects.bulk_create(
        Unit(code=f"p{start + number}", kind="state", valid_from=make.LONG_AGO) for number in range(count)
    )
    UnitState.objects.bulk_create(
        UnitState(
            unit=one,
            parent=under,
            name=f"Phòng {one.code}",
            search_name=f"phong {one.code}",
            valid_from=make.LONG_AGO,
        )
        for one in units
    )


def test_a_refused_act_shows_why_and_keeps_what_was_typed(office: Office) -> None:
    client = office.browser(office.officer)
    typed = {
        "unit": office.division.pk,
        "job_title": "Trưởng phòng",
        "category": "civil_servant",
        "leadership": "head",
        "on": "2026-03-01",
    }
    answer = client.post(reverse("personnel:appoint", args=[office.specialist.pk]), typed | {"is_secondary": "on"})
    assert answer.status_code == 422
    assert "đang giữ vị trí" in answer.content.decode()
    assert 'value="Trưởng phòng"' in answer.content.decode()


def test_responsibilities_are_given_and_ended(office: Office) -> None:
    client = office.browser(office.officer)
    address = reverse("personnel:responsibilities")
    client.post(
        address, {"person": office.specialist.pk, "duty": "office", "on": "2026-01-01", "co-quan": office.body.pk}
    )
    given = Responsibility.objects.get(duty="office")
    assert given.person == office.specialist
    assert "Trần Văn Đạt" in shown(client, "personnel:responsibilities")
    client.post(reverse("personnel:end_responsibility", args=[given.pk]))
    given.refresh_from_db()
    assert given.valid_until is not None


def test_a_first_officer_is_named_by_the_administrator(office: Office) -> None:
    client = Client()
    client.force_login(make.user("Quản trị", is_administrator=True))
    typed = {"person": office.head.pk, "duty": "organisation_officer", "on": "2026-01-01", "co-quan": office.body.pk}
    client.post(reverse("personnel:responsibilities"), typed)
    assert Responsibility.objects.filter(person=office.head, duty="organisation_officer").exists()


def test_groups_are_made_and_filled(office: Office) -> None:
    client = office.browser(office.officer)
    client.post(reverse("personnel:similar_groups"), {"name": "Chuyên viên tham mưu", "co-quan": office.body.pk})
    group = office.body.similar_groups.get()
    post = Appointment.objects.get(person=office.specialist)
    address = reverse("personnel:similar_group", args=[group.pk])
    client.post(address, {"posts": [post.pk]})
    post.refresh_from_db()
    assert post.similar_group == group
    assert "Trần Văn Đạt" in shown(client, "personnel:similar_group", group.pk)
    answer = client.post(reverse("personnel:rename_group", args=[group.pk]), {"name": "Chuyên viên"})
    assert answer.status_code == 302


def test_the_tree_of_an_earlier_day_has_the_earlier_names(office: Office) -> None:
    client = office.browser(office.officer)
    typed = {"name": "Phòng Tổng hợp và Dịch vụ", "on": "2026-03-01"}
    client.post(reverse("organisation:rename_unit", args=[office.division.pk]), typed)
    assert "Phòng Tổng hợp và Dịch vụ" in shown(client, "organisation:tree", ngay="2026-03-01")
    assert "Phòng Tổng hợp và Dịch vụ" not in shown(client, "organisation:tree", ngay="2026-02-28")


def test_a_merger_moves_people_and_leaves_a_trace_on_both_pages(office: Office) -> None:
    client = office.browser(office.officer)
    other = make.unit("Phòng Công trình", under=office.body)
    make.head(other, "Hà Văn Trưởng")
    typed = {"units": [office.division.pk], "on": "2026-03-01", "document": "QĐ 12"}
    answer = client.post(reverse("organisation:merge_units", args=[other.pk]), typed)
    assert answer.status_code == 302, answer.content.decode()
    assert "Trần Văn Đạt" in shown(client, "organisation:unit", other.pk, ngay="2026-03-02")
    page = shown(client, "organisation:unit", office.division.pk, ngay="2026-03-02")
    assert "không tồn tại" in page
    assert "Phòng Công trình" in page
    assert Unit.objects.get(pk=office.division.pk).valid_until == date(2026, 3, 1)
    moved = Appointment.objects.get(person=office.head, valid_until=None)
    assert moved.leadership == "deputy"


def test_the_list_goes_out_to_excel_without_personal_numbers_and_is_recorded(office: Office) -> None:
    answer = office.browser(office.officer).get(reverse("personnel:export"))
    page = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert page is not None
    text = str(list(page.values))
    assert "Trần Văn Đạt" in text
    assert office.specialist.personal_id not in text


PAGES = (
    "personnel:people",
    "organisation:tree",
    "personnel:similar_groups",
    "personnel:responsibilities",
    "personnel:roster",
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_the_same_queries_however_large_the_body(
    office: Office, name: str, django_assert_max_num_queries: Any
) -> None:
    client = office.browser(office.officer)
    for number in range(100):
        make.officer(office.division, f"Người {number}")
    for number in range(20):
        make.unit(f"Phòng {number}", under=office.body)
    with django_assert_max_num_queries(15):
        shown(client, name)


def test_the_pages_of_a_person_and_a_unit_take_few_queries(office: Office, django_assert_max_num_queries: Any) -> None:
    client = office.browser(office.officer)
    for year in range(2016, 2026):
        make.post(
            office.specialist,
            make.unit(under=office.body),
            since=date(year, 1, 1),
            until=date(year, 6, 1),
            is_primary=False,
        )
        make.officer(office.division, f"Người {year}")
    with django_assert_max_num_queries(15):
        shown(client, "personnel:person", office.specialist.pk)
    with django_assert_max_num_queries(15):
        shown(client, "organisation:unit", office.division.pk)


def test_dated_facts_are_written_on_the_pages(office: Office) -> None:
    client, who = office.browser(office.officer), office.specialist
    cell = make.unit("Chi bộ Một", kind="party")
    told = {"kind": "maternity", "start": "2026-03-01", "last_day": "2026-08-31"}
    client.post(reverse("personnel:add_absence", args=[who.pk]), told)
    absence = who.absences.get()
    assert absence.valid_until == date(2026, 9, 1)
    client.post(reverse("personnel:end_absence", args=[absence.pk]), {"last_day": "2026-07-31"})
    absence.refresh_from_db()
    assert absence.valid_until == date(2026, 8, 1)

    decision = {
        "side": "state",
        "kind": "khiển trách",
        "act": "vắng họp",
        "decided_date": "2026-05-01",
        "document": "QĐ 1",
    }
    client.post(reverse("personnel:add_discipline", args=[who.pk]), decision)
    action = DisciplinaryAction.objects.get()
    address = reverse("personnel:classify", args=[action.pk])
    client.post(address, {"duty": "yes", "reason": "Kết luận số 2"})
    action.refresh_from_db()
    assert action.is_duty_related
    assert office.browser(office.head).get(address).status_code == 403

    client.post(
        reverse("personnel:place_in_cell", args=[who.pk]), {"cell": cell.pk, "standing": "official", "on": "2026-01-01"}
    )
    assert "Chi bộ Một" in shown(client, "personnel:person", who.pk)


def test_a_secondment_and_a_change_are_written_on_the_pages(office: Office) -> None:
    client, who = office.browser(office.officer), office.specialist
    other = make.unit("Phòng Công trình", under=office.body)
    details = {"job_title": "Chuyên viên chính", "category": "civil_servant", "leadership": "none"}
    post = Appointment.objects.get(person=who)
    client.post(reverse("personnel:change_post", args=[post.pk]), details | {"on": "2026-01-01"})
    told = details | {"unit": other.pk, "on": "2026-03-01", "last_day": "2026-06-30"}
    client.post(reverse("personnel:second", args=[who.pk]), told)
    starts = Appointment.objects.filter(person=who).order_by("valid_from").values_list("valid_from", flat=True)
    assert list(starts) == [make.LONG_AGO, date(2026, 1, 1), date(2026, 3, 1), date(2026, 7, 1)]
    page = shown(client, "personnel:person", who.pk, ngay="2026-04-01")
    assert "biệt phái" in page


def test_an_account_is_opened_and_its_password_shown_once(office: Office) -> None:
    client = office.browser(office.officer)
    newcomer = make.person("Hồ Văn Mới", account=False)
    make.post(newcomer, office.division)
    answer = client.post(reverse("personnel:open_account", args=[newcomer.pk]), {"username": "moi.hv"}, follow=True)
    assert "Mật khẩu tạm của moi.hv" in answer.content.decode()
    assert "Mật khẩu tạm" not in shown(client, "personnel:person", newcomer.pk)


def test_the_administrator_opens_a_body_and_nobody_else_does(office: Office) -> None:
    client = Client()
    client.force_login(make.user("Quản trị", is_administrator=True))
    address = reverse("organisation:open_body")
    told = {"code": "so-moi", "name": "Sở Mới", "kind": "state", "uses": "on", "on": "2026-01-01"}
    assert client.post(address, told).status_code == 302
    assert "Sở Mới" in shown(client, "organisation:tree")
    assert client.post(address, told | {"code": "có dấu cách"}).status_code == 422
    assert office.browser(office.officer).get(address).status_code == 403


def test_people_are_filtered_and_sorted(office: Office) -> None:
    client = office.browser(office.officer)
    wanted = {"unit": str(office.division.pk), "category": "civil_servant", "leadership": "head", "sort": "-title"}
    page = shown(client, "personnel:people", **wanted)
    assert "Phạm Văn Khoa" in page
    assert "Trần Văn Đạt" not in page
    group = make.similar_group(office.body)
    assert "Không có ai khớp" in shown(client, "personnel:people", group=str(group.pk), ngay="không phải ngày")


def test_everybody_has_a_way_to_his_own_page(office: Office) -> None:
    answer = office.browser(office.specialist).get(reverse("personnel:me"))
    assert answer.headers["Location"] == reverse("personnel:person", args=[office.specialist.pk])


class TestAPartOfAUnit:
    @pytest.fixture
    def receiving(self, office: Office) -> Unit:
        return make.unit("Phòng Kế hoạch", under=office.body)

    def typed(self, receiving: Unit, *people: Person, **more: Any) -> dict[str, Any]:
        posts = [person.appointments.get().pk for person in people]
        return {"posts": posts, "to": receiving.pk, "on": "2026-04-01", "document": "Quyết định 12/QĐ-STL"} | more

    def test_is_shown_before_it_moves(self, office: Office, receiving: Unit) -> None:
        address = reverse("organisation:move_part", args=[office.division.pk])
        answer = office.browser(office.officer).post(address, self.typed(receiving, office.head, office.specialist))
        page = " ".join(answer.content.decode().split())
        assert "Phòng Tổng hợp chuyển một phần việc và 2 người sang Phòng Kế hoạch" in page
        assert "Cấp phó của người đứng đầu" in page
        assert not Appointment.objects.filter(unit=receiving).exists()

    def test_moves_with_its_people_while_both_units_go_on(self, office: Office, receiving: Unit) -> None:
        address = reverse("organisation:move_part", args=[office.division.pk])
        sure = self.typed(receiving, office.specialist, sure="1")
        answer = office.browser(office.officer).post(address, sure, follow=True)
        page = answer.content.decode()
        assert "hai đơn vị tiếp tục hoạt động" in page
        assert "chuyển một phần" in page
        moved = Appointment.objects.get(unit=receiving)
        assert (moved.person, moved.valid_from, moved.document) == (
            office.specialist,
            date(2026, 4, 1),
            "Quyết định 12/QĐ-STL",
        )
        office.division.refresh_from_db()
        assert office.division.valid_until is None

    def test_goes_without_anybody_when_only_work_moves(self, office: Office, receiving: Unit) -> None:
        address = reverse("organisation:move_part", args=[office.division.pk])
        office.browser(office.officer).post(address, self.typed(receiving, sure="1"))
        assert receiving.inheritances.get().kind == "part_transfer"

    def test_names_whoever_cannot_move_with_the_others_and_moves_nobody(self, office: Office, receiving: Unit) -> None:
        address = reverse("organisation:move_part", args=[office.division.pk])
        Appointment.objects.filter(person=office.head).update(valid_until=date(2027, 1, 1))
        client = office.browser(office.officer)
        asked = self.typed(receiving, office.head, office.specialist)
        page = client.post(address, asked).content.decode()
        assert "Chưa chuyển được" in page
        assert 'name="sure"' not in page
        assert client.post(address, asked | {"sure": "1"}).status_code == 422
        assert not Appointment.objects.filter(unit=receiving).exists()
        assert not receiving.inheritances.exists()


def test_a_long_list_of_people_in_a_unit_is_turned_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congtam.personnel.views.units.SHOWN", 1)
    client = office.browser(office.officer)
    first = shown(client, "organisation:unit", office.division.pk)
    assert "Phạm Văn Khoa" in first
    assert "Trần Văn Đạt" not in first
    assert "Trần Văn Đạt" in shown(client, "organisation:unit", office.division.pk, nguoi="2")


def test_those_outside_a_group_are_turned_page_by_page_and_those_in_it_on_their_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congtam.personnel.views.facts.ROWS", 1)
    group = make.similar_group(office.body)
    Appointment.objects.filter(person=office.specialist).update(similar_group=group)
    client = office.browser(office.officer)
    answers = [client.get(reverse("personnel:similar_group", args=[group.pk]), {"page": page}) for page in ("1", "2")]
    outside = [row.post.person.full_name for answer in answers for row in answer.context["outside"]]
    assert sorted(outside) == ["Lê Thị Hà", "Phạm Văn Khoa"]
    assert {row.post.person for answer in answers for row in answer.context["inside"]} == {office.specialist}
