"""The operator's switches: stop new orders to everybody, from one engine, or for one studio, and let them go again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Now

from rendering.models import Attempt, Halt
from studios import port as studios


@dataclass(frozen=True, slots=True)
class InForce:
    """What may not start now: anything, or these engines and studios (halted by public id), or frozen studios."""

    is_everything: bool
    engines: frozenset[str]
    studios: frozenset[str]
    frozen: frozenset[int]

    def covers(self, attempt: Attempt) -> bool:
        """True when this order may not start now."""
        studio = attempt.studio
        return attempt.take.engine in self.engines or self.covers_studio(studio.pk, studio.public_id)

    def covers_studio(self, studio_id: int, public_id: str) -> bool:
        """True when nothing may start for this studio now."""
        return self.is_everything or public_id in self.studios or studio_id in self.frozen

    def orders(self) -> Q:
        """The attempts that may not start now, where not everything is halted."""
        halted = Q(take__engine__in=self.engines) | Q(studio__public_id__in=self.studios)
        return halted | Q(studio__in=self.frozen)


def in_force() -> InForce:
    """Read the switches, and which studios are frozen."""
    subjects: dict[str, set[str]] = {kind: set() for kind in Halt.Kind.values}
    for kind, subject in Halt.objects.filter(lifted_at=None).values_list("kind", "subject"):
        subjects[kind].add(subject)
    return InForce(
        is_everything=bool(subjects[Halt.Kind.PROVIDER] or subjects[Halt.Kind.RESTORE]),
        engines=frozenset(subjects[Halt.Kind.ENGINE]),
        studios=frozenset(subjects[Halt.Kind.STUDIO]),
        frozen=frozenset(studios.frozen_studios()),
    )


def begin(kind: str, subject: str = "", *, why: str, by: str) -> bool:
    """Order nothing new from now on. False when it was halted already; then that one stands."""
    try:
        with transaction.atomic():
            Halt.objects.create(kind=kind, subject=subject, why=why, by=by)
    except IntegrityError:  # halt_one_standing_per_subject
        return False
    return True


def lift(kind: str, subject: str = "") -> bool:
    """Let orders go again. False when nothing was halted."""
    return Halt.objects.filter(kind=kind, subject=subject, lifted_at=None).update(lifted_at=Now()) == 1


def was_restored_since(moment: datetime) -> bool:
    """True when rows of that time are from a backup: what was ordered after them may be missing."""
    return Halt.objects.filter(kind=Halt.Kind.RESTORE, began_at__gt=moment).exists()


def is_restoring() -> bool:
    """True while the rows are from a backup and a person has not yet looked at them."""
    return Halt.objects.filter(kind=Halt.Kind.RESTORE, lifted_at=None).exists()
