"""Bringing the PO files of the web up to date with its code and templates: `python -m grutto_web.locale.extract`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, cast

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from grutto_web.locale import FOLDER, catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = FOLDER.parent
# Without dates and names: two people who add texts do not meet here.
HEADER = """msgid ""
msgstr ""
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
SITE = frozenset({"en", "nl"})
"""Languages of the whole site; the others are those of the pages for people who send money."""
FOR_SENDERS = (
    "public/remittances/public/",
    "public/remittances/templates/remittances/public/",
    "public/remittances/requirements.py",
    "ground/templates/base.html",
    "ground/templates/components/",
)
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def _source(path: Path) -> str:
    """Return a file as Python; of a template only what it translates is left, one text a line."""
    text = path.read_text()
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())


def texts() -> Iterator[tuple[str | tuple[str, ...], str, str | None]]:
    """Yield each text to translate (singular and plural where it has both), its file, and its context."""
    files = [p for kind in ("*.py", "*.html", "*.txt") for p in PACKAGE.rglob(kind) if "migrations" not in p.parts]
    for path in sorted(files):
        stream = io.BytesIO(_source(path).encode())
        for _, message, _, context in extract("python", stream, keywords=KEYWORDS):
            yield message, str(path.relative_to(PACKAGE)), context


def texts_in(code: str) -> Iterator[tuple[str | tuple[str, ...], str, str | None]]:
    """Yield the texts that a language must have."""
    for message, file, context in texts():
        if code in SITE or file.startswith(FOR_SENDERS):
            yield message, file, context


def template(code: str) -> Catalog:
    """Return all texts of a language, without translations."""
    catalogue = Catalog(charset="utf-8", project="Grutto", fuzzy=False)
    for message, file, context in texts_in(code):
        catalogue.add(cast("str", message), locations=[(file, 0)], context=context)
    return catalogue


def main() -> None:
    """Add what is new to each PO file, and take out what is gone."""
    for code, path in catalogues().items():
        fresh = template(code)
        with path.open("rb") as stream:
            catalogue = read_po(stream, locale=code)
        catalogue.update(fresh, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with path.open("wb") as stream:
            stream.write(HEADER.format(code=code, plurals=catalogue.plural_forms).encode())
            write_po(stream, catalogue, width=120, sort_output=True, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    main()
