"""A commune lives a year on the real catalogue and real task sentences, page by page, and its papers hold what was done."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import transaction
from docx import Document
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker
from python_calamine import CalamineWorkbook

from congtam.evaluation.models import RatingDecision
from congtam.scoring.models import ScoreSheet, ScoringPeriod
from congtam.tasks.models import Evidence, Task
from congtam.ui.wording import marks
from congtam.values.text import capital
from tests.real_data import real
from tests.site import commune_year as story
from tests.site.commune_year import BEST, CHAIRMAN, FAULTY, LATE, OFFICER, ROSTER, TAKER, UNABLE, House, sheet_of
from tests.site.screen import page_of, table

pytestmark = pytest.mark.real_data
PUBLISHED = date(2026, 12, 14)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The commune at the end of its year, taken away again afterwards."""
    real("plan-tasks.jsonl")
    with django_db_blocker.unblock(), transaction.atomic():
        made = House()
        story.set_up(made)
        story.prepare(made)
        story.live_a_month(made, 1, troubled=True)
        story.live_a_month(made, 2, troubled=False)
        for month in range(3, 12):
            story.pass_a_month(made, month)
        story.rate_the_year(made)
        story.decide(made)
        story.publish(made)
        yield made
        transaction.set_rollback(True)


def words_of_docx(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return " ".join([paragraph.text for paragraph in document.paragraphs] + cells)


def words_of_pdf(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def squeezed(text: str) -> str:
    """Words without the spaces that lines of print come apart at."""
    return re.sub(r"\s+", "", text)


def written(hundredths: int | None) -> str:
    assert hundredths is not None
    return f"{hundredths // 100},{hundredths % 100:02}"


def in_hundredths(cell: object) -> int:
    """Marks in a cell as they are kept."""
    return round(Decimal(str(cell)) * 100)


def case_of(name: str) -> RatingDecision:
    return RatingDecision.objects.select_related("case").get(case__person__full_name=name, is_current=True)


def test_eleven_months_of_everybody_are_confirmed_and_closed(house: House) -> None:
    assert ScoreSheet.objects.filter(state="confirmed").count() == 11 * len(ROSTER)
    assert ScoringPeriod.objects.filter(state="closed").count() == 11
    assert Task.objects.count() == 11 * len(ROSTER) + 2
    assert Evidence.objects.filter(kind="file", file__isnull=False).count() > 2 * len(ROSTER)


def test_a_delay_for_an_objective_cause_takes_nothing_and_a_content_error_does(house: House) -> None:
    usual = sheet_of(OFFICER, 1).total_hundredths
    assert sheet_of(LATE, 1).total_hundredths == usual
    # One error takes a quarter of b: 70 × (1 + 0.75 + 1) / 3 = 64.17.
    assert sheet_of(FAULTY, 1).total_hundredths == 1500 + 6417


def test_work_handed_back_counts_for_nobody_and_whoever_took_it_over_did_it(house: House) -> None:
    (line,) = sheet_of(UNABLE, 1).lines.all()
    assert (line.origin, str(line.assigned), str(line.done)) == ("handed_back", "1.00", "0.00")
    taken = sheet_of(TAKER, 1).lines.get(origin="taken_over")
    assert (taken.title, str(taken.done)) == (line.title, "1.00")


def test_heads_of_somebody_below_the_mark_get_half_of_d_that_month_only(house: House) -> None:
    head = story.HEADS[story.ECONOMY]
    assert sheet_of(UNABLE, 1).band == "not_completed"
    assert (sheet_of(head, 1).unit_results, sheet_of(head, 2).unit_results) == ("half", "full")


def test_one_more_excellent_person_than_the_share_allows_is_refused_with_the_reason(house: House) -> None:
    decided = RatingDecision.objects.filter(is_current=True, level="excellent")
    assert decided.exists()
    assert set(house.refusals) == set(BEST) - set(decided.values_list("case__person__full_name", flat=True))
    for said in house.refusals.values():
        assert story.STAFF in said
        assert "Hãy so sánh các ứng viên" in said


def test_after_publication_everybody_sees_his_own_level_and_the_list(house: House) -> None:
    with story.day(PUBLISHED):
        for name, *_ in ROSTER:
            own = house.at_work(name).open("/xep-loai/?year=2026")
            assert case_of(name).get_level_display().capitalize() in own.text
        clerk = house.at_work(LATE).open(f"/xep-loai/dot/{house.campaign_key}/ket-qua/")
        assert all(name in clerk.text for name, *_ in ROSTER)


def test_the_months_form_of_everybody_opens_again_with_name_and_marks(house: House) -> None:
    with story.day(PUBLISHED):
        for name, *_ in ROSTER:
            sheet = sheet_of(name, 1)
            clerk = house.at_work(name)
            total = f"{marks(sheet.total_hundredths)} điểm"
            for ending, read in (("docx", words_of_docx), ("pdf", words_of_pdf)):
                text = read(clerk.file(f"/cham-diem/phieu/{sheet.pk}/mau-so-01.{ending}"))
                assert unicodedata.is_normalized("NFC", text)
                for wanted in (name, total, story.judge_of(name), "Tháng 01 năm 2026"):
                    assert squeezed(wanted) in squeezed(text), (name, ending, wanted)


def test_the_years_form_of_everybody_opens_again_with_months_and_level(house: House) -> None:
    with story.day(PUBLISHED):
        for name, *_ in ROSTER:
            decided = case_of(name)
            clerk = house.at_work(name)
            marks = [written(sheet_of(name, month).total_hundredths) for month in (1, 2, 11)]
            # The crossed box stands behind its words; the person's own choice in part II, the decision in part III.
            level = f"{decided.get_level_display().capitalize()} X"
            for ending, read in (("docx", words_of_docx), ("pdf", words_of_pdf)):
                text = read(clerk.file(f"/xep-loai/ho-so/{decided.case_id}/mau-02.{ending}"))
                assert unicodedata.is_normalized("NFC", text)
                for wanted in (name, *marks, written(decided.case.mean_hundredths)):
                    assert squeezed(wanted) in squeezed(text), (name, ending, wanted)
                assert squeezed(level) in squeezed(text).partition("CẤPCÓTHẨMQUYỀN(căncứĐiều20")[2], (name, ending)


def test_the_list_of_the_body_holds_everybody_with_months_and_decision(house: House) -> None:
    with story.day(PUBLISHED):
        data = house.at_work(OFFICER).file(f"/xep-loai/dot/{house.campaign_key}/danh-sach.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    head = next(row for row in rows if "Họ và tên" in row)
    everybody = {name for name, *_ in ROSTER}
    found = {str(row[1]): dict(zip(head, row, strict=True)) for row in rows if row[1] in everybody}
    assert len(found) == len(ROSTER)
    for name, row in found.items():
        decided = case_of(name)
        assert row["Quyết định"] == capital(decided.get_level_display())
        assert in_hundredths(row["Điểm trung bình"]) == decided.case.mean_hundredths
        for month in range(1, 12):
            assert in_hundredths(row[f"Tháng {month}"]) == sheet_of(name, month).total_hundredths


def test_the_package_holds_a_readable_form_of_everybody(house: House) -> None:
    with story.day(PUBLISHED):
        officer = house.at_work(OFFICER).open(f"/xep-loai/dot/{house.campaign_key}/")
        officer.press("Mẫu số 02 từng người (.zip)")
        package = ZipFile(BytesIO(officer.file(f"/xep-loai/viec/{officer.key}/tep/")))
        everybody = words_of_pdf(officer.file(f"/xep-loai/dot/{house.campaign_key}/mau-02.pdf"))
    assert sorted(package.namelist()) == sorted(f"Mẫu 02 năm 2026 - {name}.docx" for name, *_ in ROSTER)
    for name, *_ in ROSTER:
        assert name in words_of_docx(package.read(f"Mẫu 02 năm 2026 - {name}.docx"))
        assert squeezed(name) in everybody


def test_the_workbook_of_a_month_holds_everybodys_marks(house: House) -> None:
    period = ScoringPeriod.objects.get(month=date(2026, 1, 1))
    with story.day(PUBLISHED):
        data = house.at_work(OFFICER).file(f"/cham-diem/ky/{period.pk}/xuat.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    totals = {row[1]: row[6] for row in rows}
    for name, *_ in ROSTER:
        assert in_hundredths(totals[name]) == sheet_of(name, 1).total_hundredths


def test_whoever_heads_the_commune_is_decided_on_from_above(house: House) -> None:
    decided = case_of(CHAIRMAN)
    assert decided.decided_by.full_name == story.PROVINCE_CHAIRMAN
    assert decided.level == "good"


def test_a_colleague_is_shown_no_sheet_of_another(house: House) -> None:
    with story.day(PUBLISHED):
        assert house.at_work(LATE).client.get(f"/cham-diem/phieu/{sheet_of(FAULTY, 1).pk}/").status_code == 404
        clerk = house.at_work(OFFICER)
        rows = table(page_of(clerk.client.get(f"/xep-loai/dot/{house.campaign_key}/")), "Người trong đợt xếp loại")
    assert len(rows) == len(ROSTER)
