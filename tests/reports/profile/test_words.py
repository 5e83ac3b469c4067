"""Every text that statistics, charts and profiles show has its Dutch words."""

from __future__ import annotations

from grutto import locale
from grutto.locale.extract import texts

PLACES = ("charts/", "content/", "reports/profile", "reports/sections/profiles", "measures/", "render/")


def test_no_text_is_without_dutch() -> None:
    known = {message.id for message in locale.catalog("nl") if message.string}
    assert sorted({text for text, file in texts() if file.startswith(PLACES) and text not in known}) == []
