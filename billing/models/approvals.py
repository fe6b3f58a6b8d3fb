"""Approvals and mandates: signed by the web tier, verified by a worker at dispatch, each line good for one order."""

from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet


class Approval(models.Model):
    """The signed answer at a gate. `claim` is what was signed, column by column in canonical JSON."""

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "apv"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    gate = models.OneToOneField("billing.Gate", on_delete=models.PROTECT, related_name="approval")
    quote = models.ForeignKey("billing.Quote", on_delete=models.PROTECT, related_name="approvals")
    claim = models.JSONField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id


class Mandate(models.Model):
    """An approval signed before the bill is known: kinds of work, a ceiling that is a cap of its own, an expiry."""

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "mdt"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=40)
    cap = models.OneToOneField("billing.Cap", on_delete=models.PROTECT, related_name="mandate")
    claim = models.JSONField()
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=120)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    objects = StudioQuerySet.as_manager()

    def __str__(self) -> str:
        return self.public_id


class ApprovalLine(models.Model):
    """A quote line that was released, by an approval or under a mandate. A quote line is released once."""

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "apl"), editable=False)
    quote_line = models.OneToOneField(
        "billing.QuoteLine", on_delete=models.PROTECT, related_name="approval_line"
    )
    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="lines", null=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="lines", null=True)
    license = models.CharField(max_length=40)  # whose month pays, beside the studio's

    STUDIO_PATH = "quote_line__quote__studio"
    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approval__isnull=False, mandate=None) | Q(approval=None, mandate__isnull=False),
                name="approvalline_one_source",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def source(self) -> Approval | Mandate:
        """The signature it was released by."""
        source = self.approval or self.mandate
        assert source is not None
        return source


class LineUse(models.Model):
    """The order that took an approval line. One row for a line, ever; a free retry hands it on to the next attempt."""

    approval_line = models.OneToOneField(ApprovalLine, on_delete=models.PROTECT, related_name="use")
    order = models.CharField(max_length=40)
    taken_at = models.DateTimeField(db_default=Now())

    STUDIO_PATH = "approval_line__quote_line__quote__studio"
    objects = StudioQuerySet.as_manager()

    def __str__(self) -> str:
        return self.order
