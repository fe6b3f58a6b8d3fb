"""Attempts: one order at the provider for a take, under the take's hold."""

import secrets
from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.tenancy import StudioQuerySet

ITS_WORK = ("take__film", "take__shot", "take__look", "credential")
"""What is read along with an attempt by whoever goes on with it or tells of it."""
LIVE = ("queued", "sending", "sent", "in_doubt", "succeeded")


def _token() -> str:
    return secrets.token_urlsafe(24)


class Attempt(models.Model):
    """`line` is the approval line it runs on; `token` the unguessable part of its callback address.

    `slot_at` is set by dispatch when the order may go; from then until ten seconds after `answered_at` it counts in
    the provider's window of starts. One that `is_held_back` waits for a person: the studio's own account refused it.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"  # waits for a slot, or for its turn to be sent
        SENDING = "sending"  # may be on its way at this moment
        SENT = "sent"  # the provider has it
        IN_DOUBT = "in_doubt"  # may or may not have reached the provider; a callback or a person settles it
        SUCCEEDED = "succeeded"  # made, paid, collected or about to be
        FAILED = "failed"  # not made; the studio pays nothing

    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.QUEUED: frozenset({Status.SENDING, Status.SENT, Status.FAILED, Status.IN_DOUBT}),
        Status.SENDING: frozenset({Status.SENT, Status.QUEUED, Status.IN_DOUBT, Status.FAILED}),
        Status.SENT: frozenset({Status.SUCCEEDED, Status.FAILED}),
        Status.IN_DOUBT: frozenset({Status.SENT, Status.FAILED}),
        Status.SUCCEEDED: frozenset(),
        Status.FAILED: frozenset(),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "att"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    take = models.ForeignKey("rendering.Take", on_delete=models.PROTECT, related_name="attempts")
    credential = models.ForeignKey(
        "rendering.ProviderCredential", on_delete=models.PROTECT, related_name="attempts"
    )
    number = models.PositiveSmallIntegerField(default=1)
    line = models.CharField(max_length=40)
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    token = models.CharField(max_length=40, default=_token, editable=False)
    not_before = models.DateTimeField(db_default=Now())
    is_held_back = models.BooleanField(default=False)
    slot_at = models.DateTimeField(null=True)
    sending_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    task_id = models.CharField(max_length=100, null=True)  # noqa: DJ001 - NULL until the provider names one; unique
    next_look_up_at = models.DateTimeField(null=True)
    looked_up_at = models.DateTimeField(null=True)
    look_ups = models.PositiveIntegerField(default=0)
    is_late = models.BooleanField(default=False)  # a person was told that it takes too long
    empty_since = models.DateTimeField(null=True)  # the provider calls it done, and shows nothing
    reported = models.DecimalField(max_digits=14, decimal_places=2, null=True)  # credits, by the provider
    result_url = models.TextField(blank=True)
    collections = models.PositiveSmallIntegerField(default=0)  # tries to bring the result home
    is_collected = models.BooleanField(default=False)
    alarmed_at = models.DateTimeField(null=True)  # when it was told that its result may be lost
    reason = models.CharField(max_length=40, blank=True)  # a stable word for why it failed or is in doubt
    told = models.TextField(blank=True)  # the provider's or our own sentence about it
    created_at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["take", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["take"], condition=Q(status__in=LIVE), name="attempt_one_live_per_take"
            ),
            models.UniqueConstraint(fields=["task_id"], name="attempt_task_once"),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "sending", "sent", "in_doubt", "succeeded", "failed"]),
                name="attempt_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "succeeded"]) | Q(task_id__isnull=False),
                name="attempt_sent_has_task",
            ),
        ]
        indexes = [
            models.Index(fields=["credential", "answered_at"], name="attempt_by_answer"),
            models.Index(fields=["next_look_up_at"], condition=Q(status="sent"), name="attempt_to_look_up"),
            models.Index(
                fields=["next_look_up_at"],
                condition=Q(status="succeeded", is_collected=False),
                name="attempt_to_collect",
            ),
            models.Index(fields=["not_before"], condition=Q(status="queued"), name="attempt_to_send"),
            models.Index(
                fields=["credential", "studio"],
                condition=Q(status__in=["queued", "sending", "sent", "in_doubt"]),
                name="attempt_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.status}"
