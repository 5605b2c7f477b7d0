"""Words are joined and begun as the Vietnamese write them."""

from congtam.values.text import capital, listed


def test_words_are_listed_with_the_last_one_joined() -> None:
    assert listed([]) == ""
    assert listed(["một"]) == "một"
    assert listed(["một", "hai", "ba"]) == "một, hai hoặc ba"
    assert listed(["một", "hai"], joined_by="và") == "một và hai"


def test_a_sentence_begins_with_a_capital_and_keeps_the_rest() -> None:
    assert capital("đủ điều kiện theo Nghị định") == "Đủ điều kiện theo Nghị định"
    assert capital("") == ""
