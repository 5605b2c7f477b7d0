"""`congtam criteria …`: check a body's own criteria set, read it in words, and score by it."""

import argparse
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from congtam.engine.answers import Answer, finding_json
from congtam.engine.conditions import value_text
from congtam.engine.criteria.loading import BadSetError, read_set, template_ids, template_path
from congtam.engine.criteria.reckoned import Line
from congtam.engine.criteria.scoring import Scored, score
from congtam.engine.criteria.sets import CriteriaSet
from congtam.engine.criteria.show import in_words
from congtam.engine.criteria.standing import Allowance
from congtam.engine.criteria.walking import every_item
from congtam.engine.facts import InputError
from congtam.site.command.jsonlines import OK, REFUSED, opened, read_case
from congtam.site.command.jsonlines import written as json_line
from congtam.values.numbers import written


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `criteria` and its verbs to the command line."""
    parser = commands.add_parser("criteria", help="bộ tiêu chí của cơ quan")
    verbs = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)

    checking = verbs.add_parser("check", help="soát một bộ tiêu chí, nêu mọi chỗ phải sửa")
    checking.add_argument("set", metavar="TỆP", help="tệp YAML của bộ tiêu chí, hoặc mã một mẫu có sẵn")
    checking.set_defaults(run=check)

    scoring = verbs.add_parser("score", help="chấm điểm theo một bộ tiêu chí")
    scoring.add_argument("set", metavar="BỘ", help="tệp YAML của bộ tiêu chí, hoặc mã một mẫu có sẵn")
    scoring.add_argument(
        "entries", metavar="TỆP", help="tệp JSON Lines, mỗi dòng một đối tượng; - để đọc từ đầu vào chuẩn"
    )
    scoring.set_defaults(run=score_entries)

    listing = verbs.add_parser("list", help="liệt kê các mẫu có sẵn")
    listing.set_defaults(run=list_templates)

    showing = verbs.add_parser("show", help="một bộ tiêu chí bằng lời")
    showing.add_argument("set", metavar="BỘ", help="tệp YAML của bộ tiêu chí, hoặc mã một mẫu có sẵn")
    showing.set_defaults(run=show)


def check(options: argparse.Namespace) -> int:
    """Write every problem of a set, one a line, or one line of summary; return 2 if there is any problem."""
    rules = _opened(options.set, sys.stdout.write)
    if rules is None:
        return REFUSED
    leaves = sum(not item.items for item in every_item(rules.items))
    defects = f", {len(rules.known_defects)} khiếm khuyết đã khai báo" if rules.known_defects else ""
    levels = sum(level.code is not None for level in rules.levels)
    sys.stdout.write(f"{rules.id}: dùng được; {leaves} tiêu chí, {len(rules.asks)} dữ kiện, {levels} mức{defects}.\n")
    return OK


def score_entries(options: argparse.Namespace) -> int:
    """Write the answer for each subject, in order; a refused line is answered with its field and reason."""
    rules = _opened(options.set, sys.stderr.write)
    if rules is None:
        return REFUSED
    with opened(options.entries) as stream:
        lines = [(number, line) for number, line in enumerate(stream, start=1) if line.strip()]
    exit_code = OK
    for (number, _), (case_id, result) in zip(lines, score_lines(rules, [line for _, line in lines]), strict=True):
        if isinstance(result, InputError):
            exit_code = REFUSED
            error: Answer = {"line": number, "field": result.field, "message": result.message}
            sys.stdout.write(json_line({"id": case_id, "error": error}))
        else:
            sys.stdout.write(json_line({"id": case_id, "set": rules.id, **answer_json(result)}))
    return exit_code


def list_templates(_options: argparse.Namespace) -> int:
    """Write one JSON line a template: id, title, subject, issuer, number, period, completeness."""
    for set_id in template_ids():
        rules = _opened(set_id, sys.stderr.write)
        if rules is None:
            return REFUSED
        row: Answer = {
            "id": rules.id,
            "title": rules.title,
            "subject": rules.subject,
            "issuer": rules.issuer,
            "number": rules.number,
            "period": rules.period,
            "completeness": rules.source.completeness,
        }
        sys.stdout.write(json_line(row))
    return OK


def show(options: argparse.Namespace) -> int:
    """Write a set in words."""
    rules = _opened(options.set, sys.stderr.write)
    if rules is None:
        return REFUSED
    sys.stdout.write(in_words(rules))
    return OK


def score_lines(rules: CriteriaSet, lines: Sequence[str]) -> list[tuple[object, Scored | InputError]]:
    """Return the id and the result of each JSON line; a line that is no JSON object is refused by itself."""
    read: list[Answer | InputError] = [_read(line) for line in lines]
    results = score(rules, read)
    return [
        (given.get("id") if isinstance(given, dict) else None, result)
        for given, result in zip(read, results, strict=True)
    ]


def answer_json(result: Scored) -> Answer:
    """Return one subject's result as it stands in answers."""
    level = result.judged.level
    return {
        "outcome": result.outcome,
        "total": _text(result.whole.marks) if result.whole.item.items else None,
        "max": _text(result.whole.max),
        "level": level.code if level else None,
        "level_label": level.label if level else None,
        "not_rated": result.judged.not_rated,
        "rank": result.rank.place if result.rank else None,
        "tied_with": result.rank.shared_by - 1 if result.rank else None,
        "measures": {name: value_text(value) for name, value in result.reported.items()},
        "flags": {name: truth.code for name, truth in result.judged.flags.items()},
        "quotas": {allowance.quota.name: _quota(allowance) for allowance in result.allowances},
        "missing": sorted({gap.key for gap in result.gaps if gap.key and not gap.is_hole}),
        "groups": [_line(line) for line in result.whole.every() if line.parts and line is not result.whole],
        "lines": [_line(line) for line in result.whole.leaves() if line is not result.whole],
        "findings": [finding_json(finding) for finding in result.findings],
    }


def _line(line: Line) -> Answer:
    return {
        "code": line.item.code,
        "label": line.item.label,
        "marks": _text(line.marks),
        "max": _text(line.max),
        "sentence": line.sentence,
    }


def _quota(allowance: Allowance) -> Answer | None:
    if allowance.limit is None:
        return None
    excess = max(0, allowance.count - allowance.limit)
    return {"count": allowance.count, "limit": allowance.limit, "excess": excess}


def _opened(name: str, complain: Callable[[str], object]) -> CriteriaSet | None:
    """Return the set in a file, or the template of that id; None when it has problems, each told on a line."""
    path = Path(name)
    if not path.is_file():
        found = template_path(name)
        if found is None:
            complain(f"Không có tệp hay mẫu {name!r}. Xem các mẫu có sẵn: congtam criteria list\n")
            return None
        path = found
    try:
        return read_set(path.read_text("utf-8"), str(path))
    except BadSetError as problem:
        for error in problem.found:
            complain(f"{error}\n")
        return None


def _read(line: str) -> Answer | InputError:
    try:
        return read_case(line)
    except InputError as problem:
        return problem


def _text(value: Fraction | None) -> str | None:
    return None if value is None else written(value)
