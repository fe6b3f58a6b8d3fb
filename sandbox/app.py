"""The web application: every route, and the tasks that live as long as it does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from .chat import completions
from .faults.plan import Plan
from .ledger.accounts import Accounts
from .ledger.journal import Journal
from .media.studio import Studio
from .orders.refused import Refused
from .routes import account, files, jobs, models, own, uploads, wire
from .settings import Settings
from .store import Store


def build(settings: Settings) -> Starlette:
    """Return the sandbox over `settings.folder`, with what an earlier process left there taken up again."""
    store = Store(settings.folder)
    accounts = Accounts(settings, Studio(settings, store))
    faults = Plan(Journal(settings.folder / "faults.jsonl"))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        accounts.resume()
        yield
        await accounts.stop()
        faults.close()

    modules = (jobs, account, uploads, models, files, completions, own)
    routes = [route for module in modules for route in module.routes]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={Refused: wire.refused})
    app.state.parts = wire.Parts(settings, store, accounts, faults)
    return app
