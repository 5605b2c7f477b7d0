"""What an earlier check made sure of is passed on as it is, and a mistake of the program does not go unseen."""

from fractions import Fraction

import pytest

from congtam.values.known import NotAsCheckedError, given, of_kind


@pytest.mark.parametrize("value", ["tốt", Fraction(1, 3), 0, False, "", ()])
def test_what_is_there_is_passed_on_even_when_it_is_nought_or_no(value: object) -> None:
    assert given(value) is value


def test_a_value_that_should_have_been_refused_as_missing_stops_the_work() -> None:
    with pytest.raises(NotAsCheckedError):
        given(None)


def test_a_value_of_the_kind_that_was_checked_is_passed_on() -> None:
    marks = Fraction(89)
    assert of_kind(marks, Fraction) is marks


@pytest.mark.parametrize(
    ("value", "kind", "said"), [("89", Fraction, "str is not Fraction"), (None, str, "NoneType is not str")]
)
def test_a_value_of_another_kind_stops_the_work_and_says_which(value: object, kind: type, said: str) -> None:
    with pytest.raises(NotAsCheckedError, match=said):
        of_kind(value, kind)
