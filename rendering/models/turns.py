"""Turns: how far each studio has come in the round of an account's starts."""

from django.db import models

from core.tenancy import StudioQuerySet


class Turn(models.Model):
    """`served` grows with each order of the studio that got a slot, by less the more the studio weighs."""

    credential = models.ForeignKey(
        "rendering.ProviderCredential", on_delete=models.PROTECT, related_name="turns"
    )
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    served = models.BigIntegerField(default=0)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["credential", "studio"], name="turn_one_per_studio"),
        ]

    def __str__(self) -> str:
        return f"{self.studio_id}: {self.served}"
