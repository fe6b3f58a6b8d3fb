"""Create studios."""

import re
from functools import cache
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from core.errors import InvalidInput
from studios.models import Studio
from studios.services import audit

_time_zones = cache(available_timezones)  # it opens hundreds of files each time it is asked


def create(slug: str, *, name: str = "", plan: str = "managed", timezone: str = "UTC", actor: str) -> Studio:
    """Create a studio. Raises InvalidInput for a bad or taken slug and for an unknown time zone."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,49}", slug):
        raise InvalidInput("A studio's short name has small letters, digits and hyphens, at most 50.")
    if timezone not in _time_zones():
        raise InvalidInput(f"There is no time zone called {timezone!r}. One that exists: Asia/Kolkata.")
    try:
        with transaction.atomic():
            studio = Studio.objects.create(slug=slug, name=name or slug, plan=plan, timezone=timezone)
            audit.note(studio.pk, actor=actor, verb="studio.create", subject=studio.public_id)
    except IntegrityError as error:
        raise InvalidInput(f"There is already a studio called {slug}.") from error
    return studio
