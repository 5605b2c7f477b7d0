"""A real published catalogue comes in whole, and what people found repeated in it is pointed out."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from congtam.documents.services import store_bytes
from congtam.documents.workbooks import write_table
from congtam.planning.models import ProductOverlap
from congtam.planning.services import import_catalogue
from congtam.planning.workbooks import COLUMNS, read_catalogue
from tests import make
from tests.real_data import real

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in Path(real(name)).read_text(encoding="utf-8").splitlines()]


def as_workbook() -> bytes:
    rows = [
        (
            n,
            p["code"],
            p["unit"],
            p["task"],
            p["detail"],
            p["output"],
            p["group"],
            p["score_frame"],
            p["score"],
            p["factor"],
            p["note"],
        )
        for n, p in enumerate(lines("product-catalogue.jsonl"), start=1)
    ]
    return write_table(
        title="DANH MỤC SẢN PHẨM, CÔNG VIỆC", columns=COLUMNS, rows=rows, heading=["ỦY BAN NHÂN DÂN XÃ", ""]
    )


def test_all_products_of_a_commune_come_in_with_their_marks_and_factors() -> None:
    table = read_catalogue(as_workbook())
    assert not table.errors
    assert table.standard_marks == 5
    assert [group.code for group in table.groups] == ["N1", "N2", "N3", "N4"]
    expected = [
        (p["code"], Decimal(str(p["score"])), Decimal(str(p["factor"]))) for p in lines("product-catalogue.jsonl")
    ]
    assert [(row.code, row.marks, row.factor) for row in table.rows] == expected


def test_most_of_what_people_labelled_the_same_is_pointed_out() -> None:
    officer, data = make.user(), as_workbook()
    source = store_bytes(name="danh-muc.xlsx", data=data, actor=officer, at=make.NOON)
    made = import_catalogue(
        body=make.body(), name="Danh mục", table=read_catalogue(data), source=source, actor=officer, at=make.NOON
    )
    pointed_out = {
        frozenset((pair.one.code, pair.other.code)) for pair in ProductOverlap.objects.select_related("one", "other")
    }
    labelled = [pair for pair in lines("catalogue-pairs.jsonl") if pair["label"].startswith("same")]
    found = [pair for pair in labelled if frozenset((pair["a_code"], pair["b_code"])) in pointed_out]
    assert len(found) >= 8, f"{len(found)} of {len(labelled)}"
    # Few enough for one person to look through: a third of the products at most, of some 69,000 possible pairs.
    assert made.overlap_count <= 125
