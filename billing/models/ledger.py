"""The ledger: one append-only chain of postings for each cap."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.fields import credits_field
from core.amounts import ZERO
from core.tenancy import StudioQuerySet


class LedgerEntry(models.Model):
    """One move on one cap, with the amounts after it. A trigger sets time and digests and refuses every change.

    `amount` is what moved, `released` what a capture gave back; both are never negative, `kind` is the direction.
    """

    class Kind(models.TextChoices):
        AUTHORIZE = "authorize"  # held grows by amount
        CAPTURE = "capture"  # spent grows by amount, held shrinks by amount and released
        VOID = "void"  # held shrinks by amount
        OPEN = "open"  # the cap came to be, with its first ceiling; amount is 0
        CEILING = "ceiling"  # the ceiling was set; amount is 0

    cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=9, choices=Kind)
    amount = credits_field()
    released = credits_field(default=ZERO)
    held_after = credits_field()
    spent_after = credits_field()
    ceiling_after = credits_field(null=True)
    reference = models.CharField(max_length=80)  # the approval, hold, top-up or mandate this move is about
    at = models.DateTimeField(db_default=Now())
    previous_digest = models.CharField(max_length=64, default="", editable=False)
    digest = models.CharField(max_length=64, default="", editable=False)

    STUDIO_PATH = "cap__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cap", "sequence"], name="ledgerentry_sequence_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(released__gte=0), name="ledgerentry_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["authorize", "capture", "void", "open", "ceiling"]),
                name="ledgerentry_kind_known",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="ledgerentry_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"
