"""Key tasks, the rules of the level that gives them out, and proposals that may ask for what is there already."""

from congtam.key_tasks.models.key_tasks import (
    Appraisal,
    Block,
    KeyTask,
    KeyTaskChange,
    KeyTaskJudgement,
    KeyTaskMove,
    KeyTaskQuerySet,
    KeyTaskReport,
    KeyTaskScheme,
    Round,
    SchemeCriterion,
    ScreeningAnswer,
)
from congtam.key_tasks.models.overlaps import ProposalOverlap, ProposalOverlapQuerySet

__all__ = [
    "Appraisal",
    "Block",
    "KeyTask",
    "KeyTaskChange",
    "KeyTaskJudgement",
    "KeyTaskMove",
    "KeyTaskQuerySet",
    "KeyTaskReport",
    "KeyTaskScheme",
    "ProposalOverlap",
    "ProposalOverlapQuerySet",
    "Round",
    "SchemeCriterion",
    "ScreeningAnswer",
]
