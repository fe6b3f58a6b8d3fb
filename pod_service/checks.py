"""Start-up checks: separated powers, and no insecure default outside DEBUG. A process that fails one does not start."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from core.addresses import is_on_this_machine


def refuse_unsafe_process() -> None:
    """Raise ImproperlyConfigured, naming every check that failed. Web servers and workers run no checks themselves."""
    failed = [*separated_powers(), *secrets_are_set(), *sandbox_is_embedded()]
    if failed:
        raise ImproperlyConfigured(" ".join(f"{check.id}: {check.msg}" for check in failed))


@register()
def separated_powers(**_: Any) -> list[CheckMessage]:
    """A process that could both approve and order would need nobody's leave."""
    if settings.POD_KIE_API_KEY and settings.POD_APPROVAL_SIGNING_KEY and not settings.DEBUG:
        return [
            Error(
                "This process holds both the provider's key and the key that signs approvals.",
                hint="Give POD_KIE_API_KEY to workers only and POD_APPROVAL_SIGNING_KEY to the web only.",
                id="pod.E001",
            )
        ]
    if settings.POD_CREDENTIALS_PRIVATE_KEY and settings.POD_APPROVAL_SIGNING_KEY and not settings.DEBUG:
        return [
            Error(
                "This process holds both the key that opens studios' own keys and the key that signs approvals.",
                hint="Give POD_CREDENTIALS_PRIVATE_KEY to workers only and POD_APPROVAL_SIGNING_KEY to the web only.",
                id="pod.E004",
            )
        ]
    return []


@register()
def secrets_are_set(**_: Any) -> list[CheckMessage]:
    """A missing secret stops the process now, not the first request that needs it."""
    return [] if settings.SECRET_KEY else [Error("POD_SECRET_KEY is not set.", id="pod.E002")]


@register()
def sandbox_is_embedded(**_: Any) -> list[CheckMessage]:
    """A service with a database of its own and a provider on this machine would sell sandbox films as real ones."""
    is_local = is_on_this_machine(settings.POD_KIE_BASE_URL)
    if is_local and not (settings.POD_IS_EMBEDDED or settings.DEBUG):
        return [Error("POD_KIE_BASE_URL points to a sandbox outside DEBUG.", id="pod.E003")]
    return []
