"""Gate 7, the cost gate: the exact bill of the shoot, before any footage, in every mode."""

from rendering.engines import catalog
from rendering.models import Film, Take
from rendering.services import recasting, rewording, takes
from rendering.stages.showing import Notes, Showing

NOTES = Notes.AT_ONCE


def prepare(film: Film) -> bool:
    """Plan a draft, and a master unless only drafts are wanted, for every shot that has none on its way."""
    casting = recasting.casting_of(film)
    fixed = takes.released(film)
    for tier in _tiers(film):
        found = takes.newest(film, tier, among=takes.STANDING)
        for shot in takes.wanted(film, tier):
            engine = catalog.get(casting.hero_engine if shot.is_hero else casting.clips_engine)
            standing = found.get(shot.pk)
            if standing is not None and (
                standing.status != Take.Status.PLANNED or standing.public_id in fixed
            ):
                continue
            if tier == Take.Tier.DRAFT:
                takes.plan(film, shot, tier, *takes.draft_of(engine, shot.seconds))
            else:
                takes.plan(film, shot, tier, engine, takes.master_of(engine, shot.seconds, film.resolution))
    return True


def gate(film: Film) -> Showing | None:
    waiting = takes.unreleased(film, _tiers(film))
    if not waiting:
        return None
    tiers = {take.tier for take in waiting}
    both = tiers == {"draft", "master"}
    shots, failed = len({take.shot_id for take in waiting}), rewording.failures(film, waiting)
    what = {"draft": "drafts at 480p", "master": f"masters at {film.resolution}"}
    return Showing(
        title="The cost gate",
        text=[
            f"To shoot: {' and '.join(what[tier] for tier in sorted(tiers))} for {shots} shots.",
            "Nothing has been shot yet. A take that fails costs nothing, and you never pay more than this bill.",
            *rewording.offer(failed),
        ],
        bill=takes.bill(waiting),
        answers=("approve", "drafts", "stop", "revise", "steer")
        if both
        else ("approve", "stop", "revise", "steer"),
        always_waits=True,
        needs_person=bool(failed),
    )


def approve(film: Film, answer: str) -> None:
    if answer == "drafts":
        film.is_drafts_only = True
        film.save(update_fields=["is_drafts_only"])


def revise(film: Film, note: str) -> None:
    if not rewording.reword(film, note, among=takes.unreleased(film, _tiers(film))):
        recasting.recast(film, note)
    prepare(film)


def is_done(film: Film) -> bool:
    return not takes.unreleased(film, _tiers(film))


def _tiers(film: Film) -> list[str]:
    return ["draft"] if film.is_drafts_only else ["draft", "master"]
