"""A procedure says who acts, by when and on which form; what the law leaves open is shown as open."""

from datetime import date

import pytest

from congtam.engine import strict_yaml
from congtam.engine.findings import Finding
from congtam.engine.procedure import ProcedureRules, due_day
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import RuleSet
from congtam.engine.sources import Certainty
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.truth import Truth
from congtam.engine.workdays import CalendarRules, WorkCalendar
from congtam.engine.written_out import written_out

BOOK = RuleBook()
NO_CALENDAR = WorkCalendar([])


def procedure(rule_set_id: str) -> ProcedureRules:
    rules = BOOK.load(rule_set_id)
    assert isinstance(rules, ProcedureRules)
    return rules


OF_THIS_PART = [
    BOOK.load(entry.id)
    for kind in ("calendar", "procedure", "flags")
    for subject in BOOK.subjects(kind)
    for _, entry in BOOK.chain(kind, subject)
]
ND_335 = procedure("procedure/civil_servant/2026-01-01")


@pytest.mark.parametrize("rules", OF_THIS_PART, ids=lambda rules: rules.id)
def test_a_rule_set_and_its_written_out_copy_agree(rules: RuleSet) -> None:
    copy = BOOK.from_document(strict_yaml.read(written_out(rules), "copy.yaml"), rules.id, rules.digest)
    assert copy == rules


def test_the_right_to_score_is_not_the_right_to_rate() -> None:
    assert ND_335.who("score", "unit_staff") == ("unit_head",)
    assert ND_335.who("rate", "unit_staff") == ("using_head",)


def test_the_head_of_the_using_body_is_scored_and_rated_from_above() -> None:
    assert ND_335.who("score", "using_head") == ND_335.who("rate", "using_head") == ("managing_head",)


def test_only_the_managing_body_replaces_a_decision() -> None:
    rated = {line.of for line in ND_335.authority if line.act == "rate"}
    assert {ND_335.who("replace", of) for of in rated} == {("managing_head",)}


def test_bodies_are_recognised_by_the_authority_the_decree_names() -> None:
    bodies = procedure("procedure/administrative_body/2026-01-01")
    assert bodies.who("recognise", "commune_committee") == ("provincial_chairman",)
    assert bodies.who("recognise", "commune_agency") == ("commune_chairman",)
    assert bodies.forms == {}


def test_decree_335_has_two_forms_and_cites_its_own_articles() -> None:
    assert [form.number for form in ND_335.forms.values()] == ["Mẫu số 01", "Mẫu số 02"]
    articles = {step.rule: step.cite.article for step in ND_335.steps}
    assert articles["petition_answer"] == articles["petition_filing"] == 22
    assert articles["yearly_rating"] == articles["yearly_rating_special"] == 19


def test_party_opinion_is_asked_for_heads_and_deputies_only() -> None:
    asked = [role for step in ND_335.steps if step.rule.endswith("party_opinion") for role in step.whose]
    assert asked == ["using_head", "using_deputy"]


def test_a_fixed_day_needs_no_calendar() -> None:
    step = next(step for step in ND_335.steps if step.rule == "yearly_rating")
    answer = due_day(ND_335, step, date(2031, 12, 31), {}, NO_CALENDAR)
    assert answer.reckoned is not None
    assert answer.reckoned.due == date(2031, 12, 14)


def test_working_days_without_a_calendar_are_not_reckoned() -> None:
    step = next(step for step in ND_335.steps if step.rule == "petition_answer")
    answer = due_day(ND_335, step, date(2031, 6, 2), {}, NO_CALENDAR)
    assert (answer.outcome, answer.reckoned, answer.missing) == ("needs_review", None, ("calendar_2031",))


YEARS = [BOOK.load(entry.id) for _, entry in BOOK.chain("calendar", "viet_nam")]
CALENDAR = WorkCalendar([rules for rules in YEARS if isinstance(rules, CalendarRules)])


def found(rules: ProcedureRules, rule: str, anchor: date | None, calendar: WorkCalendar = CALENDAR) -> Finding:
    step = next(step for step in rules.steps if step.rule == rule)
    return due_day(rules, step, anchor, {}, calendar).findings[0]


def test_a_deadline_names_the_event_it_is_counted_from_also_where_the_day_cannot_be_reckoned() -> None:
    received = date(2026, 6, 2)
    looked_at = [
        (finding.fact, finding.value)
        for finding in (
            found(ND_335, "petition_answer", received),
            found(ND_335, "petition_answer", received, NO_CALENDAR),
            found(ND_335, "petition_answer", None),
        )
    ]
    assert looked_at == [
        ("petition_received", "2026-06-02"),
        ("petition_received", "2026-06-02"),
        ("petition_received", None),
    ]


PETITION = "Giải quyết kiến nghị về kết quả xếp loại: trong 7 ngày làm việc kể từ ngày nhận kiến nghị"


def test_a_deadline_says_why_there_is_a_day_or_none() -> None:
    def said(
        rules: ProcedureRules, rule: str, anchor: date | None = None, calendar: WorkCalendar = CALENDAR
    ) -> list[object]:
        step = next(step for step in rules.steps if step.rule == rule)
        return [
            (finding.fact, finding.value, finding.truth, finding.sentence)
            for finding in due_day(rules, step, anchor, {}, calendar).findings
        ]

    assert said(ND_335, "assign_and_record") == [
        (
            None,
            None,
            Truth.NO,
            "Giao nhiệm vụ và ghi kết quả vào phần mềm: văn bản không định ngày trong tháng hoặc quý, cơ quan tự quy định.",
        )
    ]
    assert said(procedure("procedure/party/2025-10-31"), "review") == [
        (
            None,
            None,
            Truth.UNKNOWN,
            "Họp kiểm điểm tập thể, cá nhân, ít nhất 01 ngày; ban thường vụ cấp tỉnh ít nhất 02 ngày: thời hạn ở từng cấp chưa đọc được, hãy đọc Hướng dẫn 43-HD/BTCTW.",
        )
    ]
    assert said(ND_335, "petition_answer") == [
        ("petition_received", None, Truth.UNKNOWN, f"{PETITION}; chưa biết ngày tính hạn.")
    ]
    (no_calendar,) = said(ND_335, "petition_answer", date(2031, 6, 2), NO_CALENDAR)
    assert no_calendar == (
        "petition_received",
        "2031-06-02",
        Truth.UNKNOWN,
        f"{PETITION}. Chưa có lịch làm việc năm 2031. Hãy bổ sung bộ quy tắc calendar/viet_nam/2031-01-01.",
    )
    assert said(ND_335, "petition_answer", date(2026, 8, 25)) == [
        ("petition_received", "2026-08-25", Truth.YES, f"{PETITION}, chậm nhất ngày 08/09/2026."),
        (None, None, Truth.YES, "Thứ Bảy và Chủ nhật là ngày nghỉ hằng tuần, không tính là ngày làm việc."),
        (None, None, Truth.YES, "Thứ Hai 31/08/2026 nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026."),
        (None, None, Truth.YES, "Nghỉ Quốc khánh ngày 01/09 và 02/09/2026."),
    ]


def test_a_yearly_deadline_names_its_year_and_says_when_it_falls_in_the_next() -> None:
    usual, special = (found(ND_335, rule, date(2026, 12, 31)) for rule in ("yearly_rating", "yearly_rating_special"))
    assert (usual.fact, usual.value) == (special.fact, special.value) == ("year", "2026")
    assert "trước ngày 15/12, chậm nhất ngày 14/12/2026" in usual.sentence
    assert "trước ngày 15/01 năm sau, chậm nhất ngày 14/01/2027" in special.sentence


@pytest.mark.parametrize(
    ("last_day", "quarter"),
    [
        (date(2026, 3, 31), "2026-Q1"),
        (date(2026, 6, 30), "2026-Q2"),
        (date(2026, 9, 30), "2026-Q3"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_a_quarterly_deadline_names_its_quarter(last_day: date, quarter: str) -> None:
    finding = found(procedure("procedure/leader_quarter/2026-05-22"), "quarter_report", last_day)
    assert (finding.fact, finding.value) == ("period", quarter)


def test_a_meeting_held_each_quarter_names_its_quarter() -> None:
    finding = found(procedure("procedure/party_cell/2025-10-28"), "thematic_meeting", date(2026, 9, 30))
    assert (finding.fact, finding.value) == ("period", "2026-Q3")


def test_the_other_way_of_counting_is_named_only_where_it_ends_on_another_day() -> None:
    step = next(step for step in ND_335.steps if step.rule == "database_update")
    monday = date(2026, 12, 14)
    policies = {"update_days": "days"}

    def other(within: int) -> date | None:
        short = step.model_copy(update={"deadline": step.deadline.model_copy(update={"within": within})})
        answer = due_day(ND_335, short, monday, policies, CALENDAR)
        return answer.other.due if answer.other else None

    assert other(4) is None  # both end on Friday
    assert other(5) == date(2026, 12, 21)


def test_a_finding_is_as_sure_as_its_provision() -> None:
    rules = procedure("procedure/leader_quarter/2026-05-22")
    assert {step.rule: found(rules, step.rule, None).certainty for step in rules.steps} == {
        step.rule: step.cite.certainty for step in rules.steps
    }
    assert found(rules, rules.steps[0].rule, None).certainty is not Certainty.CONFIRMED


def test_a_drafted_step_over_days_not_announced_is_no_surer_than_the_draft() -> None:
    step = next(step for step in ND_335.steps if step.rule == "petition_answer")
    drafted = step.model_copy(update={"cite": step.cite.model_copy(update={"certainty": Certainty.DRAFT})})
    answer = due_day(ND_335, drafted, date(2027, 6, 1), {}, CALENDAR)
    assert (answer.outcome, answer.certainty) == ("needs_review", Certainty.DRAFT)


def test_a_second_hand_silence_is_settled_only_by_adoption() -> None:
    rules = procedure("procedure/leader_quarter/2026-05-22")
    silent = ND_335.steps[0].model_copy(update={"cite": rules.steps[0].cite})
    assert due_day(rules, silent, None, {}, NO_CALENDAR).outcome == "needs_review"
    adopted = due_day(rules, silent, None, {}, NO_CALENDAR, adopts=frozenset({"hd-02-btctw-2026"}))
    assert adopted.outcome == "no_deadline"


def test_a_gap_is_not_closed_by_adopting_the_instrument() -> None:
    rules = procedure("procedure/leader_quarter/2026-05-22")
    answer = due_day(rules, rules.steps[0], None, {}, NO_CALENDAR, adopts=frozenset({"hd-02-btctw-2026"}))
    assert answer.outcome == "needs_review"


WRITTEN = """\
kind: procedure
subject: clerk
title: Thủ tục thử
layer: decree
applies_from: 2030-01-01
instrument: nd-335-2025
certainty: confirmed
checked_on: 2029-12-01
stages: {{year: Xếp loại}}
roles: {{head: người đứng đầu}}
events: {{received: ngày nhận}}
matters: {{rating: xếp loại}}
steps:
  - {{rule: answer, say: Trả lời, stage: {stage}, by: người đứng đầu, deadline: {{{deadline}}}, cite: {{}}, {step}}}
votes:
  - {{rule: ballot, say: Bỏ phiếu, matters: [rating], voters: hội đồng, not_known: hãy đọc, cite: {{}}}}
  {vote}
authority:
  - {{act: rate, of: {of}, by: {by}, cite: {{}}}}
"""
GOOD = {
    "stage": "year",
    "deadline": "within: 7, unit: working_days, after: received",
    "step": "whose: [head]",
    "vote": "",
    "of": "head",
    "by": "head",
}


def read(**changed: str) -> RuleSet:
    text = WRITTEN.format(**GOOD | changed)
    return BOOK.from_document(strict_yaml.read(text, "thu.yaml"), "procedure/clerk/2030-01-01")


def test_a_sound_procedure_is_read() -> None:
    assert [rule.rule for rule in read().rules()] == ["answer", "ballot"]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"stage": "month"}, "answer: 'month' chưa khai báo ở mục stages; có: year"),
        ({"deadline": "within: 7, unit: working_days, after: sent"}, "answer: 'sent' chưa khai báo ở mục events"),
        ({"deadline": "ahead: 7, unit: working_days, of: sent"}, "answer: 'sent' chưa khai báo ở mục events"),
        ({"deadline": "lasting: 7, unit: working_days, starts: sent"}, "answer: 'sent' chưa khai báo ở mục events"),
        ({"deadline": "within: 7, after: received"}, "đúng một trong unit, unit_policy"),
        ({"deadline": "within: 7, unit: days, unit_policy: days, after: received"}, "đúng một trong unit, unit_policy"),
        (
            {"deadline": "within: 7, unit_policy: short, after: received"},
            "answer: 'short' chưa khai báo ở mục policies",
        ),
        ({"deadline": "before: '02-29'"}, "phải là tháng-ngày có thật"),
        ({"deadline": "before: '15/12'"}, "phải là tháng-ngày có thật"),
        ({"deadline": "soon: true"}, "không rõ hạn gì"),
        ({"step": "whose: [head, deputy]"}, "answer: 'deputy' chưa khai báo ở mục roles; có: head"),
        ({"step": "forms: [form_01]"}, "answer: 'form_01' chưa khai báo ở mục forms; có: không có"),
        ({"by": "council"}, "authority: 'council' chưa khai báo ở mục roles"),
        ({"of": "council"}, "authority: 'council' chưa khai báo ở mục roles"),
        (
            {
                "vote": (
                    "- {rule: again, say: Xét, matters: [rating], voters: hội đồng, "
                    "passes: {at_least: '0.5', of_policy: base}, cite: {}}"
                )
            },
            "again: 'base' chưa khai báo ở mục policies",
        ),
        (
            {
                "vote": "- {rule: again, say: Lần hai, matters: [rating], voters: hội đồng, not_known: hãy đọc, cite: {}}"
            },
            "mỗi nội dung biểu quyết chỉ thuộc một cách biểu quyết",
        ),
        (
            {"vote": "- {rule: title, say: Xét, matters: [title], voters: hội đồng, not_known: hãy đọc, cite: {}}"},
            "title: 'title' chưa khai báo ở mục matters; có: rating",
        ),
    ],
)
def test_a_procedure_that_names_what_is_not_there_is_refused(changed: dict[str, str], problem: str) -> None:
    with pytest.raises(LawFileError, match=problem):
        read(**changed)
