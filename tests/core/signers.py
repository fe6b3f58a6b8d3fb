"""Which key signs, and which keys are believed."""

import base64

from nacl.signing import SigningKey
from pytest_django.fixtures import Settings


def use(settings: Settings, key: SigningKey | None, *verified: SigningKey) -> None:
    """This process signs with `key` and believes the others, and `key`, too."""
    believed = [*verified, *([key] if key else [])]
    settings.POD_APPROVAL_SIGNING_KEY = base64.b64encode(bytes(key)).decode() if key else ""
    settings.POD_APPROVAL_VERIFY_KEYS = ",".join(
        f"k{number}:{base64.b64encode(bytes(one.verify_key)).decode()}" for number, one in enumerate(believed)
    )
