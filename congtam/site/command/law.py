"""`congtam law …`: what the law says, and what follows from it for given facts."""

import argparse
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from congtam.engine import kinds
from congtam.engine.answers import Answer
from congtam.engine.rulebook import LAW_FOLDER, NoRuleSetError, RuleBook
from congtam.engine.words import in_words
from congtam.engine.written_out import written_out
from congtam.site.command import deadline, eligible, flags, quota, rate, score, upkeep, vote
from congtam.site.command.jsonlines import OK, REFUSED, Case, answer_lines, opened, written
from congtam.values.periods import NotAPeriodError, day

ANSWERS: Mapping[str, tuple[Callable[[Case, RuleBook], Answer], str]] = {
    "score": (score.answer, "chấm điểm một kỳ"),
    "rate": (rate.answer, "đề xuất mức xếp loại năm"),
    "quota": (quota.answer, "giới hạn số xuất sắc theo nhóm"),
    "eligible": (eligible.answer, "điều kiện danh hiệu thi đua, hình thức khen thưởng"),
    "deadline": (deadline.answer, "hạn của một bước thủ tục"),
    "vote": (vote.answer, "kết quả một lần biểu quyết"),
    "flags": (flags.answer, "việc cần người có thẩm quyền xem xét"),
}


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `law` and its verbs to the command line."""
    parser = commands.add_parser("law", help="luật và việc áp dụng luật")
    parser.add_argument(
        "--law", metavar="THƯ_MỤC", type=Path, default=LAW_FOLDER, help="thư mục luật (mặc định: của phần mềm)"
    )
    verbs = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)

    listing = verbs.add_parser("list", help="liệt kê các bộ quy tắc")
    listing.add_argument("--on", metavar="NGÀY", type=_day, help="chỉ bộ đang áp dụng ngày này")
    listing.add_argument("--subject", metavar="ĐỐI_TƯỢNG", help="chỉ đối tượng này")
    listing.add_argument("--titles", action="store_true", help="liệt kê danh hiệu, hình thức khen thưởng")
    listing.set_defaults(run=list_rule_sets)

    showing = verbs.add_parser("show", help="một bộ quy tắc bằng lời, có trích dẫn")
    showing.add_argument("id", metavar="MÃ", help="mã bộ quy tắc, xem congtam law list")
    showing.add_argument("--yaml", action="store_true", help="in ra YAML đầy đủ")
    showing.set_defaults(run=show_rule_set)

    for name, (answer, summary) in ANSWERS.items():
        verb = verbs.add_parser(name, help=summary)
        verb.add_argument("file", metavar="TỆP", help="tệp JSON Lines, hoặc - để đọc từ đầu vào chuẩn")
        verb.set_defaults(run=partial(run_answers, answer))

    checking = verbs.add_parser("check", help="soát mọi tệp luật: cách viết, ngày áp dụng, ca mẫu, khoá")
    checking.set_defaults(run=check)
    locking = verbs.add_parser("lock", help="ghi khoá của các bộ quy tắc mới")
    locking.set_defaults(run=lock)


def run_answers(answer: Callable[[Case, RuleBook], Answer], options: argparse.Namespace) -> int:
    """Answer each line of the file named on the command line."""
    book = RuleBook(options.law)
    with opened(options.file) as lines:
        return answer_lines(lines, lambda case: answer(case, book), sys.stdout.write)


def list_rule_sets(options: argparse.Namespace) -> int:
    """Write one JSON line a rule-set: id, subject, layer, from, until, certainty, title."""
    book = RuleBook(options.law)
    if options.titles:
        for title in eligible.titles(book):
            sys.stdout.write(written(title))
        return OK
    for kind, subject in sorted(book.index):
        if options.subject not in (None, subject):
            continue
        for span, entry in book.chain(kind, subject):
            if options.on is not None and options.on not in span:
                continue
            rules = book.load(entry.id)
            row: Answer = {
                "id": entry.id,
                "subject": subject,
                "layer": rules.layer,
                "from": span.start.isoformat(),
                "until": span.until.isoformat() if span.until else None,
                "certainty": rules.certainty.value,
                "title": rules.title,
            }
            sys.stdout.write(written(row))
    return OK


def show_rule_set(options: argparse.Namespace) -> int:
    """Write one rule-set in words, or as YAML with everything written out."""
    book = RuleBook(options.law)
    try:
        rules = book.load(options.id)
    except NoRuleSetError:
        sys.stderr.write(f"Không có bộ quy tắc {options.id!r}. Xem danh sách: congtam law list\n")
        return REFUSED
    sys.stdout.write(written_out(rules) if options.yaml else in_words(rules, book))
    return OK


def check(options: argparse.Namespace) -> int:
    """Write every problem of the law folder, one a line; return 2 if there is any."""
    problems = upkeep.problems(options.law, ANSWERS)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if not problems:
        sys.stdout.write(f"Đã soát {sum(1 for _ in RuleBook(options.law).every())} bộ quy tắc, không có vướng mắc.\n")
    return REFUSED if problems else OK


def lock(options: argparse.Namespace) -> int:
    """Add the digest of each rule-set that has none yet; one already locked is never overwritten."""
    added, changed = upkeep.lock(options.law)
    for rule_set_id in changed:
        sys.stderr.write(
            f"{rule_set_id} đã khoá mà bị sửa. Hãy trả lại tệp cũ và viết bản đính chính (-r2.yaml, có mục corrects).\n"
        )
    sys.stdout.write(f"Đã khoá thêm {len(added)} bộ quy tắc.\n")
    return REFUSED if changed else OK


def _day(text: str) -> object:
    try:
        return day(text)
    except NotAPeriodError:
        raise argparse.ArgumentTypeError(f"{text!r} không phải là ngày, ví dụ 2026-12-10") from None


__all__ = ["ANSWERS", "add_commands", "kinds"]
