"""The catalog over HTTP: list, schema, price and success rate of a model (kie/api.md 2.8)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.ledger.bill import Order, State
from sandbox.orders import catalog, prices

from .wire import account_of, answer, keyed


async def listed(request: Request) -> Response:
    query = request.query_params.get("q", "").lower()
    rows = [_told(model) for model in catalog.models().values() if query in model.name.lower()]
    return answer({"total": len(rows), "models": rows})


async def schema(request: Request) -> Response:
    model = _asked(request)
    body = {"type": "object", "properties": {"input": {"type": "object", "properties": model.properties}}}
    content = {"application/json": {"schema": body}}
    paths = {"/api/v1/jobs/createTask": {"post": {"requestBody": {"content": content}}}}
    return answer({"model": model.name, "openapi": {"openapi": "3.0.1", "paths": paths}})


async def price(request: Request) -> Response:
    model = _asked(request)
    return answer({"model": model.name, "pricingDesc": prices.described(model)})


async def success_rate(request: Request) -> Response:
    model = _asked(request)
    ended = [order for order in account_of(request).bill.orders.values() if order.state is not State.WAITING]
    return answer(
        {"model": model.name, "points": _points([order for order in ended if order.model == model.name])}
    )


def _asked(request: Request) -> catalog.Model:
    return catalog.model(request.path_params["model"], code=404)


def _told(model: catalog.Model) -> dict[str, Any]:
    provider = model.name.partition("/")[0]
    made_from = (
        "image" if any("image" in name or "input_urls" in name for name in model.properties) else "text"
    )
    return {
        "model": model.name, "slug": model.name.replace("/", "-"), "title": model.name, "provider": provider,
        "taskType": [f"{made_from}-to-{model.kind}"], "description": "", "pricingDesc": prices.described(model),
    }  # fmt: skip


def _points(ended: list[Order]) -> list[dict[str, Any]]:
    if not ended:
        return []
    good = 100 * sum(order.state is State.SUCCESS for order in ended) / len(ended)
    moments = [order.completed_ms or 0 for order in ended]
    rates = {"successRate": good, "errorRate": 100 - good, "isNormal": good >= 50}
    return [{"start": min(moments), "end": max(moments), **rates}]


routes = [
    Route("/api/v1/models", keyed(listed), methods=["GET"]),
    Route("/api/v1/models/{model:path}/schema", keyed(schema), methods=["GET"]),
    Route("/api/v1/models/{model:path}/price", keyed(price), methods=["GET"]),
    Route("/api/v1/models/{model:path}/success-rate", keyed(success_rate), methods=["GET"]),
]
