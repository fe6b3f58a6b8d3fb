"""When the sweep last went round."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Sweep(models.Model):
    """The only row there is: however often beat's message comes, one sweep goes round at a time."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="sweep_is_one")]

    def __str__(self) -> str:
        return f"{self.at}"
