from django.urls import path

from rendering.api.acts import Finalize, Resume, Revoke, Stop
from rendering.api.castings import Castings, Engines, Estimates, OneCasting
from rendering.api.credits import CreditsOfMonth
from rendering.api.cuts import CutsOfFilm, Edits
from rendering.api.files import FilesOfFilm, OneFile
from rendering.api.films import Films, OneFilm
from rendering.api.floor import ScriptOfFilm, ShotsOfFilm, TakesOfFilm
from rendering.api.gate import Answer, OpenGate
from rendering.api.own_key import OwnKeys
from rendering.api.progress import ProgressOfFilm
from rendering.api.statement import StatementOfMonth

urlpatterns = [
    path("credits", CreditsOfMonth.as_view()),
    path("own-key", OwnKeys.as_view()),
    path("engines", Engines.as_view()),
    path("estimates", Estimates.as_view()),
    path("castings", Castings.as_view()),
    path("castings/<slug:public_id>", OneCasting.as_view()),
    path("statement", StatementOfMonth.as_view()),
    path("films", Films.as_view()),
    path("films/<slug:name>", OneFilm.as_view()),
    path("films/<slug:name>/script", ScriptOfFilm.as_view()),
    path("films/<slug:name>/shots", ShotsOfFilm.as_view()),
    path("films/<slug:name>/takes", TakesOfFilm.as_view()),
    path("films/<slug:name>/cuts", CutsOfFilm.as_view()),
    path("films/<slug:name>/edits", Edits.as_view()),
    path("films/<slug:name>/files", FilesOfFilm.as_view()),
    path("films/<slug:name>/files/<path:path>", OneFile.as_view(), name="film-file"),
    path("films/<slug:name>/gate", OpenGate.as_view()),
    path("films/<slug:name>/gate/answer", Answer.as_view()),
    path("films/<slug:name>/progress", ProgressOfFilm.as_view()),
    path("films/<slug:name>/resume", Resume.as_view()),
    path("films/<slug:name>/stop", Stop.as_view()),
    path("films/<slug:name>/finalize", Finalize.as_view()),
    path("films/<slug:name>/revoke", Revoke.as_view()),
]
