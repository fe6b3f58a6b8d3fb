"""The books: what an account held when it was asked, and what came of setting approvals, ledger and provider beside
each other."""

from functools import partial

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet


class BalanceReading(models.Model):
    """What was left on an account at some instant between `asked_at` and `at`, rounded down to 0.01.

    `chat_least` and `chat_most` are what the language model had cost this account until then, ever: a question that
    was under way may or may not have been booked.
    """

    credential = models.ForeignKey(
        "rendering.ProviderCredential", on_delete=models.PROTECT, related_name="readings"
    )
    balance = models.DecimalField(max_digits=14, decimal_places=2)
    chat_least = models.DecimalField(max_digits=14, decimal_places=2)
    chat_most = models.DecimalField(max_digits=14, decimal_places=2)
    asked_at = models.DateTimeField()
    at = models.DateTimeField(db_default=Now())

    STUDIO_PATH = "credential__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_at__lte=F("at")), name="balancereading_asked_before_answered"
            ),
            models.CheckConstraint(
                condition=Q(chat_least__gte=0) & Q(chat_least__lte=F("chat_most")),
                name="balancereading_chat_within_bounds",
            ),
        ]
        indexes = [models.Index(fields=["credential", "at"], name="balancereading_by_time")]

    def __str__(self) -> str:
        return f"{self.balance} at {self.at}"


class Reconciliation(models.Model):
    """One day (UTC) set beside the provider's own records. A command or beat asks for it, a worker does it.

    `seen_at` is the worker's newest sign of life, or when another was rung for after the last one fell silent.
    `differences` is what was found, each with a stable code; `problems` how many of those are more than a note.
    """

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "rec"), editable=False)
    day = models.DateField()
    figures = models.JSONField(default=dict)
    differences = models.JSONField(default=list)
    problems = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(seen_at__isnull=False), name="reconciliation_ended_by_a_worker"
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.day}"
