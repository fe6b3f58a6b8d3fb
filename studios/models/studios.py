"""The studio: the tenant, and the boundary nothing crosses."""

from functools import partial

from django.db import models
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet


class Studio(models.Model):
    """A tenant. Its time zone decides when its month begins, its `weight` how many turns it gets in a queue."""

    class Plan(models.TextChoices):
        MANAGED = "managed"  # generation is included up to a monthly cap
        OWN_KEY = "own_key"  # the studio pays kie.ai itself

    class State(models.TextChoices):
        ACTIVE = "active"
        FROZEN = "frozen"  # nothing new is ordered; what was paid for is still collected

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "std"), editable=False)
    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    plan = models.CharField(max_length=10, choices=Plan, default=Plan.MANAGED)
    timezone = models.CharField(max_length=64, default="UTC")
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    weight = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=100), name="studio_weight_in_range"
            ),
            models.CheckConstraint(
                condition=models.Q(plan__in=["managed", "own_key"]), name="studio_plan_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["active", "frozen"]), name="studio_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Quota(models.Model):
    """A limit on countable things of one studio. No row means the default of `studios.services.quotas`."""

    class Kind(models.TextChoices):
        FILMS_IN_FLIGHT = "films_in_flight"
        RENDERS_IN_FLIGHT = "renders_in_flight"

    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="quotas")
    kind = models.CharField(max_length=20, choices=Kind)
    most = models.PositiveIntegerField()

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["studio", "kind"], name="quota_one_per_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["films_in_flight", "renders_in_flight"]), name="quota_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.most}"
