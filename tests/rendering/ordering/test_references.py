"""References the provider must fetch: uploaded again, waited for, or the end of the take, for nothing."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from rendering.models import Attempt, Event, ProviderCredential
from rendering.services import files
from tests.rendering.conftest import Crew
from tests.rendering.floor.test_send import approved, send_all

GONE = "https://gone.test/keyframe.png"


@pytest.mark.parametrize("where", ["at createTask", "at the task"])
def test_a_reference_that_could_not_be_fetched_is_uploaded_once_more(crew: Crew, where: str) -> None:
    film = approved(crew, drafts_only=True)
    account = ProviderCredential.objects.across_studios(reason="test").get()
    there = Now() - timedelta(hours=3)
    film.files.update(provider_url=GONE, provider_url_at=there, provider_credential=account)
    crew.sandbox.strike(
        {"kind": "refused", "code": 451, "route": "createTask", "times": 1}
        if where == "at createTask"
        else {"kind": "fail", "code": "451", "message": "could not fetch the image", "times": 1}
    )
    send_all(crew)
    Attempt.objects.for_studio(crew.studio.pk).update(not_before=Now())
    crew.work(film)
    while crew.attempts(film, "queued", "sent"):
        Attempt.objects.for_studio(crew.studio.pk).update(not_before=Now())
        crew.turn()
    assert {take.status for take in crew.takes(film, "draft")} == {"ready"}
    assert not film.files.filter(provider_url=GONE, path__startswith="05-").exists()


def test_a_reference_that_was_uploaded_just_now_and_can_not_be_fetched_fails_the_take(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    crew.sandbox.strike({"kind": "refused", "code": 451, "route": "createTask"})
    send_all(crew)
    crew.sandbox.strike()
    assert {take.status for take in crew.takes(film, "draft")} == {"failed"}
    assert crew.credits()["held"] == "0.00"


def test_an_upload_that_is_refused_for_good_fails_the_take_for_nothing(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    film.files.update(provider_url_at=None)
    crew.sandbox.strike({"kind": "refused", "code": 422, "message": "file is not allowed", "route": "upload"})
    before = len(crew.orders())
    send_all(crew)
    crew.sandbox.strike()
    assert {take.status for take in crew.takes(film, "draft")} == {"failed"}
    assert (len(crew.orders()), crew.credits()["held"]) == (before, "0.00")


def test_an_order_waits_for_a_reference_that_is_not_as_it_was_and_the_person_is_told(crew: Crew) -> None:
    film = approved(crew, drafts_only=True)
    film.files.update(provider_url_at=None)
    keyframe = film.files.get(path="05-keyframes/shot-01.png")
    with files.local(keyframe) as path:
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + b"?")
    before = len(crew.orders())
    for _ in range(2):
        send_all(crew)
        Attempt.objects.for_studio(crew.studio.pk).update(not_before=Now())
    assert len(crew.orders()) == before
    told = Event.objects.for_studio(crew.studio.pk).filter(film=film, kind="order.waits")
    assert [event.text for event in told] == [
        "05-keyframes/shot-01.png is no longer as it was when it was stored. An order that refers to it waits. "
        "Nothing was spent; please tell your studio contact."
    ]
    path.write_bytes(whole)
    send_all(crew)
    assert len(crew.orders()) == before + 1
