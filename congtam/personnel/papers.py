"""What is handed to people on paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from congtam.documents.papers import Block, Letterhead, Paper, Paragraph, Table, TableColumn, TableRow

# As many as stand on one sheet under its head, whole.
_SLIPS_A_SHEET = 4


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What one person needs to sign in for the first time."""

    full_name: str
    job_title: str
    place: str
    username: str
    password: str = field(repr=False)


def hand_out(slips: Sequence[Slip], *, body: str, address: str, last_day: date) -> list[Paper]:
    """Return the sheets to cut and hand over, four slips on each; `address` is where to sign in, `last_day` the last day of the passwords."""
    sheets = [slips[start : start + _SLIPS_A_SHEET] for start in range(0, len(slips), _SLIPS_A_SHEET)]
    return [
        Paper(
            letterhead=Letterhead(issuer=body),
            title="Phiếu giao tài khoản",
            subtitle=(f"Tờ {number}/{len(sheets)}: cắt rời, trao tận tay từng người, không sao lại",),
            blocks=tuple(block for slip in sheet for block in _slip(slip, address, last_day)),
        )
        for number, sheet in enumerate(sheets, start=1)
    ]


def _slip(slip: Slip, address: str, last_day: date) -> tuple[Block, ...]:
    place = ", ".join(part for part in (slip.job_title, slip.place) if part)
    return (
        Table(
            columns=(TableColumn(label="Họ và tên", share=3), TableColumn(label=slip.full_name, share=8)),
            rows=(
                TableRow(cells=("Chức vụ, đơn vị", place)),
                TableRow(cells=("Đăng nhập tại", address)),
                TableRow(cells=("Tên đăng nhập", slip.username), is_bold=True),
                TableRow(cells=("Mật khẩu tạm", slip.password), is_bold=True),
                TableRow(cells=("Dùng đến hết ngày", f"{last_day:%d/%m/%Y}; lần đầu vào phải đặt mật khẩu riêng")),
            ),
        ),
        Paragraph(text="- " * 58, align="center", is_indented=False),
    )
