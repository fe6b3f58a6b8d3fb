"""The door into the studios app for the apps above it."""

from dataclasses import dataclass
from typing import Any

from studios.models import Member, Quota, Studio
from studios.services import audit, mail, quotas


@dataclass(frozen=True, slots=True, kw_only=True)
class StudioFacts:
    """What other apps need to know of a studio."""

    id: int
    public_id: str
    name: str
    timezone: str
    plan: str
    is_active: bool


def facts_of(studio_id: int) -> StudioFacts:
    """Read one studio."""
    return _facts(Studio.objects.get(pk=studio_id))


def studio_of_user(user_id: int | None) -> StudioFacts | None:
    """The studio a signed-in person belongs to; the first they joined."""
    rows = Member.objects.across_studios(reason="the sign-in names the person, not the studio")
    member = rows.filter(user_id=user_id or 0).select_related("studio").order_by("joined_at").first()
    return _facts(member.studio) if member else None


def _facts(studio: Studio) -> StudioFacts:
    return StudioFacts(
        id=studio.pk,
        public_id=studio.public_id,
        name=studio.name,
        timezone=studio.timezone,
        plan=studio.plan,
        is_active=studio.state == Studio.State.ACTIVE,
    )


def mail_admins(studio_id: int, *, subject: str, text: str) -> int:
    """Write to the studio's admins; how many that are. Raises OSError when the mail server takes nothing."""
    return mail.to_admins(studio_id, subject=subject, text=text)


def frozen_studios() -> list[int]:
    """The studios for which nothing new may be ordered."""
    return list(Studio.objects.filter(state=Studio.State.FROZEN).values_list("pk", flat=True))


def films_in_flight_quota(studio_id: int) -> int:
    """How many films the studio may have under way."""
    return quotas.most(studio_id, Quota.Kind.FILMS_IN_FLIGHT)


def renders_in_flight_quotas() -> tuple[int, dict[int, int]]:
    """The default number of renders a studio may have in flight, and the studios that differ."""
    return quotas.DEFAULTS[Quota.Kind.RENDERS_IN_FLIGHT], quotas.own_limits(Quota.Kind.RENDERS_IN_FLIGHT)


def weights() -> dict[int, int]:
    """The weights in a queue of those studios whose weight is not 1."""
    return dict(Studio.objects.exclude(weight=1).values_list("pk", "weight"))


def note(
    studio_id: int, *, actor: str, verb: str, subject: str, details: dict[str, Any] | None = None
) -> None:
    """Add an audit entry, in the caller's transaction."""
    audit.note(studio_id, actor=actor, verb=verb, subject=subject, details=details)
