"""What all charts draw on: shapes, texts whose width is known, and the frame with title and description.

A drawing has no style outside it, so that pages, Typst and Word show the same. In a language written from right to left
it is mirrored, apart from maps; each text then keeps its own direction.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from grutto.charts.colours import COLOURS
from grutto.content.display import figure_text, significant
from grutto.content.units import is_money
from grutto.content.wording import text_of
from grutto.locale import compact, translate
from grutto.locale import year as year_in_digits
from grutto.locale.mixed import in_language, language_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.content.blocks import Line
    from grutto.locale import Language
    from grutto.model.figure import Figure

WIDE, NARROW = 720.0, 340.0
"""Widths of a drawing, in pixels: for a page or sheet, and for a phone."""
SIZE, LINE = 13.0, 17.0
"""Height of letters and of lines, in pixels."""
FONT = "'Noto Sans', 'Noto Sans Arabic', 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif"
LATIN = (
    26, 27, 41, 65, 57, 83, 73, 22, 30, 30, 55, 57, 27, 32, 27, 37, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 27, 27,
    57, 57, 57, 43, 90, 64, 65, 63, 73, 56, 52, 73, 74, 34, 27, 62, 52, 91, 76, 78, 60, 78, 62, 55, 56, 73, 60, 93,
    59, 57, 57, 33, 37, 33, 57, 44, 28, 56, 62, 48, 62, 56, 34, 62, 62, 26, 26, 53, 26, 94, 62, 60, 62, 62, 41, 48,
    36, 62, 51, 79, 53, 51, 47, 38, 55, 38, 57,
)  # fmt: skip
"""Widths of the letters from space to tilde in Noto Sans, in hundredths of their height; other fonts are narrower."""
BOLD = 1.08
RIGHT_TO_LEFT = {"R", "AL"}
ISOLATE, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
SWAPPED = {"start": "end", "end": "start", "middle": "middle"}

Anchor = Literal["start", "middle", "end"]
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pen:
    """How a chart is drawn.

    Args:
        language: of the page.
        key: name of the chart, unlike that of any other on the page.
        width: in pixels; `WIDE` or `NARROW`.
    """

    language: Language
    key: str
    width: float = WIDE

    @property
    def narrow(self) -> bool:
        """The drawing is for a phone."""
        return self.width < WIDE

    def for_phone(self) -> Pen:
        """Return the pen that draws the same for a phone."""
        return replace(self, key=f"{self.key}-narrow", width=NARROW)

    def plain(self, line: Line) -> str:
        """Return a line as text."""
        return text_of(line, self.language)

    def figure_text(self, figure: Figure, *, signed: bool = False) -> str:
        """Return a figure as it stands in the text."""
        return figure_text(figure, self.language, signed=signed)

    def brief(self, figure: Figure) -> str:
        """Return a figure as short as a label on a drawing has it: 1.7M, 189K; money as in the text."""
        value = figure.value
        if value is None or is_money(figure.unit) or figure.unit == "percent" or abs(value) < 10_000:
            return self.figure_text(figure)
        return compact(significant(value), self.language)

    def say(self, text: str) -> str:
        """Return a text of Grutto in the language."""
        return translate(text, self.language.code)

    def tick(self, value: Decimal, unit: str = "") -> str:
        """Return a number as short as an axis has it: 340K, 1.2M, 5 %."""
        percent = "\N{NO-BREAK SPACE}%" if unit == "percent" else ""
        return compact(value, self.language) + percent

    def year(self, year: int) -> str:
        """Return a year in the digits of the language."""
        return year_in_digits(year, self.language)


@dataclass(frozen=True, slots=True)
class ChartText:
    """What a chart says in words.

    Args:
        title: what it shows.
        description: what is to be seen in it, for who cannot see it.
        unit: of its values; `percent` is written on the axis.
    """

    title: str
    description: str = ""
    unit: str = ""


class Box(NamedTuple):
    """Where something stands, in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes cover each other."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def width_of(content: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return how wide a text is at most, in pixels."""
    hundredths = sum(map(_letter, content))
    return hundredths / 100 * size * (BOLD if bold else 1.0)


def _letter(letter: str) -> float:
    if " " <= letter <= "~":
        return LATIN[ord(letter) - 32]
    if unicodedata.combining(letter) or letter in (ISOLATE, POP):
        return 0
    base = unicodedata.normalize("NFD", letter)[0]
    if " " <= base <= "~":
        return LATIN[ord(base) - 32]
    return 100 if unicodedata.east_asian_width(letter) in "WF" else 66


def _fits(content: str, width: float, size: float, *, bold: bool) -> bool:
    """Tell whether a text fits a width that may have been added to and taken from: floats are not exact."""
    return width_of(content, size, bold=bold) <= width + 0.01


def shortened(content: str, width: float, size: float = SIZE, *, bold: bool = False) -> str:
    """Return a text that fits a width in pixels, with an ellipsis if it had to be cut."""
    if _fits(content, width, size, bold=bold):
        return content
    while len(content) > 1 and not _fits(f"{content}…", width, size, bold=bold):
        content = content[:-1]
    return f"{content.rstrip()}…"


def wrapped(content: str, width: float, most: int = 2, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """Return a text in lines that fit a width in pixels, at most some; the last is cut if it has to be."""
    lines: list[str] = []
    for word in content.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (_fits(longer, width, size, bold=bold) or len(lines) == most):
            lines[-1] = longer
        else:
            lines.append(word)
    return [in_language(shortened(line, width, size, bold=bold), language_of(content)) for line in lines]


def number(value: float) -> str:
    """Return a coordinate: short, and the same on every machine."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(name: str, content: str = "", /, **attributes: object) -> str:
    """Return an element; an underscore in a name is a hyphen, floats are coordinates, what is empty is left out."""
    parts = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(number(v) if isinstance(v, float) else str(v))}"
        for key, v in attributes.items()
        if v not in {"", None}
    )
    return f"<{name}{parts}>{content}</{name}>" if content else f"<{name}{parts}/>"


class Canvas:
    """A drawing in the making.

    Args:
        pen: how it is drawn.
        mirrored: it is drawn from right to left where the language is written so; maps are not.
    """

    def __init__(self, pen: Pen, *, mirrored: bool = True) -> None:
        self.pen = pen
        self.width = pen.width
        self._flips = mirrored and pen.language.direction == "rtl"
        self._parts: list[str] = []
        self._taken: list[Box] = []
        self._links = False

    def text(  # noqa: PLR0913 - what a text can be
        self,
        content: str,
        x: float,
        y: float,
        *,
        anchor: Anchor = "start",
        fill: str = "ink",
        size: float = SIZE,
        bold: bool = False,
        halo: bool = False,
        **attributes: object,
    ) -> Box:
        """Write a line of text with its foot at y, and return where it stands.

        Args:
            content: what is written.
            x: where it starts, ends or has its middle.
            y: of its foot.
            anchor: what x is.
            fill: role of its colour.
            size: height of the letters, in pixels.
            bold: it is in bold.
            halo: the colour of the page lies around the letters, over what is behind them.
            attributes: further ones of the element.
        """
        box = box_of(content, x, y, anchor=anchor, size=size, bold=bold)
        self._taken.append(box)
        if halo:
            attributes |= {
                "stroke": COLOURS["paper"],
                "stroke_width": "3",
                "paint_order": "stroke",
                "stroke_linejoin": "round",
            }
        self._parts.append(
            element(
                "text",
                _marked(content),
                x=self._x(x),
                y=y,
                text_anchor=(SWAPPED[anchor] if self._flips else anchor).replace("start", ""),
                font_size="" if size == SIZE else f"{size:g}",
                font_weight="600" if bold else "",
                fill=COLOURS[fill],
                class_=f"f-{fill} s-paper" if halo else f"f-{fill}",
                **attributes,
            )
        )
        return box

    def line(self, start: Spot, end: Spot, *, stroke: str = "rule", width: float = 1.0, dash: str = "") -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self.add(
            "line",
            x1=self._x(x1),
            x2=self._x(x2),
            y1=y1,
            y2=y2,
            stroke=stroke,
            stroke_width=width,
            stroke_dasharray=dash,
        )

    def bar(self, box: Box, *, fill: str, title: str = "", **attributes: object) -> None:
        """Draw a rectangle."""
        left = self.width - box.right if self._flips else box.left
        size = {"width": max(box.right - box.left, 0.0), "height": max(box.bottom - box.top, 0.0)}
        self.add("rect", title, x=left, y=box.top, **size, fill=fill, **attributes)

    def dot(
        self, centre: Spot, radius: float, *, fill: str, title: str = "", address: str = "", **attributes: object
    ) -> None:
        """Draw a circle; with an address it is a link."""
        self.add("circle", title, cx=self._x(centre[0]), cy=centre[1], r=radius, fill=fill, **attributes)
        if address:
            self._links = True
            self._parts.append(element("a", self._parts.pop(), href=address, aria_label=title))

    def path(self, *steps: str | Spot, title: str = "", **attributes: object) -> None:
        """Draw a path: letters of commands and points, as in `"M", (0, 0), "Q", (1, 2), (3, 4)`."""
        parts = (s if isinstance(s, str) else f"{number(self._x(s[0]))},{number(s[1])}" for s in steps)
        self.add("path", title, d=" ".join(parts), **attributes)

    def polyline(self, points: Iterable[Spot], **attributes: object) -> None:
        """Draw an open line through points."""
        path = " ".join(f"{number(self._x(x))},{number(y)}" for x, y in points)
        self.add("polyline", points=path, fill="none", **attributes)

    def add(self, name: str, title: str = "", /, **attributes: object) -> None:
        """Add an element; `fill` and `stroke` are roles of colours, `title` is read by a pointer that rests on it."""
        classes = []
        for way, letter in (("fill", "f"), ("stroke", "s")):
            role = str(attributes.get(way, ""))
            if role in COLOURS:
                attributes[way] = COLOURS[role]
                classes.append(f"{letter}-{role}")
        content = element("title", escape(title), lang=language_of(title)) if title else ""
        self._parts.append(element(name, content, **attributes, class_=" ".join(classes)))

    def clip(self, box: Box) -> str:
        """Return what an element has as `clip_path` so that nothing of it is seen outside a box."""
        size = {"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top}
        self._parts.append(element("clipPath", element("rect", **size), id=f"frame-{self.pen.key}"))
        return f"url(#frame-{self.pen.key})"

    def free(self, box: Box, height: float) -> bool:
        """Tell whether a text can stand in a box: within the drawing, and on no other text."""
        inside = box.left >= 0 and box.right <= self.width and box.top >= 0 and box.bottom <= height
        return inside and not any(box.meets(other) for other in self._taken)

    def reserve(self, box: Box) -> None:
        """Keep texts that look for a place away from a box."""
        self._taken.append(box)

    def finished(self, title: str, description: str, height: float) -> str:
        """Return the drawing with its role, title and description."""
        key = self.pen.key
        about = description or title
        head = element("title", escape(title), id=f"title-{key}", lang=language_of(title))
        head += element("desc", escape(about), id=f"about-{key}", lang=language_of(about))
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {number(self.width)} {number(height)}",
            "role": "group" if self._links else "img",
            "aria-labelledby": f"title-{key} about-{key}",
            "class": f"chart-drawing chart-{'narrow' if self.pen.narrow else 'wide'}",
            "direction": "ltr",
            "font-family": FONT,
            "font-size": f"{SIZE:g}",
            "data-label": "chart",
        }
        return element("svg", head + "".join(self._parts), **attributes)

    def _x(self, x: float) -> float:
        return self.width - x if self._flips else x


def box_of(
    content: str, x: float, y: float, *, anchor: Anchor = "start", size: float = SIZE, bold: bool = False
) -> Box:
    """Return where a text with its foot at y stands."""
    wide = width_of(content, size, bold=bold)
    left = x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return Box(left, y - size, left + wide, y + size * 0.3)


def _isolated(content: str) -> str:
    """Return a text that keeps its own direction in a drawing that runs from left to right."""
    leftwards = any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in content)
    return f"{ISOLATE}{content}{POP}" if leftwards else content


def _marked(content: str) -> str:
    """Return a text with its parts in other languages marked."""
    texts = [(escape(_isolated(part)), code) for part, code in parts_of(content)]
    return "".join(element("tspan", text, lang=code) if code else text for text, code in texts)


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


def apart(wanted: list[tuple[float, float]], bottom: float) -> list[float]:
    """Return the top of each of some boxes one below the other, so that none meets the next.

    Args:
        wanted: the middle where each would stand, and its height; from the top.
        bottom: where the last one ends at most.
    """
    tops: list[float] = []
    least = 0.0
    for middle, high in wanted:
        tops.append(max(middle - high / 2, least))
        least = tops[-1] + high
    for place in reversed(range(len(tops))):
        tops[place] = min(tops[place], bottom - wanted[place][1])
        bottom = tops[place]
    return tops
