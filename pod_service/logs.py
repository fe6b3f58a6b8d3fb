"""Structured logs: one event a line, `noun.verb.outcome` with ids; nothing that looks like a key ever gets out."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

KEYS = re.compile(r"(pod_live_[0-9a-z]{6})[0-9a-z]+|Bearer\s+\S+", re.IGNORECASE)


def configuration() -> dict[str, Any]:
    """Django's LOGGING, with structlog in front of it."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    # Plain tracebacks: the pretty ones print local variables, and those may be keys.
    plain = structlog.dev.plain_traceback
    renderer = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=28, exception_formatter=plain)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer, _without_keys],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            **{name: {"level": "WARNING"} for name in ("httpx", "httpcore", "celery", "kombu")},
            "django.request": {"level": "ERROR"},  # a refusal is told once, by the handler that made it
        },
    }


def _without_keys(logger: object, method: str, event: MutableMapping[str, Any] | str) -> str:
    return KEYS.sub(r"\1…", str(event))
