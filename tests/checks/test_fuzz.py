"""Mutated activities never crash the checker: there is a report, never silent about a file without content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grutto.checks import Checker, check_files
from grutto.model.finding import SEVERITIES
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.checks import Standard

PIECES = (
    b"<",
    b">",
    b"&",
    b"'",
    b'"',
    b"\x00",
    b"\xff",
    b"]]>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<?",
    b"</iati-activity>",
    b"<iati-activity>",
    b"&#x0;",
    b"&#1114112;",
    b"%",
    b"1e999",
    b"NaN",
    b"-0",
    b"0001-01-01",
    b"9999-12-31",
    b"\xe2\x80\x8f",
    b"<!DOCTYPE a>",
    b"<iati-identifier/>",
    b'="$1"',
    b"{urn:x}",
    b"xmlns='u'",
    b"{0}",
)
mutation = st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)))


def sample(path: Path, activities: int) -> bytes:
    """Return the first activities of a file, small enough to check often."""
    text = path.read_text("utf-8")
    ends = [found.end() for found in re.finditer("</iati-activity>", text)]
    start = text.index("<iati-activity ")
    shortest = sorted(zip([start, *ends], ends, strict=False), key=lambda span: span[1] - span[0])[:activities]
    return (text[:start] + "".join(text[a:b] for a, b in shortest) + "</iati-activities>").encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(mutation, min_size=1, max_size=6))
def test_a_mutated_real_activity_always_gives_a_report(
    unhcr: Path, official: Standard, tmp_path: Path, mutations: list[tuple[float, int, bytes]]
) -> None:
    content = sample(unhcr, 2)
    for place, cut, piece in mutations:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + cut :]
    path = tmp_path / "mutated.xml"
    path.write_bytes(content)
    (report,) = check_files([path], Checker(official, tables_of("iati")))
    assert all(finding.severity in SEVERITIES and finding.message for finding in report.findings)
    assert all(0 <= finding.line <= content.count(b"\n") + 2 for finding in report.findings)
    assert report.activities or report.exit_code
    assert len([finding for finding in report.findings if finding.severity == "critical"]) <= 1
