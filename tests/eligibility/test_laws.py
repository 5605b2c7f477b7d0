"""Which law decides a dossier, what changed between two laws, and what the law files may say."""

from typing import Any

import pytest

from congtam.engine import strict_yaml
from congtam.engine.dossier_law import laws_for, overlay, under_law
from congtam.engine.eligibility.standards import UNDECIDED
from congtam.engine.eligibility.titles import EmulationRules
from congtam.engine.rulebook import LAW_FOLDER, NoRuleSetError
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.written_out import written_out
from congtam.site.command.eligible import answer, titles
from congtam.values.periods import day
from tests.eligibility.lines import (
    ADVANCED_WORKER,
    AMENDED,
    BOOK,
    CERTIFICATE,
    GRASSROOTS,
    NEW,
    OLD,
    PM_CERTIFICATE,
    awarded,
    line,
    outcome,
    rated,
)

RULE_SETS = sorted(rules.id for rules in BOOK.every() if rules.kind.startswith("emulation"))


@pytest.mark.parametrize(
    ("received", "law", "wanted"),
    [
        ("1999-01-01", OLD, "emulation/l-15-2003/2004-07-01"),
        ("2014-05-31", OLD, "emulation/l-15-2003/2004-07-01"),
        ("2014-06-01", OLD, "emulation/l-15-2003/2014-06-01"),
        ("2017-10-01", OLD, "emulation/l-15-2003/2017-10-01"),
        ("2026-11-20", OLD, "emulation/l-15-2003/2017-10-01"),
        ("2019-01-01", NEW, "emulation/l-06-2022/2024-01-01"),
        ("2025-06-30", NEW, "emulation/l-06-2022/2024-01-01"),
        ("2025-07-01", NEW, "emulation/l-06-2022/2025-07-01"),
        ("2026-11-20", NEW, "emulation/l-06-2022/2025-07-01"),
    ],
)
def test_a_law_is_taken_as_it_stood_when_the_dossier_was_received_or_nearest_to_it(
    received: str, law: str, wanted: str
) -> None:
    assert under_law(BOOK, law, day(received)).id == wanted


@pytest.mark.parametrize(
    ("received", "wanted"),
    [
        ("2023-12-31", [OLD]),
        ("2024-01-01", [NEW, AMENDED]),
        ("2026-09-30", [NEW, AMENDED]),
        ("2026-10-01", [AMENDED]),
    ],
)
def test_the_day_of_receipt_decides_the_law_and_the_amended_one_may_help_those_before_it(
    received: str, wanted: list[str]
) -> None:
    assert laws_for(BOOK, day(received)) == wanted
    given = line(laws=..., on="2026-11-20", received_on=received, ratings=rated("good", 2025))
    rule_sets: Any = answer(given, BOOK)["rule_sets"]
    assert list(rule_sets) == wanted


def test_the_more_favourable_law_is_proposed_for_a_dossier_already_received() -> None:
    given = line(
        laws=..., on="2026-09-15", ratings=rated("excellent", 2024, 2025), awards=awarded(GRASSROOTS, 2024, 2025)
    )
    proposed: Any = answer(given, BOOK)["proposed"]
    by_code = {row["code"]: (row["outcome"], row["law"]) for row in proposed}
    assert by_code[CERTIFICATE] == ("eligible", NEW)
    assert by_code[PM_CERTIFICATE] == ("needs_review", AMENDED)
    assert "proposed" not in answer(given | {"laws": [NEW]}, BOOK)


def test_a_draft_never_decides() -> None:
    given = line(
        laws=[AMENDED],
        on="2026-11-20",
        ratings=rated("excellent", 2025),
        initiatives=[{"year": 2025, "scope": "grassroots"}],
    )
    for adopts in ([], [AMENDED]):
        laws: Any = answer(given | {"adopts": adopts}, BOOK)["laws"]
        assert {title["outcome"] for title in laws[AMENDED]} == {"needs_review"}
        assert {title["earliest"] for title in laws[AMENDED]} == {None}


def test_newly_eligible_are_those_the_last_law_opens_and_an_earlier_one_shuts() -> None:
    given = line(laws=[OLD, NEW], ratings=rated("excellent", 2024))
    assert answer(given, BOOK)["newly_eligible"] == [GRASSROOTS]
    assert answer(given | {"laws": [NEW, OLD]}, BOOK)["newly_eligible"] == []
    assert answer(given | {"laws": [NEW]}, BOOK)["newly_eligible"] == []


def test_a_law_that_is_not_kept_is_named() -> None:
    with pytest.raises(NoRuleSetError, match="l-01-1999"):
        under_law(BOOK, "l-01-1999", day("2024-01-01"))
    with pytest.raises(NoRuleSetError):
        overlay(BOOK, "tt-02-2024-vkstc", day("2024-09-30"))


def test_every_title_is_listed_once_a_law_and_subject_with_its_words_and_citation() -> None:
    listed: Any = titles(BOOK)
    keys = [(row["law"], row["subject"], row["code"]) for row in listed]
    assert len(set(keys)) == len(keys)
    assert list(dict.fromkeys(row["law"] for row in listed)) == [OLD, NEW, AMENDED]
    assert all(row["label"] and row["cite"] and row["certainty"] for row in listed)
    asked = {
        ADVANCED_WORKER,
        GRASSROOTS,
        CERTIFICATE,
        PM_CERTIFICATE,
        "labour_order_1",
        "government_flag",
        "model_commune",
    }
    assert asked <= {row["code"] for row in listed if row["law"] == NEW}


def test_a_title_has_the_same_words_under_every_law_or_says_the_new_ones() -> None:
    labels: dict[str, set[str]] = {}
    for row in titles(BOOK):
        labels.setdefault(str(row["code"]), set()).add(str(row["label"]))
    assert {code for code, words in labels.items() if len(words) > 1} == {"model_commune"}


@pytest.mark.parametrize("rule_set_id", RULE_SETS)
def test_a_rule_set_and_its_written_out_copy_agree(rule_set_id: str) -> None:
    rules = BOOK.load(rule_set_id)
    copy = BOOK.from_document(strict_yaml.read(written_out(rules), "bản chép"), rule_set_id, rules.digest)
    assert copy == rules


def test_an_undecided_policy_of_a_rule_set_is_a_choice_with_its_reason() -> None:
    rules = under_law(BOOK, NEW, day("2025-12-01"))
    assert {name for name, policy in rules.policies.items() if UNDECIDED in policy.choices} == {
        "pm_certificate_order",
        "year_discipline_ends",
    }
    assert all(policy.why for policy in rules.policies.values())


def test_bonuses_are_multiples_of_the_base_salary() -> None:
    rules = under_law(BOOK, NEW, day("2025-12-01"))
    assert isinstance(rules, EmulationRules)
    by_code = {money.code: money for money in rules.money}
    assert str(by_code["emulation_fighter_national"].base_salaries) == "9/2"
    assert by_code["emulation_fighter_national"].cite.printed == "Điều 50 Nghị định 152/2025/NĐ-CP"
    assert by_code["labour_order_1"].collective_times == 2


def test_names_are_published_for_ten_working_days() -> None:
    for rule_set_id, article in (("2024-01-01", "Điều 46"), ("2025-07-01", "khoản 2 Điều 44")):
        rules = BOOK.load(f"emulation/l-06-2022/{rule_set_id}")
        assert isinstance(rules, EmulationRules)
        (publication,) = rules.publication
        assert publication.working_days == 10
        assert publication.cite.printed.startswith(article)


def test_the_old_council_vote_counts_all_members_in_secret() -> None:
    rules = under_law(BOOK, OLD, day("2020-01-01"))
    (vote,) = [vote for vote in rules.votes if vote.share is not None]
    assert (str(vote.share), vote.of, vote.secret) == ("9/10", "all_members", True)
    assert vote.cite.printed == "khoản 8 Điều 45 Nghị định 91/2017/NĐ-CP"


GOOD = BOOK.folder.joinpath("emulation/l-06-2022/2025-07-01.yaml").read_text("utf-8")
BROKEN = [
    ("when: {rating: good}", "when: {rating: great}", "chỉ được viết"),
    ("when: {rating: good}", "when: {colour: red}", "không rõ điều kiện gì"),
    ("when: {rating: good}", "when: {held: medal}", "'medal' chưa có ở mục titles"),
    ("when: {rating: good}", "when: {initiative: grassroots, within: 0}", "từ 1"),
    ("when: {rating: good}", "when: {achievement: luck, level: provincial}", "căn cứ 'luck'"),
    ("when: {rating: good}", "when: {existed: 30, since: grassroots_fighters}", "loại date"),
    ("when: {rating: good}", "when: {facts: {fact: luck, is: true}}", "'luck' chưa khai báo"),
    ("when: {rating: good}", "when: {served: {outside: [wizard]}}", "chức vụ 'wizard'"),
    ("when: {rating: good}", "when: {absent: {}}", "đúng một trong working_days, months"),
    (
        "when: {rating: good}",
        "when: {policy: luck, readings: {a: {rating: good}, b: {rating: good}}}",
        "readings của luck",
    ),
    (
        "when: {rating: good}",
        "when: {run: {years: 5, at_least: good, counting: [{colour: red, times: 1}]}}",
        "viết một trong rating, award, initiative",
    ),
    (
        "when: {rating: good}",
        "when: {run: {years: 5, at_least: good, counting: [{award: medal, times: 1}]}}",
        "'medal'",
    ),
    ("            any_order:\n", "            some_order:\n", "readings của pm_certificate_order"),
    ("policy: year_discipline_ends", "policy: pm_certificate_order", "restart"),
    (
        "  - code: labour_hero\n    label",
        "  - code: commendation_certificate\n    label",
        "hai lần cho cùng đối tượng",
    ),
    ("codes: [government_flag]", "codes: [pirate_flag]", "'pirate_flag'"),
    ("codes: [advanced_worker, emulation", "codes: [advanced_pirate, emulation", "'advanced_pirate' chưa có"),
    ("when: {on_hold: true}", "when: {held: medal}", "open_hold: danh hiệu"),
    ("  - codes:\n      - emulation_fighter_national", "  - codes:\n      - pirate", "'pirate' chưa có ở mục titles"),
    ("same_award: labour_order_3", "same_award: pirate_order", "'pirate_order' chưa có ở mục titles"),
    ("policy: year_discipline_ends", "policy: luck", "restart: chính sách 'luck'"),
    ("ground: movement", "ground: luck", "căn cứ 'luck'"),
    ("rule: open_hold", "rule: advanced_worker", "đặt tên hai lần"),
    ("rule: provincial_merit_certificate_movement", "rule: open_hold", "đặt tên hai lần"),
    ("rule: achievements_after_discipline", "rule: disciplined_in_year", "đặt tên hai lần"),
    ("rule: one_achievement_one_reward", "rule: disciplined_in_year ", "đặt tên hai lần"),
]


@pytest.mark.parametrize(("text", "broken", "words"), BROKEN, ids=[broken for _, broken, _ in BROKEN])
def test_a_law_file_that_does_not_hold_together_is_refused_with_its_reason(text: str, broken: str, words: str) -> None:
    assert text in GOOD
    with pytest.raises(LawFileError) as refusal:
        BOOK.from_document(
            strict_yaml.read(GOOD.replace(text, broken, 1), "thử.yaml"), "emulation/l-06-2022/2025-07-01"
        )
    assert words in str(refusal.value)


def test_an_overlay_on_a_fact_nobody_declared_is_refused() -> None:
    text = BOOK.folder.joinpath("emulation_overlay/tt-02-2024-vkstc/2024-10-01.yaml").read_text("utf-8")
    broken = text.replace("fact: months_since_recruited, below", "fact: luck, below")
    with pytest.raises(LawFileError, match="recruited_under_six_months: dữ kiện 'luck'"):
        BOOK.from_document(strict_yaml.read(broken, "thử.yaml"), "emulation_overlay/tt-02-2024-vkstc/2024-10-01")


def test_a_line_may_name_a_policy_that_only_one_of_its_laws_has() -> None:
    given = line(laws=[OLD, NEW], ratings=rated("good", 2024), policies={"pm_certificate_order": "any_order"})
    assert outcome(given, ADVANCED_WORKER) == "eligible"


def test_a_law_nobody_keeps_and_a_day_no_law_governed_are_said_as_such() -> None:
    with pytest.raises(NoRuleSetError) as unknown:
        under_law(BOOK, "l-1-1900", day("2024-12-15"))
    assert str(unknown.value) == "Chưa có bộ quy tắc emulation/l-1-1900 áp dụng."
    with pytest.raises(NoRuleSetError) as before:
        laws_for(BOOK, day("1990-05-01"))
    assert (before.value.kind, before.value.on) == ("emulation", day("1990-05-01"))
    assert str(before.value) == "Chưa có bộ quy tắc emulation áp dụng vào ngày 01/05/1990."
    assert overlay(BOOK, "tt-02-2024-vkstc", day("2024-12-15")).subject == "tt-02-2024-vkstc"


def test_a_chain_after_an_award_nobody_named_is_refused() -> None:
    path = LAW_FOLDER / "emulation/l-06-2022/2024-01-01.yaml"
    text = path.read_text("utf-8").replace("after: labour_order_3\n", "after: labour_order_9\n", 1)
    with pytest.raises(LawFileError, match="'labour_order_9' chưa có ở mục titles hoặc other_awards"):
        BOOK.from_document(strict_yaml.read(text, "thử.yaml"), "emulation/l-06-2022/2024-01-01")


def test_an_award_nobody_named_is_refused_also_where_another_must_come_first() -> None:
    path = LAW_FOLDER / "emulation/l-15-2003/2004-07-01.yaml"
    given = "{held: pm_merit_certificate, after: labour_order_3}"
    text = path.read_text("utf-8")
    assert given in text
    broken = text.replace(given, "{held: pirate_certificate, after: labour_order_3}", 1)
    with pytest.raises(LawFileError, match="'pirate_certificate' chưa có ở mục titles hoặc other_awards"):
        BOOK.from_document(strict_yaml.read(broken, "thử.yaml"), "emulation/l-15-2003/2004-07-01")
