"""Conditions on what surrounds a history: facts of the year, age, achievements, time away, holds, discipline."""

from datetime import date
from fractions import Fraction
from typing import Literal

from pydantic import Field, model_validator

from congtam.engine import truth
from congtam.engine.conditions import Condition, UnknownFactError
from congtam.engine.eligibility.history import (
    ABSENCE_KINDS,
    DISCIPLINE_FORMS,
    HOLD_KINDS,
    SCOPES,
    Absence,
    Discipline,
    Scope,
    or_wider,
)
from congtam.engine.eligibility.moments import Moment, Names
from congtam.engine.eligibility.verdicts import UNRECORDED, Judged, Note, Verdict, every, noted
from congtam.engine.facts import FactValue
from congtam.engine.shapes import Name, Number, Shape, Words
from congtam.engine.truth import Truth
from congtam.values.known import given
from congtam.values.numbers import vietnamese
from congtam.values.text import capital, listed

AbsenceKind = Literal["maternity", "rescue_treatment", "sick", "unpaid", "study", "other"]


class OnFacts(Judged):
    """`{facts: {fact: …, at_least: …}}`: a condition of the common vocabulary on the facts of the proposal year."""

    facts: Condition

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        words = self.words(moment.names)
        if moment.is_hoped_for:
            return noted(None, None, Truth.YES, f"Giả định đạt: {words}.", words)
        names = list(dict.fromkeys(self.facts.facts_used()))
        values: dict[str, FactValue] = {name: moment.history.facts.get(name) for name in names}
        declared = moment.names.facts
        shown = "; ".join(f"{declared[name].label}: {declared[name].shown(value)}" for name, value in values.items())
        unknown = [declared[name].label for name, value in values.items() if value is None]
        doubt = f" ({UNRECORDED}: {', '.join(unknown)})" if unknown else ""
        value = "; ".join(declared[name].shown(value) for name, value in values.items() if value is not None) or None
        return noted(
            ", ".join(names), value, self.facts.judge(values), f"{capital(shown)}; cần {words}.", f"{words}{doubt}"
        )

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        return self.facts.words(names.facts)

    def check(self, names: Names) -> None:
        """Refuse a fact that is not declared, or of another kind."""
        self.facts.check(names.facts)


class Existed(Judged):
    """`{existed: 30, since: founded}`: so many full years since a recorded day, on the day of the proposal."""

    existed: int = Field(ge=1)
    since: Name

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        since = moment.history.facts.get(self.since)
        words = self.words(moment.names)
        if not isinstance(since, date):
            label = moment.names.facts[self.since].label
            return noted(self.since, None, Truth.UNKNOWN, f"{capital(label)}: {UNRECORDED}.", f"{label} ({UNRECORDED})")
        years = full_months(since, moment.on) // 12
        sentence = f"Thành lập ngày {since:%d/%m/%Y}, đến {moment.on:%d/%m/%Y} được {years} năm; cần {words}."
        return noted(
            self.since, since.isoformat(), truth.of(years >= self.existed), sentence, f"{words} (mới {years} năm)"
        )

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        return f"từ {self.existed} năm trở lên kể từ {names.facts[self.since].label}"

    def check(self, names: Names) -> None:
        """Refuse a fact that is not declared as a day."""
        if self.since not in names.facts or names.facts[self.since].kind != "date":
            raise UnknownFactError(f"dữ kiện {self.since!r} phải khai báo ở mục facts, loại date")


class Achieved(Judged):
    """`{achievement: movement, level: provincial}`: an achievement of that ground was judged outstanding at that level or wider.

    With `lower`, the words for what nobody could read, an achievement of a narrower level leaves the answer open.
    """

    achievement: Name
    level: Scope
    lower: Words | None = None

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        words = self.words(moment.names)
        achievements = moment.history.achievements
        if achievements is None:
            return noted("achievements", None, Truth.UNKNOWN, f"{capital(words)}: {UNRECORDED}.", words)
        widths = list(SCOPES)
        levels = [achieved.level for achieved in achievements if achieved.ground == self.achievement]
        widest = max(levels, key=widths.index, default=None)
        reached = widest is not None and widths.index(widest) >= widths.index(self.level)
        is_open = widest is not None and not reached and self.lower is not None
        return noted(
            "achievements",
            widest,
            truth.of(None if is_open else reached),
            f"{capital(words)}: {'chưa có' if widest is None else SCOPES[widest]}.",
            self.lower if is_open and self.lower else words,
        )

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        return f"{names.grounds[self.achievement]}, {or_wider(self.level)}"

    def check(self, names: Names) -> None:
        """Refuse a ground that is not declared."""
        if self.achievement not in names.grounds:
            raise UnknownFactError(f"căn cứ {self.achievement!r} chưa có ở mục grounds")


class TimeAway(Shape):
    """An amount of time away in the proposal year, kinds in `except` left out; at `below` or more the law is silent.

    Nobody could read whether kinds in `unclear` count: where they decide, the answer stays open.
    """

    working_days: Number | None = None
    months: Number | None = None
    below: Number | None = None
    except_: tuple[AbsenceKind, ...] = Field(default=(), alias="except")
    unclear: tuple[AbsenceKind, ...] = ()

    @model_validator(mode="after")
    def has_one_unit(self) -> "TimeAway":
        """Refuse no unit, or two."""
        if (self.working_days is None) == (self.months is None):
            raise ValueError("phải có đúng một trong working_days, months")
        return self


class Absent(Judged):
    """`{absent: {working_days: '40', except: [maternity]}}`: away so long in the proposal year, or longer.

    Absences nobody listed are taken as none, and the note says so: a year's rating already rests on the time worked.
    """

    absent: TimeAway

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        words = self.words(moment.names)
        if moment.history.absences is None:
            sentence = f"Thời gian nghỉ năm {moment.year}: {UNRECORDED}; coi như không {words}."
            return Verdict(Truth.NO, (Note("absences", None, Truth.UNKNOWN, sentence),))
        counted = [
            absence
            for absence in moment.history.absences
            if absence.year == moment.year and absence.kind not in self.absent.except_
        ]
        total, answer = self._reckoned([absence for absence in counted if absence.kind not in self.absent.unclear])
        if answer is Truth.NO and self._reckoned(counted)[1] is not Truth.NO:
            answer = Truth.UNKNOWN
        sentence = f"Nghỉ năm {moment.year} (không kể {self._excepted()}): {vietnamese(total)} {self._unit()}."
        return noted("absences", vietnamese(total), answer, sentence, words)

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        below = f" đến dưới {vietnamese(self.absent.below)}" if self.absent.below is not None else ""
        return f"nghỉ từ {vietnamese(self._limit())}{below} {self._unit()} trong năm, không kể {self._excepted()}"

    def check(self, names: Names) -> None:
        """Accept: kinds of absence are fixed."""

    def _reckoned(self, absences: list[Absence]) -> tuple[Fraction, Truth]:
        """Return the time away that is recorded, and whether it is as long as asked."""
        away = [self._amount(absence) for absence in absences]
        total = sum((amount for amount in away if amount is not None), Fraction(0))
        return total, self._truth(total, complete=None not in away)

    def _truth(self, total: Fraction, *, complete: bool) -> Truth:
        if total < self._limit():
            return Truth.NO if complete else Truth.UNKNOWN
        silent = self.absent.below is not None and (total >= self.absent.below or not complete)
        return Truth.UNKNOWN if silent else Truth.YES

    def _limit(self) -> Fraction:
        return given(self.absent.working_days if self.absent.months is None else self.absent.months)

    def _amount(self, absence: Absence) -> Fraction | None:
        return absence.working_days if self.absent.months is None else absence.months

    def _unit(self) -> str:
        return "ngày làm việc" if self.absent.months is None else "tháng"

    def _excepted(self) -> str:
        return listed([ABSENCE_KINDS[kind] for kind in self.absent.except_]) or "trường hợp nào"


class OnHold(Judged):
    """`{on_hold: true}`: on the day of the proposal something about the subject is still being examined."""

    on_hold: Literal[True]

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        words = self.words(moment.names)
        if moment.history.holds is None:
            return noted("holds", None, Truth.UNKNOWN, f"{capital(words)}: {UNRECORDED}.", words)
        open_ = [
            hold
            for hold in moment.history.holds
            if hold.start <= moment.on and (hold.until is None or moment.on < hold.until)
        ]
        shown = "; ".join(f"{HOLD_KINDS[hold.kind]} từ ngày {hold.start:%d/%m/%Y}" for hold in open_)
        value = ", ".join(hold.kind for hold in open_) or None
        return noted(
            "holds", value, truth.of(bool(open_)), f"{capital(shown or 'không vướng việc đang xem xét')}.", words
        )

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        return "đang bị xem xét kỷ luật, điều tra, thanh tra, kiểm toán, xác minh khiếu nại, tố cáo"

    def check(self, names: Names) -> None:
        """Accept: kinds of holds are fixed."""


class Disciplined(Judged):
    """`{disciplined: in_year}`: a decision of the proposal year whose act was not counted before; `in_year_or_serving`: or one in effect."""

    disciplined: Literal["in_year", "in_year_or_serving"]

    def judge(self, moment: Moment) -> Verdict:
        """Hold the condition against a history."""
        words = self.words(moment.names)
        if moment.history.discipline is None:
            return noted(
                "discipline", None, Truth.UNKNOWN, f"Kỷ luật: {UNRECORDED}.", f"thông tin về kỷ luật ({UNRECORDED})"
            )
        parts = [
            self._decision(decision, moment) for decision in moment.history.discipline if decision.decided <= moment.on
        ]
        counted = [part for part in parts if part.truth is not Truth.NO] or parts
        if not counted:
            return noted("discipline", None, Truth.NO, "Không có quyết định kỷ luật.", words)
        answer = truth.some(part.truth for part in parts)
        return Verdict(answer, every(counted).notes, () if answer is Truth.YES else (words,))

    def words(self, names: Names) -> str:
        """Say the condition in Vietnamese."""
        serving = " hoặc đang trong thời gian thi hành kỷ luật" if self.disciplined == "in_year_or_serving" else ""
        return f"bị kỷ luật trong năm đề nghị{serving}"

    def check(self, names: Names) -> None:
        """Accept: discipline needs no declaration."""

    def _decision(self, decision: Discipline, moment: Moment) -> Verdict:
        in_year = truth.of(decision.decided.year == moment.year and not decision.already_counted)
        serving = Truth.NO
        if self.disciplined == "in_year_or_serving" and not decision.already_counted:
            serving = _in_effect(decision, moment.on)
        form = DISCIPLINE_FORMS[decision.form] if decision.form else "kỷ luật"
        already = "; hành vi đã tính cho năm trước" if decision.already_counted else ""
        sentence = f"Quyết định {form} ngày {decision.decided:%d/%m/%Y}{already}."
        return noted("discipline", decision.decided.isoformat(), truth.some([in_year, serving]), sentence, "")


def _in_effect(decision: Discipline, on: date) -> Truth:
    """Tell whether a disciplinary decision is still in effect."""
    if not decision.end_known:
        return Truth.UNKNOWN
    return truth.of(decision.ended is None or on < decision.ended)


def full_months(start: date, until: date) -> int:
    """Return the number of full months from `start` until `until`; none when it lies before."""
    months = 12 * (until.year - start.year) + until.month - start.month - (until.day < start.day)
    return max(months, 0)
