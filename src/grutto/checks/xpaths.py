"""XPath expressions of rules, compiled once, and combined so that one evaluation serves a whole part of a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VARIABLE = "group"
_PLACEHOLDER = re.compile(r"'\$1'|\"\$1\"|\$1")
_PLAIN = re.compile(r"[^()|]+")
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_STEP = re.compile(r"@?[\w:-]+|\.\.?|\*|@\*")
_EMPTY = etree.fromstring("<x/>")


def compiled(expression: str, *, smart: bool = False) -> etree.XPath:
    """Return an XPath ready to be evaluated.

    `$1`, which stands for the value of a loop, becomes a variable: a value with quotes in it can do no harm.

    Args:
        expression: XPath 1.0; the prefix `xml` is known.
        smart: texts and attributes found know their place (slower).

    Raises:
        DeclarationError: it is not an XPath, or calls a function that does not exist.
    """
    text = _PLACEHOLDER.sub(f"${VARIABLE}", expression)
    try:
        xpath = etree.XPath(text, smart_strings=smart, regexp=False)
        xpath(_EMPTY, **{VARIABLE: ""})
    except (etree.XPathError, ValueError) as error:
        raise DeclarationError("This is not an XPath: {detail}", where=expression, detail=str(error)) from error
    return xpath


def branches(expression: str) -> list[str]:
    """Return the sides of a union `a | b`, split only outside brackets and quotes.

    libxml2 joins the two sides of a union in quadratic time; taken one by one they are as fast as a single path.
    """
    found, depth, quote, start = [], 0, "", 0
    for position, sign in enumerate(expression):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "|" and depth == 0:
            found.append(expression[start:position].strip())
            start = position + 1
        else:
            depth += (sign in "([") - (sign in ")]")
    return [*found, expression[start:].strip()]


def narrowed(context: str, *predicates: str) -> list[str]:
    """Return a context, branch by branch, restricted to the elements for which all predicates hold."""
    holding = "".join(f"[boolean({predicate})]" for predicate in predicates if predicate)
    return [f"{_closed(branch)}{holding}" for branch in branches(context)]


def below(context: str, paths: Iterable[str]) -> list[str] | None:
    """Return paths as seen from the root instead of from each context; `None` if one is more than a plain path."""
    sides = [side for path in paths for side in branches(path)]
    if not all(_PLAIN.fullmatch(side) and not side.startswith("/") for side in sides):
        return None
    return [f"{_closed(branch)}/{side}" for branch in branches(context) for side in sides]


def _closed(path: str) -> str:
    """Return a path to which a step or predicate can be added; in parentheses, which libxml2 sorts, only if need be."""
    return path if needed(path) else f"({path})"


def needed(expression: str) -> frozenset[bytes]:
    """Return the names of elements without which a path can find nothing: its steps outside predicates.

    An expression that is more than a path, or has steps of other axes, needs nothing for certain.
    """
    path, before = expression, ""
    while path != before:
        path, before = _PREDICATE.sub("", path), path
    steps = [step for step in path.replace("(", "").replace(")", "").split("/") if step]
    if not all(_STEP.fullmatch(step) for step in steps):
        return frozenset()
    return frozenset(step.encode() for step in steps if step[0] not in "@.*")


def found(xpaths: Iterable[etree.XPath], node: etree._Element, variables: dict[str, str]) -> Iterator[Any]:
    """Yield what XPaths find from an element; a number, text or truth value counts as one thing found."""
    for xpath in xpaths:
        result = xpath(node, **variables)
        yield from result if isinstance(result, list) else [result]
