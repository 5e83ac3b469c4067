"""What a file says beyond the standard, as rows of the extension table, with locators that are valid XPath."""

from __future__ import annotations

from lxml import etree

from grutto.readers.iati.flavour import LANG, Element

Beyond = tuple[str | None, str, str, str, str, str, str | None, str | None]
"""Identifier, parent, locator, kind, field, name, value, XML."""


TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
"""An attribute whose value begins with a prefix: the namespace of that is kept too."""


def step(name: str, number: int) -> str:
    """Return the XPath step to the nth child of a name in Clark notation; no prefix needs to be bound."""
    return f"{_test(name)}[{number}]"


def _test(name: str) -> str:
    if not name.startswith("{"):
        return name
    namespace, local = name[1:].split("}", 1)
    quote = "'" if '"' in namespace else '"'
    return f"*[local-name()='{local}' and namespace-uri()={quote}{namespace}{quote}]"


def beyond_attribute(
    identifier: str | None, parent: str, field: str, name: str, value: str, element: Element
) -> Beyond:
    """Return the row of an attribute that no table declares; `xsi:type` has its value in Clark notation."""
    test = "xml:lang" if name == LANG else _test(name)
    if name == TYPE and ":" in value:
        prefix, _, local = value.strip().rpartition(":")
        value = f"{{{element.nsmap[prefix]}}}{local}" if prefix in element.nsmap else value
    return identifier, parent, f"{parent}/@{test}", "attribute", field, name, value, None


def beyond_text(identifier: str | None, parent: str, field: str, text: str) -> Beyond:
    """Return the row of text at a place that has none in the standard."""
    return identifier, parent, f"{parent}/text()", "text", field, "", text.strip(), None


def beyond_element(identifier: str | None, parent: str, locator: str, field: str, element: Element) -> Beyond:
    """Return the row of an element that no table declares, or that repeats one that may occur once."""
    text = "".join(str(part) for part in element.itertext()).strip()
    return identifier, parent, locator, "element", field, str(element.tag), text or None, _as_xml(element)


def _as_xml(element: Element) -> str:
    """Return an element in the form that does not depend on prefixes declared elsewhere, as canonical XML has it.

    Canonical XML does not know relative namespaces: an element with one is written as it stands.
    """
    try:
        type_prefixes = sorted(prefix for one in element.iter("*") if (prefix := one.get(TYPE, "").rpartition(":")[0]))
        xml: bytes = etree.tostring(
            element, method="c14n", exclusive=True, with_comments=False, inclusive_ns_prefixes=type_prefixes
        )
    except etree.C14NError:
        xml = etree.tostring(element, encoding="utf-8", with_tail=False)
    return xml.decode()
