"""The months of the running year: opened by the officers, marked and signed by everybody, confirmed by those above, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from congtam.accounts.models import User
from congtam.audit.services import Entry
from congtam.organisation.models import Unit
from congtam.personnel.choices import Leadership
from congtam.scoring.choices import Judged, SheetState
from congtam.scoring.facts import Reckoning, criteria_of, reckoned
from congtam.scoring.models import ScoreSheet, ScoringPeriod, SheetLine, SheetMove
from congtam.scoring.selectors import (
    Lines,
    Reading,
    current_sheets,
    month_end,
    reading_of,
    records_lines,
    unit_results_of,
)
from congtam.scoring.services import close_period, open_period, set_aside
from congtam.scoring.services.marking import keep_reckoning
from congtam.scoring.services.refusals import entry, moved
from congtam.site.demo.acts import Told, keep
from congtam.site.demo.aims import Aims
from congtam.site.demo.material import Calendar, material, moment, next_month, working_day
from congtam.site.demo.office import Office, Place
from congtam.site.demo.work import first_working_day
from congtam.values.known import given

_KEPT = (
    "task_id", "title", "product_code", "origin", "factor", "assigned", "done", "quality_faults",
    "excused_quality_faults", "delays", "excused_delays", "due_date", "done_date",
)  # fmt: skip
_QUARTER = 25
_ORGANISING = "Phân công đủ việc, theo dõi tiến độ hằng tuần, không để việc vô chủ."
_NO_WORK = "Nghỉ theo chế độ phần lớn tháng, không có việc được giao."
_UNITY = "Giữ được đoàn kết nội bộ; tháng này không có đơn thư, kiến nghị trong đơn vị."


@dataclass(kw_only=True)
class Signed:
    """A sheet being signed, its lines and the marks reckoned."""

    sheet: ScoreSheet
    place: Place
    lines: list[SheetLine]
    at: datetime
    confirmed_at: datetime | None
    acts: list[Told] = field(default_factory=list)
    moves: list[SheetMove] = field(default_factory=list)


class Months:
    """The scoring months of the bodies shown."""

    def __init__(self, *, calendar: Calendar, now: datetime, office: Office, aims: Aims) -> None:
        self.calendar = calendar
        self.now = now
        self.office = office
        self.aims = aims
        self.rng = Random(2026)  # the same each time
        self.last_month = (calendar.this_month - timedelta(days=1)).replace(day=1)
        self._words = material("remarks")

    def run(self, body: Unit, month: date, officer: User) -> ScoringPeriod | None:
        """Let a month of a body happen as far as it has; return it unless it is not open yet."""
        opened_at = moment(first_working_day(month), 8, 30)
        if opened_at >= self.now:
            return None
        period = open_period(body=body, month=month, cut_off_date=month_end(month), actor=officer, at=opened_at)
        if month < self.calendar.this_month:
            sheets = list(current_sheets(period))
            reading = reading_of(body.pk, month)
            signed = self._sign(sheets, reading)
            self._set_aside(sheets, month, officer)
            for phase in _phases(signed):
                self._confirm(phase, reading)
            self._tell(signed)
        close_at = moment(_days_on(next_month(month), 6), 15)
        if month < self.last_month and close_at < self.now and not _unfinished(period):
            close_period(period_id=period.pk, actor=officer, at=close_at)
        return period

    def _sign(self, sheets: Sequence[ScoreSheet], reading: Reading) -> list[Signed]:
        """Sign the sheets whose owners have come to it, each on a day of his own."""
        days: dict[date, list[ScoreSheet]] = {}
        for sheet in sheets:
            if (day := self._day_of_signing(sheet)) is not None:
                days.setdefault(day, []).append(sheet)
        found: list[Signed] = []
        for day, group in sorted(days.items()):
            lines = records_lines(group, day)
            for sheet in group:
                at = moment(day, self.rng.randint(8, 16), self.rng.randint(0, 59))
                if at < self.now and any(line.assigned for line in lines[sheet.pk]):
                    found.append(self._signed(sheet, lines[sheet.pk], at, reading))
        return found

    def _set_aside(self, sheets: Sequence[ScoreSheet], month: date, officer: User) -> None:
        """Put aside what nobody signed in an earlier month: no work was given to those away for most of it."""
        at = moment(_days_on(next_month(month), 2), 17, 15)
        for sheet in sheets:
            if sheet.state == SheetState.DRAFT and month < self.last_month and at < self.now:
                set_aside(sheet_id=sheet.pk, reason=_NO_WORK, actor=officer, at=at)

    def _day_of_signing(self, sheet: ScoreSheet) -> date | None:
        month = sheet.period.month
        key = self.aims.key_of(sheet.person_id)
        if key in self.aims.early.get(month, ()):
            return working_day(month_end(month) - timedelta(days=3))
        if month == self.last_month and self.rng.random() < 0.14 and key not in self.aims.prompt:
            return None
        return _days_on(next_month(month), self.rng.randint(0, 2))

    def _signed(self, sheet: ScoreSheet, lines: Lines, at: datetime, reading: Reading) -> Signed:
        key = self.aims.key_of(sheet.person_id)
        place = self.office.places(_in_month(sheet))[key]
        kept = [
            SheetLine(sheet=sheet, position=position, **{name: getattr(line, name) for name in _KEPT})
            for position, line in enumerate(lines, start=1)
        ]
        signed = Signed(
            sheet=sheet, place=place, lines=kept, at=at, confirmed_at=self._day_of_confirming(sheet, key, at)
        )
        task = self._reckon(signed, reading, assumed=True).score.task_marks
        general = self.aims.general(key, sheet.period.month, task or Fraction(0))
        sheet.general = spread(general, sheet.period.month)
        sheet.strengths = self.rng.choice(self._words["strengths"])
        sheet.weaknesses = self.rng.choice(self._words["weaknesses"])
        self._act(signed, at, place.user, entry("scoring.marked", sheet, after={"general": sheet.general}))
        keep_reckoning(sheet, self._reckon(signed, reading))
        sheet.state, sheet.self_signed_at, sheet.self_signed_by = SheetState.SELF_SIGNED, at, place.user
        signed.moves.append(moved(sheet, actor=place.user, at=at))
        figures = {"rule_set": sheet.rule_set, "total_hundredths": sheet.total_hundredths, "lines": len(kept)}
        self._act(signed, at, place.user, entry("scoring.self_signed", sheet, after=figures))
        return signed

    def _day_of_confirming(self, sheet: ScoreSheet, key: str, at: datetime) -> datetime | None:
        """Return when the superior confirms, None while the sheet waits."""
        month = sheet.period.month
        if (key, month) in self.aims.waiting:
            return None
        if month == self.last_month and self.rng.random() < 0.3 and key not in self.aims.prompt:
            return None
        when = moment(
            _days_on(next_month(month), self.rng.randint(3, 4)), self.rng.randint(8, 16), self.rng.randint(0, 59)
        )
        return when if at < when < self.now else None

    def _confirm(self, phase: Sequence[Signed], reading: Reading) -> None:
        """Confirm the sheets of a phase: those lower down are confirmed already, so that d can be told."""
        ready = [one for one in phase if one.confirmed_at is not None]
        results = unit_results_of([one.sheet for one in ready])
        for one in ready:
            sheet, judge, at = one.sheet, one.place.judge, given(one.confirmed_at)
            if sheet.holds_leading_post:
                found = results[sheet.pk]
                if not found.has_people:
                    sheet.unit_results, sheet.unit_results_reason = (
                        Judged.FULL,
                        "Lĩnh vực phụ trách đạt kế hoạch tháng.",
                    )
                elif not found.value:
                    continue  # somebody below still waits
                sheet.organising, sheet.organising_reason = Judged.FULL, _ORGANISING
                sheet.unity, sheet.unity_reason = Judged.FULL, _UNITY
                after = {"đ": sheet.organising, "e": sheet.unity, "d": sheet.unit_results}
                reason = f"đ: {_ORGANISING} e: {_UNITY}"
                self._act(one, at, judge, entry("scoring.judged", sheet, after=after, reason=reason))
                if found.has_people:
                    sheet.unit_results, sheet.unit_results_reason = found.value, found.sentence
                    self._settle(one, reading)
            keep_reckoning(sheet, self._reckon(one, reading))
            sheet.comment = self.rng.choice(self._words["comments"]) if self.rng.random() < 0.35 else ""
            sheet.state, sheet.confirmed_at, sheet.confirmed_by = SheetState.CONFIRMED, at, judge
            sheet.save()
            one.moves.append(moved(sheet, actor=judge, at=at))
            figures = {"total_hundredths": sheet.total_hundredths}
            self._act(one, at, judge, entry("scoring.confirmed", sheet, after=figures))
            self.aims.reached(self.aims.key_of(sheet.person_id), sheet.period.month, sheet.total_hundredths or 0)

    def _settle(self, one: Signed, reading: Reading) -> None:
        """Hit an exact mean in spite of d: the general marks of whoever the story gives an exact mean follow."""
        sheet = one.sheet
        key = self.aims.key_of(sheet.person_id)
        if key in self.aims.exact:
            task = self._reckon(one, reading).score.task_marks
            sheet.general = spread(self.aims.general(key, sheet.period.month, task or Fraction(0)), sheet.period.month)

    def _reckon(self, one: Signed, reading: Reading, *, assumed: bool = False) -> Reckoning:
        sheet = one.sheet
        judged = {"unit_results": sheet.unit_results, "organising": sheet.organising, "unity": sheet.unity}
        if assumed:
            judged = dict.fromkeys(judged, Judged.FULL.value)
        return reckoned(
            month=sheet.period.month,
            reading=reading,
            leads=sheet.holds_leading_post,
            general=sheet.general,
            lines=one.lines,
            judged=judged,
        )

    def _act(self, one: Signed, at: datetime, by: User, what: Entry) -> None:
        one.acts.append((at, by, what))

    def _tell(self, signed: Iterable[Signed]) -> None:
        rows = list(signed)
        for one in rows:
            if one.sheet.state != SheetState.CONFIRMED:
                one.sheet.save()
        SheetLine.objects.bulk_create([line for one in rows for line in one.lines], batch_size=2000)
        SheetMove.objects.bulk_create([move for one in rows for move in one.moves], batch_size=2000)
        keep(act for one in rows for act in one.acts)


def spread(total: int, month: date) -> dict[str, str]:
    """Return a total of general marks (in hundredths) as marks by criterion, in quarters but for what is left over."""
    criteria = criteria_of(month)
    whole = sum(int(one.max * 100) for one in criteria)
    marks = {one.code: int(one.max * 100) * total // whole // _QUARTER * _QUARTER for one in criteria}
    left = total - sum(marks.values())
    for one in reversed(criteria):
        more = min(left, int(one.max * 100) - marks[one.code])
        more = more if more < _QUARTER or left < 2 * _QUARTER else min(more, 2 * _QUARTER)
        marks[one.code] += more
        left -= more
    for one in criteria:
        more = min(left, int(one.max * 100) - marks[one.code])
        marks[one.code] += more
        left -= more
    return {code: _plain(mark) for code, mark in marks.items()}


def _plain(hundredths: int) -> str:
    return f"{(Decimal(hundredths) / 100).normalize():f}"


def _phases(signed: Sequence[Signed]) -> list[list[Signed]]:
    """Return sheets in the order in which they can be confirmed: d of each leader rests on the sheets below."""
    phases: list[list[Signed]] = [[], [], [], [], []]
    for one in signed:
        post, sheet = one.sheet.appointment, one.sheet
        at_body = sheet.unit_id == sheet.period.body_id
        leads = {Leadership.NONE: 0, Leadership.DEPUTY: 1, Leadership.HEAD: 2}[Leadership(post.leadership)]
        phases[leads + 2 if leads and at_body else leads].append(one)
    return phases


def _in_month(sheet: ScoreSheet) -> date:
    """Return a day on which the post of the sheet was held in its month."""
    return max(
        min(month_end(sheet.period.month), (sheet.appointment.valid_until or date.max) - timedelta(days=1)),
        sheet.appointment.valid_from,
    )


def _unfinished(period: ScoringPeriod) -> bool:
    return current_sheets(period).exclude(state__in=(SheetState.CONFIRMED, SheetState.SET_ASIDE)).exists()


def _days_on(month: date, days: int) -> date:
    """Return the working day so many working days after the first of a month."""
    day = first_working_day(month)
    for _ in range(days):
        day = working_day(day + timedelta(days=1), forward=True)
    return day
