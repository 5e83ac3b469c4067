"""Small files, read one after another into the same tables: what reading needs is made once for all of them.

Only a file that is plain throughout is read so: well-formed UTF-8 without a DOCTYPE, with records and nothing else
below its root, in a version that it states, and without more mistakes than are listed. Any other is left to
`IatiReader`, which gives the same rows and tells what is wrong with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from grutto.errors import InputError
from grutto.lazily import lazily
from grutto.readers.iati.bounds import NumberBounds
from grutto.readers.iati.capitals import Capitals
from grutto.readers.iati.cutting import Uncut, opening
from grutto.readers.iati.flavour import FLAVOURS, LANG, Element
from grutto.readers.iati.lines import FARTHEST
from grutto.readers.iati.parser import parsed
from grutto.readers.iati.pieces import no_collection, only_records
from grutto.readers.iati.upgrade import as_version_2
from grutto.readers.iati.walk import Walker
from grutto.store.parquet import schema_of, with_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable
else:
    pa = lazily("pyarrow")


class SmallFile(NamedTuple):
    """What was read from one file.

    Args:
        snapshot: sha256 of the file.
        file: its name.
        rows: table name to number of rows, of the tables that have any.
        findings: what was found.
        records: those that were read.
        rejected: those left out.
        version: of the standard.
    """

    snapshot: str
    file: str
    rows: dict[str, int]
    findings: list[Finding]
    records: int
    rejected: int
    version: str


class SmallFiles:
    """Reads small files of one flavour.

    Args:
        tables: the declared tables of the flavour.
    """

    def __init__(self, tables: dict[str, ReleaseTable]) -> None:
        self._flavour = FLAVOURS[next(iter(tables.values())).reader]
        self._tables = tables
        self._walker = Walker(self._flavour, tables, "")
        self._schemas = {name: schema_of(table.column) for name, table in tables.items()}
        self._files: list[SmallFile] = []

    def add(self, content: bytes, snapshot: str, file: str) -> bool:
        """Read a file; tell whether it was, else nothing of it is left.

        Args:
            content: its bytes.
            snapshot: their sha256.
            file: its name.
        """
        root = self._plain(content)
        if root is None:
            return False
        walker = self._walker
        before = walker.sizes()
        walker.begin(file, root.get(LANG, ""))
        try:
            version = self._walk(root)
        except InputError:
            version = ""
        findings = walker.all_findings()
        if not version or len(findings) > len(walker.findings):
            walker.take_back(before)
            return False
        rows = {name: size - before[name] for name, size in walker.sizes().items() if size > before[name]}
        self._files.append(SmallFile(snapshot, file, rows, findings, walker.taken, walker.rejected, version))
        return True

    def _plain(self, content: bytes) -> Element | None:
        """Return the root of a file that is plain throughout."""
        try:
            head = opening(content)
            if not head.plain or content.count(b"\n") >= FARTHEST:
                return None
            root = parsed(content)
        except (Uncut, etree.XMLSyntaxError):
            return None
        stated = root.get("version", "").strip() in self._flavour.versions
        plain = stated and root.tag == self._flavour.root and only_records(root, self._flavour)
        return root if plain else None

    def _walk(self, root: Element) -> str:
        """Walk a file; return its version."""
        version: str = root.get("version").strip()
        with no_collection():
            for position, element in enumerate(root, start=1):
                locator = f"/{self._flavour.root}/{self._flavour.item}[{position}]"
                self._walker.record(*as_version_2(element, locator, version))
            self._walker.root(root, [], [])
        return version

    def collected(self) -> tuple[dict[str, pa.Table], list[SmallFile]]:
        """Return the rows of all files so far, by table that has any, and what was read from each; they are let go.

        Raises:
            pyarrow.ArrowException: a value does not fit its column; whose it is, is not known.
        """
        capitals, bounds = Capitals(self._tables), NumberBounds(self._tables)
        tables = {
            name: bounds.apply(name, capitals.apply(name, with_first(self._first(name), self._schemas[name], rows)))
            for name, rows in self._walker.collected().items()
        }
        files = [
            one._replace(findings=[*one.findings, *capitals.findings(*one[:2]), *bounds.findings(*one[:2])])
            for one in self._files
        ]
        self._walker.empty()
        self._files = []
        return tables, files

    def _first(self, name: str) -> Iterable[tuple[str, int]]:
        """Yield of how many rows of a table each file has."""
        return ((one.snapshot, one.rows[name]) for one in self._files if name in one.rows)
