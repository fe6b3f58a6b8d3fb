"""Caps: rows that say how much may be held and spent in one scope and window."""

from functools import partial

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from billing.models.fields import credits_field
from core import ids
from core.amounts import ZERO
from core.tenancy import StudioQuerySet


class Allowance(models.Model):
    """What a studio (or one of its licenses) may spend each month; copied into the month's cap when it is opened.

    No row for a studio means that nothing may be ordered. A ceiling of NULL means uncapped, which has to be said.
    `top_up_limit` is how much a month the studio's own admins may add without asking anybody.
    """

    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    license = models.CharField(max_length=40, blank=True)
    ceiling = credits_field(null=True)
    top_up_limit = credits_field(default=ZERO)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["studio", "license"], name="allowance_one_per_scope"),
            models.CheckConstraint(
                condition=(Q(ceiling=None) | Q(ceiling__gte=0)) & Q(top_up_limit__gte=0),
                name="allowance_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ceiling} a month"


class Cap(models.Model):
    """`held + spent` never passes `ceiling`: the database refuses. `ceiling` NULL is uncapped.

    `overhang` is the part of the ceiling that has ended but is still committed: it leaves with what is given back.
    """

    class Scope(models.TextChoices):
        STUDIO_MONTH = "studio_month"  # the allowance
        LICENSE_MONTH = "license_month"
        FILM = "film"  # the budget
        MANDATE = "mandate"

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "cap"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=13, choices=Scope)
    subject = models.CharField(
        max_length=40, blank=True
    )  # the license, film or mandate; empty for the studio's month
    month = models.DateField(null=True)  # first day, in the studio's time zone
    ceiling = credits_field(null=True)
    held = credits_field(default=ZERO)
    spent = credits_field(default=ZERO)
    overhang = credits_field(default=ZERO)
    sequence = models.PositiveBigIntegerField(
        default=0
    )  # of the newest ledger entry; a trigger writes the first
    moved_at = models.DateTimeField(db_default=Now())  # when the newest entry was written

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ceiling=None) | Q(ceiling__gte=F("held") + F("spent")), name="cap_within_ceiling"
            ),
            models.CheckConstraint(
                condition=Q(held__gte=0) & Q(spent__gte=0) & Q(overhang__gte=0),
                name="cap_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["studio_month", "license_month"], month__isnull=False)
                | Q(scope__in=["film", "mandate"], month=None),
                name="cap_month_fits_scope",
            ),
            models.UniqueConstraint(
                fields=["studio", "scope", "subject", "month"],
                nulls_distinct=False,
                name="cap_one_per_window",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.subject or self.month}"
