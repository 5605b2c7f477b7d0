"""The pages of the yearly rating: who sees what, what is refused, how many questions they ask."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime
from docx import Document
from openpyxl import load_workbook
from time_machine import travel

from congtam.evaluation import services
from congtam.evaluation.models import Campaign, CampaignJob, Petition, RatingCase, RatingDecision
from congtam.evaluation.presenters import findings
from congtam.personnel.models import DisciplinaryAction, Person
from tests import make
from tests.evaluation.office import DECEMBER, Office, account, office
from tests.evaluation.test_deciding import decide
from tests.scoring import office as month_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _december() -> Iterator[None]:
    with travel(DECEMBER, tick=False):
        yield


@pytest.fixture
def made() -> Office:
    return office([95, 95, 80, 80, 80, 80, 60])


def as_(who: Person) -> Client:
    client = Client()
    client.force_login(account(who), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(who: Person, name: str, *args: object) -> Any:
    return as_(who).get(reverse(f"evaluation:{name}", args=args))


def test_the_head_of_the_body_works_through_every_page(made: Office) -> None:
    campaign = made.opened()
    for name in ("workbench", "compare", "distribution", "publication", "decide_clean"):
        assert page(made.director, name, campaign.pk).status_code == 200, name
    assert page(made.director, "case", made.case(made.staff[0]).pk).status_code == 200
    assert page(made.director, "campaigns").status_code == 200
    assert page(made.director, "petitions").status_code == 200


def test_the_workbench_says_as_of_when_its_proposals_and_flags_speak(made: Office) -> None:
    campaign = made.opened()
    with travel(DECEMBER + timedelta(days=2), tick=False):
        as_(made.officer).post(reverse("evaluation:propose", args=[campaign.pk]))
        shown = page(made.director, "workbench", campaign.pk).content.decode()
    told = localtime(DECEMBER + timedelta(days=2)).strftime("%H:%M %d/%m/%Y")
    assert f"tính theo dữ liệu lúc {told}; điểm, kỷ luật, thời gian nghỉ ghi sau đó" in shown


def test_the_officer_prepares_and_decides_nothing(made: Office) -> None:
    campaign = made.opened()
    case = made.case(made.staff[0])
    assert page(made.officer, "prepare", campaign.pk).status_code == 200
    assert "Quyết định</button>" not in page(made.officer, "case", case.pk).content.decode()
    posted = as_(made.officer).post(
        reverse("evaluation:decide", args=[case.pk]), {"result": "excellent", "revision": case.revision}
    )
    assert posted.status_code == 403
    assert page(made.officer, "publication", campaign.pk).status_code == 403


def test_a_person_sees_no_level_before_publication_and_why_after_it(made: Office) -> None:
    campaign = made.opened()
    before = page(made.staff[0], "mine").content.decode()
    assert "Kết quả chưa công bố" in before
    assert "trung bình 12 tháng đã chấm" not in before
    publish_all(made, campaign)
    after = page(made.staff[2], "mine").content.decode()
    assert "Kết quả đã công bố" in after
    assert "trung bình 12 tháng đã chấm = 80 điểm" in after


def publish_all(made: Office, campaign: Campaign) -> None:
    """One of the two excellent steps down so that the share is kept; everybody else as proposed."""
    decide(made, made.staff[1], "good", "Nhường chỉ tiêu")
    RatingCase.objects.filter(person=made.director).update(party_opinion="Nhất trí")
    for case in campaign.cases.exclude(person=made.staff[1]):
        decide(made, case.person, case.proposed_level)
    services.publish(campaign=campaign, document="TB 5/TB-STL", actor=account(made.director), at=DECEMBER)


def test_the_form_printed_before_publication_leaves_the_authority_s_part_empty(made: Office) -> None:
    made.opened()
    decide(made, made.staff[2], "good")
    for who, crosses in ((made.staff[2], 0), (made.director, 1)):
        answer = page(who, "form", made.case(made.staff[2]).pk, "docx")
        document = Document(BytesIO(answer.content))
        found = [cell.text for table in document.tables for row in table.rows for cell in row.cells if cell.text == "X"]
        assert len(found) == crosses


def test_the_head_of_a_division_sees_marks_of_his_people_and_no_level(made: Office) -> None:
    campaign = made.opened()
    text = page(made.division_head, "workbench", campaign.pk).content.decode()
    assert "Trần Văn A" in text
    assert "Hoàng Thị Mai" not in text
    assert "ct-level-excellent" not in text
    case = page(made.division_head, "case", made.case(made.staff[0]).pk).content.decode()
    assert "ct-level-excellent" not in case


def test_a_stranger_finds_nothing(made: Office) -> None:
    campaign = made.opened()
    stranger = make.officer(make.body("Sở Y tế tỉnh Sông Lam", under=made.province))
    assert page(stranger, "workbench", campaign.pk).status_code == 404
    assert page(stranger, "case", made.case(made.staff[0]).pk).status_code == 404
    assert page(stranger, "form", made.case(made.staff[0]).pk, "docx").status_code == 404


def test_a_decision_on_the_page_is_kept_and_one_too_many_is_shown_with_the_candidates(made: Office) -> None:
    made.opened()
    client = as_(made.director)
    first, second = (made.case(who) for who in made.staff[:2])
    answer = client.post(
        reverse("evaluation:decide", args=[first.pk]), {"result": "excellent", "revision": first.revision, "reason": ""}
    )
    assert answer.status_code == 302
    answer = client.post(
        reverse("evaluation:decide", args=[second.pk]),
        {"result": "excellent", "revision": second.revision, "reason": "rất tốt"},
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "So sánh các ứng viên" in text
    assert "rất tốt" in text
    assert RatingDecision.objects.count() == 1


def test_a_page_read_too_early_answers_conflict_and_keeps_what_was_typed(made: Office) -> None:
    made.opened()
    case = made.case(made.staff[2])
    answer = as_(made.director).post(
        reverse("evaluation:decide", args=[case.pk]),
        {"result": "completed", "revision": case.revision - 1, "reason": "chậm việc lớn"},
    )
    assert answer.status_code == 409
    assert "chậm việc lớn" in answer.content.decode()


def test_the_officer_records_what_comes_before_decisions_and_proposals_follow(made: Office) -> None:
    campaign = made.opened()
    client = as_(made.officer)
    url = reverse("evaluation:prepare", args=[campaign.pk])
    answer = client.post(url, {"part": "share", "share-share": "25", "share-share_document": ""})
    assert answer.status_code == 422
    assert "quyết định của cấp có thẩm quyền" in answer.content.decode()
    answer = client.post(
        url, {"part": "body_level", "body_level-body_level": "completed", "body_level-body_level_document": "QĐ 1"}
    )
    assert answer.status_code == 302
    assert made.case(made.director).proposed_level == "completed"


def test_a_conclusion_recorded_on_the_case_changes_its_proposal(made: Office) -> None:
    made.opened()
    case = made.case(made.staff[0])
    answer = as_(made.officer).post(
        reverse("evaluation:opinions", args=[case.pk]),
        {
            "collective_opinion": "Nhất trí",
            "degradation": "yes",
            "unit_corruption": "",
            "conclusions_document": "KL 3/KL-UBKT",
        },
    )
    assert answer.status_code == 302
    assert made.case(made.staff[0]).proposed_level == "not_completed"


def test_clean_cases_are_listed_and_decided_from_their_page(made: Office) -> None:
    campaign = made.opened()
    for who in made.staff[2:4]:
        services.self_rate(case=made.case(who), level="good", actor=account(who), at=DECEMBER)
    client = as_(made.director)
    url = reverse("evaluation:decide_clean", args=[campaign.pk])
    assert "Trần Văn C" in client.get(url).content.decode()
    cases = [made.case(who) for who in made.staff[2:4]]
    posted = {"case": [case.pk for case in cases], **{f"revision-{case.pk}": case.revision for case in cases}}
    assert client.post(url, posted).status_code == 302
    assert RatingDecision.objects.count() == 2


def test_self_rating_petition_and_answer_go_their_way(made: Office) -> None:
    campaign = made.opened()
    who = made.staff[2]
    case = made.case(who)
    as_(who).post(reverse("evaluation:self_rate", args=[case.pk]), {"level": "good"})
    assert made.case(who).self_level == "good"
    assert (
        as_(made.staff[3]).post(reverse("evaluation:self_rate", args=[case.pk]), {"level": "good"}).status_code == 404
    )
    publish_all(made, campaign)
    as_(who).post(reverse("evaluation:petition", args=[case.pk]), {"text": "Xin xem lại"})
    petition = Petition.objects.get()
    assert "Xin xem lại" in page(made.director, "petitions").content.decode()
    answer = as_(who).post(reverse("evaluation:answer", args=[petition.pk]), {"answer": "changed", "text": "x"})
    assert answer.status_code == 403
    as_(made.director).post(
        reverse("evaluation:answer", args=[petition.pk]), {"answer": "upheld", "text": "Giữ nguyên"}
    )
    petition.refresh_from_db()
    assert petition.answer == "upheld"


def test_published_results_are_open_to_everybody_of_the_body_and_nobody_else(made: Office) -> None:
    campaign = made.opened()
    assert page(made.staff[5], "results", campaign.pk).status_code == 404
    publish_all(made, campaign)
    assert "Trần Văn A" in page(made.staff[5], "results", campaign.pk).content.decode()
    stranger = make.officer(make.body("Sở Y tế tỉnh Sông Lam", under=made.province))
    assert page(stranger, "results", campaign.pk).status_code == 404


def test_the_list_of_the_body_has_a_row_for_everybody_and_the_forms_come_in_one_file(made: Office) -> None:
    campaign = made.opened()
    book = load_workbook(BytesIO(page(made.officer, "workbook", campaign.pk).content))
    names = [row[1].value for row in book.active.iter_rows() if row[0].value not in (None, "TT")]
    assert {who.full_name for who in made.staff} <= set(names)
    answer: Any = as_(made.officer).post(reverse("evaluation:forms_zip", args=[campaign.pk]))
    job = CampaignJob.objects.get()
    assert answer.url == reverse("evaluation:job", args=[job.pk])
    assert page(made.officer, "job", job.pk).status_code == 200
    data = b"".join(page(made.officer, "job_file", job.pk).streaming_content)
    with ZipFile(BytesIO(data)) as archive:
        assert len(archive.namelist()) == campaign.cases.count()
    assert page(made.staff[0], "job_file", job.pk).status_code == 404


def test_pages_ask_as_many_questions_of_a_large_body_as_of_a_small_one() -> None:
    counts: dict[str, list[int]] = {}
    for made in (office([95]), office([95, 80, 60] * 30)):
        campaign = made.opened()
        case = made.case(made.staff[0])
        for name, key in (
            ("workbench", campaign.pk),
            ("case", case.pk),
            ("publication", campaign.pk),
            ("compare", campaign.pk),
        ):
            client = as_(made.director)
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"evaluation:{name}", args=[key]))
            counts.setdefault(name, []).append(len(asked))
    assert {name: found for name, found in counts.items() if found[0] != found[1] or found[1] > 15} == {}


def test_reasons_come_in_the_order_they_weigh(made: Office) -> None:
    made.opened()
    shown = findings(made.case(made.staff[2]))
    assert [one["rule"] for one in shown if not one["is_last"]] == ["good", "yearly_mean", "excellent"]
    assert {one["rule"] for one in shown if one["is_last"]} >= {"under_six_months", "degradation", "duty_discipline"}


def test_a_breach_that_forces_a_level_is_the_first_reason(made: Office) -> None:
    DisciplinaryAction.objects.create(
        person=made.staff[2],
        side="state",
        kind="khiển trách",
        act="Vi phạm",
        decided_date=date(2026, 6, 1),
        is_duty_related=True,
    )
    made.opened()
    first, second, *_ = findings(made.case(made.staff[2]))
    assert (first["rule"], first["truth"], second["rule"]) == ("duty_discipline", "", "good")


def test_what_does_not_apply_is_folded_under_the_reasons(made: Office) -> None:
    campaign = made.opened()
    publish_all(made, campaign)
    shown = page(made.staff[2], "mine").content.decode()
    assert shown.index("Hoàn thành tốt nhiệm vụ: từ 70 điểm") < shown.index("điều khác, không áp dụng")
    assert shown.index("điều khác, không áp dụng") < shown.index("Không áp dụng: số tháng làm việc")


def test_a_year_says_which_months_rest_on_marks_corrected_since() -> None:
    house = month_office.office()
    month_office.opened(house)
    sheet = month_office.corrected_downwards(house)
    officer = account(house.officer)
    campaign = services.open_campaign(body=house.body, year=2026, actor=officer, at=DECEMBER)
    services.refresh_proposals(campaign=campaign, actor=officer, at=DECEMBER)
    case = RatingCase.objects.get(person=house.head)
    said = "d 100% → 50%, tổng điểm 100,00 → 94,17"
    shown = page(house.officer, "workbench", campaign.pk).content.decode()
    assert "d tháng 3: 100% → 50%, tổng 100,00 → 94,17" in shown
    shown = page(house.officer, "case", case.pk).content.decode()
    assert shown.count(f"Tháng 03/2026: {said}") > 1  # the note with its button, and among the reasons of the proposal
    assert reverse("scoring:correct_results", args=[sheet.pk]) in shown
    assert f"Tháng 03/2026: {said}" in page(house.director, "case", case.pk).content.decode()


def test_whose_month_rests_on_corrected_marks_is_not_decided_among_the_clean() -> None:
    house = month_office.office()
    month_office.opened(house)
    month_office.corrected_downwards(house)
    officer = account(house.officer)
    campaign = services.open_campaign(body=house.body, year=2026, actor=officer, at=DECEMBER)
    settled = {"proposed_outcome": "rated", "proposed_level": "good", "self_level": "good", "self_signed_at": DECEMBER}
    campaign.cases.filter(person__in=(house.head, house.colleague)).update(**settled)
    clean = services.clean_cases(campaign, deciding_units=frozenset({house.body.pk}), except_person=house.director.pk)
    assert [case.person for case in clean] == [house.colleague]


def test_the_workbench_shows_the_columns_that_were_chosen(made: Office) -> None:
    campaign = made.opened()
    address = reverse("evaluation:workbench", args=[campaign.pk])
    shown = as_(made.officer).get(address, {"cot": ["mean", "decided"]}).content.decode()
    assert "Trung bình" in shown
    assert "Ba năm trước</th>" not in shown
    assert "Ba năm trước</th>" in page(made.officer, "workbench", campaign.pk).content.decode()


def test_an_event_that_does_not_apply_is_not_shown_as_a_failure(made: Office) -> None:
    made.opened()
    marks = {one["rule"]: one["truth"] for one in findings(made.case(made.staff[2]))}
    assert (marks["yearly_mean"], marks["excellent"], marks["good"]) == ("yes", "no", "yes")
    assert marks["duty_discipline"] == marks["degradation"] == ""


def test_dossiers_of_the_year_stand_in_the_case_and_on_the_form_with_their_source(made: Office) -> None:
    campaign, who = made.opened(), made.staff[2]
    brought = make.export(made.body, date(2026, 11, 30))
    make.dossier(brought, made.division, date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 6), person=who)
    make.dossier(brought, made.division, date(2026, 11, 2), date(2026, 11, 9))
    shown = page(made.director, "case", made.case(who).pk).content.decode()
    assert "Hồ sơ thủ tục hành chính trong năm" in shown
    assert "ho-so-30-11.xlsx" in shown
    assert "Chưa có số liệu tháng 1 đến tháng 10 và tháng 12" in shown
    assert "Của đơn vị phụ trách" in page(made.director, "case", made.case(made.division_head).pk).content.decode()
    assert "Cá nhân giải quyết" in page(who, "mine").content.decode()
    assert "Hồ sơ thủ tục" not in page(made.director, "case", made.case(made.staff[0]).pk).content.decode()
    paper = Document(BytesIO(page(made.director, "form", made.case(who).pk, "docx").content))
    said = " ".join(part.text for part in paper.paragraphs)
    assert "Hồ sơ thủ tục hành chính năm 2026: 1 đã giải quyết, 1 đúng hạn, 0 trễ hạn" in said
    assert campaign.cases.get(person=who).proposed_level == "good"
