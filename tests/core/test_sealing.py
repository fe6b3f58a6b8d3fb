"""Sealed secrets: what one tier closes, only the other opens; an older key still opens; no failure tells anything."""

import base64
import traceback
from typing import Any

import pytest
from nacl.public import PrivateKey

from core import sealing
from core.errors import Unavailable
from core.sealing import Sealed
from core.signing import key_id_of

SECRET, OWNER = "kie-canary-5f2e8c", "studio 1"


def text_of(key: PrivateKey) -> str:
    return base64.b64encode(bytes(key)).decode()


def public(key: PrivateKey) -> str:
    return base64.b64encode(bytes(key.public_key)).decode()


@pytest.fixture
def key(settings: Any) -> PrivateKey:
    """A pair of which this process has both halves."""
    made = PrivateKey.generate()
    settings.POD_CREDENTIALS_PUBLIC_KEY = public(made)
    settings.POD_CREDENTIALS_PRIVATE_KEY = text_of(made)
    return made


def told(refusal: pytest.ExceptionInfo[Unavailable]) -> str:
    """Everything an over-eager error reporter could write."""
    assert refusal.value.__context__ is None, "the frames of what was caught hang on it"
    ours = refusal.tb.tb_next
    return "".join(
        traceback.TracebackException(Unavailable, refusal.value, ours, capture_locals=True).format()
    )


def test_what_is_sealed_is_opened_by_its_private_half(key: PrivateKey) -> None:
    sealed = sealing.seal(SECRET, owner=OWNER)
    assert sealing.unseal(sealed, owner=OWNER) == SECRET
    assert sealed.key_id == key_id_of(bytes(key.public_key))
    assert SECRET not in repr(sealed)
    assert SECRET.encode() not in base64.b64decode(sealed.text)


def test_the_same_secret_is_never_sealed_to_the_same_text(key: PrivateKey) -> None:
    assert sealing.seal(SECRET, owner=OWNER) != sealing.seal(SECRET, owner=OWNER)


def test_who_sealed_it_can_not_open_it(key: PrivateKey, settings: Any) -> None:
    sealed = sealing.seal(SECRET, owner=OWNER)
    settings.POD_CREDENTIALS_PRIVATE_KEY = ""
    with pytest.raises(Unavailable):
        sealing.unseal(sealed, owner=OWNER)


def test_of_several_keys_the_older_still_opens_and_the_first_is_sealed_to_anew(
    key: PrivateKey, settings: Any
) -> None:
    old, newer = sealing.seal(SECRET, owner=OWNER), PrivateKey.generate()
    settings.POD_CREDENTIALS_PRIVATE_KEY = f"{text_of(newer)}, {text_of(key)}"
    assert sealing.unseal(old, owner=OWNER) == SECRET
    fresh = sealing.reseal(old, owner=OWNER)
    assert fresh.key_id == sealing.newest_key_id() == key_id_of(bytes(newer.public_key))
    settings.POD_CREDENTIALS_PRIVATE_KEY = text_of(newer)
    assert sealing.unseal(fresh, owner=OWNER) == SECRET
    with pytest.raises(Unavailable):
        sealing.unseal(old, owner=OWNER)


@pytest.mark.parametrize("broken", ["", "no base64!", "c2hvcnQ=", "é"])
def test_a_public_key_that_is_missing_or_broken_seals_nothing_and_tells_nothing(
    key: PrivateKey, settings: Any, broken: str
) -> None:
    settings.POD_CREDENTIALS_PUBLIC_KEY = broken
    with pytest.raises(Unavailable) as refusal:
        sealing.seal(SECRET, owner=OWNER)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize("broken", ["no base64!", "c2hvcnQ=", "{good},c2hvcnQ="])
def test_a_private_key_that_is_broken_opens_nothing_and_is_not_told(
    key: PrivateKey, settings: Any, broken: str
) -> None:
    sealed = sealing.seal(SECRET, owner=OWNER)
    settings.POD_CREDENTIALS_PRIVATE_KEY = broken.format(good=text_of(key))
    with pytest.raises(Unavailable) as refusal:
        sealing.unseal(sealed, owner=OWNER)
    assert text_of(key) not in told(refusal)


@pytest.mark.parametrize("change", [lambda text: text[:-8], lambda text: "A" * len(text), lambda text: "!"])
def test_a_sealed_text_that_was_changed_is_refused(key: PrivateKey, change: Any) -> None:
    sealed = sealing.seal(SECRET, owner=OWNER)
    with pytest.raises(Unavailable) as refusal:
        sealing.unseal(Sealed(key_id=sealed.key_id, text=change(sealed.text)), owner=OWNER)
    assert SECRET not in told(refusal)


def test_a_sealed_text_in_another_s_row_opens_nothing_and_tells_nothing(key: PrivateKey) -> None:
    sealed = sealing.seal(SECRET, owner=OWNER)
    with pytest.raises(Unavailable) as refusal:
        sealing.unseal(sealed, owner="studio 2")
    assert SECRET not in told(refusal)
