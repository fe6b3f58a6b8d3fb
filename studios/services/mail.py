"""Write to the people of a studio. The only thing in this app that leaves the machine; never inside a transaction."""

from django.core.mail import EmailMessage

from studios.models import Member
from studios.models.keys import Role


def to_admins(studio_id: int, *, subject: str, text: str) -> int:
    """Send one mail to all admins of the studio that have an address, none of whom sees the others; how many they are.

    Raises OSError (smtplib's errors among them) when the mail server takes nothing.
    """
    admins = Member.objects.for_studio(studio_id).filter(role=Role.ADMIN, user__is_active=True)
    addresses = sorted(set(admins.exclude(user__email="").values_list("user__email", flat=True)))
    if addresses:
        EmailMessage(subject, text, bcc=addresses).send()
    return len(addresses)
