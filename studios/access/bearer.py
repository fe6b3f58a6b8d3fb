"""Bearer authentication with a license key."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from studios.access.caller import Caller
from studios.models import LicenseKey
from studios.services import keys


class LicenseKeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer pod_live_…`; the caller carries the studio from here on."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        row = keys.recognise(key.strip())
        if row is None:
            raise AuthenticationFailed
        return caller_of(row), None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def caller_of(row: LicenseKey) -> Caller:
    """The caller that this license key stands for."""
    studio = row.studio
    return Caller(
        studio_id=studio.pk, studio=studio.public_id, slug=studio.slug, name=studio.name, plan=studio.plan,
        timezone=studio.timezone, state=studio.state, license=row.public_id, label=row.label, role=row.role,
        prefix=row.prefix,
    )  # fmt: skip


class LicenseKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the published API describes it."""

    target_class = LicenseKeyAuthentication
    name = "licenseKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "pod_live_…"}
