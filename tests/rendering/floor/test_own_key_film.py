"""Films of studios that pay kie.ai themselves: each order on the right account's bill, and pauses that lose nothing."""

import base64
from typing import Any

import pytest
from nacl.public import PrivateKey

from core import sealing
from rendering import tasks
from rendering.models import Attempt, Film, FilmFile, ProviderCredential
from rendering.models.attempts import ITS_WORK
from rendering.services import connections, credentials
from rendering.services.ordering import dispatch, sending
from tests.rendering.conftest import Crew, owner_of
from tests.rendering.floor.own_studio import Owner, open_own
from tests.rendering.floor.test_callbacks import call_back


@pytest.fixture
def owner(crew: Crew) -> Owner:
    return open_own(crew)


def test_from_idea_to_cut_every_order_is_on_the_studio_s_own_bill(owner: Owner) -> None:
    key, crew = owner.account(), owner.crew
    owner.enter(key)
    planned = len(crew.sandbox.bill()["chat"])
    film = crew.work(crew.start(mode="auto", preapprove=True))
    assert film.status == Film.Status.FINISHED
    succeeded = {attempt.public_id for attempt in crew.attempts(film, "succeeded")}
    assert set(owner.orders_on(key, film)) == succeeded
    assert owner.orders_on(None, film) == []
    assert crew.credits()["spent"] == crew.sandbox.bill(key)["total"]
    # Planning is on the house: the language model was asked under the shared key alone.
    assert crew.sandbox.bill(key)["chat"] == []
    assert len(crew.sandbox.bill()["chat"]) > planned


def test_a_casting_is_asked_under_the_studio_s_own_key(owner: Owner) -> None:
    key, crew = owner.account("50"), owner.crew
    owner.enter(key)
    casting = crew.casting(crew.api.post("/castings", {"idea": "two robots"}).json()["id"])
    tasks.work_out_casting(casting.pk)
    assert crew.api.get(f"/castings/{casting.public_id}").json()["state"] == "done"
    assert len(crew.sandbox.bill(key)["chat"]) == 1


def test_a_casting_that_kie_ai_turns_away_costs_nothing_and_says_why(owner: Owner) -> None:
    crew = owner.crew
    owner.enter("nobody-knows-this-key")
    casting = crew.casting(crew.api.post("/castings", {"idea": "two robots"}).json()["id"])
    tasks.work_out_casting(casting.pk)
    told = crew.api.get(f"/castings/{casting.public_id}").json()
    assert (told["state"], crew.credits()["held"]) == ("failed", "0.00")
    assert "refuses your studio's own key" in told["detail"]


def test_a_refused_key_pauses_and_a_working_one_goes_on_without_ordering_twice(owner: Owner) -> None:
    key, crew = owner.account(), owner.crew
    owner.enter(key)
    film = owner.approved()
    held = crew.credits()["held"]
    owner.enter("nobody-knows-this-key")
    film = crew.work(film)
    told = crew.api.get(f"/films/{film.name}").json()
    assert (told["state"], told["held"]) == ("paused", held)
    assert "kie.ai refuses your studio's own key" in told["waits_for"]
    assert "pod login --own-key" in told["waits_for"]
    assert owner.own()["state"] == "refused"
    assert dispatch.give_slots().attempts == []
    # A film that was busy with something else comes to the same pause.
    Film.objects.for_studio(crew.studio.pk).update(status="working", waits_for="")
    tasks.advance(film.pk)
    assert crew.api.get(f"/films/{film.name}").json()["waits_for"] == told["waits_for"]
    owner.enter(key)
    film = owner.resumed(film)
    assert film.status == Film.Status.FINISHED
    placed = owner.orders_on(key, film)
    assert sorted(placed) == sorted({attempt.public_id for attempt in crew.attempts(film, "succeeded")})


def test_a_short_balance_is_told_at_the_gate_then_pauses_and_a_top_up_goes_on(owner: Owner) -> None:
    key, crew = owner.account(), owner.crew
    owner.enter(key)
    film = crew.work(crew.start(mode="auto", drafts_only=True))
    crew.sandbox.open_account(key, "1")
    ProviderCredential.objects.for_studio(crew.studio.pk).update(checked_at=None)
    crew.answer(film, "revise", "seedance 1.5 for the clips")
    film = crew.work(film)
    total = crew.gate(film)["quote"]["total"]
    (short,) = [line for line in crew.gate(film)["text"] if "Your balance at kie.ai" in line]
    assert f"{float(total) - 1:.2f} are missing for all of it, about $" in short
    crew.answer(film, "approve")
    film = crew.work(film)
    told = crew.api.get(f"/films/{film.name}").json()
    assert told["state"] == "paused"
    assert "too short" in told["waits_for"]
    assert "about $5" in told["waits_for"]
    crew.sandbox.open_account(key, "20000")
    film = owner.resumed(film)
    assert film.status == Film.Status.FINISHED
    assert sorted(owner.orders_on(key, film)) == sorted(
        attempt.public_id for attempt in crew.attempts(film, "succeeded")
    )


def test_a_key_refused_while_clips_are_made_pauses_and_what_was_ordered_is_still_fetched(
    owner: Owner,
) -> None:
    key, crew = owner.account(), owner.crew
    owner.enter(key)
    film = owner.approved(drafts_only=True)
    for waiting in dispatch.give_slots().attempts:
        tasks.send(waiting)
    rows = ProviderCredential.objects.for_studio(crew.studio.pk)
    good, wrong = (
        owner.credential.sealed,
        sealing.seal("nobody-knows-this-key", owner=credentials.owner_of(owner.crew.studio.pk)),
    )
    rows.update(sealed_key=wrong.text)
    for attempt in crew.attempts(film, "sent"):
        crew.look_now(attempt.pk)
    told = crew.api.get(f"/films/{film.name}").json()
    assert told["state"] == "paused"
    assert "Nothing is lost, and nothing is ordered again" in told["waits_for"]
    rows.update(sealed_key=good.text)
    film = owner.resumed(film)
    assert film.status == Film.Status.FINISHED
    assert sorted(owner.orders_on(key, film)) == sorted(
        attempt.public_id for attempt in crew.attempts(film, "succeeded")
    )


def test_what_was_ordered_under_a_replaced_key_is_fetched_with_it_and_the_rest_goes_out_under_the_new(
    owner: Owner,
) -> None:
    first, crew = owner.account(), owner.crew
    owner.enter(first)
    film = owner.approved()
    waiting = dispatch.give_slots().attempts
    tasks.send(waiting[0])
    second = owner.account()
    owner.enter(second)
    film = crew.work(film)
    assert film.status == Film.Status.FINISHED
    on_first, on_second = owner.orders_on(first, film), owner.orders_on(second, film)
    sent_first = Attempt.objects.for_studio(crew.studio.pk).get(pk=waiting[0]).public_id
    assert sent_first in on_first
    assert on_second
    assert sorted(on_first + on_second) == sorted(
        attempt.public_id for attempt in crew.attempts(film, "succeeded")
    )


def test_a_lost_order_of_a_dead_key_is_adopted_through_the_new_key_of_the_same_account(owner: Owner) -> None:
    key, crew = owner.account(), owner.crew
    owner.enter(key)
    film = owner.approved(drafts_only=True)
    film.shots.update(description="a robot waits [[drop]]")
    for waiting in dispatch.give_slots().attempts:
        tasks.send(waiting)
    placed = owner.credential
    owner.enter(key)
    wrong = sealing.seal("nobody-knows-this-key", owner=credentials.owner_of(crew.studio.pk))
    ProviderCredential.objects.for_studio(crew.studio.pk).filter(pk=placed.pk).update(sealed_key=wrong.text)
    task_of = {owner_of(order): str(order["taskId"]) for order in crew.sandbox.bill(key)["orders"]}
    for attempt in crew.attempts(film, "in_doubt"):
        assert call_back(attempt, task_of[attempt.public_id]).status_code == 200
        tasks.heed_callback(attempt.pk)
    assert crew.attempts(film, "sent")
    assert not crew.attempts(film, "in_doubt")
    placed.refresh_from_db()
    assert placed.state == "refused"
    assert crew.work(film).status == Film.Status.FINISHED


def test_a_retry_after_a_key_was_replaced_goes_out_under_the_new_one(owner: Owner) -> None:
    crew = owner.crew
    owner.enter(owner.account())
    film = owner.approved(drafts_only=True)
    crew.sandbox.change(failure_rate=1)
    for waiting in dispatch.give_slots().attempts:
        tasks.send(waiting)
    owner.enter(owner.account())
    while crew.attempts(film, "sent"):
        crew.turn()
    again = crew.attempts(film, "queued")
    assert {(attempt.number, attempt.credential_id) for attempt in again} == {(2, owner.credential.pk)}


def test_an_upload_of_another_account_is_not_used_again(owner: Owner) -> None:
    crew = owner.crew
    owner.enter(owner.account())
    film = owner.approved()
    for waiting in dispatch.give_slots().attempts:
        tasks.send(waiting)
    keyframes = FilmFile.objects.for_studio(crew.studio.pk).filter(path__contains="keyframes")
    before = {(file.provider_credential_id, file.provider_url) for file in keyframes}
    assert {credential for credential, _ in before} == {owner.credential.pk}
    owner.enter(owner.account())
    crew.work(film)
    after = {(file.provider_credential_id, file.provider_url) for file in keyframes.all()}
    assert {credential for credential, _ in after} == {owner.credential.pk}
    assert not {url for _, url in before} & {url for _, url in after}


def test_a_message_for_an_order_that_was_given_another_key_sends_nothing_under_the_old(owner: Owner) -> None:
    crew = owner.crew
    owner.enter(owner.account())
    film = owner.approved()
    attempt = crew.attempts(film, "queued")[0]
    owner.enter(owner.account())
    stale = Attempt.objects.for_studio(crew.studio.pk).select_related(*ITS_WORK)
    row = stale.get(pk=attempt.pk)
    row.credential = attempt.credential
    sending.send(row)
    assert [one.status for one in crew.attempts(film, "queued") if one.pk == attempt.pk] == ["queued"]


def test_after_a_rotation_the_night_seals_anew_and_the_old_key_can_go(owner: Owner, settings: Any) -> None:
    key = owner.account("77")
    owner.enter(key)
    old, newer = settings.POD_CREDENTIALS_PRIVATE_KEY, PrivateKey.generate()
    new = base64.b64encode(bytes(newer)).decode()
    before = owner.credential
    settings.POD_CREDENTIALS_PRIVATE_KEY = f"{new},{old}"
    assert connections.of(before).balance() == 77
    tasks.reseal_keys()
    settings.POD_CREDENTIALS_PRIVATE_KEY = new
    after = owner.credential
    assert (after.pk, after.sealing_key_id != before.sealing_key_id) == (before.pk, True)
    assert connections.of(after).balance() == 77
