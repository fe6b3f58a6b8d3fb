from django.urls import path

from rendering.api.acts import Finalize, Resume, Stop
from rendering.api.castings import Castings, Engines, Estimates, OneCasting
from rendering.api.cuts import CutsOfFilm, Edits
from rendering.api.files import FilesOfFilm, OneFile
from rendering.api.films import Films, OneFilm
from rendering.api.floor import ScriptOfFilm, ShotsOfFilm, TakesOfFilm
from rendering.api.gate import Answer, OpenGate
from rendering.api.progress import ProgressOfFilm

urlpatterns = [
    path("engines", Engines.as_view()),
    path("estimates", Estimates.as_view()),
    path("castings", Castings.as_view()),
    path("castings/<str:public_id>", OneCasting.as_view()),
    path("films", Films.as_view()),
    path("films/<str:name>", OneFilm.as_view()),
    path("films/<str:name>/script", ScriptOfFilm.as_view()),
    path("films/<str:name>/shots", ShotsOfFilm.as_view()),
    path("films/<str:name>/takes", TakesOfFilm.as_view()),
    path("films/<str:name>/cuts", CutsOfFilm.as_view()),
    path("films/<str:name>/edits", Edits.as_view()),
    path("films/<str:name>/files", FilesOfFilm.as_view()),
    path("films/<str:name>/files/<path:path>", OneFile.as_view(), name="film-file"),
    path("films/<str:name>/gate", OpenGate.as_view()),
    path("films/<str:name>/gate/answer", Answer.as_view()),
    path("films/<str:name>/progress", ProgressOfFilm.as_view()),
    path("films/<str:name>/resume", Resume.as_view()),
    path("films/<str:name>/stop", Stop.as_view()),
    path("films/<str:name>/finalize", Finalize.as_view()),
]
