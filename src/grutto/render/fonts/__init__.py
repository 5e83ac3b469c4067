"""The fonts of documents: our own for Latin, Greek, Cyrillic, Arabic and minus; those of the machine for the rest."""

from __future__ import annotations

from grutto.extras import required

required("documents")

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Math")


@dataclass(frozen=True, slots=True)
class Lettering:
    """What a text is written with.

    Args:
        families: names of fonts, the first that has a letter is taken.
        files: of these fonts.
        missing: letters that no font has.
    """

    families: tuple[str, ...]
    files: tuple[Path, ...]
    missing: frozenset[str] = frozenset()

    def written(self, text: str) -> str:
        """Return a text that can be written: a letter that no font has becomes its code point."""
        if self.missing.isdisjoint(text):
            return text
        return "".join(f"[U+{ord(sign):04X}]" if sign in self.missing else sign for sign in text)


def lettering(text: str) -> Lettering:
    """Return what a text is written with: our fonts, and as few of the machine's as have its other letters."""
    families, files = list(FAMILIES), sorted(FOLDER.glob("*.ttf"))
    left = {sign for sign in set(text) if _is_drawn(sign)} - _own_signs()
    for family, path, index in _fonts_of_machine() if left else ():
        found = left & _signs(path, index)
        if found:
            families.append(family)
            files.append(path)
            left -= found
        if not left:
            break
    return Lettering(tuple(families), tuple(files), frozenset(left))


def _is_drawn(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Cc", "Cf", "Zl", "Zp"}


@cache
def _own_signs() -> frozenset[str]:
    """Return the letters that both faces of our fonts have, regular and bold."""
    faces = [_signs(path, 0) for path in sorted(FOLDER.glob("*-Regular.ttf"))]
    return frozenset().union(*faces)


@cache
def _fonts_of_machine() -> tuple[tuple[str, Path, int], ...]:
    """Return family, file and place in it of each upright font of common weight, sans serif first, in a fixed order."""
    found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    fonts = {
        (font.family, Path(font.path), font.index)
        for font in found
        if font.path and font.style == "normal" and font.weight == 400
    }
    return tuple(sorted(fonts, key=lambda font: ("Sans" not in font[0], font)))


@cache
def _signs(path: Path, index: int) -> frozenset[str]:
    """Return the letters that a font has; none if it cannot be read."""
    try:
        number = index if path.suffix.lower() == ".ttc" else -1
        with path.open("rb") as stream, TTFont(stream, lazy=True, fontNumber=number) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except Exception:
        return frozenset()
