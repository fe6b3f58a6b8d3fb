"""The web application: every route, and the tasks that live as long as it does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from .chat import completions
from .ledger.bill import Bill
from .ledger.journal import Journal
from .media.studio import Studio
from .orders.limits import StartWindow
from .orders.refused import Refused
from .orders.tasks import Tasks
from .routes import account, files, jobs, models, own, uploads, wire
from .settings import Settings
from .store import Store


def build(settings: Settings) -> Starlette:
    """Return the sandbox over `settings.folder`, with what an earlier process left there taken up again."""
    store = Store(settings.folder)
    journal = Journal(settings.folder / "journal.jsonl")
    bill = Bill(journal, settings.balance)
    tasks = Tasks(settings, bill, Studio(store))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        tasks.resume()
        yield
        await tasks.stop()
        journal.close()

    modules = (jobs, account, uploads, models, files, completions, own)
    routes = [route for module in modules for route in module.routes]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={Refused: wire.refused})
    app.state.parts = wire.Parts(settings, bill, store, tasks, StartWindow(settings))
    return app
