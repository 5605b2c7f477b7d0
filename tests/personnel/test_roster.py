"""The roster comes in from Excel: every row judged, then all or nothing."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from congtam.audit.models import Act
from congtam.organisation.models import SimilarGroup, Unit, UnitState
from congtam.personnel.choices import ImportState
from congtam.personnel.models import Appointment, PartyMembership, Person, RosterImport
from congtam.personnel.services import (
    UnableToImportError,
    apply_roster,
    import_roster,
    preview_roster,
    refuse_roster,
    start_applying,
)
from congtam.personnel.workbooks import PEOPLE_COLUMNS, UNIT_COLUMNS, read_roster, roster_template
from congtam.values.refusal import RefusedError
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]
PEOPLE = [column.label for column in PEOPLE_COLUMNS]
UNITS = [column.label for column in UNIT_COLUMNS]
HOA = {
    "Số định danh cá nhân": "000190000001",
    "Họ và tên": "Nguyễn Thị Minh Hoà",
    "Ngày sinh": "02/09/1984",
    "Giới tính": "nữ",
    "Đơn vị": "Phòng Tổng hợp",
    "Chức vụ, chức danh": "Chuyên viên",
    "Đối tượng": "công chức",
    "Từ ngày": "01/07/2025",
}


@pytest.fixture
def uploads(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


@pytest.fixture
def body() -> Unit:
    return make.body()


@pytest.fixture
def division(body: Unit) -> Unit:
    return make.unit("Phòng Tổng hợp", under=body)


def workbook(people: Sequence[dict[str, Any]], units: Sequence[dict[str, Any]] = ()) -> bytes:
    book = openpyxl.Workbook()
    for title, head, rows in (("Đơn vị", UNITS, units), ("Nhân sự", PEOPLE, people)):
        page = book.create_sheet(title)
        page.append([f"Danh sách {title}"])
        page.append(head)
        for row in rows:
            page.append([row.get(name) for name in head])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def preview(body: Unit, *people: dict[str, Any], units: Sequence[dict[str, Any]] = ()) -> RosterImport:
    uploaded = SimpleUploadedFile("danh-sach.xlsx", workbook(people, units))
    return preview_roster(body=body, uploaded=uploaded, actor=make.user(), at=make.NOON)


def problems(preview: RosterImport) -> list[tuple[str, str]]:
    return [(one["address"], one["message"]) for row in preview.rows for one in row["problems"]]


def applied(preview: RosterImport) -> RosterImport:
    return apply_roster(roster_import=preview, actor=make.user("Lê Thị Hà"), at=make.NOON)


def test_a_new_person_gets_a_post_and_everything_is_recorded(body: Unit, division: Unit) -> None:
    done = applied(preview(body, HOA | {"Nhóm nhiệm vụ tương đồng": "Chuyên viên tham mưu"}))
    post = Appointment.objects.select_related("person").get()
    assert (post.person.full_name, post.unit, post.valid_from) == ("Nguyễn Thị Minh Hoà", division, date(2025, 7, 1))
    assert (post.person.birth_date, post.person.gender, post.category) == (date(1984, 9, 2), "female", "civil_servant")
    assert SimilarGroup.objects.get().name == "Chuyên viên tham mưu"
    assert done.state == ImportState.APPLIED
    codes = set(Act.objects.values_list("code", flat=True))
    assert codes >= {"personnel.roster_applied", "personnel.person_added", "personnel.appointed"}
    assert "000190000001" not in str(list(Act.objects.values_list("before", "after", "reason")) + done.rows)


def test_nothing_is_written_by_the_preview(body: Unit, division: Unit) -> None:
    preview(body, HOA)
    assert not Person.objects.exists()


def test_the_same_file_twice_changes_nothing_the_second_time(body: Unit, division: Unit) -> None:
    new_unit = {"Mã đơn vị": "p-mới", "Tên đơn vị": "Phòng Mới", "Từ ngày": "01/01/2026"}
    applied(preview(body, HOA, units=[new_unit]))
    again = preview(body, HOA, units=[new_unit])
    assert (again.change_count, again.error_count, problems(again)) == (0, 0, [])
    before = Act.objects.count()
    applied(again)
    assert Appointment.objects.count() == 1
    assert Act.objects.count() == before + 1


def test_one_bad_row_stops_every_row(body: Unit, division: Unit) -> None:
    shown = preview(body, HOA, HOA | {"Số định danh cá nhân": "000190000002", "Đơn vị": "Phòng Khác hẳn"})
    with pytest.raises(UnableToImportError, match="chưa ghi gì"):
        applied(shown)
    assert not Person.objects.exists()
    shown.refresh_from_db()
    assert shown.state == ImportState.PREVIEWED


def test_an_import_is_written_once(body: Unit, division: Unit) -> None:
    shown = preview(body, HOA)
    applied(shown)
    with pytest.raises(UnableToImportError, match="đã được Lê Thị Hà ghi lúc"):
        applied(shown)


@pytest.mark.parametrize(
    ("cells", "address", "said"),
    [
        ({"Số định danh cá nhân": 190000001}, "A3", "Excel đã bỏ số 0"),
        ({"Số định danh cá nhân": "0001900000011"}, "A3", "12 chữ số"),
        ({"Số định danh cá nhân": None}, "A3", "Thiếu số định danh"),
        ({"Họ và tên": "  "}, "B3", "Thiếu họ và tên"),
        ({"Đơn vị": "Phòng Tổng hợt"}, "E3", "Có phải: Phòng Tổng hợp"),
        ({"Đối tượng": "công nhân"}, "G3", "“công chức”"),
        ({"Lãnh đạo, quản lý": "vua"}, "H3", "“người đứng đầu”"),
        ({"Từ ngày": "31/02/2026"}, "K3", "không phải là ngày có thật"),
        ({"Từ ngày": None}, "K3", "Thiếu ngày"),
        ({"Từ ngày": "01/07/2014"}, "K3", "chỉ có từ ngày 01/01/2015"),
        ({"Đến hết ngày": "01/06/2025"}, "L3", "đứng trước"),
        ({"Ngày sinh": "01/07/2024"}, "C3", "quá gần"),
        ({"Chi bộ": "Chi bộ Lạ"}, "M3", "Không có chi bộ"),
        ({"Chức vụ đảng": "Bí thư"}, "M3", "thiếu chi bộ"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(
    body: Unit, division: Unit, cells: dict[str, Any], address: str, said: str
) -> None:
    shown = preview(body, HOA | cells)
    assert shown.error_count == 1
    [(where, message)] = problems(shown)
    assert where == address
    assert said in message


def test_dates_come_as_excel_days_numbers_or_text(body: Unit, division: Unit) -> None:
    for number, day in enumerate((datetime(2025, 7, 1), 45839, "45839", "1/7/2025", "01-07-2025"), start=1):
        preview(body, HOA | {"Số định danh cá nhân": f"00019000000{number}", "Từ ngày": day})
    for shown in RosterImport.objects.all():
        applied(shown)
    assert set(Appointment.objects.values_list("valid_from", flat=True)) == {date(2025, 7, 1)}


def test_loose_accents_are_made_one(body: Unit, division: Unit) -> None:
    applied(preview(body, {key: unicodedata.normalize("NFD", value) for key, value in HOA.items()}))
    assert Person.objects.get().full_name == unicodedata.normalize("NFC", HOA["Họ và tên"])


def test_one_number_with_two_names_in_the_file_is_refused(body: Unit, division: Unit) -> None:
    shown = preview(body, HOA, HOA | {"Họ và tên": "Nguyễn Thị Khác", "Từ ngày": "01/08/2025", "Kiêm nhiệm": "có"})
    assert any("trùng dòng 3" in message for _, message in problems(shown))


def test_a_number_on_record_under_another_name_is_refused(body: Unit, division: Unit) -> None:
    applied(preview(body, HOA))
    [(_, message)] = problems(preview(body, HOA | {"Họ và tên": "Trần Văn Nhầm"}))
    assert "đã là của Nguyễn Thị Minh Hoà" in message


def test_a_namesake_with_the_same_birthday_is_only_pointed_at(body: Unit, division: Unit) -> None:
    applied(preview(body, HOA))
    shown = preview(body, HOA | {"Số định danh cá nhân": "000190000009"})
    assert (shown.error_count, shown.warning_count) == (0, 1)


def test_another_unit_from_a_later_day_is_a_transfer_that_keeps_history(body: Unit, division: Unit) -> None:
    applied(preview(body, HOA))
    other = make.unit("Phòng Công trình", under=body)
    shown = preview(body, HOA | {"Đơn vị": "Phòng Công trình", "Từ ngày": "01/03/2026"})
    assert shown.rows[0]["says"] == "điều động"
    applied(shown)
    assert list(Appointment.objects.order_by("valid_from").values_list("unit", "valid_from", "valid_until")) == [
        (division.pk, date(2025, 7, 1), date(2026, 3, 1)),
        (other.pk, date(2026, 3, 1), None),
    ]


def test_two_main_posts_at_once_are_refused_and_a_second_one_is_not(body: Unit, division: Unit) -> None:
    make.unit("Phòng Công trình", under=body)
    second = HOA | {"Đơn vị": "Phòng Công trình", "Từ ngày": "01/03/2026"}
    [(address, message)] = problems(preview(body, HOA, second))
    assert address == "K4"
    assert "Trùng thời gian với dòng 3" in message
    assert preview(body, HOA, second | {"Kiêm nhiệm": "có"}).error_count == 0
    assert preview(body, HOA | {"Đến hết ngày": "28/02/2026"}, second).error_count == 0


def test_a_unit_has_one_head(body: Unit, division: Unit) -> None:
    make.head(division, "Phạm Văn Khoa")
    [(address, message)] = problems(preview(body, HOA | {"Lãnh đạo, quản lý": "người đứng đầu"}))
    assert address == "H3"
    assert "Phạm Văn Khoa" in message


def test_a_head_who_moves_makes_room_for_the_next_in_the_same_file(body: Unit, division: Unit) -> None:
    make.unit("Phòng Công trình", under=body)
    old = HOA | {
        "Số định danh cá nhân": "000190000003",
        "Họ và tên": "Phạm Văn Khoa",
        "Ngày sinh": None,
        "Giới tính": "nam",
    }
    applied(preview(body, old | {"Lãnh đạo, quản lý": "người đứng đầu"}))
    shown = preview(
        body,
        HOA | {"Lãnh đạo, quản lý": "người đứng đầu", "Từ ngày": "01/03/2026"},
        old | {"Lãnh đạo, quản lý": "người đứng đầu", "Đơn vị": "Phòng Công trình", "Từ ngày": "01/03/2026"},
    )
    assert shown.error_count == 0, problems(shown)
    applied(shown)
    heads = Appointment.objects.on(date(2026, 3, 1)).filter(leadership="head", unit=division)
    assert [post.person.full_name for post in heads.select_related("person")] == ["Nguyễn Thị Minh Hoà"]


def test_a_promotion_ends_one_post_and_opens_the_next(body: Unit, division: Unit) -> None:
    applied(preview(body, HOA))
    shown = preview(body, HOA | {"Chức vụ, chức danh": "Chuyên viên chính", "Từ ngày": "01/01/2026"})
    assert shown.rows[0]["says"] == "thay đổi vị trí"
    applied(shown)
    titles = list(Appointment.objects.order_by("valid_from").values_list("job_title", "valid_until"))
    assert titles == [("Chuyên viên", date(2026, 1, 1)), ("Chuyên viên chính", None)]


def test_a_last_day_ends_a_post_on_record(body: Unit, division: Unit) -> None:
    applied(preview(body, HOA))
    shown = preview(body, HOA | {"Đến hết ngày": "31/12/2025"})
    assert shown.rows[0]["says"] == "kết thúc vị trí"
    applied(shown)
    assert Appointment.objects.get().valid_until == date(2026, 1, 1)


def test_units_are_opened_from_the_top_down_whatever_their_order(body: Unit, division: Unit) -> None:
    units = [
        {"Mã đơn vị": "to-1", "Tên đơn vị": "Tổ Một", "Mã đơn vị cấp trên": "p-moi", "Từ ngày": "01/01/2025"},
        {"Mã đơn vị": "p-moi", "Tên đơn vị": "Phòng Mới", "Từ ngày": "01/01/2025"},
    ]
    applied(preview(body, HOA | {"Đơn vị": "Tổ Một"}, units=units))
    post = Appointment.objects.get()
    assert UnitState.objects.get(unit=post.unit).parent == Unit.objects.get(code="p-moi")


def test_units_in_a_ring_or_under_a_stranger_are_refused(body: Unit) -> None:
    units = [
        {"Mã đơn vị": "a", "Tên đơn vị": "A", "Mã đơn vị cấp trên": "b", "Từ ngày": "01/01/2025"},
        {"Mã đơn vị": "b", "Tên đơn vị": "B", "Mã đơn vị cấp trên": "a", "Từ ngày": "01/01/2025"},
        {"Mã đơn vị": "c", "Tên đơn vị": "C", "Mã đơn vị cấp trên": "zz", "Từ ngày": "01/01/2025"},
    ]
    said = " ".join(message for _, message in problems(preview(body, HOA | {"Đơn vị": "A"}, units=units)))
    assert "vòng tròn" in said
    assert "Không có đơn vị mã “zz”" in said


def test_a_unit_is_renamed_from_its_day(body: Unit, division: Unit) -> None:
    unit = {"Mã đơn vị": division.code, "Tên đơn vị": "Phòng Tổng hợp và Dịch vụ", "Từ ngày": "01/01/2026"}
    applied(preview(body, HOA, units=[unit]))
    names = list(UnitState.objects.filter(unit=division).order_by("valid_from").values_list("name", flat=True))
    assert names == ["Phòng Tổng hợp", "Phòng Tổng hợp và Dịch vụ"]


def test_a_party_place_comes_along(body: Unit, division: Unit) -> None:
    cell = make.unit("Chi bộ Tổng hợp", kind="party")
    applied(preview(body, HOA | {"Chi bộ": "Chi bộ Tổng hợp", "Tư cách đảng viên": "dự bị"}))
    place = PartyMembership.objects.get()
    assert (place.cell, place.standing, place.valid_from) == (cell, "probationary", date(2025, 7, 1))


def test_the_whole_import_fails_when_the_records_moved_since_the_preview(body: Unit, division: Unit) -> None:
    shown = preview(body, HOA | {"Lãnh đạo, quản lý": "người đứng đầu"})
    make.head(division)
    with pytest.raises(UnableToImportError, match="đã có người đứng đầu"):
        applied(shown)


def test_a_file_without_its_columns_is_refused_with_their_names(body: Unit) -> None:
    with pytest.raises(RefusedError, match="Đối tượng"):
        read_roster(workbook_without("Đối tượng"))


def workbook_without(column: str) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([name for name in PEOPLE if name != column])
    page.append(["x"] * (len(PEOPLE) - 1))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_template_can_be_filled_in_and_read_back(body: Unit, division: Unit) -> None:
    data = roster_template(body="Sở Thuỷ lợi", units=[(division.code, "Phòng Tổng hợp")], groups=["A"], cells=[])
    book = openpyxl.load_workbook(BytesIO(data))
    assert book.sheetnames == ["Hướng dẫn", "Đơn vị", "Nhân sự", "Danh mục"]
    book["Nhân sự"].append([HOA.get(name) for name in PEOPLE])
    out = BytesIO()
    book.save(out)
    done = import_roster(body=body, name="mau.xlsx", data=out.getvalue(), actor=make.user(), at=make.NOON)
    assert (done.change_count, Person.objects.count()) == (1, 1)


def test_a_thousand_rows_take_the_queries_of_one(
    body: Unit, division: Unit, django_assert_max_num_queries: Any
) -> None:
    people = [
        HOA | {"Số định danh cá nhân": f"0001{number:08d}", "Họ và tên": f"Người {number}"} for number in range(1000)
    ]
    with django_assert_max_num_queries(25):
        shown = preview(body, *people)
    assert shown.error_count == 0
    with django_assert_max_num_queries(45):
        applied(shown)
    assert Person.objects.count() == 1000


def test_a_long_roster_is_left_to_the_worker(body: Unit, division: Unit) -> None:
    shown = preview(body, HOA)
    RosterImport.objects.filter(pk=shown.pk).update(row_count=5000)
    shown.refresh_from_db()
    waiting = start_applying(roster_import=shown, actor=make.user(), at=make.NOON)
    assert waiting.state == ImportState.WAITING
    with pytest.raises(UnableToImportError, match="đang ghi"):
        start_applying(roster_import=shown, actor=make.user(), at=make.NOON)
    applied(shown)
    assert Person.objects.count() == 1


def test_the_worker_writes_what_waits_and_sends_back_what_it_cannot(body: Unit, division: Unit) -> None:
    from congtam.personnel.jobs import apply

    shown = preview(body, HOA | {"Lãnh đạo, quản lý": "người đứng đầu"})
    RosterImport.objects.filter(pk=shown.pk).update(state=ImportState.WAITING)
    rival = make.head(division)
    apply(shown.pk, shown.made_by_id, make.NOON.isoformat())
    shown.refresh_from_db()
    assert shown.state == ImportState.PREVIEWED
    assert "đã có người đứng đầu" in shown.problem

    rival.appointments.update(leadership="none")
    RosterImport.objects.filter(pk=shown.pk).update(state=ImportState.WAITING)
    for _ in range(2):
        apply(shown.pk, shown.made_by_id, make.NOON.isoformat())
    shown.refresh_from_db()
    assert shown.state == ImportState.APPLIED
    assert Person.objects.filter(personal_id="000190000001").count() == 1


def test_the_pages_of_an_import_lead_from_the_file_to_the_written_list(body: Unit, division: Unit) -> None:
    officer = make.officer(body)
    make.duty(officer, body)
    client = Client()
    assert officer.user is not None
    client.force_login(officer.user)
    assert client.get(reverse("personnel:roster_template", args=[body.pk])).status_code == 200
    answer = client.post(
        reverse("personnel:roster"), {"file": SimpleUploadedFile("ds.xlsx", workbook([HOA])), "co-quan": body.pk}
    )
    shown = RosterImport.objects.get()
    address = reverse("personnel:roster_import", args=[shown.pk])
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert "Ghi 1 thay đổi" in client.get(address).content.decode()
    assert b"".join(client.get(reverse("personnel:roster_file", args=[shown.pk]))).startswith(b"PK")
    client.post(reverse("personnel:apply_import", args=[shown.pk]))
    assert Person.objects.filter(personal_id="000190000001").exists()
    page = client.get(address).content.decode()
    assert "Đã ghi" in page
    assert "Ghi 1 thay đổi" not in page

    wrong = SimpleUploadedFile("ds.xlsx", b"PK\x03\x04 khong phai Excel")
    answer = client.post(reverse("personnel:roster"), {"file": wrong, "co-quan": body.pk})
    assert answer.status_code == 422

    stranger = make.officer(make.body())
    other = Client()
    assert stranger.user is not None
    other.force_login(stranger.user)
    assert other.get(address).status_code == 404
    assert other.post(reverse("personnel:apply_import", args=[shown.pk])).status_code == 404


def test_an_import_that_is_put_away_changes_nothing(body: Unit, division: Unit) -> None:
    shown = preview(body, HOA)
    refuse_roster(roster_import=shown, actor=make.user(), at=make.NOON)
    with pytest.raises(UnableToImportError, match="không ghi"):
        applied(shown)
    assert not Person.objects.exists()


def test_a_row_on_its_own_first_day_corrects_the_post_and_fills_what_was_empty(body: Unit, division: Unit) -> None:
    bare = HOA | {"Ngày sinh": None, "Giới tính": None, "Lãnh đạo, quản lý": "người đứng đầu"}
    applied(preview(body, bare))
    shown = preview(body, HOA | {"Chức vụ, chức danh": "Chuyên viên chính"})
    assert shown.rows[0]["says"] == "bổ sung thông tin cá nhân, sửa vị trí đã ghi"
    applied(shown)
    post = Appointment.objects.select_related("person").get()
    assert (post.job_title, post.leadership) == ("Chuyên viên chính", "none")
    assert (post.person.birth_date, post.person.gender) == (date(1984, 9, 2), "female")


def test_a_new_cell_ends_the_place_in_the_old_one(body: Unit, division: Unit) -> None:
    for name in ("Chi bộ Một", "Chi bộ Hai"):
        make.unit(name, kind="party")
    applied(preview(body, HOA | {"Chi bộ": "Chi bộ Một"}))
    [(address, message)] = problems(preview(body, HOA | {"Chi bộ": "Chi bộ Hai"}))
    assert address == "M3"
    assert "trang cá nhân" in message
    applied(preview(body, HOA | {"Chi bộ": "Chi bộ Hai", "Chức vụ, chức danh": "Tổ trưởng", "Từ ngày": "01/02/2026"}))
    ends = PartyMembership.objects.order_by("valid_from").values_list("valid_until", flat=True)
    assert list(ends) == [date(2026, 2, 1), None]


def test_two_units_or_cells_of_one_name_are_told_apart_by_code(body: Unit, division: Unit) -> None:
    twin = make.unit("Phòng Tổng hợp", under=body)
    for _ in range(2):
        make.unit("Chi bộ Một", kind="party")
    said = " ".join(message for _, message in problems(preview(body, HOA | {"Chi bộ": "Chi bộ Một"})))
    assert "Có 2 đơn vị tên" in said
    assert "Có 2 chi bộ tên" in said
    assert preview(body, HOA | {"Đơn vị": twin.code}).error_count == 0


def test_units_move_and_are_judged_like_people(body: Unit, division: Unit) -> None:
    other = make.unit("Phòng Khác", under=body)
    stranger = make.unit("Phòng Sở khác")
    moved = {
        "Mã đơn vị": division.code,
        "Tên đơn vị": "Phòng Tổng hợp",
        "Mã đơn vị cấp trên": other.code,
        "Từ ngày": "01/01/2026",
    }
    applied(preview(body, HOA | {"Từ ngày": "01/02/2026"}, units=[moved]))
    assert UnitState.objects.get(unit=division, valid_until=None).parent == other
    wrong: list[dict[str, Any]] = [
        moved | {"Từ ngày": "01/01/2020", "Tên đơn vị": "Tên cũ hơn"},
        moved,
        {"Mã đơn vị": stranger.code, "Tên đơn vị": None, "Từ ngày": "01/01/2026"},
    ]
    said = " ".join(message for _, message in problems(preview(body, HOA, units=wrong)))
    for part in ("đã có trạng thái từ ngày", "đã có ở dòng 3", "đã dùng cho đơn vị ở cơ quan khác", "Thiếu tên đơn vị"):
        assert part in said


def test_a_row_written_twice_and_an_earlier_day_are_refused(body: Unit, division: Unit) -> None:
    [(address, message)] = problems(preview(body, HOA, HOA))
    assert (address, "Trùng với dòng 3" in message) == ("E4", True)
    applied(preview(body, HOA))
    [(address, message)] = problems(preview(body, HOA | {"Từ ngày": "01/01/2025"}))
    assert (address, "đã ghi từ ngày 01/07/2025" in message) == ("K3", True)
    group = HOA | {"Nhóm nhiệm vụ tương đồng": "Nhóm sở khác", "Kiêm nhiệm": "có lẽ"}
    make.similar_group(make.body(), "Nhóm sở khác")
    said = " ".join(message for _, message in problems(preview(body, group)))
    assert "của cơ quan khác" in said
    assert "hãy ghi “có” hoặc để trống" in said


class TestALivedInWorkbook:
    """What offices really send: titles over a merged header, columns of their own, totals below, dates and numbers as Excel left them."""

    HEAD = ("TT", "Họ và tên", "Ngày sinh", "Số CCCD", "Đơn vị", "Chức vụ", "Đối tượng", "Từ ngày", "Điện thoại")

    def book(self, *rows: Sequence[Any], merged: bool = False) -> bytes:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.append(["UỶ BAN NHÂN DÂN TỈNH SÔNG LAM"])
        page.append(["DANH SÁCH CÁN BỘ, CÔNG CHỨC"])
        page.append([])
        if merged:
            page.append(["TT", "Họ và tên", "Ngày sinh", "Số CCCD", "Vị trí công tác", None, None, None, "Điện thoại"])
            page.append([None, None, None, None, "Đơn vị", "Chức vụ", "Đối tượng", "Từ ngày", None])
            page.merge_cells("A4:A5")
            page.merge_cells("E4:H4")
        else:
            page.append(self.HEAD)
        for row in rows:
            page.append(list(row))
        out = BytesIO()
        book.save(out)
        return out.getvalue()

    def brought(self, body: Unit, data: bytes) -> RosterImport:
        uploaded = SimpleUploadedFile("ds.xlsx", data)
        return preview_roster(body=body, uploaded=uploaded, actor=make.user(), at=make.NOON)

    GOOD = (
        1,
        "  NGUYỄN THỊ  MINH HOÀ ",
        "2/9/1984",
        "000 190 000 001",
        "Phòng tổng hợp ",
        "Chuyên viên",
        "Công chức",
        "1/7/2025",
        912345678,
    )

    @pytest.mark.parametrize("merged", [False, True])
    def test_comes_in_as_it_is(self, body: Unit, division: Unit, merged: bool) -> None:
        preview = self.brought(body, self.book(self.GOOD, merged=merged))
        assert problems(preview) == []
        assert preview.ignored_columns == ["TT", "Điện thoại"]
        applied(preview)
        post = Appointment.objects.select_related("person").get()
        assert (post.person.full_name, post.person.personal_id) == ("Nguyễn Thị Minh Hoà", "000190000001")
        assert (post.person.birth_date, post.valid_from) == (date(1984, 9, 2), date(2025, 7, 1))

    def test_comes_in_again_without_a_second_person(self, body: Unit, division: Unit) -> None:
        applied(self.brought(body, self.book(self.GOOD)))
        again = self.brought(body, self.book(self.GOOD))
        assert (problems(again), again.change_count) == ([], 0)

    @pytest.mark.parametrize(
        ("place", "value", "address", "words"),
        [
            (3, 190000001, "D5", "Excel đã bỏ số 0 ở đầu"),
            (2, 1984, "C5", "không phải là ngày có thật"),
            (2, "1984", "C5", "không phải là ngày có thật"),
            (7, "7/2025", "H5", "không phải là ngày có thật"),
            (7, "31/6/2025", "H5", "không phải là ngày có thật"),
            (6, "Biên chế", "G5", "Hãy ghi một trong"),
        ],
    )
    def test_names_the_one_cell_that_is_wrong(
        self, body: Unit, division: Unit, place: int, value: object, address: str, words: str
    ) -> None:
        row: list[Any] = list(self.GOOD)
        row[place] = value
        ((found, message),) = problems(self.brought(body, self.book(row)))
        assert found == address
        assert words in message

    def test_says_once_that_a_total_or_a_heading_is_nobody(self, body: Unit, division: Unit) -> None:
        total = (None, "Tổng cộng: 1 người")
        ((address, message),) = problems(self.brought(body, self.book(self.GOOD, total)))
        assert address == "B6"
        assert "hãy xoá dòng" in message

    def test_takes_days_as_other_programs_write_them(self, body: Unit, division: Unit) -> None:
        row = [*self.GOOD[:2], date(1984, 9, 2), *self.GOOD[3:7], "2025-07-01", ""]
        assert problems(self.brought(body, self.book(row))) == []

    def test_brings_staff_codes_and_addresses_and_fills_them_in_later(self, body: Unit, division: Unit) -> None:
        applied(preview(body, HOA))
        more = {"Mã cán bộ": "CB 21", "Thư điện tử công vụ": "hoa@songlam.example"}
        ((address, _),) = problems(preview(body, HOA | more | {"Thư điện tử công vụ": "hoa.songlam"}))
        assert address == "Q3"
        applied(preview(body, HOA | more))
        person = Person.objects.get()
        assert (person.staff_code, person.email) == ("CB 21", "hoa@songlam.example")


def test_the_template_shows_how_somebody_at_the_body_itself_is_written() -> None:
    data = roster_template(body="Sở Thuỷ lợi", units=[("stl", "Sở Thuỷ lợi"), ("p1", "Phòng 1")], groups=[], cells=[])
    guide = openpyxl.load_workbook(BytesIO(data))["Hướng dẫn"]
    rows = [[cell.value for cell in row] for row in guide.iter_rows()]
    director = next(row for row in rows if "Giám đốc" in row)
    assert director[PEOPLE.index("Đơn vị")] == "stl"
    assert any("mã hoặc tên của chính cơ quan" in str(row[0]) for row in rows)
