"""What somebody may know of does not depend on how much of it there is."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from congtam.personnel import viewer
from congtam.personnel.models import Appointment, Person
from congtam.personnel.selectors import viewer_of
from congtam.planning import workbooks
from tests.site.crowd import fill
from tests.site.permissions import Who
from tests.site.world import NOW, TODAY, World, build

SIGNED_IN = [who for who in Who if who is not Who.STRANGER]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        made = build(workbooks.template())
        fill(made, first=0, last=20)
        yield made


def seen(world: World, who: Who) -> tuple[list[Any], list[Any]]:
    looking = viewer_of(world.accounts[who], TODAY)
    return (
        sorted(Person.objects.visible_to(looking).values_list("pk", flat=True)),
        sorted(Appointment.objects.visible_to(looking).values_list("pk", flat=True)),
    )


def test_whoever_looks_far_sees_the_people_and_posts_he_would_see_looking_near(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = {who: seen(world, who) for who in SIGNED_IN}
    monkeypatch.setattr(viewer, "FAR_UNITS", 0)
    assert {who: seen(world, who) for who in SIGNED_IN} == near


def test_units_in_sight_are_one_parameter_however_many(world: World) -> None:
    looking = viewer_of(world.accounts[Who.CHAIRMAN], TODAY)
    assert len(looking.led) > 1
    _, params = Appointment.objects.filter(unit__among=looking.led).query.sql_with_params()
    assert len(params) == 1
