"""Units are opened, renamed, moved, merged, split and closed, and every earlier day stays as it was."""

from datetime import date
from typing import Any

import pytest

from congtam.audit.models import Act
from congtam.organisation.models import Succession, Unit, UnitState
from congtam.organisation.selectors import (
    managing_bodies_above,
    states_on,
    units_above,
    units_around,
    units_of_body,
    using_bodies_at,
    with_descendants,
)
from congtam.organisation.services import (
    UnableToChangeUnitError,
    add_similar_group,
    close_unit,
    merge_units,
    move_unit,
    open_unit,
    rename_similar_group,
    rename_unit,
    set_unit_roles,
    split_unit,
    transfer_part,
)
from tests import make

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
JULY = date(2026, 7, 1)


@pytest.fixture
def who() -> dict[str, Any]:
    return {"actor": make.user(), "at": make.NOON}


def name_on(unit: Unit, day: date) -> str:
    return states_on([unit.pk], day)[unit.pk].name


def test_a_unit_exists_from_its_day(who: dict[str, Any]) -> None:
    body = make.body()
    made = open_unit(code="p-moi", kind="state", name="Phòng Mới", parent=body, on=MARCH, **who)
    assert made.pk in with_descendants([body.pk], MARCH)[body.pk]
    assert made.pk not in with_descendants([body.pk], date(2026, 2, 28))[body.pk]
    assert Act.objects.get(code="organisation.unit_opened").subject_id == str(made.pk)


def test_a_code_is_used_once(who: dict[str, Any]) -> None:
    body = make.body()
    with pytest.raises(UnableToChangeUnitError, match="đã có"):
        open_unit(code=body.code, kind="state", name="Khác", parent=None, on=MARCH, **who)


def test_a_new_name_leaves_the_days_before_alone(who: dict[str, Any]) -> None:
    unit = make.unit("Phòng Cũ")
    rename_unit(unit=unit, name="Phòng Mới", on=MARCH, **who)
    assert (name_on(unit, date(2026, 2, 28)), name_on(unit, MARCH)) == ("Phòng Cũ", "Phòng Mới")


def test_a_name_given_on_the_day_of_the_last_change_corrects_it(who: dict[str, Any]) -> None:
    unit = make.unit("Phòng Cũ")
    rename_unit(unit=unit, name="Phòng Mứi", on=MARCH, **who)
    rename_unit(unit=unit, name="Phòng Mới", on=MARCH, **who)
    assert UnitState.objects.filter(unit=unit).count() == 2


def test_nothing_changes_before_a_later_change(who: dict[str, Any]) -> None:
    unit = make.unit()
    rename_unit(unit=unit, name="Phòng Mới", on=JULY, **who)
    with pytest.raises(UnableToChangeUnitError, match="01/07/2026"):
        rename_unit(unit=unit, name="Phòng Giữa", on=MARCH, **who)


def test_a_unit_does_not_stand_under_itself(who: dict[str, Any]) -> None:
    upper = make.unit("Trên")
    lower = make.unit("Dưới", under=upper)
    with pytest.raises(UnableToChangeUnitError, match="chính nó"):
        move_unit(unit=upper, parent=lower, on=MARCH, **who)


def test_a_move_keeps_the_name_and_the_roles(who: dict[str, Any]) -> None:
    old, new = make.unit("Cũ"), make.unit("Mới")
    unit = make.unit("Chi cục", under=old, uses=True, is_hardship=True)
    state = move_unit(unit=unit, parent=new, on=MARCH, **who)
    assert (state.name, state.uses, state.is_hardship, state.parent) == ("Chi cục", True, True, new)


def test_a_unit_becomes_a_body_from_a_day(who: dict[str, Any]) -> None:
    upper = make.body("Sở")
    unit = make.unit("Chi cục", under=upper)
    set_unit_roles(unit=unit, uses=True, manages=False, is_hardship=False, on=MARCH, **who)
    places = using_bodies_at([(unit.pk, MARCH), (unit.pk, date(2026, 2, 1))])
    assert places == {(unit.pk, MARCH): unit.pk, (unit.pk, date(2026, 2, 1)): upper.pk}
    assert units_of_body(upper.pk, MARCH) == {upper.pk}


def test_a_merger_ends_the_old_units_and_takes_over_what_stood_under_them(who: dict[str, Any]) -> None:
    body = make.body()
    one, two = make.unit("Một", under=body), make.unit("Hai", under=body)
    team = make.unit("Tổ", under=one)
    merge_units(units=[one], into=two, on=MARCH, document="QĐ 1", **who)
    assert states_on([one.pk], MARCH) == {}
    assert states_on([team.pk], MARCH)[team.pk].parent == two
    assert states_on([team.pk], date(2026, 2, 28))[team.pk].parent == one
    assert Succession.objects.get().successor == two


@pytest.mark.parametrize("into", ["itself", "below"])
def test_a_merger_into_a_unit_that_ends_is_refused(who: dict[str, Any], into: str) -> None:
    one = make.unit("Một")
    below = make.unit("Tổ", under=one)
    with pytest.raises(UnableToChangeUnitError):
        merge_units(units=[one], into=one if into == "itself" else below, on=MARCH, **who)
    assert Unit.objects.get(pk=one.pk).valid_until is None


def test_a_split_leaves_its_successors(who: dict[str, Any]) -> None:
    old, one, two = make.unit("Cũ"), make.unit("Một"), make.unit("Hai")
    split_unit(unit=old, into=[one, two], on=MARCH, **who)
    assert set(Succession.objects.values_list("successor", flat=True)) == {one.pk, two.pk}
    with pytest.raises(UnableToChangeUnitError, match="không tồn tại"):
        rename_unit(unit=old, name="Sau", on=JULY, **who)


def test_a_split_needs_somewhere_to_go(who: dict[str, Any]) -> None:
    with pytest.raises(UnableToChangeUnitError, match="ít nhất một"):
        split_unit(unit=make.unit(), into=[], on=MARCH, **who)
    parent = make.unit()
    make.unit(under=parent)
    with pytest.raises(UnableToChangeUnitError, match="cấp dưới"):
        split_unit(unit=parent, into=[make.unit()], on=MARCH, **who)


def test_a_unit_with_units_under_it_is_not_closed(who: dict[str, Any]) -> None:
    parent = make.unit()
    child = make.unit("Tổ Một", under=parent)
    with pytest.raises(UnableToChangeUnitError, match="Tổ Một"):
        close_unit(unit=parent, on=MARCH, **who)
    close_unit(unit=child, on=MARCH, **who)
    close_unit(unit=parent, on=JULY, **who)
    assert Unit.objects.get(pk=parent.pk).valid_until == JULY


def test_a_unit_lives_at_least_a_day(who: dict[str, Any]) -> None:
    with pytest.raises(UnableToChangeUnitError, match="mới lập"):
        close_unit(unit=make.unit(since=MARCH), on=MARCH, **who)


def test_a_unit_whose_change_was_to_begin_on_its_last_day_ends_as_it_was(who: dict[str, Any]) -> None:
    unit = make.unit("Cũ")
    rename_unit(unit=unit, name="Mới", on=MARCH, **who)
    close_unit(unit=unit, on=MARCH, **who)
    assert list(UnitState.objects.filter(unit=unit).values_list("name", "valid_until")) == [("Cũ", MARCH)]


def test_a_part_goes_over_while_both_go_on(who: dict[str, Any]) -> None:
    one, two = make.unit("Một"), make.unit("Hai")
    transfer_part(unit=one, to=two, on=MARCH, **who)
    assert Succession.objects.get().kind == "part_transfer"
    assert set(states_on([one.pk, two.pk], JULY)) == {one.pk, two.pk}


def test_a_group_has_one_name_in_a_body(who: dict[str, Any]) -> None:
    body = make.body()
    group = add_similar_group(body=body, name="Tham mưu", **who)
    add_similar_group(body=make.body(), name="Tham mưu", **who)
    other = add_similar_group(body=body, name="Tổng hợp", **who)
    with pytest.raises(UnableToChangeUnitError, match="đã có nhóm"):
        add_similar_group(body=body, name="tham mưu", **who)
    with pytest.raises(UnableToChangeUnitError, match="đã có nhóm"):
        rename_similar_group(group=other, name="Tham mưu", **who)
    rename_similar_group(group=group, name="Tham mưu tổng hợp", **who)
    group.refresh_from_db()
    assert group.name == "Tham mưu tổng hợp"


def test_the_managing_body_is_looked_for_strictly_above() -> None:
    province = make.unit("Tỉnh", manages=True)
    body = make.body("Sở", under=province, manages=True)
    assert managing_bodies_above([body.pk, province.pk], MARCH) == {body.pk: province.pk}
    assert units_above(make.unit(under=body).pk, MARCH) == [province.pk, body.pk]


def test_colleagues_are_all_units_of_ones_body_and_no_others() -> None:
    body = make.body()
    mine, other = make.unit(under=body), make.unit(under=body)
    make.unit(under=make.body())
    assert units_around([mine.pk], MARCH) == {body.pk, mine.pk, other.pk}
    assert units_around([], MARCH) == frozenset()
