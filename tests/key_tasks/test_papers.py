"""Proposals on paper, opened again as whoever takes them opens them."""

from collections.abc import Iterator
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from congtam.key_tasks import services
from congtam.key_tasks.choices import Check
from congtam.personnel.models import Person
from congtam.values.known import given
from tests import make
from tests.key_tasks.level import NOON, Level

pytestmark = pytest.mark.django_db
HIDDEN, FORBIDDEN = 404, 403


@pytest.fixture(autouse=True)
def second_of_april() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def level() -> Level:
    return Level()


def fetched(who: Person, name: str, *keys: object) -> tuple[int, bytes]:
    client = Client()
    client.force_login(given(who.user))
    answer = client.get(reverse(f"key_tasks:{name}", args=keys))
    return answer.status_code, answer.content


def words(data: bytes) -> str:
    paper = Document(BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_sheet_of_a_proposal_says_all_it_was_asked_for_and_invents_no_form_number(level: Level) -> None:
    found = level.proposed(standard="Theo thiết kế", evidence="Biên bản nghiệm thu", serves_text="Nghị quyết 5-NQ/TU")
    status, data = fetched(level.leader, "proposal_paper", found.pk, "docx")
    told = words(data)
    assert status == 200
    for part in (
        "PHIẾU ĐỀ XUẤT NHIỆM VỤ TRỌNG TÂM",
        "SỞ THUỶ LỢI TỈNH SÔNG LAM",
        "Khối: Khối kinh tế",
        "Nội dung nhiệm vụ: Hoàn thành kè Bãi Vọt",
        "Mức phải đạt: 4,2",
        "Hạn hoàn thành: 20/06/2026",
        "Lãnh đạo chịu trách nhiệm: Hồ Văn Dũng",
        "Tiêu chuẩn chất lượng: Theo thiết kế",
        "mục tiêu cấp trên: Nghị quyết 5-NQ/TU",
        "Chưa xét",
        "Theo Quy định số 12-QĐ/TU",
    ):
        assert part in told
    assert "Mẫu số" not in told


def test_a_failed_criterion_stands_on_the_sheet_with_why(level: Level) -> None:
    found = level.proposed()
    asked = level.scheme.criteria.get(check_by=Check.ASKED)
    level.act(services.screen, key_task_id=found.pk, answers={asked.pk: (False, "Việc thường xuyên")})
    told = words(fetched(level.commission, "proposal_paper", found.pk, "docx")[1])
    assert "Chưa đạt" in told
    assert "Việc thường xuyên" in told


def test_the_proposals_of_a_block_come_together_without_drafts(level: Level) -> None:
    level.proposed()
    level.proposed(title="Nạo vét kênh Đông")
    level.drafted(title="Còn đang nghĩ")
    for who in (level.leader, level.commission):
        status, data = fetched(who, "block_paper", level.round.pk, level.block.pk, "docx")
        told = words(data)
        assert status == 200
        assert "Khối kinh tế, Quý II/2026" in told
        for title in ("Hoàn thành kè Bãi Vọt", "Nạo vét kênh Đông", "km kè: 4,2"):
            assert title in told
        assert "Còn đang nghĩ" not in told


def test_both_papers_come_as_pdf_with_the_same_words(level: Level) -> None:
    found = level.proposed()
    for name, keys in (("proposal_paper", [found.pk]), ("block_paper", [level.round.pk, level.block.pk])):
        told = " ".join(
            " ".join(page.extract_text().split())
            for page in PdfReader(BytesIO(fetched(level.leader, name, *keys, "pdf")[1])).pages
        )
        assert "ĐỀ XUẤT NHIỆM VỤ TRỌNG TÂM" in told
        assert "Hoàn thành kè" in told


def test_only_those_who_take_part_get_them_and_only_in_two_kinds(level: Level) -> None:
    found = level.proposed()
    stranger = make.officer(make.unit("Sở Khác", under=level.body), "Lý Thị Lạ")
    assert fetched(stranger, "proposal_paper", found.pk, "docx")[0] == HIDDEN
    assert fetched(stranger, "block_paper", level.round.pk, level.block.pk, "docx")[0] == HIDDEN
    assert fetched(level.leader, "proposal_paper", found.pk, "exe")[0] == HIDDEN
    level.act(
        services.screen, key_task_id=found.pk, answers={level.scheme.criteria.get(check_by=Check.ASKED).pk: (True, "")}
    )
    level.act(services.ask_opinions, key_task_id=found.pk, units=[level.finance], due_date=level.round.appraise_until)
    assert fetched(level.accountant, "block_paper", level.round.pk, level.block.pk, "docx")[0] == FORBIDDEN
