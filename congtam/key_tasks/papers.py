"""The key tasks of a round on paper: the list of what was given out, the sheet of one proposal, the proposals of a block together."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from congtam.documents.papers import (
    Field,
    Heading,
    Letterhead,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    place_of,
    to_docx,
    written_date,
)
from congtam.key_tasks.models import Block, KeyTask, Round
from congtam.key_tasks.selectors import KeyTaskResult, RoundCounts
from congtam.organisation.selectors import states_on
from congtam.values.text import capital

_COLUMNS = (
    TableColumn(label="STT", share=1, align="center"),
    TableColumn(label="Nhiệm vụ trọng tâm", share=6),
    TableColumn(label="Sản phẩm, mức phải đạt", share=4),
    TableColumn(label="Lãnh đạo chịu trách nhiệm", share=3),
    TableColumn(label="Hạn", share=2, align="center"),
    TableColumn(label="Kết quả", share=3),
)


def round_paper(found: Round, key_tasks: Sequence[KeyTask], counts: RoundCounts, on: date) -> bytes:
    """Return the list of a round's key tasks as .docx, block by block; `key_tasks` come in the order of their blocks, `counts` are theirs."""
    states = states_on([found.scheme.body_id], on)
    body = states[found.scheme.body_id].name if found.scheme.body_id in states else ""
    rows: list[TableRow] = []
    number = 0
    for name, several in groupby(key_tasks, key=lambda one: one.block.name):
        rows.append(TableRow(cells=("", name, "", "", "", ""), is_bold=True))
        for one in several:
            number += 1
            rows.append(TableRow(cells=(str(number), *_cells(one))))
    paper = Paper(
        letterhead=Letterhead(issuer=body, place_date=written_date(place_of(body), on)),
        title="Danh mục nhiệm vụ trọng tâm",
        subtitle=(
            found.name,
            f"(Theo {found.scheme.document})",
            f"Đổi hạn trong kỳ: {counts.renewed} nhiệm vụ; phát sinh trong kỳ: {counts.arisen} nhiệm vụ",
        ),
        blocks=(
            Table(columns=_COLUMNS, rows=tuple(rows))
            if rows
            else Paragraph(text="Chưa giao nhiệm vụ trọng tâm nào trong kỳ này."),
            Signatures(right=Signature(capacity=("NGƯỜI TỔNG HỢP",))),
        ),
        is_landscape=True,
    )
    return to_docx(paper)


_PROPOSED = (
    TableColumn(label="STT", share=3, align="center"),
    TableColumn(label="Nội dung nhiệm vụ", share=12),
    TableColumn(label="Sản phẩm, mức phải đạt", share=8),
    TableColumn(label="Tiêu chuẩn chất lượng, nguồn minh chứng", share=8),
    TableColumn(label="Lãnh đạo chịu trách nhiệm", share=6),
    TableColumn(label="Hạn", share=6, align="center"),
    TableColumn(label="Phục vụ", share=8),
    TableColumn(label="Trạng thái", share=6),
)
_CRITERIA = (
    TableColumn(label="STT", share=2, align="center"),
    TableColumn(label="Tiêu chí", share=13),
    TableColumn(label="Kết quả", share=5, align="center"),
    TableColumn(label="Giải thích", share=10),
)


def proposal_paper(key_task: KeyTask, criteria: Sequence[tuple[str, bool | None, str]], on: date) -> Paper:
    """Return the sheet of one proposal; `criteria` are text, how the proposal stands (None: not answered yet), and why.

    No instrument prescribes a form of it: what stands here is what the level's own rules ask a proposal to say, and no form number is given.
    """
    rows = tuple(
        TableRow(cells=(str(number), text, _STANDS[holds], reason))
        for number, (text, holds, reason) in enumerate(criteria, start=1)
    )
    quantity = "" if key_task.quantity is None else f"{key_task.quantity.normalize():f}".replace(".", ",")
    letterhead, focal = _of_block(key_task.block, on)
    return Paper(
        letterhead=letterhead,
        title="Phiếu đề xuất nhiệm vụ trọng tâm",
        subtitle=(key_task.round.name, f"(Theo {key_task.round.scheme.document})"),
        blocks=(
            Field(label="Khối", value=key_task.block.name),
            Field(label="Đầu mối đề xuất", value=focal),
            Field(label="Nội dung nhiệm vụ", value=key_task.title),
            Field(label="Sản phẩm", value=key_task.product),
            Field(label="Thước đo", value=key_task.measure),
            Field(label="Mức phải đạt", value=quantity),
            Field(label="Tiêu chuẩn chất lượng", value=key_task.standard),
            Field(label="Nguồn minh chứng", value=key_task.evidence),
            Field(label="Hạn hoàn thành", value=_day(key_task)),
            Field(label="Lãnh đạo chịu trách nhiệm", value=_leader(key_task)),
            Field(label="Phục vụ nhiệm vụ, mục tiêu cấp trên", value=goal_of(key_task)),
            Heading(text="Đối chiếu tiêu chí nhiệm vụ trọng tâm"),
            Table(columns=_CRITERIA, rows=rows),
            Signatures(right=Signature(capacity=("THỦ TRƯỞNG ĐƠN VỊ ĐỀ XUẤT",))),
        ),
    )


_STANDS = {True: "Đạt", False: "Chưa đạt", None: "Chưa xét"}


def block_paper(found: Round, block: Block, proposals: Sequence[KeyTask], on: date) -> Paper:
    """Return the proposals of a block in one landscape paper, in the order given."""
    letterhead, _ = _of_block(block, on)
    rows = tuple(
        TableRow(
            cells=(
                str(number),
                one.title,
                _product(one),
                "\n".join(part for part in (one.standard, one.evidence) if part),
                _leader(one),
                _day(one),
                goal_of(one),
                capital(one.get_state_display()),
            )
        )
        for number, one in enumerate(proposals, start=1)
    )
    return Paper(
        letterhead=letterhead,
        title="Tổng hợp đề xuất nhiệm vụ trọng tâm",
        subtitle=(f"{block.name}, {found.name}", f"(Theo {found.scheme.document})"),
        blocks=(
            Table(columns=_PROPOSED, rows=rows) if rows else Paragraph(text="Khối chưa có đề xuất nào trong kỳ này."),
            Signatures(
                left=Signature(capacity=("NGƯỜI TỔNG HỢP",)), right=Signature(capacity=("THỦ TRƯỞNG ĐƠN VỊ ĐẦU MỐI",))
            ),
        ),
        is_landscape=True,
    )


def goal_of(one: KeyTask) -> str:
    """Return what a key task serves, in words; empty when nothing is named."""
    if one.serves is not None:
        return f"{one.serves.title} ({one.serves.round.name})"
    if one.serves_target is not None:
        return f"Chỉ tiêu: {one.serves_target.name}"
    if one.serves_item is not None:
        return f"{one.serves_item.task} ({one.serves_item.plan})"
    return one.serves_text


def _of_block(block: Block, on: date) -> tuple[Letterhead, str]:
    """Return the letterhead of a block's focal point, and its name."""
    body_id = block.scheme.body_id
    names = {pk: state.name for pk, state in states_on([block.focal_unit_id, body_id], on).items()}
    focal = names.get(block.focal_unit_id, "")
    above = names.get(body_id, "") if body_id != block.focal_unit_id else ""
    return Letterhead(issuer=focal, above=above, place_date=written_date(place_of(focal, above), None)), focal


def _cells(one: KeyTask) -> tuple[str, ...]:
    current = getattr(one, "in_force", [])
    result = KeyTaskResult(key_task=one, judgement=current[0] if current else None)
    said = "Chưa đánh giá" if result.judgement is None else f"Mức {result.judgement.level}, {_percent(result)} %"
    return (one.title, _product(one), _leader(one), _day(one), said)


def _product(one: KeyTask) -> str:
    if not one.measure or one.quantity is None:
        return one.product
    quantity = f"{one.quantity.normalize():f}".replace(".", ",")
    return f"{one.product}\n{one.measure}: {quantity}".strip()


def _leader(one: KeyTask) -> str:
    return one.leader.full_name if one.leader else ""


def _day(one: KeyTask) -> str:
    return f"{one.due_date:%d/%m/%Y}" if one.due_date else ""


def _percent(result: KeyTaskResult) -> str:
    return f"{result.completion:f}".rstrip("0").rstrip(".").replace(".", ",")
