"""Files of a film, by the path they have on the person's computer."""

from django.db import models
from django.db.models.functions import Now

from core.tenancy import StudioQuerySet


class FilmFile(models.Model):
    """`key` is where storage has it. `provider_url` is our upload of it for use as a reference, good for a day, and
    only in orders under the account it was uploaded with."""

    film = models.ForeignKey("rendering.Film", on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    provider_url = models.URLField(max_length=2000, blank=True)
    provider_url_at = models.DateTimeField(null=True)
    provider_credential = models.ForeignKey(
        "rendering.ProviderCredential", on_delete=models.PROTECT, related_name="+", null=True
    )
    stored_at = models.DateTimeField(db_default=Now())

    STUDIO_PATH = "film__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["film", "path"], name="filmfile_path_once")]

    def __str__(self) -> str:
        return self.path
