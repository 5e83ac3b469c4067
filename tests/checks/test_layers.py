"""Schema, codelists, identifiers and advice on small files; and layers that cannot be run."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from grutto.checks import KnownIdentifiers, Standard, read_standard
from grutto.checks.codelists import coded_places, contexts
from grutto.checks.refusal import file_remarks
from grutto.errors import DeclarationError, InputError
from grutto.locale import ENGLISH
from grutto.render.findings import FORMATS
from grutto.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grutto.checks import Report

    type Check = Callable[..., Report]

QUIET = {"layer.codelist-missing"}


def found(report: Report, start: str = "") -> list[tuple[str, str, int, str]]:
    return [
        (f.code, f.locator, f.line, f.value)
        for f in report.findings
        if f.code.startswith(start) and f.code not in QUIET
    ]


def test_a_valid_file_has_nothing_to_say(check: Check, valid: str) -> None:
    report = check(valid)
    assert found(report) == []
    assert (report.kind, report.version, report.activities, report.exit_code) == ("activity", "2.03", 1, 0)
    assert set(report.layers.values()) == {"run"}


A = "/iati-activities/iati-activity[1]"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            '<activity-status code="2"/>',
            '<activity-status kode="2"/>',
            [
                ("schema.attribute-unknown", f"{A}/activity-status[1]/@kode", 9, ""),
                ("schema.attribute-missing", f"{A}/activity-status[1]", 9, ""),
            ],
        ),
        (
            'iso-date="2023-02-01"',
            'iso-date="1-2-2023"',
            [("schema.value", f"{A}/transaction[1]/transaction-date[1]/@iso-date", 14, "1-2-2023")],
        ),
        (
            ">10</value></transaction>",
            ">1,000</value></transaction>",
            [("schema.value", f"{A}/transaction[1]/value[1]", 14, "1,000")],
        ),
        ("<activity-status", "<status/><activity-status", [("schema.element-misplaced", f"{A}/status[1]", 9, "")]),
        ('<activity-status code="2"/>', "", [("schema.element-misplaced", f"{A}/activity-date[1]", 10, "")]),
        ("<title><narrative>", "<title>loose<narrative>", [("schema.text-misplaced", f"{A}/title[1]", 6, "")]),
        (
            '<value value-date="2023-01-01">10</value></budget>',
            "</budget>",
            [("schema.element-missing", f"{A}/budget[1]", 13, "")],
        ),
    ],
)
def test_what_the_schema_says_in_plain_words(
    old: str, new: str, expected: list[tuple[str, str, int, str]], check: Check, valid: str
) -> None:
    report = check(valid.replace(old, new, 1))
    assert found(report, "schema.") == expected
    first = next(finding for finding in report.findings if finding.code.startswith("schema."))
    assert (first.severity, first.iati_identifier) == ("error", "XM-DAC-1-A")
    assert first.repair
    assert "{" not in first.message
    assert report.exit_code == 2


def test_an_own_element_in_a_namespace_is_allowed(check: Check, valid: str) -> None:
    report = check(valid.replace("</iati-activity>", '<x:own xmlns:x="urn:x">1</x:own></iati-activity>'))
    assert found(report, "schema.") == []


def test_an_unknown_root_attribute_is_told_once(check: Check, valid: str) -> None:
    report = check(valid.replace('version="2.03"', 'version="2.03" bad="1"'))
    assert found(report, "schema.") == [("schema.attribute-unknown", "/iati-activities/@bad", 2, "")]


def test_a_crowd_is_not_validated_but_told(check: Check, valid: str) -> None:
    crowd = valid.replace('<sector code="11220"/>', '<sector code="11220" x="1"/>' * 20_100)
    report = check(crowd)
    assert found(report, "schema.") == []
    assert [code for code, *_ in found(report, "layer.")] == ["layer.schema-crowded"]
    assert report.exit_code == 1


def test_many_mistakes_of_a_kind_are_counted_and_some_are_kept(check: Check, valid: str) -> None:
    report = check(valid.replace('<sector code="11220"/>', '<sector code="11220" x="1"/>' * 500))
    assert report.counts["schema.attribute-unknown"] == 500
    assert len(found(report, "schema.")) == 200
    assert report.unlisted == {"schema.attribute-unknown": 300}


def test_no_remark_has_a_command_in_its_words() -> None:
    """They are read by who sends a file, too."""
    texts = [text for remark in file_remarks().values() for text in (remark.message, remark.repair)]
    assert [text for text in texts if re.search(r"grutto [a-z]|--[a-z]|`", text)] == []


def test_layers_that_cannot_be_run_are_findings(check: Check, valid: str) -> None:
    report = check(valid, standard=Standard())
    codes = [finding.code for finding in report.findings]
    assert codes == ["layer.schema-not-run", "layer.codelists-not-run", "layer.ruleset-not-run"]
    assert {(finding.severity, finding.command) for finding in report.findings} == {
        ("warning", "grutto fetch iati/standard")
    }
    assert "fetches the standard: grutto fetch iati/standard" in FORMATS["text"]([report], ENGLISH)
    assert "grutto fetch" not in FORMATS["html"]([report], ENGLISH) + FORMATS["sarif"]([report], ENGLISH)
    assert report.layers["schema"] == "there is no schema of version 2.03"
    assert report.exit_code == 1


OLD = """<?xml version="1.0"?>
<iati-activities version="1.03">
<iati-activity default-currency="EUR">
<reporting-org ref="XM-DAC-1" type="10">We</reporting-org>
<iati-identifier>XM-DAC-1-A</iati-identifier>
<title xml:lang="en">Title</title>
<activity-status code="77"/>
<sector vocabulary="DAC" code="99999">None</sector>
<related-activity type="1" ref="XM-DAC-1-B"/>
</iati-activity>
<iati-activity><iati-identifier>XM-DAC-1-C</iati-identifier><activity-status code="78"/>
<activity-date type="start-actual">2023-01-01</activity-date></iati-activity>
</iati-activities>
"""


def test_version_1_is_held_against_2_03_after_its_upgrade(check: Check, folder: Path) -> None:
    report = check(OLD)
    found = {f.value: f for f in report.findings if f.code.startswith("codelist.unknown.")}
    assert set(found) == {"77", "78", "99999"}
    assert all(f.severity == "warning" and f.message.startswith("As IATI 2.03: ") for f in found.values())
    assert (found["78"].line, found["78"].locator) == (11, "/iati-activities/iati-activity[2]/activity-status[1]/@code")
    assert found["99999"].locator == "/iati-activities/iati-activity[1]/sector[1]/@code"
    codes = {f.code for f in report.findings}
    assert {"iati.old-version", "layer.schema-not-run", "reference.own-missing"} <= codes
    assert "layer.codelists-not-run" not in codes
    assert report.layers["ruleset"] == report.layers["advice"] == "run"
    assert all(f.iati_identifier for f in report.findings if f.line > 1)


def test_a_schema_of_version_1_is_applied_if_it_is_there(check: Check, folder: Path) -> None:
    place = folder / "schemas" / "1.03"
    place.mkdir(parents=True)
    (place / "iati-activities-schema.xsd").write_text(
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="iati-activities"><xs:complexType>'
        '<xs:sequence><xs:any processContents="skip" minOccurs="5" maxOccurs="9"/></xs:sequence>'
        '<xs:attribute name="version"/></xs:complexType></xs:element></xs:schema>'
    )
    report = check(OLD, standard=read_standard(folder))
    assert report.layers["schema"] == "run"
    assert "schema.element-missing" in {f.code for f in report.findings}


def test_organisation_files_of_version_1_are_not_checked_against_version_2(check: Check) -> None:
    report = check('<iati-organisations version="1.04"><iati-organisation/></iati-organisations>')
    codes = {finding.code for finding in report.findings}
    assert {"layer.schema-not-run", "layer.codelists-not-run", "layer.ruleset-not-run"} <= codes


def test_a_version_that_does_not_exist(check: Check, valid: str) -> None:
    codes = [finding.code for finding in check(valid.replace('"2.03"', '"2.3"')).findings]
    assert codes == ["layer.schema-not-run", "layer.codelist-missing", "iati.version"]


def test_a_file_without_activities(check: Check) -> None:
    report = check('<iati-activities version="2.03"></iati-activities>')
    assert [f.code for f in report.findings if f.severity != "advice"] == ["iati.empty", "schema.element-missing"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            '<sector code="11220"/>',
            '<sector code="1"/>',
            [("codelist.unknown.Sector", f"{A}/sector[1]/@code", 12, "1")],
        ),
        (
            '<sector code="11220"/>',
            '<sector vocabulary="1" code=" 11220"/>',
            [("codelist.unknown.Sector", f"{A}/sector[1]/@code", 12, "11220")],
        ),
        ('<sector code="11220"/>', '<sector vocabulary="2" code="112"/>', []),
        (
            '<sector code="11220"/>',
            '<sector vocabulary="2" code="11220"/>',
            [("codelist.unknown.SectorCategory", f"{A}/sector[1]/@code", 12, "11220")],
        ),
        ('<sector code="11220"/>', '<sector vocabulary="99" code="own"/>', []),
        (
            'default-currency="EUR"',
            'default-currency="eur"',
            [("codelist.unknown.Currency", f"{A}/@default-currency", 3, "eur")],
        ),
        (
            '<value value-date="2023-02-01">',
            '<value currency="ECU" value-date="2023-02-01">',
            [("codelist.unknown.Currency", f"{A}/transaction[1]/value[1]/@currency", 14, "ECU")],
        ),
        (
            'status code="2"',
            'status code="9"',
            [("codelist.withdrawn.ActivityStatus", f"{A}/activity-status[1]/@code", 9, "9")],
        ),
        (
            'status code="2"',
            'status code="3"',
            [("codelist.withdrawn.ActivityStatus", f"{A}/activity-status[1]/@code", 9, "3")],
        ),
        (
            "<transaction><",
            '<transaction><recipient-region code="1"/><',
            [("codelist.unknown.Region", f"{A}/transaction[1]/recipient-region[1]/@code", 14, "1")],
        ),
        (
            "</budget>",
            '</budget><document-link url="u" format="own/format"/>',
            [("codelist.unknown.FileFormat", f"{A}/document-link[1]/@format", 13, "own/format")],
        ),
    ],
)
def test_codes(old: str, new: str, expected: list[tuple[str, str, int, str]], check: Check, valid: str) -> None:
    assert found(check(valid.replace(old, new, 1)), "codelist.") == expected


def test_severity_of_codes_by_kind_of_list(check: Check, valid: str) -> None:
    text = valid.replace('status code="2"', 'status code="9"').replace('code="11220"', 'code="1"')
    text = text.replace("</budget>", '</budget><document-link url="u" format="own/format"/>')
    severities = {f.code: f.severity for f in check(text).findings}
    assert severities["codelist.unknown.Sector"] == "error"
    assert severities["codelist.withdrawn.ActivityStatus"] == "warning"
    assert severities["codelist.unknown.FileFormat"] == "advice"


def test_a_code_used_before_its_withdrawal_is_right(check: Check, valid: str) -> None:
    text = valid.replace('status code="2"', 'status code="3"')
    dated = text.replace("<iati-activity ", '<iati-activity last-updated-datetime="2020-06-30T00:00:00" ')
    assert found(check(dated), "codelist.") == []
    later = text.replace("<iati-activity ", '<iati-activity last-updated-datetime="2020-07-01T00:00:00" ')
    assert len(found(check(later), "codelist.")) == 1


def test_lists_that_are_not_at_hand_are_named(check: Check, valid: str) -> None:
    finding = next(f for f in check(valid).findings if f.code == "layer.codelist-missing")
    named = finding.message.rsplit(": ", 1)[1].split(", ")
    assert {"TransactionType", "Language"} <= set(named)
    assert not {"Sector", "Currency", "FileFormat"} & set(named)


def test_places_of_codes_follow_the_columns_of_the_tables() -> None:
    tables = tables_of("iati")
    places = {(place.context, place.path, place.codelist) for place in coded_places(tables)}
    transaction = "/iati-activities/iati-activity/transaction"
    assert (transaction, "value/@currency", "Currency") in places
    assert (f"{transaction}/recipient-region", "@code", "Region") in places
    assert contexts(tables["dimension"], tables)[0] == (
        "/iati-activities/iati-activity/result/indicator/period/target/dimension"
    )
    with pytest.raises(DeclarationError, match=r"There is no column sector\.code"):
        coded_places({})


def activity(identifier: str, inside: str = "", reporting: str = "XM-DAC-1") -> str:
    return (
        f"<iati-activity><iati-identifier>{identifier}</iati-identifier>"
        f'<reporting-org ref="{reporting}" type="10"/>{inside}</iati-activity>\n'
    )


def wrapped(*activities: str) -> str:
    return f'<iati-activities version="2.03">\n{"".join(activities)}</iati-activities>'


def related(ref: str) -> str:
    return f'<related-activity type="1" ref="{ref}"/>'


@pytest.mark.parametrize(
    ("activities", "known", "expected"),
    [
        ((activity(" N-1 "), activity("N-1")), {}, [("identifier.duplicate", 3, "N-1")]),
        ((activity("N-1a"), activity("N-1A")), {}, [("identifier.case", 3, "N-1A")]),
        ((activity(""),), {}, [("identifier.missing", 2, "")]),
        ((activity("N-1"),), {"N-1": "other.xml"}, [("identifier.claimed-twice", 2, "N-1")]),
        ((activity("N-1"),), {"N-1": "file.xml"}, []),
        ((activity("N-1", related("N-2")), activity("N-2", related("N-1"))), {}, []),
        ((activity("N-1", related("M-2")),), {}, []),
        ((activity("N-1", related("M-2")),), {"M-1": "m.xml"}, [("reference.unknown", 2, "M-2")]),
        ((activity("N-1", related("M-1")),), {"M-1": "m.xml"}, []),
        ((activity("N-1", related("n-1")),), {}, [("reference.case", 2, "n-1")]),
        ((activity("N-1", related("XM-DAC-1-9") * 2),), {}, [("reference.own-missing", 2, "XM-DAC-1-9")]),
    ],
)
def test_identifiers(
    activities: tuple[str, ...], known: dict[str, str], expected: list[tuple[str, int, str]], check: Check
) -> None:
    report = check(wrapped(*activities), known=KnownIdentifiers(known))
    assert [
        (code, line, value) for code, _, line, value in found(report) if code.startswith(("identifier.", "reference."))
    ] == expected


def test_a_reference_of_your_own_is_worse_when_the_release_is_known(check: Check) -> None:
    text = wrapped(activity("N-1", related("XM-DAC-1-9") * 2))
    alone = next(f for f in check(text).findings if f.code == "reference.own-missing")
    release = next(
        f for f in check(text, known=KnownIdentifiers({"M-1": "m"})).findings if f.code == "reference.own-missing"
    )
    assert (alone.severity, release.severity) == ("advice", "warning")
    assert "named 2 times" in alone.message
    assert alone.locator == f"{A}/related-activity[1]/@ref"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("What it does", "Title", "advice.description-is-title"),
        ('role="1" ref="XM-DAC-1"', 'role="1"', "advice.organisation-without-identifier"),
        ("<title><narrative>", '<title><narrative xml:lang="fr">', "advice.narrative-default-language"),
        ("<iati-activity ", '<iati-activity humanitarian="1" ', "advice.humanitarian-scope-missing"),
        ("<contact-info><email>a@example.org</email></contact-info>", "", "advice.contact-missing"),
        (
            '<activity-date type="2" iso-date="2023-01-01"/>',
            '<activity-date type="3" iso-date="2023-12-31"/>',
            "advice.end-passed",
        ),
        (
            "</iati-activity>",
            (
                '<result><indicator measure="1"><period><period-end iso-date="2023-06-30"/>'
                '<target value="1"/></period></indicator></result></iati-activity>'
            ),
            "advice.period-without-actual",
        ),
        (
            "</transaction>",
            '<sector code="11220" percentage="40"/><sector code="11220" percentage="50"/></transaction>',
            "advice.transaction-sectors-sum",
        ),
    ],
)
def test_advice(old: str, new: str, code: str, check: Check, valid: str) -> None:
    advice = [f for f in check(valid.replace(old, new, 1)).findings if f.code == code]
    assert [(f.severity, f.iati_identifier) for f in advice] == [("advice", "XM-DAC-1-A")]
    assert advice[0].repair


def test_missing_budget_and_results_of_ended_activities(check: Check, valid: str) -> None:
    start, end = valid.index("<budget>"), valid.index("</budget>") + len("</budget>")
    without = valid[:start] + valid[end:]
    assert "advice.budget-missing" in check(without).counts
    assert (
        "advice.budget-missing"
        not in check(without.replace("<iati-activity ", '<iati-activity budget-not-provided="1" ')).counts
    )
    ended = valid.replace('status code="2"', 'status code="4"')
    assert (
        "advice.result-without-actual"
        in check(ended.replace("</iati-activity>", "<result><indicator/></result></iati-activity>")).counts
    )


def test_an_organisation_file(check: Check) -> None:
    report = check(
        '<iati-organisations version="2.03">\n<iati-organisation default-currency="ECU">\n'
        "<organisation-identifier>XM-DAC-1</organisation-identifier>\n<name><narrative>We</narrative></name>\n"
        '<reporting-org ref="XM-DAC-1" type="10"><narrative>We</narrative></reporting-org>\n'
        "</iati-organisation>\n</iati-organisations>"
    )
    assert (report.kind, report.activities) == ("organisation", 1)
    at = "/iati-organisations/iati-organisation[1]"
    assert found(report) == [
        ("codelist.unknown.Currency", f"{at}/@default-currency", 2, "ECU"),
        ("advice.total-budget-missing", at, 2, ""),
    ]


def test_a_folder_without_anything_of_the_standard_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing of the IATI standard"):
        read_standard(tmp_path)


def test_codelists_need_their_columns(tmp_path: Path) -> None:
    (tmp_path / "codelists.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(InputError, match="not codelists"):
        read_standard(tmp_path)


def test_days_of_withdrawal(folder: Path) -> None:
    codes = read_standard(folder).codelists["ActivityStatus"]
    assert (codes["2"], codes["3"], codes["9"]) == (None, date(2020, 6, 30), date.min)


def test_a_schema_that_is_none_is_refused(check: Check, folder: Path, valid: str) -> None:
    place = folder / "schemas" / "2.03"
    place.mkdir(parents=True)
    (place / "iati-activities-schema.xsd").write_text("<x/>", "utf-8")
    with pytest.raises(InputError, match="schema cannot be used"):
        check(valid, standard=read_standard(folder))


def test_the_installed_schemas_are_those_of_2_03() -> None:
    schemas = read_standard().schemas
    assert set(schemas) == {("2.03", "activity"), ("2.03", "organisation")}
    assert all(etree.parse(str(path)).getroot().tag.endswith("}schema") for path in schemas.values())
