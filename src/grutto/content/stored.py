"""The content of an edition, in no language: its document and the rows behind its figures, kept as JSON.

A figure stands in it by its id; its value and lineage are in the record of the edition.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.content.blocks import Document
from grutto.content.register import Rows
from grutto.model.figure import Figure
from grutto.store.codec import CodecPlace, decode, encode, read_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "content.json"
"""File of the content, beside the record of the edition."""


@dataclass(frozen=True, slots=True)
class Content:
    """What an edition says, once for all languages; `grutto.content.reading` has it in one.

    Args:
        document: what is written.
        rows: id of a figure to the first source rows behind it.
    """

    document: Document
    rows: dict[str, Rows]


def content_json(content: Content) -> bytes:
    """Return content as JSON, UTF-8; the same content gives the same bytes."""
    tree = encode(content, Content, {Figure: {}})
    return (json.dumps(tree, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def read_content(path: Path, figures: Iterable[Figure]) -> Content:
    """Return the content that a file holds.

    Args:
        path: the file.
        figures: all figures of its edition.

    Raises:
        DeclarationError: there is no such file, or it is not the content of this edition.
        VerificationError: prose in it holds a digit.
    """
    content: Content = decode(read_json(path), Content, CodecPlace(path, ""), {Figure: {f.id: f for f in figures}})
    return content
