"""Keep the law folder sound: every file loads, no day is left out, every rule is shown by a case, nothing used is edited."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from congtam.engine import strict_yaml
from congtam.engine.answers import Answer
from congtam.engine.facts import InputError
from congtam.engine.rulebook import NoRuleSetError, RuleBook
from congtam.engine.shapes import Shape, Words, bind
from congtam.engine.strict_yaml import LawFileError
from congtam.site.command.jsonlines import Case

LOCK = "law.lock"

Answers = Mapping[str, tuple[Callable[[Case, RuleBook], Answer], str]]


class GoldenCase(Shape):
    """One golden case: what is asked with which facts, the part of the answer that must be equal, and why."""

    because: Words
    vectors: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    ask: str
    given: dict[str, Any]
    then: dict[str, Any]


class CaseFile(Shape):
    """The golden cases beside one rule-set."""

    cases: tuple[GoldenCase, ...]


@dataclass(frozen=True)
class Outcome:
    """What a golden case gave, and where that differs from what it should; None when they agree."""

    answer: Answer
    difference: str | None


def problems(folder: Path, answers: Answers) -> list[str]:
    """Return every problem of the law folder, each one line with its place and what to do."""
    try:
        book = RuleBook(folder)
        for rules in book.every():
            book.load(rules.id)
        found = [*time_problems(book), *lock_problems(book)]
        for rules in book.every():
            found += case_problems(book, rules.id, answers)
    except LawFileError as problem:
        return [str(problem)]
    return found


# Days: no hole and no overlap that is not declared.


def time_problems(book: RuleBook) -> Iterator[str]:
    """Yield the days of each subject that no rule-set governs, or that two do, between its first day and its last."""
    for kind, subject in sorted(book.index):
        chain = book.chain(kind, subject)
        for (span, entry), (following, successor) in pairwise(chain):
            rules, next_rules = book.load(entry.id), book.load(successor.id)
            if rules.applies_until is not None and rules.applies_until > following.start:
                yield f"{entry.id}.yaml: còn hiệu lực khi {successor.id} đã áp dụng. Hãy bỏ applies_until hoặc sửa ngày."
            hole = next_rules.declared_hole
            if span.until is not None and span.until < following.start and (hole is None or hole.from_ != span.until):
                yield f"{successor.id}.yaml: từ {span.until} đến {following.start - timedelta(days=1)} không có bộ quy tắc. Hãy bổ sung hoặc khai ở declared_hole."


# Golden cases.


def read_cases(book: RuleBook, rule_set_id: str) -> list[tuple[int | None, GoldenCase]]:
    """Return the golden cases beside a rule-set, each with its line; none when there is no such file."""
    path = book.folder / f"{rule_set_id}.cases.yaml"
    if not path.exists():
        return []
    document = strict_yaml.read(path.read_text("utf-8"), f"{rule_set_id}.cases.yaml")
    cases = bind(document, CaseFile).cases
    return [(document.line_of(("cases", number)), case) for number, case in enumerate(cases)]


def run_case(case: GoldenCase, book: RuleBook, answers: Answers) -> Outcome:
    """Answer one golden case and compare."""
    given = as_json(case.given)
    given.pop("id", None)
    answer: Answer
    try:
        answer = answers[case.ask][0](given, book)
    except InputError as problem:
        answer = {"error": {"field": problem.field, "message": problem.message}}
    except NoRuleSetError as problem:
        answer = {"error": {"field": "subject", "message": str(problem)}}
    return Outcome(answer, difference(as_json(case.then), answer))


def case_problems(book: RuleBook, rule_set_id: str, answers: Answers) -> list[str]:
    """Return golden cases that fail, rules without a case, and cases that do not show what they claim."""
    rules = {rule.rule for rule in book.load(rule_set_id).rules()}
    shown: set[str] = set()
    found = []
    for line, case in read_cases(book, rule_set_id):
        outcome = run_case(case, book, answers)
        place = f"{rule_set_id}.cases.yaml:{line}"
        if outcome.difference:
            found.append(f"{place}: {case.because}: {outcome.difference}")
        named = rules_named(outcome.answer)
        unseen = [name for name in case.shows if name not in named]
        found += [f"{place}: ca mẫu không cho thấy quy tắc {name!r} trong kết quả." for name in unseen]
        shown |= set(case.shows) & named
    found += [
        f"{rule_set_id}.yaml: chưa có ca mẫu cho quy tắc {name!r}. Hãy thêm vào {rule_set_id}.cases.yaml."
        for name in sorted(rules - shown)
    ]
    return found


def rules_named(answer: Any) -> set[str]:
    """Return the names of the rules found anywhere in an answer."""
    if isinstance(answer, dict):
        own = {answer["rule"]} if isinstance(answer.get("rule"), str) else set()
        return own.union(*(rules_named(value) for value in answer.values()))
    if isinstance(answer, list):
        return set().union(*(rules_named(value) for value in answer))
    return set()


def difference(wanted: Any, found: Any, path: str = "") -> str | None:
    """Return the first place where `found` lacks or contradicts `wanted`; names not wanted are not looked at.

    A wanted list of objects must have the same length, unless each object carries a `code`, `rule` or `group` by which it is found.
    """
    if isinstance(wanted, dict) and isinstance(found, dict):
        return next(
            (gap for key, value in wanted.items() if (gap := difference(value, found.get(key), f"{path}.{key}"))), None
        )
    if (
        isinstance(wanted, list)
        and isinstance(found, list)
        and wanted
        and all(isinstance(item, dict) for item in wanted)
    ):
        key = next((key for key in ("code", "rule", "group") if all(key in item for item in wanted)), None)
        if key is not None:
            by_key = {item.get(key): item for item in found if isinstance(item, dict)}
            return next(
                (gap for item in wanted if (gap := difference(item, by_key.get(item[key]), f"{path}[{item[key]}]"))),
                None,
            )
    if wanted == found:
        return None
    return f"{path.lstrip('.') or 'kết quả'}: cần {wanted!r}, được {found!r}"


def as_json(value: Any) -> Any:
    """Return YAML data as JSON would give it: lists for sequences, days as text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


# The lock.


def read_lock(folder: Path) -> dict[str, str]:
    """Return the digest of each locked rule-set."""
    path = folder / LOCK
    if not path.exists():
        return {}
    return {
        rule_set_id: digest for digest, rule_set_id in (line.split() for line in path.read_text("utf-8").splitlines())
    }


def lock_problems(book: RuleBook) -> Iterator[str]:
    """Yield rule-sets that were edited, lost, or never locked since their release."""
    locked = read_lock(book.folder)
    known = {rules.id: rules.digest for rules in book.every()}
    for rule_set_id, digest in locked.items():
        if rule_set_id not in known:
            yield f"{LOCK}: {rule_set_id} đã phát hành nhưng tệp không còn. Hãy trả lại tệp."
        elif known[rule_set_id] != digest:
            yield f"{rule_set_id}.yaml: đã phát hành, không được sửa. Hãy trả lại tệp cũ và viết bản đính chính (-r2.yaml, có mục corrects)."
    for rule_set_id in known.keys() - locked.keys():
        yield f"{rule_set_id}.yaml: chưa khoá. Hãy chạy: congtam law lock."


def lock(folder: Path) -> tuple[list[str], list[str]]:
    """Lock the rule-sets that are not yet; return those added, and those that were edited after their release."""
    book = RuleBook(folder)
    locked = read_lock(folder)
    known = {rules.id: rules.digest for rules in book.every()}
    changed = sorted(
        rule_set_id for rule_set_id in known if locked.get(rule_set_id, known[rule_set_id]) != known[rule_set_id]
    )
    added = sorted(known.keys() - locked.keys())
    whole = locked | {rule_set_id: known[rule_set_id] for rule_set_id in added}
    (folder / LOCK).write_text(
        "".join(f"{digest}  {rule_set_id}\n" for rule_set_id, digest in sorted(whole.items())), "utf-8"
    )
    return added, changed
