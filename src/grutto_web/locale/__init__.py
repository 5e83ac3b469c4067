"""Texts of the web application: one `LC_MESSAGES/django.po` a language, compiled when a process starts."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent


def catalogues() -> dict[str, Path]:
    """Return the PO file of each language."""
    return {path.parts[-3]: path for path in sorted(FOLDER.glob("*/LC_MESSAGES/django.po"))}


def compile_catalogues(folder: Path) -> None:
    """Write what Django reads (MO) into a folder of `LOCALE_PATHS`, where it is missing or older than the PO file."""
    for code, source in catalogues().items():
        target = folder / code / "LC_MESSAGES" / "django.mo"
        if not target.is_file() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target, code)


def _compile(source: Path, target: Path, code: str) -> None:
    """Write one, so that another process sees the old or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=code)
    descriptor, aside = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(descriptor, "wb") as stream:
        write_mo(stream, catalogue)
    os.replace(aside, target)  # noqa: PTH105 - from a name to a path
