"""When to look an order up: by how long the engine usually takes, and never more often than the provider allows."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest, Least, Now

from rendering.engines import catalog
from rendering.models import Attempt, Latency, ProviderCredential
from rendering.provider.limits import LONGEST_MAKING_SECONDS, LOOK_UPS_PER_SECOND

FLOOR_SECONDS, CEILING_SECONDS = 0.75, 60.0
FIRST_SHARE, CALLED_BACK_SHARE, LONGEST_FIRST_SECONDS = 0.8, 1.2, 300.0
"""The first look-up comes after this share of the usual time. Where the provider can call back, it says sooner when it
is done, so that look-ups are left for what was not told."""
STEPS, CALLED_BACK_STEPS = 40, 2
"""From then on so many look-ups fall into the usual time."""
THINNING = 20
"""An order that takes three times as long as usual is looked at so often in the time it has taken so far."""
LAPS = 2
"""Where the provider can call back, an order is looked at again once all of its account could be, so many times."""
SLOW_SECONDS = 600.0
"""Past what any order takes, a person is told and look-ups go on, this far apart."""
HEARD_GAP = timedelta(seconds=1)
"""However many callbacks come, an order is looked up no more often than this for their sake."""
REMEMBERED = 20
PER_SECOND = LOOK_UPS_PER_SECOND - 2
"""Under the provider's limit: after a pause two may go at once, and on the way there some catch up with others."""
SPACING = timedelta(seconds=1) / PER_SECOND


@dataclass(frozen=True, slots=True)
class Usual:
    """How long orders of an engine and tier take; not `is_seen` while only the engine's page says so."""

    seconds: float
    is_seen: bool = True


def usual(attempt: Attempt) -> Usual:
    """What orders like this one take: as they were seen to, or as the engine's page says."""
    take = attempt.take
    seen = Latency.objects.filter(engine=take.engine, tier=take.tier).first()
    if seen is None:
        return Usual(float(catalog.get(take.engine).latency_seconds), is_seen=False)
    return Usual(seen.usual_ms / 1000)


def learn(attempt: Attempt, made_ms: int | None) -> None:
    """Remember how long this one took; the provider says so. What it does not say teaches nothing."""
    if not made_ms or made_ms <= 0:
        return
    take, took = attempt.take, min(made_ms, LONGEST_MAKING_SECONDS * 1000)
    rows = Latency.objects.filter(engine=take.engine, tier=take.tier)
    weight = Least(F("seen") + 1, Value(REMEMBERED))
    moved = Greatest(F("usual_ms") + (Value(took) - F("usual_ms")) / weight, Value(1))
    if not rows.update(usual_ms=moved, seen=F("seen") + 1):
        Latency.objects.bulk_create(
            [Latency(engine=take.engine, tier=take.tier, usual_ms=took, seen=1)], ignore_conflicts=True
        )


def first(usual: Usual) -> timedelta:
    """How long after the order to look for the first time. Without callbacks soon, where nobody has seen its kind."""
    if settings.POD_PUBLIC_URL:
        wait = usual.seconds * CALLED_BACK_SHARE
    else:
        wait = usual.seconds * FIRST_SHARE if usual.is_seen else 0
    return timedelta(seconds=min(max(FLOOR_SECONDS, wait), LONGEST_FIRST_SECONDS))


def lap_seconds(attempt: Attempt) -> float:
    """The least time between two looks at this order that leaves the others of its account theirs.

    Where nothing calls back, the others are those that have been looked at: they are about to be done.
    """
    rows = Attempt.objects.across_studios(reason="an account's look-ups are for all its studios")
    sent = rows.filter(credential=attempt.credential_id, status=Attempt.Status.SENT)
    if settings.POD_PUBLIC_URL:
        return LAPS * sent.count() * SPACING.total_seconds()
    return sent.filter(looked_up_at__isnull=False).count() * SPACING.total_seconds()


def again(usual: Usual, age: float, *, least: float = 0) -> timedelta:
    """How long to wait, `least` seconds or more, before the next look-up of an order of this age in seconds."""
    if age > LONGEST_MAKING_SECONDS:
        return timedelta(seconds=SLOW_SECONDS)
    step = usual.seconds / (CALLED_BACK_STEPS if settings.POD_PUBLIC_URL else STEPS)
    if age > 3 * usual.seconds:
        step = max(step, age / THINNING)
    if not usual.is_seen:
        step = min(step, age / 2)
    return timedelta(seconds=min(max(FLOOR_SECONDS, step, least), CEILING_SECONDS))


def admit(credential: ProviderCredential) -> bool:
    """Take the account's next place for a look-up. False when that is not yet: the account is one for all workers."""
    rows = ProviderCredential.objects.across_studios(reason="a key's look-ups are paced for everybody")
    free = rows.filter(pk=credential.pk, look_up_free_at__lte=Now() + SPACING)
    return free.update(look_up_free_at=Greatest(F("look_up_free_at"), Now()) + SPACING) == 1


def look_again() -> None:
    """Callbacks may have come while nobody was there to hear them: look once, soon, at every order under way."""
    if not settings.POD_PUBLIC_URL:
        return  # then all are looked at soon anyway
    rows = Attempt.objects.across_studios(reason="callbacks are lost for everybody")
    rows.filter(status=Attempt.Status.SENT, next_look_up_at__gt=Now()).update(next_look_up_at=Now())


def bring_forward(attempt: Attempt) -> bool:
    """A callback says that something happened: look soon. False when somebody looks soon anyway."""
    soon = Greatest(Now(), Coalesce(F("looked_up_at"), F("answered_at")) + HEARD_GAP)
    rows = Attempt.objects.for_studio(attempt.studio_id).filter(pk=attempt.pk, status=Attempt.Status.SENT)
    return rows.filter(next_look_up_at__gt=soon).update(next_look_up_at=soon) == 1
