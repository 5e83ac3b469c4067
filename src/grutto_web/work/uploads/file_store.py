"""What belongs to uploads, kept by digest beside the web's own database: files, findings, previews, selections."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings

from grutto.store.files import keep_by_digest

if TYPE_CHECKING:
    from pathlib import Path


def _folder() -> Path:
    folder: Path = settings.ENVIRONMENT.folder / "uploads"
    return folder


def keep(stream: BinaryIO) -> tuple[str, int]:
    """Keep bytes; return their sha256 and number."""
    return keep_by_digest(stream, _folder())


def path_of(digest: str) -> Path:
    """Return where the bytes of a digest are kept."""
    return _folder() / digest[:2] / digest


def keep_json(content: Any) -> str:
    """Keep what JSON can say; return the sha256 of it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return keep(io.BytesIO(text.encode()))[0]


def read_json(digest: str) -> Any:
    """Return what was kept."""
    return json.loads(path_of(digest).read_bytes())
