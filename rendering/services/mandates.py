"""What may run without a person at the gate, signed when the person gives the order, and told at once."""

from billing import port as billing
from billing.port import Spec
from core.amounts import Credits, text
from rendering.engines import catalog
from rendering.models import Film
from rendering.planning import fit
from rendering.services import takes
from rendering.services.payers import payer_of
from rendering.stages.script import MOST_CHARACTERS, MOST_LOCATIONS

EXTRA_TAKES = 3


def pre_approve(film: Film, *, by: str) -> None:
    """`--auto --yes`: stills, drafts and masters, up to the film's budget or what is left of the month."""
    payer = payer_of(film)
    left = billing.month_figures(payer).left
    budget = billing.budgets_of(film.studio_id, [film.public_id]).get(film.public_id)
    ceilings = [amount for amount in (left, budget) if amount is not None]
    ceiling = min(ceilings) if ceilings else None
    billing.give_mandate(
        payer, subject=film.public_id, kinds=["still", "draft", "master"], ceiling=ceiling, by=by
    )
    most = (
        f"up to {text(ceiling)} credits"
        if ceiling is not None
        else "with no ceiling, as your allowance has none"
    )
    _tell(
        film,
        f"Pre-approved by your command: stills, drafts and masters, {most}. "
        "A bill beyond that opens the cost gate after all.",
    )


def allow_stills(film: Film, *, by: str) -> None:
    """Autopilot's stills, up to what the dearest stills engine would take for the largest cast and every shot."""
    payer, ceiling = payer_of(film), _most_for_stills(film)
    billing.give_mandate(payer, subject=film.public_id, kinds=["still"], ceiling=ceiling, by=by)
    _tell(
        film,
        f"Autopilot may draw stills for up to {text(ceiling)} credits. Footage waits for you at the cost gate.",
    )


def _tell(film: Film, sentence: str) -> None:
    film.told = [*film.told, sentence]
    film.save(update_fields=["told"])


def _most_for_stills(film: Film) -> Credits:
    engines = catalog.still_engines()
    specs: list[Spec] = [takes.still_spec(engine, has_reference=True) for engine in engines]
    planned = [
        billing.Planned(work=engine.name, kind="still", label=engine.name, spec=spec)
        for engine, spec in zip(engines, specs, strict=True)
    ]
    most = MOST_CHARACTERS + MOST_LOCATIONS + fit.shot_count(film.duration_seconds, 1) + EXTRA_TAKES
    return most * max(billing.price_each(planned))
