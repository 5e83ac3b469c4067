"""How log lines are written: JSON in production, for people on one's own machine."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from django.utils.log import CallbackFilter

if TYPE_CHECKING:
    import logging

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def without_traceback(record: logging.LogRecord) -> bool:
    """Let every line through; that somebody may not open a page is no fault of ours, and is told in one line."""
    if getattr(record, "status_code", None) == HTTPStatus.FORBIDDEN:
        record.exc_info = None
    return True


def logging_settings(*, production: bool) -> dict[str, Any]:
    """Return Django's LOGGING; every line goes through structlog."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if production else structlog.dev.ConsoleRenderer(colors=False)
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        "foreign_pre_chain": SHARED,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "filters": {"refusals": {"()": CallbackFilter, "callback": without_traceback}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["refusals"]}},
        "root": {"handlers": ["console"], "level": "INFO"},
    }
