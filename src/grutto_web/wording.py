"""What the core says, in the language of the page: remarks, reasons, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from grutto import locale
from grutto.locale.reasons import reason_text

if TYPE_CHECKING:
    from grutto.errors import GruttoError


def language() -> locale.Language:
    """Return the language of the page; one without formats of its own is written as English is."""
    known = locale.languages()
    return known.get((get_language() or "")[:2], known[locale.SOURCE_LANGUAGE])


def in_words(text: str) -> str:
    """Return a remark or reason as data hold it, or a message."""
    return reason_text(text, language())


def sentences(error: GruttoError) -> str:
    """Return what is wrong, where and how to mend it, for a reader who sees no folders of the server."""
    texts = [text.rstrip(".") for text in locale.problem(error, language(), command=False) if text]
    return ". ".join(text[:1].upper() + text[1:] for text in texts) + "."
