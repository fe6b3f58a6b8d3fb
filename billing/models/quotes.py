"""Quotes: frozen bills of exactly described work."""

from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from billing.models.fields import credits_field
from core import ids
from core.tenancy import StudioQuerySet


class Quote(models.Model):
    """A bill with a digest over all it says. Never changed: a new estimate is a new quote."""

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "qot"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    book = models.ForeignKey("billing.PriceBook", on_delete=models.PROTECT, related_name="+")
    total = credits_field()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(total__gte=0), name="quote_total_not_negative")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.total}"


class QuoteLine(models.Model):
    """One unit of work: `work` is an opaque reference, `spec` exactly what would be ordered, `label` how it is told."""

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "qln"), editable=False)
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    work = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)  # still, draft, master or plan
    label = models.CharField(max_length=120)
    spec = models.JSONField()
    amount = credits_field()

    STUDIO_PATH = "quote__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="quoteline_position_once"),
            models.UniqueConstraint(fields=["quote", "work"], name="quoteline_work_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="quoteline_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.amount}"
