"""A body's catalogue: read from Excel, judged row by row, kept whole or not at all, issued once."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from congtam.accounts.models import User
from congtam.audit.models import Act
from congtam.documents.services import store_bytes
from congtam.documents.workbooks import Column, UnreadableWorkbookError, write_table
from congtam.organisation.models import Unit
from congtam.planning.choices import CatalogueState, OverlapVerdict
from congtam.planning.models import Catalogue, Product, ProductOverlap
from congtam.planning.selectors import catalogue_on, products_of
from congtam.planning.services import catalogue as services
from congtam.planning.workbooks import COLUMNS, read_catalogue
from tests import make

GOOD = (1, "VP.01", "Văn phòng", "Soạn công văn", "", "Công văn", "N1", "1-10", 5, 1, "")


def workbook(*rows: Sequence[Any], heading: Sequence[str] = ()) -> bytes:
    return write_table(title="Danh mục", columns=COLUMNS, rows=rows, heading=heading)


def changed(**cells: Any) -> tuple[Any, ...]:
    """The good row with some cells otherwise."""
    keys = [column.key for column in COLUMNS]
    return tuple(cells.get(key, value) for key, value in zip(keys, GOOD, strict=True))


class TestReading:
    def test_takes_the_forms_own_columns_wherever_the_header_stands(self) -> None:
        table = read_catalogue(workbook(GOOD, heading=["UBND XÃ", "Phụ lục kèm theo Quyết định", ""]))
        (row,) = table.rows
        assert (row.code, row.work, row.output, row.group) == ("VP.01", "Soạn công văn", "Công văn", "N1")
        assert [row.marks, row.factor, table.standard_marks] == [5, 1, 5]
        assert not table.errors

    def test_knows_columns_by_other_names_and_in_another_order(self) -> None:
        columns = [
            Column(key="", label=label)
            for label in ("Điểm", "MÃ SẢN PHẨM", "Sản phẩm", "Nhiệm vụ, công việc", "Nhóm công việc")
        ]
        table = read_catalogue(
            write_table(title="x", columns=columns, rows=[(40, "A1", "Báo cáo", "Tổng hợp báo cáo", "Nhóm 2")])
        )
        (row,) = table.rows
        assert [row.code, row.group, row.factor] == ["A1", "N2", 8]

    def test_a_title_row_names_the_division_of_what_follows(self) -> None:
        title = ("I", "", "", "Phòng Kinh tế", "", "", "", "", "", "", "")
        table = read_catalogue(workbook(title, changed(division="")))
        assert [row.division for row in table.rows] == ["Phòng Kinh tế"]

    def test_a_task_merged_over_rows_stands_for_each(self) -> None:
        table = read_catalogue(workbook(GOOD, changed(code="VP.02", work="", output="Biên bản")))
        assert [row.work for row in table.rows] == ["Soạn công văn", "Soạn công văn"]

    def test_text_of_decomposed_letters_is_read_composed(self) -> None:
        table = read_catalogue(workbook(changed(work="Soạn báo cáo")))
        assert table.rows[0].work == "Soạn báo cáo"

    @pytest.mark.parametrize(
        ("cells", "address", "said"),
        [
            ({"code": ""}, "B4", "Thiếu mã"),
            ({"output": ""}, "F4", "Thiếu sản phẩm"),
            ({"group": ""}, "G4", "Thiếu nhóm"),
            ({"marks": "năm"}, "I4", "phải là số"),
            ({"marks": 0}, "I4", "lớn hơn 0"),
            ({"factor": "-1"}, "J4", "lớn hơn 0"),
            ({"marks": 11}, "I4", "ngoài khung"),
            ({"frame": "từ một đến mười"}, "H4", "chưa đọc được"),
        ],
    )
    def test_a_wrong_cell_is_named_with_what_is_wrong(self, cells: dict[str, Any], address: str, said: str) -> None:
        errors = read_catalogue(workbook(changed(**cells))).errors
        assert any(error.address == address and said in error.text for error in errors), errors

    def test_a_code_used_twice_is_refused_with_both_cells(self) -> None:
        (error,) = read_catalogue(workbook(GOOD, changed(work="Soạn tờ trình", code="vp.01"))).errors
        assert error.address == "B5"
        assert "B4" in error.text

    def test_six_groups_are_refused_with_the_article(self) -> None:
        rows = [changed(code=f"C{n}", group=f"N{n}", frame="") for n in range(1, 7)]
        (error,) = read_catalogue(workbook(*rows)).errors
        assert "khoản 1 Điều 13" in error.text

    def test_a_factor_that_does_not_follow_from_the_marks_is_pointed_out_not_changed(self) -> None:
        table = read_catalogue(
            workbook(
                GOOD,
                changed(code="B", work="Soạn tờ trình", marks=10, factor="1.5"),
                changed(code="C", work="Soạn thông báo", marks=8, factor="1.6"),
            )
        )
        assert not table.errors
        assert [row.factor for row in table.rows] == [1, Decimal("1.5"), Decimal("1.6")]
        (warning,) = table.warnings
        assert "khác" in warning.text

    def test_a_row_that_repeats_another_is_pointed_out(self) -> None:
        table = read_catalogue(workbook(GOOD, changed(code="VP.09")))
        assert "Giống hệt" in table.warnings[0].text

    def test_a_missing_column_is_named(self) -> None:
        data = write_table(title="x", columns=[c for c in COLUMNS if c.key != "marks"], rows=[])
        with pytest.raises(UnreadableWorkbookError, match="Điểm chấm"):
            read_catalogue(data)

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a workbook", b"hello"])
    def test_a_file_that_is_no_workbook_is_refused_in_words(self, data: bytes) -> None:
        with pytest.raises(UnreadableWorkbookError, match=r"Không mở được|Tệp bị hỏng"):
            read_catalogue(data)


@pytest.fixture
def body(db: None) -> Unit:
    return make.body()


@pytest.fixture
def officer(db: None) -> User:
    return make.user()


def taken_in(body: Unit, officer: User, *rows: Sequence[Any]) -> Catalogue:
    data = workbook(*(rows or (GOOD,)))
    source = store_bytes(name="danh-muc.xlsx", data=data, actor=officer, at=make.NOON)
    return services.import_catalogue(
        body=body, name="Danh mục", table=read_catalogue(data), source=source, actor=officer, at=make.NOON
    ).catalogue


class TestTakingIn:
    def test_each_import_is_the_next_draft_version(self, body: Unit, officer: User) -> None:
        assert [taken_in(body, officer).version for _ in range(2)] == [1, 2]
        assert not Catalogue.objects.filter(state=CatalogueState.ISSUED).exists()
        assert Act.objects.filter(code="planning.catalogue_imported").count() == 2

    def test_one_wrong_row_keeps_the_whole_table_out(self, body: Unit, officer: User) -> None:
        with pytest.raises(services.CatalogueHasErrorsError, match="1 lỗi"):
            taken_in(body, officer, GOOD, changed(code="B", output=""))
        assert not Catalogue.objects.exists()
        assert not Product.objects.exists()

    def test_the_work_with_factor_one_is_the_standard_unit(self, body: Unit, officer: User) -> None:
        assert taken_in(body, officer).standard_product == "Soạn công văn"

    def test_products_are_found_without_diacritics(self, body: Unit, officer: User) -> None:
        assert [found.code for found in products_of(taken_in(body, officer), words="cong van")] == ["VP.01"]

    def test_the_same_work_under_two_codes_is_pointed_out(self, body: Unit, officer: User) -> None:
        rows = [
            changed(code="A1", work="Tham mưu thông báo kết luận độc lập", output="Thông báo kết luận"),
            changed(
                code="B1",
                work="Tham mưu thông báo kết luận của Chủ tịch xã",
                output="Thông báo kết luận",
                marks=8,
                factor="1.6",
            ),
            *(changed(code=f"C{n}", work=work, output=output) for n, (work, output) in enumerate(OTHER_WORK)),
        ]
        taken_in(body, officer, *rows)
        likest = ProductOverlap.objects.order_by("-likeness").select_related("one", "other").first()
        assert likest is not None
        assert {likest.one.code, likest.other.code} == {"A1", "B1"}
        assert likest.kind == "same_diff_marks"

    def test_a_pair_is_decided_once(self, body: Unit, officer: User) -> None:
        taken_in(body, officer, GOOD, changed(code="VP.02"))
        pair = ProductOverlap.objects.get()
        services.decide_overlap(
            overlap=pair, verdict=OverlapVerdict.SEPARATE, reason="khác phòng", actor=officer, at=make.NOON
        )
        with pytest.raises(services.OverlapAlreadyDecidedError, match="giữ riêng"):
            services.decide_overlap(overlap=pair, verdict=OverlapVerdict.REPEAT, reason="", actor=officer, at=make.NOON)


OTHER_WORK = (
    ("Lập dự toán ngân sách năm", "Dự toán"),
    ("Kiểm tra vệ sinh an toàn thực phẩm", "Biên bản"),
    ("Tiếp công dân định kỳ", "Sổ tiếp công dân"),
    ("Đăng ký khai sinh", "Trích lục"),
    ("Xác minh nguồn gốc đất", "Báo cáo xác minh"),
)


class TestIssuing:
    def test_a_version_ends_on_the_day_the_next_begins(self, body: Unit, officer: User) -> None:
        first, second = taken_in(body, officer), taken_in(body, officer)
        for version, day in ((first, date(2026, 1, 1)), (second, date(2026, 7, 1))):
            services.issue_catalogue(
                catalogue=version, document="Quyết định 01", valid_from=day, actor=officer, at=make.NOON
            )
        assert catalogue_on(body.pk, date(2026, 6, 30)) == first
        assert catalogue_on(body.pk, date(2026, 7, 1)) == second
        assert catalogue_on(body.pk, date(2025, 12, 31)) is None

    def test_what_is_issued_is_neither_issued_again_nor_thrown_away(self, body: Unit, officer: User) -> None:
        found = taken_in(body, officer)
        services.issue_catalogue(
            catalogue=found, document="Quyết định 01", valid_from=date(2026, 1, 1), actor=officer, at=make.NOON
        )
        with pytest.raises(services.CatalogueAlreadyIssuedError):
            services.issue_catalogue(
                catalogue=found, document="02", valid_from=date(2026, 2, 1), actor=officer, at=make.NOON
            )
        with pytest.raises(services.CatalogueAlreadyIssuedError):
            services.discard_draft(catalogue=found, reason="nhầm", actor=officer, at=make.NOON)

    def test_no_version_starts_before_one_already_issued(self, body: Unit, officer: User) -> None:
        first, second = taken_in(body, officer), taken_in(body, officer)
        services.issue_catalogue(
            catalogue=first, document="01", valid_from=date(2026, 5, 1), actor=officer, at=make.NOON
        )
        with pytest.raises(services.CatalogueDatesError, match="01/05/2026"):
            services.issue_catalogue(
                catalogue=second, document="02", valid_from=date(2026, 5, 1), actor=officer, at=make.NOON
            )

    def test_a_draft_can_be_thrown_away(self, body: Unit, officer: User) -> None:
        services.discard_draft(catalogue=taken_in(body, officer), reason="nhầm tệp", actor=officer, at=make.NOON)
        assert not Catalogue.objects.exists()
