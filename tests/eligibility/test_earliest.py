"""The earliest year a title could be met, when everything from next year on goes as well as it can."""

from datetime import date
from typing import Any

import pytest

from congtam.engine.dossier_law import under_law
from congtam.engine.eligibility.forecast import earliest_years
from congtam.engine.eligibility.judging import Judge
from congtam.engine.eligibility.moments import Moment
from congtam.engine.eligibility.standards import ByPolicy, NotKnown
from congtam.engine.eligibility.titles import EmulationRules
from congtam.engine.rulesets import read_policies
from congtam.engine.sources import Certainty
from congtam.site.command.history import read_history
from tests.eligibility.lines import (
    ADVANCED_WORKER,
    BOOK,
    CERTIFICATE,
    GRASSROOTS,
    NATIONAL,
    NEW,
    OLD,
    PM_CERTIFICATE,
    PROVINCIAL,
    Line,
    awarded,
    earliest,
    initiatives,
    line,
    outcome,
    rated,
    titles,
)

NEWCOMER = line(ratings=rated("good", 2024))


def test_from_nothing_each_award_waits_for_the_one_below() -> None:
    years = {code: answer["earliest"] for code, answer in titles(NEWCOMER).items()}
    assert years[ADVANCED_WORKER] == 2024
    assert years[GRASSROOTS] == 2025
    assert years[CERTIFICATE] == 2026  # titles of 2025 and 2026
    assert years[PROVINCIAL] == 2027  # titles of 2025, 2026, 2027
    assert years[NATIONAL] == 2028  # provincial titles of 2027 and 2028
    assert years[PM_CERTIFICATE] == 2031  # certificate of 2026, then five years
    assert years["labour_order_3"] == 2036
    assert years["labour_order_2"] == 2041
    assert years["labour_order_1"] is None  # what it asks could not be read


def test_the_reading_of_the_order_of_the_certificate_moves_the_year() -> None:
    given = line(ratings=rated("good", *range(2020, 2025)), awards=awarded(GRASSROOTS, 2021, 2022, 2023))
    chosen = {
        reading: earliest(given | {"policies": {"pm_certificate_order": reading}}, PM_CERTIFICATE)
        for reading in ("any_order", "before_run", "undecided")
    }
    # The certificate itself comes in 2026 at the earliest (titles of 2025 and 2026): it can be built on from 2027.
    assert chosen == {"any_order": 2027, "before_run": 2031, "undecided": 2031}


def test_a_title_of_the_same_campaign_counts_at_once_and_a_commendation_from_the_next_year() -> None:
    given = line(
        ratings=rated("excellent", 2022, 2023, 2024),
        awards=awarded(GRASSROOTS, 2022, 2023),
        initiatives=initiatives("provincial", 2024),
    )
    # The grassroots title of 2024 is open and not yet given: with it, the provincial one is a matter of this very year.
    assert outcome(given, PROVINCIAL) == "not_eligible"
    assert earliest(given, PROVINCIAL) == 2024
    assert earliest(given, CERTIFICATE) == 2024
    reading = {"policies": {"pm_certificate_order": "any_order"}, "ratings": rated("excellent", *range(2020, 2025))}
    assert earliest(given | reading, PM_CERTIFICATE) == 2025


def test_a_title_met_by_another_of_its_ways_counts_at_once_too() -> None:
    given = line(
        ratings=rated("good", 2022, 2023, 2024),
        awards=awarded(GRASSROOTS, 2022, 2023),
        initiatives=initiatives("provincial", 2024),
    )
    # Not an excellent year, but one with an initiative: the grassroots title of 2024 is open.
    assert earliest(given, PROVINCIAL) == 2024


def test_recorded_later_years_are_used_as_they_are() -> None:
    given = line(
        year=2022,
        ratings=rated("good", 2020, 2021, 2022, 2024) | rated("completed", 2019, 2023),
        awards=awarded(CERTIFICATE, 2019) + awarded(GRASSROOTS, 2020, 2021, 2022),
    )
    assert outcome(given, PM_CERTIFICATE) == "not_eligible"
    assert earliest(given, PM_CERTIFICATE) == 2028  # the run starts again after 2023


def test_an_award_whose_kind_is_not_clear_starts_no_chain_that_can_be_counted_on() -> None:
    given = line(
        ratings=rated("good", *range(2019, 2025)),
        awards=awarded(CERTIFICATE, 2018, kind=None) + awarded(GRASSROOTS, 2020, 2022, 2023),
        policies={"pm_certificate_order": "before_run"},
    )
    assert outcome(given, PM_CERTIFICATE) == "needs_review"
    # Titles of 2025 and 2026 make a certificate for merit in 2026, and five years follow it.
    assert (earliest(given, CERTIFICATE), earliest(given, PM_CERTIFICATE)) == (2026, 2031)


def test_a_missed_adjacent_year_means_a_new_cycle() -> None:
    given = line(
        laws=[OLD],
        on="2018-06-01",
        ratings=rated("excellent", *range(2006, 2018)),
        awards=awarded(PROVINCIAL, 2008, 2011) + awarded(GRASSROOTS, 2016, 2017),
    )
    # Titles of 2016–2018 make a provincial one in 2018, those of 2017–2019 another in 2019.
    assert earliest(given, NATIONAL) == 2019


def test_what_the_law_leaves_unread_below_leaves_the_year_unknown_above() -> None:
    # Under the old law the yearly road to the certificate could not be confirmed, so nobody knows when it could come.
    assert earliest(line(laws=[OLD], on="2021-12-15", ratings=rated("excellent", 2021)), PM_CERTIFICATE) is None


def test_several_initiatives_of_one_year_count() -> None:
    given = line(
        laws=[OLD],
        on="2021-12-15",
        ratings=rated("excellent", *range(2017, 2022)),
        awards=awarded(CERTIFICATE, 2016),
        initiatives=initiatives("grassroots", 2017),
    )
    assert earliest(given, PM_CERTIFICATE) == 2022


def test_time_in_a_post_goes_on_only_while_it_is_held() -> None:
    post = {"post": "ministry_department_director", "from": "2022-12-15"}
    given = line(on="2025-12-15", ratings=rated("good", 2025), sex="male", posts=[post])
    assert earliest(given, "labour_order_3_service") == 2028
    assert earliest(given | {"posts": [post | {"until": "2025-06-01"}]}, "labour_order_3_service") is None


def test_a_post_that_ended_does_not_stop_the_years_of_one_that_goes_on() -> None:
    post = {"post": "ministry_department_director", "from": "2022-12-15"}
    ended = {"post": "ministry_department_director", "from": "2015-01-01", "until": "2016-01-01"}
    given = line(on="2025-12-15", ratings=rated("good", 2025), sex="male")
    assert earliest(given | {"posts": [ended, post]}, "labour_order_3_service") == 2027
    assert earliest(given | {"posts": [post | {"until": "2030-06-01"}]}, "labour_order_3_service") == 2028


def test_the_age_of_a_collective_is_waited_for() -> None:
    given = line(
        subject="collective",
        laws=[OLD],
        on="2015-12-15",
        ratings=rated("excellent", *range(2005, 2016)),
        awards=awarded("labour_order_1", 2004) + awarded("government_flag", 2008, 2013) + awarded(PM_CERTIFICATE, 2010),
        facts={"founded": "1992-04-01"},
    )
    assert earliest(given, "independence_order_3") == 2022


def test_a_leap_day_is_carried_over_to_ordinary_years() -> None:
    given = line(on="2024-02-29", ratings=rated("good", 2023))
    assert earliest(given, GRASSROOTS) == 2024
    post = {"post": "provincial_deputy_secretary", "from": "2019-12-15"}
    # The proposal year is 2023; the five years in the post are full on 28 February of the year after the next.
    assert earliest(given | {"sex": "male", "posts": [post]}, "labour_order_1_service") == 2024


def test_what_is_open_on_another_ground_is_open_this_year_and_builds_no_chain() -> None:
    movement = [{"ground": "movement", "level": "provincial"}]
    given = line(laws=[OLD], on="2021-12-15", ratings=rated("excellent", 2021), achievements=movement)
    assert outcome(given, CERTIFICATE) == "eligible"
    assert earliest(given, CERTIFICATE) == 2021
    assert earliest(given, PM_CERTIFICATE) is None


def test_the_years_of_a_chain_are_not_shortened_by_what_is_open_on_another_ground() -> None:
    given = line(
        ratings=rated("good", *range(2020, 2025)),
        awards=awarded(GRASSROOTS, 2020, 2022, 2024),
        achievements=[{"ground": "movement", "level": "provincial"}],
        policies={"pm_certificate_order": "any_order"},
    )
    assert (outcome(given, CERTIFICATE), earliest(given, CERTIFICATE)) == ("eligible", 2024)
    # For yearly merit the certificate comes with the title of 2025.
    assert earliest(given, PM_CERTIFICATE) == 2026


def years_under(rules: EmulationRules, given: Line = NEWCOMER, **policies: str) -> dict[str, int | None]:
    """Return the earliest years of the newcomer, or of another line, under a rule-set that is not in the book."""
    moment = Moment(
        history=read_history(given, rules.names, 2024),
        year=2024,
        on=date(2024, 12, 15),
        names=rules.names,
        policies=read_policies(rules, policies),
    )
    judge = Judge(rules=rules)
    judgements = {title.code: judge.judge(title, moment) for title in rules.of_subject("person")}
    return earliest_years(judge, judgements, moment)


RULES = under_law(BOOK, NEW, date(2024, 12, 15))


def test_the_order_in_which_a_law_lists_its_titles_moves_no_year() -> None:
    backwards = RULES.model_copy(update={"titles": RULES.titles[::-1]})
    assert years_under(backwards) == years_under(RULES)
    assert years_under(RULES)[NATIONAL] == 2028


def test_a_reading_nobody_could_read_closes_the_road_only_where_it_may_be_the_one_in_force() -> None:
    title = next(title for title in RULES.of_subject("person") if title.code == PM_CERTIFICATE)
    (route,) = title.routes
    assert isinstance(route.when, ByPolicy)
    readings = {**route.when.readings, "before_run": NotKnown(not_known="hãy đọc")}
    unread = route.model_copy(update={"when": route.when.model_copy(update={"readings": readings})})
    titles = tuple(each.model_copy(update={"routes": (unread,)}) if each is title else each for each in RULES.titles)
    rules = RULES.model_copy(update={"titles": titles})
    chosen = years_under(RULES, pm_certificate_order="any_order")[PM_CERTIFICATE]
    assert chosen is not None
    assert years_under(rules, pm_certificate_order="any_order")[PM_CERTIFICATE] == chosen
    assert years_under(rules)[PM_CERTIFICATE] is None


def test_a_second_way_that_nobody_could_read_or_confirm_closes_no_road() -> None:
    title = next(title for title in RULES.of_subject("person") if title.code == GRASSROOTS)
    (route,) = title.routes
    unread = route.model_copy(update={"rule": "unread", "when": NotKnown(not_known="hãy đọc")})
    unsure = route.model_copy(
        update={"rule": "unsure", "cite": route.cite.model_copy(update={"certainty": Certainty.DRAFT})}
    )
    for other in (unread, unsure):
        ways = title.model_copy(update={"routes": (other, route)})
        titles = tuple(ways if each is title else each for each in RULES.titles)
        assert years_under(RULES.model_copy(update={"titles": titles})) == years_under(RULES)


def test_a_matter_under_examination_that_keeps_back_some_titles_leaves_every_later_year_open() -> None:
    # The titles build on each other, and nobody knows when the matter ends.
    (hold,) = [bar for bar in RULES.bars if bar.rule == "open_hold"]
    rules = RULES.model_copy(update={"bars": (hold.model_copy(update={"codes": (GRASSROOTS,)}),)})
    years = years_under(rules, NEWCOMER | {"holds": [{"kind": "inspection", "from": "2024-11-01"}]})
    assert years[ADVANCED_WORKER] == 2024
    assert {year for code, year in years.items() if code != ADVANCED_WORKER} == {None}


CODES = (
    ADVANCED_WORKER,
    GRASSROOTS,
    PROVINCIAL,
    NATIONAL,
    CERTIFICATE,
    PM_CERTIFICATE,
    "labour_order_3",
    "labour_order_2",
)
GOOD_YEARS = rated("good", *range(2019, 2025))
READING = {"pm_certificate_order": "any_order"}

# Each reckoned by hand: advanced worker; fighter of the base, the province, the nation; certificate of the province, of the
# Prime Minister; labour order third and second class. The proposal year is 2024 unless nothing is rated in it.
BY_HAND: list[tuple[str, dict[str, Any], tuple[int | None, ...]]] = [
    ("nothing recorded: 2024 on, all best", {}, (2024, 2024, 2026, 2027, 2025, 2030, 2035, 2040)),
    (
        "a weak year: everything from the next one",
        {"ratings": rated("completed", 2024)},
        (2025, 2025, 2027, 2028, 2026, 2031, 2036, 2041),
    ),
    (
        "only the certificate of the province missing; it is open this year and counts from the next",
        {"ratings": GOOD_YEARS, "awards": awarded(GRASSROOTS, 2022, 2023, 2024), "policies": READING},
        (2024, 2025, 2025, 2026, 2024, 2025, 2030, 2035),
    ),
    (
        "the same, when the five years must come after it",
        {
            "ratings": GOOD_YEARS,
            "awards": awarded(GRASSROOTS, 2022, 2023, 2024),
            "policies": {"pm_certificate_order": "before_run"},
        },
        (2024, 2025, 2025, 2026, 2024, 2029, 2034, 2039),
    ),
    (
        "a sudden certificate is as good as none",
        {
            "ratings": GOOD_YEARS,
            "awards": awarded(GRASSROOTS, 2022, 2023, 2024) + awarded(CERTIFICATE, 2018, kind="sudden"),
            "policies": READING,
        },
        (2024, 2025, 2025, 2026, 2024, 2025, 2030, 2035),
    ),
    (
        "a certificate held, one title short: that of next year",
        {"ratings": GOOD_YEARS, "awards": awarded(GRASSROOTS, 2021, 2022) + awarded(CERTIFICATE, 2018)},
        (2024, 2025, 2027, 2028, 2026, 2025, 2030, 2035),
    ),
    (
        "a year only completed in between: five years from the one after it",
        {
            "ratings": GOOD_YEARS | rated("completed", 2022),
            "awards": awarded(GRASSROOTS, 2019, 2020, 2024) + awarded(CERTIFICATE, 2018),
        },
        (2024, 2025, 2026, 2027, 2025, 2027, 2032, 2037),
    ),
    (
        "a year nobody recorded is no year to count on",
        {
            "ratings": GOOD_YEARS | {"2022": None},
            "awards": awarded(GRASSROOTS, 2023, 2024) + awarded(CERTIFICATE, 2018),
        },
        (2024, 2025, 2025, 2026, 2024, 2027, 2032, 2037),
    ),
    (
        "the Prime Minister's certificate held, no excellent year yet",
        {"ratings": GOOD_YEARS, "awards": awarded(GRASSROOTS, 2021, 2022, 2023, 2024) + awarded(PM_CERTIFICATE, 2019)},
        (2024, 2025, 2025, 2026, 2024, 2029, 2025, 2030),
    ),
    (
        "the same, and no title: three come by 2027",
        {"ratings": GOOD_YEARS, "awards": awarded(PM_CERTIFICATE, 2019)},
        (2024, 2025, 2027, 2028, 2026, 2031, 2027, 2032),
    ),
    (
        "third class held: two excellent years and a provincial title",
        {"ratings": GOOD_YEARS, "awards": awarded(GRASSROOTS, 2023, 2024) + awarded("labour_order_3", 2019)},
        (2024, 2025, 2025, 2026, 2024, 2029, 2034, 2026),
    ),
    (
        "a provincial title three years before the next one",
        {"ratings": GOOD_YEARS, "awards": awarded(GRASSROOTS, 2022, 2023, 2024) + awarded(PROVINCIAL, 2022)},
        (2024, 2025, 2025, 2025, 2024, 2029, 2034, 2039),
    ),
    (
        "two provincial titles, the adjacent year missed, under the old law: the next two",
        {
            "laws": [OLD],
            "ratings": GOOD_YEARS,
            "awards": awarded(PROVINCIAL, 2019, 2022),
        },
        (2024, 2025, 2027, 2028, None, None, None, None),
    ),
    (
        "a discipline that ended this year: chains from the next one",
        {
            "ratings": GOOD_YEARS,
            "awards": awarded(GRASSROOTS, 2022, 2023, 2024) + awarded(CERTIFICATE, 2018),
            "discipline": [{"decided": "2023-03-01", "ended": "2024-03-01"}],
        },
        (2024, 2025, 2027, 2028, 2026, 2029, 2034, 2039),
    ),
    (
        "the certificate given last year and nothing since: two new titles, a new five years",
        {"ratings": rated("good", 2024) | rated("excellent", *range(2018, 2024)), "awards": awarded(CERTIFICATE, 2023)},
        (2024, 2025, 2027, 2028, 2026, 2028, 2033, 2038),
    ),
]


@pytest.mark.parametrize(("history", "years"), [case[1:] for case in BY_HAND], ids=[case[0] for case in BY_HAND])
def test_the_earliest_year_is_the_one_reckoned_by_hand(history: dict[str, Any], years: tuple[int | None, ...]) -> None:
    answered = titles(line(**history))
    assert {code: answered[code]["earliest"] for code in CODES} == dict(zip(CODES, years, strict=True))
