"""Faults are named, mended and closed; inspections are held; each unit has one breakthrough a year."""

from datetime import UTC, date, datetime

import pytest

from congtam.audit.models import Act
from congtam.follow_up.choices import FaultState, InspectionState
from congtam.follow_up.models import Breakthrough, Inspection, Shortcoming
from congtam.follow_up.selectors.faults import shortcomings_of, shortcomings_of_unit
from congtam.follow_up.services import faults
from congtam.notifications.models import Notification
from congtam.organisation.models import Unit
from congtam.personnel.models import Person
from congtam.values.known import given
from congtam.values.refusal import UnreasonedError
from tests import make

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 5, tzinfo=UTC)
SOON = date(2026, 3, 20)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


class Office:
    """A division with its head and a specialist."""

    def __init__(self) -> None:
        self.division: Unit = make.unit(under=make.body())
        self.head: Person = make.head(self.division)
        self.specialist: Person = make.officer(self.division, "Trần Văn Đạt")

    def name(
        self, person: Person | None = None, *, text: str = "Chậm báo cáo tuần", remedy: str = "Phân công lại"
    ) -> Shortcoming:
        """Let the head name a fault of somebody, or of the division."""
        return faults.name_shortcoming(
            unit=self.division,
            person=person,
            text=text,
            remedy=remedy,
            due_date=SOON,
            actor=given(self.head.user),
            at=NOON,
        )

    def close(self, fault: Shortcoming, closing: str = "Đã nộp đủ", document: str = "BC 9") -> Shortcoming:
        """Let the head close a fault."""
        return faults.close_shortcoming(
            shortcoming_id=fault.pk, closing=closing, document=document, actor=given(self.head.user), at=NOON
        )

    def inspection(self) -> Inspection:
        """An inspection of the division that the specialist is to hold."""
        return faults.plan_inspection(
            unit=self.division,
            title="Kiểm tra sổ theo dõi hồ chứa",
            inspector=self.specialist,
            planned_date=SOON,
            actor=given(self.head.user),
            at=NOON,
        )

    def breakthrough(self, year: int = 2026) -> Breakthrough:
        """The division's breakthrough of a year."""
        return faults.set_breakthrough(
            unit=self.division,
            year=year,
            text="Số hoá sổ theo dõi hồ chứa",
            why="Mỗi lần mưa lũ phải gọi điện từng xã",
            works=[],
            targets=[],
            actor=given(self.head.user),
            at=NOON,
        )


@pytest.fixture
def office() -> Office:
    return Office()


class TestFaults:
    def test_whoever_has_to_mend_a_fault_is_told_of_it(self, office: Office) -> None:
        office.name(office.specialist)
        told = Notification.objects.get(user=given(office.specialist.user))
        assert "trước 20/03/2026" in told.words

    def test_a_fault_without_words_or_remedy_is_not_written(self, office: Office) -> None:
        with pytest.raises(UnreasonedError):
            office.name(text=" ")
        with pytest.raises(UnreasonedError):
            office.name(remedy="")
        assert not Shortcoming.objects.exists()

    def test_nobody_is_given_a_day_that_is_past_to_mend_by(self, office: Office) -> None:
        late = datetime(2026, 3, 21, 5, tzinfo=UTC)
        with pytest.raises(faults.PastDayError, match="20/03/2026"):
            faults.name_shortcoming(
                unit=office.division,
                person=None,
                text="Chậm",
                remedy="Sửa",
                due_date=SOON,
                actor=given(office.head.user),
                at=late,
            )

    def test_a_fault_is_closed_with_what_proves_it_and_only_once(self, office: Office) -> None:
        fault = office.name(office.specialist)
        with pytest.raises(UnreasonedError, match="chứng minh"):
            office.close(fault, document=" ")
        closed = office.close(fault)
        assert (closed.state, closed.closed_on) == (FaultState.DONE, date(2026, 3, 10))
        with pytest.raises(faults.FaultMovedError):
            office.close(fault)
        with pytest.raises(faults.FaultMovedError):
            faults.begin_mending(shortcoming_id=fault.pk, actor=given(office.head.user), at=NOON)

    def test_the_yearly_review_is_offered_done_under_way_and_not_done(self, office: Office) -> None:
        for words in ("Chậm báo cáo", "Sót kiến nghị", "Thiếu hồ sơ"):
            office.name(office.specialist, text=words)
        done, under_way, _ = Shortcoming.objects.order_by("pk")
        office.close(done)
        faults.begin_mending(shortcoming_id=under_way.pk, actor=given(office.head.user), at=NOON)
        offered = shortcomings_of(office.specialist.pk, *YEAR)
        assert sorted(one.state for one in offered) == sorted([FaultState.DONE, FaultState.UNDER_WAY, FaultState.OPEN])
        assert {one.pk for one in shortcomings_of_unit([office.division.pk], *YEAR)} == {one.pk for one in offered}

    def test_each_step_of_a_fault_is_in_the_trail(self, office: Office) -> None:
        office.close(office.name(office.specialist))
        codes = set(Act.objects.values_list("code", flat=True))
        assert {"follow_up.shortcoming_named", "follow_up.shortcoming_closed"} <= codes


class TestInspections:
    def test_who_inspects_is_told_when(self, office: Office) -> None:
        office.inspection()
        assert "20/03/2026" in Notification.objects.get(user=given(office.specialist.user)).words

    def test_what_was_found_is_written_once(self, office: Office) -> None:
        made, actor = office.inspection(), given(office.specialist.user)
        with pytest.raises(UnreasonedError):
            faults.record_finding(inspection_id=made.pk, finding=" ", actor=actor, at=NOON)
        found = faults.record_finding(inspection_id=made.pk, finding="Thiếu hai tháng", actor=actor, at=NOON)
        assert found.state == InspectionState.DONE
        with pytest.raises(faults.FaultMovedError):
            faults.record_finding(inspection_id=made.pk, finding="Đủ", actor=actor, at=NOON)

    def test_one_that_is_not_held_says_why(self, office: Office) -> None:
        made, actor = office.inspection(), given(office.head.user)
        with pytest.raises(UnreasonedError):
            faults.cancel_inspection(inspection_id=made.pk, reason="", actor=actor, at=NOON)
        ended = faults.cancel_inspection(inspection_id=made.pk, reason="Trùng thanh tra tỉnh", actor=actor, at=NOON)
        assert ended.state == InspectionState.CANCELLED


class TestBreakthroughs:
    def test_a_unit_has_one_a_year(self, office: Office) -> None:
        office.breakthrough()
        with pytest.raises(faults.OneBreakthroughError, match="2026"):
            office.breakthrough()
        office.breakthrough(2027)
        assert Breakthrough.objects.count() == 2

    def test_is_summed_up_in_words(self, office: Office) -> None:
        made, actor = office.breakthrough(), given(office.head.user)
        with pytest.raises(UnreasonedError):
            faults.sum_up_breakthrough(breakthrough_id=made.pk, summary=" ", actor=actor, at=NOON)
        done = faults.sum_up_breakthrough(breakthrough_id=made.pk, summary="Đã số hoá 12 hồ", actor=actor, at=NOON)
        assert done.summary == "Đã số hoá 12 hồ"
