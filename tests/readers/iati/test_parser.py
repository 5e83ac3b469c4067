"""Every way of parsing refuses the same: nothing is expanded, nothing fetched, and the bounds of libxml2 hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from iati_samples import shared, wrapped
from lxml import etree

from grutto.readers.iati.parser import fault, parsed, pull_parser, schema_errors, whole_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _fed(content: bytes) -> object:
    parser = pull_parser("end")
    parser.feed(content)
    return parser.close()


def _checked(content: bytes) -> object:
    return schema_errors(content, None)


@pytest.mark.parametrize("way", [parsed, _fed, _checked])
@pytest.mark.parametrize(
    "content",
    [b"<a>", b"<a>&unknown;</a>", b"<a>" * 300 + b"</a>" * 300],
    ids=["torn", "unknown entity", "deep"],
)
def test_what_is_refused(way: Callable[[bytes], object], content: bytes) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        way(content)


def test_what_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>\n&unknown;</a>")
    error = fault(path)
    assert error
    assert (error.lineno, "unknown" in str(error.msg)) == (2, True)
    path.write_text("<a/>")
    assert fault(path) is None


@pytest.mark.parametrize("way", [parsed, _fed])
def test_a_text_beyond_the_bounds_is_refused(way: Callable[[bytes], object]) -> None:
    with pytest.raises(etree.XMLSyntaxError):
        way(b"<a>%s</a>" % (b"x" * 10_000_001))


@pytest.mark.parametrize("way", [parsed, _fed])
def test_comments_do_not_cut_a_text_and_nothing_is_fetched(way: Callable[[bytes], etree._Element]) -> None:
    root = way(b'<!DOCTYPE a SYSTEM "http://192.0.2.1/none.dtd"><a> <b>1<!-- c -->00<?x?></b>\n</a>')
    assert [child.text for child in root] == ["100"]
    assert not root.text


def test_a_tree_is_written_as_it_was(tmp_path: Path) -> None:
    content = b"<a> <!-- c -->\n<?x?><b>1</b> </a>"
    (tmp_path / "a.xml").write_bytes(content)
    assert [etree.tostring(whole_tree(source)) for source in (content, tmp_path / "a.xml")] == [content] * 2


def test_an_entity_is_not_expanded() -> None:
    content = b'<!DOCTYPE a [<!ENTITY e "text">]><a>&e;</a>'
    assert parsed(content).text is None


def test_a_schema_objects_without_a_tree() -> None:
    schema = etree.XMLSchema(file=str(shared("data/iati-standard/schemas/2.03/iati-activities-schema.xsd")))
    wrong = list(schema_errors(wrapped("<iati-activity/>").encode(), schema))
    assert wrong
    assert list(schema_errors(wrapped("<iati-activity/>").encode(), None)) == []
