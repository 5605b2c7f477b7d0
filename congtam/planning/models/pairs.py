"""Two things that may ask for one task: what the finder says of them, and what a person decided."""

from django.conf import settings
from django.db import models

from congtam.planning.choices import ItemVerdict, Relation


class LikelyPair(models.Model):
    """What every such pair keeps, whatever its two sides are; `chance` is per mille."""

    relation = models.CharField("quan hệ", max_length=20, choices=Relation)
    chance = models.PositiveSmallIntegerField("khả năng là một việc (phần nghìn)")
    reasons = models.JSONField("vì sao", default=list)
    verdict = models.CharField("kết luận", max_length=10, choices=ItemVerdict, default=ItemVerdict.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người xem"
    )
    decided_at = models.DateTimeField("xem lúc", null=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        abstract = True
