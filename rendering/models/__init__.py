"""The studio floor: films, what they need to look like, their shots and takes, the orders for them, and cuts.

A film is a function of these rows: `services.productions.advance` reads them and does the one next thing.
"""

from rendering.models.attempts import Attempt
from rendering.models.books import BalanceReading, Reconciliation
from rendering.models.castings import Casting
from rendering.models.credentials import ProviderCredential
from rendering.models.cuts import Cut
from rendering.models.disks import FullDisk
from rendering.models.events import Event
from rendering.models.files import FilmFile
from rendering.models.films import Film
from rendering.models.halts import Halt
from rendering.models.hints import Hint
from rendering.models.latencies import Latency
from rendering.models.shots import Look, Shot
from rendering.models.sweeps import Sweep
from rendering.models.takes import Take
from rendering.models.turns import Turn

__all__ = [
    "Attempt", "BalanceReading", "Casting", "Cut", "Event", "Film", "FilmFile", "FullDisk", "Halt", "Hint", "Latency",
    "Look", "ProviderCredential", "Reconciliation", "Shot", "Sweep", "Take", "Turn",
]  # fmt: skip
