"""Items of plans that may be one task: the finder behind the page of overlaps and `congtam plan overlaps`."""

from congtam.planning.finding.finder import find, judge
from congtam.planning.finding.items import Item, Match, Relation
from congtam.planning.finding.reasons import OF_PLANS
from congtam.planning.finding.vectors import MODEL, encode

__all__ = ["MODEL", "OF_PLANS", "Item", "Match", "Relation", "encode", "find", "judge"]
