"""What exactly is sent for a take: the prompt, and its references uploaded where the provider can see them."""

from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from core import clock
from rendering import picture_prompts
from rendering.engines import catalog
from rendering.engines.engine import Work
from rendering.models import Attempt, Film, FilmFile, ProviderCredential, Shot, Take
from rendering.picture_prompts import Subject, View
from rendering.provider.client import Client
from rendering.services import files

FRESH_MINUTES = 10
UPLOAD_HOURS = 20
"""The provider keeps uploads for 24 hours by its newer pages (kie/api.md §4.3)."""


def callback_url(attempt: Attempt) -> str | None:
    """The attempt's own address for callbacks; None where the provider can not reach us, and look-ups decide."""
    if not settings.POD_PUBLIC_URL:
        return None
    return f"{settings.POD_PUBLIC_URL}/hooks/kie/{attempt.public_id}/{attempt.token}"


def calls_back(attempt: Attempt, url: str) -> bool:
    """Is this its own address, whatever our public one was then? Id and unguessable part are the attempt's alone."""
    return attempt.public_id in url and attempt.token in url


def input_of(attempt: Attempt, client: Client) -> dict[str, Any]:
    """The engine's input for the attempt's take. Uploads references first.

    Errors: ProviderFault when that fails; `NotKept` and `DiskFull` when one can not be read.
    """
    take = attempt.take
    film, spec = take.film, take.spec
    engine = catalog.get(take.engine)
    references = [_address(file, attempt.credential, client) for file in _references(take)]
    is_clip = take.tier != Take.Tier.STILL
    return engine.build_input(
        Work(
            prompt=_prompt(take, film),
            aspect=film.aspect,
            resolution=spec["resolution"],
            seconds=spec["seconds"],
            first_frame_url=references[0] if is_clip and references else None,
            reference_urls=() if is_clip else tuple(references),
        )
    )


def forget_uploads(take: Take) -> bool:
    """The provider could not fetch a reference of this take: upload all of them once more.

    False when they were uploaded just now, and another upload would change nothing.
    """
    uploads = FilmFile.objects.for_studio(take.film.studio_id).filter(
        pk__in=[reference.pk for reference in _references(take)]
    )
    is_old = uploads.filter(provider_url_at__lt=clock.from_now(minutes=-FRESH_MINUTES)).exists()
    uploads.update(provider_url_at=None)
    return is_old


def _prompt(take: Take, film: Film) -> str:
    style = (film.script or {}).get("look", "")
    if take.look is not None:
        subject = Subject(name=take.look.name, description=take.look.description)
        return picture_prompts.sheet(subject, kind=take.look.kind, film=film.name, style=style)
    assert take.shot is not None
    say = picture_prompts.keyframe if take.tier == Take.Tier.STILL else picture_prompts.clip
    return say(_view(film, take.shot), film=film.name, style=style)


def _view(film: Film, shot: Shot) -> View:
    looks = {look.name: Subject(name=look.name, description=look.description) for look in film.looks.all()}
    return View(
        description=shot.description,
        framing=shot.framing,
        move=shot.move,
        light=shot.light,
        place=looks.get(shot.location),
        people=[looks[name] for name in shot.characters if name in looks],
    )


def _references(take: Take) -> list[FilmFile]:
    """A clip begins with its shot's keyframe; a keyframe refers to the sheets of whom and what it shows."""
    if take.look is not None:
        return []
    assert take.shot is not None
    ready = take.film.takes.filter(status=Take.Status.READY, tier=Take.Tier.STILL).select_related(
        "file", "look"
    )
    if take.tier != Take.Tier.STILL:
        keyframe = ready.filter(shot=take.shot).order_by("-number").first()
        return [keyframe.file] if keyframe and keyframe.file else []
    sheets = ready.filter(look__isnull=False)
    shown = sheets.filter(look__name__in=[*take.shot.characters, take.shot.location])
    return [sheet.file for sheet in (shown or sheets[:1]) if sheet.file]


def _address(file: FilmFile, credential: ProviderCredential, client: Client) -> str:
    fresh = Q(provider_url_at__gt=clock.from_now(hours=-UPLOAD_HOURS), provider_credential=credential)
    known = FilmFile.objects.for_studio(file.film.studio_id).filter(fresh, pk=file.pk).first()
    if known is not None:
        return known.provider_url
    with files.local(file) as path:
        url = client.upload(path, file.path)
    rows = FilmFile.objects.for_studio(file.film.studio_id).filter(pk=file.pk, key=file.key)
    rows.update(provider_url=url, provider_url_at=Now(), provider_credential=credential)
    return url
