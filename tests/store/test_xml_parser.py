"""XML is parsed strictly, and nowhere in another way."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree

import grutto
from grutto.store.xml_parser import strict_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(grutto.__file__).parents[1]
OWN = "grutto/store/xml_parser.py"


def test_no_entity_is_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    entities = f'<!ENTITY inner "expanded"><!ENTITY outer SYSTEM "{secret.as_uri()}">'
    text = f"<!DOCTYPE x [{entities}]><x>&inner;&outer;</x>"
    assert etree.tostring(etree.fromstring(text, strict_parser())).endswith(b"<x>&inner;&outer;</x>")


def test_depth_is_bounded() -> None:
    with pytest.raises(etree.XMLSyntaxError, match="depth"):
        etree.fromstring("<x>" * 300 + "</x>" * 300, strict_parser())


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield each call of a function of `etree`: the module, the function and the call."""
    for path in SOURCE.glob("grutto*/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="etree"), attr=name)):
                    yield path.relative_to(SOURCE).as_posix(), name, node


def test_all_xml_is_parsed_by_the_strict_parser() -> None:
    found = list(_calls())
    assert {module for module, name, _ in found if name == "XMLParser"} == {OWN}
    assert {module for module, name, _ in found if name == "XMLPullParser"} == {"grutto/readers/iati/parser.py"}
    parsing = [(module, call) for module, name, call in found if name in {"fromstring", "parse", "XML", "iterparse"}]
    assert len(parsing) > 5
    assert [
        module for module, call in parsing if len(call.args) < 2 and not isinstance(call.args[0], ast.Constant)
    ] == []
