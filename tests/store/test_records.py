"""Names in records: what is no digest, no table or no place inside a folder is no way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import StoreError
from grutto.store import records
from grutto.store.records import (
    is_id,
    is_place,
    is_sha256,
    is_table_name,
    read_digested,
    read_json,
    with_digest,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_digests_and_ids_are_hexadecimal_digits_of_their_length() -> None:
    assert is_sha256("a" * 64)
    assert is_id("0" * 16)
    for wrong in ("a" * 63, "A" * 64, "../" + "a" * 61, "a" * 64 + "\n", None, 7):
        assert not is_sha256(wrong)
    for wrong in ("0" * 15, "0" * 17, "0" * 15 + "/", None):
        assert not is_id(wrong)


@pytest.mark.parametrize("name", ["Money", "1money", "../money", "money.parquet", "", "m" * 64, None])
def test_a_table_is_a_word(name: object) -> None:
    assert is_table_name("indicator_value")
    assert not is_table_name(name)


@pytest.mark.parametrize("text", ["", "/etc/passwd", "../a", "a/../../b", "a\\b", "C:a", "a\0b"])
def test_what_leads_out_of_a_folder_is_no_place_in_it(text: str) -> None:
    assert is_place("content/en.json")
    assert is_place("a..b")
    assert not is_place(text)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused_with_its_repair(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(StoreError) as caught:
        read_json(tmp_path / "a.json", "mend it", "grutto repair")
    assert (caught.value.repair, caught.value.command) == ("mend it", "grutto repair")


def test_a_record_that_is_missing_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError):
        read_json(tmp_path / "none.json", "mend it")
    (tmp_path / "a.json").write_text("[1]")
    assert read_json(tmp_path / "a.json", "mend it") == [1]
    monkeypatch.setattr(records, "LARGEST", 2)
    with pytest.raises(StoreError):
        read_json(tmp_path / "a.json", "mend it")


def test_a_record_with_a_digest_of_itself_cannot_be_changed_in_one_byte(tmp_path: Path) -> None:
    path, record = tmp_path / "a.json", {"name": "Grutto", "of": ["é", 1]}
    content = with_digest(record)
    path.write_bytes(content)
    assert read_digested(path, "mend it") == record
    for at in range(len(content)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        with pytest.raises(StoreError):
            read_digested(path, "mend it")
    for other in (content + b"\n", b"", b"{\n", b"[]", b'{\n "name": "Grutto"\n}\n'):
        path.write_bytes(other)
        with pytest.raises(StoreError):
            read_digested(path, "mend it")
