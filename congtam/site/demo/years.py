"""Yearly ratings: eleven and more years behind, as papers tell them, and the running one as far as it has come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from congtam.accounts.models import User
from congtam.audit.services import record
from congtam.evaluation.choices import CampaignState, Level, Outcome
from congtam.evaluation.facts import petition_due
from congtam.evaluation.models import Campaign, RatingCase, RatingDecision
from congtam.evaluation.services import (
    confirm_facts,
    open_campaign,
    petition,
    refresh_proposals,
    replace_decision,
    self_rate,
    set_body_level,
)
from congtam.organisation.models import Unit
from congtam.organisation.selectors import units_of_body
from congtam.personnel.choices import Category, Leadership
from congtam.personnel.models import Appointment
from congtam.site.demo.bodies import COMMUNE, DEPARTMENT, OLD_COMMUNES, OLD_DEPARTMENT, OLD_DISTRICT, PROVINCE, Bodies
from congtam.site.demo.material import Calendar, fact, moment, situations, working_day
from congtam.site.demo.people import People

FIRST_YEAR = 2014
# Before the quota of 2026 excellence was common (see docs/demo.md for where such shares were published).
_SHARES = ((Level.EXCELLENT, 0.33), (Level.GOOD, 0.96), (Level.COMPLETED, 0.992), (Level.NOT_COMPLETED, 1.0))
_RATED = (Category.CIVIL_SERVANT, Category.PUBLIC_EMPLOYEE, Category.ELECTED_OFFICIAL)
_PREPARING = timedelta(hours=5)
_HALF_A_YEAR = timedelta(days=181)


class Years:
    """Campaigns of earlier years and the running one."""

    def __init__(self, *, calendar: Calendar, now: datetime, bodies: Bodies, people: People) -> None:
        self.calendar = calendar
        self.now = now
        self.bodies = bodies
        self.people = people
        self.rng = Random(1992)  # the same each time
        self.left_out: list[str] = []

    def tell_the_past(self) -> int:
        """Write the ratings of the years behind, decided and published; return how many."""
        heads = {DEPARTMENT: "nguyen-tuan-khanh", OLD_DEPARTMENT: "nguyen-tuan-khanh"}
        count = 0
        for year in range(FIRST_YEAR, self.calendar.year):
            for key in (DEPARTMENT, OLD_DEPARTMENT, COMMUNE, *OLD_COMMUNES, OLD_DISTRICT):
                head = self.people.users[heads.get(key, "hoang-xuan-phong")]
                count += self._told(self.bodies.units[key], year, head)
        return count

    def _told(self, body: Unit, year: int, head: User) -> int:
        last = date(year, 12, 31)
        posts = list(
            Appointment.objects.on(last)
            .filter(unit__in=units_of_body(body.pk, last), is_primary=True, category__in=_RATED)
            .select_related("person")
            .order_by("person__sort_key", "pk")
        )
        if not posts:
            return 0
        at = moment(working_day(date(year + 1, 1, 12)), 9)
        campaign = Campaign.objects.create(
            body=body,
            year=year,
            state=CampaignState.PUBLISHED,
            opened_at=moment(working_day(date(year, 11, 15)), 8),
            opened_by=head,
            published_at=at,
            published_by=head,
            publication_document=f"Thông báo kết quả xếp loại năm {year} (nhập từ hồ sơ giấy)",
        )
        long_enough = self._served(posts, year)
        cases = RatingCase.objects.bulk_create(self._case(campaign, body, post, at) for post in posts)
        RatingDecision.objects.bulk_create(self._decision(case, long_enough, year, head) for case in cases)
        record(actor=head, code="evaluation.opened", subject=campaign, at=self.calendar.prepared_at, unit_id=body.pk)
        return len(cases)

    def _served(self, posts: Iterable[Appointment], year: int) -> set[int]:
        """Return those who served half the year and more, in whatever post."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        since: dict[int, date] = {}
        rows = Appointment.objects.during(first, last).filter(person__in=[post.person_id for post in posts])
        for person, start in rows.values_list("person_id", "valid_from"):
            since[person] = min(since.get(person, last), start)
        return {person for person, start in since.items() if last - max(start, first) >= _HALF_A_YEAR}

    def _case(self, campaign: Campaign, body: Unit, post: Appointment, at: datetime) -> RatingCase:
        is_head = post.unit_id == body.pk and post.leadership == Leadership.HEAD
        return RatingCase(
            campaign=campaign,
            person_id=post.person_id,
            appointment=post,
            unit_id=post.unit_id,
            deciding_unit_id=self.bodies.units[PROVINCE].pk if is_head else body.pk,
            is_body_head=is_head,
            holds_leading_post=post.leadership != Leadership.NONE,
            published_at=at,
        )

    def _decision(self, case: RatingCase, long_enough: set[int], year: int, head: User) -> RatingDecision:
        is_rated = case.person_id in long_enough
        draw = self.rng.random()
        level = next(level for level, until in _SHARES if draw < until)
        decider = self.people.users["nghiem-dinh-thuan"] if case.is_body_head else head
        if case.holds_leading_post and level == Level.NOT_COMPLETED:
            level = Level.COMPLETED
        return RatingDecision(
            case=case,
            number=1,
            outcome=Outcome.RATED if is_rated else Outcome.NOT_RATED,
            level=level if is_rated else "",
            reason="" if is_rated else "Làm việc trong năm chưa đủ 06 tháng.",
            document=f"Quyết định xếp loại năm {year}",
            decided_by=decider,
            decided_at=moment(working_day(date(year, 12, 20)), 9),
        )

    def petition_waits(self) -> None:
        """Let somebody petition against a replaced level of last year, with the days left that the story tells."""
        [key] = situations()["petition_waiting"]["people"]
        year = self.calendar.year - 1
        received = self._received(fact("petition_waiting", "working_days_left"))
        case = RatingCase.objects.filter(person=self.people.people[key], campaign__year=year).first()
        if case is None or received is None:
            self.left_out.append("petition_waiting")
            return
        replace_decision(
            case=case,
            outcome=Outcome.RATED,
            level=Level.COMPLETED,
            reason="Sau kiểm tra, hai chỉ tiêu trồng rừng phòng hộ năm trước được xác định lại là chưa đạt.",
            handling="",
            document=f"Quyết định số 2217/QĐ-UBND ngày {received - timedelta(days=4):%d/%m/%Y}",
            revision=case.revision,
            actor=self.people.users["hoang-xuan-phong"],
            at=moment(working_day(received - timedelta(days=4)), 10),
        )
        petition(
            case=case,
            text=(
                "Đề nghị xem lại mức xếp loại: diện tích trồng rừng phòng hộ bị sạt lở sau mưa lũ đã được Hạt Kiểm lâm xác nhận "
                "là nguyên nhân khách quan tại biên bản kèm theo."
            ),
            actor=self.people.users[key],
            at=moment(received, 9),
        )

    def _received(self, left: int) -> date | None:
        """Return the day on which a petition came whose answer is due so many working days from now."""
        due = self.calendar.today
        for _ in range(left):
            due = working_day(due + timedelta(days=1), forward=True)
        days = [self.calendar.today - timedelta(days=back) for back in range(1, 16)]
        return next((day for day in days if day.isoweekday() <= 5 and petition_due(moment(day, 9)) == due), None)

    def open_the_running_year(self, officers: dict[str, User]) -> int:
        """Open the running year's campaigns: proposals made, some have rated themselves, nothing is decided."""
        started = moment(working_day(date(self.calendar.year, 11, 3), forward=True), 8)
        if started + _PREPARING >= self.now:
            # Early in the year a campaign is shown all the same, opened yesterday.
            started = moment(working_day(self.calendar.today - timedelta(days=1)), 8)
        count = 0
        for key, officer in officers.items():
            campaign = open_campaign(body=self.bodies.units[key], year=self.calendar.year, actor=officer, at=started)
            confirm_facts(
                campaign=campaign,
                document=f"Báo cáo rà soát kỷ luật số 215/BC ngày {started:%d/%m/%Y}",
                actor=officer,
                at=started + timedelta(hours=2),
            )
            if key == DEPARTMENT:
                set_body_level(
                    campaign=campaign,
                    level=fact("leader_above_body", "body_level"),
                    document=f"Thông báo số 640/TB-UBND về kết quả xếp loại cơ quan năm {self.calendar.year}",
                    actor=officer,
                    at=started + timedelta(hours=3),
                )
            refresh_proposals(campaign=campaign, actor=officer, at=started + timedelta(hours=4))
            count += campaign.cases.count()
            self._self_ratings(campaign, started)
        return count

    def _self_ratings(self, campaign: Campaign, started: datetime) -> None:
        users = {person.pk: self.people.users[key] for key, person in self.people.people.items()}
        for case in campaign.cases.filter(proposed_outcome=Outcome.RATED).order_by("pk"):
            at = started + timedelta(days=self.rng.randint(1, 12), minutes=self.rng.randint(0, 300))
            if self.rng.random() < 0.4 and at < self.now:
                level = case.proposed_level
                if level == Level.GOOD and self.rng.random() < 0.08:
                    level = Level.EXCELLENT
                self_rate(case=case, level=level, actor=users[case.person_id], at=at)
