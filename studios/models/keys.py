"""License keys: bearer credentials of one studio, kept as a prefix and a keyed hash."""

from functools import partial

from django.db import models
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet
from studios.models.studios import Studio


class Role(models.TextChoices):
    """What a key or a member may do; each includes what the ones below it may."""

    ADMIN = "admin"  # also issues keys, tops up, invites
    PRODUCER = "producer"  # makes films and answers gates
    VIEWER = "viewer"  # reads


class LicenseKey(models.Model):
    """The key itself is shown once and not kept; `digest` is HMAC-SHA-256 under the service's pepper."""

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "lic"), editable=False)
    studio = models.ForeignKey(Studio, on_delete=models.PROTECT, related_name="license_keys")
    label = models.CharField(max_length=100, blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.PRODUCER)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="licensekey_digest_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "producer", "viewer"]), name="licensekey_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"
