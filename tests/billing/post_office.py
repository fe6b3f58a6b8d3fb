"""A mail server that is really spoken to, and keeps what it was given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

from pod_service.embedded.ports import any_free_port


@dataclass
class PostOffice:
    """`letters` are the mails with the addresses they went to; while `is_closed` it takes none."""

    letters: list[tuple[list[str], Message]] = field(default_factory=list)
    is_closed: bool = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        if self.is_closed:
            return "451 Come back later"
        self.letters.append((sorted(envelope.rcpt_tos), message_from_bytes(envelope.content)))
        return "250 Taken"


@contextmanager
def post_office(settings: Settings) -> Iterator[PostOffice]:
    """Have Django send its mail to a server of this test."""
    office, port = PostOffice(), any_free_port()
    server = Controller(office, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    try:
        yield office
    finally:
        server.stop()
