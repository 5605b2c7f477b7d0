"""A year of an invented commune, lived through its pages on a real catalogue and real task sentences."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import count
from pathlib import Path

import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from congtam.accounts.models import User
from congtam.accounts.services import open_account
from congtam.documents.workbooks import write_table
from congtam.evaluation.models import RatingCase
from congtam.organisation.models import Unit
from congtam.personnel.models import Appointment, Person
from congtam.personnel.workbooks import PEOPLE_COLUMNS, PEOPLE_SHEET, UNIT_COLUMNS, UNITS_SHEET
from congtam.planning.models import Product
from congtam.planning.workbooks import COLUMNS
from congtam.scoring import services as scoring
from congtam.scoring.choices import SheetState
from congtam.scoring.facts import criteria_of
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from congtam.tasks import services as tasks
from congtam.tasks.choices import EvidenceKind
from congtam.tasks.models import HandIn, Task
from congtam.values.numbers import vietnamese
from tests.real_data import real
from tests.site.clerk import Clerk

PROVINCE, COMMUNE = "Ủy ban nhân dân tỉnh Sông Lam", "Ủy ban nhân dân xã Nậm Khê"
OFFICE, ECONOMY, CULTURE = "Văn phòng HĐND-UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội"
CODES = {COMMUNE: "xa-nam-khe", OFFICE: "nk-vp", ECONOMY: "nk-kt", CULTURE: "nk-vhxh"}
LEADERS, STAFF = "Trưởng, phó phòng", "Chuyên viên tham mưu"
PROVINCE_CHAIRMAN, PROVINCE_OFFICER = "Võ Đình Chính", "Đỗ Thị Mai"
CHAIRMAN, DEPUTY, OFFICER = "Lê Quang Tuyển", "Hoàng Thị Ngân", "Nguyễn Thị Thuỷ"
# Name, place, title, rank: the heads of the divisions first, then everybody else.
ROSTER = (
    (CHAIRMAN, COMMUNE, "Chủ tịch Uỷ ban nhân dân xã", "người đứng đầu", ""),
    (DEPUTY, COMMUNE, "Phó Chủ tịch Uỷ ban nhân dân xã", "cấp phó của người đứng đầu", ""),
    ("Trần Đức Huỳnh", OFFICE, "Chánh Văn phòng", "người đứng đầu", LEADERS),
    ("Phạm Thị Xuyến", ECONOMY, "Trưởng phòng", "người đứng đầu", LEADERS),
    ("Vũ Văn Khuê", CULTURE, "Trưởng phòng", "người đứng đầu", LEADERS),
    ("Đặng Thị Quyên", OFFICE, "Phó Chánh Văn phòng", "cấp phó của người đứng đầu", LEADERS),
    (OFFICER, OFFICE, "Chuyên viên", "", STAFF),
    ("Bùi Quốc Đạt", OFFICE, "Chuyên viên", "", STAFF),
    ("Lò Thị Ương", OFFICE, "Chuyên viên", "", STAFF),
    ("Ngô Gia Hưởng", OFFICE, "Chuyên viên", "", STAFF),
    ("Đinh Thế Kỷ", ECONOMY, "Chuyên viên", "", STAFF),
    ("Mai Thị Nguyệt", ECONOMY, "Chuyên viên", "", STAFF),
    ("Hà Văn Sửu", ECONOMY, "Chuyên viên", "", STAFF),
    ("Phan Thị Lượng", ECONOMY, "Chuyên viên", "", STAFF),
    ("Tạ Hữu Nghĩa", ECONOMY, "Chuyên viên", "", STAFF),
    ("Dương Thị Huệ", CULTURE, "Chuyên viên", "", STAFF),
    ("Cao Xuân Bường", CULTURE, "Chuyên viên", "", STAFF),
    ("Lý Thị Mỷ", CULTURE, "Chuyên viên", "", STAFF),
    ("Trịnh Công Phước", CULTURE, "Chuyên viên", "", STAFF),
    ("Quách Thị Oanh", CULTURE, "Chuyên viên", "", STAFF),
)
HEADS = {OFFICE: "Trần Đức Huỳnh", ECONOMY: "Phạm Thị Xuyến", CULTURE: "Vũ Văn Khuê"}
LATE, FAULTY, UNABLE, TAKER, BUSY = (
    "Đinh Thế Kỷ",
    "Mai Thị Nguyệt",
    "Hà Văn Sửu",
    "Phan Thị Lượng",
    "Dương Thị Huệ",
)
# So many earn full general marks that their group's share does not hold them all.
EXCELLENT, GOOD = "Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ"
BEST = ("Bùi Quốc Đạt", "Tạ Hữu Nghĩa", "Cao Xuân Bường", "Lý Thị Mỷ", "Trịnh Công Phước")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@cache
def real_lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in Path(real(name)).read_text(encoding="utf-8").splitlines()]


@dataclass
class House:
    """The commune as its year goes on; everybody signs in afresh for each day's work."""

    unit: dict[str, Unit] = field(default_factory=dict)
    campaign_key: int = 0
    # What the server said when one more excellent person was too many, by name.
    refusals: dict[str, str] = field(default_factory=dict)
    _sentences: Iterator[int] = field(default_factory=count)

    def at_work(self, name: str) -> Clerk:
        """Somebody signed in today."""
        return Clerk(user(name))

    def sentence(self) -> str:
        """The next real task sentence."""
        return " ".join(real_lines("plan-tasks.jsonl")[next(self._sentences)]["task"].split())

    def product(self, place: str, number: int = 0) -> str:
        """The code of a real product of a division; the leaders' own products for the body itself."""
        wanted = "Lãnh đạo, quản lý" if place == COMMUNE else place
        return [one["code"] for one in real_lines("product-catalogue.jsonl") if one["unit"] == wanted][number]


@contextmanager
def day(on: date) -> Iterator[None]:
    """Ten o'clock of a day in the office."""
    with time_machine.travel(datetime(on.year, on.month, on.day, 3, tzinfo=UTC), tick=False):
        yield


def user(name: str) -> User:
    return User.objects.get(full_name=name)


def people(*places: str, leading: bool | None = None) -> list[str]:
    """Everybody of some places, leaders or others only when asked so."""
    return [row[0] for row in ROSTER if row[1] in places and leading in (None, bool(row[3]))]


def place_of(name: str) -> str:
    return next(row[1] for row in ROSTER if row[0] == name)


def pdf(name: str = "Báo cáo kết quả.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def xlsx(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def roster_workbook(units: Iterable[tuple[str, ...]], rows: Iterable[tuple[str, ...]]) -> bytes:
    """A roster in the template's own columns."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for title, columns, lines in ((UNITS_SHEET, UNIT_COLUMNS, units), (PEOPLE_SHEET, PEOPLE_COLUMNS, rows)):
            page = book.add_worksheet(title)
            page.write_row(0, 0, [column.label for column in columns])
            for at, line in enumerate(lines, start=1):
                page.write_row(at, 0, line)
    return out.getvalue()


def person_row(number: int, name: str, code: str, title: str, rank: str, group: str) -> tuple[str, ...]:
    category = "cán bộ" if "Chủ tịch" in title else "công chức"
    row = (f"000{number:09}", name, "", "", code, title, category, rank, group, "", "01/07/2025")
    return (*row, "", "", "", "")


def catalogue_workbook() -> bytes:
    """The real catalogue as the form's own table."""
    names = ("code", "unit", "task", "detail", "output", "group", "score_frame", "score", "factor", "note")
    lines = enumerate(real_lines("product-catalogue.jsonl"), start=1)
    rows = [(number, *(line[name] for name in names)) for number, line in lines]
    return write_table(title="DANH MỤC SẢN PHẨM, CÔNG VIỆC", columns=COLUMNS, rows=rows, heading=[COMMUNE, ""])


def set_up(house: House) -> None:
    """An empty house becomes an office. The console makes the first administrator; everything else is done on pages."""
    with day(date(2026, 1, 5)):
        # The one act without a page: `congtam user add … --administrator`.
        _, password = open_account(
            username="quan-tri", full_name="Quản trị hệ thống", actor=None, at=datetime.now(UTC), is_administrator=True
        )
        administrator = Clerk(username="quan-tri", password=password)
        administrator.open("/co-cau/lap-co-quan/").press(
            "Lập cơ quan",
            {
                "Mã đơn vị": "tinh-song-lam",
                "Tên đơn vị": PROVINCE,
                "Là cơ quan sử dụng công chức": True,
                "Là cơ quan quản lý công chức": True,
                "Thành lập từ ngày": "2015-01-01",
            },
        )
        take_in(
            administrator,
            [],
            [
                person_row(1, PROVINCE_CHAIRMAN, "tinh-song-lam", "Chủ tịch", "người đứng đầu", ""),
                person_row(2, PROVINCE_OFFICER, "tinh-song-lam", "Chuyên viên Sở Nội vụ", "", ""),
            ],
        )
        for name in (PROVINCE_CHAIRMAN, PROVINCE_OFFICER):
            give_account(administrator, name)
        give_duty(administrator, PROVINCE_OFFICER)
        province_officer = house.at_work(PROVINCE_OFFICER)
        province_officer.open("/co-cau/").follow(PROVINCE).follow("Lập đơn vị bên trong").press(
            "Lập đơn vị",
            {
                "Mã đơn vị": CODES[COMMUNE],
                "Tên đơn vị": COMMUNE,
                "Là cơ quan sử dụng công chức": True,
                "Thành lập từ ngày": "2025-07-01",
            },
        )
        house.unit[COMMUNE] = Unit.objects.get(code=CODES[COMMUNE])
        own = f"?co-quan={house.unit[COMMUNE].pk}"
        divisions = [(CODES[name], name, "", "", "01/07/2025") for name in (OFFICE, ECONOMY, CULTURE)]
        rows = [
            person_row(number, name, CODES[place], *rest)
            for number, (name, place, *rest) in enumerate(ROSTER, start=101)
        ]
        take_in(province_officer, divisions, rows, own)
        for name, *_ in ROSTER:
            give_account(province_officer, name)
        give_duty(province_officer, OFFICER, own)
        house.unit |= {name: Unit.objects.get(code=CODES[name]) for name in (OFFICE, ECONOMY, CULTURE)}


def take_in(clerk: Clerk, units: Sequence[tuple[str, ...]], rows: Sequence[tuple[str, ...]], query: str = "") -> None:
    clerk.open(f"/nhan-su/nhap/{query}").press(
        "Xem trước", files={"Tệp Excel": xlsx("danh-sach.xlsx", roster_workbook(units, rows))}
    )
    clerk.press(f"Ghi {len(units) + len(rows)} thay đổi")
    assert "Đã ghi danh sách." in clerk.told


def give_account(clerk: Clerk, name: str) -> None:
    """Open somebody's account; the password is told once and works."""
    person = Person.objects.get(full_name=name)
    clerk.open(f"/nhan-su/{person.pk}/").follow("Mở tài khoản")
    clerk.press("Mở tài khoản", {"Tên đăng nhập": f"can-bo-{person.pk}"})
    password = clerk.told.split("Mật khẩu tạm của ")[1].split(": ")[1].split(" ")[0]
    # The first sign-in asks for a password of one's own, and nothing else opens before.
    assert name in Clerk(username=f"can-bo-{person.pk}", password=password).open("/nhan-su/toi/").text


def give_duty(clerk: Clerk, name: str, query: str = "") -> None:
    clerk.open(f"/nhan-su/phan-cong/{query}").press(
        "Giao phần việc",
        {
            "Người được giao": name,
            "Phần việc": "công chức tổ chức cán bộ",
            "Từ ngày": "2026-01-05",
            "Văn bản giao việc": "Quyết định 02/QĐ-UBND",
        },
    )


def prepare(house: House) -> None:
    """The officer sets the by-law's reading and brings the real catalogue into force."""
    with day(date(2026, 1, 5)):
        officer = house.at_work(OFFICER)
        body = house.unit[COMMUNE].pk
        officer.open(f"/cham-diem/cach-hieu/{body}/").press(
            "Ghi cách hiểu",
            {
                "Quy chế, văn bản của cơ quan": "Quy chế 12/QC-UBND ngày 02/01/2026",
                "Áp dụng từ ngày": "2026-01-01",
                "cán bộ": True,
            },
        )
        officer.open(f"/danh-muc/nhap/{body}/").press(
            "Đọc và xem trước", files={"Tệp Excel": xlsx("Danh mục.xlsx", catalogue_workbook())}
        )
        officer.press(f"Nhập {len(real_lines('product-catalogue.jsonl'))} sản phẩm")
        assert "Đã nhập 371 sản phẩm" in officer.told
        officer.press(
            "Ban hành",
            {"Quyết định ban hành": "Quyết định 15/QĐ-UBND ngày 05/01/2026", "Áp dụng từ ngày": "2026-01-01"},
        )


def give_out(house: House, month: int, due: date) -> None:
    """Everybody gets one product of his division with a real sentence: by the form, by the grid, from above."""
    with day(date(2026, month, 6)):
        for head, place in ((HEADS[OFFICE], OFFICE), (HEADS[ECONOMY], ECONOMY)):
            clerk = house.at_work(head)
            for number, name in enumerate(person for person in people(place) if person != head):
                give_one(clerk, house.product(place, number), house.sentence(), name, due)
        clerk = house.at_work(HEADS[CULTURE])
        pasted = "\n".join(
            f"{house.product(CULTURE, number)}\t{name}\t1\t{due:%d/%m/%Y}\t{house.sentence()}"
            for number, name in enumerate(people(CULTURE, leading=False))
        )
        clerk.open("/nhiem-vu/giao-nhieu/").press("Xem trước", {"Dán cả bảng từ Excel": pasted}).press("Giao 5 việc")
        chairman = house.at_work(CHAIRMAN)
        for number, name in enumerate([DEPUTY, *HEADS.values()]):
            give_one(chairman, house.product(COMMUNE, number), house.sentence(), name, due)
        give_one(house.at_work(PROVINCE_CHAIRMAN), house.product(COMMUNE, 5), house.sentence(), CHAIRMAN, due)


def give_one(clerk: Clerk, code: str, sentence: str, name: str, due: date) -> None:
    product = next(
        one for one in clerk.open(f"/nhiem-vu/giao/?q={code}").options("Sản phẩm, công việc") if f"{code} " in one
    )
    title = next(row[2] for row in (*ROSTER, (PROVINCE_CHAIRMAN, "", "Chủ tịch")) if row[0] == name)
    clerk.press(
        "Giao việc",
        {
            "Sản phẩm, công việc": product,
            "Nội dung cụ thể": sentence,
            f"{name}, {title}": True,
            "Hạn": due.isoformat(),
            "Nguồn giao": "Kế hoạch công tác tháng",
        },
    )
    assert "Đã giao việc cho 1 người." in clerk.told


def task_of(name: str, month: int, **which: str) -> Task:
    return Task.objects.get(holder__full_name=name, month=date(2026, month, 1), **({"origin": "assigned"} | which))


def do(house: House, name: str, month: int, on: date, *, accept: bool = True, origin: str = "assigned") -> None:
    """Somebody accepts his work and hands it in with a file and a document number."""
    with day(on):
        clerk = house.at_work(name).open(f"/nhiem-vu/{task_of(name, month, origin=origin).pk}/")
        if accept:
            clerk.press("Nhận việc")
        clerk.press(
            "Nộp sản phẩm",
            {"Số, ký hiệu văn bản": f"{100 + month}/BC-UBND ngày {on:%d/%m/%Y}", "Nội dung báo cáo": "Đã hoàn thành."},
            {"Tệp": pdf()},
        )
        assert "Đã nộp, chờ nghiệm thu." in clerk.told


def judge_of(name: str) -> str:
    """Whoever accepts somebody's work: his head, of heads and deputy the chairman, of the chairman the province's."""
    if name == CHAIRMAN:
        return PROVINCE_CHAIRMAN
    place = place_of(name)
    return CHAIRMAN if place == COMMUNE or HEADS[place] == name else HEADS[place]


def accept(house: House, name: str, month: int, on: date, origin: str = "assigned") -> None:
    with day(on):
        clerk = house.at_work(judge_of(name)).open(f"/nhiem-vu/{task_of(name, month, origin=origin).pk}/")
        clerk.press("Nghiệm thu")
        assert "Đã nghiệm thu." in clerk.told


def happen(house: House, month: int) -> None:
    """What does not go as it should: late for a reason, returned for an error, handed back and taken over, unplanned."""
    with day(date(2026, month, 9)):
        unable = task_of(UNABLE, month)
        clerk = house.at_work(UNABLE).open(f"/nhiem-vu/{unable.pk}/").press("Nhận việc")
        clerk.follow("Không thể hoàn thành, trả lại").press(
            "Không thể hoàn thành, trả lại", {"Lý do": "Được cử đi tập huấn hết tháng theo Công văn 12/SNV."}
        )
        taker = house.at_work(TAKER).open(f"/nhiem-vu/{unable.pk}/").follow("Nhận thay việc này")
        taker.press("Nhận thay việc này", {"Hạn": f"2026-{month:02}-26"})
        busy = house.at_work(BUSY).open("/nhiem-vu/dot-xuat/")
        busy.press("Ghi việc", {"Nội dung cụ thể": house.sentence(), "Hạn": f"2026-{month:02}-27"})
    do(house, FAULTY, month, date(2026, month, 12))
    with day(date(2026, month, 13)):
        head = house.at_work(HEADS[ECONOMY]).open(f"/nhiem-vu/{task_of(FAULTY, month).pk}/")
        head.follow("Trả lại vì lỗi lớn về nội dung").press(
            "Trả lại vì lỗi lớn về nội dung", {"Cần sửa, bổ sung những gì": "Số liệu giải ngân sai biểu 02."}
        )
    do(house, FAULTY, month, date(2026, month, 14), accept=False)
    do(house, LATE, month, date(2026, month, 23))
    with day(date(2026, month, 24)):
        clerk = house.at_work(LATE).open(f"/nhiem-vu/{task_of(LATE, month).pk}/").follow("Nêu nguyên nhân khách quan")
        said = "Mưa lũ chia cắt thôn Khe Vai từ ngày 18 đến ngày 22."
        clerk.press("Nêu nguyên nhân khách quan", {"Nguyên nhân khách quan": said})
        answering = house.at_work(HEADS[ECONOMY]).open("/nhiem-vu/nguyen-nhan/")
        assert said in answering.text
        cause = next(words for words in buttons(answering) if words.startswith("Xác nhận nguyên nhân"))
        answering.press(cause)
    do(house, TAKER, month, date(2026, month, 25), accept=False, origin="taken_over")
    do(house, BUSY, month, date(2026, month, 25), accept=False, origin="unplanned")
    for name, origin in ((FAULTY, "assigned"), (LATE, "assigned"), (TAKER, "taken_over"), (BUSY, "unplanned")):
        accept(house, name, month, date(2026, month, 26), origin)


def buttons(clerk: Clerk) -> list[str]:
    return [" ".join(one.text_content().split()) for one in clerk.page.iter("button")]


def live_a_month(house: House, month: int, *, troubled: bool) -> None:
    """A whole month through every page: work, sheets, confirmation, closing."""
    due = date(2026, month, 20)
    give_out(house, month, due)
    with day(date(2026, month, 7)):
        house.at_work(OFFICER).open("/cham-diem/ky/").press(
            "Mở kỳ",
            {"Tháng": f"Tháng {month}/2026", "Ngày chốt số liệu": f"2026-{month + 1:02}-05"},
        )
    special = {LATE, FAULTY, UNABLE} if troubled else set()
    if troubled:
        happen(house, month)
    for name, *_ in ROSTER:
        if name not in special:
            do(house, name, month, date(2026, month, 16))
            accept(house, name, month, date(2026, month, 17))
    with day(date(2026, month + 1, 2)):
        for name, *_ in ROSTER:
            sign(house, name, month)
    with day(date(2026, month + 1, 3)):
        confirm(house, month)
        period = ScoringPeriod.objects.get(month=date(2026, month, 1))
        house.at_work(OFFICER).open(f"/cham-diem/ky/{period.pk}/").press("Đóng kỳ")


def sheet_of(name: str, month: int) -> ScoreSheet:
    return ScoreSheet.objects.get(person__full_name=name, period__month=date(2026, month, 1), is_current=True)


def marks_of(name: str, month: int) -> dict[str, str]:
    """Full general marks for the best, half of them for everybody else."""
    share = 1 if name in BEST else 2
    return {one.code: vietnamese(one.max / share) for one in criteria_of(date(2026, month, 1))}


def sign(house: House, name: str, month: int) -> None:
    clerk = house.at_work(name).open(f"/cham-diem/phieu/{sheet_of(name, month).pk}/")
    typed = {f"mark_{code.replace('.', '_')}": mark for code, mark in marks_of(name, month).items()}
    typed["Ưu điểm"] = "Chủ động, đúng hạn, phối hợp tốt."
    if name == UNABLE:
        typed["Hạn chế, khuyết điểm"] = "Trả lại một việc do đi tập huấn."
    clerk.press("Ký và chuyển cấp trên", typed)
    assert "Đã ký phiếu và chuyển cấp trên." in clerk.told


def confirm(house: House, month: int) -> None:
    """Heads confirm their people, the clean ones at once; the chairman those who lead; the province's chairman him."""
    for head in HEADS.values():
        clerk = house.at_work(head).open(f"/cham-diem/thang/?period=2026-{month:02}")
        while pressed := next((one for one in buttons(clerk) if one.startswith("Xác nhận")), ""):
            clerk.press(pressed)
        for name in people(place_of(head)):
            sheet = sheet_of(name, month)
            if name != head and sheet.state != SheetState.CONFIRMED:
                conclude(clerk, sheet.pk)
    for leader in (*HEADS.values(), DEPUTY):
        conclude(house.at_work(CHAIRMAN), sheet_of(leader, month).pk)
    conclude(house.at_work(PROVINCE_CHAIRMAN), sheet_of(CHAIRMAN, month).pk)


def conclude(clerk: Clerk, sheet: int) -> None:
    clerk.open(f"/cham-diem/phieu/{sheet}/").press(
        "Xác nhận phiếu",
        {
            "đ, khả năng tổ chức triển khai": "100%",
            "Lý do đ": "Việc theo kế hoạch xong đúng hạn; có cách làm mới.",
            "e, năng lực tập hợp, đoàn kết": "100%",
            "Lý do e": "Nội bộ đoàn kết.",
            "Ý kiến nhận xét của cấp có thẩm quyền": "Nhất trí với phiếu.",
        },
    )


def pass_a_month(house: House, month: int) -> None:
    """The same month in short, by the services the pages call, so that a year takes less than a minute."""
    opened, judged = moment(month, 6), moment(month, 17)
    given: dict[str, list[tasks.Assignment]] = {}
    for name, place, *_ in ROSTER:
        one = tasks.Assignment(
            post=Appointment.objects.get(person__full_name=name),
            product=Product.objects.get(code=house.product(place)),
            quantity=Decimal(1),
            due_date=date(2026, month, 20),
            title=house.sentence(),
        )
        given.setdefault(judge_of(name), []).append(one)
    work = [
        task
        for judge, assignments in given.items()
        for task in tasks.assign(assignments=assignments, actor=user(judge), at=opened)
    ]
    for task in work:
        me = task.holder.user
        assert me is not None
        tasks.accept(task_id=task.pk, actor=me, at=moment(month, 7))
        proof = tasks.Proof(kind=EvidenceKind.DOCUMENT, text=f"{month}/BC-UBND")
        tasks.hand_in(task_id=task.pk, quantity=Decimal(1), proofs=[proof], actor=me, at=moment(month, 16))
        waiting = HandIn.objects.get(task=task)
        accepts = user(judge_of(task.holder.full_name))
        tasks.accept_result(task_id=task.pk, hand_in_id=waiting.pk, quantity=Decimal(1), actor=accepts, at=judged)
    period = scoring.open_period(
        body=house.unit[COMMUNE],
        month=date(2026, month, 1),
        cut_off_date=date(2026, month + 1, 5),
        actor=user(OFFICER),
        at=opened,
    )
    for name, *_ in ROSTER:
        marks = {code: mark.replace(",", ".") for code, mark in marks_of(name, month).items()}
        scoring.self_sign(
            sheet_id=sheet_of(name, month).pk,
            entered=scoring.Entered(marks=marks, strengths="Hoàn thành tốt."),
            actor=user(name),
            at=moment(month + 1, 2),
        )
    said = scoring.Conclusions(
        organising="full", organising_reason="Đúng kế hoạch.", unity="full", unity_reason="Đoàn kết."
    )
    # From the inside out: d of a leader waits for the sheets of his people.
    staff = people(OFFICE, ECONOMY, CULTURE, leading=False)
    deputies = [name for name in people(OFFICE, leading=True) if name not in HEADS.values()]
    for name in [*staff, *deputies, *HEADS.values(), DEPUTY, CHAIRMAN]:
        sheet = sheet_of(name, month)
        scoring.confirm(
            sheet_id=sheet.pk,
            comment="Nhất trí.",
            conclusions=said if sheet.holds_leading_post else None,
            actor=user(judge_of(name)),
            at=moment(month + 1, 3),
        )
    scoring.close_period(period_id=period.pk, actor=user(OFFICER), at=moment(month + 1, 4))


def moment(month: int, on: int) -> datetime:
    return datetime(2026, month, on, 3, tzinfo=UTC) if month <= 12 else datetime(2027, 1, on, 3, tzinfo=UTC)


def rate_the_year(house: House) -> None:
    """The campaign as far as decisions: opened, gone through, the body's level, self ratings, the Party's word, the meeting."""
    with day(date(2026, 12, 7)):
        officer = house.at_work(OFFICER).open("/xep-loai/dot/")
        officer.press("Mở đợt xếp loại", {"Cơ quan": COMMUNE, "Năm": "2026"})
        house.campaign_key = officer.key
        officer.open(f"/xep-loai/dot/{house.campaign_key}/chuan-bi/")
        officer.press("Xác nhận đã rà soát", {"Văn bản rà soát": "Báo cáo 15/BC-VP ngày 04/12/2026"})
        officer.press(
            "Ghi mức của cơ quan",
            {
                "Mức xếp loại của cơ quan": "Hoàn thành tốt nhiệm vụ",
                "Quyết định công nhận": "Quyết định 90/QĐ-UBND ngày 05/12/2026",
            },
        )
        for name, *_ in ROSTER:
            own = house.at_work(name).open("/xep-loai/?year=2026")
            assert "Kết quả chưa công bố" in own.text
            own.press("Ký phần tự xếp loại", {EXCELLENT if name in BEST else GOOD: True})
    with day(date(2026, 12, 8)):
        officer = house.at_work(OFFICER)
        for name in (CHAIRMAN, DEPUTY):
            officer.open(case_address(name)).press("Ghi", {"Ý kiến cấp uỷ": "Ban Thường vụ Đảng uỷ xã nhất trí."})
        officer.open(f"/xep-loai/dot/{house.campaign_key}/chuan-bi/").press(
            "Ghi cuộc họp", {"Ngày họp": "2026-12-08"}, {"Biên bản": pdf("Biên bản họp.pdf")}
        )


def decide(house: House) -> None:
    """The chairman decides on everybody but himself, within the share; the province's chairman decides on him."""
    with day(date(2026, 12, 9)):
        chairman = house.at_work(CHAIRMAN)
        chairman.open(f"/xep-loai/dot/{house.campaign_key}/quyet-dinh-nhieu/").press("Quyết định những người đã chọn")
        for name in BEST:
            chairman.open(case_address(name))
            refusal = chairman.tried("Quyết định", {EXCELLENT: True})
            if refusal:
                house.refusals[name] = refusal
                chairman.press(
                    "Quyết định", {GOOD: True, "Lý do": "Nhóm đã đủ tỷ lệ xuất sắc; xếp sau các ứng viên khác."}
                )
        for name in waiting_for_decision():
            if name != CHAIRMAN:
                decide_as_proposed(chairman, name)
        house.at_work(PROVINCE_CHAIRMAN).open(case_address(CHAIRMAN)).press("Quyết định", {GOOD: True})


def waiting_for_decision() -> list[str]:
    """Those nobody has decided on, the lowest level first among them: each is looked at alone."""
    open_cases = RatingCase.objects.filter(decisions__isnull=True)
    return list(open_cases.order_by("person__sort_key").values_list("person__full_name", flat=True))


def decide_as_proposed(clerk: Clerk, name: str) -> None:
    """Decide what the page offers."""
    clerk.open(case_address(name)).press("Quyết định")


def case_address(name: str) -> str:
    return f"/xep-loai/ho-so/{RatingCase.objects.get(person__full_name=name).pk}/"


def publish(house: House) -> None:
    with day(date(2026, 12, 11)):
        chairman = house.at_work(CHAIRMAN).open(f"/xep-loai/dot/{house.campaign_key}/cong-bo/")
        chairman.press("Công bố", {"Thông báo kết quả": "Thông báo 31/TB-UBND ngày 11/12/2026"})
