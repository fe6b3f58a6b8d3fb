from collections.abc import Iterator

import pytest

from rendering.provider import errors
from rendering.provider.errors import Failure, ProviderFault, Then, after_order, failure_of


def kinds(of: type[ProviderFault] = ProviderFault) -> Iterator[type[ProviderFault]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_only_a_proven_refusal_lets_an_order_go_back(kind: type[ProviderFault]) -> None:
    proven = {
        errors.NotDelivered, errors.TooFast, errors.UnderMaintenance, errors.OutOfCredits, errors.KeyRefused,
        errors.KeyCapReached, errors.Misdirected, errors.ReferenceNotFetched, errors.Rejected,
    }  # fmt: skip
    assert (after_order(kind("")).then != Then.IN_DOUBT) == (kind in proven)


@pytest.mark.parametrize(
    ("kind", "then"),
    [
        (errors.NotDelivered, Then.QUEUED),
        (errors.TooFast, Then.QUEUED),
        (errors.OutOfCredits, Then.BLOCKED),
        (errors.Misdirected, Then.BLOCKED),
        (errors.ReferenceNotFetched, Then.FAILED),
        (errors.Rejected, Then.FAILED),
        (errors.Ambiguous, Then.IN_DOUBT),
    ],
)
def test_each_fault_has_its_consequence(kind: type[ProviderFault], then: Then) -> None:
    assert after_order(kind("")).then == then


@pytest.mark.parametrize(
    ("code", "said", "failure"),
    [
        ("501", "Generation Failed", Failure.TRANSIENT),
        ("500", "Internal server error", Failure.TRANSIENT),
        (None, "internal error, please try again later.", Failure.TRANSIENT),
        ("429", None, Failure.TRANSIENT),
        ("501", "nsfw", Failure.PERMANENT),
        ("500", "Your prompt was flagged by Website as violating content policies", Failure.PERMANENT),
        ("400", "Real-person images are supported, but you must upload them first.", Failure.PERMANENT),
        ("500", "The prompt is required", Failure.PERMANENT),
        ("422", "aspect ratio unavailable", Failure.PERMANENT),
        ("451", "could not fetch the image", Failure.PERMANENT),
        (None, None, Failure.PERMANENT),
    ],
)
def test_a_failed_task_is_worth_another_attempt_or_not(
    code: str | None, said: str | None, failure: Failure
) -> None:
    assert failure_of(code, said) == failure
