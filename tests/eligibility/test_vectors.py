"""Published questions and answers, by their numbers in the law notes, that are not answered as one golden case."""

from congtam.engine.eligibility.titles import EmulationOverlay, EmulationRules, titles_quota
from congtam.values.known import of_kind
from tests.eligibility.lines import (
    BOOK,
    CERTIFICATE,
    GRASSROOTS,
    NEW,
    OLD,
    PM_CERTIFICATE,
    PROVINCIAL,
    awarded,
    initiatives,
    line,
    outcome,
    rated,
    titles,
)


# V19.
def test_v19_the_emulation_council_votes_on_grassroots_fighters_not_the_initiative_council() -> None:
    rules = BOOK.load("emulation/l-15-2003/2014-06-01")
    assert isinstance(rules, EmulationRules)
    (vote,) = [vote for vote in rules.votes if GRASSROOTS in vote.codes]
    assert vote.by == "emulation_council"
    assert vote.cite.printed == "khoản 2 Điều 4 Nghị định 65/2014/NĐ-CP"


# V27.
def test_v27_four_units_make_one_excellent_collective_because_less_than_one_becomes_one() -> None:
    overlay = BOOK.load("emulation_overlay/tt-02-2024-vkstc/2024-10-01")
    assert isinstance(overlay, EmulationOverlay)
    (quota,) = overlay.quotas
    assert [titles_quota(quota, units) for units in (0, 1, 4, 5, 9, 10)] == [0, 1, 1, 1, 1, 2]


def test_a_share_nobody_could_read_allows_no_number() -> None:
    (quota,) = of_kind(BOOK.load("emulation_overlay/tt-02-2024-vkstc/2024-10-01"), EmulationOverlay).quotas
    assert titles_quota(quota.model_copy(update={"share": None}), 10) is None


# V15.
def test_v15_a_title_and_a_commendation_are_judged_side_by_side() -> None:
    both = line(
        on="2021-12-15",
        laws=[OLD],
        ratings=rated("excellent", 2019, 2020, 2021),
        awards=awarded(GRASSROOTS, 2019, 2020, 2021),
        initiatives=initiatives("provincial", 2021),
        achievements=[{"ground": "field", "level": "provincial"}],
    )
    assert outcome(both, PROVINCIAL) == outcome(both, CERTIFICATE) == "eligible"
    assert outcome(both | {"laws": [NEW]}, PROVINCIAL) == outcome(both | {"laws": [NEW]}, CERTIFICATE) == "eligible"


# V11.
def test_v11_is_the_same_dossier_under_three_readings() -> None:
    dossier = line(
        on="2024-02-01",
        ratings=rated("good", 2019) | rated("excellent", 2020, 2021, 2022, 2023),
        awards=awarded(GRASSROOTS, 2020, 2021, 2022, 2023)
        + awarded(CERTIFICATE, 2023)
        + awarded(CERTIFICATE, 2023, kind="thematic"),
        initiatives=initiatives("grassroots", 2020, 2021, 2022, 2023),
    )
    readings = {
        reading: outcome(dossier | {"policies": {"pm_certificate_order": reading}}, PM_CERTIFICATE)
        for reading in ("any_order", "before_run", "undecided")
    }
    assert readings == {"any_order": "eligible", "before_run": "not_eligible", "undecided": "needs_review"}
    undecided = titles(dossier)[PM_CERTIFICATE]
    choose, *run = undecided["missing"]
    assert choose == "chọn cách hiểu của chính sách pm_certificate_order"
    assert run == titles(dossier | {"policies": {"pm_certificate_order": "before_run"}})[PM_CERTIFICATE]["missing"]
    assert (undecided["findings"][0]["fact"], undecided["findings"][0]["value"]) == (
        "policies.pm_certificate_order",
        "undecided",
    )


def test_a_weak_vector_is_answered_by_the_rule_and_says_so() -> None:
    # V02, V04, V11 (old law), V18: the published answer was cut off, so the golden case says that it is weak.
    texts = [path.read_text("utf-8") for path in BOOK.folder.glob("emulation/*/*.cases.yaml")]
    for vector in ("V02", "V04", "V18"):
        (because,) = [
            block.split("vectors")[0]
            for text in texts
            for block in text.split("  - because:")
            if f"[{vector}]" in block
        ]
        assert "ca yếu" in because
