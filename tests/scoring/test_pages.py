"""What each person meets on the pages of the month, and what the server refuses him."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document
from openpyxl import load_workbook

from congtam.personnel.models import Appointment, Person
from congtam.scoring import services
from congtam.scoring.choices import SheetState
from congtam.scoring.forms import mark_name
from congtam.scoring.models import BodyReading, OutsideMonth, ScoreSheet, ScoringPeriod
from tests import make
from tests.scoring.office import (
    CONFIRMED,
    Office,
    account,
    all_signed,
    confirm,
    corrected_downwards,
    judged,
    marks,
    office,
    opened,
    sheet_of,
    sign,
    work,
)

pytestmark = pytest.mark.django_db
BUDGET = 15


@pytest.fixture(autouse=True)
def _in_april() -> Any:
    with time_machine.travel("2026-04-02T03:00:00+00:00", tick=False):
        yield


@pytest.fixture
def house() -> Office:
    found = office()
    opened(found)
    return found


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(account(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(who: Person, address: str) -> Any:
    return signed_in(who).get(f"/cham-diem/{address}")


def post(who: Person, address: str, **data: Any) -> Any:
    return signed_in(who).post(f"/cham-diem/{address}", data)


def boxes() -> dict[str, str]:
    return {mark_name(code): mark.replace(".", ",") for code, mark in marks().items()}


def test_a_person_marks_and_signs_with_plain_forms(house: Office) -> None:
    work(house.staff, house.division, late=True)
    sheet = sheet_of(house.staff)
    assert f"/cham-diem/phieu/{sheet.pk}/" in page(house.staff, "").content.decode()
    answer = post(house.staff, f"phieu/{sheet.pk}/tu-cham/", **{mark_name("I.1"): "4,5"})
    assert answer.status_code == 302
    assert sheet_of(house.staff).general == {"I.1": "4.5"}
    answer = post(house.staff, f"phieu/{sheet.pk}/tu-cham/", sign="1", **boxes())
    assert (answer.status_code, sheet_of(house.staff).state) == (302, SheetState.SELF_SIGNED)
    shown = page(house.staff, f"phieu/{sheet.pk}/").content.decode()
    assert "c: −0,25 × 1, quá hạn 20/03/2026" in shown
    assert "Ký và chuyển cấp trên" not in shown


def test_wrong_marks_come_back_as_typed_with_one_complaint_each(house: Office) -> None:
    sheet = sheet_of(house.staff)
    answer = post(house.staff, f"phieu/{sheet.pk}/tu-cham/", sign="1", **(boxes() | {mark_name("I.1"): "7"}))
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()
    assert "Ghi điểm từ 0 đến 5." in answer.content.decode()
    assert sheet_of(house.staff).general == {}


def test_a_sheet_without_work_is_refused_with_what_was_typed(house: Office) -> None:
    sheet = sheet_of(house.staff)
    answer = post(house.staff, f"phieu/{sheet.pk}/tu-cham/", sign="1", strengths="Tận tuỵ", **boxes())
    assert answer.status_code == 422
    assert "chưa có sản phẩm nào được giao" in answer.content.decode()
    assert "Tận tuỵ" in answer.content.decode()


def test_a_head_confirms_all_clean_sheets_at_once_and_the_others_one_by_one(house: Office) -> None:
    work(house.colleague, house.division, late=True)
    all_signed((house.staff, house.colleague), house.division)
    clean, late = sheet_of(house.staff), sheet_of(house.colleague)
    shown = page(house.head, "thang/?period=2026-03").content.decode()
    assert "Xác nhận 1 phiếu không có gì khác thường" in shown
    assert shown.index("Lê Thị Hà</a>") < shown.index("Trần Văn Đạt</a>")
    given = {"period": "2026-03", "confirm": str(clean.pk), f"comment-{clean.pk}": "Tốt."}
    assert post(house.head, "thang/xac-nhan/?clean=1", **given).status_code == 302
    given = {"period": "2026-03", "confirm": str(late.pk), f"comment-{late.pk}": "Cần đúng hạn hơn."}
    assert post(house.head, "thang/xac-nhan/?clean=1", **given).status_code == 409
    assert sheet_of(house.colleague).state == SheetState.SELF_SIGNED
    assert post(house.head, "thang/xac-nhan/", **given).status_code == 302
    assert (sheet_of(house.staff).comment, sheet_of(house.colleague).comment) == ("Tốt.", "Cần đúng hạn hơn.")


def test_a_leader_is_judged_and_confirmed_on_one_page(house: Office) -> None:
    all_signed((house.staff, house.colleague, house.head), house.division)
    for who in (house.staff, house.colleague):
        confirm(who, house.head)
    sheet = sheet_of(house.head)
    assert "Cả 2 người thuộc quyền quản lý" in page(house.director, f"phieu/{sheet.pk}/").content.decode()
    answer = post(house.director, f"phieu/{sheet.pk}/xac-nhan/", organising="full", unity="full")
    assert answer.status_code == 422
    said = {
        "organising": "half",
        "organising_reason": "Chậm kế hoạch quý.",
        "unity": "full",
        "unity_reason": "Đoàn kết.",
    }
    assert post(house.director, f"phieu/{sheet.pk}/xac-nhan/", **said, comment="Rút kinh nghiệm.").status_code == 302
    # R = (1 + 1 + 1 + 1 + 1/2 + 1) / 6 = 11/12, of 70 marks 64.17.
    assert sheet_of(house.head).total_hundredths == 9417


def test_work_accepted_after_the_signature_is_told_to_the_head(house: Office) -> None:
    work(house.staff, house.division)
    sheet = sign(house.staff)
    assert "Việc đã thay đổi sau khi ký" not in page(house.head, f"phieu/{sheet.pk}/").content.decode()
    work(house.staff, house.division)
    assert "Việc đã thay đổi sau khi ký" in page(house.head, f"phieu/{sheet.pk}/").content.decode()
    assert "việc thay đổi sau khi ký" in page(house.head, "thang/?period=2026-03").content.decode()


def test_somebody_faster_is_told_with_name_and_moment(house: Office) -> None:
    work(house.staff, house.division)
    sign(house.staff)
    confirm(house.staff, house.head)
    answer = post(house.head, f"phieu/{sheet_of(house.staff).pk}/xac-nhan/", comment="")
    assert answer.status_code == 409
    assert "Phạm Văn Khoa thực hiện lúc" in answer.content.decode()


def test_sheets_are_closed_to_everybody_they_do_not_concern(house: Office) -> None:
    sheet = sheet_of(house.staff)
    stranger = make.officer(make.body("Sở Nội địa tỉnh Sông Lam"), "Mạc Thị Nga")
    for who in (house.colleague, stranger):
        assert page(who, f"phieu/{sheet.pk}/").status_code == 404
        assert post(who, f"phieu/{sheet.pk}/xac-nhan/").status_code == 404
    for who in (house.staff, house.head, house.director, house.deputy, house.officer):
        assert page(who, f"phieu/{sheet.pk}/").status_code == 200


def test_a_deputy_does_not_read_the_sheets_of_those_who_lead_with_him(house: Office) -> None:
    other = make.officer(house.body, "Ngô Văn Phúc", leadership="deputy")
    assert page(other, f"phieu/{sheet_of(house.director).pk}/").status_code == 404
    assert page(other, f"phieu/{sheet_of(house.head).pk}/").status_code == 200


def test_a_former_head_reads_nothing(house: Office) -> None:
    Appointment.objects.filter(person=house.head).update(valid_until=date(2026, 4, 1))
    make.post(house.head, make.body("Sở Khác"), since=date(2026, 4, 1))
    assert page(house.head, f"phieu/{sheet_of(house.staff).pk}/").status_code == 404


def test_an_acting_head_confirms_in_the_heads_place(house: Office) -> None:
    work(house.staff, house.division)
    sheet = sign(house.staff)
    Appointment.objects.filter(person=house.head).update(valid_until=date(2026, 4, 1))
    acting = make.head(house.division, "Đinh Văn Quyền", since=date(2026, 4, 1), is_acting=True)
    assert post(acting, f"phieu/{sheet.pk}/xac-nhan/", comment="").status_code == 302


@pytest.mark.parametrize("act", ["tu-cham", "lay-ky-truoc", "xac-nhan", "tra-lai", "khong-cham", "sua"])
def test_the_server_refuses_each_act_to_whoever_may_only_read(house: Office, act: str) -> None:
    sheet = sheet_of(house.staff)
    assert post(house.deputy, f"phieu/{sheet.pk}/{act}/", reason="Thử").status_code == 403
    assert signed_in(house.staff).get(f"/cham-diem/phieu/{sheet.pk}/xac-nhan/").status_code == 405


def test_a_person_may_not_confirm_his_own_sheet_nor_an_officer_correct_his_own(house: Office) -> None:
    assert post(house.head, f"phieu/{sheet_of(house.head).pk}/xac-nhan/").status_code == 403
    assert post(house.officer, f"phieu/{sheet_of(house.officer).pk}/khong-cham/", reason="Thử").status_code == 403


def test_the_officer_runs_the_month_and_nobody_else(house: Office) -> None:
    period = ScoringPeriod.objects.get()
    given = {"body": house.body.pk, "month": "2026-04-01", "cut_off_date": "2026-05-04"}
    assert post(house.director, "ky/", **given).status_code == 403
    assert post(house.officer, "ky/", **given).status_code == 302
    assert post(house.officer, "ky/", **given).status_code == 422
    assert post(house.director, f"ky/{period.pk}/dong/").status_code == 403
    answer = post(house.officer, f"ky/{period.pk}/dong/")
    assert answer.status_code == 422
    assert "Còn 6 phiếu chưa xong" in answer.content.decode()
    assert page(house.staff, f"ky/{period.pk}/").status_code == 403
    assert post(house.officer, f"ky/{period.pk}/bo-sung/").status_code == 302


def test_the_officer_sees_what_is_missing_and_who_holds_what(house: Office) -> None:
    make.officer(house.division, "Hồ Văn Tân", since=date(2026, 3, 9))
    headless = make.unit("Phòng Hạ tầng", under=house.body)
    make.officer(headless, "Kiều Văn Sáu")
    services.add_missing_sheets(period_id=ScoringPeriod.objects.get().pk, actor=account(house.officer), at=CONFIRMED)
    make.officer(house.division, "Âu Văn Bảy", since=date(2026, 3, 9))
    shown = page(house.officer, f"ky/{ScoringPeriod.objects.get().pk}/").content.decode()
    assert "Chưa có phiếu: Âu Văn Bảy" in shown
    assert "Kiều Văn Sáu" in shown[shown.index("Chưa có người chấm:") :]


def test_a_correction_asks_for_reason_and_authority(house: Office) -> None:
    work(house.staff, house.division)
    sheet = sign(house.staff)
    confirm(house.staff, house.head)
    assert post(house.officer, f"phieu/{sheet.pk}/sua/", reason="Cộng nhầm").status_code == 422
    given = {"reason": "Cộng nhầm", "authority": "Thông báo 12/TB"}
    assert post(house.officer, f"phieu/{sheet.pk}/sua/", **given).status_code == 302
    assert sheet_of(house.staff).version == 2


def test_everybody_concerned_reads_that_d_rests_on_marks_corrected_since(house: Office) -> None:
    sheet = corrected_downwards(house)
    said = "d 100% → 50%, tổng điểm 100,00 → 94,17"
    for who, address in (
        (house.head, f"phieu/{sheet.pk}/"),
        (house.director, f"phieu/{sheet.pk}/"),
        (house.director, "thang/?period=2026-03"),
        (house.officer, f"phieu/{sheet.pk}/"),
        (house.officer, f"ky/{sheet.period_id}/"),
    ):
        shown = page(who, address).content.decode()
        assert said in shown, address
        assert ("Lập phiên bản sửa để tính lại d" in shown) == (who == house.officer), address


def test_only_the_officer_corrects_a_d_and_one_button_does_it(house: Office) -> None:
    sheet = corrected_downwards(house)
    for who in (house.head, house.director):
        assert post(who, f"phieu/{sheet.pk}/sua-d/").status_code == 403
    answer = post(house.officer, f"phieu/{sheet.pk}/sua-d/")
    made = sheet_of(house.head)
    assert (answer.status_code, answer.url, made.version) == (302, f"/cham-diem/phieu/{made.pk}/", 2)
    assert post(house.officer, f"phieu/{made.pk}/sua-d/").status_code == 409


def test_months_from_elsewhere_and_the_by_laws_reading_are_entered_on_pages(house: Office) -> None:
    given = {
        "person": house.staff.pk,
        "month": "2026-02-01",
        "total": "91,25",
        "body_name": "UBND xã Bãi Ngang",
        "document": "CV 8",
    }
    assert post(house.officer, "diem-noi-khac/", **given).status_code == 302
    assert OutsideMonth.objects.get().total_hundredths == 9125
    assert post(house.officer, "diem-noi-khac/", **(given | {"total": "101"})).status_code == 422
    assert post(house.head, "diem-noi-khac/", **given).status_code == 403
    given = {
        "document": "Quy chế 05/QC",
        "valid_from": "2026-05-01",
        "policy_deduction_unit": "line",
        "policy_cap": "ratio",
        "policy_quota_base": "good",
        "policy_quota_rounding": "down",
        "policy_december": "scored_so_far",
        "includes": ["contract_worker"],
    }
    assert post(house.officer, f"cach-hieu/{house.body.pk}/", **given).status_code == 302
    assert BodyReading.objects.get().policies["cap"] == "ratio"
    assert page(house.officer, f"cach-hieu/{house.province.pk}/").status_code == 403


def test_the_form_prints_what_the_sheet_says(house: Office) -> None:
    work(house.staff, house.division)
    sheet = sign(house.staff)
    confirm(house.staff, house.head)
    answer = page(house.staff, f"phieu/{sheet.pk}/mau-so-01.docx")
    read = Document(BytesIO(b"".join(answer) if answer.streaming else answer.content))
    text = "\n".join(one.text for one in read.paragraphs) + "\n".join(
        cell.text for table in read.tables for row in table.rows for cell in row.cells
    )
    for words in (
        "Trần Văn Đạt",
        "Phòng Tổng hợp",
        "30,00 điểm",
        "70,00 điểm",
        "100,00 điểm",
        "Nhất trí.",
        "Phạm Văn Khoa",
        "Ý thức kỷ luật, kỷ cương",
    ):
        assert words in text
    assert page(house.staff, f"phieu/{sheet.pk}/mau-so-01.exe").status_code == 404


def test_the_months_workbook_has_one_row_a_person(house: Office) -> None:
    work(house.staff, house.division, late=True)
    sign(house.staff)
    answer = page(house.officer, f"ky/{ScoringPeriod.objects.get().pk}/xuat.xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    own = next(row for row in rows if "Trần Văn Đạt" in row)
    assert own[4:7] == (30, 64.17, 94.17)


def _queries(who: Person, address: str) -> int:
    client = signed_in(who)
    client.get("/cham-diem/")
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(f"/cham-diem/{address}").status_code == 200
    return len(caught)


@pytest.mark.parametrize("which", ["mine", "sheet", "month", "period", "overview", "periods"])
def test_pages_ask_as_little_of_a_large_body_as_of_a_small_one(house: Office, which: str) -> None:
    period = ScoringPeriod.objects.get()
    sheet = sheet_of(house.staff)
    who, address = {
        "mine": (house.staff, ""),
        "sheet": (house.head, f"phieu/{sheet.pk}/"),
        "month": (house.head, "thang/?period=2026-03"),
        "period": (house.officer, f"ky/{period.pk}/"),
        "overview": (house.director, f"ky/{period.pk}/phan-bo/"),
        "periods": (house.director, "ky/"),
    }[which]
    make.officer(house.division, "Âu Văn Bảy")
    services.add_missing_sheets(period_id=period.pk, actor=account(house.officer), at=CONFIRMED)
    all_signed((house.staff, house.colleague), house.division)
    confirm(house.colleague, house.head)
    small = _queries(who, address)
    many = [make.officer(house.division, f"Người {number}") for number in range(30)]
    services.add_missing_sheets(period_id=period.pk, actor=account(house.officer), at=CONFIRMED)
    all_signed(many[:20], house.division)
    for one in many[:10]:
        confirm(one, house.head)
    assert ScoreSheet.objects.count() == 37
    assert _queries(who, address) <= small <= BUDGET


def test_the_overview_shows_how_marks_spread(house: Office) -> None:
    all_signed((house.staff, house.colleague, house.head), house.division)
    for who in (house.staff, house.colleague):
        confirm(who, house.head)
    judged(house.head, house.director)
    confirm(house.head, house.director)
    shown = page(house.director, f"ky/{ScoringPeriod.objects.get().pk}/phan-bo/").content.decode()
    assert "Phòng Tổng hợp" in shown
    assert page(house.head, f"ky/{ScoringPeriod.objects.get().pk}/phan-bo/").status_code == 403


def test_a_year_shows_months_from_elsewhere_beside_ours(house: Office) -> None:
    said = {"month": date(2026, 2, 1), "total_hundredths": 9125, "body_name": "UBND xã Bãi Ngang", "document": "CV 8"}
    OutsideMonth.objects.create(person=house.staff, recorded_by=account(house.officer), **said)
    shown = page(house.staff, "").content.decode()
    assert "do UBND xã Bãi Ngang chấm" in shown
    assert "91,25" in shown
