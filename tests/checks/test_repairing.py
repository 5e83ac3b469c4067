"""A file written again, mended: what is wrong in one way only; all else stays byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks import can_be_repaired, check_file, repair_file
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.checks import FileRepairs, Standard

SENT = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by us -->
<iati-activities version="2.03" xmlns:own="http://own.example">
  <iati-activity default-currency="eur">
    <iati-identifier> XM-T-1-1 </iati-identifier>
    <own:note/>
    <title><narrative>A  school </narrative></title>
    <!-- who reports -->
    <reporting-org ref="XM-T-1 " type="10"><narrative>T</narrative></reporting-org>
    <transaction>
      <transaction-date iso-date="31-12-2020"/>
      <transaction-type code="3"/>
      <value value-date="05/01/2020"> 1.234,5 </value>
    </transaction>
  </iati-activity>
  <iati-activity><unknown/><title/><iati-identifier>XM-T-1-2</iati-identifier></iati-activity>
</iati-activities>
"""
EXPECTED = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by us -->
<iati-activities xmlns:own="http://own.example" version="2.03">
  <iati-activity default-currency="eur">
    <iati-identifier>XM-T-1-1</iati-identifier>
    <!-- who reports -->
    <reporting-org ref="XM-T-1" type="10"><narrative>T</narrative></reporting-org>
    <title><narrative>A  school </narrative></title>
    <transaction>
      <transaction-type code="3"/>
      <transaction-date iso-date="2020-12-31"/>
      <value value-date="05/01/2020">1234.5</value>
    </transaction>
    <own:note/>
  </iati-activity>
  <iati-activity><unknown/><title/><iati-identifier>XM-T-1-2</iati-identifier></iati-activity>
</iati-activities>
"""


def _repaired(folder: Path, content: bytes, standard: Standard) -> tuple[FileRepairs, Path]:
    sent, output = folder / "sent.xml", folder / "mended.xml"
    sent.write_bytes(content)
    tables = tables_of("iati")
    return repair_file(sent, output, check_file(sent, standard, tables), standard, tables), output


def test_only_what_has_one_repair_is_mended(tmp_path: Path, small: Standard) -> None:
    repaired, output = _repaired(tmp_path, SENT.encode(), small)
    written = output.read_text("utf-8")
    assert written.replace('"EUR"', '"eur"') == EXPECTED
    told = {(r.line, r.before.strip(), r.after) for r in repaired.repairs}
    assert {(11, "31-12-2020", "2020-12-31"), (13, "1.234,5", "1234.5"), (9, "XM-T-1", "XM-T-1")} <= told
    assert repaired.count == len(repaired.repairs)
    assert {r.identifier for r in repaired.repairs} == {"XM-T-1-1"}


def test_a_second_time_there_is_nothing_to_mend(tmp_path: Path, small: Standard) -> None:
    _, output = _repaired(tmp_path, SENT.encode(), small)
    content = output.read_bytes()
    output.unlink()
    again, output = _repaired(tmp_path, content, small)
    assert (again.count, again.repairs) == (0, [])
    assert not output.exists()


def test_a_file_in_another_encoding_is_written_in_utf_8(tmp_path: Path, small: Standard) -> None:
    text = '<iati-activities version="2.03"><iati-activity><title>é</title></iati-activity></iati-activities>'
    repaired, output = _repaired(tmp_path, text.encode("utf-16"), small)
    assert [str(r.what) for r in repaired.repairs] == ["The file was written in UTF-8"]
    assert "é" in output.read_text("utf-8")


def test_other_files_are_left_alone(tmp_path: Path, small: Standard) -> None:
    sent = tmp_path / "old.xml"
    sent.write_text('<iati-activities version="1.05"><iati-activity/></iati-activities>', "utf-8")
    assert not can_be_repaired(check_file(sent, small, tables_of("iati")))
