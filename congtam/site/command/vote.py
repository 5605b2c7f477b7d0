"""`congtam law vote`: whether a vote passed, over whom it was counted, and who decided an even one."""

from fractions import Fraction

from congtam.engine.answers import Answer, finding_json
from congtam.engine.facts import InputError, read_choice, read_day, read_number
from congtam.engine.procedure import ProcedureRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.votes import Ballots, Tally, Vote, VoteRule, decide
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import governing, only, read_names
from congtam.values.numbers import written

KEYS = {
    "subject", "on", "matter", "members", "excluded", "present", "for", "against", "head_for", "secret", "policies", "adopts",
}  # fmt: skip


def answer(case: Case, book: RuleBook) -> Answer:
    """Return the outcome of the vote in `case`; raise `InputError` for a field that cannot be trusted."""
    only(case, KEYS, "")
    rules = governing(book, "procedure", case.get("subject"), read_day(case.get("on"), "on"), ProcedureRules)
    rule = read_rule(case, rules)
    result = decide(
        rule,
        read_ballots(case, rule),
        read_policies(rules, case.get("policies")),
        adopts=frozenset(read_names(case, "adopts", book.register)),
    )
    return {"rule_set": rules.id, "vote": rule.rule, **vote_json(result)}


def vote_json(result: Vote) -> Answer:
    """Return a vote as it stands in answers."""
    counted = {} if result.tally is None else tally_json(result.tally)
    other = {}
    if result.other is not None:
        other = {"other_reading": {**tally_json(result.other), "passed": result.other.passed.code}}
    return {
        "outcome": result.outcome,
        "passed": result.passed.code,
        **counted,
        **other,
        "missing": list(result.missing),
        "certainty": result.certainty.value,
        "findings": [finding_json(finding) for finding in result.findings],
    }


def tally_json(tally: Tally) -> Answer:
    """Return one reading of the votes: what they were counted over, their share, and who decided."""
    share = None if tally.share is None else written(tally.share)
    return {"base": tally.base, "share": share, "decided_by": tally.decided_by}


def read_rule(case: Case, rules: ProcedureRules) -> VoteRule:
    """Return how the matter is voted on; `matter` may be left out where there is only one."""
    by_matter = {matter: rule for rule in rules.votes for matter in rule.matters}
    if not by_matter:
        raise InputError("subject", f"{rules.title} không quy định biểu quyết.")
    if case.get("matter") is None and len(by_matter) == 1:
        return next(iter(by_matter.values()))
    return by_matter[read_choice(case.get("matter"), "matter", by_matter)]


def read_ballots(case: Case, rule: VoteRule) -> Ballots:
    """Return the counts, None where not given; raise `InputError` for counts that cannot be right together."""
    members = _people(case, "members", at_least=1)
    excluded = _people(case, "excluded") if rule.not_voting else 0
    if not rule.not_voting and case.get("excluded"):
        raise InputError("excluded", f"{rule.say}: không loại ai khỏi biểu quyết.")
    if members is not None and excluded is not None and excluded >= members:
        raise InputError("excluded", "phải ít hơn members.")
    entitled = None if members is None or excluded is None else members - excluded
    present = _people(case, "present", at_least=1)
    if present is not None and entitled is not None and present > entitled:
        raise InputError("present", f"không được quá {entitled} người được biểu quyết.")
    in_favour, against = _people(case, "for"), _people(case, "against")
    ceiling = entitled if rule.absent_in_writing else present
    if ceiling is not None and (in_favour or 0) + (against or 0) > ceiling:
        raise InputError("for", f"tổng số phiếu không được quá {ceiling}.")
    return Ballots(
        members=entitled,
        present=present,
        in_favour=in_favour,
        head_in_favour=_yes_no(case, "head_for"),
        secret=_yes_no(case, "secret"),
    )


def _people(case: Case, name: str, *, at_least: int = 0) -> int | None:
    value = case.get(name)
    return None if value is None else int(read_number(value, name, at_least=Fraction(at_least), whole=True))


def _yes_no(case: Case, name: str) -> bool | None:
    value = case.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise InputError(name, "chỉ nhận true, false hoặc null (chưa biết).")
