"""How many things at once a studio may have under way."""

from django.db import transaction

from studios.models import Quota, Studio
from studios.services import audit

DEFAULTS = {Quota.Kind.FILMS_IN_FLIGHT: 50, Quota.Kind.RENDERS_IN_FLIGHT: 40}


def most(studio_id: int, kind: Quota.Kind) -> int:
    """The studio's own limit, or the default for everybody."""
    own = Quota.objects.for_studio(studio_id).filter(kind=kind).values_list("most", flat=True).first()
    return DEFAULTS[kind] if own is None else own


def own_limits(kind: Quota.Kind) -> dict[int, int]:
    """The limits that differ from the default, by studio."""
    rows = Quota.objects.across_studios(reason="dispatch serves every studio").filter(kind=kind)
    return dict(rows.values_list("studio_id", "most"))


@transaction.atomic
def set_most(studio_id: int, kind: Quota.Kind, most: int, *, by: str) -> None:
    """Give the studio a limit of its own; what is over it already goes on to its end."""
    Quota.objects.for_studio(studio_id).update_or_create(
        studio_id=studio_id, kind=kind, defaults={"most": most}
    )
    audit.note(studio_id, actor=by, verb="quota.set", subject=kind, details={"most": most})


@transaction.atomic
def set_weight(studio_id: int, weight: int, *, by: str) -> None:
    """How many turns it gets for each turn of a studio that weighs 1; from 1 to 100, the database refuses others."""
    Studio.objects.filter(pk=studio_id).update(weight=weight)
    audit.note(studio_id, actor=by, verb="weight.set", subject="weight", details={"weight": weight})
