"""What all charts share: the frame with title and description, text, numbers on axes, colours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from babel.numbers import format_compact_decimal

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.content.blocks import Line, Plot
    from grutto.locale import Language
    from grutto.model.figure import Figure

WIDTH = 720.0
INK, SOFT, RULE, WASH, LAND = "#1b2733", "#4d5b68", "#d5dbe1", "#f4f6f8", "#e3e8ec"
COLOURS = ("#154273", "#b3470f", "#00735a", "#8a4a78", "#6b5d00", "#3b7ea8", "#000000", "#7a7a7a")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 4", "12 4", "6 2 2 2")
FONT = "'Noto Sans', 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
LETTER = 7.2
"""Width of a letter of 13 pixels, on average."""


@dataclass(frozen=True, slots=True)
class Pen:
    """How a chart writes: its language, lines as text, and figures as text.

    Args:
        language: of the page.
        plain: a line as plain text.
        shown: a figure as it stands in the text.
        say: a text of Grutto in the language.
        key: name of the chart, unlike that of any other on the page.
    """

    language: Language
    plain: Callable[[Line], str]
    shown: Callable[[Figure], str]
    say: Callable[[str], str]
    key: str

    def tick(self, value: Decimal) -> str:
        """Return a number for an axis, short: 340K, 1.2M."""
        digits = 0 if value == value.to_integral_value() and abs(value) < 1000 else 1
        text = format_compact_decimal(value, locale=self.language.formats, fraction_digits=digits)
        return str(text).replace("-", "\N{MINUS SIGN}")


def number(value: float) -> str:
    """Return a coordinate: short, and the same on every machine."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value else "0"


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; an underscore in a name is a hyphen, floats are coordinates."""
    parts = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(v) if isinstance(v, float) else str(v))}"
        for key, v in attributes.items()
        if v != ""
    )
    return f"<{name}{parts}>{content}</{name}>" if content else f"<{name}{parts}/>"


def text(content: str, x: float, y: float, **attributes: object) -> str:
    """Return a text at a place."""
    return element("text", escape(content), x=x, y=y, **({"fill": INK} | attributes))


def frame(pen: Pen, picture: Plot, height: float, parts: list[str]) -> str:
    """Return a whole chart with its role, title and description."""
    title, description = pen.plain(picture.title), pen.plain(picture.description)
    head = element("title", escape(title), id=f"title-{pen.key}")
    head += element("desc", escape(description or title), id=f"about-{pen.key}")
    attributes = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {number(WIDTH)} {number(height)}",
        "role": "img",
        "aria-labelledby": f"title-{pen.key} about-{pen.key}",
        "font-family": FONT,
        "font-size": "13",
        "data-label": "chart",
    }
    return element("svg", head + "".join(parts), **attributes)


def ticks(low: Decimal, high: Decimal, most: int = 5) -> list[Decimal]:
    """Return round numbers that span from low to high, at most some of them; zero is one of them."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    raw = (high - low) / most
    power = Decimal(10) ** math.floor(raw.log10())
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * i for i in range(first, last + 1)]


def shortened(content: str, width: float) -> str:
    """Return a text that fits a width in pixels, with an ellipsis if it had to be cut."""
    letters = max(int(width / LETTER), 4)
    return content if len(content) <= letters else f"{content[: letters - 1].rstrip()}…"
