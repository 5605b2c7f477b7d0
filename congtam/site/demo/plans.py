"""The plans of the two bodies, brought in the way their offices bring them: as files, read, asked about, written."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from congtam.accounts.models import User
from congtam.organisation.models import Unit
from congtam.planning.choices import PlanKind
from congtam.planning.models import Plan
from congtam.planning.reading import Answer
from congtam.planning.selectors.drafts import draft_of
from congtam.planning.selectors.units import directory_for
from congtam.planning.services import reading, writing
from congtam.site.demo.bodies import COMMUNE, DEPARTMENT, Bodies
from congtam.site.demo.material import TOLD_OF, Calendar, Words, fact, material, moment, working_day
from congtam.site.demo.plan_files import Letter, write_plan
from congtam.site.demo.plan_work import PlanWork

_BROUGHT = {
    DEPARTMENT: ("ct-tinh", "kh-cds-tinh", "kh-dot-pha", "ct-so", "kh-cchc-so", "kh-q3-so", "tb-gb-so"),
    COMMUNE: ("ct-xa", "kh-cds-xa", "kh-cchc-xa", "kh-q4-xa", "cd-mua-lu", "kh-khac-phuc-xa"),
}
_KINDS = {"dispatch": PlanKind.LETTER}
_WORDS = {"plan": "KẾ HOẠCH", "programme": "CHƯƠNG TRÌNH", "conclusion": "THÔNG BÁO", "dispatch": "CÔNG ĐIỆN"}
_ELSEWHERE = "Không giao cho cơ quan"


@dataclass(kw_only=True)
class Plans:
    """What the offices of the two bodies brought in; `officers` are the accounts of those who did."""

    calendar: Calendar
    bodies: Bodies
    officers: dict[str, User]
    plan_work: PlanWork

    def bring_in(self) -> list[Plan]:
        """Bring in every plan issued so far, in the order of their days, and return those that were written."""
        asked = fact("plan_being_read", "plan")
        told = [
            (self.calendar.day(words["date"]), key, words)
            for key, names in _BROUGHT.items()
            for words in material("plans")["plans"]
            if words["key"] in names
        ]
        written = []
        for day, key, words in sorted(told, key=lambda one: (one[0], one[1])):
            if day >= self.calendar.today:
                continue
            plan = self._opened(key, words, day)
            if words["key"] != asked:
                written.append(self._written(plan, key, day))
                self.plan_work.plan_came_in(written[-1], key, at=moment(working_day(day, forward=True), 11))
        return written

    def _opened(self, key: str, words: Words, day: date) -> Plan:
        actor, at = self.officers[key], moment(working_day(day, forward=True), 9)
        data = write_plan(self._letter(words, day), [self._moved(item) for item in words["items"]])
        file = SimpleUploadedFile(f"{words['key']}.docx", data)
        stored = reading.take_in_file(uploaded=file, actor=actor, at=at)
        return reading.open_draft(
            body=self._body(key),
            source=stored,
            kind=_KINDS.get(words["kind"]) or PlanKind(words["kind"]),
            number=words["number"],
            title=self._year(words["title"]),
            issuer=words["issuer"],
            issued_on=day,
            year=self.calendar.year,
            actor=actor,
            at=at,
        )

    def _written(self, plan: Plan, key: str, day: date) -> Plan:
        """Answer what the plan leaves open as the office would: names of outsiders, vague days, work of other bodies."""
        actor, at = self.officers[key], moment(working_day(day, forward=True), 10)
        draft = draft_of(plan, self.calendar.today)
        known = directory_for(plan.body_id, self.calendar.today)
        said = {one.name: self._meant(one.name, key) for one in draft.names if known.match(one.name).how is None}
        reading.settle_names(plan_id=plan.pk, said=said, actor=actor, at=at)
        draft = draft_of(Plan.objects.get(pk=plan.pk), self.calendar.today)
        answers = {
            one.row.item.key: Answer(left_out=_ELSEWHERE)
            for one in draft.rows
            if not (one.lead_ids or one.coordinating_ids)
        }
        answers |= {
            one.row.item.key: Answer(has_no_due=True)
            for one in draft.rows
            if one.row.asks_due and one.row.item.key not in answers
        }
        reading.answer_rows(plan_id=plan.pk, answers=answers, actor=actor, at=at)
        return writing.start_writing(plan_id=plan.pk, actor=actor, at=at)

    def _meant(self, name: str, key: str) -> tuple[int, ...]:
        """Return what a name means: all parts of the body for "các phòng", the body for lists of its sort, else nobody here."""
        own = self._body(key)
        low = name.lower()
        if low.startswith(("các phòng", "trưởng các phòng")):
            found = directory_for(own.pk, self.calendar.today).match("Các phòng, đơn vị")
            return found.keys
        is_meant = (key == DEPARTMENT and low.startswith("các sở")) or (
            key == COMMUNE and low.startswith("ubnd các xã")
        )
        return (own.pk,) if is_meant else ()

    def _letter(self, words: Words, day: date) -> Letter:
        number = words["number"]
        return Letter(
            issuer=words["issuer"],
            above="TỈNH SÔNG LAM",
            number=number,
            place="Sông Lam",
            day=f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
            kind=_WORDS[words["kind"]],
            title=self._year(words["title"]),
            signer="TM. CƠ QUAN BAN HÀNH",
        )

    def _body(self, key: str) -> Unit:
        return self.bodies.units[key]

    def _moved(self, item: Words) -> Words:
        return {name: self._year(value) if isinstance(value, str) else value for name, value in item.items()}

    def _year(self, text: str) -> str:
        """Return words told of one year as they would be told of the running one."""
        shift = self.calendar.year - TOLD_OF
        return re.sub(r"\b20[23]\d\b", lambda found: str(int(found[0]) + shift), text) if shift else text
