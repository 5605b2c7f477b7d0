"""The rule book finds the law of a day, refuses what it cannot trust, and keeps what was corrected."""

from datetime import date
from pathlib import Path

import pytest

from congtam.engine import strict_yaml
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.engine.rulesets import RuleSet
from congtam.engine.sources import Instrument
from congtam.engine.strict_yaml import LawFileError
from congtam.engine.words import in_words
from congtam.engine.written_out import written_out
from congtam.site.command import upkeep
from congtam.site.command.upkeep import difference

REGISTER = """\
instruments:
  - {id: nd-1-2030, kind: decree, number: Nghị định 1/2030/NĐ-CP, name: Thử, issuer: Chính phủ, signed: 2029-12-01, in_force_from: 2030-01-01, certainty: confirmed}
"""
RULES = """\
kind: rating
subject: clerk
title: Xếp loại thử
layer: decree
applies_from: {start}
instrument: nd-1-2030
certainty: confirmed
checked_on: 2029-12-31
notes: [Chỉ để thử.]
{more}
facts:
  marks: {{kind: number, label: tổng điểm, paper: phiếu điểm}}
marks: {{rule: recorded, from: marks, say: Tổng điểm, cite: {{article: 1}}}}
levels:
  - {{rule: excellent, level: excellent, floor: '90', say: Xuất sắc, cite: {{article: 2, clause: 1, point: đ}}}}
  - {{rule: good, level: good, floor: '70', say: Tốt, cite: {{article: 2, certainty: secondary}}}}
  - {{rule: completed, level: completed, floor: '{floor}', say: Hoàn thành, cite: {{item: II.3, annex: Phụ lục 1}}}}
  - {{rule: not_completed, level: not_completed, say: Không hoàn thành, cite: {{article: 2}}}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "instruments.yaml").write_text(REGISTER, "utf-8")
    (tmp_path / "rating/clerk").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("text", "broken", "words"),
    [
        ("level: good,", "level: completed,", "levels phải đúng thứ tự excellent, good, completed, not_completed"),
        ("level: completed,", "level: not_completed,", "levels phải đúng thứ tự"),
        ("floor: '70'", "floor: '95'", "điểm sàn của các mức phải giảm dần"),
        ("floor: '70'", "floor: '90'", "điểm sàn của các mức phải giảm dần"),
        ("marks: {{rule: recorded, from: marks, say: Tổng điểm, cite: {{article: 1}}}}\n", "", "có điểm sàn thì phải có mục marks"),
    ],
)  # fmt: skip
def test_levels_out_of_order_floors_that_do_not_fall_and_floors_on_nothing_are_refused(
    folder: Path, text: str, broken: str, words: str
) -> None:
    given = RULES.replace("{floor}", "50")
    assert text in given
    put(folder, "2030-01-01", text=given.replace(text, broken, 1))
    with pytest.raises(LawFileError, match=words):
        RuleBook(folder).load("rating/clerk/2030-01-01")


def test_a_law_of_two_levels_is_refused(folder: Path) -> None:
    lines = RULES.replace("{floor}", "50").splitlines(keepends=True)
    put(folder, "2030-01-01", text="".join(lines[:-2]))
    with pytest.raises(LawFileError, match="levels phải đúng thứ tự"):
        RuleBook(folder).load("rating/clerk/2030-01-01")
    put(folder, "2030-01-01", text="".join(lines[:-1]))
    assert RuleBook(folder).load("rating/clerk/2030-01-01").rules()[-1].rule == "completed"


def registered(folder: Path) -> dict[str, Instrument]:
    return RuleBook(folder).register


def put(
    folder: Path, name: str, *, start: str | None = None, more: str = "", floor: str = "50", text: str = RULES
) -> None:
    path = folder / "rating/clerk" / f"{name}.yaml"
    path.write_text(text.format(start=start or name[:10], more=more, floor=floor), "utf-8")


def test_a_rule_set_governs_until_the_next_begins(folder: Path) -> None:
    put(folder, "2030-01-01")
    put(folder, "2031-07-01", floor="55")
    book = RuleBook(folder)
    assert book.governing("rating", "clerk", date(2031, 6, 30)).id == "rating/clerk/2030-01-01"
    assert book.governing("rating", "clerk", date(2031, 7, 1)).id == "rating/clerk/2031-07-01"
    with pytest.raises(NoRuleSetError, match="ngày 31/12/2029"):
        book.governing("rating", "clerk", date(2029, 12, 31))
    with pytest.raises(NoRuleSetError, match="rating/stranger"):
        book.governing("rating", "stranger", date(2030, 1, 1))
    with pytest.raises(NoRuleSetError) as unknown:
        book.load("rating/clerk/1999")
    assert str(unknown.value) == "Chưa có bộ quy tắc rating/clerk/1999 áp dụng."
    assert [(span.start, span.until) for span, _ in book.chain("rating", "clerk")] == [
        (date(2030, 1, 1), date(2031, 7, 1)),
        (date(2031, 7, 1), None),
    ]
    put(folder, "2033-01-01")
    assert [span.until for span, _ in RuleBook(folder).chain("rating", "clerk")] == [
        date(2031, 7, 1),
        date(2033, 1, 1),
        None,
    ]


def test_every_rule_set_comes_in_the_order_of_its_name(folder: Path) -> None:
    for subject in ("zebra", "clerk", "ant"):
        (folder / "rating" / subject).mkdir(exist_ok=True)
        text = RULES.format(start="2030-01-01", more="", floor="50").replace("clerk", subject)
        (folder / "rating" / subject / "2030-01-01.yaml").write_text(text, "utf-8")
    book = RuleBook(folder)
    assert [rules.subject for rules in book.every()] == book.subjects("rating") == ["ant", "clerk", "zebra"]
    assert book.subjects("calendar") == []


def test_a_correction_governs_from_the_same_day_and_the_corrected_file_stays(folder: Path) -> None:
    put(folder, "2030-01-01")
    put(folder, "2030-01-01-r2", floor="55", more="corrects: rating/clerk/2030-01-01")
    book = RuleBook(folder)
    assert book.governing("rating", "clerk", date(2030, 5, 1)).id == "rating/clerk/2030-01-01-r2"
    assert book.load("rating/clerk/2030-01-01").digest != book.load("rating/clerk/2030-01-01-r2").digest
    assert [entry.id for _, entry in book.chain("rating", "clerk")] == ["rating/clerk/2030-01-01-r2"]
    assert len(list(book.every())) == 2


def test_a_rule_set_no_longer_governs_on_the_day_it_ends(folder: Path) -> None:
    put(folder, "2030-01-01", more="applies_until: 2031-03-01")
    book = RuleBook(folder)
    assert book.governing("rating", "clerk", date(2031, 2, 28)).id == "rating/clerk/2030-01-01"
    with pytest.raises(NoRuleSetError, match="ngày 01/03/2031"):
        book.governing("rating", "clerk", date(2031, 3, 1))
    assert [span.until for span, _ in book.chain("rating", "clerk")] == [date(2031, 3, 1)]


def test_the_tenth_correction_comes_after_the_second(folder: Path) -> None:
    # As text "-r10" stands before "-r2"; the body would go on rating by a text that was corrected eight times since.
    put(folder, "2030-01-01")
    for number in (2, 10):
        put(folder, f"2030-01-01-r{number}", more="corrects: rating/clerk/2030-01-01")
    book = RuleBook(folder)
    assert book.governing("rating", "clerk", date(2030, 5, 1)).id == "rating/clerk/2030-01-01-r10"
    assert [entry.id for _, entry in book.chain("rating", "clerk")] == ["rating/clerk/2030-01-01-r10"]


def test_law_that_ended_without_successor_governs_no_longer(folder: Path) -> None:
    put(folder, "2030-01-01", more="applies_until: 2031-01-01")
    book = RuleBook(folder)
    assert book.governing("rating", "clerk", date(2030, 12, 31)).applies_until == date(2031, 1, 1)
    with pytest.raises(NoRuleSetError):
        book.governing("rating", "clerk", date(2031, 1, 1))


def test_a_hole_in_time_is_reported_unless_it_is_declared(folder: Path) -> None:
    put(folder, "2030-01-01", more="applies_until: 2030-07-01")
    put(folder, "2031-01-01")
    assert [problem for problem in upkeep.time_problems(RuleBook(folder)) if "2030-07-01 đến 2030-12-31" in problem]
    put(folder, "2031-01-01", more="declared_hole: {from: 2030-07-01, why: Chưa có văn bản thay thế.}")
    assert list(upkeep.time_problems(RuleBook(folder))) == []


def test_an_overlap_in_time_is_reported(folder: Path) -> None:
    put(folder, "2030-01-01", more="applies_until: 2031-02-01")
    put(folder, "2031-01-01")
    assert ["còn hiệu lực" in problem for problem in upkeep.time_problems(RuleBook(folder))] == [True]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("article: 1}", "artcle: 1}", 13, "Không có mục 'artcle'"),
        ("instrument: nd-1-2030", "instrument: nd-9-2030", None, "Chưa đăng ký văn bản 'nd-9-2030'"),
        ("cite: {{article: 1}}", "cite: {{instrument: nd-9-2030, article: 1}}", 13, "Chưa đăng ký văn bản 'nd-9-2030'"),
        ("floor: '90'", "floor: 89.5", 15, "trong dấu nháy"),
        ("floor: '90'", "floor: '60'", None, "điểm sàn của các mức phải giảm dần"),
        ("level: good", "level: great", 16, "chỉ được viết 'excellent'"),
        ("rule: good", "rule: excellent", 16, "đặt tên hai lần"),
        ("from: marks", "from: months", None, None),
        ("subject: clerk", "subject: cleric", None, "đúng với thư mục"),
        ("applies_from: {start}", "applies_from: 2030-01-02", None, "đúng với thư mục và tên tệp"),
        ("{{article: 2, certainty: secondary}}", "{{article: 2, instrument: nd-9-2030}}", 16, "Chưa đăng ký văn bản"),
        (
            "say: Tốt, cite: {{article: 2, certainty: secondary}}}}",
            (
                "say: Tốt, cite: {{article: 2}}, requires: [{{rule: q, say: S, when: {{fact: marks, above: 1}}, "
                "cite: {{instrument: nd-9-2030}}}}]}}"
            ),
            16,
            "Chưa đăng ký văn bản 'nd-9-2030'",
        ),
        (
            "marks: {{rule: recorded, from: marks, say: Tổng điểm, cite: {{article: 1}}}}",
            "marks:\n  rule: recorded\n  from: marks\n  say: Tổng điểm\n  cite: {{instrument: nd-9-2030}}",
            17,
            "Chưa đăng ký văn bản 'nd-9-2030'",
        ),
        ("cite: {{article: 1}}", "cite: Điều 1", 13, "marks.cite: phải là các mục con"),
        ("certainty: confirmed", "certainty: sure", 7, "chỉ được viết 'confirmed'"),
        ("{more}", "corrects: rating/clerk/1999-01-01", 10, "Không có bộ quy tắc rating/clerk/1999-01-01"),
        ("{more}", "also_from: [nd-9-2030]", None, "Chưa đăng ký"),
        (
            "{more}",
            "caps: [{{rule: c, say: S, when: {{fact: marks, above: 1}}, cite: {{article: 1}}}}]",
            None,
            "đúng một trong at_most",
        ),
        (
            "{more}",
            "caps: [{{rule: c, say: S, when: {{fact: marks, above: 1}}, at_most_fact: marks, cite: {{article: 1}}}}]",
            10,
            "at_most_fact 'marks' phải là dữ kiện loại choice gồm đủ bốn mức",
        ),
        (
            "say: Tốt, cite: {{article: 2, certainty: secondary}}}}",
            (
                "say: Tốt, cite: {{article: 2}}, requires: [{{rule: q, say: S, only_if: {{fact: marks, above: 1}}, "
                "when: {{fact: hats, is: true}}, cite: {{article: 2}}}}]}}"
            ),
            16,
            "quy tắc 'q': dữ kiện 'hats' chưa khai báo",
        ),
        (
            "say: Tốt, cite: {{article: 2, certainty: secondary}}}}",
            (
                "say: Tốt, cite: {{article: 2}}, requires: [{{rule: q, say: S, only_if: {{fact: hats, is: true}}, "
                "when: {{fact: marks, above: 1}}, cite: {{article: 2}}}}]}}"
            ),
            16,
            "quy tắc 'q': dữ kiện 'hats' chưa khai báo",
        ),
        (
            "{more}",
            "forced: [{{rule: c, say: S, when: {{fact: shoes, above: 1}}, level: good, cite: {{article: 1}}}}]",
            10,
            "'shoes' chưa khai báo",
        ),
        (
            "{more}",
            "policies: {{p: {{label: thử, choices: {{a: A}}, default: b, why: W, cite: {{article: 1}}}}}}",
            10,
            "default phải là một trong a",
        ),
    ],
)
def test_a_law_file_that_cannot_be_trusted_is_refused(
    folder: Path, old: str, new: str, line: int | None, words: str | None
) -> None:
    put(folder, "2030-01-01", text=RULES.replace(old, new, 1))
    if words is None:
        assert RuleBook(folder).load("rating/clerk/2030-01-01").subject == "clerk"
        return
    with pytest.raises(LawFileError) as refusal:
        RuleBook(folder).load("rating/clerk/2030-01-01")
    assert words in str(refusal.value)
    assert str(refusal.value).startswith("rating/clerk/2030-01-01.yaml:")
    if line:
        assert refusal.value.line == line
    assert upkeep.problems(folder, {}) == [str(refusal.value)]


def test_the_register_refuses_twins_and_strangers_on_their_line(folder: Path) -> None:
    # The register has hundreds of rows; "written twice somewhere" would send its keeper through all of them.
    row = REGISTER.splitlines()[1]
    other = row.replace("nd-1-2030", "nd-2-2030")

    def refusal(*rows: str) -> str:
        (folder / "instruments.yaml").write_text("\n".join(["instruments:", *rows, ""]), "utf-8")
        with pytest.raises(LawFileError) as problem:
            registered(folder)
        return str(problem.value)

    assert refusal(row, other, row).startswith("instruments.yaml:2: Văn bản nd-1-2030 đăng ký hai lần")
    for link in ("replaces", "amends"):
        stranger = other.replace("certainty", f"{link}: [nd-1-2030, nd-0-2029], certainty")
        assert refusal(row, stranger).startswith("instruments.yaml:3: Chưa đăng ký văn bản nd-0-2029")


def test_a_stray_file_or_folder_is_refused(folder: Path) -> None:
    put(folder, "draft")
    with pytest.raises(LawFileError, match=r"^rating/clerk/draft.yaml: Tên tệp phải là ngày"):
        RuleBook(folder).subjects("rating")
    (folder / "rating/clerk/draft.yaml").unlink()
    (folder / "ratings/clerk").mkdir(parents=True)
    (folder / "ratings/clerk/2030-01-01.yaml").write_text(RULES.format(start="2030-01-01", more="", floor=50), "utf-8")
    with pytest.raises(
        LawFileError, match=r"/2030-01-01\.yaml: Không có loại bộ quy tắc 'ratings'; có: calendar, emulation, "
    ):
        list(RuleBook(folder).every())


def test_every_rule_set_says_itself_with_citation_and_certainty(folder: Path) -> None:
    put(
        folder,
        "2030-01-01",
        more="policies: {p: {label: thử, choices: {a: cách A, b: cách B}, default: a, why: Vì thế., cite: {article: 9}}}",
    )
    book = RuleBook(folder)
    words = in_words(book.load("rating/clerk/2030-01-01"), book)
    for expected in (
        "Xếp loại thử\n============", "Áp dụng: từ ngày 01/01/2030", "Lưu ý: Chỉ để thử.", "Thử (p) [Điều 9 Nghị định 1/2030/NĐ-CP]",
        "Mặc định: cách A (a)", "Có thể chọn: cách B (b)", "Vì sao: Vì thế.", "Tổng điểm (marks): số; theo phiếu điểm", "[điểm đ khoản 1 Điều 2 Nghị định 1/2030/NĐ-CP]",
        "[Điều 2 Nghị định 1/2030/NĐ-CP; theo nguồn thứ cấp]", "[mục II.3 Phụ lục 1 Nghị định 1/2030/NĐ-CP]", "Xuất sắc (excellent): từ 90 điểm trở lên",
    ):  # fmt: skip
        assert expected in words


def test_a_rule_set_says_until_when_it_governs_and_what_corrected_it(folder: Path) -> None:
    put(folder, "2030-01-01")
    put(folder, "2030-01-01-r2", floor="55", more="corrects: rating/clerk/2030-01-01")
    put(folder, "2031-07-01", more="declared_hole: {from: 2029-01-01, why: Chưa có văn bản.}")
    book = RuleBook(folder)
    corrected, correction, following = (
        in_words(book.load(f"rating/clerk/{name}"), book) for name in ("2030-01-01", "2030-01-01-r2", "2031-07-01")
    )
    assert "Đã bị đính chính: dùng bộ quy tắc rating/clerk/2030-01-01-r2" in corrected
    assert "Đính chính: thay bộ quy tắc rating/clerk/2030-01-01\n" in correction
    assert "Áp dụng: từ ngày 01/01/2030 đến trước ngày 01/07/2031\n" in correction
    assert "Áp dụng: từ ngày 01/07/2031, chưa có bộ quy tắc thay thế\n" in following
    assert "Khoảng trống trước đó: từ ngày 01/01/2029 chưa có bộ quy tắc. Chưa có văn bản." in following


def test_the_lock_keeps_released_rule_sets_as_they_were(folder: Path) -> None:
    put(folder, "2030-01-01")
    assert upkeep.lock(folder) == (["rating/clerk/2030-01-01"], [])
    assert list(upkeep.lock_problems(RuleBook(folder))) == []
    put(folder, "2030-01-01", floor="51")
    assert ["không được sửa" in problem for problem in upkeep.lock_problems(RuleBook(folder))] == [True]
    assert upkeep.lock(folder) == ([], ["rating/clerk/2030-01-01"])
    assert len(list(upkeep.lock_problems(RuleBook(folder)))) == 1, "locking again must not bless an edit"
    put(folder, "2031-01-01")
    (folder / "rating/clerk/2030-01-01.yaml").unlink()
    problems = sorted(upkeep.lock_problems(RuleBook(folder)))
    assert "không còn" in problems[0]
    assert "chưa khoá" in problems[1]


def test_a_rule_without_a_case_and_a_case_that_shows_nothing_are_reported(folder: Path) -> None:
    put(folder, "2030-01-01")
    cases = "cases: [{because: thử, shows: [excellent], ask: rate, given: {subject: clerk}, then: {level: good, findings: [{rule: recorded, truth: 'yes'}]}}]"
    (folder / "rating/clerk/2030-01-01.cases.yaml").write_text(cases, "utf-8")
    found = upkeep.case_problems(
        RuleBook(folder), "rating/clerk/2030-01-01", {"rate": (lambda _case, _book: {"level": "excellent"}, "")}
    )
    assert found[0].startswith("rating/clerk/2030-01-01.cases.yaml:1: thử: level: cần 'good', được 'excellent'")
    assert "không cho thấy quy tắc 'excellent'" in found[1]
    assert len([problem for problem in found if "chưa có ca mẫu" in problem]) == 5


def test_what_is_not_wanted_is_not_compared() -> None:
    assert difference({"a": 1}, {"a": 1, "b": 2}) is None
    assert difference({"a": {"b": 1}}, {"a": {"b": 2}}) == "a.b: cần 1, được 2"
    assert difference({"a": [1, 2]}, {"a": [1]}) == "a: cần [1, 2], được [1]"
    assert difference([{"code": "x", "n": 1}], [{"code": "y"}, {"code": "x", "n": 1}]) is None
    assert difference({"rows": [{"code": "z"}]}, {"rows": [{"code": "y"}]}) == "rows[z]: cần {'code': 'z'}, được None"
    assert difference(1, None) == "kết quả: cần 1, được None"


def test_a_provision_is_as_sure_as_its_file_unless_it_says_otherwise(folder: Path) -> None:
    put(folder, "2030-01-01", text=RULES.replace("certainty: confirmed", "certainty: unconfirmed"))
    rules = {rule.rule: rule.cite.certainty.value for rule in RuleBook(folder).load("rating/clerk/2030-01-01").rules()}
    assert (rules["excellent"], rules["good"]) == ("unconfirmed", "secondary")


def test_a_written_out_rule_set_needs_no_register_defaults(folder: Path) -> None:
    put(folder, "2030-01-01")
    rules: RuleSet = RuleBook(folder).load("rating/clerk/2030-01-01")
    text = written_out(rules)
    assert "instrument: nd-1-2030" in text
    assert "certainty: secondary" in text
    assert "printed" not in text
    assert "digest" not in text
    assert text.startswith("kind: rating\nsubject: clerk\ntitle: Xếp loại thử\n")
    assert "null" not in text


def test_texts_that_look_like_days_or_names_of_the_book_are_written_out_as_they_are(folder: Path) -> None:
    facts = "facts:\n  id: {{kind: text, label: '0123456789'}}\n  code: {{kind: text, label: abcd-ef-gh}}\n"
    put(folder, "2030-01-01", text=RULES.replace("facts:\n", facts))
    rules = RuleBook(folder).load("rating/clerk/2030-01-01")
    copy = RuleBook(folder).from_document(strict_yaml.read(written_out(rules), "copy"), rules.id, rules.digest)
    assert copy == rules
    assert [copy.facts[name].label for name in ("id", "code")] == ["0123456789", "abcd-ef-gh"]


def test_a_fact_says_what_is_presumed_what_is_reckoned_and_a_share_as_a_percentage(folder: Path) -> None:
    facts = (
        "facts:\n  away: {{kind: choice, label: nghỉ, choices: {{none: không, sick: ốm}}, presumed: none}}\n"
        "  acts: {{kind: records, label: quyết định, fields: {{own: {{kind: yes_no, label: tự tính, derived: true}}}}}}\n"
        "  rows: {{kind: records, label: dòng, derived: true, fields: {{own: {{kind: yes_no, label: một}}}}}}\n"
        "  done: {{kind: share, label: tỷ lệ, at_least: '0.1', at_most: '0.9'}}\n"
    )
    put(folder, "2030-01-01", text=RULES.replace("facts:\n", facts))
    book = RuleBook(folder)
    words = " ".join(in_words(book.load("rating/clerk/2030-01-01"), book).split())
    for expected in (
        "Nghỉ (away): không ghi thì coi là không; ",
        "Dòng (rows): phần mềm tự tính, không phải nhập; ",
        "từ 10% đến 90%",
    ):
        assert expected in words
