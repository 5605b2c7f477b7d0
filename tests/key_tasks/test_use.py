"""What a key task came to stands where its leader is scored and rated."""

from datetime import date

import pytest

from congtam.key_tasks import selectors, services
from congtam.key_tasks.selectors import KeyTaskResult
from tests.key_tasks.level import Level
from tests.key_tasks.test_process import GOOD

pytestmark = pytest.mark.django_db
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture
def level() -> Level:
    return Level()


def results(level: Level) -> list[KeyTaskResult]:
    return selectors.results_of([level.leader.pk], *JUNE).get(level.leader.pk, [])


def test_levels_one_and_two_are_offered_as_strengths_and_level_three_as_a_weakness(level: Level) -> None:
    level.act(services.judge, key_task_id=level.filed().pk, judgement=GOOD)
    poor = services.Judgement(quantity=GOOD.quantity / 2, quality=GOOD.quality / 2, time=GOOD.time / 2, words="Chậm")
    level.act(services.judge, key_task_id=level.filed(title="Nạo vét kênh Đông").pk, judgement=poor)
    strengths, weaknesses = selectors.remarks_of(results(level))
    assert strengths.startswith("Hoàn thành kè Bãi Vọt")
    assert weaknesses.startswith("Nạo vét kênh Đông")
    assert "mức 3. Chậm" in weaknesses


def test_what_nobody_judged_is_offered_neither_way(level: Level) -> None:
    level.assigned()
    assert len(results(level)) == 1
    assert selectors.remarks_of(results(level)) == ("", "")


def test_a_key_task_counts_in_the_month_of_its_deadline(level: Level) -> None:
    level.assigned()
    assert selectors.results_of([level.leader.pk], date(2026, 5, 1), date(2026, 5, 31)) == {}
    assert [one.key_task.due_date for one in results(level)] == [date(2026, 6, 20)]
