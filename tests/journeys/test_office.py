"""The office of the body: plans come in as files and as pasted tables, are asked about, and are written."""

import re

import pytest

from congtam.personnel.choices import Duty
from congtam.personnel.models import Person
from congtam.planning.choices import PlanState
from congtam.planning.models import BodyName, Plan, PlanItem
from tests import make
from tests.journeys.conftest import Arrival
from tests.journeys.world import World
from tests.planning.plan_files import STYLES, excel, word

SPRING = [
    {
        "task": "Rà soát quy trình vận hành hồ đập",
        "lead": "Phòng Kế hoạch",
        "coordinating": "UBND các xã",
        "deadline_text": "trước 25/11",
    },
    {
        "task": "Tập huấn phòng chống thiên tai",
        "lead": "Tổ công tác 5",
        "coordinating": "",
        "deadline_text": "giữa tháng 5",
    },
]
LATER = [
    {"task": "Kiểm tra hồ đập trước mùa lũ", "lead": "Tổ công tác 5", "coordinating": "", "deadline_text": "Quý III"}
]


def clerk_of(office: World) -> Person:
    """Somebody of the house who does the office's work."""
    clerk = office.staff[1]
    make.duty(clerk, office.body, Duty.OFFICE)
    return clerk


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_the_office_brings_two_plans_in_and_is_asked_once_for_what_it_said(
    arrives: Arrival, office: World, has_script: bool
) -> None:
    thuy = arrives(clerk_of(office), has_script=has_script).goes_to("/ke-hoach/").follows("Nhập kế hoạch")
    thuy.attaches("Tệp kế hoạch", "hong.docx", b"PK").presses("Đọc tệp").sees("Tệp bị hỏng")
    plain = STYLES["several tables, headed once"]
    thuy.attaches("Tệp kế hoạch", "ke-hoach.docx", word(SPRING, plain)).presses("Đọc tệp")
    thuy.writes("Số, ký hiệu", "12/KH-STL").writes("Tên văn bản", "Kế hoạch công tác năm")
    thuy.writes("Nơi ban hành", "UBND tỉnh Sông Lam").presses("Tiếp tục").sees("Nội dung công việc", "Chưa ghi được")

    thuy.follows("2. Đơn vị").sees("Tổ công tác 5", "UBND các xã")
    thuy.chooses("“Tổ công tác 5” là", "Phòng Kế hoạch").presses("Nhớ; tên chưa chọn của trang này để nguyên chữ")
    thuy.sees("Mọi tên đơn vị đều đã rõ")
    thuy.follows("3. Các dòng").sees("giữa tháng 5").writes("Ghi lại thời hạn", "20/5")
    thuy.presses("Lưu câu trả lời của trang này").presses("Ghi 2 nhiệm vụ").sees("Đã ghi kế hoạch", "hạn 20/05/2026")

    thuy.goes_to("/ke-hoach/nhap/").attaches("Tệp kế hoạch", "ke-hoach-2.xlsx", excel(LATER, STYLES["plain"]))
    thuy.presses("Đọc tệp").writes("Số, ký hiệu", "12/KH-STL").writes("Tên văn bản", "Kế hoạch mùa lũ")
    thuy.writes("Nơi ban hành", "UBND tỉnh Sông Lam").presses("Tiếp tục").sees("đã có", "Kế hoạch công tác năm")
    thuy.writes("Số, ký hiệu", "40/KH-STL").presses("Tiếp tục").presses("Ghi 1 nhiệm vụ").sees("từ 01/07/2026")
    assert [plan.state for plan in Plan.objects.order_by("pk")] == [PlanState.LIVE, PlanState.LIVE]
    assert PlanItem.objects.count() == 3
    assert BodyName.objects.count() == 2


def test_the_office_says_what_the_columns_of_a_strange_table_are(arrives: Arrival, office: World) -> None:
    thuy = arrives(clerk_of(office)).goes_to("/ke-hoach/nhap/")
    thuy.writes("Hoặc dán bảng", "a\tb\tc\n1\tPhòng Kế hoạch\tKiểm kê kho\n").presses("Đọc tệp")
    thuy.writes("Tên văn bản", "Thông báo").writes("Nơi ban hành", "Sở").presses("Tiếp tục")
    thuy.sees("Chưa đọc được nhiệm vụ nào").unfolds("Bảng đã dán")
    thuy.chooses("Cột 3: c", re.compile("Nội dung nhiệm vụ")).chooses("Cột 2: b", re.compile("Chủ trì"))
    thuy.writes("Nhiệm vụ bắt đầu từ dòng", "2").presses("Đọc lại").sees("đọc được 1 nhiệm vụ", "Kiểm kê kho")
    thuy.unfolds("Bỏ kế hoạch").writes("Lý do bỏ", "Tải nhầm tệp").confirms("Bỏ kế hoạch").sees("Đã bỏ kế hoạch")
    assert Plan.objects.get().state == PlanState.DISCARDED
