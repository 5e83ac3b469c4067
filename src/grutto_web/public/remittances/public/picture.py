"""A picture of a corridor, for who shares its address: 1200 by 630 pixels, as messengers show it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_bidi, gettext

from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.offers import OfferChoice, compare
from grutto_web.public.remittances.public.pages import compared
from grutto_web.public.remittances.public.wording import wording

if TYPE_CHECKING:
    from django.http import HttpRequest

    from grutto_web.public.site.release import Page

WIDE, TALL, EDGE = 1200, 630, 80
BACKGROUND, INK, MARSH, MUTED = "#fbfaf7", "#1c2b2a", "#1f5c4d", "#566563"
LINES = (
    (150, 40, MUTED, "400"),
    (250, 80, INK, "700"),
    (330, 48, INK, "400"),
    (440, 40, MUTED, "400"),
    (540, 84, MARSH, "700"),
)
"""Of each line: where it stands, size, colour, weight. A line has one script: the drawing takes one font for it."""


@compared("")
def picture(_request: HttpRequest, source: str, destination: str) -> Page:
    """Draw the lowest total cost of a corridor."""
    if source != corridors().source or destination not in corridors().destination:
        raise Http404
    words = wording(destination)
    amount = Decimal(corridors().tiers[0])
    best = compare(source, destination, OfferChoice(amount), timezone.localdate()).best
    amount_text = f"{amount} {corridors().currency}"
    texts: tuple[str, ...] = (gettext("Send money: compare the cost"), words.country_name(destination), amount_text)
    if best is not None:
        texts += gettext("lowest total cost"), words.percent(best)
    return HttpResponse(_drawn(texts), content_type="image/png")


def _drawn(texts: tuple[str, ...]) -> bytes:
    import resvg_py  # noqa: PLC0415 - with the fonts a part of documents, and slow to load

    from grutto.render import fonts  # noqa: PLC0415

    mirrored = get_language_bidi()
    at, anchor = (WIDE - EDGE, "end") if mirrored else (EDGE, "start")
    families = "Noto Sans Arabic, Noto Sans" if mirrored else "Noto Sans, Noto Sans Arabic"
    lines = "".join(
        f'<text x="{at}" y="{y}" font-size="{size}" fill="{colour}" font-weight="{weight}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
        for text, (y, size, colour, weight) in zip(texts, LINES[: len(texts)], strict=True)
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {TALL}" '
        f'font-family="{families}">'
        f'<rect width="{WIDE}" height="{TALL}" fill="{BACKGROUND}"/><rect width="{WIDE}" height="24" fill="{MARSH}"/>'
        f"{lines}</svg>"
    )
    files = [str(path) for path in sorted(fonts.FOLDER.glob("*.ttf"))]
    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, font_files=files, skip_system_fonts=True))
