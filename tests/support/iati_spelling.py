"""The same XML spelled in the many ways that publishers spell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.readers.iati.flavour import LANG

if TYPE_CHECKING:
    from random import Random

    from lxml import etree

PREDEFINED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
LENIENT = (
    "1,000",
    "1 000.5",
    "1.0E7",
    "33.33333333",
    "2020-01-01Z",
    "2020-01-01T00:00:00",
    "TRUE",
    "5.0",
    "12345678901234",
)
"""Texts that values are read from with a remark."""


class Speller:
    """Writes elements with a choice at random wherever XML has more than one way, and now and then something odd."""

    def __init__(self, random: Random, *, odd: float = 0.03) -> None:
        self.random = random
        self.odd = odd

    def element(self, element: etree._Element, own: str = "own") -> str:
        """Return an element, where the prefix is bound to the namespace of what is the publisher's own."""
        tag = self._name(str(element.tag), own)
        names = [(self._name(str(name), own), str(value)) for name, value in element.attrib.items()]
        self.random.shuffle(names)
        attributes = "".join(f"{self._gap()}{n}{self._equals()}{self._value(v)}" for n, v in names)
        if self._oddly():
            attributes += self.random.choice((' extra="1"', f' {own}:note="a &amp; b"', ' xmlns:z="http://z"'))
        children = list(element)
        if not children and not element.text and self.random.random() < 0.7:
            return f"<{tag}{attributes}{self._space()}/>"
        inner = self._text(element) if element.text and element.text.strip() else self._between(element)
        for child in children:
            inner += self.element(child, own) + self._between(element)
        end = self._space() if element.getparent() is not None else ""
        return f"<{tag}{attributes}{self._space()}>{inner}</{tag}{end}>"

    def _name(self, name: str, own: str) -> str:
        if name == LANG:
            return "xml:lang"
        return f"{own}:{name.rpartition('}')[2]}" if name.startswith("{") else name

    def _oddly(self) -> bool:
        return self.random.random() < self.odd

    def _space(self) -> str:
        return self.random.choice(("", "", " ", "\n"))

    def _gap(self) -> str:
        return self.random.choice((" ", " ", "\n  ", "\t", "\r\n"))

    def _equals(self) -> str:
        return self.random.choice(("=", "=", " = "))

    def _value(self, value: str) -> str:
        quote = self.random.choice("\"'")
        if self._oddly():
            value = self.random.choice((f" {value}", f"{value}\u00a0", "", f"{value}x", *LENIENT))
        return quote + "".join(self._character(c, quote) for c in value) + quote

    def _character(self, character: str, must: str = "") -> str:
        if character in must or character in "&<":
            return self.random.choice((PREDEFINED[character], f"&#{ord(character)};"))
        if self.random.random() < 0.05:
            return self.random.choice((f"&#x{ord(character):x};", PREDEFINED.get(character, f"&#x{ord(character):X};")))
        return character

    def _text(self, element: etree._Element) -> str:
        """Spell a text in stretches: as it is, as CDATA, around comments."""
        text = self.random.choice(LENIENT) if self._oddly() else str(element.text)
        cut = self.random.randint(0, len(text))
        parts = (text[:cut], text[cut:]) if self.random.random() < 0.3 else (text,)
        free = element.tag == "narrative" or self._oddly()
        around = self.random.choice(("", "", "\n   ", "\r\n", "\u3000", " \u00a0")) if free else ""
        return around + self.random.choice(("", "<!-- c -->", "<?p i?>")).join(map(self._stretch, parts)) + around

    def _stretch(self, text: str) -> str:
        if "]]>" not in text and self.random.random() < 0.2:
            return f"<![CDATA[{text}]]>"
        return "".join(self._character(c) for c in text).replace("]]>", "]]&gt;")

    def _between(self, element: etree._Element) -> str:
        if self._oddly() and element.getparent() is not None:
            return self.random.choice(
                ("loose", "<unknown>x &amp; y</unknown>", "<unknown><deep/></unknown>", "<q>1</q>")
            )
        return self.random.choice(("", "", "\n", "\r\n  ", "<!-- > & -->", "<?note x > y?>", " <!----> "))
