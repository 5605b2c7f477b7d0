"""A head of a body: judges those who lead, and ends the year within the share of the excellent."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from congtam.documents.services import store_bytes
from congtam.evaluation import services as years
from congtam.evaluation.choices import CampaignState
from congtam.evaluation.models import Campaign, RatingCase
from congtam.personnel.models import Person
from congtam.scoring import services as months
from congtam.scoring.choices import SheetState
from congtam.scoring.models import ScoreSheet
from congtam.tasks.services import Assignment, assign
from tests.journeys.conftest import Arrival
from tests.journeys.world import OFFICE, World, account, everybody
from tests.scoring.office import sign


def test_the_director_judges_a_head_of_division_by_the_people_he_leads(arrives: Arrival, office: World) -> None:
    for who in office.staff:
        office.finishes(office.gives("Báo cáo tình hình hồ chứa", to=who, due=date(2026, 3, 20)))
    own = Assignment(
        post=office.head.appointments.get(), product=office.report, quantity=Decimal(1), due_date=date(2026, 3, 25)
    )
    (task,) = assign(assignments=[own], actor=account(office.director), at=datetime.now(OFFICE))
    office.finishes(task, by=office.director)
    office.opens_march()
    for who in (*office.staff, office.head):
        sign(who, at=datetime.now(OFFICE))
    for who in office.staff:
        sheet = ScoreSheet.objects.get(person=who)
        months.confirm(sheet_id=sheet.pk, comment="", actor=account(office.head), at=datetime.now(OFFICE))

    giang = arrives(office.director).goes_to("/").follows("Xác nhận phiếu tháng 3/2026")
    giang.follows("Kết luận về Phạm Văn Khoa").sees("d tính từ điểm của người thuộc quyền")
    giang.chooses("đ, khả năng tổ chức triển khai", "100%").writes("Lý do đ", "Mọi việc đúng hạn, có cách làm mới.")
    giang.chooses("e, năng lực tập hợp, đoàn kết", "100%").writes("Lý do e", "Phòng đoàn kết.")
    giang.keeps_picture("thu-truong-ket-luan", of="Cấp có thẩm quyền theo dõi")
    giang.presses("Xác nhận phiếu").sees("Đã xác nhận phiếu của Phạm Văn Khoa.")
    assert ScoreSheet.objects.get(person=office.head).state == SheetState.CONFIRMED


def test_a_year_is_decided_within_the_share_published_and_read_by_each(arrives: Arrival, office: World) -> None:
    dat, ha = office.staff[:2]
    office.turns_to(1, 12)
    office.months(dict.fromkeys(everybody(office), 80) | {dat: 96, ha: 93})
    campaign = prepared(office)

    mine = arrives(dat).goes_to("/").follows("Phiếu xếp loại chất lượng năm 2026").sees("Kết quả chưa công bố")
    mine.ticks("Hoàn thành xuất sắc nhiệm vụ").keeps_picture("chuyen-vien-tu-xep-loai").presses("Ký phần tự xếp loại")
    mine.misses("Đề xuất của hệ thống")
    rate_themselves(office, campaign, but=dat)

    giang = arrives(office.director).goes_to("/").follows("Quyết định xếp loại năm 2026")
    giang.sees("Đề xuất xuất sắc nhiều hơn tỷ lệ").keeps_picture("thu-truong-bang-xep-loai")
    giang.follows("(vượt 1)").sees("Trần Văn Đạt", "Lê Thị Hà").keeps_picture("thu-truong-so-sanh")

    address = f"/xep-loai/dot/{campaign.pk}/"
    giang.goes_to(address).follows("Trần Văn Đạt").presses("Quyết định").sees("Các quyết định")
    giang.goes_to(address).follows("Lê Thị Hà").ticks("Hoàn thành xuất sắc nhiệm vụ").presses("Quyết định")
    giang.sees("tối đa 1 người")
    giang.ticks("Hoàn thành tốt nhiệm vụ").writes("Lý do", "Nhường chỉ tiêu; hai việc lớn xong sau.").presses(
        "Quyết định"
    )
    giang.goes_to(address).follows("Quyết định các hồ sơ không vướng").presses("Quyết định những người đã chọn")
    giang.sees("đúng như đề xuất").follows("Công bố").sees("Chưa thể công bố", "Lý Văn Giang")

    chairman = arrives(office.chairman).goes_to(address).follows("Lý Văn Giang").ticks("Hoàn thành tốt nhiệm vụ")
    chairman.writes("Lý do", "Đúng mức của Sở, theo ý kiến cấp uỷ.").presses("Quyết định").sees("Lần 1")
    giang.goes_to(f"{address}cong-bo/").writes("Thông báo kết quả", "Số 120/TB-STL ngày 1/12/2026")
    giang.keeps_picture("thu-truong-cong-bo").presses("Công bố").sees("Đã công bố.")
    assert Campaign.objects.get().state == CampaignState.PUBLISHED
    giang.goes_to(address).follows("Phân bố").keeps_picture("thu-truong-phan-bo")

    mine.opens("Xếp loại của tôi").sees("Kết quả đã công bố", "120/TB-STL").unfolds("Vì sao").sees("Điều")
    mine.keeps_picture("chuyen-vien-ket-qua-nam")
    assert mine.takes("Mẫu số 02 (.docx)")[:2] == b"PK"


def prepared(office: World) -> Campaign:
    """The campaign of the year, opened and prepared by the officer; the meeting was held."""
    who: Any = {"actor": account(office.officer), "at": datetime.now(OFFICE)}
    campaign = years.open_campaign(body=office.body, year=2026, **who)
    years.confirm_facts(campaign=campaign, document="Báo cáo 15/BC-VP", **who)
    years.set_body_level(campaign=campaign, level="good", document="90/QĐ-UBND", **who)
    minutes = store_bytes(name="bien-ban.pdf", data=b"%PDF-1.4\n%%EOF\n", **who)
    years.record_meeting(campaign=campaign, on=date(2026, 12, 1), minutes=minutes, **who)
    years.refresh_proposals(campaign=campaign, **who)
    RatingCase.objects.filter(person=office.director).update(party_opinion="Nhất trí", collective_opinion="Nhất trí")
    return campaign


def rate_themselves(office: World, campaign: Campaign, *, but: Person) -> None:
    """Let everybody else rate himself as proposed."""
    for case in campaign.cases.exclude(person=but).select_related("person__user"):
        years.self_rate(case=case, level=case.proposed_level, actor=account(case.person), at=datetime.now(OFFICE))
