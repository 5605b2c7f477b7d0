"""An administrator: lets people in again, shuts accounts, reads the trail, and reads nobody's marks."""

from congtam.personnel.models import Person
from tests import make
from tests.journeys.conftest import Arrival
from tests.journeys.workbooks import HOA, roster
from tests.journeys.world import World, account

OWN = "Song-Lam 2026 mùa nước nổi"


def test_the_administrator_gives_a_new_password_and_its_owner_changes_it(arrives: Arrival, office: World) -> None:
    hung = make.user("Lê Trọng Hưng", is_administrator=True)
    hung.set_password(OWN)
    hung.save()
    username = account(office.specialist).username

    keeper = arrives(expects=(400,)).goes_to("/").writes("Tên đăng nhập", hung.username).writes("Mật khẩu", "sai")
    keeper.presses("Đăng nhập").sees("không đúng").writes("Tên đăng nhập", hung.username).writes("Mật khẩu", OWN)
    keeper.presses("Đăng nhập").misses("Success").opens("Mọi tài khoản")
    keeper.writes("Tìm theo tên", "Trần Văn Đạt").presses("Lọc").unfolds("Cấp lại mật khẩu").confirms("Cấp lại")
    keeper.sees("Chỉ hiện một lần", username).keeps_picture("quan-tri-mat-khau-moi")
    given = keeper.page.locator("main code").inner_text()

    dat = arrives().goes_to("/").writes("Tên đăng nhập", username).writes("Mật khẩu", given).presses("Đăng nhập")
    dat.goes_to("/nhiem-vu/").sees("Đặt mật khẩu của riêng bạn trước").writes("Mật khẩu hiện nay", given)
    dat.writes("Mật khẩu mới", OWN).writes("Nhập lại mật khẩu mới", OWN).presses("Đổi mật khẩu").sees(
        "Đã đổi mật khẩu."
    )


def test_a_locked_account_opens_no_door_and_the_trail_says_who_locked_it(arrives: Arrival, office: World) -> None:
    hung = make.user("Lê Trọng Hưng", is_administrator=True)
    dat = arrives(office.specialist).goes_to("/").sees("Việc của tôi")
    keeper = arrives(hung).goes_to("/").opens("Mọi tài khoản").writes("Tìm theo tên", "Trần Văn Đạt").presses("Lọc")
    keeper.unfolds("Khoá").writes("Lý do khoá", "Nghỉ hưu từ 01/3/2026").confirms("Khoá").sees("đã khoá")
    dat.goes_to("/").sees("Đăng nhập")

    keeper.opens("Nhật ký").sees("Lê Trọng Hưng", "Khoá tài khoản").keeps_picture("quan-tri-nhat-ky")
    keeper.misses("Nghỉ hưu")  # reasons are read by those who keep files of people


def test_the_administrator_opens_the_first_body_and_brings_its_people(arrives: Arrival, office: World) -> None:
    hung = make.user("Lê Trọng Hưng", is_administrator=True)
    make.duty(office.chairman, office.chairman.appointments.get().unit)
    keeper = arrives(hung).goes_to("/").opens("Cơ cấu tổ chức").follows("Lập cơ quan")
    keeper.writes("Mã đơn vị", "ubnd-tan-lam").writes("Tên đơn vị", "Uỷ ban nhân dân xã Tân Lam")
    keeper.ticks("Là cơ quan sử dụng công chức").writes("Thành lập từ ngày", "2025-07-01").presses("Lập cơ quan")
    keeper.sees("Đã lập cơ quan.", "Uỷ ban nhân dân xã Tân Lam")
    keeper.opens("Nhập danh sách").switches("Cơ quan", "Uỷ ban nhân dân xã Tân Lam")
    keeper.attaches("Tệp Excel", "xa.xlsx", roster(HOA)).presses("Xem trước")
    keeper.sees("Không có lỗi").presses("Ghi 2 thay đổi").sees("Đã ghi danh sách.")
    assert Person.objects.get(full_name="Nguyễn Thị Minh Hoà").user is None

    # What is left to do for the new body stands on the first page, the next step with its button.
    keeper.goes_to("/").sees("Bắt đầu dùng Công Tâm", "Uỷ ban nhân dân xã Tân Lam: đã xong 2/8 bước")
    keeper.keeps_picture("quan-tri-bat-dau", of="Bắt đầu dùng Công Tâm")
    keeper.follows("Làm bước này").chooses("Người được giao", "Nguyễn Thị Minh Hoà")
    keeper.chooses("Phần việc", "công chức tổ chức cán bộ").writes("Từ ngày", "2026-03-02").presses("Giao phần việc")
    keeper.goes_to("/").follows("Làm bước này").sees("hoa.ntm").presses("Mở 1 tài khoản, lấy phiếu PDF")
    keeper.sees("Chỉ lần này").goes_to("/").misses("Bắt đầu dùng Công Tâm")
