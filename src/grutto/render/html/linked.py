"""The figures of an edition for machines: JSON-LD with the provenance vocabulary of W3C (PROV-O), in the register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.model.figure import Derivation, Selection, Simulation, Statement

if TYPE_CHECKING:
    from grutto.content.reading import Reading
    from grutto.content.register import RegisterEntry
    from grutto.model.figure import Figure

CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "name": "schema:name",
    "unit": "schema:unitText",
    "from": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "by": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
}
MAKING = "#making"


def linked_data(content: Reading) -> Markup:
    """Return the register as JSON-LD that can stand in a page: no sign in it can end the element that holds it.

    A figure without a value is there without one: unknown is never zero.
    """
    language = language_named(content.language)
    title = f"{text_of(content.document.title, language)} · {text_of(content.document.subtitle, language)}"
    report = {"@id": "#report", "@type": ["prov:Entity", "schema:Report"], "name": title, "by": MAKING}
    report["schema:inLanguage"] = content.language
    making = {"@id": MAKING, "@type": "prov:Activity", "prov:wasAssociatedWith": {"@id": "#grutto"}}
    grutto = {"@id": "#grutto", "@type": "prov:SoftwareAgent", "name": "Grutto"}
    files = {f"urn:sha256:{sha}": name for entry in content.register for name, sha, *_ in entry.rows}
    sources = [{"@id": sha, "@type": "prov:Entity", "name": name} for sha, name in sorted(files.items())]
    graph = [report, making, grutto, *sources, *(_figure(entry) for entry in content.register)]
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - nothing of markup is left in it


def _figure(entry: RegisterEntry) -> dict[str, Any]:
    figure = entry.figure
    node: dict[str, Any] = {"@id": _place(figure), "@type": "prov:Entity", "name": entry.name, "unit": figure.unit}
    if figure.value is not None:
        node["schema:value"] = {"@type": "xsd:decimal", "@value": f"{figure.value:f}"}
    if entry.period:
        node["schema:temporalCoverage"] = entry.period
    return node | _lineage(entry) | {"by": MAKING}


def _lineage(entry: RegisterEntry) -> dict[str, Any]:
    match entry.figure.lineage:
        case Selection():
            return {"from": sorted({f"urn:sha256:{sha}" for _, sha, *_ in entry.rows})}
        case Derivation(inputs=inputs):
            return {"from": [f"#figure-{name}" for name in inputs]}
        case Statement(author=author, reference=reference):
            cited = {"@type": "prov:Entity", "name": str(reference)}
            return {"prov:wasAttributedTo": {"@type": "prov:Agent", "name": author}, "prov:hadPrimarySource": cited}
        case Simulation(model=model, table=(_, sha256)):
            return {"from": [f"urn:sha256:{sha256}"], "schema:measurementMethod": model}


def _place(figure: Figure) -> str:
    return f"#figure-{figure.id}"
