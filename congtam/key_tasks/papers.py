"""The key tasks of a round on paper."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from congtam.documents.papers import (
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
from congtam.key_tasks.models import KeyTask, Round
from congtam.key_tasks.selectors import KeyTaskResult, RoundCounts
from congtam.organisation.selectors import states_on

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


def _cells(one: KeyTask) -> tuple[str, ...]:
    current = getattr(one, "in_force", [])
    result = KeyTaskResult(key_task=one, judgement=current[0] if current else None)
    goal = one.product
    if one.measure and one.quantity is not None:
        quantity = f"{one.quantity.normalize():f}".replace(".", ",")
        goal = f"{goal}\n{one.measure}: {quantity}".strip()
    leader = one.leader.full_name if one.leader else ""
    due = f"{one.due_date:%d/%m/%Y}" if one.due_date else ""
    said = "Chưa đánh giá" if result.judgement is None else f"Mức {result.judgement.level}, {_percent(result)} %"
    return (one.title, goal, leader, due, said)


def _percent(result: KeyTaskResult) -> str:
    return f"{result.completion:f}".rstrip("0").rstrip(".").replace(".", ",")
