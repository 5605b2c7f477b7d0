"""Proposals that may ask for what is there already: found, shown side by side, decided by those who run the level."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congtam.audit.models import Act
from congtam.key_tasks import jobs, services
from congtam.key_tasks.choices import KeyTaskState
from congtam.key_tasks.models import KeyTask, KeyTaskScheme, ProposalOverlap
from congtam.key_tasks.services import comparing
from congtam.personnel.models import Person
from congtam.planning.choices import ItemVerdict, Relation
from congtam.planning.models import WorkItem
from congtam.planning.services.verdicts import OverlapDecidedError
from congtam.site.command.bench_pages import MOST_QUERIES
from congtam.values.known import given
from congtam.values.refusal import UnreasonedError
from tests import make
from tests.key_tasks.level import NOON, Level
from tests.site.clerk import Clerk

pytestmark = pytest.mark.django_db
HIDDEN, FORBIDDEN = 404, 403
DYKE = "Hoàn thành kè chống sạt lở Bãi Vọt"
SAME_DYKE = "Hoàn thành công trình kè chống sạt lở Bãi Vọt"
OTHER_THING = "Tổ chức tập huấn chuyển đổi số cho cán bộ xã"


@pytest.fixture(autouse=True)
def second_of_april() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def level() -> Level:
    return Level()


def pair_of(level: Level, relation: Relation = Relation.SAME) -> ProposalOverlap:
    """Two proposals that were found alike, the later one looked at."""
    one, other = level.proposed(title=DYKE), level.proposed(title=SAME_DYKE)
    return ProposalOverlap.objects.create(proposal=other, key_task=one, relation=relation, chance=900)


def planned(level: Level, title: str = DYKE, number: str = "12/KH") -> WorkItem:
    """Work of the level that a plan asks for."""
    item = make.item(make.plan(level.body, number=number), task=title, due_date=date(2026, 6, 30))
    return make.work(item, by=given(level.commission.user), at=NOON)


def with_work(level: Level) -> ProposalOverlap:
    """A proposal of what a plan of the level has already."""
    return ProposalOverlap.objects.create(
        proposal=level.proposed(title=DYKE), work=planned(level), relation=Relation.SAME, chance=900
    )


def clerk(who: Person) -> Clerk:
    return Clerk(given(who.user))


class TestSearching:
    def test_two_proposals_of_one_thing_are_one_pair_and_the_rest_are_none(self, level: Level) -> None:
        one, other = level.proposed(title=DYKE), level.proposed(title=SAME_DYKE)
        level.proposed(title=OTHER_THING)
        for _ in range(2):
            jobs.find_overlaps(round_id=level.round.pk, actor_id=given(level.commission.user).pk)
        likely = ProposalOverlap.objects.filter(relation__in=(Relation.SAME, Relation.SAME_OTHER_DEADLINE))
        assert [(pair.key_task, pair.proposal) for pair in likely] == [(one, other)]
        assert not any("nơi giao" in reason for reason in likely.get().reasons)

    def test_a_proposal_is_held_against_what_was_decided_and_what_a_plan_has(self, level: Level) -> None:
        given_out, work = level.assigned(title=DYKE), planned(level)
        proposal = level.proposed(title=SAME_DYKE)
        assert level.act(comparing.search, round_id=level.round.pk, only=proposal.pk) >= 2
        found = ProposalOverlap.objects.filter(proposal=proposal)
        assert {(pair.key_task, pair.work) for pair in found} >= {(given_out, None), (None, work)}

    def test_the_work_a_key_task_became_is_not_found_a_second_time(self, level: Level) -> None:
        given_out = level.assigned(title=DYKE)
        proposal = level.proposed(title=SAME_DYKE)
        level.act(comparing.search, round_id=level.round.pk)
        assert not ProposalOverlap.objects.filter(proposal=proposal, work=given_out.work).exists()

    def test_a_decided_pair_stays_when_the_search_is_done_again(self, level: Level) -> None:
        pair = pair_of(level)
        level.act(services.separate_pair, overlap_id=pair.pk, reason="Hai đoạn kè")
        level.act(comparing.search, round_id=level.round.pk)
        pair.refresh_from_db()
        assert (pair.verdict, ProposalOverlap.objects.count()) == (ItemVerdict.SEPARATE, 1)

    def test_a_pair_somebody_is_looking_at_keeps_its_address_when_another_proposal_comes(self, level: Level) -> None:
        pair = pair_of(level)
        ProposalOverlap.objects.filter(pk=pair.pk).update(chance=1)
        level.act(comparing.search, round_id=level.round.pk)
        pair.refresh_from_db()
        assert (pair.verdict, ProposalOverlap.objects.count()) == (ItemVerdict.OPEN, 1)
        assert pair.chance > 1

    def test_things_that_share_only_the_language_of_plans_are_no_pair(self, level: Level) -> None:
        level.proposed(title="Đăng ký sở hữu trí tuệ cho đặc sản của các xã")
        planned(level, title="Mở rộng truy xuất nguồn gốc đối với nông sản đạt chuẩn")
        planned(level, title="Xây dựng cơ sở dữ liệu chuyên gia, nhà khoa học của tỉnh", number="13/KH")
        assert level.act(comparing.search, round_id=level.round.pk) == 0

    def test_nothing_is_found_in_a_round_without_proposals(self, level: Level) -> None:
        assert level.act(comparing.search, round_id=level.round.pk) == 0


class TestDeciding:
    def test_of_two_proposals_the_one_that_was_chosen_stays(self, level: Level) -> None:
        pair = pair_of(level)
        level.act(services.merge_pair, overlap_id=pair.pk, stays_id=pair.proposal_id, reason="Cùng công trình")
        pair.refresh_from_db()
        assert pair.key_task is not None
        assert (pair.verdict, pair.key_task.state, pair.key_task.merged_into) == (
            ItemVerdict.MERGED,
            KeyTaskState.MERGED,
            pair.proposal,
        )
        assert Act.objects.filter(code="key_tasks.merged").exists()
        level.act(services.unmerge, key_task_id=pair.key_task.pk, reason="Hai đoạn kè")
        pair.refresh_from_db()
        assert pair.verdict == ItemVerdict.OPEN

    def test_a_proposal_goes_into_a_key_task_that_is_given_out_already(self, level: Level) -> None:
        given_out, proposal = level.assigned(title=DYKE), level.proposed(title=SAME_DYKE)
        pair = ProposalOverlap.objects.create(proposal=proposal, key_task=given_out, relation="same", chance=900)
        level.act(services.merge_pair, overlap_id=pair.pk, stays_id=given_out.pk, reason="Đã giao")
        proposal.refresh_from_db()
        given_out.refresh_from_db()
        assert (proposal.merged_into, given_out.state) == (given_out, KeyTaskState.ASSIGNED)

    def test_work_of_a_plan_is_what_the_proposal_is_given_out_as(self, level: Level) -> None:
        pair = with_work(level)
        level.act(services.merge_pair, overlap_id=pair.pk, stays_id=None, reason="Kế hoạch 12 đã có")
        approved = level.proposal_to_approved(pair.proposal_id)
        before = WorkItem.objects.count()
        given_out = level.act(services.assign, key_task_id=approved.pk, leader=level.leader)
        assert (given_out.work, WorkItem.objects.count()) == (pair.work, before)
        level.act(services.stop, key_task_id=given_out.pk, reason="Không còn trọng tâm")
        given(pair.work).refresh_from_db()
        assert given(pair.work).state == "open"

    def test_keeping_apart_needs_a_reason_and_is_told_in_the_trail(self, level: Level) -> None:
        pair = pair_of(level)
        with pytest.raises(UnreasonedError):
            level.act(services.separate_pair, overlap_id=pair.pk, reason=" ")
        level.act(services.separate_pair, overlap_id=pair.pk, reason="Hai đoạn kè khác nhau")
        act = Act.objects.get(code="key_tasks.overlap_separated")
        assert act.reason == "Hai đoạn kè khác nhau"

    def test_what_was_decided_is_not_decided_again_but_can_be_looked_at_anew(self, level: Level) -> None:
        pair = with_work(level)
        level.act(services.merge_pair, overlap_id=pair.pk, stays_id=None, reason="Đã có")
        with pytest.raises(OverlapDecidedError, match="Đinh Thị Thẩm đã kết luận"):
            level.act(services.separate_pair, overlap_id=pair.pk, reason="Khác")
        level.act(services.reopen_pair, overlap_id=pair.pk, reason="Nhầm kế hoạch")
        pair.refresh_from_db()
        assert (pair.verdict, pair.proposal.planned_as) == (ItemVerdict.OPEN, None)

    def test_a_proposal_serves_the_item_of_the_plan_and_no_equal(self, level: Level) -> None:
        pair, equal = with_work(level), pair_of(level)
        level.act(services.serve_pair, overlap_id=pair.pk)
        pair.refresh_from_db()
        assert (pair.verdict, pair.proposal.serves_item) == (ItemVerdict.SERVES, given(pair.work).items.get())
        with pytest.raises(services.NotHigherError):
            level.act(services.serve_pair, overlap_id=equal.pk)


class TestPages:
    def test_those_who_run_the_level_decide_on_the_page(self, level: Level) -> None:
        pair = pair_of(level)
        officer = clerk(level.commission).open(reverse("key_tasks:board"))
        officer.follow("Đề xuất có thể trùng (1)")
        assert "<mark>công trình</mark>" in officer.response.content.decode()
        officer.follow(f"Kết luận cặp {pair.pk}")
        assert "Hãy ghi lý do để riêng" in officer.tried("Cố ý để riêng")
        pair.refresh_from_db()
        assert pair.verdict == ItemVerdict.OPEN
        officer.press("Là một việc", {"stays": str(pair.key_task_id), "reason": "Cùng công trình"})
        pair.refresh_from_db()
        assert (pair.verdict, pair.proposal.state) == (ItemVerdict.MERGED, KeyTaskState.MERGED)
        assert "Không còn cặp nào chờ xem" in officer.text

    def test_a_plan_that_has_it_already_is_named(self, level: Level) -> None:
        pair = with_work(level)
        page = clerk(level.commission).open(reverse("key_tasks:pair", args=[pair.pk]))
        assert "Đã có trong kế hoạch: 12/KH" in page.text

    def test_a_focal_point_neither_sees_nor_decides_pairs(self, level: Level) -> None:
        pair = pair_of(level)
        client = Client()
        client.force_login(given(level.leader.user))
        for name, args in (("pairs", [level.round.pk]), ("pair", [pair.pk])):
            assert client.get(reverse(f"key_tasks:{name}", args=args)).status_code == HIDDEN
        for name, args in (("search_pairs", [level.round.pk]), ("pair", [pair.pk]), ("reopen_pair", [pair.pk])):
            assert client.post(reverse(f"key_tasks:{name}", args=args)).status_code == HIDDEN
        pair.refresh_from_db()
        assert pair.verdict == ItemVerdict.OPEN

    def test_the_list_asks_the_same_for_one_pair_and_for_a_hundred(self, level: Level) -> None:
        KeyTaskScheme.objects.update(most_per_person=None)
        client = Client()
        client.force_login(given(level.commission.user))
        address, counts = reverse("key_tasks:pairs", args=[level.round.pk]), []
        with_work(level)
        pair_of(level)
        first = KeyTask.objects.filter(state=KeyTaskState.PROPOSED).earliest("pk")
        for number in (0, 100):
            others = [level.proposed(title=f"Kè số {place}") for place in range(number)]
            ProposalOverlap.objects.bulk_create(
                [ProposalOverlap(proposal=one, key_task=first, relation="same", chance=700) for one in others]
            )
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]
        assert counts[1] <= MOST_QUERIES
