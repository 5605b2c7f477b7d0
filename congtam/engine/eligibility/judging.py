"""Decide one title or commendation for one history under one rule-set, and say why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from congtam.engine import truth
from congtam.engine.eligibility import verdicts
from congtam.engine.eligibility.awards import NEVER
from congtam.engine.eligibility.moments import Moment
from congtam.engine.eligibility.titles import (
    YEAR_COUNTS,
    YEAR_DOES_NOT_COUNT,
    Bar,
    EmulationOverlay,
    EmulationRules,
    Ground,
    Route,
    Title,
)
from congtam.engine.eligibility.verdicts import Note, Verdict
from congtam.engine.findings import Finding
from congtam.engine.rulesets import Rule
from congtam.engine.sources import Certainty, InstrumentId, Source, sureness
from congtam.engine.truth import Truth

Outcome = Literal["eligible", "not_eligible", "needs_review"]
OUTCOMES: dict[Truth, Outcome] = {
    Truth.YES: "eligible",
    Truth.NO: "not_eligible",
    Truth.UNKNOWN: "needs_review",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether a title may be proposed, what is missing, the deciding provision, and every finding.

    `other_grounds` are the provisions outside the merit chain that were not looked at, because no achievements were given.
    """

    title: Title
    truth: Truth
    missing: tuple[str, ...]
    source: Source
    certainty: Certainty
    findings: tuple[Finding, ...]
    other_grounds: tuple[Source, ...]

    @property
    def outcome(self) -> Outcome:
        """The answer in the words of the command."""
        return OUTCOMES[self.truth]


@dataclass(frozen=True, slots=True)
class _Part:
    """The verdict of one rule, as it counts for the title, with the rules its findings belong to."""

    rule: Rule
    verdict: Verdict
    findings: tuple[Finding, ...]


@dataclass(frozen=True, kw_only=True)
class Judge:
    """Applies one rule-set, the overlays above it and the instruments a body's by-law adopted."""

    rules: EmulationRules
    overlays: Sequence[EmulationOverlay] = ()
    adopts: frozenset[InstrumentId] = frozenset()

    def judge(self, title: Title, moment: Moment) -> Judgement:
        """Decide `title` at one moment.

        A title is open to whoever meets one of its routes and is kept back by no bar. What rests on a provision that is not
        sure enough is left to people.
        """
        ways = [self._route(route, title, moment) for route in title.routes]
        # Grounds outside the merit chain are weighed where achievements were given, and the year is a recorded one.
        weighed = moment.history.achievements is not None and not moment.is_hoped_for
        if weighed:
            ways += [self._ground(ground, moment) for ground in title.other_grounds]
        met = verdicts.some([way.verdict for way in ways])
        deciding = next(way for way in ways if way.verdict.truth is met.truth)
        bars = [] if moment.is_hoped_for else list(self._bars(title, moment))
        whole = verdicts.every([met, *(bar.verdict for bar in bars)])
        return Judgement(
            title=title,
            truth=whole.truth,
            missing=whole.missing,
            source=deciding.rule.cite,
            certainty=sureness(deciding.rule.cite, self.adopts),
            findings=tuple(finding for part in (*ways, *bars) for finding in part.findings),
            other_grounds=() if weighed else tuple(ground.cite for ground in title.other_grounds),
        )

    def holds(self, title: Title, moment: Moment) -> Truth:
        """Return the truth of `judge` alone, as a forecast asks it year after year, for yearly merit: other grounds build no chain."""
        answer = truth.some(self._route_holds(route, title, moment) for route in title.routes)
        if answer is Truth.NO or moment.is_hoped_for:
            return answer
        return truth.every([answer, *(bar.verdict.truth for bar in self._bars(title, moment))])

    def _route(self, route: Route, title: Title, moment: Moment) -> _Part:
        verdict, findings = self._since_discipline(route, moment)
        if title.form == "commendation" and self.rules.once:
            again = self._already_given(self.rules.once, route, title, moment, verdict.truth)
            if again:
                verdict = verdicts.every([verdict, again])
                findings = (*findings, *_findings(self.rules.once, again))
        return self._as_sure(route, verdict, findings)

    def _route_holds(self, route: Route, title: Title, moment: Moment) -> Truth:
        if sureness(route.cite, self.adopts) is not Certainty.CONFIRMED:
            return Truth.UNKNOWN
        low, high = self._restarts(moment)
        answer = route.when.holds(moment.counting_from(high))
        if low != high and route.when.holds(moment.counting_from(low)) is not answer:
            answer = Truth.UNKNOWN
        if answer is not Truth.NO and title.form == "commendation" and self.rules.once:
            answer = min(answer, truth.negated(self._is_rewarded(self.rules.once, route, title, moment, answer)))
        return answer

    def _since_discipline(self, route: Route, moment: Moment) -> tuple[Verdict, tuple[Finding, ...]]:
        """Hold a route against the years that count after the last discipline; where the readings of that differ, leave it open."""
        low, high = self._restarts(moment)
        verdict = route.when.judge(moment.counting_from(high))
        findings = _findings(route, verdict)
        if not high or self.rules.restart is None:
            return verdict, findings
        if route.when.holds(moment.counting_from(low)) is not verdict.truth:
            words = "thời điểm chấm dứt kỷ luật và cách tính thành tích sau kỷ luật"
            note = Note("discipline", None, Truth.UNKNOWN, f"Kết quả tùy {words}.")
            verdict = Verdict(Truth.UNKNOWN, verdict.notes, (words, *verdict.missing))
        elif route.when.holds(moment) is not verdict.truth:
            words = "chưa có năm nào được tính" if high == NEVER else f"tính từ năm {high}"
            note = Note("discipline", None, Truth.YES, f"{self.rules.restart.say}: {words}.")
        else:
            return verdict, findings
        return verdict, (*findings, _finding(self.rules.restart, note))

    def _already_given(self, once: Rule, route: Route, title: Title, moment: Moment, met: Truth) -> Verdict | None:
        """Return a verdict against a chain that this very commendation has rewarded already, in whole or in part."""
        rewarded = self._is_rewarded(once, route, title, moment, met)
        if rewarded is Truth.NO:
            return None
        years = moment.award_years(title.same_award or title.code)[1]
        words = f"thành tích mới sau lần được tặng {title.label}"
        open_ = "chưa rõ đã được tặng cho thành tích này hay chưa"
        if years and (rewarded is Truth.YES or years[-1] < moment.year):
            words = f"{words} năm {years[-1]}"
            open_ = "chỉ tính các năm sau đó thì chưa đủ, cần xem phần nào đã được khen"
            if title.same_award:
                open_ = "chưa rõ đã được tặng rồi thì có được tặng lần nữa hay không"
        sentence = f"Cần {words}." if rewarded is Truth.YES else f"Cần {words}; {open_}."
        value = str(years[-1]) if years else None
        return verdicts.noted(f"awards.{title.code}", value, truth.negated(rewarded), sentence, words)

    def _is_rewarded(self, once: Rule, route: Route, title: Title, moment: Moment, met: Truth) -> Truth:
        """Tell whether this very commendation has rewarded the chain of a route already; `met` is whether the route is met.

        Khoản 2 Điều 5 Luật 06/2022/QH15: one achievement is not rewarded more than once. It surely was when no year lies after
        the award. When some do, but are not enough alone, part of the chain was rewarded before; nobody could read from when the
        years of the next award count. Nor could they read whether an order held already is given again on another ground.
        """
        unrecorded = not (moment.awards_complete or moment.is_hoped_for)
        if title.same_award:
            return truth.of(None if unrecorded or title.same_award in moment.history.merit_years else False)
        sure, possible = moment.award_years(title.code)
        if sure and sure[-1] >= moment.year and sureness(once.cite, self.adopts) is Certainty.CONFIRMED:
            return Truth.YES
        if not possible:
            return truth.of(None if unrecorded else False)
        is_in_part = met is Truth.YES and route.when.holds(moment.counting_from(possible[-1] + 1)) is not Truth.YES
        return truth.of(None if possible[-1] >= moment.year or is_in_part else False)

    def _ground(self, ground: Ground, moment: Moment) -> _Part:
        verdict = ground.when.judge(moment)
        return self._as_sure(ground, verdict, _findings(ground, verdict))

    def _as_sure(self, rule: Rule, verdict: Verdict, findings: tuple[Finding, ...]) -> _Part:
        """Leave to people what rests on a provision that is not sure enough."""
        certainty = sureness(rule.cite, self.adopts)
        if certainty is Certainty.CONFIRMED:
            return _Part(rule, verdict, findings)
        words = f"đối chiếu {rule.cite.printed} ({certainty.label})"
        if verdict.truth is not Truth.UNKNOWN:
            result = "đạt" if verdict.truth is Truth.YES else "chưa đạt"
            note = Note(
                None, None, Truth.UNKNOWN, f"Theo nội dung đang ghi, {certainty.label}, thì {result}; cần {words}."
            )
            findings = (*findings, _finding(rule, note))
        return _Part(rule, Verdict(Truth.UNKNOWN, verdict.notes, (words,)), findings)

    def _bars(self, title: Title, moment: Moment) -> Iterator[_Part]:
        """Yield each bar that concerns the title and says something: it stands, or what it asks is not known."""
        for bar in (*self.rules.bars, *(bar for overlay in self.overlays for bar in overlay.bars)):
            if bar.codes and title.code not in bar.codes:
                continue
            found = bar.when.judge(moment)
            if found.truth is Truth.NO and all(note.truth is Truth.NO for note in found.notes):
                continue
            yield _Part(bar, self._kept_back(bar, found), _findings(bar, found))

    def _kept_back(self, bar: Bar, found: Verdict) -> Verdict:
        """Return whether the way past a bar is free."""
        free = truth.negated(found.truth)
        if free is Truth.NO and (
            bar.effect == "needs_review" or sureness(bar.cite, self.adopts) is not Certainty.CONFIRMED
        ):
            free = Truth.UNKNOWN
        if free is Truth.YES:
            return Verdict(free, ())
        open_ = "; ".join(found.missing) if found.truth is Truth.UNKNOWN else ""
        missing = f"{bar.say} ({open_})" if open_ else bar.say
        return Verdict(free, (), (missing,))

    def _restarts(self, moment: Moment) -> tuple[int, int]:
        """Return the first year that counts after the last discipline, under the most and the least generous reading."""
        restart = self.rules.restart
        if restart is None:
            return 0, 0
        if moment.history.discipline is None:
            return 0, NEVER
        low = high = 0
        reading = moment.policies[restart.policy]
        for decision in moment.history.discipline:
            if decision.decided > moment.on:
                continue
            if decision.ended is None:
                low, high = max(low, NEVER if decision.end_known else decision.decided.year), NEVER
            else:
                low = max(low, decision.ended.year + (reading == YEAR_DOES_NOT_COUNT))
                high = max(high, decision.ended.year + (reading != YEAR_COUNTS))
        return (low if sureness(restart.cite, self.adopts) is Certainty.CONFIRMED else 0), high


def _findings(rule: Rule, verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(_finding(rule, note) for note in verdict.notes)


def _finding(rule: Rule, note: Note) -> Finding:
    return Finding(
        rule=rule.rule, fact=note.fact, value=note.value, truth=note.truth, sentence=note.sentence, source=rule.cite
    )
