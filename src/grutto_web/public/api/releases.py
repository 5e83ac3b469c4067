"""Releases: what each was built from, and the tables it holds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from grutto.store.home import Home
from grutto.store.releases import read_release, release_names
from grutto_web.public.api.frame import Listing, Paging, ReleaseId, current_release, tagged
from grutto_web.public.api.shapes import SourceFile

if TYPE_CHECKING:
    from grutto.model import snapshot

router = Router(tags=["releases"])
router.add_decorator(tagged(lambda: " ".join([current_release(), *release_names(Home())])), mode="view")


class ReleaseLine(Schema):
    """A release as a list shows it."""

    id: str
    current: bool = Field(description="What is read where no release is named.")


class ReleaseFile(SourceFile):
    """A file of the release, as it was received."""

    received: datetime
    size: int = Field(description="Bytes.")


class Table(Schema):
    """A table of the release."""

    name: str
    rows: int
    sha256: str = Field(description="Of its Parquet file.")


class Release(ReleaseLine):
    """A release: its files and its tables."""

    builder: str = Field(description="Digest of what built the tables.")
    files: list[ReleaseFile]
    tables: list[Table]


@router.get("/releases", response=Listing[ReleaseLine])
def list_releases(request: HttpRequest, paging: Query[Paging]) -> Listing[ReleaseLine]:
    """List the releases of this site."""
    names = release_names(Home())
    current = current_release()
    lines = (ReleaseLine(id=name, current=name == current) for name in paging.of(names))
    return Listing[ReleaseLine].of(request, paging, len(names), lines)


@router.get("/releases/{release}", response=Release)
def read_one_release(request: HttpRequest, release: Path[ReleaseId]) -> Release:
    """Return what a release was built from, and its tables."""
    del request
    return _with_files(read_release(Home(), release))


def _with_files(found: snapshot.Release) -> Release:
    rows = dict(found.rows)
    return Release(
        id=found.id,
        current=found.id == current_release(),
        builder=found.builder,
        files=[ReleaseFile.from_orm(each) for each in found.snapshots],
        tables=[Table(name=name, rows=rows.get(name, 0), sha256=digest) for name, digest in found.tables],
    )
