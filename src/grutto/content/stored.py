"""The content of an edition in one language: the document and the register of its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grutto.content.blocks import Document
    from grutto.content.register import Entry


@dataclass(frozen=True, slots=True)
class Content:
    """What an edition says in one language; every renderer is made from it.

    Args:
        language: code of the language.
        document: what is written.
        register: each figure of the edition, taken apart.
    """

    language: str
    document: Document
    register: tuple[Entry, ...]
