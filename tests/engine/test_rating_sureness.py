"""How sure a proposal is: only what it rests on counts, and the surest ground wins."""

from collections.abc import Sequence
from typing import Any

import pytest

import congtam.engine.kinds  # noqa: F401 — fills the shapes that rule-set files are read into
from congtam.engine import strict_yaml
from congtam.engine.facts import Declarations, read_facts
from congtam.engine.rating import Rating, RatingFacts, rate
from congtam.engine.rating_rules import Overlay, RatingRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.sources import Certainty
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.truth import Truth
from congtam.engine.words import in_words

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


def rated(
    adopts: frozenset[str] = frozenset(), text: str = RULES, overlays: Sequence[Overlay] = (), **facts: Any
) -> Rating:
    """Return the proposal under the rules above, or under `text`; what is not named is a plain no."""
    rules = RuleBook().from_document(strict_yaml.read(text, "trial.yaml"), f"rating/trial/2026-01-01-r{len(text)}")
    assert isinstance(rules, RatingRules)
    declared: Declarations = {name: fact for overlay in overlays for name, fact in overlay.facts.items()} | rules.facts
    plain: dict[str, object] = {"choice": None, "records": []}
    given = {name: plain.get(fact.kind, False) for name, fact in declared.items()} | facts
    known = RatingFacts(months={}, facts=read_facts(given, declared))
    return rate(rules, known, read_policies(rules, None), adopts=adopts, overlays=overlays)


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


def test_a_draft_is_less_sure_than_what_was_read_second_hand() -> None:
    # In the order of the alphabet it would be the other way round.
    drafted = RULES.replace("cite: {article: 2}\n    requires", "cite: {article: 2, certainty: draft}\n    requires")
    assert rated(text=drafted, well_done=True, leads=True, unit_well_done=True).certainty is Certainty.DRAFT


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


OVERLAY = """
kind: overlay
subject: our_own
title: Lớp quy tắc thử
layer: body
over: [trial]
applies_from: 2026-01-01
instrument: nd-335-2025
certainty: confirmed
checked_on: 2026-01-01
facts:
  leads: {kind: yes_no, label: là người đứng đầu}
  late: {kind: yes_no, label: nộp chậm}
  lost: {kind: yes_no, label: để mất hồ sơ}
  unread: {kind: yes_no, label: việc chưa có quy định}
  notes: {kind: records, label: nhắc nhở, fields: {grave: {kind: yes_no, label: nặng}}}
  own_level: {kind: choice, label: mức của đơn vị, choices: {excellent: a, good: b, completed: c, not_completed: d}}
forced: [{rule: lost, level: not_completed, say: Mất hồ sơ, when: {fact: lost, is: true}, cite: {article: 6}}]
caps:
  - {rule: late, at_most: good, say: Nộp chậm, when: {fact: late, is: true}, cite: {article: 7}}
  - {rule: as_unit, at_most_fact: own_level, say: Theo đơn vị, when: {any: [{fact: leads, is: true}, {fact: lost, is: true}]}, cite: {article: 7}}
  - {rule: grave_notes, at_most: good, say: Nhắc nhở nặng, when: {some: notes, where: {fact: grave, is: true}}, cite: {article: 7}}
gaps:
  - {rule: unread, say: Chưa quy định, when: {fact: unread, is: true}, cite: {article: 8}}
  - rule: noted
    say: Bị nhắc nhở
    when: {all: [{some: notes, where: {fact: grave, is: true}}, {fact: late, is: true}]}
    cite: {article: 8}
"""


def overlay() -> Overlay:
    """Return a layer that a body laid over the rules."""
    layer = RuleBook().from_document(strict_yaml.read(OVERLAY, "own.yaml"), "overlay/our_own/2026-01-01")
    assert isinstance(layer, Overlay)
    return layer


@pytest.mark.parametrize("name", ["lost", "late", "unread"])
def test_two_rules_of_one_name_are_refused_in_a_layer_too(name: str) -> None:
    text = OVERLAY.replace(f"rule: {name},", "rule: as_unit," if name != "late" else "rule: lost,")
    with pytest.raises(LawFileError, match="đặt tên hai lần"):
        RuleBook().from_document(strict_yaml.read(text, "own.yaml"), "overlay/our_own/2026-01-01")


def test_what_a_body_lays_over_the_law_forces_caps_and_leaves_open_like_the_law_itself() -> None:
    layer = [overlay()]
    assert rated(overlays=layer, well_done=True).level == "excellent"
    assert rated(overlays=layer, well_done=True, lost=True, leads=False).level == "not_completed"
    assert rated(overlays=layer, well_done=True, late=True).level == "good"
    assert rated(overlays=layer, well_done=True, unread=True).outcome == "needs_review"


def test_a_cap_that_does_not_hold_leaves_the_next_one_to_speak() -> None:
    led = rated(overlays=[overlay()], well_done=True, leads=True, unit_well_done=True, own_level="completed")
    assert led.possible == ("completed",)
    both = rated(
        overlays=[overlay()], well_done=True, late=True, leads=True, unit_well_done=True, own_level="completed"
    )
    assert both.possible == ("completed",)
    free = rated(overlays=[overlay()], well_done=True, late=False)
    assert (free.possible, free.missing) == (("excellent",), ())


def test_what_could_leave_the_level_open_is_asked_for_and_what_could_not_change_it_is_not() -> None:
    unsure = rated(overlays=[overlay()], well_done=True, unread=None)
    assert (unsure.outcome, unsure.level, unsure.missing) == ("needs_review", "excellent", ("unread",))
    assert rated(overlays=[overlay()], well_done=True, unread=True).missing == ()
    assert rated(away=None, disciplined=None).missing == ("away",)


def test_of_records_only_those_that_leave_something_open_are_asked_for_again() -> None:
    layer = [overlay()]
    whole = rated(overlays=layer, well_done=True, notes=[{"grave": True}], late=None)
    assert whole.missing == ("late",)
    holed = rated(overlays=layer, well_done=True, notes=[{"grave": False}, {"grave": None}], late=None)
    assert holed.missing == ("late", "notes")


def test_a_cap_told_twice_of_one_rule_says_each_time_the_level_of_that_time() -> None:
    layer = [overlay()]
    said = [
        next(
            one.sentence for one in rated(overlays=layer, leads=True, own_level=level).findings if one.rule == "as_unit"
        )
        for level in ("good", "completed", None)
    ]
    assert said == [
        "Theo đơn vị, không quá mức hoàn thành tốt nhiệm vụ. Áp dụng: giữ chức vụ: có; để mất hồ sơ: không.",
        "Theo đơn vị, không quá mức hoàn thành nhiệm vụ. Áp dụng: giữ chức vụ: có; để mất hồ sơ: không.",
        "Theo đơn vị. Áp dụng: giữ chức vụ: có; để mất hồ sơ: không.",
    ]


def test_a_cap_by_what_is_in_a_list_says_the_level_it_allows_too() -> None:
    noted = rated(overlays=[overlay()], well_done=True, notes=[{"grave": True}])
    assert noted.level == "good"
    assert next(one.sentence for one in noted.findings if one.rule == "grave_notes") == (
        "Nhắc nhở nặng, không quá mức hoàn thành tốt nhiệm vụ. Áp dụng: nhắc nhở: 1 mục."
    )


def test_a_condition_of_a_level_is_met_and_an_event_applies() -> None:
    said = {one.rule: one.sentence for one in rated(well_done=True, disciplined=True).findings}
    assert (said["own"], said["discipline"]) == ("Làm tốt. Đạt: làm tốt: có.", "Kỷ luật. Áp dụng: kỷ luật: có.")


def test_one_layer_over_two_rule_sets_speaks_the_words_of_each() -> None:
    layer = [overlay()]
    other = RULES.replace("label: giữ chức vụ", "label: là lãnh đạo đơn vị sự nghiệp")
    for text, label in ((RULES, "giữ chức vụ"), (other, "là lãnh đạo đơn vị sự nghiệp")):
        found = rated(text=text, overlays=layer, leads=True, own_level="good").findings
        assert next(one.sentence for one in found if one.rule == "as_unit").endswith(
            f"{label}: có; để mất hồ sơ: không."
        )


def test_a_layer_says_in_words_what_it_leaves_open() -> None:
    words = in_words(overlay(), RuleBook())
    assert "Chưa quy định" in words
    assert "Bị nhắc nhở" in words
