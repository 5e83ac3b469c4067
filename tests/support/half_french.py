"""A language with half of its texts: French formats, and every second text of the program with accented vowels."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

import grutto.locale
from grutto.locale import FOLDER, catalog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FRENCH = '\n[fr]\nname = "Français"\ndirection = "ltr"\nformats = "fr_FR"\n'
ACCENTS = str.maketrans("aeiouAEIOU", "àéîôùÀÉÎÔÙ")
_PLACE = re.compile(r"(\{\w*\})")


def accented(text: str) -> str:
    """Return a text with an accent on each vowel outside its places: known again, and no English word is left in it."""
    return "".join(part if n % 2 else part.translate(ACCENTS) for n, part in enumerate(_PLACE.split(text)))


def half() -> Catalog:
    """Return a catalogue with every second text of the program; the others are not in it."""
    french = Catalog(locale="fr", fuzzy=False)
    for message in [message for message in catalog("nl") if message.id][::2]:
        text = message.id
        french.add(text, accented(text) if isinstance(text, str) else tuple(map(accented, text)))
    return french


@contextmanager
def half_french(folder: Path) -> Iterator[None]:
    """Let the program write French, of which half is translated.

    Args:
        folder: an empty one, for the catalogues.
    """
    for path in (*FOLDER.glob("*.po"), FOLDER / "languages.toml"):
        shutil.copy(path, folder)
    with (folder / "languages.toml").open("a", encoding="utf-8") as stream:
        stream.write(FRENCH)
    with (folder / "fr.po").open("wb") as stream:
        write_po(stream, half())
    try:
        _read_from(folder)
        yield
    finally:
        _read_from(FOLDER)


def _read_from(folder: Path) -> None:
    grutto.locale.FOLDER = folder
    for known in (grutto.locale.languages, grutto.locale.catalog, grutto.locale._plural):
        known.cache_clear()
