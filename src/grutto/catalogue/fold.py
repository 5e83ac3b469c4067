"""One spelling for all spellings of a word, so that a search finds it however it is written."""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ٱ": "ا",  # alef wasla
        "ة": "ه",  # teh marbuta
        "ى": "ي",  # alef maksura
        "ی": "ي",  # Persian yeh
        "ے": "ي",  # Urdu yeh
        "ک": "ك",  # Persian kaf
        "ـ": "",  # tatweel
    }
    | dict.fromkeys("'’‘ʼʻ`´ʾʿ′", "")
)
"""Letters that people take for one another, beyond what Unicode decomposes."""


class _CharacterTable(dict[int, str]):
    """Each character in its one form: of a text in NFKC, it does not depend on the characters beside it."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFKD", chr(code).casefold().translate(_ALIKE))
        letters = "".join(c for c in apart if not unicodedata.combining(c)).translate(_ALIKE)
        self[code] = "".join(c if c.isalnum() else " " for c in letters)
        return self[code]


_CHARACTERS = _CharacterTable()


def fold(text: str) -> str:
    """Return a text as it is searched: NFKD, casefold, no marks, one form of alike letters, single spaces.

    Apostrophes vanish (N’Djamena is Ndjamena); any other sign that is no letter or digit parts words.
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(_CHARACTERS).split())
