"""Two plans that overlap: the office decides, publishes one plan, a division reports, the office confirms."""

from datetime import date

from congtam.personnel.choices import Duty
from congtam.planning.models import ConsolidatedPlan, WorkItem
from tests import make
from tests.journeys import world
from tests.journeys.conftest import Arrival
from tests.journeys.world import World

TASK = "Rà soát, lập danh mục đê kè xung yếu trước mùa mưa bão"
AGAIN = "Lập danh mục đê kè xung yếu trước mùa mưa bão năm 2026"
OTHER = "Tập huấn lực lượng xung kích hộ đê"


def overlapping_plans(office: World) -> None:
    """The plan of the year has begun to be worked; a later one asks for the same by another day, and for something like it."""
    clerk = world.account(office.bureau_head)
    make.duty(office.bureau_head, office.body, Duty.OFFICE)
    year = make.plan(office.body, by=clerk, number="05/KH-STL", title="Kế hoạch công tác năm 2026")
    later = make.plan(office.body, by=clerk, number="31/KH-STL", title="Kế hoạch phòng, chống thiên tai năm 2026")
    one = make.item(year, TASK, lead=office.division, due_date=date(2026, 5, 31), output="Danh mục")
    drill = make.item(year, OTHER, lead=office.division, due_date=date(2026, 6, 30), output="Báo cáo")
    again = make.item(later, AGAIN, lead=office.division, due_date=date(2026, 4, 15), output="Danh mục kèm bản đồ")
    make.work(one, by=clerk, at=world.moment(2, 3))
    make.work(drill, by=clerk, at=world.moment(2, 3))
    make.overlap(one, again, reasons=["cùng chủ trì", "hạn cách nhau 46 ngày"])
    make.overlap(drill, again, chance=560, reasons=["cùng chủ trì"])


def test_the_office_publishes_one_plan_after_two_overlapped(arrives: Arrival, office: World) -> None:
    overlapping_plans(office)
    office.turns_to(9, 3)
    lien = arrives(office.bureau_head).goes_to("/").opens("Kế hoạch hợp nhất").sees("2 cặp có thể là một việc")
    lien.writes("Số, ký hiệu", "12/KH-STL").presses("Ban hành kế hoạch hợp nhất").sees(
        "Còn 2 cặp nội dung có thể trùng"
    )
    lien.opens("Nội dung trùng lặp").sees(AGAIN).keeps_picture("van-phong-trung-lap")

    lien.follows("Xem lần lượt từng cặp").sees("Rất có thể là một việc", "46 ngày")
    lien.ticks("Trước 15/04/2026").presses("Gộp thành một nhiệm vụ").sees("Hãy ghi lý do chọn thời hạn này")
    lien.keeps_picture("van-phong-mot-cap").writes("Lý do", "Kế hoạch sau sát mùa mưa")
    lien.presses("Gộp thành một nhiệm vụ").sees("cả hai dòng kế hoạch vẫn giữ nguyên văn")
    lien.sees(OTHER).presses("Cố ý để riêng").sees("Hãy ghi lý do để riêng")
    lien.writes("Lý do", "Một bên lập danh mục, một bên tập huấn").presses("Cố ý để riêng").sees(
        "Không còn cặp nào chờ xem"
    )

    lien.opens("Kế hoạch hợp nhất").sees("05/KH-STL", "31/KH-STL", "áp dụng", "Kế hoạch sau sát mùa mưa")
    lien.writes("Số, ký hiệu", "12/KH-STL").presses("Ban hành kế hoạch hợp nhất")
    lien.sees("Đã ban hành kế hoạch hợp nhất năm 2026, lần 1").keeps_picture("van-phong-hop-nhat")
    assert lien.takes("Word").startswith(b"PK")
    assert len(ConsolidatedPlan.objects.get().rows) == 2

    khoa = arrives(office.head).goes_to("/").opens("Nhiệm vụ của cơ quan").follows(TASK)
    khoa.follows("Báo cáo hoàn thành").presses("Báo cáo hoàn thành").sees("Hãy ghi số văn bản")
    khoa.writes("Số, ký hiệu văn bản", "41/BC-KH").presses("Báo cáo hoàn thành").sees("chờ văn phòng")

    lien.goes_to("/").opens("Nhiệm vụ của cơ quan").follows("Xác nhận hoàn thành").presses("Xác nhận hoàn thành")
    lien.sees("Đã xác nhận hoàn thành", "đúng hạn").keeps_picture("van-phong-nhiem-vu")
    done = WorkItem.objects.get(title=TASK)
    assert (done.due_date, done.done_date, done.items.count()) == (date(2026, 4, 15), date(2026, 3, 9), 2)

    lien.opens("Chỉ tiêu").follows("Lập chỉ tiêu").writes("Chỉ tiêu", "Tỷ lệ đê kè đạt chuẩn").writes(
        "Đơn vị tính", "%"
    )
    lien.writes("Giá trị phải đạt", "95").presses("Lập chỉ tiêu").sees("chưa báo cáo")
    lien.writes("Giá trị đạt", "91,5").presses("Ghi giá trị đạt").sees("91,5%", "chưa đạt", "96% chặng đường")
