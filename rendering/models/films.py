"""The film: what was asked for, and how far it has come."""

from collections.abc import Mapping
from functools import partial

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core import ids
from core.amounts import ZERO
from core.tenancy import StudioQuerySet


class Film(models.Model):
    """`stage` is the gate it works toward, `note` a revision that waits for a worker, `license` who pays."""

    class Mode(models.TextChoices):
        STEER = "steer"  # every gate waits for the person
        AUTO = "auto"  # only the cost gate waits

    class Status(models.TextChoices):
        WORKING = "working"  # pod has the next thing to do
        WAITING = "waiting"  # a gate is open
        PAUSED = "paused"  # something needs a person; `waits_for` says what
        STOPPED = "stopped"  # the person stopped it
        FINISHED = "finished"  # there is a film to watch

    class Stage(models.TextChoices):
        PLAN = "plan"
        SCRIPT = "script"
        CASTING = "casting"
        LOOKS = "looks"
        SHOTS = "shots"
        KEYFRAMES = "keyframes"
        COST = "cost"
        CLIPS = "clips"
        MASTERS = "masters"
        SCREENING = "screening"

    UNDER_WAY = (Status.WORKING, Status.WAITING, Status.PAUSED)
    TRANSITIONS: Mapping[str, frozenset[str]] = {
        Status.WORKING: frozenset({Status.WAITING, Status.PAUSED, Status.STOPPED, Status.FINISHED}),
        Status.WAITING: frozenset({Status.WORKING, Status.STOPPED}),
        Status.PAUSED: frozenset({Status.WORKING, Status.STOPPED}),
        Status.STOPPED: frozenset({Status.WORKING}),
        Status.FINISHED: frozenset({Status.WORKING}),
    }

    public_id = models.CharField(max_length=40, unique=True, default=partial(ids.new, "flm"), editable=False)
    studio = models.ForeignKey("studios.Studio", on_delete=models.PROTECT, related_name="+")
    license = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    idea = models.TextField()
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.STEER)
    status = models.CharField(max_length=10, choices=Status, default=Status.WORKING)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.PLAN)
    is_drafts_only = models.BooleanField(default=False)
    duration_seconds = models.PositiveIntegerField()
    aspect = models.CharField(max_length=5)
    language = models.CharField(max_length=30)
    resolution = models.CharField(max_length=5)
    script = models.JSONField(null=True)
    casting = models.JSONField(null=True)
    note = models.TextField(blank=True)
    waits_for = models.TextField(blank=True)
    told = models.JSONField(default=list)
    # What the language model cost while planning; borne by the service, so it is in no ledger.
    planning_credits = models.DecimalField(max_digits=14, decimal_places=2, default=ZERO)
    swept_at = models.DateTimeField(db_default=Now())  # when the sweep last rang for it
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["studio", "name"], name="film_name_once_per_studio"),
            models.CheckConstraint(
                condition=Q(status__in=["working", "waiting", "paused", "stopped", "finished"]),
                name="film_status_known",
            ),
            models.CheckConstraint(condition=Q(mode__in=["steer", "auto"]), name="film_mode_known"),
        ]

    def __str__(self) -> str:
        return self.name
