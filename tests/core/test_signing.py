import base64
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from nacl.signing import SigningKey
from pytest_django.fixtures import Settings

from core import signing
from core.errors import Unavailable
from core.signing import Signature, Unsigned
from tests.core.signers import use

PURPOSE = "pod.test"


def claim(**facts: Any) -> dict[str, Any]:
    return {
        "purpose": PURPOSE,
        "key_id": signing.signing_key_id(),
        "total": "40.00",
        "film": "flm_ä",
        **facts,
    }


def refusal(said: Mapping[str, Any], signature: Signature, *, purpose: str = PURPOSE) -> str:
    with pytest.raises(Unsigned) as unsigned:
        signing.verify(said, signature, purpose=purpose)
    return unsigned.value.reason


def test_canonical_bytes_are_exactly_these() -> None:
    said = {"total": "40.00", "lines": ["b", "a"], "film": "flm_ä", "version": 1, "gate": None}
    wanted = '{"film":"flm_ä","gate":null,"lines":["b","a"],"total":"40.00","version":1}'
    assert signing.canonical(said) == wanted.encode()


def test_the_order_of_members_changes_nothing() -> None:
    assert signing.digest({"a": 1, "b": {"c": 2, "d": 3}}) == signing.digest({"b": {"d": 3, "c": 2}, "a": 1})


def test_the_order_of_a_list_does() -> None:
    assert signing.digest({"lines": ["a", "b"]}) != signing.digest({"lines": ["b", "a"]})


@pytest.mark.parametrize("value", [Decimal("40.00"), float("nan"), float("inf"), {1, 2}, b"bytes", object()])
def test_it_signs_nothing_that_has_no_canonical_form(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        signing.canonical({"total": value})


def test_a_signature_stands_for_its_claim(settings: Settings) -> None:
    use(settings, SigningKey.generate())
    said = claim()
    signing.verify(dict(reversed(said.items())), signing.sign(said), purpose=PURPOSE)


@pytest.mark.parametrize(
    "changed", [{"total": "40.01"}, {"film": "flm_a"}, {"more": None}, {"total": 40}, {"total": "40.00 "}]
)
def test_a_changed_claim_is_refused(settings: Settings, changed: dict[str, Any]) -> None:
    use(settings, SigningKey.generate())
    said = claim()
    assert refusal({**said, **changed}, signing.sign(said)) == "tampered"


@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_a_changed_byte_of_the_signature_is_refused(settings: Settings, place: int) -> None:
    use(settings, SigningKey.generate())
    said = claim()
    signature = signing.sign(said)
    raw = bytearray(base64.b64decode(signature.value))
    raw[place] ^= 1
    forged = Signature(key_id=signature.key_id, value=base64.b64encode(raw).decode())
    assert refusal(said, forged) == "tampered"


@pytest.mark.parametrize("value", ["", "AAAA", "not base64!", "ÄÖÜ", "A" * 88])
def test_what_is_no_signature_is_refused(settings: Settings, value: str) -> None:
    use(settings, SigningKey.generate())
    assert refusal(claim(), Signature(key_id=signing.signing_key_id(), value=value)) == "tampered"


def test_a_key_that_nobody_believes_is_refused(settings: Settings) -> None:
    use(settings, SigningKey.generate())
    said = claim()
    signature = signing.sign(said)
    use(settings, SigningKey.generate())
    assert refusal(said, signature) == "unknown_key"


def test_a_key_s_name_comes_from_the_key_and_not_from_what_it_is_called(settings: Settings) -> None:
    use(settings, SigningKey.generate())
    assert (
        refusal(claim(key_id="k0"), Signature(key_id="k0", value=signing.sign(claim()).value))
        == "unknown_key"
    )


def test_a_claim_signed_for_another_purpose_is_refused(settings: Settings) -> None:
    use(settings, SigningKey.generate())
    said = claim()
    assert refusal(said, signing.sign(said), purpose="pod.other") == "wrong_purpose"


def test_a_claim_that_names_another_key_is_refused(settings: Settings) -> None:
    use(settings, SigningKey.generate())
    said = claim(key_id="01234567")
    assert refusal(said, signing.sign(said)) == "wrong_purpose"


def test_during_a_rotation_both_keys_are_believed_and_the_new_one_signs(settings: Settings) -> None:
    old, new = SigningKey.generate(), SigningKey.generate()
    use(settings, old)
    before = claim()
    signed_before = signing.sign(before)
    use(settings, new, old)
    after = claim()
    signed_after = signing.sign(after)
    signing.verify(before, signed_before, purpose=PURPOSE)
    signing.verify(after, signed_after, purpose=PURPOSE)
    assert signed_after.key_id == signing.key_id_of(bytes(new.verify_key)) != signed_before.key_id
    use(settings, new)
    assert refusal(before, signed_before) == "unknown_key"


def test_a_process_without_the_key_signs_nothing_and_still_verifies(settings: Settings) -> None:
    key = SigningKey.generate()
    use(settings, key)
    said = claim()
    signature = signing.sign(said)
    use(settings, None, key)
    with pytest.raises(Unavailable):
        signing.sign(said)
    signing.verify(said, signature, purpose=PURPOSE)
