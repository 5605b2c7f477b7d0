"""The situations a visitor can find: work that went differently for people of the material."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from congtam.personnel.models import Person
from congtam.scoring.models import ScoreSheet
from congtam.scoring.services import confirm, correct, record_outside_month, self_sign
from congtam.site.demo.bodies import Bodies
from congtam.site.demo.jobs import Job
from congtam.site.demo.material import Calendar, fact, material, moment, situations, working_day
from congtam.site.demo.office import Office, Place
from congtam.site.demo.people import People
from congtam.site.demo.work import Year, first_working_day
from congtam.tasks.choices import Origin, Rhythm
from congtam.tasks.models import RecurringWork
from congtam.tasks.services import assign_recurring
from congtam.tasks.services.recurring import due_days

# Work that comes back: whose, which product, how often, on which day, how much.
_RHYTHMS: list[tuple[str, str, Rhythm, int, str, str]] = [
    ("le-sy-thinh", "VP.03", Rhythm.WEEKLY, 5, "1", "Lập lịch công tác tuần của lãnh đạo Sở"),
    ("nguyen-ngoc-duy", "DC.07", Rhythm.MONTHLY, 24, "1", "Lập báo cáo tháng về chuyển đổi số"),
    ("pham-quynh-nguyet", "XH.03", Rhythm.MONTHLY, 10, "1", "Chi trả trợ cấp tháng, đối chiếu với bưu điện"),
    ("duong-thi-quynh-mai", "XK.08", Rhythm.MONTHLY, 27, "1", "Đối chiếu thu chi ngân sách tháng với kho bạc"),
]
# When each of the five papers moved the deadline, and to which day.
_MOVED = {
    "kh-dot-pha": (date(2026, 4, 6), date(2026, 8, 31)),
    "kh-q3-so": (date(2026, 6, 30), date(2026, 9, 10)),
    "tb-gb-so": (date(2026, 9, 8), date(2026, 9, 15)),
    "ct-so": (date(2026, 9, 14), date(2026, 9, 30)),
    "ct-tinh": (date(2026, 9, 28), date(2026, 10, 30)),
}
_STANDARD = "TD.05"
_CORRECTED = "hoang-quang-canh"


class Story:
    """The situations, month by month. What would come later than today is left out and named in `left_out`."""

    def __init__(self, *, calendar: Calendar, year: Year, office: Office, people: People, bodies: Bodies) -> None:
        self.calendar = calendar
        self.year = year
        self.office = office
        self.people = people
        self.bodies = bodies
        self.left_out: list[str] = []
        self.rules: list[RecurringWork] = []
        self._products = year.products

    def set_rhythms(self) -> None:
        """Let heads set the rules of work that comes back."""
        start = first_working_day(self.calendar.new_year)
        for key, code, rhythm, day, quantity, title in _RHYTHMS:
            place = self.office.places(start)[key]
            self.rules.append(
                assign_recurring(
                    post=place.post,
                    product=self._products[code],
                    title=title,
                    quantity=Decimal(quantity),
                    rhythm=rhythm,
                    due_day=day,
                    valid_from=start,
                    actor=place.judge,
                    at=moment(start, 7, 45),
                )
            )

    def recurring(self, month: date) -> Iterator[Job]:
        """Yield the work the rules ask for in a month, given on its first working day."""
        start = first_working_day(month)
        if moment(start, 6) >= self.year.now:
            return
        for rule, (key, *_) in zip(self.rules, _RHYTHMS, strict=True):
            place = self.office.places(start).get(key)
            if place is None or self.office.is_away(place.post, start):
                continue
            for due in due_days(rule, start, (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)):
                job = Job(
                    post=place.post,
                    product=rule.product,
                    quantity=rule.quantity,
                    due=due,
                    at=moment(start, 6),
                    by=place.judge,
                    title=rule.title,
                    rule=rule,
                )
                day = max(working_day(due), start)
                if moment(day, 8) > moment(start, 9):
                    job.then("accept", moment(start, 9), place.user)
                yield self.year.until_now(self.year.finish(job, place, day))

    def handed_back(self, month: date) -> Iterator[Job]:
        """Yield the work that somebody gives back."""
        if self._told("handed_back", month):
            key = situations()["handed_back"]["people"][0]
            job = self._job(key, fact("handed_back", "product"), month, given=2, due=20, quantity=2)
            place = self._place(key, month)
            job.title = "Kiểm tra đề tài chậm tiến độ của trường nghề Bến Vân"
            job.then("accept", moment(self._day(month, 2), 10), place.user)
            words = "Được điều động làm nhiệm vụ đột xuất dài ngày, không thể bảo đảm thời hạn."
            yield self.year.until_now(job.then("hand_back", moment(self._day(month, 9), 9), place.user, text=words))

    def taken_over(self, month: date, given_back: list[Job]) -> Iterator[Job]:
        """Yield the work a colleague takes over from what was given back."""
        for old in given_back:
            if not old.steps or old.steps[-1].kind != "hand_back":
                continue
            key = situations()["taken_over"]["people"][0]
            job = self._job(key, fact("taken_over", "product"), month, given=10, due=28, quantity=2)
            job.origin, job.continues, job.title = Origin.TAKEN_OVER, old, old.title
            if job.at < self.year.now:
                yield self.year.until_now(self.year.finish(job, self._place(key, month), self._day(month, 27)))

    def jobs(self, month: date) -> Iterator[Job]:
        """Yield the other work the situations of a month tell of."""
        tellers: dict[str, Callable[[date], Iterator[Job]]] = {
            "cause_confirmed": self._cause_confirmed,
            "cause_refused": self._cause_refused,
            "returned_three_times": self._returned_three_times,
            "more_than_assigned": self._more_than_assigned,
        }
        for key, tell in tellers.items():
            if self._told(key, month):
                yield from (self.year.until_now(job) for job in tell(month) if job.at < self.year.now)
        if month == self.calendar.month("2026-04"):
            yield self.year.until_now(self._five_deadlines(month))
        if month == self.calendar.month("2026-08"):
            yield self.year.until_now(self._counted_too_late(month))

    def standing(self) -> Iterator[Job]:
        """Yield work that is open today: overdue for long, or silent."""
        today = self.calendar.today
        source = next(plan for plan in material("plans")["plans"] if plan["key"] == "tb-gb-so")
        words = next(item["task"] for item in source["items"] if item["no"] == "3")
        for key in situations()["key_task_overdue"]["people"]:
            due = working_day(today - timedelta(days=12))
            job = self._between(key, fact("key_task_overdue", "product"), due - timedelta(days=46), due)
            job.title = words if key == "le-thi-ngoc-hang" else "Lập hồ sơ kèm theo Đề án Trung tâm Đổi mới sáng tạo"
            job.source = f"{source['title']} ({source['number']})"
            job.is_key = True
            job.then("accept", job.at + timedelta(hours=2), self._on(key, today).user)
            yield job
        [silent] = situations()["silent_task"]["people"]
        job = self._between(silent, "XK.09", today - timedelta(days=38), working_day(today + timedelta(days=9)))
        job.title = "Rà soát các dự án giải ngân dưới 50%, đề xuất điều chuyển vốn"
        accepted = moment(today - timedelta(days=fact("silent_task", "days")), 9)
        yield job.then("accept", max(accepted, job.at + timedelta(hours=1)), self._on(silent, today).user)

    def after_months(self) -> None:
        """Tell what happens to months once they are there: marks sent from elsewhere, a sheet signed anew."""
        self._months_from_elsewhere()
        self._corrected_sheet()

    def _months_from_elsewhere(self) -> None:
        [key] = situations()["transfer_in"]["people"]
        came = self.calendar.day(fact("transfer_in", "date"))
        at = moment(working_day(came + timedelta(days=9)), 14)
        if at >= self.year.now:
            self.left_out.append("transfer_in")
            return
        for number in range(1, fact("transfer_in", "months_given") + 1):
            record_outside_month(
                person=self.people.people[key],
                month=date(self.calendar.year, number, 1),
                total_hundredths=8450 + (number * 37) % 160,
                body_name=fact("transfer_in", "from_body"),
                document=f"Công văn số 1187/STC-TCCB ngày 06/7/{self.calendar.year}",
                actor=self.people.users["nguyen-thu-duyen"],
                at=at,
            )

    def _corrected_sheet(self) -> None:
        month = self.calendar.month(fact("correction_after_signature", "month"))
        again = working_day((month + timedelta(days=45)), forward=True)
        person = Person.objects.get(user=self.people.users[_CORRECTED])
        sheet = ScoreSheet.objects.filter(person=person, period__month=month, state="confirmed").first()
        if sheet is None or moment(again, 17) >= self.year.now:
            self.left_out.append("correction_after_signature")
            return
        place = self._place(_CORRECTED, month)
        new = correct(
            sheet_id=sheet.pk,
            reason="Đếm thiếu 06 kết quả trả ngày cuối tháng, nghiệm thu sau khi đã ký phiếu.",
            authority="Chủ tịch UBND xã đồng ý tại Tờ trình số 88/TTr-VP",
            actor=self.people.users["pham-thi-tuyet-trang"],
            at=moment(again, 9),
        )
        self_sign(sheet_id=new.pk, actor=place.user, at=moment(again, 14))
        confirm(sheet_id=new.pk, comment="Đã đối chiếu sổ trả kết quả.", actor=place.judge, at=moment(again, 16))

    def _cause_confirmed(self, month: date) -> Iterator[Job]:
        [key] = situations()["cause_confirmed"]["people"]
        late = fact("cause_confirmed", "days_late")
        job = self._job(key, fact("cause_confirmed", "product"), month, given=1, due=12)
        place, due = self._place(key, month), job.due
        job.title = "Thống kê thiệt hại sau mưa lũ, công khai tại thôn"
        job.then("accept", moment(self._day(month, 1), 15), place.user)
        words = "Mưa lũ chia cắt đường vào thôn, không thể kiểm tra thực địa đúng lịch."
        job.then("claim", moment(due + timedelta(days=1), 7), place.user, text=words)
        done = due + timedelta(days=late)
        job.then("hand_in", moment(done, 15), place.user, quantity=job.quantity, text=self.year.evidence())
        confirmed = "Có xác nhận của Ban Chỉ huy phòng, chống thiên tai xã."
        answered = working_day(done + timedelta(days=1), forward=True)
        job.then("confirm", moment(answered, 9), place.judge, text=confirmed)
        yield job.then("accept_result", moment(answered, 10), place.judge, quantity=job.quantity)

    def _cause_refused(self, month: date) -> Iterator[Job]:
        [key] = situations()["cause_refused"]["people"]
        job = self._job(key, fact("cause_refused", "product"), month, given=1, due=14)
        place, due = self._place(key, month), job.due
        job.title = "Mở lớp kỹ năng số cho tổ công nghệ số cộng đồng"
        job.then("accept", moment(self._day(month, 1), 15), place.user)
        late = working_day(due + timedelta(days=2), forward=True)
        job.then("hand_in", moment(late, 10), place.user, quantity=job.quantity, text=self.year.evidence())
        job.then("claim", moment(late, 11), place.user, text="Cơ quan phối hợp chậm cho ý kiến về danh sách học viên.")
        answered = working_day(late + timedelta(days=2), forward=True)
        words = "Không xác nhận lý do chậm vì không báo cáo trước khi quá hạn."
        job.then("refuse", moment(answered, 9), place.judge, text=words)
        yield job.then("accept_result", moment(answered, 10), place.judge, quantity=job.quantity)

    def _returned_three_times(self, month: date) -> Iterator[Job]:
        [key] = situations()["returned_three_times"]["people"]
        job = self._job(key, fact("returned_three_times", "product"), month, given=1, due=25)
        place = self._place(key, month)
        job.title = "Thẩm định báo cáo kinh tế - kỹ thuật sửa chữa cống Khe Đá"
        job.is_hard = True
        job.then("accept", moment(self._day(month, 1), 10), place.user)
        reasons = (
            "Phương án kinh phí tính sai định mức, tổng mức thay đổi lớn.",
            "Chưa giải trình ý kiến góp ý của cơ quan thẩm định.",
            "Số liệu trong báo cáo không khớp với bảng tổng hợp gửi kèm.",
        )
        for turn, reason in enumerate(reasons):
            day = self._day(month, 5 + 6 * turn)
            job.then("hand_in", moment(day, 9), place.user, quantity=job.quantity, text=self.year.evidence())
            job.then("error", moment(day, 16), place.judge, text=reason)
        yield self.year.finish(job, place, self._day(month, 23))

    def _more_than_assigned(self, month: date) -> Iterator[Job]:
        [key] = situations()["more_than_assigned"]["people"]
        place = self._place(key, month)
        for day, title in (
            (8, "Hướng dẫn xã bạn chuẩn hóa quy trình tiếp nhận"),
            (19, "Rà soát gấp hồ sơ tồn sau mưa lũ"),
        ):
            job = self._job(key, "XP.07", month, given=day, due=day + 4)
            job.origin, job.title, job.by = Origin.UNPLANNED, title, place.user
            yield self.year.finish(job, place, self._day(month, day + 2))

    def _five_deadlines(self, month: date) -> Job:
        """Return one task that five papers name, each with a deadline of its own: given by the first, moved by the others."""
        [key] = situations()["same_task_other_deadlines"]["people"]
        plans = {plan["key"]: plan for plan in material("plans")["plans"]}
        job = self._job(key, _STANDARD, month, given=6, due=6)
        place = self._place(key, month)
        for name in fact("same_task_other_deadlines", "plan_items"):
            plan_key, number = name.split("/")
            plan = plans[plan_key]
            item = next(item for item in plan["items"] if item["no"] == number)
            paper = f"{plan['title']} ({plan['number']}), mục {item['no']}"
            moved, due = (self.calendar.day(day) for day in _MOVED[plan_key])
            if not job.source:
                job.due, job.title, job.source, job.is_key = due, item["task"], paper, True
                job.then("accept", moment(self._day(month, 6), 10), place.user)
            else:
                job.then("deadline", moment(moved, 9), place.judge, due=due, text=f"Theo {paper}: {item['deadline']}")
        return self.year.finish(job, place, working_day(job.steps[-1].due or job.due))

    def _counted_too_late(self, month: date) -> Job:
        """Return work accepted on the month's last day, after its owner signed the sheet."""
        job = self._job(_CORRECTED, "XP.02", month, given=3, due=30, quantity=6)
        place = self._place(_CORRECTED, month)
        last = working_day((month + timedelta(days=31)).replace(day=1) - timedelta(days=1))
        job.due, job.title = last, "Trả kết quả cho người dân tại quầy, đợt cuối tháng"
        job.then("accept", moment(self._day(month, 3), 10), place.user)
        job.then("hand_in", moment(last, 9), place.user, quantity=job.quantity, text=self.year.evidence())
        return job.then("accept_result", moment(last, 16), place.judge, quantity=job.quantity)

    def _told(self, key: str, month: date) -> bool:
        """Tell whether a situation belongs to a month that has come."""
        return self.calendar.month(fact(key, "month")) == month

    def _job(
        self, key: str, code: str, month: date, *, given: int, due: int, quantity: int = 1
    ) -> Job:  # named days read well
        return self._between(key, code, self._day(month, given), self._day(month, due), quantity=quantity)

    def _between(self, key: str, code: str, given: date, due: date, *, quantity: int = 1) -> Job:
        given = max(working_day(given), first_working_day(self.calendar.new_year))
        place = self._on(key, given)
        details: dict[str, Any] = {"post": place.post, "product": self._products[code], "by": place.judge}
        return Job(quantity=Decimal(quantity), due=working_day(due), at=moment(given, 8, 5), **details)

    def _place(self, key: str, month: date) -> Place:
        return self._on(key, month + timedelta(days=14))

    def _on(self, key: str, day: date) -> Place:
        return self.office.places(day)[key]

    def _day(self, month: date, number: int) -> date:
        """Return a working day of a month, at or after the number given."""
        return working_day(month + timedelta(days=number - 1), forward=True)
