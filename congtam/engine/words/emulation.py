"""The law of titles and commendations: one heading a title with all that is said of it, then what holds for several."""

from collections.abc import Iterator, Mapping, Sequence

from congtam.engine.eligibility.titles import (
    Bar,
    Bars,
    CouncilVote,
    EmulationOverlay,
    EmulationRules,
    Money,
    Publication,
    Restart,
    Title,
    TitleQuota,
    Transition,
)
from congtam.engine.rulebook import RuleBook
from congtam.engine.words import overlaid, standards
from congtam.engine.words.outline import Said, Section
from congtam.engine.words.provisions import coded, glossary, provided
from congtam.values.numbers import percent, vietnamese
from congtam.values.text import capital

_FORMS: Mapping[str, str] = {"title": "danh hiệu thi đua", "commendation": "hình thức khen thưởng"}
_SUBJECTS: Mapping[str, str] = {"person": "cá nhân", "collective": "tập thể"}
_EFFECTS: Mapping[str, str] = {
    "not_eligible": "không đủ điều kiện",
    "needs_review": "người có thẩm quyền xem xét",
}
_VOTERS: Mapping[str, str] = {"emulation_council": "hội đồng thi đua, khen thưởng"}
_OF: Mapping[str, str] = {"all_members": "tổng số thành viên hội đồng", "present_members": "số thành viên dự họp"}
_BASES: Mapping[str, str] = {
    "advanced_workers": "số cá nhân đạt Lao động tiên tiến",
    "advanced_collectives": "số tập thể đạt Tập thể lao động tiên tiến",
}


def sections(rules: EmulationRules, book: RuleBook) -> Iterator[Section]:
    """Yield the sections of a law of titles and commendations."""
    awards = rules.names.awards
    for title in rules.titles:
        form, subject = _FORMS[title.form], _SUBJECTS[title.subject]
        heading = f"{coded(capital(title.label), title.code)}: {form}, {subject}"
        yield Section(heading, [*_ways(title, rules), *_granted(title.code, rules, awards)])
    others = [
        Said(coded(label, code), list(_granted(code, rules, awards))) for code, label in rules.other_awards.items()
    ]
    yield Section("Hình thức khác được kể đến trong tiêu chuẩn", others)
    yield Section("Trường hợp chưa xét, không xét", [_bar(bar, rules, awards) for bar in rules.bars])
    counting = [_restart(rules.restart)] if rules.restart else []
    counting += [provided(rules.once)] if rules.once else []
    yield Section("Cách tính thành tích", counting)
    yield Section("Hội đồng bỏ phiếu", [_vote(vote, awards) for vote in rules.votes])
    yield Section("Công khai, lấy ý kiến trước khi trình", [_publication(shown, awards) for shown in rules.publication])
    yield Section("Chuyển tiếp", [_transition(rules.transition, book)] if rules.transition else [])
    yield Section("Căn cứ ngoài thành tích công trạng", glossary(rules.grounds))
    yield Section("Chức vụ được kể đến", glossary(rules.posts))


def overlay_sections(rules: EmulationOverlay, book: RuleBook) -> Iterator[Section]:
    """Yield the sections of a branch's overlay: what it lies upon, its bars, its quotas."""
    yield overlaid.section(rules, "emulation", book)
    awards: dict[str, str] = {}
    for law in overlaid.beneath(rules, "emulation", book):
        awards |= law.names.awards if isinstance(law, EmulationRules) else {}
    yield Section("Trường hợp chưa xét, không xét", [_bar(bar, rules, awards) for bar in rules.bars])
    yield Section("Tỷ lệ tối đa", [_quota(quota, awards) for quota in rules.quotas])


def _ways(title: Title, rules: EmulationRules) -> Iterator[Said]:
    """Yield each way to a title; any one of them is enough."""
    first, *others = [provided(route, [standards.when(route.when, rules)]) for route in title.routes]
    yield first
    yield from (other.led_by("Hoặc:") for other in others)
    for ground in title.other_grounds:
        narrower = f"; hẹp hơn thì chưa rõ {ground.lower}" if ground.lower else ""
        achievement = Said(f"Căn cứ: {ground.when.words(rules.names)}{narrower}")
        yield provided(ground, [achievement]).led_by("Hoặc, ngoài thành tích công trạng:")


def _granted(code: str, rules: EmulationRules, awards: Mapping[str, str]) -> Iterator[Said]:
    """Yield the quota and the bonus of a title."""
    yield from (_quota(quota, awards) for quota in rules.quotas if quota.code == code)
    yield from (_money(money) for money in rules.money if money.code == code)


def _quota(quota: TitleQuota, awards: Mapping[str, str]) -> Said:
    share = "chưa có trong văn bản đã đọc" if quota.share is None else f"không quá {percent(quota.share)}"
    least = f", ít nhất được {quota.least}" if quota.least else ""
    limit = Said(f"Tỷ lệ tính trên {_BASES.get(quota.base, quota.base)}: {share}{least}")
    return provided(quota, [Said(f"Đối với: {_label(quota.code, awards)}"), limit])


def _money(money: Money) -> Said:
    times = money.collective_times
    collective = "" if times is None else f"; tập thể nhân {vietnamese(times)}"
    return provided(money, [Said(f"Mức thưởng: {vietnamese(money.base_salaries)} lần mức lương cơ sở{collective}")])


def _bar(bar: Bar, rules: Bars, awards: Mapping[str, str]) -> Said:
    below = [
        Said(f"Đối với: {_labels(bar.codes, awards) or 'mọi danh hiệu, hình thức khen thưởng'}"),
        standards.when(bar.when, rules),
        Said(f"Kết quả: {_EFFECTS[bar.effect]}"),
    ]
    return provided(bar, below)


def _restart(restart: Restart) -> Said:
    return provided(restart, [Said(f"Năm chấm dứt kỷ luật có được tính hay không: theo cách hiểu {restart.policy}")])


def _vote(vote: CouncilVote, awards: Mapping[str, str]) -> Said:
    share = "tỷ lệ phiếu chưa đọc được" if vote.share is None else f"từ {percent(vote.share)} trở lên"
    base = f" {_OF[vote.of]}" if vote.of else ""
    secret = {None: "", True: ", bỏ phiếu kín", False: ", không phải bỏ phiếu kín"}[vote.secret]
    needed = Said(f"{capital(_VOTERS[vote.by])}: {share}{base}{secret}")
    return provided(vote, [Said(f"Đối với: {_labels(vote.codes, awards)}"), needed])


def _publication(shown: Publication, awards: Mapping[str, str]) -> Said:
    days = Said(f"Thời gian: {shown.working_days} ngày làm việc")
    return provided(shown, [Said(f"Đối với: {_labels(shown.codes, awards)}"), days])


def _transition(transition: Transition, book: RuleBook) -> Said:
    return provided(transition, [Said(f"Văn bản trước: {book.register[transition.earlier].number}")])


def _labels(codes: Sequence[str], awards: Mapping[str, str]) -> str:
    return "; ".join(_label(code, awards) for code in codes)


def _label(code: str, awards: Mapping[str, str]) -> str:
    """Return the words for a code; an overlay may name one that the law beneath does not have."""
    return awards.get(code, code)
