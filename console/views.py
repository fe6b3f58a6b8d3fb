"""What a member sees: the month's allowance and the studio's films."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from billing import port as billing
from billing.port import Payer
from rendering import selectors
from studios import port as studios

FILMS_SHOWN = 50


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """The studio of the signed-in member; somebody without a studio is told there is nothing here."""
    studio = studios.studio_of_user(request.user.pk)
    if studio is None:
        raise Http404
    payer = Payer(studio_id=studio.id, timezone=studio.timezone, license="")
    newest = selectors.films(studio.id).order_by("-pk")[:FILMS_SHOWN]
    context = {
        "studio": studio,
        "month": billing.month_figures(payer),
        "films": selectors.cards(studio.id, newest),
    }
    return render(request, "console/overview.html", context)
