"""How every IATI file is parsed, by a check and an import alike: nothing is expanded, nothing is fetched."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree

from grutto.store.xml_parser import STRICT, strict_parser

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SPARE: dict[str, Any] = {"remove_blank_text": True, "remove_comments": True, "remove_pis": True}
"""Comments go before the text is read, so that they cannot cut an amount in two."""


class _NullTarget:
    """A target that builds nothing, so that libxml2 only checks."""

    def close(self) -> None:
        """End."""


def parsed(content: bytes) -> Any:
    """Return the root of a file.

    Raises:
        lxml.etree.XMLSyntaxError: it is not well-formed, or beyond the bounds of libxml2.
    """
    return etree.fromstring(content, strict_parser(**_SPARE))


def whole_tree(source: Path | bytes) -> Any:
    """Return the tree of a file of which nothing is left out, so that it can be written again.

    Raises:
        lxml.etree.XMLSyntaxError: as for `parsed`.
    """
    stream = BytesIO(source) if isinstance(source, bytes) else str(source)
    return etree.parse(stream, strict_parser())


def pull_parser(event: Literal["start", "end"], tag: str | None = None) -> Any:
    """Return a parser that is fed and tells of one kind of event."""
    return etree.XMLPullParser(events=(event,), tag=tag, **STRICT, **_SPARE)


def fault(path: Path) -> etree.XMLSyntaxError | None:
    """Return why a file is not well-formed; nothing if it is. A pull parser does not always tell."""
    target: Any = _NullTarget()
    try:
        with path.open("rb") as stream:
            etree.parse(stream, strict_parser(target=target))
    except etree.XMLSyntaxError as error:
        return error
    return None


def schema_errors(content: bytes, schema: etree.XMLSchema | None) -> Iterable[Any]:
    """Return what a schema has against a file, without building a tree.

    Raises:
        lxml.etree.XMLSyntaxError: as for `parsed`, but for the bound on the length of a text, which only a tree has.
    """
    target: Any = _NullTarget()
    parser = strict_parser(target=target, schema=schema)
    etree.fromstring(content, parser)
    return parser.error_log if schema is not None else ()
