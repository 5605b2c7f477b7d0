"""A proposal and what may be the same: another key task, or work a plan of the body has already."""

from typing import ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest, Least

from congtam.key_tasks.choices import COMPARED, GONE
from congtam.key_tasks.models.key_tasks import KeyTask
from congtam.personnel.selectors import Viewer
from congtam.planning.choices import LIKELY_SAME, WorkState
from congtam.planning.models import LikelyPair, WorkItem


class ProposalOverlapQuerySet(models.QuerySet["ProposalOverlap"]):
    """Pairs, as far as somebody may see them."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Return the pairs of proposals of levels the viewer runs or follows: nobody else sees the proposals of all blocks."""
        here = viewer.officer | viewer.headed_below | viewer.observed
        return self.filter(proposal__round__scheme__body__among=here)

    def live(self) -> Self:
        """Return pairs that still matter: one of the two waits to be compared, and neither came to nothing or is over."""
        waits = Q(proposal__state__in=COMPARED) | Q(key_task__state__in=COMPARED)
        over = (WorkState.DONE, WorkState.DROPPED, WorkState.JOINED)
        gone = Q(proposal__state__in=GONE) | Q(key_task__state__in=GONE) | Q(work__state__in=over)
        return self.filter(waits).exclude(gone)

    def told(self) -> Self:
        """Bring what is said of both, and who decided."""
        sides = [
            f"{side}__{part}" for side in ("proposal", "key_task") for part in ("block", "leader", "round__scheme")
        ]
        return self.select_related(*sides, "work", "decided_by")

    def in_turn(self) -> Self:
        """Order pairs as they are looked at: what is likely one task first, likest first; those decided by when."""
        likely = Case(When(relation__in=LIKELY_SAME, then=0), default=1)
        return self.order_by(F("decided_at").desc(nulls_last=True), likely, "-chance", "pk")


@pghistory.track()
class ProposalOverlap(LikelyPair):
    """A proposal and one other thing that may be the same task, what the finder says of the two, and what a person decided.

    The other thing is a key task (`key_task`: a proposal of the same round, or one decided before) or work of the body (`work`); exactly one of
    the two.
    """

    proposal = models.ForeignKey(KeyTask, models.PROTECT, related_name="overlaps", verbose_name="đề xuất")
    key_task = models.ForeignKey(
        KeyTask, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ trọng tâm kia"
    )
    work = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ của cơ quan"
    )

    objects = ProposalOverlapQuerySet.as_manager()

    class Meta:
        verbose_name = "đề xuất có thể trùng"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(key_task__isnull=False, work__isnull=True) | Q(key_task__isnull=True, work__isnull=False),
                name="proposal_is_like_one_thing",
            ),
            models.CheckConstraint(condition=~Q(key_task=F("proposal")), name="proposal_not_like_itself"),
            models.UniqueConstraint(
                Least("proposal", "key_task"),
                Greatest("proposal", "key_task"),
                condition=Q(key_task__isnull=False),
                name="one_overlap_a_proposal_pair",
            ),
            models.UniqueConstraint(
                fields=["proposal", "work"], condition=Q(work__isnull=False), name="one_overlap_a_proposal_work"
            ),
            models.CheckConstraint(
                condition=Q(verdict="open", decided_at__isnull=True)
                | (~Q(verdict="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="decided_proposal_overlap_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} ~ {self.key_task_id or self.work_id}"
