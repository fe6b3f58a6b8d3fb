"""Sign-in rules: people come in by invitation, so nobody can open an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """The sign-up page is closed; sign-in, MFA and password pages stay."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
