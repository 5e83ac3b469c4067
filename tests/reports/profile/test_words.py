"""Every text that statistics, charts and profiles show has its Dutch words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto import locale
from grutto.locale.extract import texts

if TYPE_CHECKING:
    from babel.messages.catalog import Message

PLACES = ("charts/", "content/", "reports/profile", "reports/sections/profiles", "measures/", "render/")


def _ids(message: Message) -> tuple[object, ...]:
    """Return what a text is known by: one with a plural is asked without it too."""
    return (message.id, message.id[0]) if isinstance(message.id, tuple) else (message.id,)


def test_no_text_is_without_dutch() -> None:
    known = {text for message in locale.catalog("nl") if message.string for text in _ids(message)}
    assert sorted({text for text, file in texts() if file.startswith(PLACES) and text not in known}) == []
