"""Catalogues of products, plans and what they ask for, the work of the body, its targets."""

from congtam.planning.models.catalogue import Catalogue, ComplexityGroup, Product, ProductOverlap
from congtam.planning.models.extensions import AskedDeadline, WorkExtension, asked_deadline_rules
from congtam.planning.models.pairs import LikelyPair
from congtam.planning.models.plans import BodyName, ColumnMemory, Plan, PlanItem, PlanItemUnit
from congtam.planning.models.targets import Target, TargetReport
from congtam.planning.models.work import (
    ConsolidatedPlan,
    ItemOverlap,
    WorkDeadline,
    WorkItem,
    WorkItemUnit,
    WorkMove,
)

__all__ = [
    "AskedDeadline",
    "BodyName",
    "Catalogue",
    "ColumnMemory",
    "ComplexityGroup",
    "ConsolidatedPlan",
    "ItemOverlap",
    "LikelyPair",
    "Plan",
    "PlanItem",
    "PlanItemUnit",
    "Product",
    "ProductOverlap",
    "Target",
    "TargetReport",
    "WorkDeadline",
    "WorkExtension",
    "WorkItem",
    "WorkItemUnit",
    "WorkMove",
    "asked_deadline_rules",
]
