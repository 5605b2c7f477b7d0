"""`congtam law quota`: how many may be excellent, group by group and in the whole body."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from congtam.engine.answers import Answer
from congtam.engine.facts import InputError, read_list, read_number, read_text
from congtam.engine.quota import Counts, Quota, QuotaRule, quota
from congtam.engine.rating_rules import RatingRules
from congtam.engine.rulebook import RuleBook
from congtam.engine.rulesets import read_policies
from congtam.engine.sources import Certainty, sureness
from congtam.site.command.jsonlines import Case
from congtam.site.command.reading import governing, only, read_names, read_year
from congtam.values.numbers import written

KEYS = {"subject", "year", "share", "groups", "policies", "adopts"}
GROUP_KEYS = {"group", "excellent", "good", "completed", "not_completed"}


def answer(case: Case, book: RuleBook) -> Answer:
    """Return the limits asked for in `case`; raise `InputError` for a field that cannot be trusted."""
    only(case, KEYS, "")
    rules = governing(
        book, "rating", case.get("subject"), date(read_year(case.get("year"), "year"), 12, 31), RatingRules
    )
    if rules.quota is None:
        raise InputError("subject", f"{rules.title} không đặt tỷ lệ xuất sắc, hoặc tỷ lệ đó chưa đọc được.")
    policies = read_policies(rules, case.get("policies"))
    share = read_share(case.get("share"), rules.quota)
    groups = [
        read_group(group, f"groups[{number}]") for number, group in enumerate(read_list(case.get("groups"), "groups"))
    ]
    names = [name for name, _ in groups]
    if len(set(names)) < len(names):
        raise InputError("groups", "hai nhóm trùng tên. Hãy gộp lại hoặc đặt tên khác.")
    whole = Counts(
        excellent=sum(counts.excellent for _, counts in groups),
        good=sum(counts.good for _, counts in groups),
        rated=sum(counts.rated for _, counts in groups),
    )
    reading = {"base": policies["quota_base"], "rounding": policies["quota_rounding"]}
    source = rules.quota.cite
    adopts = frozenset(read_names(case, "adopts", book.register))
    relied = (source, rules.policies["quota_base"].cite)
    is_sure = all(sureness(cite, adopts) is Certainty.CONFIRMED for cite in relied)
    return {
        "rule_set": rules.id,
        "outcome": "limited" if is_sure else "needs_review",
        "groups": [{"group": name, **quota_json(quota(counts, share, **reading))} for name, counts in groups],
        "body": quota_json(quota(whole, share, **reading)),
        "findings": [
            {
                "rule": rules.quota.rule,
                "fact": "share",
                "value": written(share),
                "truth": "yes",
                "sentence": f"{rules.quota.say}. Cách hiểu đang dùng: {rules.policies['quota_base'].choices[policies['quota_base']]}.",
                "citation": source.printed,
                "certainty": max((cite.certainty for cite in relied), key=lambda certainty: certainty.rank).value,
            }
        ],
    }


def quota_json(result: Quota) -> Answer:
    """Return one group's limit as it stands in answers."""
    other = (
        {} if result.other_base is None else {"other_reading": {"base": result.other_base, "limit": result.other_limit}}
    )
    return {"limit": result.limit, "excess": result.excess, "base": result.base, **other, "sentence": result.sentence}


def read_share(value: object, rule: QuotaRule) -> Fraction:
    """Return the share asked for, or the law's usual one; raise `InputError` when it must be given or is too high."""
    if value is None:
        if rule.share is None:
            raise InputError(
                "share", 'văn bản lấy tỷ lệ theo nơi khác, hoặc tỷ lệ chưa đọc được; hãy ghi tỷ lệ đó, ví dụ "0.2".'
            )
        return rule.share
    return read_number(value, "share", at_least=Fraction(0), at_most=rule.share_at_most or Fraction(1))


def read_group(value: object, field: str) -> tuple[str, Counts]:
    """Return a group's name and its counts; raise `InputError` naming the field otherwise."""
    if not isinstance(value, dict):
        raise InputError(field, "phải là một đối tượng JSON về một nhóm.")
    only(value, GROUP_KEYS, field)
    excellent, good, completed, not_completed = (
        _people(value, name, field) for name in ("excellent", "good", "completed", "not_completed")
    )
    counts = Counts(excellent=excellent, good=good, rated=excellent + good + completed + not_completed)
    return read_text(value.get("group"), f"{field}.group"), counts


def _people(group: Mapping[str, Any], name: str, field: str) -> int:
    required = name in ("excellent", "good")
    return int(
        read_number(
            group.get(name) if required else group.get(name, 0), f"{field}.{name}", at_least=Fraction(0), whole=True
        )
    )
