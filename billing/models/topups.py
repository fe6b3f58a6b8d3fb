"""Top-ups: additions to a month's ceiling, each with who, why and when."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.fields import credits_field
from core import ids
from core.tenancy import StudioQuerySet


class TopUp(models.Model):
    """A raise of the studio's month by `amount`; with `expires_at` it ends by itself.

    `is_own` ones were granted by the studio's admin within its top-up limit, the others by the operator.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested"  # beyond the studio's own limit: the operator decides
        GRANTED = "granted"  # the month's ceiling has it
        DECLINED = "declined"
        ENDED = "ended"  # it expired, and its part of the ceiling with it

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.REQUESTED: frozenset({Status.GRANTED, Status.DECLINED}),
        Status.GRANTED: frozenset({Status.ENDED}),
        Status.DECLINED: frozenset(),
        Status.ENDED: frozenset(),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "top"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    cap = models.ForeignKey("billing.Cap", on_delete=models.PROTECT, related_name="top_ups", null=True)
    amount = credits_field()
    reason = models.CharField(max_length=500)
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED)
    is_own = models.BooleanField(default=False)
    requested_by = models.CharField(max_length=80)
    requested_at = models.DateTimeField(db_default=Now())
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)  # what the operator says to it
    expires_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="topup_amount_positive"),
            models.CheckConstraint(condition=~Q(reason=""), name="topup_has_reason"),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "granted", "declined", "ended"]),
                name="topup_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="requested", decided_at=None)
                | Q(status__in=["granted", "declined", "ended"], decided_at__isnull=False),
                name="topup_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["requested", "declined"], cap=None)
                | Q(status__in=["granted", "ended"], cap__isnull=False),
                name="topup_granted_has_cap",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cap", "expires_at"],
                condition=Q(status="granted", expires_at__isnull=False),
                name="topup_to_end",
            ),
            models.Index(fields=["studio", "requested_at"], name="topup_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} ({self.status})"
