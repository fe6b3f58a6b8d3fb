"""Proofs: what came of working the ledger's equations out."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LedgerProof(models.Model):
    """One run over what moved since `since` (NULL: ever), up to when it began. `broken` names what did not hold."""

    since = models.DateTimeField(null=True)
    began_at = models.DateTimeField(db_default=Now())
    broken = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since=None) | Q(since__lte=models.F("began_at")), name="ledgerproof_looks_back"
            )
        ]

    def __str__(self) -> str:
        return "broken" if self.broken else "proven"
