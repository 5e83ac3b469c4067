"""Bringing the PO files up to date with the texts of the program: `python -m grutto.locale.extract`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from grutto.locale import FOLDER, SOURCE_LANGUAGE, catalog, languages
from grutto.store.codec import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PACKAGE = FOLDER.parent
METHODS = [("**.py", "python"), ("render/html/*.html", "jinja2.ext:babel_extract")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "words": None, "msg": None}


def texts() -> Iterator[tuple[str, str]]:
    """Yield each text to translate with the file it stands in: in code, in page templates, in measures."""
    found = extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS)
    for file, _, message, _, _ in found:
        yield (message if isinstance(message, str) else message[0]), file
    for path in sorted((PACKAGE / "measures" / "declared").glob("*.toml")):
        if not path.name.endswith(".case.toml"):
            content = read_toml(path)
            for text in (content["doc"], content["rule"]):
                yield " ".join(text.split()), f"measures/declared/{path.name}"


def updated(code: str) -> Catalog:
    """Return the catalog of a language with exactly the texts there are: known translations kept, new ones empty."""
    known = catalog(code)
    comment = f"# The texts of Grutto in {languages()[code].name}."
    born = known.creation_date  # a new date in each branch would be a conflict without content
    fresh = Catalog(locale=code, header_comment=comment, fuzzy=False, creation_date=born)
    for text, file in texts():
        message = known.get(text)
        fresh.add(text, message.string if message else "", locations=[(file, 0)])
    return fresh


def write(code: str, path: Path) -> None:
    """Write the PO file of a language."""
    fresh = updated(code)
    with path.open("wb") as stream:
        write_po(stream, fresh, width=120, sort_output=True, include_lineno=False)


def main() -> None:
    """Bring every PO file up to date."""
    for code in languages():
        if code != SOURCE_LANGUAGE:
            write(code, FOLDER / f"{code}.po")


if __name__ == "__main__":
    main()
