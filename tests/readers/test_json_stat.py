"""JSON-stat: cells come out with their place, and what is broken is refused with file and place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from grutto.errors import InputError
from grutto.model.source import Observations
from grutto.readers.json_stat import read_json_stat

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Observations((), time="time", ref_area="geo")


def cube(**parts: Any) -> bytes:
    """Return a JSON-stat data set of two by two cells."""
    index = {"geo": {"NL": 0, "BE": 1}, "time": {"2009": 0, "2010": 1}}
    dimension = {name: {"category": {"index": codes}} for name, codes in index.items()}
    content = {"class": "dataset", "id": ["geo", "time"], "size": [2, 2], "dimension": dimension, "value": {}}
    return json.dumps(content | parts).encode()


def put(folder: Path, content: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"value": {"0": 1, "3": 2.5}}, [("NL.2009", "1", ""), ("BE.2010", "2.5", "")]),
        (
            {"value": [1, None, 0, 2]},
            [("NL.2009", "1", ""), ("NL.2010", "", ""), ("BE.2009", "0", ""), ("BE.2010", "2", "")],
        ),
        ({"value": {"0": 1}, "status": {"0": "p", "2": "c"}}, [("NL.2009", "1", "p"), ("BE.2009", "", "c")]),
        ({"value": {"10": 1}, "size": [2, 8]}, None),
        ({"value": {"4": 1}}, None),
        ({"value": [1, 2, 3]}, None),
        ({"dimension": {}}, None),
        ({"class": "collection"}, None),
    ],
)
def test_json_stat(tmp_path: Path, parts: dict[str, Any], expected: list[tuple[str, str, str]] | None) -> None:
    path = put(tmp_path, cube(**parts))
    if expected is None:
        with pytest.raises(InputError) as refused:
            list(read_json_stat(path, PLAIN, "cube.json"))
        assert refused.value.where
        assert refused.value.repair
        return
    records = list(read_json_stat(path, PLAIN, "cube.json"))
    assert [(r.locator, r.fields["value"], r.fields["status"]) for r in records] == expected


def test_a_warning_that_was_kept_as_a_file_is_told(tmp_path: Path) -> None:
    path = put(tmp_path, b'{"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}}')
    with pytest.raises(InputError, match="413 ASYNCHRONOUS_RESPONSE"):
        list(read_json_stat(path, PLAIN, "file"))
