"""Two people on one task in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from congtam.accounts.models import User
from congtam.tasks import services
from congtam.tasks.choices import TaskState
from congtam.tasks.models import HandIn
from congtam.values.refusal import RefusedError
from tests import make

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
SOON = date(2026, 3, 20)


@pytest.mark.usefixtures("committed")
def test_of_two_heads_at_once_one_wins_and_the_other_is_told() -> None:
    body = make.body()
    unit = make.unit(under=body)
    head, deputy = make.user("Phạm Văn Khoa"), make.user("Đỗ Thị Mai")
    task = make.task(make.officer(unit), unit, by=head, due=SOON, state=TaskState.HANDED_IN)
    hand_in = HandIn.objects.create(task=task, quantity=1, handed_in_at=NOW, handed_in_by=head)

    def judge(who: User) -> str:
        try:
            if who == head:
                services.accept_result(task_id=task.pk, hand_in_id=hand_in.pk, quantity=Decimal(1), actor=head, at=NOW)
            else:
                services.return_for_major_error(
                    task_id=task.pk, hand_in_id=hand_in.pk, reason="Sai", actor=deputy, at=NOW
                )
        except RefusedError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "won"

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(judge, [head, deputy]))
    assert outcomes.count("won") == 1
    told = next(outcome for outcome in outcomes if outcome != "won")
    winner = head if outcomes[0] == "won" else deputy
    assert winner.full_name in told
    assert task.moves.count() == 2
