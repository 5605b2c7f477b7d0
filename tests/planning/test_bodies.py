"""Which units the words of a plan mean: known, or asked, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from congtam.planning.reading import Directory, FormerName, How, KnownUnit, names_in

BODY, OFFICE, STAFF, FINANCE, IT, TREASURY, HOME, PROVINCE = range(1, 9)
UNITS = (
    KnownUnit(key=BODY, name="Sở Khoa học và Công nghệ tỉnh Sông Lam", short_name="Sở KH&CN"),
    KnownUnit(key=OFFICE, name="Văn phòng Sở"),
    KnownUnit(key=STAFF, name="Phòng Tổ chức cán bộ"),
    KnownUnit(key=FINANCE, name="Phòng Kế hoạch - Tài chính"),
    KnownUnit(key=IT, name="Trung tâm Công nghệ thông tin và Truyền thông"),
    KnownUnit(key=TREASURY, name="Sở Tài chính tỉnh Sông Lam", is_inside=False),
    KnownUnit(key=HOME, name="Sở Nội vụ tỉnh Sông Lam", is_inside=False),
    KnownUnit(key=PROVINCE, name="Ủy ban nhân dân tỉnh Sông Lam", is_inside=False),
)
FORMER = (
    FormerName(name="Sở Thông tin và Truyền thông tỉnh Sông Lam", keys=frozenset({BODY})),
    FormerName(name="Phòng Pháp chế", keys=frozenset({OFFICE, STAFF})),
)


def directory(**said: tuple[int, ...]) -> Directory:
    remembered = {name.replace("_", " "): keys for name, keys in said.items()}
    return Directory(UNITS, body=BODY, own_parts=(OFFICE, STAFF, FINANCE, IT), former=FORMER, remembered=remembered)


def meant(text: str) -> list[tuple[How | None, tuple[int, ...]]]:
    return [(match.how, match.keys) for match in directory().read(text)]


@pytest.mark.parametrize(
    ("name", "how", "key"),
    [
        ("Văn phòng Sở", How.EXACT, OFFICE),
        ("Văn phòng", How.EXACT, OFFICE),
        ("VP", How.EXACT, OFFICE),
        ("văn  phòng", How.EXACT, OFFICE),
        ("Sở Khoa học và Công nghệ", How.EXACT, BODY),
        ("Sở Khoa học & Công nghệ", How.EXACT, BODY),
        ("Phòng Tổ chức cán bộ Sở Khoa học và Công nghệ", How.EXACT, STAFF),
        ("Phòng Tổ chức cán bộ thuộc Sở", How.EXACT, STAFF),
        ("Phòng Tổ chức cán bộ (đ/c An, Bình)", How.EXACT, STAFF),
        ("Sở KH&CN", How.ABBREVIATION, BODY),
        ("Sở KHCN", How.ABBREVIATION, BODY),
        ("P. KHTC", How.ABBREVIATION, FINANCE),
        ("Phòng KH-TC", How.ABBREVIATION, FINANCE),
        ("TCCB", How.ABBREVIATION, STAFF),
        ("TT CNTT&TT", How.ABBREVIATION, IT),
        ("UBND tỉnh Sông Lam", How.EXACT, PROVINCE),
        ("Sở Thông tin và Truyền thông", How.FORMER, BODY),
        ("Sở TT&TT", How.FORMER, BODY),
    ],
)
def test_a_unit_is_known_by_its_name_its_short_forms_and_the_name_it_had(name: str, how: How, key: int) -> None:
    assert meant(name) == [(how, (key,))]


@pytest.mark.parametrize(
    "name", ["Các phòng", "Sở Y tế", "TC", "Phòng Pháp chế", "UBND các xã", "Lãnh đạo Sở", "Bộ Tài chính"]
)
def test_what_fits_no_unit_or_more_than_one_is_asked(name: str) -> None:
    assert meant(name) == [(None, ())]


@pytest.mark.parametrize(
    "words",
    ["Các phòng, đơn vị", "các phòng, đơn vị thuộc Sở", "Các phòng, ban, đơn vị trực thuộc", "Các đơn vị thuộc Sở"],
)
def test_all_units_of_the_body_are_meant_only_when_the_words_say_so(words: str) -> None:
    assert meant(words) == [(How.ALL, (OFFICE, STAFF, FINANCE, IT))]


def test_those_concerned_are_nobody_in_particular() -> None:
    assert meant("Văn phòng và các đơn vị có liên quan") == [(How.EXACT, (OFFICE,)), (How.GENERAL, ())]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sở Tài chính, Sở Nội vụ", ("Sở Tài chính", "Sở Nội vụ")),
        ("Sở Giáo dục và Đào tạo; Sở Y tế", ("Sở Giáo dục và Đào tạo", "Sở Y tế")),
        ("Sở Văn hoá, Thể thao và Du lịch, Công an tỉnh", ("Sở Văn hoá, Thể thao và Du lịch", "Công an tỉnh")),
        ("- Sở Y tế\n- Công an tỉnh", ("Sở Y tế", "Công an tỉnh")),
        ("Sở Giáo dục\nvà Đào tạo", ("Sở Giáo dục và Đào tạo",)),
        ("P. KHTC, VP và TCCB", ("P. KHTC", "VP", "TCCB")),
        ("Các cục: Thuế; Bản quyền tác giả", ("Thuế", "Cục Bản quyền tác giả")),
        ("Phòng Tổng hợp (đ/c An, Bình), Văn phòng", ("Phòng Tổng hợp (đ/c An, Bình)", "Văn phòng")),
        ("", ()),
    ],
)
def test_names_come_apart_where_a_new_one_begins(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_a_list_under_one_word_gives_it_to_each() -> None:
    assert meant("Các sở: Tài chính, Nội vụ") == [(How.EXACT, (TREASURY,)), (How.EXACT, (HOME,))]
    assert meant("Sở Tài chính, Nội vụ") == [(How.EXACT, (TREASURY,)), (How.EXACT, (HOME,))]


def test_what_somebody_said_before_comes_first() -> None:
    known = directory(cac_phong=(OFFICE, STAFF), so_y_te=())
    assert [(match.how, match.keys) for match in known.read("Các phòng; Sở Y tế")] == [
        (How.REMEMBERED, (OFFICE, STAFF)),
        (How.REMEMBERED, ()),
    ]


words = some.sampled_from(
    [
        "Phòng",
        "Ban",
        "Tổ",
        "chức",
        "Hành",
        "chính",
        "Kế",
        "hoạch",
        "Tài",
        "chính",
        "Quản",
        "lý",
        "Đào",
        "tạo",
        "P.",
        "TC",
        "HC",
        "KH",
        "và",
        "-",
        ",",
        ";",
    ]
)


@given(
    names=some.lists(some.lists(words, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6),
    text=some.lists(words, max_size=8).map(" ".join),
)
def test_two_units_that_fit_alike_are_never_told_apart(names: list[str], text: str) -> None:
    # Each name is borne by two units: whatever the words, there is no telling which is meant.
    twins = [KnownUnit(key=2 * at + twin, name=name) for at, name in enumerate(names) for twin in (0, 1)]
    for match in Directory(twins, body=-1).read(text):
        assert match.keys == ()


@given(some.text(max_size=80))
def test_no_name_has_a_letter_that_the_words_have_not(text: str) -> None:
    joined = "".join(names_in(text))
    assert set(filter(str.isalnum, joined)) <= set(filter(str.isalnum, text))
