"""Latencies: how long orders take, as they were seen to."""

from django.db import models
from django.db.models import Q


class Latency(models.Model):
    """A moving average over the last orders of an engine at a tier, in milliseconds, and how many were `seen`."""

    engine = models.CharField(max_length=30)
    tier = models.CharField(max_length=6)
    usual_ms = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engine", "tier"], name="latency_one_per_engine_and_tier"),
            models.CheckConstraint(condition=Q(usual_ms__gt=0), name="latency_is_not_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.tier}: {self.usual_ms} ms"
