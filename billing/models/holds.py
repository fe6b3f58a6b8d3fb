"""Holds: credits set aside for one approval line, charged to every cap that applies."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from billing.models.fields import credits_field
from core import ids
from core.amounts import ZERO
from core.tenancy import StudioQuerySet


class Hold(models.Model):
    """Placed by `authorize.sql`, ended once by `capture.sql` or `void.sql`; nothing else writes here."""

    class Status(models.TextChoices):
        AUTHORIZED = "authorized"  # set aside
        CAPTURED = "captured"  # paid, all or part; the rest was given back
        VOIDED = "voided"  # given back whole

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.AUTHORIZED: frozenset({Status.CAPTURED, Status.VOIDED}),
        Status.CAPTURED: frozenset(),
        Status.VOIDED: frozenset(),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "hld"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    approval_line = models.OneToOneField(
        "billing.ApprovalLine", on_delete=models.PROTECT, related_name="hold"
    )
    month_cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="+")
    license_cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="+", null=True)
    film_cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="+", null=True)
    mandate_cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="+", null=True)
    amount = credits_field()
    captured = credits_field(default=ZERO)
    status = models.CharField(max_length=10, choices=Status, default=Status.AUTHORIZED)
    placed_at = models.DateTimeField(db_default=Now())
    resolved_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="hold_amount_positive"),
            models.CheckConstraint(
                condition=Q(captured__gte=0) & Q(captured__lte=F("amount")),
                name="hold_captured_within_authorized",
            ),
            models.CheckConstraint(
                condition=Q(status="captured") | Q(captured=0), name="hold_nothing_captured_unless_captured"
            ),
            models.CheckConstraint(
                condition=Q(status="authorized", resolved_at=None)
                | Q(status__in=["captured", "voided"], resolved_at__isnull=False),
                name="hold_resolved_once",
            ),
        ]
        indexes = [models.Index(fields=["studio", "subject"], name="hold_by_subject")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.amount} {self.status}"
