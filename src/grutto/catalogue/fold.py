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


def fold(text: str) -> str:
    """Return a text as it is searched: NFKD, casefold, no marks, one form of alike letters, single spaces.

    Apostrophes vanish (N’Djamena is Ndjamena); any other sign that is no letter or digit parts words.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_ALIKE))
    letters = "".join(c for c in apart if not unicodedata.combining(c)).translate(_ALIKE)
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
