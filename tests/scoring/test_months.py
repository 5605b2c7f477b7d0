"""The months of a year as evaluation reads them."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from congtam.personnel.models import Appointment, Person
from congtam.scoring.models import BodyReading, OutsideMonth, ScoreSheet, ScoringPeriod
from congtam.scoring.selectors import months_of, reading_of
from tests import make

APRIL = datetime(2026, 4, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _sheet(period: ScoringPeriod, who: Person, post: Appointment, **fields: Any) -> ScoreSheet:
    return ScoreSheet.objects.create(
        period=period, person=who, appointment=post, unit=post.unit, judging_unit=post.unit, **fields
    )


def _confirmed(total: int, at: datetime = APRIL) -> dict[str, Any]:
    return {"state": "confirmed", "total_hundredths": total, "confirmed_at": at}


def test_a_month_counts_once_the_authority_confirmed_it() -> None:
    body = make.body()
    who = make.person()
    post = make.post(who, body)
    march = ScoringPeriod.objects.create(body=body, month=date(2026, 3, 1), cut_off_date=date(2026, 4, 2))
    april = ScoringPeriod.objects.create(body=body, month=date(2026, 4, 1), cut_off_date=date(2026, 5, 2))
    sheet = _sheet(march, who, post, **_confirmed(8750))
    _sheet(april, who, post, state="self_signed", total_hundredths=9000)
    months = months_of(person_ids=[who.pk], year=2026)[who.pk]
    assert list(months) == ["2026-03"]
    assert (months["2026-03"].total_hundredths, months["2026-03"].sheet_id) == (8750, sheet.pk)
    assert months["2026-03"].body_name == "Sở Thuỷ lợi tỉnh Sông Lam"


def test_the_confirmed_version_stays_in_force_until_its_correction_is_confirmed() -> None:
    body = make.body()
    who = make.person()
    post = make.post(who, body)
    march = ScoringPeriod.objects.create(body=body, month=date(2026, 3, 1), cut_off_date=date(2026, 4, 2))
    old = _sheet(march, who, post, is_current=False, **_confirmed(8750))
    said = {"version": 2, "replaces": old, "correction_reason": "Cộng nhầm", "correction_authority": "Giám đốc"}
    new = _sheet(march, who, post, **said)
    assert months_of(person_ids=[who.pk], year=2026)[who.pk]["2026-03"].total_hundredths == 8750
    ScoreSheet.objects.filter(pk=new.pk).update(**_confirmed(9000, datetime(2026, 6, 1, tzinfo=UTC)))
    assert months_of(person_ids=[who.pk], year=2026)[who.pk]["2026-03"].total_hundredths == 9000


def test_months_scored_elsewhere_stand_beside_ours(django_assert_num_queries: Any) -> None:
    people = [make.person(account=False) for _ in range(5)]
    for who in people:
        OutsideMonth.objects.create(
            person=who,
            month=date(2026, 2, 1),
            total_hundredths=9100,
            body_name="UBND xã Bãi Ngang",
            document="Công văn 12/CV",
            recorded_by=make.user(),
        )
    with django_assert_num_queries(2):
        found = months_of(person_ids=[who.pk for who in people], year=2026)
    assert all(found[who.pk]["2026-02"].sheet_id is None for who in people)
    assert months_of(person_ids=[people[0].pk], year=2025) == {people[0].pk: {}}


def test_a_body_without_a_by_law_reads_the_plain_text() -> None:
    body = make.body()
    assert reading_of(body.pk, date(2026, 3, 1)).document == ""
    BodyReading.objects.create(
        body=body,
        policies={"cap": "ratio"},
        adopts=["nd-233-2026"],
        document="Quy chế số 05/QC",
        valid_from=date(2026, 3, 1),
    )
    assert reading_of(body.pk, date(2026, 2, 28)).policies == {}
    assert reading_of(body.pk, date(2026, 3, 1)).policies == {"cap": "ratio"}
    assert reading_of(body.pk, date(2026, 3, 1)).adopts == {"nd-233-2026"}
