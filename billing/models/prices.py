"""The price book: dated versions of the provider's prices, immutable once published."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class PriceBook(models.Model):
    """One version. Quotes pin it; the newest published one is in force. Triggers refuse every later change.

    `as_of` is the newest date that its rows carry: when somebody last looked at the provider's prices.
    """

    version = models.PositiveIntegerField(unique=True)
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    as_of = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)  # NULL only while its rows are being written

    def __str__(self) -> str:
        return f"price book {self.version}"


class Price(models.Model):
    """One row: credits per `unit` for a model, resolution and sound. The conventions are those of kie/api.md §8.1."""

    book = models.ForeignKey(PriceBook, on_delete=models.PROTECT, related_name="prices")
    model = models.CharField(max_length=100)
    resolution = models.CharField(max_length=40, blank=True)
    audio = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20)
    # The provider's unit prices go below 0.01 (0.24 a second is booked as such, 0.065 would be too).
    credits = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(credits__gte=0), name="price_not_negative"),
            models.UniqueConstraint(
                fields=["book", "model", "resolution", "audio", "unit"], name="price_once_per_book"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.resolution}: {self.credits}"
