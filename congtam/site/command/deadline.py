"""`congtam law deadline`: the last day in time for one step of a procedure."""

from datetime import date

from congtam.engine.answers import Answer, finding_json
from congtam.engine.deadlines import Reckoned
from congtam.engine.facts import InputError, read_choice, read_day, read_list, read_text
from congtam.engine.procedure import DueDay, ProcedureRules, Step, due_day
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.workdays import CalendarRules, OwnDay, WorkCalendar
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import governing, only, read_names, read_period, read_year

KEYS = {"subject", "step", "from", "year", "period", "on", "calendar", "policies", "adopts"}
OWN_DAY_KEYS = {"day", "works", "because"}
CALENDAR = ("calendar", "viet_nam")
MONTHS_IN_QUARTER = 3


def answer(case: Case, book: RuleBook) -> Answer:
    """Return the day asked for in `case`; raise `InputError` for a field that cannot be trusted."""
    only(case, KEYS, "")
    anchors = read_anchors(case)
    day = read_day(case["on"], "on") if case.get("on") is not None else next(iter(anchors.values()), None)
    if day is None:
        raise InputError("on", "chưa rõ ngày nào để chọn bộ quy tắc; hãy ghi from, year, period hoặc on.")
    rules = governing(book, "procedure", case.get("subject"), day, ProcedureRules)
    steps = {step.rule: step for step in rules.steps}
    step = steps[read_choice(case.get("step"), "step", steps)]
    result = due_day(
        rules,
        step,
        anchor_of(step, anchors),
        read_policies(rules, case.get("policies")),
        read_calendar(case, book),
        adopts=frozenset(read_names(case, "adopts", book.register)),
    )
    return {"rule_set": rules.id, "step": step.rule, "by": step.by, **due_json(result)}


def due_json(result: DueDay) -> Answer:
    """Return a reckoned day as it stands in answers."""
    reckoned = {"due": None} if result.reckoned is None else reckoned_json(result.reckoned)
    other = {} if result.other is None else {"other_reading": reckoned_json(result.other)}
    return {
        "outcome": result.outcome,
        **reckoned,
        **other,
        "missing": list(result.missing),
        "certainty": result.certainty.value,
        "findings": [finding_json(finding) for finding in result.findings],
    }


def reckoned_json(reckoned: Reckoned) -> Answer:
    """Return what one reading comes to: the last day in time, and what was counted or named."""
    shown: Answer = {"due": reckoned.due.isoformat()}
    if reckoned.before:
        shown["before"] = reckoned.before.isoformat()
    if reckoned.unit:
        shown[reckoned.unit] = reckoned.number
    if reckoned.counted:
        shown["counted"] = [day.isoformat() for day in reckoned.counted]
    return shown


def read_anchors(case: Case) -> dict[str, date]:
    """Return the one day the case is about, by the name of its field: an event's, or the last of a year or quarter."""
    anchors = {}
    if case.get("from") is not None:
        anchors["from"] = read_day(case["from"], "from")
    if case.get("year") is not None:
        anchors["year"] = date(read_year(case["year"], "year"), 12, 31)
    if case.get("period") is not None:
        quarter = read_period(case["period"], "period")
        if quarter.month_count != MONTHS_IN_QUARTER:
            raise InputError("period", 'phải là quý, ví dụ "2026-Q3".')
        anchors["period"] = quarter.last_day
    if len(anchors) > 1:
        raise InputError(max(anchors), "chỉ ghi một trong from, year, period.")
    return anchors


def anchor_of(step: Step, anchors: dict[str, date]) -> date | None:
    """Return the day `step` is counted from; raise `InputError` when the case names another kind of day."""
    asked = step.deadline.asks
    if asked is not None and anchors and asked not in anchors:
        raise InputError(min(anchors), f"hạn của bước {step.rule} không tính từ mục này; hãy ghi {asked}.")
    return anchors.get(asked) if asked is not None else None


def read_calendar(case: Case, book: RuleBook) -> WorkCalendar:
    """Return the State's calendars under the days the body set for itself in `case`."""
    years = [book.load(entry.id) for _, entry in book.chain(*CALENDAR)]
    given = case.get("calendar")
    own_days = [] if given is None else read_list(given, "calendar")
    return WorkCalendar(
        [rules for rules in years if isinstance(rules, CalendarRules)],
        [read_own_day(own, f"calendar[{number}]") for number, own in enumerate(own_days)],
    )


def read_own_day(value: object, field: str) -> OwnDay:
    """Return one day of a body's own calendar; raise `InputError` naming the field otherwise."""
    if not isinstance(value, dict):
        raise InputError(field, "phải là một đối tượng JSON gồm day, works, because.")
    only(value, OWN_DAY_KEYS, field)
    works = value.get("works")
    if not isinstance(works, bool):
        raise InputError(f"{field}.works", "chỉ nhận true (làm việc) hoặc false (nghỉ).")
    return OwnDay(
        day=read_day(value.get("day"), f"{field}.day"),
        works=works,
        because=read_text(value.get("because"), f"{field}.because"),
    )
