"""The version of Grutto that a report names."""

from __future__ import annotations

from importlib.metadata import version

from grutto.store.program import WORDS, code_digest
from grutto.tables.extract import with_own_sources

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
    *WORDS,
)
"""What a report depends on besides its release, framework and judgements."""


def code_version() -> str:
    """Return the version of Grutto, with a digest of its files and of the user's own sources."""
    return f"{version('grutto')}+{with_own_sources(code_digest(*ROOMS))[:12]}"
