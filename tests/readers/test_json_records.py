"""Records in JSON, also over the pages of an archive."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

from grutto.model.source import Observations
from grutto.readers.json_records import read_json_records

if TYPE_CHECKING:
    from pathlib import Path


def test_pages_of_a_zip_are_read_in_order_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in (1, 2):
            archive.writestr(f"page-000{number}.json", json.dumps({"items": [{"a": {"b": number}}]}))
    records = list(read_json_records(path, Observations((), records="items"), "pages.zip"))
    assert [(r.locator, r.fields) for r in records] == [
        ("page-0001.json, items[0]", {"a.b": "1"}),
        ("page-0002.json, items[0]", {"a.b": "2"}),
    ]
