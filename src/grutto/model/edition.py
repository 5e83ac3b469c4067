"""An edition of the report: release + framework version + judgements + code version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from grutto.model.figure import Figure


@dataclass(frozen=True, slots=True)
class Edition:
    """All that a report rests on, and each figure in it.

    Args:
        framework: id of the framework.
        year: calendar year reported on.
        languages: of its pages, the first one being the index.
        release: id of the release.
        framework_sha256: version of the framework's files.
        judgements_sha256: of the judgements.
        code: version of Grutto, with a digest of its files.
        figures: every figure shown, by order of first appearance.
        rows_sha256: figure id to digest of the rows behind it.
        files: file name to sha256 of each file written beside the record: content, pages, tables.
        subject: what it is about, where that is not the framework alone: the countries of a profile.
        previous: id of the edition that it compares with.
        beside: folder of an edition that belongs to it, such as a chain that it draws, to the sha256 of its record.
        inputs: file of the framework, the judgements or the ledger to the sha256 under which the data folder keeps it.
        open: differences that must be explained and are not; an edition with any may not be adopted.
        empty: why it is without data, as a coded reason; an edition that is may not be adopted.
        title: language to what it is called.
        subtitle: language to the line below the title.
        note: language to what a reader must know first, such as that it is fictional.
    """

    framework: str
    year: int
    languages: tuple[str, ...]
    release: str
    framework_sha256: str
    judgements_sha256: str
    code: str
    figures: tuple[Figure, ...]
    rows_sha256: dict[str, str]
    files: dict[str, str]
    subject: str = ""
    previous: str = ""
    beside: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    empty: str = ""
    title: dict[str, str] = field(default_factory=dict)
    subtitle: dict[str, str] = field(default_factory=dict)
    note: dict[str, str] = field(default_factory=dict)

    @property
    def adoptable(self) -> bool:
        """It has data, and every difference that must be explained is."""
        return not self.open and not self.empty

    @property
    def id(self) -> str:
        """Name of the edition: the same four parts, languages and edition compared with give the same name."""
        parts = (self.framework, self.release, self.framework_sha256, self.judgements_sha256, self.code)
        named = (*parts, str(self.year), ",".join(self.languages), self.subject, *filter(None, (self.previous,)))
        return hashlib.sha256("\n".join(named).encode()).hexdigest()[:16]
