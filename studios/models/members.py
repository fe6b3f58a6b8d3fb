"""People with a role in a studio; the login itself belongs to the sign-in library."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet
from studios.models.keys import Role
from studios.models.studios import Studio


class Member(models.Model):
    """One person in one studio."""

    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.PRODUCER)
    joined_at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["studio", "user"], name="member_once_per_studio"),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "producer", "viewer"]), name="member_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"
