"""Dossiers of the one-stop office: an export is brought, the next day again; what is overdue reaches its holder and stands on his month."""

from datetime import datetime

from congtam.follow_up.models import Dossier
from congtam.follow_up.services import send_reminders
from congtam.personnel.choices import Duty
from tests import make
from tests.journeys.conftest import Arrival
from tests.journeys.workbooks import dossiers_csv, dossiers_xlsx
from tests.journeys.world import OFFICE, World

DIVISION, HOLDER = "Phòng Kế hoạch", "Trần Văn Đạt"
MONDAY = (
    ("H30.0001", "Cấp phép xả thải", "02/03/2026", "06/03/2026", "05/03/2026", DIVISION, HOLDER),
    ("H30.0002", "Cấp phép xả thải", "02/03/2026", "06/03/2026", "", DIVISION, HOLDER),
    ("H30.0003", "Cấp đổi giấy phép", "04/03/2026", "20/03/2026", "", DIVISION, HOLDER),
)


def test_an_export_is_brought_twice_reaches_the_holder_and_stands_on_his_month(arrives: Arrival, office: World) -> None:
    make.duty(office.bureau_head, office.body, Duty.OFFICE)
    office.turns_to(9, 3, 7)
    send_reminders(at=datetime.now(OFFICE))
    office.turns_to(9, 3, 8)
    lien = arrives(office.bureau_head).goes_to("/").opens("Hồ sơ một cửa").follows("Nhập tệp")
    lien.attaches("Tệp xuất từ hệ thống một cửa", "ho-so-09-03.xlsx", dossiers_xlsx(MONDAY)).presses("Đọc tệp")
    lien.sees("3 hồ sơ mới").presses("Ghi hồ sơ").sees("Đã ghi 3 hồ sơ mới, 0 hồ sơ thay đổi.")
    lien.sees("đang quá hạn", DIVISION, "50%", "1–5 ngày")

    office.turns_to(10, 3, 8)
    send_reminders(at=datetime.now(OFFICE))
    dat = arrives(office.specialist).goes_to("/thong-bao/")
    dat.sees("1 hồ sơ một cửa quá hạn (hẹn trả 06/03/2026): H30.0002")

    for told in ("Đã ghi 0 hồ sơ mới, 1 hồ sơ thay đổi.", "Đã ghi 0 hồ sơ mới, 0 hồ sơ thay đổi."):
        lien.goes_to("/theo-doi/ho-so/nhap/")
        tuesday = (*MONDAY[:1], (*MONDAY[1][:4], "10/03/2026", *MONDAY[1][5:]), *MONDAY[2:])
        lien.attaches("Tệp xuất từ hệ thống một cửa", "ho-so-10-03.csv", dossiers_csv(tuesday)).presses("Đọc tệp")
        lien.presses("Ghi hồ sơ").sees(told)
    assert Dossier.objects.count() == len(MONDAY)

    office.gives("Báo cáo tình hình hồ chứa", to=office.specialist, due=datetime(2026, 3, 20, tzinfo=OFFICE).date())
    office.opens_march()
    dat.goes_to("/").opens("Điểm của tôi").follows("Tự chấm")
    dat.sees("Hồ sơ thủ tục hành chính trong tháng", "ho-so-10-03.csv", "số liệu đến ngày 10/03/2026")
    dat.sees("không tự cộng hay trừ điểm")
    khoa = arrives(office.head).goes_to("/cham-diem/thang/?period=2026-03").follows(HOLDER)
    khoa.sees("Hồ sơ thủ tục hành chính trong tháng", "50%")
