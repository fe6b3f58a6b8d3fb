"""Hints: which task an order may have become. Callbacks give them, and people; nobody has to be believed."""

from django.db import models
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet


class Hint(models.Model):
    """Somebody said that `attempt` became the task `task_id`: it waits for a worker to look, and is gone after that.

    A callback's hint counts when the provider's own record carries the attempt's address; a person `is_sure`.
    """

    attempt = models.ForeignKey("rendering.Attempt", on_delete=models.PROTECT, related_name="hints")
    task_id = models.CharField(max_length=100)
    is_sure = models.BooleanField(default=False)
    heard_at = models.DateTimeField(db_default=Now())

    STUDIO_PATH = "attempt__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "task_id", "is_sure"], name="hint_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.task_id}"
