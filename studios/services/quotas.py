"""How many things at once a studio may have under way."""

from studios.models import Quota

DEFAULTS = {Quota.Kind.FILMS_IN_FLIGHT: 50, Quota.Kind.RENDERS_IN_FLIGHT: 40}


def most(studio_id: int, kind: Quota.Kind) -> int:
    """The studio's own limit, or the default for everybody."""
    own = Quota.objects.for_studio(studio_id).filter(kind=kind).values_list("most", flat=True).first()
    return DEFAULTS[kind] if own is None else own


def own_limits(kind: Quota.Kind) -> dict[int, int]:
    """The limits that differ from the default, by studio."""
    rows = Quota.objects.across_studios(reason="dispatch serves every studio").filter(kind=kind)
    return dict(rows.values_list("studio_id", "most"))
