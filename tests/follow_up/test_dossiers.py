"""Dossiers from the one-stop system: read as they come, asked about once, written whole, the same again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from congtam.accounts.models import User
from congtam.documents.workbooks import UnreadableWorkbookError
from congtam.follow_up.choices import ImportState
from congtam.follow_up.models import Dossier, DossierImport
from congtam.follow_up.selectors.dossiers import dossiers_of_person, dossiers_of_units
from congtam.follow_up.selectors.judging import judged
from congtam.follow_up.services import dossiers as services
from congtam.organisation.models import Unit
from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from congtam.values.known import given
from tests import make

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
TODAY = date(2026, 3, 10)
MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 11)}
HEAD = ["STT", "Số hồ sơ", "Tên TTHC", "Ngày tiếp nhận", "Hẹn trả", "Ngày trả kết quả", "Phòng ban", "Cán bộ xử lý"]
ROWS: list[list[Any]] = [
    [1, "H30.001", "Cấp phép", date(2026, 3, 2), date(2026, 3, 6), date(2026, 3, 5), "Phòng Tổng hợp", "Trần Văn Đạt"],
    [2, "H30.002", "Cấp phép", "02/03/2026 08:15", "06/03/2026", "09/03/2026 16:00", "Phòng Tổng hợp", "Trần Văn Đạt"],
    [3, "H30.003", "Cấp đổi", 46083, "2026-03-05", "", "phong tong hop", "Trần Văn Đạt"],
    [4, "H30.004", "Cấp đổi", "03/03/2026", "20/03/2026", None, "Phòng Tổng hợp", ""],
]
pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Office:
    """A body with a division, its specialist and the office."""

    body: Unit
    division: Unit
    specialist: Person
    clerk: User


@pytest.fixture
def office() -> Office:
    body = make.body()
    division = make.unit(under=body)
    clerk = make.officer(make.unit("Văn phòng Sở", under=body), "Phan Văn Út")
    make.duty(clerk, body, Duty.OFFICE)
    return Office(
        body=body, division=division, specialist=make.officer(division, "Trần Văn Đạt"), clerk=given(clerk.user)
    )


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page, day = book.add_worksheet("Xuất"), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write(0, 0, "DANH SÁCH HỒ SƠ")
        for number, row in enumerate([head, *rows], start=2):
            for column, value in enumerate(row):
                page.write(number, column, value, *([day] if isinstance(value, date) else []))
    return out.getvalue()


def brought(
    office: Office, rows: Sequence[Sequence[Any]] = ROWS, *, data: bytes | None = None, name: str = "ho-so.xlsx"
) -> DossierImport:
    uploaded = SimpleUploadedFile(name, data or workbook(rows))
    return services.read_export(body=office.body, uploaded=uploaded, actor=office.clerk, at=NOW)


def written(office: Office, rows: Sequence[Sequence[Any]] = ROWS) -> DossierImport:
    return services.write_dossiers(import_id=brought(office, rows).pk, actor=office.clerk, at=NOW)


def test_an_export_is_read_by_its_columns_with_days_as_dates_numbers_and_text(office: Office) -> None:
    done = written(office)
    assert (done.new_count, done.changed_count, done.rows) == (4, 0, [])
    days = dict(Dossier.objects.values_list("code", "received_date"))
    assert days["H30.002"] == date(2026, 3, 2)
    assert days["H30.003"] == date(2026, 3, 2)
    assert Dossier.objects.get(code="H30.004").person is None


def test_the_same_export_again_changes_nothing_and_tomorrows_brings_the_known_up_to_date(office: Office) -> None:
    written(office)
    again = written(office)
    assert (again.new_count, again.changed_count) == (0, 0)
    later = [*ROWS[:2], [*ROWS[2][:5], date(2026, 3, 10), *ROWS[2][6:]]]
    assert written(office, later).changed_count == 1
    assert Dossier.objects.get(code="H30.003").finished_date == TODAY
    assert Dossier.objects.count() == 4


def test_a_text_file_with_semicolons_is_read_too(office: Office) -> None:
    lines = [
        "Mã hồ sơ;Ngày nhận;Hạn trả;Ngày trả;Đơn vị",
        "H30.001;02/03/2026;06/03/2026;;Phòng Tổng hợp",
    ]
    data = "\n".join(lines).encode("utf-8-sig")
    services.write_dossiers(import_id=brought(office, data=data, name="x.csv").pk, actor=office.clerk, at=NOW)
    assert Dossier.objects.get().due_date == date(2026, 3, 6)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({3: "32/03/2026"}, "D4: “32/03/2026” không phải ngày"),
        ({4: date(2026, 3, 1)}, "hẹn trả 01/03/2026 trước ngày nhận 02/03/2026"),
        ({5: date(2026, 3, 1)}, "xong 01/03/2026 trước ngày nhận"),
        ({1: ""}, "B4: thiếu mã hồ sơ"),
        ({4: ""}, "E4: thiếu ngày hẹn trả"),
        ({6: ""}, "G4: thiếu đơn vị xử lý"),
    ],
    ids=["no day", "due before it came", "finished before it came", "no code", "no due day", "no unit"],
)
def test_a_wrong_row_is_named_with_its_cell_and_nothing_is_written(
    office: Office, change: dict[int, Any], says: str
) -> None:
    row = list(ROWS[0])
    for place, value in change.items():
        row[place] = value
    read = brought(office, [row, *ROWS[1:]])
    assert says in " ".join(judged(read, TODAY).problems)
    with pytest.raises(services.NotReadyError):
        services.write_dossiers(import_id=read.pk, actor=office.clerk, at=NOW)
    assert not Dossier.objects.exists()


def test_one_code_twice_with_different_days_is_wrong(office: Office) -> None:
    other = [9, *ROWS[0][1:4], date(2026, 3, 9), *ROWS[0][5:]]
    assert "đã có ở dòng 4 với nội dung khác" in judged(brought(office, [*ROWS, other]), TODAY).problems[0]


def test_an_unknown_unit_or_person_is_asked_about_once_and_remembered(office: Office) -> None:
    strange = [[*row[:6], "P. TH", "Đạt TV"] for row in ROWS]
    read = brought(office, strange)
    assert [(str(kind), name, count) for kind, name, count in judged(read, TODAY).unknown] == [
        ("unit", "P. TH", 4),
        ("person", "Đạt TV", 4),
    ]
    services.settle_names(
        brought=read,
        units={"P. TH": office.division.pk},
        people={"Đạt TV": office.specialist.pk},
        actor=office.clerk,
        at=NOW,
    )
    services.write_dossiers(import_id=read.pk, actor=office.clerk, at=NOW)
    assert written(office, strange).changed_count == 0
    assert Dossier.objects.filter(person=office.specialist, unit=office.division).count() == 4


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("x.pdf", b"%PDF", services.UnusableExportError),
        ("x.xlsx", b"broken", UnreadableWorkbookError),
        ("x.xlsx", workbook([["a", "b"]], ["Tên", "Tuổi"]), UnreadableWorkbookError),
        ("x.xlsx", workbook([]), services.UnusableExportError),
    ],
    ids=["another kind", "broken", "another table", "empty"],
)
def test_a_file_that_is_no_export_leaves_nothing_behind(
    office: Office, name: str, data: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error, match="Hãy"):
        brought(office, data=data, name=name)
    assert not DossierImport.objects.exists()


def test_shares_and_ages_are_counted_for_scoring_and_rating(office: Office) -> None:
    written(office)
    counts = dossiers_of_person(office.specialist.pk, **MARCH)
    assert (counts.in_time, counts.late, counts.open, counts.overdue) == (1, 1, 0, 1)
    assert counts.overdue_share == Fraction(2, 3)
    assert counts.overdue_words == "66,7%"
    assert list(counts.ages) == [1, 0, 0, 0]
    assert dossiers_of_units([office.division.pk], **MARCH).open == 1
    assert dossiers_of_person(office.specialist.pk, since=date(2026, 4, 1), until=date(2026, 5, 1)).overdue == 1
    assert (
        dossiers_of_person(office.specialist.pk, since=date(2026, 2, 1), until=date(2026, 3, 1)).overdue_share is None
    )


def test_an_export_written_once_is_not_written_again(office: Office) -> None:
    done = written(office)
    with pytest.raises(services.ImportMovedError, match="đã ghi"):
        services.write_dossiers(import_id=done.pk, actor=office.clerk, at=NOW)


@time_machine.travel(NOW, tick=False)
def test_the_office_brings_an_export_and_the_board_shows_it_to_whoever_leads(office: Office) -> None:
    clerk, specialist = Client(), Client()
    clerk.force_login(office.clerk)
    specialist.force_login(given(office.specialist.user))
    bring = reverse("follow_up:bring_dossiers")
    assert specialist.get(bring).status_code == 403
    strange = [[*row[:6], "P. TH", row[7]] for row in ROWS]
    answer = clerk.post(bring, {"file": SimpleUploadedFile("ho-so.xlsx", workbook(strange))})
    page = answer.headers["Location"]
    shown = clerk.get(page)
    assert "“P. TH” (4 hồ sơ)" in shown.content.decode()
    field = next(name for name in shown.context["form"].fields)
    assert clerk.post(page, {field: ""}).status_code == 422
    clerk.post(page, {field: str(office.division.pk)})
    assert "4 hồ sơ mới" in clerk.get(page).content.decode()
    assert specialist.post(f"{page}ghi/").status_code == 404
    clerk.post(f"{page}ghi/")
    assert DossierImport.objects.get().state == ImportState.WRITTEN
    board = clerk.get(reverse("follow_up:dossiers")).content.decode()
    assert "H30.003" in board
    assert "66,7%" in specialist.get(reverse("follow_up:dossiers")).content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_board_of_one_person_lists_what_was_late_or_overdue_in_the_month(office: Office) -> None:
    other = make.officer(office.division, "Lê Thị Hà")
    head = make.head(office.division)
    written(office, [*ROWS, [5, "H30.005", "Cấp đổi", "02/03/2026", "04/03/2026", "", "Phòng Tổng hợp", "Lê Thị Hà"]])
    board = reverse("follow_up:dossiers")
    leader, colleague = Client(), Client()
    leader.force_login(given(head.user))
    colleague.force_login(given(other.user))
    board += f"?thang=2026-03&nguoi={office.specialist.pk}"
    page = leader.get(board)
    assert [one.code for one in page.context["page"]] == ["H30.003", "H30.002"]
    assert "Chỉ hồ sơ do Trần Văn Đạt giải quyết." in page.content.decode()
    hidden = colleague.get(board).content.decode()
    assert "H30.003" not in hidden
    assert "Trần Văn Đạt" not in hidden
