"""What became of the plans: what they repeat found and decided about, the consolidated plan published, work reported and confirmed, targets."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.organisation.selectors import units_of_body
from congtam.personnel.choices import Leadership
from congtam.personnel.models import Appointment
from congtam.personnel.selectors import heads_of
from congtam.planning.choices import LIKELY_SAME, Direction, ItemVerdict, WorkState
from congtam.planning.models import ItemOverlap, Plan, PlanItem, Target, WorkItem
from congtam.planning.services import consolidated, merging, overlaps, searching, targets
from congtam.planning.services import work as works
from congtam.planning.services.merging import Governing
from congtam.site.demo.bodies import COMMUNE, DEPARTMENT, Bodies
from congtam.site.demo.material import Calendar, fact, material, moment, working_day
from congtam.tasks.services import Assignment, assign
from congtam.values.days import local_day
from congtam.values.known import given

# The plan after which each body first publishes its consolidated plan, and the plan's own number.
_PUBLISHED_AFTER = {DEPARTMENT: ("kh-cchc-so", "22/KH-SKHCN"), COMMUNE: ("kh-cchc-xa", "31/KH-UBND")}
_LATER = "Áp dụng thời hạn của văn bản ban hành sau cùng."
_APART = "Hai việc khác nhau, mỗi việc một sản phẩm."
# Of each hundred tasks whose day has come so many are reported in time, and so many late; the rest are overdue.
_IN_TIME, _LATE, _HUNDRED = 70, 92, 100
# So many pieces of work have tasks of people from the first day on.
_GIVEN_FROM = 4
# Who leads, name, measure, value, baseline, direction, what was reached by month.
_TargetWords = tuple[str, str, str, str, str | None, Direction, tuple[tuple[int, str], ...]]
_UP, _DOWN = Direction.AT_LEAST, Direction.AT_MOST
_TARGETS: dict[str, tuple[_TargetWords, ...]] = {
    DEPARTMENT: (
        ("so-van-phong", "Tỷ lệ hồ sơ thủ tục hành chính xử lý đúng hạn", "%", "98", "96.4", _UP, ((3, "97.1"), (6, "97.6"), (9, "98.2"))),
        ("so-chuyen-doi-so", "Số thôn còn vùng lõm sóng di động", "thôn", "0", "21", _DOWN, ((3, "14"), (6, "9"), (9, "3"))),
        ("so-tt-ung-dung", "Số mô hình ứng dụng khoa học được chuyển giao", "mô hình", "12", "5", _UP, ((6, "8"), (9, "10"))),
        ("so-quan-ly-khoa-hoc", "Tỷ lệ giải ngân vốn sự nghiệp khoa học", "%", "95", None, _UP, ()),
    ),
    COMMUNE: (
        ("xa-van-hoa-xa-hoi", "Tỷ lệ hộ nghèo cuối năm", "%", "2.5", "3.8", _DOWN, ((6, "3.1"), (9, "2.7"))),
        ("xa-hanh-chinh-cong", "Tỷ lệ hồ sơ nộp trực tuyến toàn trình", "%", "80", "61", _UP, ((3, "66.5"), (6, "71"), (9, "78.3"))),
    ),
}  # fmt: skip


@dataclass(kw_only=True)
class PlanWork:
    """The work the plans of the two bodies give, as months go by; `officers` are the accounts of their offices."""

    calendar: Calendar
    now: datetime
    bodies: Bodies
    officers: dict[str, User]
    heads: dict[tuple[int, date], User | None] = field(default_factory=dict)
    inside: dict[str, frozenset[int]] = field(default_factory=dict)

    def plan_came_in(self, plan: Plan, key: str, *, at: datetime) -> None:
        """Let the office look at what a new plan repeats, and publish when it is time."""
        searching.search(plan_id=plan.pk, at=at)
        words = next(one for one in material("plans")["plans"] if one["number"] == plan.number)
        if words["key"] == fact("pairs_waiting", "plan"):
            return
        self._decide(plan, key, at + timedelta(hours=1))
        after, number = _PUBLISHED_AFTER[key]
        if words["key"] == after:
            consolidated.publish(
                body=plan.body,
                year=plan.year,
                number=number,
                published_on=at.date(),
                pairs_known=_HUNDRED,
                actor=self.officers[key],
                at=at + timedelta(hours=2),
            )

    def go_on(self) -> None:
        """Let the work be done as its days come, deadlines be changed, targets be set and reported."""
        for key in (DEPARTMENT, COMMUNE):
            for work in WorkItem.objects.filter(body=self._body(key), governed_by__isnull=False).order_by("pk"):
                self._does(work, key)
            self._changes(key)
            self._targets(key)
        self._give_tasks()

    def _give_tasks(self) -> None:
        """Let heads of divisions give people of theirs tasks from the work their divisions lead."""
        at = moment(working_day(self.now.date() - timedelta(days=2)), 9)
        day = local_day(at)
        for work in WorkItem.objects.filter(
            body=self._body(DEPARTMENT), state=WorkState.OPEN, due_date__gt=day, lead_unit__in=self._inside(DEPARTMENT)
        ).order_by("due_date", "pk")[:_GIVEN_FROM]:
            head = self._head(work.lead_unit_id, day)
            posts = Appointment.objects.on(day).filter(unit=work.lead_unit_id, leadership=Leadership.NONE)
            if head is None:
                continue
            given_out = [
                Assignment(
                    post=post,
                    product=None,
                    quantity=Decimal(1),
                    due_date=given(work.due_date),
                    title=f"Chuẩn bị: {work.title}",
                    source=str(given(work.governed_by).plan) if work.governed_by else "",
                    work_item=work,
                )
                for post in posts.select_related("person").order_by("pk")[:2]
            ]
            assign(assignments=given_out, actor=head, at=at)

    def _decide(self, plan: Plan, key: str, at: datetime) -> None:
        """Decide about the pairs of a plan as the material knows them."""
        truth, actor = _truth(), self.officers[key]
        pairs = ItemOverlap.objects.filter(
            Q(one__plan=plan) | Q(other__plan=plan), relation__in=LIKELY_SAME, verdict=ItemVerdict.OPEN
        ).select_related("one__plan", "other__plan")
        for pair in pairs.order_by("-chance", "pk"):
            pair.refresh_from_db(fields=["verdict"])
            if pair.verdict != ItemVerdict.OPEN:
                continue
            if truth.get(_name(pair.one)) != truth.get(_name(pair.other)) or _name(pair.one) not in truth:
                overlaps.separate(overlap_ids=[pair.pk], reason=_APART, actor=actor, at=at)
                continue
            later = max((pair.one, pair.other), key=lambda item: (item.plan.issued_on, item.pk))
            chosen = later if later.due_date else next((one for one in (pair.one, pair.other) if one.due_date), later)
            merging.merge(overlap_id=pair.pk, governing=Governing(item_id=chosen.pk), reason=_LATER, actor=actor, at=at)

    def _does(self, work: WorkItem, key: str) -> None:
        """Report work whose day has come, and confirm it, as its number would have it."""
        chance = work.pk * 37 % _HUNDRED
        if work.state != WorkState.OPEN or work.due_date is None or chance >= _LATE:
            return
        begun = work.created_at.astimezone(self.now.tzinfo) + timedelta(days=2)
        day = work.due_date - timedelta(days=2) if chance < _IN_TIME else work.due_date + timedelta(days=6)
        reported = max(moment(working_day(day, forward=True), 15), begun)
        inside = work.lead_unit_id in self._inside(key)
        head = self._head(work.lead_unit_id, reported.date()) if inside else self.officers[key]
        if reported >= self.now or head is None:
            return
        works.report_done(work_id=work.pk, document=work.output or "Báo cáo kết quả", actor=head, at=reported)
        confirmed = reported + timedelta(days=1 + chance % 3)
        if confirmed < self.now:
            works.confirm_done(work_id=work.pk, actor=self.officers[key], at=confirmed)

    def _changes(self, key: str) -> None:
        """Change a few deadlines of this month, for reasons offices give."""
        at = moment(working_day(self.now.date() - timedelta(days=4), forward=False), 10)
        reasons = ("Chờ ý kiến của bộ chuyên ngành", "Bổ sung nội dung theo chỉ đạo tại giao ban tuần")
        later = self.now.date() + timedelta(days=9)
        open_works = WorkItem.objects.filter(
            body=self._body(key),
            state=WorkState.OPEN,
            governed_by__isnull=False,
            due_date__gte=self.now.date(),
            due_date__lte=later,
        )
        for work, reason in zip(open_works.order_by("pk")[:2], reasons, strict=False):
            day = working_day(given(work.due_date) + timedelta(days=14), forward=True)
            works.set_deadline(work_id=work.pk, due_date=day, reason=reason, actor=self.officers[key], at=at)

    def _targets(self, key: str) -> None:
        body, actor, year = self._body(key), self.officers[key], self.calendar.year
        set_at = moment(working_day(date(year, 1, 19), forward=True), 9)
        serving = WorkItem.objects.filter(body=body, state=WorkState.OPEN).order_by("pk").first()
        for lead, name, measure, value, baseline, direction, reached in _TARGETS[key]:
            words = targets.TargetWords(
                name=name,
                measure=measure,
                value=Decimal(value),
                direction=direction,
                baseline=Decimal(baseline) if baseline else None,
                lead_unit=self.bodies.units[lead],
            )
            target = targets.set_target(body=body, year=year, words=words, actor=actor, at=set_at)
            for month, figure in reached:
                day = date(year, month, 28)
                at = moment(working_day(day + timedelta(days=3), forward=True), 9)
                if at < self.now:
                    targets.report_target(
                        target_id=target.pk, on=day, value=Decimal(figure), source="Báo cáo quý", actor=actor, at=at
                    )
        if serving is not None:
            first = given(Target.objects.filter(body=body).order_by("pk").first())
            works.serve(work_id=serving.pk, item=None, target=first.pk, actor=actor, at=self.now - timedelta(days=1))

    def _head(self, unit_id: int | None, on: date) -> User | None:
        if unit_id is None:
            return None
        if (unit_id, on) not in self.heads:
            post = heads_of([unit_id], on).get(unit_id)
            self.heads[unit_id, on] = post.person.user if post else None
        return self.heads[unit_id, on]

    def _inside(self, key: str) -> frozenset[int]:
        if key not in self.inside:
            self.inside[key] = units_of_body(self._body(key).pk, self.calendar.today)
        return self.inside[key]

    def _body(self, key: str) -> Unit:
        return self.bodies.units[key]


def _name(item: PlanItem) -> tuple[str, str]:
    """Return the plan and number of an item as the material names them: "1" under "I. …" is "I.1"."""
    group = f"{item.headings[0].partition('.')[0]}." if item.headings else ""
    return item.plan.number, f"{group}{item.number}"


def _truth() -> dict[tuple[str, str], int]:
    """Return, by plan and number of each item the material repeats, which task it is."""
    numbers = {words["key"]: words["number"] for words in material("plans")["plans"]}
    groups: dict[tuple[str, str], int] = {}
    for words in material("plans")["plans"]:
        for item in words["items"]:
            said = item.get("same_as") or item.get("same_task_other_deadline")
            if not said:
                continue
            plan, _, number = str(said).partition("/")
            here, there = (words["number"], str(item["no"])), (numbers[plan], number)
            mine, other = groups.get(here), groups.get(there)
            group = mine or other or len(groups) + 1
            for name, known in list(groups.items()):
                if known in (mine, other):
                    groups[name] = group
            groups[here] = groups[there] = group
    return groups
