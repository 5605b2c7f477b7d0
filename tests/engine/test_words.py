"""A legal officer reads a whole rule-set in Vietnamese: nothing of the file is missing, nothing is in code."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from congtam.engine.kinds import SHAPES
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import RuleSet, Statement
from congtam.engine.sources import Certainty, Source
from congtam.engine.words import SECTIONS, in_words
from congtam.engine.words.outline import WIDTH, Said, Section, laid_out
from congtam.engine.words.provisions import Provided, cited
from congtam.values.numbers import percent, vietnamese

BOOK = RuleBook()
RULE_SETS = sorted(BOOK.every(), key=lambda rules: rules.id)
every_rule_set = pytest.mark.parametrize("rules", RULE_SETS, ids=lambda rules: rules.id)

_CODE = re.compile(r"\((?:[a-z][a-z0-9_]*|[\w/-]+/\d{4}-\d\d-\d\d(?:-r\d+)?)\)", re.ASCII)

_WORD = re.compile(r"[^\W\d]\w*")


def said(rule_set_id: str) -> str:
    """Return a whole rule-set in words."""
    return in_words(BOOK.load(rule_set_id), BOOK)


def flat(text: str) -> str:
    """Return text on one line, so that it is found wherever a line was broken."""
    return " ".join(text.split())


def values(part: object) -> Iterator[object]:
    """Yield every value of a rule-set, those of its parts and the keys of its tables included."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from values(getattr(part, name))
    elif isinstance(part, dict):
        for value in part.values():
            yield from values(value)
    elif isinstance(part, tuple):
        for value in part:
            yield from values(value)
    elif part is not None:
        yield part


def shapes(part: object) -> Iterator[type[BaseModel]]:
    """Yield the shape of every part of a rule-set."""
    if isinstance(part, BaseModel):
        yield type(part)
        for name in type(part).model_fields:
            yield from shapes(getattr(part, name))
    elif isinstance(part, dict | tuple):
        for value in part.values() if isinstance(part, dict) else part:
            yield from shapes(value)


def written(rules: RuleSet) -> list[str]:
    """Return the words of a rule-set file: its texts that are no codes."""
    return [value for value in values(rules) if isinstance(value, str) and re.search(r"[^!-~]", value)]


def numbers_and_days(rules: RuleSet) -> Iterator[set[str]]:
    """Yield the ways in which each number and day of a rule-set may be printed."""
    for value in values(rules):
        if isinstance(value, Fraction):
            yield {vietnamese(value), percent(value)}
        elif isinstance(value, date):
            yield {f"{value:%d/%m/%Y}"}
        elif isinstance(value, str) and re.fullmatch(r"\d\d-\d\d", value):
            yield {"/".join(reversed(value.split("-")))}
        elif isinstance(value, int) and not isinstance(value, bool) and value > 1:
            yield {str(value)}


def test_every_kind_of_rule_set_can_say_itself() -> None:
    assert set(SECTIONS) == set(SHAPES)


@every_rule_set
def test_each_rule_is_said_with_its_provision_and_certainty(rules: RuleSet) -> None:
    text = flat(said(rules.id))
    provisions: list[Provided] = [*rules.rules(), *rules.statements()]
    for provision in provisions:
        sure = provision.cite.certainty
        label = "" if sure is Certainty.CONFIRMED else f"; {sure.label}"
        assert re.search(rf"{re.escape(provision.say)}[^\[]*\[{re.escape(provision.cite.printed + label)}[];]", text), (
            provision.say
        )


def statements(part: object) -> Iterator[Statement]:
    """Yield every statement that stands anywhere in a rule-set."""
    if isinstance(part, Statement):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from statements(getattr(part, name))
    elif isinstance(part, dict | tuple):
        for value in part.values() if isinstance(part, dict) else part:
            yield from statements(value)


@every_rule_set
def test_no_statement_of_a_rule_set_is_passed_over(rules: RuleSet) -> None:
    assert {one.say for one in statements(rules)} == {one.say for one in rules.statements()}


@every_rule_set
def test_every_word_of_the_file_is_there(rules: RuleSet) -> None:
    text = flat(said(rules.id)).casefold()
    assert [words for words in written(rules) if flat(words).casefold() not in text] == []


@every_rule_set
def test_every_number_and_day_of_the_file_is_there(rules: RuleSet) -> None:
    text = flat(said(rules.id))
    missing = [
        forms
        for forms in numbers_and_days(rules)
        if not any(re.search(rf"(?<![\d,]){re.escape(form)}(?!\d|,\d)", text) for form in forms)
    ]
    assert missing == []


@every_rule_set
def test_what_a_person_types_stands_in_brackets(rules: RuleSet) -> None:
    text = flat(said(rules.id))
    for name, fact in rules.facts.items():
        assert f"({name}):" in text
        for code in (*fact.fields, *fact.choices):
            assert f"({code})" in text
    for name, policy in rules.policies.items():
        assert f" ({name}) [" in text
        assert all(f"({code})" in text for code in policy.choices)


@every_rule_set
def test_nothing_but_codes_is_in_english(rules: RuleSet) -> None:
    text = said(rules.id).replace(f"Mã: {rules.id}\n", "").replace(rules.digest, "")
    for name in rules.policies:
        text = re.sub(rf"[Cc]ách\s+hiểu\s+{name}\b", "", text)
    words = set(_WORD.findall(_CODE.sub("", text)))
    assert [word for word in words if "_" in word] == []
    fields = {name.rstrip("_") for shape in shapes(rules) for name in shape.model_fields}
    codes = {value for value in values(rules) if isinstance(value, str) and re.fullmatch(r"[a-z]{3,}", value)}
    own = {word for sentence in written(rules) for word in _WORD.findall(sentence)}
    assert (words - own) & (fields | codes | {"True", "False", "None", "Fraction"}) == set()


@every_rule_set
def test_the_text_is_composed_and_fits_the_page(rules: RuleSet) -> None:
    text = said(rules.id)
    assert unicodedata.is_normalized("NFC", text)
    assert "\N{NO-BREAK SPACE}" not in text
    assert [line for line in text.splitlines() if len(line) > WIDTH or line != line.rstrip()] == []
    assert not re.search(r"\.\.|::|;;| ,| ;|\(\)|\[\]", text)


EXCERPTS = [
    ("rating/civil_servant/2026-01-01", "II.4. Thái độ phục vụ và khả năng phối hợp: tối đa 2,5 điểm"),
    ("rating/civil_servant/2026-01-01", "Mức trừ mỗi lần: 25%"),
    ("rating/civil_servant/2026-01-01", "- Tối đa 70 điểm - Các tiêu chí tính ngang nhau"),
    ("rating/civil_servant/2026-01-01", "Tiêu chí d: kết quả hoạt động của đơn vị (unit_results); chỉ chấm người giữ chức vụ lãnh đạo, quản lý"),
    ("rating/civil_servant/2026-01-01", "- hoàn thành tốt nhiệm vụ (good): từ 70 điểm đến dưới 90 điểm"),
    ("rating/civil_servant/2026-01-01", "Khi đủ các điều sau: + số tháng làm việc thực tế trong năm dưới 6 + không phải trường hợp lý do nghỉ dài ngày"),
    ("rating/civil_servant/2026-01-01", "Kết quả: không xếp loại"),
    ("rating/civil_servant/2026-01-01", "Lấy từ điểm các tháng đã chấm (months)"),
    ("rating/civil_servant/2026-01-01", "Không hoàn thành nhiệm vụ (not_completed): dưới 50 điểm [khoản 4 Điều 20 Nghị định 335/2025/NĐ-CP]"),
    ("rating/civil_servant/2026-01-01", "Khi quyết định kỷ luật có ít nhất một mục mà đủ các điều sau: + tính vào năm xếp loại: có"),
    ("rating/civil_servant/2026-01-01", "Buộc mức: không hoàn thành nhiệm vụ (not_completed)"),
    ("rating/civil_servant/2026-01-01", "Không quá: mức xếp loại của cơ quan (body_level)"),
    ("rating/civil_servant/2026-01-01", "- Tỷ lệ thường: 20% - Tỷ lệ cao nhất: 25%"),
    ("rating/civil_servant/2026-01-01", "Người có thẩm quyền xem xét, trừ khi đề xuất đã là mức không hoàn thành nhiệm vụ (not_completed)"),
    ("rating/civil_servant/2026-01-01", "vi phạm ở cơ quan cũ (former_body): có hoặc không; không ghi thì coi là không"),
    ("rating/civil_servant/2026-01-01", "tính vào năm xếp loại (in_year): có hoặc không; phần mềm tự tính, không phải nhập"),
    ("rating/party_member/2025-08-30", "từ 70 điểm đến dưới 90 điểm và đủ các điều kiện dưới đây [khoản 2 Điều 11 Quy định 366-QĐ/TW]"),
    ("rating/party_member/2025-08-30", "+ Chỉ xét khi giữ chức vụ lãnh đạo, quản lý: không + Đạt khi đủ các điều sau:"),
    ("rating/party_member/2025-08-30", "riêng 7 quy tắc theo nguồn thứ cấp, 4 quy tắc chưa đối chiếu"),
    ("rating/party_member/2019-10-18", "Kết quả: không kiểm điểm, không xếp loại"),
    ("rating/party_organisation/2019-10-18", "Tỷ lệ thường: văn bản không cho hoặc chưa đọc được, nơi hỏi phải ghi"),
    ("rating/leader_quarter/2026-05-22", "Các mức xếp loại quý"),
    ("overlay/leader_year/2026-05-22", "Nghị định 335/2025/NĐ-CP (rating/civil_servant/2026-01-01)"),
    ("procedure/civil_servant/2026-01-01", "Hạn: không có hạn riêng; Điều 22 không đặt thời hạn gửi kiến nghị"),
    ("procedure/civil_servant/2026-01-01", "Hạn: trong 5 ngày kể từ ngày có kết quả đánh giá, xếp loại; cũng có thể tính theo ngày làm việc, chọn ở cách hiểu update_days"),
    ("procedure/civil_servant/2026-01-01", "Hạn: trước ngày 15/01 năm sau"),
    ("procedure/civil_servant/2026-01-01", "Đối với: người đứng đầu cơ quan sử dụng công chức - Mẫu: Mẫu số 02"),
    ("procedure/civil_servant/2026-01-01", "Chấm điểm, đánh giá: người đứng đầu cơ quan trực tiếp sử dụng công chức [khoản 1 Điều 10 Nghị định 335/2025/NĐ-CP] - Đối với: cấp phó của người đứng đầu cơ quan trực tiếp sử dụng; công chức của cơ quan trực tiếp sử dụng"),
    ("procedure/civil_servant/2026-01-01", "Sửa kết quả: Kết quả xếp loại có thể bị hủy"),
    ("procedure/party/2025-10-31", "Hạn: chưa biết; thời hạn ở từng cấp chưa đọc được"),
    ("procedure/innovation_protection/2023-09-29", "Thông qua khi: trên 50% đồng ý, tính theo cách hiểu vote_base - Phiếu ngang nhau: theo bên có ý kiến của người đứng đầu"),
    ("procedure/emulation/2025-07-01", "Thông qua khi: từ 80% trở lên đồng ý, tính trên tổng số người được biểu quyết - Người vắng mặt: lấy ý kiến bằng văn bản"),
    ("calendar/viet_nam/2026-01-01", "Tháng 8/2026 ------------ 8. Thứ Hai 31/08/2026 nghỉ hoán đổi, làm bù thứ Bảy 22/08/2026 [Thông báo 9441/TB-BNV] - Nghỉ: thứ Hai 31/08/2026 - Làm việc: thứ Bảy 22/08/2026"),
    ("procedure/emulation/2026-10-01", "Xét tại hội đồng ---------------- 1. Chưa ghi bước nào"),
    ("calendar/viet_nam/2026-01-01", "Nghỉ: thứ Bảy và Chủ nhật"),
    ("calendar/viet_nam/2027-01-01", "Mọi ngày trong năm"),
    ("flags/leader_quarter/2026-05-22", "Khi 2 quý (quarters) liên tiếp ở mức không hoàn thành nhiệm vụ (not_completed) - Người có thẩm quyền: báo cáo, xem xét thay thế"),
    ("flags/party_leader/2025-10-08", "+ đang trong quy hoạch: có + có một trong các điều sau: · mức xếp loại năm gần nhất là không hoàn thành nhiệm vụ"),
    ("emulation/l-06-2022/2025-07-01", "Danh hiệu Lao động tiên tiến (advanced_worker): danh hiệu thi đua, cá nhân"),
    ("emulation/l-06-2022/2025-07-01", "Khi theo cách hiểu pm_certificate_order: + Bằng khen cấp bộ, tỉnh có trước hay trong thời gian 5 năm đều được (any_order): đủ các điều sau:"),
    ("emulation/l-06-2022/2025-07-01", "Hoặc, ngoài thành tích công trạng: Giải cao nhất của khu vực"),
    ("emulation/l-06-2022/2025-07-01", "Điều kiện chưa đọc được: tiêu chuẩn Anh hùng Lao động tại Điều 62"),
    ("emulation/l-06-2022/2025-07-01", "+ không xét: trưởng phòng cấp huyện; phó trưởng phòng cấp huyện + nữ được giảm 1/3 thời gian"),
    ("emulation/l-06-2022/2025-07-01", "Mức thưởng: 10,5 lần mức lương cơ sở; tập thể nhân 2"),
    ("emulation/l-06-2022/2025-07-01", "Hội đồng thi đua, khen thưởng: từ 90% trở lên"),
    ("emulation/l-06-2022/2025-07-01", "Đối với: mọi danh hiệu, hình thức khen thưởng"),
    ("emulation/l-06-2022/2025-07-01", "Kết quả: người có thẩm quyền xem xét"),
    ("emulation/l-06-2022/2025-07-01", "Thời gian: 10 ngày làm việc"),
    ("emulation/l-06-2022/2025-07-01", "có được tính hay không: theo cách hiểu year_discipline_ends"),
    ("emulation/l-06-2026/2026-10-01", "Văn bản trước: Luật Thi đua, khen thưởng số 06/2022/QH15"),
    ("emulation/l-15-2003/2004-07-01", "đã được tặng 2 lần Bằng khen của bộ, ban, ngành, tỉnh (thành tích công trạng)"),
    ("emulation_overlay/tt-02-2024-vkstc/2024-10-01", "Đối với: danh hiệu Lao động tiên tiến; danh hiệu Chiến sĩ thi đua cơ sở"),
    ("emulation_overlay/tt-02-2024-vkstc/2024-10-01", "Tỷ lệ tính trên số tập thể đạt Tập thể lao động tiên tiến: không quá 20%, ít nhất được 1"),
]  # fmt: skip


@pytest.mark.parametrize(("rule_set_id", "excerpt"), EXCERPTS)
def test_a_particular_is_said_in_the_words_of_the_field(rule_set_id: str, excerpt: str) -> None:
    assert excerpt in flat(said(rule_set_id))


def test_an_overlay_lies_only_upon_rule_sets_of_its_own_days() -> None:
    text = flat(said("overlay/leader_year/2026-05-22"))
    assert "(rating/public_employee/2023-09-15)" in text, "it governs until 01/07/2026"
    assert "(rating/public_employee/2026-07-01)" in text
    assert "(rating/civil_servant/2023-09-15)" not in text


def test_a_month_without_another_day_has_no_heading() -> None:
    assert "Tháng 3/2026" not in said("calendar/viet_nam/2026-01-01")


def test_a_short_citation_stays_on_one_line() -> None:
    source = Source(instrument="nd-1-2030", certainty=Certainty.SECONDARY, note="số điều chưa rõ", printed="Điều 1 Nghị định 1/2030/NĐ-CP")  # fmt: skip
    (line, citation) = list(laid_out([Section("Thử", [Said(f"{'chữ ' * 20}{cited(source)}")])]))[3:]
    assert line == f"1.   {'chữ ' * 20}".rstrip()
    assert citation == "     [Điều 1 Nghị định 1/2030/NĐ-CP; theo nguồn thứ cấp; số điều chưa rõ]"


def test_items_are_numbered_through_and_empty_sections_left_out() -> None:
    deep = Said("một", [Said("hai", [Said("ba", [Said("bốn", [Said("năm")])])])])
    assert list(laid_out([Section("A", [deep]), Section("B", []), Section("C", [Said("sáu")])])) == [
        "", "A", "-", "1.   một", "     - hai", "       + ba", "         · bốn", "           · năm", "", "C", "-", "2.   sáu",
    ]  # fmt: skip


WORDS = st.lists(st.text("aăâđêôơư,;", min_size=1, max_size=30), min_size=1, max_size=40).map(" ".join)
SAIDS = st.recursive(
    WORDS.map(Said), lambda parts: st.builds(Said, WORDS, st.lists(parts, min_size=1, max_size=3)), max_leaves=8
)


def sentences(said: Said) -> Iterator[str]:
    yield said.text
    for part in said.below:
        yield from sentences(part)


@given(st.lists(SAIDS, min_size=1, max_size=3))
def test_whatever_is_said_is_laid_out_whole_within_the_page(items: list[Said]) -> None:
    lines = list(laid_out([Section("Thử", items)]))
    assert all(len(line) <= WIDTH for line in lines)
    text = flat("\n".join(lines))
    assert all(sentence in text for item in items for sentence in sentences(item))
