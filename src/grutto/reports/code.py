"""The version of Grutto that a report names."""

from __future__ import annotations

from importlib.metadata import version

from grutto.tables.extract import code_digest

ROOMS = (
    "model",
    "store",
    "sources",
    "readers",
    "tables",
    "codelists",
    "frameworks",
    "remittances",
    "measures",
    "scenarios",
    "content",
    "charts",
    "reports",
    "render",
    "editions",
    "locale",
)
"""What a report depends on besides its release, framework and judgements."""


def code_version() -> str:
    """Return the version of Grutto, with a digest of its files."""
    return f"{version('grutto')}+{code_digest(*ROOMS)[:12]}"
