"""Asking for rows of one unit, of a few, or of as many as a province has: the answer is the same, only the question is put otherwise."""

from datetime import date

import pytest

from congtam.organisation.models import Among, UnitState
from congtam.organisation.selectors import bodies_using, places_under, using_bodies
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("many", [1, 3, 1_000])
@pytest.mark.parametrize("lookup", ["unit__among", "unit__weighed_among"])
def test_units_are_found_alike_whether_few_or_many_are_asked_for(
    lookup: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Among, "many", many)
    units = [make.unit(f"Phòng {number}").pk for number in range(4)]
    for asked in (units[:1], units[:2], units[:3], []):
        found = UnitState.objects.filter(**{lookup: asked})
        assert set(found.values_list("unit", flat=True)) == set(asked)
    rest = UnitState.objects.exclude(**{lookup: units[:3]}).values_list("unit", flat=True)
    assert list(rest) == units[3:]


def test_the_bodies_of_many_units_are_those_each_unit_has() -> None:
    province = make.unit("Tỉnh Sông Lam")
    department = make.body(under=province)
    division = make.unit(under=department)
    team = make.unit("Tổ một cửa", under=division)
    centre = make.body("Trung tâm Nước sạch", under=department)
    office = make.unit("Phòng của Trung tâm", under=centre)
    outside = make.unit("Tổ đứng riêng", under=make.body("Sở khác"))
    for units in ([team], [division, team], [province, department, division, team, centre, office], [outside, team]):
        keys = {unit.pk for unit in units}
        assert bodies_using(keys, TODAY) == set(using_bodies(keys, TODAY).values())
    assert bodies_using([], TODAY) == frozenset()


def test_where_units_stand_remembers_what_they_once_stood_under() -> None:
    old, new = make.body("Sở cũ"), make.body("Sở mới")
    division = make.unit(under=new, since=date(2026, 7, 1))
    UnitState.objects.create(
        unit=division,
        parent=old,
        name="Phòng",
        search_name="phong",
        valid_from=make.LONG_AGO,
        valid_until=date(2026, 7, 1),
    )
    team = make.unit("Tổ một cửa", under=division)
    below, places = places_under([division.pk], TODAY)
    assert below == {division.pk: {division.pk, team.pk}}
    assert places == {division.pk, team.pk, old.pk, new.pk}
