"""Provider credentials: the shared account, and the own keys of studios that pay kie.ai themselves."""

from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.sealing import Sealed
from core.tenancy import StudioQuerySet


class ProviderCredential(models.Model):
    """One kie.ai account as dispatch sees it: its row is the gate keeper of the provider's window.

    Without a `studio` it is the shared one, whose key is in the workers' settings. A studio's own key is sealed to
    `sealing_key_id`; one that was replaced stays, retired, for what was ordered under it. `balance` is what kie.ai
    said at `balance_at`; `checked_at` is when it last accepted or refused the key.
    """

    class State(models.TextChoices):
        UNCHECKED = "unchecked"  # no worker has tried it yet
        GOOD = "good"  # kie.ai took it when it was last used
        REFUSED = "refused"  # kie.ai refuses it

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "crd"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+", null=True)
    sealed_key = models.TextField(blank=True)
    sealing_key_id = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.UNCHECKED)
    balance = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    balance_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    round = models.BigIntegerField(default=0)  # how far the round of studios has come
    opens_at = models.DateTimeField(null=True)  # when dispatch is rung next because the window opens
    look_up_free_at = models.DateTimeField(db_default=Now())  # the next look-up may go from here on
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["studio"],
                condition=Q(retired_at=None),
                nulls_distinct=False,
                name="providercredential_one_live_per_studio",
            ),
            models.CheckConstraint(
                condition=Q(studio=None, sealed_key="", sealing_key_id="")
                | (Q(studio__isnull=False) & ~Q(sealed_key="") & ~Q(sealing_key_id="")),
                name="providercredential_own_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["unchecked", "good", "refused"]), name="providercredential_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_own(self) -> bool:
        """True for a studio's own key, False for the shared account."""
        return self.studio_id is not None

    @property
    def sealed(self) -> Sealed:
        """The own key, as only a worker can open it."""
        return Sealed(key_id=self.sealing_key_id, text=self.sealed_key)
