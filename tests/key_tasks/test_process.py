"""From a focal point's proposal to a judged result."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from congtam.audit.models import Act
from congtam.key_tasks import selectors, services
from congtam.key_tasks.choices import Check, KeyTaskState, Opinion
from congtam.key_tasks.models import KeyTask
from congtam.planning.choices import WorkState
from congtam.planning.models import WorkItem
from congtam.tasks.choices import TaskState
from congtam.tasks.models import Task
from congtam.values.known import given
from congtam.values.refusal import RefusedError, UnreasonedError
from tests import make
from tests.key_tasks.level import NOON, Level, calendar, rules

pytestmark = pytest.mark.django_db

GOOD = services.Judgement(quantity=Decimal(100), quality=Decimal(95), time=Decimal(80), words="Vượt yêu cầu chất lượng")


@pytest.fixture
def level() -> Level:
    return Level()


class TestRules:
    def test_weights_that_do_not_make_a_hundred_are_refused_with_their_sum(self, level: Level) -> None:
        with pytest.raises(services.UnusableSchemeError, match="110 %, phải đủ 100 %"):
            level.act(
                services.set_scheme,
                body=level.body,
                rules=rules(time_weight=30, valid_from=date(2026, 7, 1)),
                criteria=[("Rõ", Check.ASKED)],
                blocks=[("Khối", level.department)],
            )

    def test_new_rules_end_those_before_and_rounds_already_opened_keep_theirs(self, level: Level) -> None:
        newer = level.act(
            services.set_scheme,
            body=level.body,
            rules=rules(level_1_from=95, valid_from=date(2026, 7, 1)),
            criteria=[("Rõ", Check.ASKED)],
            blocks=[("Khối", level.department)],
        )
        assert selectors.scheme_on(level.body.pk, date(2026, 6, 30)) == level.scheme
        assert selectors.scheme_on(level.body.pk, date(2026, 7, 1)) == newer
        level.round.refresh_from_db()
        assert level.round.scheme.level_1_from == 90

    @pytest.mark.parametrize(
        "changes",
        [{"appraise_until": date(2026, 4, 1)}, {"ends_on": date(2026, 3, 1)}, {"judge_until": date(2026, 4, 1)}],
    )
    def test_a_calendar_out_of_order_is_refused(self, level: Level, changes: dict[str, date]) -> None:
        days = {"starts_on": date(2026, 7, 1), "ends_on": date(2026, 9, 30)} | changes
        with pytest.raises(services.UnusableCalendarError, match="theo thứ tự"):
            level.act(services.open_round, scheme=level.scheme, calendar=calendar(**days))

    def test_two_rounds_of_a_level_never_cover_one_day(self, level: Level) -> None:
        with pytest.raises(services.UnusableCalendarError, match="Quý II/2026"):
            level.act(services.open_round, scheme=level.scheme, calendar=calendar(starts_on=date(2026, 6, 30)))


class TestProposing:
    def test_what_the_words_themselves_lack_is_said_before_it_goes_anywhere(self, level: Level) -> None:
        draft = level.drafted(product="", quantity=None, due_date=date(2026, 9, 1), leader=None)
        with pytest.raises(services.IncompleteProposalError) as refusal:
            level.act(services.propose, level.leader, key_task_id=draft.pk)
        for words in ("Chưa nêu sản phẩm", "Chưa có thước đo", "nằm ngoài kỳ", "Chưa có lãnh đạo"):
            assert words in str(refusal.value)
        draft.refresh_from_db()
        assert draft.state == KeyTaskState.DRAFT

    def test_after_the_last_day_nothing_new_is_proposed(self, level: Level) -> None:
        draft = level.drafted()
        late = NOON + timedelta(days=10)
        with pytest.raises(services.RoundClosedError, match="đến hết 08/04/2026"):
            level.act(services.propose, level.leader, at=late, key_task_id=draft.pk)

    def test_a_failing_criterion_is_explained_to_the_proposer(self, level: Level) -> None:
        asked = level.scheme.criteria.get(check_by=Check.ASKED)
        found = level.proposed()
        with pytest.raises(services.UnscreenedError, match="chưa được trả lời"):
            level.act(services.screen, key_task_id=found.pk, answers={})
        with pytest.raises(services.UnscreenedError, match="chưa có giải thích"):
            level.act(services.screen, key_task_id=found.pk, answers={asked.pk: (False, " ")})
        words = "Thẩm quyền của Bộ; hãy giới hạn ở phần việc của tỉnh."
        back = level.act(services.screen, key_task_id=found.pk, answers={asked.pk: (False, words)})
        assert back.state == KeyTaskState.RETURNED
        last = selectors.history_of(back)[0]
        assert words in last.note
        assert [one.reason for one in last.answers.all() if not one.holds] == [words]

    def test_a_returned_proposal_comes_again_even_after_the_last_day(self, level: Level) -> None:
        asked = level.scheme.criteria.get(check_by=Check.ASKED)
        found = level.proposed()
        level.act(services.screen, key_task_id=found.pk, answers={asked.pk: (False, "Chưa rõ phạm vi")})
        late = NOON + timedelta(days=10)
        level.act(services.correct, level.leader, at=late, key_task_id=found.pk, proposal=level.proposal(title="Kè 2"))
        again = level.act(services.propose, level.leader, at=late, key_task_id=found.pk)
        assert (again.state, again.title) == (KeyTaskState.PROPOSED, "Kè 2")

    def test_two_proposals_of_one_thing_become_one_and_can_be_parted_again(self, level: Level) -> None:
        one, other = level.proposed(), level.proposed(title="Xong kè Bãi Vọt trong quý II")
        level.act(services.merge, key_task_id=other.pk, into_id=one.pk, reason="Cùng một công trình")
        other.refresh_from_db()
        assert (other.state, other.merged_into) == (KeyTaskState.MERGED, one)
        level.act(services.unmerge, key_task_id=other.pk, reason="Hai đoạn kè khác nhau")
        other.refresh_from_db()
        assert (other.state, other.merged_into) == (KeyTaskState.PROPOSED, None)

    def test_a_proposal_goes_neither_into_itself_nor_into_one_that_is_gone(self, level: Level) -> None:
        one, other = level.proposed(), level.drafted()
        for into in (one, other):
            with pytest.raises(services.UnmergeableError):
                level.act(services.merge, key_task_id=one.pk, into_id=into.pk, reason="Trùng")


class TestDeciding:
    def test_nobody_concludes_while_a_body_that_was_asked_has_days_left(self, level: Level) -> None:
        found = level.screened()
        level.act(services.ask_opinions, key_task_id=found.pk, units=[level.finance], due_date=date(2026, 4, 10))
        with pytest.raises(services.UnappraisedError, match="Còn 1 nơi chưa trả lời"):
            level.act(services.appraise, key_task_id=found.pk, is_fit=True, conclusion="Đủ")
        after = datetime(2026, 4, 11, 5, tzinfo=UTC)
        done = level.act(services.appraise, at=after, key_task_id=found.pk, is_fit=True, conclusion="Đủ")
        assert done.state == KeyTaskState.APPRAISED

    def test_a_body_that_does_not_agree_says_why_and_answers_once(self, level: Level) -> None:
        found = level.screened()
        [asked] = level.act(
            services.ask_opinions, key_task_id=found.pk, units=[level.finance], due_date=date(2026, 4, 10)
        )
        with pytest.raises(UnreasonedError):
            level.act(services.give_opinion, appraisal_id=asked.pk, opinion=Opinion.DISAGREES, text="")
        level.act(services.give_opinion, appraisal_id=asked.pk, opinion=Opinion.DISAGREES, text="Chưa bố trí vốn")
        with pytest.raises(services.KeyTaskMovedError, match="đã trả lời: không nhất trí"):
            level.act(services.give_opinion, appraisal_id=asked.pk, opinion=Opinion.AGREES, text="")

    def test_a_decision_says_where_it_was_made_and_a_meeting_still_going_on_decides_nothing(self, level: Level) -> None:
        found = level.appraised()
        decide: dict[str, Any] = {"key_task_ids": [found.pk], "is_chosen": True}
        with pytest.raises(services.UndecidedError, match="cuộc họp"):
            level.act(services.decide, meeting=None, document=" ", **decide)
        with pytest.raises(services.UndecidedError, match="chưa kết thúc"):
            level.act(services.decide, meeting=level.meeting("open"), document="", **decide)
        [done] = level.act(services.decide, meeting=level.meeting(), document="", **decide)
        assert done.state == KeyTaskState.APPROVED

    def test_an_assigned_key_task_is_work_of_the_body_and_a_key_task_in_the_leaders_month(self, level: Level) -> None:
        found = level.assigned()
        task = Task.objects.get(holder=level.leader)
        assert (task.is_key, task.due_date, task.work_item) == (True, date(2026, 6, 20), found.work)
        work = given(found.work)
        assert (work.body, work.leader, work.due_date) == (level.department, level.leader, date(2026, 6, 20))

    def test_nobody_gets_more_key_tasks_than_the_rules_allow(self, level: Level) -> None:
        level.assigned()
        level.assigned(title="Nạo vét kênh Đông")
        with pytest.raises(services.TooManyError, match="không quá 2"):
            level.assigned(title="Hồ chứa Khe Mây")

    def test_somebody_without_a_post_is_given_nothing(self, level: Level) -> None:
        found = level.appraised()
        level.act(services.decide, key_task_ids=[found.pk], is_chosen=True, meeting=None, document="TB 30")
        with pytest.raises(services.NotServingError, match="không giữ vị trí"):
            level.act(services.assign, key_task_id=found.pk, leader=make.person("Người Cũ"))


class TestDoing:
    def test_a_product_without_proof_is_not_filed(self, level: Level) -> None:
        found = level.assigned()
        level.act(services.accept, level.leader, key_task_id=found.pk)
        with pytest.raises(services.UnprovedError):
            level.act(services.report, level.leader, key_task_id=found.pk, text="Xong", is_product=True)

    def test_a_product_is_filed_once_and_waits_in_the_leaders_month_too(self, level: Level) -> None:
        level.filed()
        task = Task.objects.get(holder=level.leader)
        assert task.state == TaskState.HANDED_IN
        assert [one.text for one in task.hand_ins.get().evidence.all()] == ["Biên bản số 15/BB-STL"]

    def test_a_result_is_judged_by_quantity_quality_and_time(self, level: Level) -> None:
        # Because 100 × 40 % + 95 × 40 % + 80 × 20 % = 94 %, and level 1 begins at 90 %.
        made = level.act(services.judge, key_task_id=level.filed().pk, judgement=GOOD)
        assert (made.completion, made.level) == (9400, 1)

    def test_a_second_judgement_needs_a_reason_and_leaves_the_first_readable(self, level: Level) -> None:
        found = level.filed()
        level.act(services.judge, key_task_id=found.pk, judgement=GOOD)
        lower = services.Judgement(quantity=Decimal(50), quality=Decimal(60), time=Decimal(40), words="Nghiệm thu lại")
        with pytest.raises(UnreasonedError):
            level.act(services.judge, key_task_id=found.pk, judgement=lower)
        level.act(services.judge, key_task_id=found.pk, judgement=lower, reason="Kết luận kiểm toán")
        assert list(found.judgements.order_by("number").values_list("level", "is_current")) == [(1, False), (3, True)]

    @pytest.mark.parametrize("share", ["-1", "100.01"])
    def test_a_share_beyond_the_whole_is_refused(self, level: Level, share: str) -> None:
        found = level.filed()
        wrong = services.Judgement(quantity=Decimal(share), quality=Decimal(1), time=Decimal(1), words="…")
        with pytest.raises(services.UnusableShareError):
            level.act(services.judge, key_task_id=found.pk, judgement=wrong)

    def test_a_product_sent_back_is_filed_again(self, level: Level) -> None:
        found = level.filed()
        level.act(services.send_back, key_task_id=found.pk, reason="Thiếu biên bản")
        level.act(
            services.report, level.leader, key_task_id=found.pk, text="Bổ sung", document="BB 16", is_product=True
        )
        found.refresh_from_db()
        assert found.state == KeyTaskState.FILED

    def test_after_the_decision_a_change_keeps_what_was_and_why(self, level: Level) -> None:
        found = level.assigned()
        [made] = level.act(
            services.change,
            key_task_id=found.pk,
            values={"due_date": date(2026, 6, 30), "quantity": Decimal("4.2")},
            reason="Mưa lũ kéo dài",
        )
        assert (made.before, made.after, made.reason) == ("20/06/2026", "30/06/2026", "Mưa lũ kéo dài")

    @pytest.mark.parametrize("values", [{"due_date": date(2026, 6, 1)}, {"quantity": Decimal(9)}])
    def test_nothing_is_made_harder_once_the_product_is_filed_or_the_day_is_past(
        self, level: Level, values: dict[str, object]
    ) -> None:
        filed = level.filed()
        with pytest.raises(services.WorsenedError):
            level.act(services.change, key_task_id=filed.pk, values=values, reason="Siết lại")
        late = level.assigned(title="Nạo vét kênh Đông")
        after = datetime(2026, 6, 25, 5, tzinfo=UTC)
        with pytest.raises(services.WorsenedError):
            level.act(services.change, at=after, key_task_id=late.pk, values=values, reason="Siết lại")

    def test_every_step_is_told_in_the_trail(self, level: Level) -> None:
        found = level.filed()
        level.act(services.judge, key_task_id=found.pk, judgement=GOOD)
        codes = set(Act.objects.filter(subject_id=str(found.pk)).values_list("code", flat=True))
        assert {
            "key_tasks.drafted",
            "key_tasks.proposed",
            "key_tasks.screened",
            "key_tasks.opinions_asked",
            "key_tasks.appraised",
            "key_tasks.approved",
            "key_tasks.assigned",
            "key_tasks.accepted",
            "key_tasks.filed",
            "key_tasks.judged",
        } <= codes


class TestTheWorkOfTheBody:
    def test_follows_the_key_task_to_its_judgement(self, level: Level) -> None:
        found = level.filed()
        work = given(found.work)
        work.refresh_from_db()
        assert work.state == WorkState.REPORTED
        level.act(services.send_back, key_task_id=found.pk, reason="Thiếu biên bản")
        work.refresh_from_db()
        assert work.state == WorkState.OPEN
        level.act(
            services.report, level.leader, key_task_id=found.pk, text="Bổ sung", document="BB 16", is_product=True
        )
        level.act(services.judge, key_task_id=found.pk, judgement=GOOD)
        work.refresh_from_db()
        assert work.state == WorkState.DONE

    def test_has_the_deadline_the_key_task_was_given_and_so_has_the_leaders_month(self, level: Level) -> None:
        found = level.assigned()
        later = {"due_date": date(2026, 6, 30)}
        level.act(services.change, key_task_id=found.pk, values=later, reason="Mưa lũ kéo dài")
        assert WorkItem.objects.get(pk=given(found.work_id)).due_date == date(2026, 6, 30)
        assert Task.objects.get(holder=level.leader).due_date == date(2026, 6, 30)

    def test_ends_with_a_key_task_that_is_stopped(self, level: Level) -> None:
        found = level.assigned()
        level.act(services.stop, key_task_id=found.pk, reason="Trung ương điều chỉnh chủ trương")
        assert WorkItem.objects.get(pk=given(found.work_id)).state == WorkState.DROPPED
        assert Task.objects.get(holder=level.leader).state == TaskState.CANCELLED


class TestResults:
    def test_a_leaders_results_tell_what_was_judged_and_what_was_not(self, level: Level) -> None:
        judged = level.filed()
        level.act(services.judge, key_task_id=judged.pk, judgement=GOOD)
        level.assigned(title="Nạo vét kênh Đông", due_date=date(2026, 5, 1))
        found = selectors.results_of([level.leader.pk], date(2026, 4, 1), date(2026, 6, 30))[level.leader.pk]
        assert [one.words for one in found] == [
            "Nạo vét kênh Đông: chưa đánh giá.",
            "Hoàn thành kè Bãi Vọt (sản phẩm: Công trình được nghiệm thu): hoàn thành 94 %, mức 1. Vượt yêu cầu chất lượng",
        ]

    def test_what_was_stopped_counts_neither_for_nor_against_anybody(self, level: Level) -> None:
        found = level.assigned()
        level.act(services.stop, key_task_id=found.pk, reason="Trung ương điều chỉnh chủ trương")
        assert selectors.results_of([level.leader.pk], date(2026, 4, 1), date(2026, 6, 30)) == {}

    def test_a_second_click_changes_nothing_and_says_who_was_first(self, level: Level) -> None:
        found = level.assigned()
        level.act(services.accept, level.leader, key_task_id=found.pk)
        with pytest.raises(RefusedError, match="Hồ Văn Dũng"):
            level.act(services.accept, level.leader, key_task_id=found.pk)
        assert KeyTask.objects.get(pk=found.pk).moves.filter(state=KeyTaskState.IN_HAND).count() == 1
