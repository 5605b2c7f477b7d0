"""An organisation officer: the roster and the catalogue from Excel, the month, and the papers of the year."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from docx import Document

from congtam.personnel.models import Person
from congtam.planning.choices import CatalogueState
from congtam.planning.models import Catalogue
from congtam.planning.workbooks import write_catalogue
from congtam.scoring import services as months
from congtam.scoring.choices import PeriodState
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from tests import make
from tests.journeys.conftest import Arrival
from tests.journeys.workbooks import AN, HOA, PRODUCTS, roster
from tests.journeys.world import OFFICE, World, account, everybody

OWN = "Song-Lam 2026 mùa nước nổi"


def test_the_officer_brings_a_roster_sees_what_is_wrong_and_writes_it(arrives: Arrival, office: World) -> None:
    before = Person.objects.count()
    mai = arrives(office.officer).goes_to("/").opens("Nhập danh sách").sees("Xem trước rồi mới ghi")
    mai.attaches("Tệp Excel", "danh-sach.xlsx", roster(HOA, ("12345", *AN[1:]))).presses("Xem trước")
    mai.sees("Chưa ghi gì", "Còn 1 lỗi").keeps_picture("to-chuc-danh-sach-con-loi")
    assert Person.objects.count() == before

    mai.opens("Nhập danh sách").attaches("Tệp Excel", "danh-sach.xlsx", roster(HOA, AN)).presses("Xem trước")
    mai.sees("Không có lỗi", "Đỗ Quang Ấn").keeps_picture("to-chuc-xem-truoc-danh-sach")
    mai.presses("Ghi 3 thay đổi").sees("Đã ghi danh sách.")
    assert Person.objects.count() == before + 2

    mai.opens("Danh bạ").writes("Tìm", "nguyen thi minh hoa").presses("Lọc").sees("Nguyễn Thị Minh Hoà")
    mai.misses("000190000001")  # numbers of persons are masked
    mai.opens("Cơ cấu tổ chức").sees("Phòng Kế hoạch, Tài chính")


def test_the_officer_opens_accounts_for_everybody_and_a_newcomer_comes_in_with_his_slip(
    arrives: Arrival, office: World
) -> None:
    for name in ("Tạ Vũ Đạt", "Trần Văn Đạt"):
        make.post(make.person(name, account=False), office.division)
    mai = arrives(office.officer).goes_to("/").opens("Tài khoản cán bộ").sees("chưa có tài khoản")
    mai.follows("Mở tài khoản cho mọi người chưa có").sees("dat.tv", "dat.tv2", "Chưa mở tài khoản nào")
    mai.keeps_picture("to-chuc-mo-tai-khoan").presses("Mở và lấy phiếu Word").sees("Chỉ lần này")
    slips = Document(BytesIO(mai.takes("Lấy phiếu của 2 người")))
    table = next(table for table in slips.tables if table.cell(0, 1).text == "Tạ Vũ Đạt")
    username, password = table.cell(3, 1).text, table.cell(4, 1).text
    mai.follows("Đã lấy phiếu, về danh sách").misses(password).sees("chưa đăng nhập lần nào")

    dat = arrives().goes_to("/").writes("Tên đăng nhập", username).writes("Mật khẩu", password).presses("Đăng nhập")
    dat.sees("Đặt mật khẩu của riêng bạn trước").writes("Mật khẩu hiện nay", password)
    dat.writes("Mật khẩu mới", OWN).writes("Nhập lại mật khẩu mới", OWN).presses("Đổi mật khẩu").sees("Việc của tôi")
    mai.opens("Tài khoản cán bộ").chooses("Tình trạng", "chưa đăng nhập lần nào").presses("Lọc").misses("Tạ Vũ Đạt")


def test_the_officer_moves_a_part_of_a_division_with_its_people(arrives: Arrival, office: World) -> None:
    mai = arrives(office.officer).goes_to(f"/co-cau/{office.division.pk}/").unfolds_more()
    mai.follows("Chuyển một phần việc").ticks("Vũ Thị Ngọc").chooses("Đơn vị nhận", "Văn phòng Sở")
    mai.writes("Từ ngày", "2026-03-16").writes("Căn cứ", "Quyết định 12/QĐ-STL").presses("Xem trước")
    mai.sees("Chưa ghi gì", "chuyển một phần việc và 1 người sang Văn phòng Sở").keeps_picture(
        "to-chuc-chuyen-mot-phan"
    )
    mai.presses("Chuyển").sees("hai đơn vị tiếp tục hoạt động")
    assert Person.objects.get(full_name="Vũ Thị Ngọc").appointments.get(unit=office.bureau).valid_from.day == 16


def test_the_officer_brings_a_catalogue_looks_at_what_repeats_itself_and_issues_it(
    arrives: Arrival, office: World
) -> None:
    Catalogue.objects.update(state=CatalogueState.DRAFT)  # none is in force yet
    mai = arrives(office.officer).goes_to("/").opens("Danh mục sản phẩm").follows("Nhập từ Excel")
    mai.attaches("Tệp Excel", "danh-muc.xlsx", write_catalogue("Danh mục", PRODUCTS)).presses("Đọc và xem trước")
    mai.sees("3", "sản phẩm").keeps_picture("to-chuc-xem-truoc-danh-muc")
    mai.writes("Tên danh mục", "Danh mục sản phẩm năm 2026").presses("Nhập 3 sản phẩm").sees(
        "Danh mục sản phẩm năm 2026"
    )

    mai.follows("cặp gần giống").sees("Tổng hợp số liệu hồ chứa").keeps_picture("to-chuc-trung-lap")
    mai.writes("Lý do với cặp", "Cùng một báo cáo, viết hai cách").presses("Trùng, cần gộp").sees("Đã kết luận")

    mai.opens("Danh mục sản phẩm").follows("Danh mục sản phẩm năm 2026").writes("Quyết định ban hành", "Số 45/QĐ-STL")
    mai.writes("Áp dụng từ ngày", "2026-03-10").presses("Ban hành").sees("từ 10/03/2026")
    assert Catalogue.objects.filter(name="Danh mục sản phẩm năm 2026", state=CatalogueState.ISSUED).exists()


def test_the_officer_opens_a_month_follows_who_holds_it_and_closes_it(arrives: Arrival, office: World) -> None:
    office.turns_to(1, 4)
    mai = arrives(office.officer).goes_to("/").opens("Kỳ chấm điểm").sees("Chưa mở kỳ nào")
    mai.chooses("Tháng", "Tháng 3/2026").writes("Ngày chốt số liệu", "2026-04-05").presses("Mở kỳ")
    mai.sees("Ai đang giữ phiếu").keeps_picture("to-chuc-ky-cham-diem")
    period = ScoringPeriod.objects.get()

    mai.presses("Đóng kỳ").sees("phiếu")
    period.refresh_from_db()
    assert period.state == PeriodState.OPEN
    for sheet in ScoreSheet.objects.all():
        months.set_aside(
            sheet_id=sheet.pk, reason="Không có việc", actor=account(office.chairman), at=datetime.now(OFFICE)
        )
    mai.goes_to(f"/cham-diem/ky/{period.pk}/").presses("Đóng kỳ").sees("Đã đóng kỳ tháng 03/2026.")
    assert mai.takes("Xuất Excel")[:2] == b"PK"
    mai.follows("Phân bố điểm")


def test_the_officer_prepares_the_year_and_prints_its_forms(arrives: Arrival, office: World) -> None:
    office.turns_to(1, 12)
    office.months(dict.fromkeys(everybody(office), 80))
    mai = arrives(office.officer).goes_to("/").opens("Đợt xếp loại năm").sees("Chưa có đợt xếp loại nào")
    mai.presses("Mở đợt xếp loại").sees("chưa tự xếp loại")

    mai.follows("Chuẩn bị, cuộc họp").writes("Văn bản rà soát", "Báo cáo 15/BC-VP").presses("Xác nhận đã rà soát")
    mai.sees("Đã ghi.").chooses("Mức xếp loại của cơ quan", "Hoàn thành tốt nhiệm vụ")
    mai.writes("Quyết định công nhận", "90/QĐ-UBND").presses("Ghi mức của cơ quan").sees("Đã ghi.")
    mai.writes("Ngày họp", "2026-12-01").attaches("Biên bản", "bien-ban.pdf", b"%PDF-1.4\n%%EOF\n")
    mai.presses("Ghi cuộc họp").sees("Đã ghi.", "bien-ban.pdf").keeps_picture("to-chuc-chuan-bi")

    mai.follows("Về bảng xếp loại").follows("Lý Văn Giang").writes("Ý kiến cấp uỷ", "Nhất trí mức tốt.").presses("Ghi")
    mai.goes_to("/xep-loai/dot/").follows("Sở Thuỷ lợi").presses("Mẫu số 02 từng người (.zip)").sees("Đã xong.")
    papers = ZipFile(BytesIO(mai.takes("Tải Mẫu 02 năm 2026.zip")))
    assert len(papers.namelist()) == len(list(everybody(office)))
    mai.opens("Nhật ký").sees("Mở đợt xếp loại")
