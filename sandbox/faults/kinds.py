"""Every kind of fault, with its parameters and the routes where it can strike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

CREATE, RECORD, RESULT = "createTask", "recordInfo", "result"
_API = (CREATE, RECORD, "chat", "balance", "upload", "link")
_EVERYWHERE = (*_API, RESULT)
FORGERIES = ("signature", "task", "success", "fail")


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a value is read, and what it is when none is given."""

    read: Callable[[Any], Any]
    default: Any = None


@dataclass(frozen=True, slots=True)
class Kind:
    """The first of `routes` is meant when a rule names none; the first of `parameters` is a tag's value."""

    routes: tuple[str, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind with the value of each of its parameters; plain JSON, because it is kept with its order."""

    kind: str
    given: dict[str, Any]


def fault(kind: str, given: dict[str, Any]) -> Fault:
    """Return the fault with its defaults filled in. Raises ValueError for what is no kind, parameter or value."""
    if kind not in KINDS:
        raise ValueError(f"no such kind of fault: {kind}")
    parameters = KINDS[kind].parameters
    if unknown := given.keys() - parameters.keys():
        raise ValueError(f"{kind} does not know {', '.join(sorted(unknown))}")
    read = {name: parameters[name].read(value) for name, value in given.items() if value is not None}
    return Fault(kind, {name: parameter.default for name, parameter in parameters.items()} | read)


def _seconds(value: Any) -> float:
    if (seconds := float(value)) < 0:
        raise ValueError(f"not a length of time: {value}")
    return seconds


def _status(value: Any) -> int:
    if not 200 <= int(value) <= 599:
        raise ValueError(f"not an HTTP status: {value}")
    return int(value)


def _credits(value: Any) -> str:
    try:
        credits = Decimal(str(value))
    except InvalidOperation:
        credits = Decimal("NaN")
    if not credits.is_finite() or credits < 0:
        raise ValueError(f"not an amount of credits: {value}")
    return str(credits)


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"not true or false: {value}")
    return value


def _forgery(value: Any) -> str:
    if value not in FORGERIES:
        raise ValueError(f"not one of {', '.join(FORGERIES)}: {value}")
    return str(value)


_ACCEPTED = Parameter(_yes_or_no, False)

KINDS: dict[str, Kind] = {
    # The answer to any request. What was asked for is done first, except where nothing is said to be accepted.
    "drop": Kind(_EVERYWHERE),
    "drop_body": Kind(_EVERYWHERE),
    "drop_before": Kind(_EVERYWHERE),
    "slow_answer": Kind(_EVERYWHERE, {"seconds": Parameter(_seconds, 5.0)}),
    "refused": Kind(_API, {
        "code": Parameter(int, 500), "message": Parameter(str), "http": Parameter(_status, 200), "accepted": _ACCEPTED,
    }),
    "page": Kind(_EVERYWHERE, {"http": Parameter(_status, 502), "accepted": _ACCEPTED}),
    # A download.
    "forbidden": Kind((RESULT,)),
    "wrong_type": Kind((RESULT,)),
    "zero_bytes": Kind((RESULT,)),
    # How an order goes, settled when it is accepted.
    "slow": Kind((CREATE,), {"seconds": Parameter(_seconds, 30.0)}),
    "stuck": Kind((CREATE,), {"seconds": Parameter(_seconds)}),
    "instant": Kind((CREATE,)),
    "unknown": Kind((CREATE,), {"seconds": Parameter(_seconds, 30.0)}),
    "fail": Kind((CREATE,), {"message": Parameter(str), "code": Parameter(str, "501")}),
    "empty": Kind((CREATE,)),
    "expired": Kind((CREATE,), {"seconds": Parameter(_seconds, 0.0)}),
    # Its callbacks.
    "callback_lost": Kind((CREATE,)),
    "callback_repeated": Kind((CREATE,), {"copies": Parameter(int, 2)}),
    "callback_early": Kind((CREATE,)),
    "callback_late": Kind((CREATE,), {"seconds": Parameter(_seconds, 5.0)}),
    "callback_forged": Kind((CREATE,), {
        "how": Parameter(_forgery, "signature"), "seconds": Parameter(_seconds, 0.0),
    }),
    # What it costs.
    "overcharge": Kind((CREATE,), {"credits": Parameter(_credits, "1.00")}),
    "charged_failure": Kind((CREATE,)),
    "refund": Kind((CREATE,), {"seconds": Parameter(_seconds, 0.0), "credits": Parameter(_credits)}),
    "out_of_credits": Kind((CREATE,), {"balance": Parameter(_credits, "0"), "code": Parameter(int, 402)}),
}  # fmt: skip
