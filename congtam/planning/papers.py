"""The consolidated plan on paper, in the layout of Nghị định 30/2020/NĐ-CP."""

from collections.abc import Sequence
from datetime import date

from congtam.documents.papers import (
    Letterhead,
    Paper,
    Paragraph,
    Recipients,
    Signature,
    Signatures,
    Table,
    TableColumn,
    TableRow,
    place_of,
    written_date,
)
from congtam.planning.models import ConsolidatedPlan
from congtam.planning.selectors.consolidated import NOBODY, PlanRow, basis_of

_COLUMNS = (
    TableColumn(label="STT", share=2, align="center"),
    TableColumn(label="Nội dung nhiệm vụ", share=13),
    TableColumn(label="Chủ trì", share=6),
    TableColumn(label="Phối hợp", share=6),
    TableColumn(label="Thời gian", share=5),
    TableColumn(label="Sản phẩm", share=6),
    TableColumn(label="Căn cứ", share=10),
)


def plan_paper(
    rows: Sequence[PlanRow],
    *,
    names: tuple[str, str],
    year: int,
    published: ConsolidatedPlan | None,
    on: date,
    changes: str = "",
) -> Paper:
    """Return the plan of a year as a landscape paper, by leading unit; `names` are the body's and that of the unit above (may be empty).

    A plan not yet published says so and carries no number; `changes` says in one line what changed in a period, empty for nothing said.
    """
    body, above = names
    day = published.published_on if published else None
    number = f"Số: {published.number}" if published and published.number else "Số: …"
    subtitle = [f"Năm {year}"]
    subtitle.append(
        f"Lần {published.version}, ban hành ngày {published.published_on:%d/%m/%Y}"
        if published
        else f"Dự thảo, theo nhiệm vụ đang theo dõi đến ngày {on:%d/%m/%Y}"
    )
    return Paper(
        letterhead=Letterhead(
            issuer=body, above=above, number=number, place_date=written_date(place_of(body, above), day)
        ),
        title="Kế hoạch công tác hợp nhất",
        subtitle=(*subtitle, changes) if changes else tuple(subtitle),
        blocks=(
            Paragraph(
                text=(
                    "Kế hoạch này tập hợp nhiệm vụ của mọi kế hoạch, văn bản giao việc trong năm; mỗi nhiệm vụ ghi một lần, "
                    "cột “Căn cứ” ghi mọi văn bản cùng giao và thời hạn của từng văn bản."
                )
            ),
            Table(columns=_COLUMNS, rows=tuple(_rows(rows))),
            Signatures(
                left=Recipients(lines=("Các đơn vị có tên tại kế hoạch", "Lưu: VT")),
                right=Signature(capacity=("THỦ TRƯỞNG CƠ QUAN",)),
            ),
        ),
        is_landscape=True,
    )


def _rows(rows: Sequence[PlanRow]) -> list[TableRow]:
    made: list[TableRow] = []
    last: str | None = None
    for number, row in enumerate(sorted(rows, key=lambda row: (not row.lead, row.lead)), start=1):
        lead = row.lead or NOBODY
        if lead != last:
            made.append(TableRow(cells=("", lead, "", "", "", "", ""), is_bold=True))
            last = lead
        cells = (str(number), row.title, row.lead, row.coordinating, row.due_words, row.output, basis_of(row))
        made.append(TableRow(cells=cells))
    return made
