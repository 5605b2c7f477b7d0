"""How sure a proposal is: only what it rests on counts, and the surest ground wins."""

from typing import Any

import congtam.engine.kinds  # noqa: F401 — fills the shapes that rule-set files are read into
from congtam.engine import strict_yaml
from congtam.engine.facts import read_facts
from congtam.engine.rating import Rating, RatingFacts, rate
from congtam.engine.rating_rules import RatingRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.sources import Certainty
from congtam.engine.truth import Truth

RULES = """
kind: rating
subject: trial
title: Bộ quy tắc thử
layer: decree
applies_from: 2026-01-01
instrument: nd-335-2025
certainty: confirmed
checked_on: 2026-01-01
facts:
  leads: {kind: yes_no, label: giữ chức vụ}
  well_done: {kind: yes_no, label: làm tốt}
  unit_well_done: {kind: yes_no, label: đơn vị làm tốt}
  done: {kind: yes_no, label: làm xong}
  disciplined: {kind: yes_no, label: kỷ luật}
  away: {kind: yes_no, label: được miễn}
  new: {kind: yes_no, label: mới đến}
  lent: {kind: yes_no, label: biệt phái}
exclusions:
  - {rule: new, say: Mới đến, when: {fact: new, is: true}, cite: {article: 1, certainty: secondary}}
  - {rule: away, outcome: not_reviewed, say: Được miễn, when: {fact: away, is: true}, cite: {article: 1}}
  - {rule: lent, say: Biệt phái, when: {fact: lent, is: true}, cite: {article: 1, certainty: draft}}
levels:
  - rule: excellent
    level: excellent
    say: Xuất sắc
    cite: {article: 2}
    requires:
      - {rule: own, say: Làm tốt, when: {fact: well_done, is: true}, cite: {article: 2}}
      - rule: led
        say: Đơn vị làm tốt
        only_if: {fact: leads, is: true}
        when: {fact: unit_well_done, is: true}
        cite: {article: 2, certainty: secondary}
  - rule: good
    level: good
    say: Tốt
    cite: {article: 3, certainty: unconfirmed}
    requires: [{rule: finished, say: Làm xong, when: {fact: done, is: true}, cite: {article: 3}}]
  - rule: completed
    level: completed
    say: Hoàn thành
    cite: {article: 4}
    requires: [{rule: begun, say: Làm xong, when: {fact: done, is: true}, cite: {article: 4}}]
  - {rule: not_completed, level: not_completed, say: Không hoàn thành, cite: {article: 5, certainty: unconfirmed}}
forced:
  - {rule: discipline, level: not_completed, say: Kỷ luật, when: {fact: disciplined, is: true}, cite: {article: 5}}
"""


def rated(adopts: frozenset[str] = frozenset(), text: str = RULES, **facts: Any) -> Rating:
    """Return the proposal under the rules above, or under `text`; what is not named is a plain no."""
    rules = RuleBook().from_document(strict_yaml.read(text, "trial.yaml"), "rating/trial/2026-01-01")
    assert isinstance(rules, RatingRules)
    given = dict.fromkeys(rules.facts, False) | facts
    known = RatingFacts(months={}, facts=read_facts(given, rules.facts))
    return rate(rules, known, read_policies(rules, None), adopts=adopts)


def test_a_condition_asked_only_of_leaders_does_not_make_others_unsure() -> None:
    assert rated(well_done=True).certainty is Certainty.CONFIRMED
    assert rated(well_done=True, leads=True, unit_well_done=True).certainty is Certainty.SECONDARY


def test_a_second_hand_condition_the_body_adopted_is_its_own() -> None:
    adopting = rated(frozenset({"nd-335-2025"}), well_done=True, leads=True, unit_well_done=True)
    assert (adopting.outcome, adopting.level) == ("rated", "excellent")


def test_a_level_refused_on_a_sure_ground_is_surely_refused_whatever_else_speaks_against_it() -> None:
    sure = RULES.replace("cite: {article: 3, certainty: unconfirmed}", "cite: {article: 3}")
    refused = rated(text=sure, leads=True, done=True)
    assert (refused.outcome, refused.level, refused.certainty) == ("rated", "good", Certainty.CONFIRMED)
    only_second_hand = rated(text=sure, leads=True, done=True, well_done=True)
    assert (only_second_hand.outcome, only_second_hand.certainty) == ("needs_review", Certainty.SECONDARY)


def test_whether_a_condition_concerns_somebody_is_asked_for_where_it_decides() -> None:
    assert rated(well_done=True, leads=None).missing == ("leads",)
    assert rated(well_done=True, leads=None, unit_well_done=True).missing == ()


def test_what_is_unconfirmed_cannot_be_adopted() -> None:
    assert rated(frozenset({"nd-335-2025"}), done=True).outcome == "needs_review"


def test_a_sure_event_that_forces_the_level_reached_anyway_makes_it_sure() -> None:
    assert rated().outcome == "needs_review"
    assert (rated(disciplined=True).outcome, rated(disciplined=True).level) == ("rated", "not_completed")


def test_who_is_exempt_is_not_reviewed_either() -> None:
    exempt = rated(away=True, well_done=True)
    assert (exempt.outcome, exempt.reviewed) == ("not_rated", False)
    assert rated(well_done=True).reviewed
    both = rated(away=True, new=True)
    assert (both.outcome, both.reviewed) == ("not_rated", False)


def test_who_is_left_out_by_a_rule_that_is_not_sure_is_looked_at_by_a_person() -> None:
    doubtful = rated(new=True)
    assert (doubtful.outcome, doubtful.level, doubtful.possible, doubtful.certainty) == (
        "needs_review", None, (None,), Certainty.SECONDARY,
    )  # fmt: skip
    assert rated(frozenset({"nd-335-2025"}), new=True).outcome == "not_rated"
    assert rated(new=False).certainty is not Certainty.SECONDARY


def test_of_two_grounds_to_leave_somebody_out_the_surer_is_enough_whichever_is_written_first() -> None:
    # The exemption is sure; that the newcomer's rule is second-hand and the lent one's a draft takes nothing from it.
    assert (rated(away=True, new=True).outcome, rated(away=True, lent=True).outcome) == ("not_rated", "not_rated")
    assert rated(new=True, lent=True).certainty is Certainty.SECONDARY


def test_who_is_left_out_is_asked_for_nothing_more() -> None:
    assert rated(away=True, new=None).missing == ()
    assert rated(away=None).missing == ("away",)


def test_levels_without_marks_are_found_one_by_one() -> None:
    found = {finding.rule: finding.truth for finding in rated(done=True).findings}
    assert (found["excellent"], found["good"]) == (Truth.NO, Truth.YES)
    assert "completed" not in found
    good = next(finding for finding in rated(done=True).findings if finding.rule == "good")
    assert (good.fact, good.value, good.sentence) == (None, None, "Tốt: đạt.")


# The lowest level is left to events that force it, as the article does in some of the decrees.
WITHOUT_LOWEST = RULES.replace(
    "  - {rule: not_completed, level: not_completed, say: Không hoàn thành, cite: {article: 5, certainty: unconfirmed}}\n",
    "",
)


def test_who_fits_no_level_is_given_none_and_is_told_so_under_the_first_of_them() -> None:
    nowhere = rated(text=WITHOUT_LOWEST)
    assert (nowhere.outcome, nowhere.level, nowhere.possible, nowhere.missing) == ("needs_review", None, (None,), ())
    said = nowhere.findings[-2]
    assert (said.rule, said.fact, said.value, said.truth) == ("no_level_fits", None, None, Truth.NO)
    assert said.sentence.startswith("Không mức nào phù hợp với điểm và điều kiện đã ghi nhận; văn bản để trống")
    assert said.source.article == 2


def test_while_a_fact_is_missing_it_is_only_possible_that_no_level_fits() -> None:
    open_ = rated(text=WITHOUT_LOWEST, done=None)
    assert (open_.possible, open_.missing) == (("good", "completed", None), ("done",))
    said = next(finding for finding in open_.findings if finding.rule == "no_level_fits")
    assert (said.truth, said.sentence) == (
        Truth.UNKNOWN,
        "Chưa đủ dữ kiện để biết mức nào phù hợp; có thể không mức nào phù hợp.",
    )


def test_marks_below_every_band_fit_no_level_and_marks_nobody_gave_may_fit_any() -> None:
    marked = (
        RULES[: RULES.index("levels:")].replace("facts:\n", "facts:\n  marks: {kind: number, label: tổng điểm}\n")
        + "marks: {rule: given, from: marks, say: Tổng điểm, cite: {article: 1}}\nlevels:\n"
        + "".join(
            f"  - {{rule: {level}, level: {level}, floor: '{floor}', say: Mức, cite: {{article: 2}}}}\n"
            for level, floor in (("excellent", 90), ("good", 70), ("completed", 50))
        )
    )
    assert rated(text=marked, marks="49").possible == (None,)
    assert rated(text=marked, marks="50").possible == ("completed",)
    unknown = rated(text=marked, marks=None)
    assert (unknown.possible, unknown.missing) == (("excellent", "good", "completed", None), ("marks",))
    whole = marked + "  - {rule: last, level: not_completed, say: Mức, cite: {article: 2}}\n"
    assert rated(text=whole, marks=None).possible == ("excellent", "good", "completed", "not_completed")
