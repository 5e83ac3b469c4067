"""What a parser says of XML that is not well-formed, in plain words of each language."""

from __future__ import annotations

import pytest
from lxml import etree

from grutto.locale import language_named, worded
from grutto.readers.iati.wording import OTHER, plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<a><b></a>", "<b> wordt gesloten door </a>"),
        ("<a>&</a>", "een teken “&” staat alleen; in een tekst schrijft men &amp;"),
        ('<a x="1" x="2"/>', "één element heeft het attribuut “x” twee keer"),
        ("<a>&eacute;</a>", "XML kent de entiteit “eacute” niet"),
        ("<a/><b/>", "er staat iets na het einde van het eerste element"),
        ("<a>", "het bestand eindigt te vroeg"),
    ],
)
def test_what_libxml2_says_is_told_in_dutch(text: str, words: str) -> None:
    with pytest.raises(etree.XMLSyntaxError) as caught:
        etree.fromstring(text)
    assert worded(plain(str(caught.value.msg)), language_named("nl")) == words


def test_anything_else_is_a_sign_out_of_place() -> None:
    assert plain("something new") == OTHER
