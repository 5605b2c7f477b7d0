"""What pages and papers show of a campaign, made from what selectors and the engine say."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from congtam.evaluation.choices import Level, Outcome
from congtam.evaluation.facts import ScoredRules, Standing, rating_rules, scored_rules
from congtam.evaluation.models import Campaign, RatingCase
from congtam.evaluation.selectors import (
    months_of_case,
    needs_party_opinion,
    past_levels,
    with_decisions,
    with_names,
)
from congtam.personnel.rights import may
from congtam.personnel.selectors import Viewer
from congtam.scoring.selectors import Month
from congtam.scoring.services import Outdated
from congtam.values.numbers import exact_mean, rounded

_MONTHS = range(1, 13)
_FEW_MONTHS = 6
_USUAL = {Level.EXCELLENT, Level.GOOD, Level.COMPLETED}
_ABSENCES = {"unpaid": "nghỉ không lương", "sick": "nghỉ ốm", "maternity": "thai sản"}


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something about a person worth seeing before deciding."""

    words: str
    tone: str = "plain"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person of the workbench; a plain case may be decided as proposed without opening it."""

    case: Any
    year: SafeString
    proposed: str
    decided: str
    flags: Sequence[Flag]
    past: Sequence[tuple[int, str]]
    shows_level: bool
    may_decide: bool
    is_plain: bool


def year_picture(months: Mapping[int, str]) -> SafeString:
    """Return the year as a small picture of twelve bars, from marks as text by month; a month without marks is a dot, never a zero.

    Drawn here and not by a template: the workbench shows fifty on a page.
    """
    told, drawn = [], []
    for month in _MONTHS:
        marks, x = months.get(month, ""), (month - 1) * 7
        told.append(f"tháng {month}: {marks.replace('.', ',') or 'chưa có điểm'}")
        whole = int(marks.split(".")[0]) if marks else 0
        tone = next(tone for floor, tone in _TONES if whole >= floor) if marks else "none"
        height = whole * _BAR // 100 if marks else 2
        y = _BAR - height if marks else _BAR - 3
        drawn.append(f'<rect class="ev-{tone}" x="{x}" y="{y}" width="5" height="{height}"></rect>')
    return format_html(
        '<svg class="ev-year" width="84" height="24" viewBox="0 0 84 24" role="img" aria-label="{}">'
        '<line class="ev-floor" x1="0" x2="84" y1="23.5" y2="23.5"></line>{}</svg>',
        "; ".join(told),
        # Numbers and words of our own, nothing anybody typed.
        SafeString("".join(drawn)),
    )


_TONES = ((90, "excellent"), (70, "good"), (50, "completed"), (0, "not_completed"))
# How high a bar of a hundred marks is.
_BAR = 24


def shown_level(outcome: str | None, level: str | None) -> str:
    """Return the code by which the tag `level` draws a result: the level of whoever is rated, else why he has none; empty when nothing is known."""
    return str(outcome) if outcome in (Outcome.NOT_RATED, Outcome.NEEDS_REVIEW) else level or ""


def flags(case: RatingCase) -> list[Flag]:
    """Return what stands out about a case: outdated months, short year, absences, transfers, discipline, a missing step, a missing fact."""
    asked = (case.facts or {}).get("facts", {})
    found = [Flag(words=one["words"], tone="amber") for one in case.outdated]
    worked, scored = asked.get("months_worked"), len(asked.get("months", {}))
    if asked.get("absence") in _ABSENCES:
        found.append(Flag(words=_ABSENCES[asked["absence"]]))
    if worked is not None and int(worked.split(".")[0]) < _FEW_MONTHS:
        found.append(Flag(words=f"làm việc {worked.replace('.', ',')} tháng", tone="amber"))
    if asked.get("discipline"):
        found.append(Flag(words="có quyết định kỷ luật", tone="red"))
    if asked.get("degradation_concluded") or asked.get("unit_corruption_handled"):
        found.append(Flag(words="có kết luận của cấp có thẩm quyền", tone="red"))
    if any(finding["rule"] == "head_not_above_body" and finding["truth"] == "yes" for finding in _findings(case)):
        found.append(Flag(words="không quá mức của cơ quan", tone="blue"))
    if case.proposed_outcome == Outcome.NEEDS_REVIEW:
        found.append(Flag(words="cần xem xét", tone="amber"))
    if case.proposed_outcome and case.proposed_outcome != Outcome.NOT_RATED and not scored:
        found.append(Flag(words="chưa có điểm", tone="amber"))
    if case.self_level and case.proposed_level and case.self_level != case.proposed_level:
        found.append(Flag(words="tự xếp khác đề xuất", tone="amber"))
    if needs_party_opinion(case) and not case.party_opinion:
        found.append(Flag(words="chờ ý kiến cấp uỷ", tone="amber"))
    return found


def _findings(case: RatingCase) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (case.result or {}).get("findings", [])
    return found


def findings(case: RatingCase) -> list[dict[str, Any]]:
    """Return the engine's findings on a case for the tag `why`: what decided, what was counted, then folded what does not apply.

    Only marks and levels are reached or missed; an event that forces or caps a level applies or not, which is no success and no failure.
    Months that rest on marks corrected since stand among what is not settled.
    """
    told = [{**one, "url": reverse("scoring:sheet", args=[one["sheet"]])} for one in case.outdated]
    found = [*_findings(case), *told] if case.result else []
    if not found:
        return []
    rules = scored_rules(case.rule_set)
    placed = sorted(((_place(finding, rules), finding) for finding in found), key=lambda pair: pair[0])
    return [
        {
            **finding,
            "source": finding["citation"],
            "truth": "" if place in (_EVENT, _NOT_APPLYING) else finding["truth"],
            "is_last": place == _NOT_APPLYING,
        }
        for place, finding in placed
    ]


def outdated_rows(viewer: Viewer, outdated: Iterable[Outdated]) -> list[tuple[Outdated, bool]]:
    """Return outdated months, each with whether the viewer may correct its sheet."""
    return [(one, may(viewer, "scoring.correct", one.sheet)) for one in outdated]


def mean_findings(case: RatingCase) -> list[dict[str, Any]]:
    """Return the findings on the mean of a case, for the tag `why` beside that figure."""
    return [one for one in findings(case) if one["rule"] in scored_rules(case.rule_set).marks]


# Where a finding stands: an event that applies, what is not known, the level reached, what was counted on the way, what does not apply.
_EVENT, _UNKNOWN, _REACHED, _COUNTED, _NOT_APPLYING = range(5)


def _place(finding: Mapping[str, Any], scored: ScoredRules) -> int:
    if finding["truth"] == "unknown" or finding["rule"] == "no_level_fits":
        return _UNKNOWN
    if finding["rule"] in scored.levels:
        return _REACHED if finding["truth"] == "yes" else _COUNTED
    if finding["rule"] in scored.marks:
        return _COUNTED
    return _EVENT if finding["truth"] == "yes" else _NOT_APPLYING


def stages(case: Any) -> list[dict[str, Any]]:
    """Return the stage bar of a case (with decision): Lập → Tự xếp loại → Họp → Cấp uỷ → Quyết định → Công bố."""
    campaign = case.campaign
    steps = [
        (
            "Lập",
            case.proposed_at is not None,
            campaign.opened_by.full_name if campaign.opened_by else "",
            campaign.opened_at,
        ),
        ("Tự xếp loại", case.self_signed_at is not None, case.person.full_name, case.self_signed_at),
        ("Họp", campaign.meeting_date is not None, "", campaign.meeting_date),
    ]
    if needs_party_opinion(case):
        steps.append(("Cấp uỷ", bool(case.party_opinion), "", None))
    steps += [
        ("Quyết định", case.decided_outcome is not None, case.decided_by_name or "", case.decided_at),
        ("Công bố", case.published_at is not None, "", case.published_at),
    ]
    current = next((name for name, is_done, _, _ in steps if not is_done), None)
    return [
        {
            "name": name,
            "state": "done" if is_done else "current" if name == current else "todo",
            "who": who if is_done else "",
            "on": on if is_done else None,
        }
        for name, is_done, who, on in steps
    ]


def strip_groups(found: Iterable[Standing]) -> list[dict[str, Any]]:
    """Return where the groups stand as the tag `strip` takes them."""
    return [
        {
            "name": standing.name,
            "used": standing.excellent,
            "limit": standing.quota.limit,
            "sentence": f"{standing.sentence} Đã quyết định {standing.decided_excellent} người xuất sắc.",
        }
        for standing in found
    ]


def candidates(campaign: Campaign, group_id: int) -> list[RatingCase]:
    """Return the four of a group (0: of the body) nearest to the edge of the share: proposed or decided excellent, best mean first."""
    cases = with_decisions(with_names(campaign.cases.all()))
    if group_id:
        cases = cases.filter(similar_group_id=group_id)
    wanted = [case for case in cases if (case.decided_level or case.proposed_level) == Level.EXCELLENT]
    return sorted(wanted, key=lambda case: -(case.mean_hundredths or 0))[-4:]


def compared(cases: Sequence[Any]) -> list[dict[str, Any]]:
    """Return what is put side by side of each candidate."""
    if not cases:
        return []
    past = past_levels([case.person_id for case in cases], cases[0].campaign.year)
    return [
        {
            "case": case,
            "year": year_picture(months_of_case(case)),
            "months": len(months_of_case(case)),
            "excellent_months": sum(
                1 for marks in months_of_case(case).values() if int(marks.split(".")[0]) >= _TONES[0][0]
            ),
            "least": min(
                months_of_case(case).values(), key=lambda marks: int(marks.replace(".", "")), default=""
            ).replace(".", ","),
            "flags": flags(case),
            "past": past.get(case.person_id, []),
        }
        for case in cases
    ]


def distribution(campaign: Campaign, *, by: str) -> list[dict[str, Any]]:
    """Return how many of each level every unit (`by` = unit) or similar group (`by` = group) has; the unrated stand apart."""
    found: dict[str, dict[str, Any]] = {}
    for case in with_decisions(with_names(campaign.cases.all())).order_by("unit_id", "person__sort_key"):
        name = case.unit_name if by == "unit" else case.similar_group.name if case.similar_group else "Chưa xếp nhóm"
        row = found.setdefault(
            name,
            {"name": name, **{level.value: 0 for level in Level}, "not_rated": 0, "open": 0, "rated": 0, "total": 0},
        )
        row["total"] += 1
        outcome = case.decided_outcome or case.proposed_outcome
        level = case.decided_level or (case.proposed_level if case.decided_outcome is None else "")
        if outcome == Outcome.NOT_RATED:
            row["not_rated"] += 1
        elif level:
            row[level] += 1
            row["rated"] += 1
        else:
            row["open"] += 1
    return list(found.values())


def distribution_chart(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the distribution as the tag `chart` takes it: one stacked row a unit or group."""
    tones = {"excellent": "excellent", "good": "good", "completed": "completed", "not_completed": "not_completed"}
    return {
        "kind": "stacked",
        "labels": [row["name"] for row in rows],
        "series": [
            {"name": str(level.label), "values": [row[level.value] for row in rows], "tone": tones[level.value]}
            for level in Level
        ],
    }


def distribution_total(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the sums of the distribution's columns."""
    return {
        name: sum(row[name] for row in rows)
        for name in (*(level.value for level in Level), "not_rated", "open", "rated", "total")
    }


# What the workbench can show of each person, and what it shows unless told otherwise.
COLUMNS = (
    ("year", "12 tháng"),
    ("mean", "Trung bình"),
    ("proposed", "Đề xuất"),
    ("flags", "Lưu ý"),
    ("past", "Ba năm trước"),
    ("decided", "Quyết định"),
)


def shown_columns(asked: Iterable[str]) -> list[str]:
    """Return the codes of the columns shown: those `asked` for, else all."""
    wanted = set(asked)
    known = [code for code, _ in COLUMNS]
    return [code for code in known if code in wanted] or known


def rows(cases: Iterable[Any], viewer: Viewer, campaign: Campaign, groups: Sequence[Standing] | None) -> list[Row]:
    """Return the people of one page of the workbench; without `groups` (where they stand) nothing of levels is shown."""
    shown = list(cases)
    past = {} if groups is None else past_levels([case.person_id for case in shown], campaign.year)
    over = {group.group_id for group in groups or () if group.quota.excess}
    made = []
    for case in shown:
        shows = groups is not None and may(viewer, "evaluation.see_levels", case)
        marks = flags(case) if shows else []
        is_contested = case.proposed_level == Level.EXCELLENT and bool({0, case.similar_group_id} & over)
        made.append(
            Row(
                case=case,
                year=year_picture(months_of_case(case)),
                proposed=shown_level(case.proposed_outcome, case.proposed_level),
                decided=shown_level(case.decided_outcome, case.decided_level),
                flags=marks,
                past=past.get(case.person_id, []) if shows else [],
                shows_level=shows,
                may_decide=may(viewer, "evaluation.decide", case),
                is_plain=case.proposed_level in _USUAL
                and case.proposed_outcome == Outcome.RATED
                and not marks
                and not is_contested,
            )
        )
    return made


def month_rows(months: Mapping[str, Month], year: int, readable: frozenset[int]) -> list[dict[str, Any]]:
    """Return the twelve months of a year with marks in hundredths (None when not scored), who scored them, and the sheet where `readable`."""
    shown = []
    for month in _MONTHS:
        scored = months.get(f"{year}-{month:02}")
        shown.append(
            {
                "name": f"Tháng {month}",
                "marks": None if scored is None else scored.total_hundredths,
                "sheet": scored.sheet_id if scored is not None and scored.sheet_id in readable else None,
                "body": "" if scored is None else scored.body_name,
            }
        )
    return shown


def months_chart(months: Mapping[str, Month], year: int) -> dict[str, Any]:
    """Return the scored months of a year as the tag `chart` takes them; months without marks are left out, never zero."""
    scored = sorted(name for name in months if name.startswith(str(year)))
    marks = [f"{months[name].total_hundredths // 100}.{months[name].total_hundredths % 100:02}" for name in scored]
    return {
        "kind": "bar",
        "labels": [f"T{int(name[5:7])}" for name in scored],
        "series": [{"name": "Tổng điểm", "values": marks}],
    }


def mean_so_far(months: Mapping[str, Month]) -> int | None:
    """Return the mean of the months scored so far in hundredths, half up; None while there is none."""
    if not months:
        return None
    mean = exact_mean([Fraction(month.total_hundredths, 100) for month in months.values()])
    return int(rounded(mean, 2) * 100)


def missing_facts(case: RatingCase) -> list[str]:
    """Return what the engine still misses about a case, in the rule-set's words with the paper that proves it."""
    declared = rating_rules(case.campaign.year).facts
    found = []
    for name in (case.result or {}).get("missing", []):
        fact = declared.get(name)
        words = _OTHER_FACTS.get(name, name) if fact is None else fact.label
        found.append(f"{words} ({fact.paper})" if fact is not None and fact.paper else words)
    return found


_OTHER_FACTS = {"months": "điểm các tháng"}


def mine_url(year: int) -> str:
    """Return the address of somebody's own year."""
    return f"{reverse('evaluation:mine')}?year={year}"
