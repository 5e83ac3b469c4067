"""What every drawing has to be, whatever it shows: checked on the SVG itself."""

from __future__ import annotations

import re
from itertools import combinations

from lxml import etree

from grutto.charts.canvas import ISOLATE, NARROW, POP, SIZE, WIDE, Box, Pen, box_of
from grutto.charts.colours import COLOURS
from grutto.locale import Language, language_named

ARABIC = Language("ar", "العربية", "rtl", "ar_EG")
"""Charts are drawn in it although Grutto has no texts in it yet."""
PENS = [
    Pen(language, f"{language.code}-{width:.0f}", width)
    for language in (language_named("en"), language_named("nl"))
    for width in (WIDE, NARROW)
]
SPEAKERS = [pen.key for pen in PENS]
"""Names of the pens, for the names of tests."""


def parsed(svg: str) -> etree._Element:
    """Return a drawing as a tree."""
    return etree.fromstring(svg.encode())


def written(root: etree._Element) -> list[tuple[str, Box]]:
    """Return each text of a drawing and the box in which it stands, as wide as the widest of its fonts."""
    found = []
    for text in root.iter("{*}text"):
        content = (text.text or "").strip(ISOLATE + POP)
        anchor = text.get("text-anchor", "start")
        assert anchor in {"start", "middle", "end"}
        box = box_of(
            content,
            float(text.get("x", "0")),
            float(text.get("y", "0")),
            anchor=anchor,  # type: ignore[arg-type]
            size=float(text.get("font-size", SIZE)),
            bold=text.get("font-weight") == "600",
        )
        found.append((content, box))
    return found


def texts(root: etree._Element) -> list[str]:
    """Return what is written in a drawing."""
    return [content for content, _ in written(root)]


def titles(root: etree._Element) -> list[str]:
    """Return what a pointer reads that rests on the parts of a drawing."""
    return [str(title.text) for title in root.iter("{*}title")][1:]


def check_drawing(svg: str) -> etree._Element:
    """Check that a drawing can be read, stands alone and tells what it is; return it as a tree."""
    root = parsed(svg)
    names = {str(e.get("id")): e.text for e in root if e.get("id")}
    assert root.get("role") in {"img", "group"}
    assert all(names[i] for i in str(root.get("aria-labelledby")).split())
    _no_style(svg, root)
    _room(root)
    return root


def _room(root: etree._Element) -> None:
    size = root.get("viewBox") or root.get("viewbox")  # a reader of HTML gives it in small letters
    _, _, width, height = (float(n) for n in str(size).split())
    found = written(root)
    for content, box in found:
        assert box.left >= -0.6, f"“{content}” begins left of the drawing: {box}"
        assert box.right <= width + 0.6, f"“{content}” ends right of the drawing: {box}"
        assert box.top >= -1, f"“{content}” stands above the drawing: {box}"
        assert box.bottom <= height + 1, f"“{content}” stands below the drawing, which is {height} high: {box}"
    for (one, first), (other, second) in combinations(found, 2):
        inner = Box(first.left + 0.5, first.top + 2, first.right - 0.5, first.bottom - 2)
        assert not inner.meets(second), f"“{one}” and “{other}” cover each other: {first} {second}"


def _no_style(svg: str, root: etree._Element) -> None:
    assert "<style" not in svg
    assert "<script" not in svg
    assert "nan" not in svg
    for element in root.iter():
        assert element.get("style") is None
        roles = dict(name.split("-", 1) for name in (element.get("class") or "").split() if re.match("[fs]-", name))
        for way, role in (("fill", roles.get("f")), ("stroke", roles.get("s"))):
            assert element.get(way) == (COLOURS[role] if role else element.get(way)), etree.tostring(element)
            if element.get(way) not in {None, "none"}:
                assert role, f"{way} {element.get(way)} has no dark colour: {etree.tostring(element)!r}"
