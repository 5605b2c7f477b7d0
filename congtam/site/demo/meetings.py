"""Meetings of the demonstration: weekly briefings whose conclusions become work, a council that votes, one called for next week."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from congtam.accounts.models import User
from congtam.meetings import services
from congtam.meetings.choices import Attendance, BallotManner, MajorityOf, MeetingKind, MemberRole
from congtam.meetings.models import Conclusion, Meeting
from congtam.meetings.services import Called, Count, Details, Line, Mark, Question
from congtam.organisation.models import Unit
from congtam.personnel.choices import Duty, Leadership
from congtam.personnel.models import Appointment, Responsibility
from congtam.planning.services.conclusions import give_concluded_work
from congtam.planning.services.work import confirm_done, report_done
from congtam.site.demo.bodies import Bodies
from congtam.site.demo.material import Calendar, Words, material, moment
from congtam.site.demo.people import People

_HOUR, _LENGTH = 8, timedelta(hours=2)
_AWAY = "Đi công tác theo phân công của UBND tỉnh"
_OFFICE = "OFFICE"


class Meetings:
    """What was called, held, concluded and done."""

    def __init__(self, *, calendar: Calendar, now: datetime, bodies: Bodies, people: People) -> None:
        self.calendar = calendar
        self.now = now
        self.bodies = bodies
        self.people = people

    def tell(self) -> int:
        """Let the meetings of the last weeks happen, and call the next ones; return how many."""
        told = material("meetings")
        meetings = [
            self._briefing(series, week)
            for series in told["briefings"]
            for week in sorted(series["weeks"], key=lambda week: -int(week["weeks_ago"]))
        ]
        meetings += [self._council(council) for council in told["councils"]]
        return sum(meeting is not None for meeting in meetings)

    def _monday(self, weeks_ago: int) -> date:
        this_week = self.calendar.today - timedelta(days=self.calendar.today.weekday())
        return this_week - timedelta(weeks=weeks_ago)

    def _briefing(self, series: Words, week: Words) -> Meeting | None:
        day = self._monday(week["weeks_ago"])
        if day < self.calendar.new_year + timedelta(days=7):
            return None
        body = self.bodies.units[series["body"]]
        clerk = self._clerk(series, body, day)
        leaders = [post.person_id for post in self._leaders(body, day)]
        details = Details(
            kind=MeetingKind.WEEKLY,
            title=f"Giao ban tuần {day.isocalendar().week}",
            starts_at=moment(day, _HOUR),
            place=series["place"],
        )
        chair = self.people.people[series["chair"]].pk
        meeting = self._called(body, details, chair, clerk, leaders, series["agenda"])
        if details.starts_at + _LENGTH > self.now:
            return meeting
        self._begin(meeting, clerk, away=week["weeks_ago"] % 2)
        self._end(meeting, clerk, self.people.users[series["chair"]], week["conclusions"])
        self._do(meeting, clerk, week["conclusions"])
        return meeting

    def _council(self, told: Words) -> Meeting | None:
        day = self._monday(told["weeks_ago"]) + timedelta(days=3)
        if day < self.calendar.new_year + timedelta(days=7):
            return None
        clerk, chair = self.people.users[told["secretary"]], self.people.people[told["chair"]]
        members = [self.people.people[key].pk for key in told["members"]]
        details = Details(
            kind=MeetingKind(told["kind"]), title=told["title"], starts_at=moment(day, 14), place="Phòng họp tầng 2"
        )
        body = self.bodies.units[told["body"]]
        meeting = self._called(body, details, chair.pk, clerk, members, told["agenda"], votes=True)
        self._begin(meeting, clerk, away=0)
        at = meeting.starts_at + timedelta(hours=1)
        for ballot in told["ballots"]:
            self._vote(meeting, ballot, clerk, at)
        meeting.refresh_from_db()
        services.write_proceedings(
            meeting_id=meeting.pk, text=told["discussion"], revision=meeting.revision, actor=clerk, at=at
        )
        self._end(meeting, clerk, self.people.users[told["chair"]], told["conclusions"])
        self._do(meeting, clerk, told["conclusions"])
        return meeting

    def _leaders(self, body: Unit, on: date) -> Iterable[Appointment]:
        units = [unit.pk for key, unit in self.bodies.units.items() if self._is_inside(key, body)]
        posts = Appointment.objects.on(on).filter(unit__in=units, is_primary=True)
        heads = posts.filter(leadership=Leadership.HEAD) | posts.filter(unit=body, leadership=Leadership.DEPUTY)
        return heads.order_by("unit", "pk")

    def _is_inside(self, key: str, body: Unit) -> bool:
        told = (row for name in ("department", "commune") for row in material(name)["units"])
        inside = {row["key"] for row in told if row["parent"] and self.bodies.units[row["parent"]] == body}
        return key in inside or self.bodies.units[key] == body

    def _clerk(self, series: Words, body: Unit, on: date) -> User:
        if series["secretary"] != _OFFICE:
            return self.people.users[series["secretary"]]
        duty = Responsibility.objects.on(on).get(unit=body, duty=Duty.OFFICE)
        return User.objects.get(person=duty.person_id)

    def _called(
        self,
        body: Unit,
        details: Details,
        chair: int,
        clerk: User,
        members: Sequence[int],
        agenda: Sequence[str],
        *,
        votes: bool = False,
    ) -> Meeting:
        secretary = clerk.person.pk
        seats = [Called(person_id=chair, role=MemberRole.CHAIR)]
        seats.append(Called(person_id=secretary, role=MemberRole.SECRETARY, has_vote=votes))
        seats += [Called(person_id=one) for one in dict.fromkeys(members) if one not in (chair, secretary)]
        called_at = min(details.starts_at - timedelta(days=3), self.now)
        return services.call_meeting(
            unit=body, details=details, members=seats, agenda=agenda, actor=clerk, at=called_at
        )

    def _begin(self, meeting: Meeting, clerk: User, *, away: int) -> None:
        services.open_meeting(meeting_id=meeting.pk, actor=clerk, at=meeting.starts_at)
        members = list(meeting.members.order_by("pk"))
        missing = {one.pk for one in members[len(members) - away :]}
        marks = {
            one.pk: Mark(attendance=Attendance.EXCUSED, note=_AWAY)
            if one.pk in missing
            else Mark(attendance=Attendance.PRESENT)
            for one in members
        }
        services.take_attendance(
            meeting_id=meeting.pk, marks=marks, revision=meeting.revision, actor=clerk, at=meeting.starts_at
        )

    def _vote(self, meeting: Meeting, told: Words, clerk: User, at: datetime) -> None:
        numerator, denominator = told["share"]
        question = Question(
            text=told["question"],
            manner=BallotManner.SECRET,
            majority_of=MajorityOf.ALL,
            numerator=numerator,
            denominator=denominator,
            is_at_least=True,
        )
        item = meeting.agenda.order_by("-position").first()
        ballot = services.put_to_vote(
            meeting_id=meeting.pk, agenda_item_id=item.pk if item else None, question=question, actor=clerk, at=at
        )
        handed_out, collected, invalid = told["papers"]
        in_favour, against, abstained = told["votes"]
        count = Count(
            in_favour=in_favour,
            against=against,
            abstained=abstained,
            handed_out=handed_out,
            collected=collected,
            invalid=invalid,
        )
        services.count_votes(ballot_id=ballot.pk, count=count, actor=clerk, at=at)

    def _end(self, meeting: Meeting, clerk: User, chair: User, told: Sequence[Words]) -> None:
        over = meeting.starts_at + _LENGTH
        day = meeting.starts_at.date()
        for row in told:
            line = Line(
                text=row["text"],
                is_work=not row.get("agreement"),
                unit_id=self.bodies.units[row["unit"]].pk if "unit" in row else None,
                person_id=self.people.people[row["person"]].pk if "person" in row else None,
                due_date=day + timedelta(days=row["due"]) if "due" in row else None,
                output=row.get("output", ""),
            )
            services.conclude(meeting_id=meeting.pk, line=line, actor=clerk, at=over)
        services.close_meeting(meeting_id=meeting.pk, ended_at=over, actor=clerk, at=over)
        for who, hours in ((clerk, 2), (chair, 3)):
            signed_at = min(over + timedelta(hours=hours), self.now)
            services.sign_minutes(meeting_id=meeting.pk, actor=who, at=signed_at)

    def _do(self, meeting: Meeting, clerk: User, told: Sequence[Words]) -> None:
        """Give the work of the conclusions (but what was left loose), and report and confirm what is done by now."""
        at = min(meeting.starts_at + timedelta(days=1), self.now)
        rows: list[tuple[Conclusion, Any]] = list(zip(meeting.conclusions.order_by("position"), told, strict=True))
        given = [one.pk for one, row in rows if one.is_work and not row.get("loose")]
        if not given:
            return
        works = give_concluded_work(meeting_id=meeting.pk, conclusion_ids=given, actor=clerk, at=at)
        done = {one.pk: row["done"] for one, row in rows if "done" in row}
        for work in works:
            after = done.get(work.conclusion_id or 0)
            reported_at = meeting.starts_at + timedelta(days=after or 0)
            if after is None or reported_at > self.now or work.lead_unit_id is None:
                continue
            head = self._head(work.lead_unit_id, reported_at.date()) or clerk
            document = f"Báo cáo số {200 + work.pk}/BC"
            report_done(work_id=work.pk, document=document, actor=head, at=reported_at)
            confirm_done(work_id=work.pk, actor=clerk, at=min(reported_at + timedelta(hours=4), self.now))

    def _head(self, unit_id: int, on: date) -> User | None:
        post = Appointment.objects.on(on).filter(unit=unit_id, leadership=Leadership.HEAD).first()
        return User.objects.filter(person=post.person_id).first() if post else None
