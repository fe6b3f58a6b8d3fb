"""Who is asking: fixed at authentication and passed on explicitly."""

from dataclasses import dataclass

ROLES = ("viewer", "producer", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A studio's license (or member) for the length of one request."""

    studio_id: int
    studio: str
    slug: str
    name: str
    plan: str
    timezone: str
    state: str
    license: str
    label: str
    role: str
    prefix: str

    is_authenticated = True  # the framework asks every user object

    def may(self, role: str) -> bool:
        """True when this caller's role includes `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)
