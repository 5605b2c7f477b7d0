"""Builds the fictional province in an empty house: bodies, people, catalogues, the running year, and earlier years."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.audit.services import record
from congtam.planning.models import Product, Target, WorkItem
from congtam.scoring.models import ScoreSheet
from congtam.scoring.services import set_reading
from congtam.site.choices import DEMO_BUILT
from congtam.site.demo import catalogues, jobs, key_tasks
from congtam.site.demo import scale as load
from congtam.site.demo.aims import Aims, tell_story_of_months
from congtam.site.demo.bodies import COMMUNE, DEPARTMENT, Bodies
from congtam.site.demo.follow import Followed
from congtam.site.demo.material import Calendar, material, situations
from congtam.site.demo.meetings import Meetings
from congtam.site.demo.office import Office
from congtam.site.demo.people import ADMINISTRATOR, People
from congtam.site.demo.plan_work import PlanWork
from congtam.site.demo.plans import Plans
from congtam.site.demo.sheets import Months
from congtam.site.demo.story import Story
from congtam.site.demo.work import Year
from congtam.site.demo.years import Years
from congtam.values.days import local_day


@dataclass(frozen=True, kw_only=True)
class Built:
    """What was built, by the keys of the material."""

    calendar: Calendar
    bodies: Bodies
    people: People
    products: dict[str, Product]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Somebody a visitor may sign in as."""

    username: str
    name: str
    role: str
    unit: str
    try_this: str


def is_built() -> bool:
    """Tell whether this house holds the demonstration; the trail says so, which nobody can change."""
    return Act.objects.filter(code=DEMO_BUILT).exists()


def is_scaled() -> bool:
    """Tell whether this house holds people to measure with."""
    return load.is_loaded()


def scale(*, people: int, at: datetime, say: Callable[[str], None]) -> None:
    """Add `people` invented people with five years of records, in the caller's transaction; the demonstration is there."""
    calendar = Calendar(today=local_day(at))
    load.load(people=people, calendar=calendar, at=at, actor=User.objects.get(username=ADMINISTRATOR), say=say)


def build(*, at: datetime, say: Callable[[str], None]) -> Built:
    """Build the demonstration as it stands at `at`, in the caller's transaction."""
    calendar = Calendar(today=local_day(at))
    people = People(calendar)
    administrator = people.open_accounts()
    bodies = Bodies(administrator, calendar)
    bodies.build()
    people.give_posts(bodies)
    people.join_cells(bodies)
    people.give_duties(bodies)
    people.tell_absences()
    people.tell_discipline()
    say(f"  {len(bodies.units)} đơn vị, {len(people.people)} người")
    products = _catalogues(bodies, people, calendar)
    say(f"  {len(products)} sản phẩm trong hai danh mục")
    built = Built(calendar=calendar, bodies=bodies, people=people, products=products)
    _year(built, at, say)
    record(actor=administrator, code=DEMO_BUILT, subject=administrator, at=at)
    return built


def _year(built: Built, now: datetime, say: Callable[[str], None]) -> None:
    """Let the running year happen, month by month: work first, then the sheets that count it."""
    calendar, people, bodies = built.calendar, built.people, built.bodies
    shown = (DEPARTMENT, COMMUNE)
    office = Office(unit_ids=_units_of(bodies, shown))
    aims = Aims(calendar=calendar, keys={person.pk: key for key, person in people.people.items()})
    year = Year(calendar=calendar, now=now, office=office, products=built.products)
    story = Story(calendar=calendar, year=year, office=office, people=people, bodies=bodies)
    months = Months(calendar=calendar, now=now, office=office, aims=aims)
    officers = {DEPARTMENT: people.users["nguyen-thu-duyen"], COMMUNE: people.users["pham-thi-tuyet-trang"]}
    tell_story_of_months(aims, calendar)
    _readings(bodies, officers, calendar)
    story.set_rhythms()
    count = 0
    for month in calendar.months():
        given_back = list(story.handed_back(month))
        given_back = [job for job in given_back if job.at < now]
        count += len(jobs.write(given_back))
        everyday = [*year.month(month, aims.working(month)), *story.recurring(month), *story.jobs(month)]
        everyday += story.taken_over(month, given_back)
        count += len(jobs.write(job for job in everyday if job.at < now))
        for key in shown:
            months.run(bodies.units[key], month, officers[key])
    lately = [*story.standing(), *year.this_week(aims.base)]
    count += len(jobs.write(job for job in lately if job.at < now))
    story.after_months()
    say(f"  {count} nhiệm vụ, {ScoreSheet.objects.count()} phiếu tháng")
    offices = {DEPARTMENT: people.users["nguyen-thi-quynh-thuy"], COMMUNE: people.users["pham-cong-nguyen"]}
    plan_work = PlanWork(calendar=calendar, now=now, bodies=bodies, officers=offices)
    plans = Plans(calendar=calendar, bodies=bodies, officers=offices, plan_work=plan_work)
    say(f"  {len(plans.bring_in())} kế hoạch, văn bản giao việc của hai cơ quan")
    plan_work.go_on()
    say(f"  {WorkItem.objects.count()} nhiệm vụ của cơ quan, {Target.objects.count()} chỉ tiêu")
    years = Years(calendar=calendar, now=now, bodies=bodies, people=people)
    past = years.tell_the_past()
    years.petition_waits()
    running = years.open_the_running_year(officers)
    say(f"  {past} kết quả xếp loại các năm trước, {running} hồ sơ xếp loại năm {calendar.year}")
    meetings = Meetings(calendar=calendar, now=now, bodies=bodies, people=people).tell()
    say(f"  {meetings} cuộc họp, kết luận thành nhiệm vụ")
    count = key_tasks.tell(bodies=bodies, officer=officers[DEPARTMENT], calendar=calendar, now=now)
    say(f"  {count} nhiệm vụ trọng tâm của quý này")
    Followed(
        calendar=calendar,
        now=now,
        users=people.users,
        department=bodies.units[DEPARTMENT],
        commune=bodies.units[COMMUNE],
    ).tell()
    for key in (*story.left_out, *years.left_out):
        say(f"  chưa có vào ngày này: {situations()[key]['what']}")


def _units_of(bodies: Bodies, shown: tuple[str, ...]) -> frozenset[int]:
    inside = {key for name in ("department", "commune") for key in (row["key"] for row in material(name)["units"])}
    return frozenset(unit.pk for key, unit in bodies.units.items() if key in inside or key in shown)


def _readings(bodies: Bodies, officers: dict[str, User], calendar: Calendar) -> None:
    """Let each body say whom it scores besides civil servants."""
    said = {
        DEPARTMENT: (["public_employee", "contract_worker"], "Quy chế đánh giá của Sở, Quyết định số 318/QĐ-SKHCN"),
        COMMUNE: (["elected_official"], "Quy chế đánh giá của xã, Quyết định số 1052/QĐ-UBND"),
    }
    for key, (includes, document) in said.items():
        set_reading(
            body=bodies.units[key],
            policies={},
            adopts=[],
            includes=includes,
            document=document,
            valid_from=calendar.new_year,
            actor=officers[key],
            at=calendar.prepared_at,
        )


def _catalogues(bodies: Bodies, people: People, calendar: Calendar) -> dict[str, Product]:
    return {
        **catalogues.issue(
            "catalogue_department",
            body=bodies.units[DEPARTMENT],
            document=f"Quyết định số 312/QĐ-SKHCN ngày 20/12/{calendar.year - 1}",
            actor=people.users["nguyen-thu-duyen"],
            calendar=calendar,
        ),
        **catalogues.issue(
            "catalogue_commune",
            body=bodies.units[COMMUNE],
            document=f"Quyết định số 1045/QĐ-UBND ngày 22/12/{calendar.year - 1}",
            actor=people.users["pham-thi-tuyet-trang"],
            calendar=calendar,
        ),
    }


def sample_people() -> Iterator[Sample]:
    """Yield those worth signing in as, one for each role."""
    so, xa = "Sở Khoa học và Công nghệ", "UBND xã Phú Trạch"
    yield Sample(
        username="nguyen-ngoc-duy",
        name="Nguyễn Ngọc Duy",
        role="Chuyên viên",
        unit=f"Phòng Chuyển đổi số, {so}",
        try_this="nộp một sản phẩm, tự chấm tháng và xem vì sao được từng ấy điểm",
    )
    yield Sample(
        username="to-the-huy",
        name="Tô Thế Huy",
        role="Trưởng phòng",
        unit=f"Phòng Chuyển đổi số, {so}",
        try_this="giao việc, nghiệm thu và xác nhận phiếu tháng của cả phòng",
    )
    yield Sample(
        username="nguyen-tuan-khanh",
        name="Nguyễn Tuấn Khánh",
        role="Giám đốc Sở",
        unit=so,
        try_this="xem việc quá hạn, xếp loại năm trong giới hạn tỷ lệ xuất sắc",
    )
    yield Sample(
        username="nguyen-thu-duyen",
        name="Nguyễn Thu Duyên",
        role="Công chức tổ chức cán bộ",
        unit=f"Phòng Tổ chức cán bộ, {so}",
        try_this="mở kỳ chấm điểm, nhập danh sách từ Excel, chuẩn bị đợt xếp loại",
    )
    yield Sample(
        username="nguyen-thi-quynh-thuy",
        name="Nguyễn Thị Quỳnh Thủy",
        role="Văn phòng",
        unit=f"Văn phòng, {so}",
        try_this="theo dõi việc của cả Sở, tìm việc sắp đến hạn",
    )
    yield Sample(
        username="hoang-xuan-phong",
        name="Hoàng Xuân Phong",
        role="Chủ tịch UBND xã",
        unit=xa,
        try_this="xem ai đang giữ việc chậm, xác nhận phiếu của các trưởng phòng",
    )
    yield Sample(
        username="hoang-sy-kien",
        name="Hoàng Sỹ Kiên",
        role="Chuyên viên nông nghiệp",
        unit=f"Phòng Kinh tế, {xa}",
        try_this="xem mức xếp loại năm trước và kiến nghị đã gửi",
    )
    yield Sample(
        username="le-trong-hung",
        name="Lê Trọng Hưng",
        role="Quản trị hệ thống",
        unit=f"Văn phòng, {so}",
        try_this="lập, khóa tài khoản và kiểm tra dấu vết",
    )
