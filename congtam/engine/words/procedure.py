"""Procedures as an officer checks them: the steps stage by stage, then votes, competence, forms and what else holds."""

from collections.abc import Iterator, Mapping

from congtam.engine.deadlines import UNIT_LABELS, Counted, Deadline, NotKnown, Silent
from congtam.engine.procedure import Form, ProcedureRules, Provision, Step
from congtam.engine.rulebook import RuleBook
from congtam.engine.votes import BASE_LABELS, Threshold, VoteRule
from congtam.engine.words.outline import Said, Section
from congtam.engine.words.provisions import cited, coded, provided
from congtam.values.text import listed

_ACTS: Mapping[str, str] = {
    "score": "Chấm điểm, đánh giá",
    "rate": "Xếp loại",
    "recognise": "Công nhận mức xếp loại",
    "replace": "Thay quyết định xếp loại",
    "approve": "Phê duyệt",
}
_ABOUT: Mapping[str, str] = {
    "order": "Thứ tự",
    "records": "Hồ sơ lưu",
    "publication": "Công khai",
    "petition": "Kiến nghị",
    "correction": "Sửa kết quả",
    "transition": "Chuyển tiếp",
    "transfer": "Chuyển công tác",
    "meeting": "Cuộc họp",
    "dossier": "Hồ sơ đề nghị",
    "effect": "Sử dụng kết quả",
}


def sections(rules: ProcedureRules, _book: RuleBook) -> Iterator[Section]:
    """Yield the sections of a procedure."""
    for stage, label in rules.stages.items():
        steps = [_step(step, rules) for step in rules.steps if step.stage == stage]
        yield Section(label, steps or [Said("Chưa ghi bước nào")])
    yield Section("Biểu quyết", [_vote(vote, rules) for vote in rules.votes])
    yield Section("Thẩm quyền", list(_authority(rules)))
    yield Section("Mẫu biểu", [_form(form) for form in rules.forms.values()])
    yield Section("Quy định khác", [_provision(provision) for provision in rules.provisions])


def _step(step: Step, rules: ProcedureRules) -> Said:
    whose = [Said(f"Đối với: {'; '.join(rules.roles[role] for role in step.whose)}")] if step.whose else []
    forms = [Said(f"Mẫu: {', '.join(rules.forms[form].number for form in step.forms)}")] if step.forms else []
    deadline = Said(f"Hạn: {_deadline(step.deadline, rules)}")
    return provided(step, [Said(f"Người làm: {step.by}"), *whose, *forms, deadline], more=f" ({step.rule})")


def _deadline(deadline: Deadline, rules: ProcedureRules) -> str:
    if isinstance(deadline, Counted):
        return _counted(deadline, rules)
    if isinstance(deadline, Silent):
        return f"không có hạn riêng; {deadline.silent}"
    if isinstance(deadline, NotKnown):
        return f"chưa biết; {deadline.not_known}"
    return deadline.words()


def _counted(deadline: Counted, rules: ProcedureRules) -> str:
    """Say a number of days from an event in the unit taken by default, and the other where the law leaves it open."""
    unit, *others = deadline.units({name: policy.default for name, policy in rules.policies.items()})
    words = deadline.words(unit, rules.events)
    if not others:
        return words
    units = listed([UNIT_LABELS[other] for other in others])
    return f"{words}; cũng có thể tính theo {units}, chọn ở cách hiểu {deadline.unit_policy}"


def _vote(vote: VoteRule, rules: ProcedureRules) -> Said:
    below = [
        f"Nội dung: {'; '.join(coded(rules.matters[matter], matter) for matter in vote.matters)}",
        f"Người biểu quyết: {vote.voters}",
        f"Không biểu quyết: {vote.not_voting}" if vote.not_voting else "",
        f"Thông qua khi: {_threshold(vote.passes)}" if vote.passes else f"Chưa biết: {vote.not_known}",
        "Phiếu ngang nhau: theo bên có ý kiến của người đứng đầu" if vote.tie else "",
        "Người vắng mặt: lấy ý kiến bằng văn bản" if vote.absent_in_writing else "",
    ]
    carried = [rule for rule in (vote.secret, vote.if_rejected) if rule]
    return provided(vote, [*(Said(words) for words in below if words), *(provided(rule) for rule in carried)])


def _threshold(passes: Threshold) -> str:
    base = f"trên {BASE_LABELS[passes.of]}" if passes.of else f"theo cách hiểu {passes.of_policy}"
    return f"{passes.words()} đồng ý, tính {base}"


def _authority(rules: ProcedureRules) -> Iterator[Said]:
    """Yield each act with who may do it, and all those about whom."""
    about: dict[tuple[str, str, str], list[str]] = {}
    for line in rules.authority:
        about.setdefault((_ACTS[line.act], rules.roles[line.by], cited(line.cite)), []).append(rules.roles[line.of])
    for (act, who, citation), whom in about.items():
        yield Said(f"{act}: {who} {citation}", [Said(f"Đối với: {'; '.join(whom)}")])


def _form(form: Form) -> Said:
    return Said(f"{form.number}: {form.use} {cited(form.cite)}")


def _provision(provision: Provision) -> Said:
    return provided(provision).led_by(f"{_ABOUT[provision.about]}:")
