"""The oracle has nothing to say of a film that went well, and names each thing that is wrong with another."""

from pathlib import Path
from typing import Any

from crash import oracle
from crash.person import IDEA
from rendering.models import Attempt, Film
from tests.rendering.conftest import Crew

WHY = "test"


def test_it_names_what_is_wrong_and_nothing_else(crew: Crew, settings: Any) -> None:
    film = crew.work(crew.start(IDEA, mode="auto", drafts_only=True, preapprove=True))
    assert film.status == Film.Status.FINISHED, film.waits_for
    orders = crew.orders()
    assert oracle.broken("demo", orders) == []

    draft = next(order for order in orders if "duration" in order["input"])
    stranger = draft | {"taskId": "f" * 32, "callback": None}
    says([*orders, stranger], "nobody here knows of it", "the provider charged")
    says(
        [*orders, stranger | {"callback": draft["callback"]}],
        "which is succeeded with another task",
        "the provider",
    )
    says([one for one in orders if one is not draft], "captured and 0 are in doubt")

    says([*orders, draft], "line", "take", "was ordered 2 times", "the provider charged")

    rows = Attempt.objects.across_studios(reason=WHY)
    rows.filter(task_id=draft["taskId"]).update(is_collected=False)
    says(orders, "is paid and was not collected")
    rows.update(is_collected=True)

    notice = film.events.get(kind="film.finished")
    film.events.filter(pk=notice.pk).update(is_notice=False)
    says(orders, "nobody was told")
    film.events.filter(pk=notice.pk).update(is_notice=True)

    given = film.files.get(path=f"07-final/{film.name}.mp4")
    film.files.filter(pk=given.pk).update(path="07-final/another.mp4")
    says(orders, "is not its newest cut")
    film.files.filter(pk=given.pk).update(path=given.path)

    cut = film.cuts.get().file
    assert cut is not None
    place = Path(settings.MEDIA_ROOT) / cut.key
    place.write_bytes(b"something else")
    says(orders, "there is no cut")


def says(orders: list[dict[str, Any]], *words: str) -> None:
    """These are the sentences, and no others."""
    said = oracle.broken("demo", orders)
    assert len(said) == len(words), said
    assert all(word in sentence for word, sentence in zip(words, said, strict=True)), said
