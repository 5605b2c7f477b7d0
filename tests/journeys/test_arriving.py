"""A visitor arrives, sees who may be tried, comes in, and looks around by day and by night."""

from congtam.accounts.models import User
from congtam.site.demo.build import sample_people
from tests.journeys.conftest import Arrival
from tests.journeys.world import World, account


def test_a_visitor_comes_in_as_a_sample_person_and_reads_by_night(arrives: Arrival, office: World) -> None:
    sample = next(iter(sample_people()))
    User.objects.filter(pk=account(office.head).pk).update(username=sample.username)

    visitor = arrives().goes_to("/").sees("Vào thử với vai", sample.name, "Đăng nhập bằng mật khẩu")
    visitor.keeps_picture("dang-nhap")
    visitor.presses(sample.name).sees("Việc của tôi")
    visitor.unfolds("Sáng, tối").touches("Nền tối").finds_no_fault()
    visitor.opens("Bảng theo dõi").sees("nguyên nhân chờ trả lời")
    assert visitor.page.evaluate("() => document.documentElement.dataset.theme") == "dark"


def test_search_finds_people_without_accents(arrives: Arrival, office: World) -> None:
    dat = arrives(office.specialist).goes_to("/tim-kiem/?q=le+thi+ha").sees("Lê Thị Hà")
    dat.goes_to("/tim-kiem/?q=zzzz").sees("Không tìm thấy gì")


def test_a_page_that_is_not_there_and_one_that_is_not_mine_say_what_to_do(arrives: Arrival, office: World) -> None:
    dat = arrives(office.specialist, expects=(403, 404))
    dat.goes_to("/khong-co-trang-nay/").sees("Về")
    dat.goes_to("/nhiem-vu/giao/").sees("Đỗ Thị Mai")
