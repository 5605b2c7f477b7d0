"""The catalogues of the two bodies, brought in the way an officer brings them: as workbooks."""

from decimal import Decimal

from congtam.accounts.models import User
from congtam.documents.services import store_bytes
from congtam.organisation.models import Unit
from congtam.planning.models import Product
from congtam.planning.services import import_catalogue, issue_catalogue
from congtam.planning.workbooks import read_catalogue, write_catalogue
from congtam.site.demo.material import Calendar, Words, material

_SHARED = "chung"


def issue(name: str, *, body: Unit, document: str, actor: User, calendar: Calendar) -> dict[str, Product]:
    """Import and issue a body's catalogue from the first day of the running year; return its products by code."""
    words = material(name)
    divisions = {row["key"]: row["name"] for row in material(name.removeprefix("catalogue_"))["units"]}
    frames = {row["key"]: f"{row['from']}-{row['to']}" for row in words["groups"]}
    title = "Danh mục sản phẩm, công việc quy đổi"
    data = write_catalogue(
        title, [_row(position, row, divisions, frames) for position, row in enumerate(words["products"], start=1)]
    )
    at = calendar.prepared_at
    source = store_bytes(name=f"danh-muc-{body.code}.xlsx", data=data, actor=actor, at=at)
    made = import_catalogue(
        body=body,
        name=f"{title} năm {calendar.year}",
        table=read_catalogue(data),
        source=source,
        actor=actor,
        at=at,
    )
    issue_catalogue(catalogue=made.catalogue, document=document, valid_from=calendar.new_year, actor=actor, at=at)
    return {product.code: product for product in made.catalogue.products.all()}


def _row(position: int, row: Words, divisions: dict[str, str], frames: dict[str, str]) -> list[object]:
    """Return a product in the order of the form's columns."""
    division = "Dùng chung" if row["unit"] == _SHARED else divisions[row["unit"]]
    number = (Decimal(row["marks"]), Decimal(row["factor"]))
    group = row["group"]
    return [
        position, row["code"], division, row["task"], row["detail"], row["output"], group, frames[group], *number,
        row["note"] or "",
    ]  # fmt: skip
