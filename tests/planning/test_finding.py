"""Items of plans that may be one task: what always holds, whatever was learned."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from congtam.planning.finding import Item, Match, Relation, encode, find, judge
from congtam.values.differing import differing
from congtam.values.dues import read_due

OFFICE = "UBND tỉnh Sông Lam"
ROWS = (
    ("a1", "A", 1, "Rà soát, công bố danh mục đập, hồ chứa mất an toàn trước mùa mưa", "Sở Nông nghiệp và Môi trường", "30/4/2026"),
    ("a2", "A", 2, "Tập huấn chữ ký số cho công chức cấp xã", "Sở Khoa học và Công nghệ", "15/5/2026"),
    ("a3", "A", 3, "Xây dựng bảng giá đất áp dụng từ năm 2027", "Sở Nông nghiệp và Môi trường", "Quý IV/2026"),
    ("a4", "A", 4, "Tổ chức hội thi dân vận khéo cấp tỉnh", "Sở Nội vụ", "Quý III/2026"),
    ("b1", "B", 1, "Rà soát, công bố danh mục đập, hồ chứa mất an toàn trước mùa mưa", "Sở Nông nghiệp và Môi trường", "30/4/2026"),
    ("b2", "B", 2, "Tập huấn chữ ký số cho công chức cấp xã", "Sở Khoa học và Công nghệ", "30/9/2026"),
    ("b3", "B", 3, "Đo đạc, hoàn thiện cơ sở dữ liệu đất đai của các xã còn lại", "Sở Nông nghiệp và Môi trường", "2026 - 2027"),
    ("b4", "B", 4, "Khởi công tuyến đường nối khu công nghiệp với cảng cạn", "Sở Xây dựng", "Quý III/2026"),
)  # fmt: skip
ITEMS = [
    Item(key=key, task=task, lead=lead, issuer=OFFICE, plan=plan, place=place, due=read_due(due))
    for key, plan, place, task, lead, due in ROWS
]


@cache
def vectors() -> dict[str, bytes]:
    return dict(zip([item.key for item in ITEMS], encode(ITEMS), strict=True))


def stored(*keys: str) -> list[tuple[Item, bytes]]:
    return [(item, vectors()[item.key]) for item in ITEMS if item.key in keys or not keys]


def verdict(one: Item, other: Item) -> Match:
    return judge([(one.key, other.key)], list(zip([one, other], encode([one, other]), strict=True)))[0]


def test_one_sentence_in_two_plans_is_one_task() -> None:
    found = find(stored("a1"), stored())[0][0]
    assert (found.other, found.relation) == ("b1", Relation.SAME)


def test_one_sentence_with_another_day_is_one_task_with_another_deadline() -> None:
    found = find(stored("a2"), stored())[0][0]
    assert (found.other, found.relation) == ("b2", Relation.SAME_OTHER_DEADLINE)
    assert "hạn cách nhau 138 ngày" in found.reasons


def test_an_item_is_never_its_own_partner() -> None:
    for (item, _), matches in zip(stored(), find(stored(), stored(), most=7), strict=True):
        assert len(matches) == 7
        assert item.key not in [match.other for match in matches]


@given(st.permutations(range(len(ITEMS))))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_items_does_not_matter(order: list[int]) -> None:
    mixed = [stored()[place] for place in order]
    found = dict(zip([item.key for item, _ in mixed], find(mixed, []), strict=True))
    assert found == dict(zip([item.key for item, _ in stored()], find(stored(), []), strict=True))


def test_both_sides_of_a_pair_get_one_verdict() -> None:
    pairs = [(one.key, other.key) for one in ITEMS for other in ITEMS if one.key != other.key]
    found = dict(zip(pairs, judge(pairs, stored()), strict=True))
    for one, other in pairs:
        assert (found[one, other].relation, found[one, other].chance) == (
            found[other, one].relation,
            found[other, one].chance,
        )


def test_two_tasks_alone_in_the_world_are_not_one_for_that() -> None:
    assert verdict(ITEMS[0], ITEMS[7]).relation is Relation.UNRELATED


@pytest.mark.parametrize("text", ["", "…", "x", "hoàn thành trước ngày 30/4/2026", "rà soát " * 20_000])
def test_empty_and_very_long_texts_are_answered(text: str) -> None:
    odd = replace(ITEMS[0], key="odd", task=text)
    assert len(encode([odd])[0]) == len(vectors()["a1"])
    assert verdict(odd, ITEMS[7]).other == "b4"


def test_nothing_has_no_partners() -> None:
    assert find([], []) == []
    assert encode([]) == []
    assert find(stored("a1"), []) == [[]]
    assert judge([], stored()) == []


def test_encoding_tells_how_far_it_is() -> None:
    heard: list[int] = []
    encode(ITEMS, told=heard.append)
    assert heard == [len(ITEMS)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_pieces_give_the_texts_back(one: str, other: str) -> None:
    for text, pieces in zip((one, other), differing(one, other), strict=True):
        assert "".join(piece for piece, _ in pieces) == text


def test_only_the_words_that_differ_are_marked() -> None:
    left, right = differing("Hoàn thành trước ngày 30/4, báo cáo Sở.", "hoàn thành trước ngày 15/5, báo cáo UBND xã.")
    assert [piece for piece, differs in left if differs] == ["30", "4", "Sở"]
    assert [piece for piece, differs in right if differs] == ["15", "5", "UBND xã"]
