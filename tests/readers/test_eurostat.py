"""Each format that Eurostat gives is read as it comes: headings, labels, flags and numbers as it writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError
from grutto.readers.observations import ObservationReader
from grutto.sources import recognise
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path

# Rows as the service and its sites give them, https://ec.europa.eu/eurostat: first permits in France, asked for on
# 19 June 2026; first permits in Austria, 2025; asylum applicants, decisions and returns in 2008 and 2010, from 2017.
SDMX_CSV = """\
DATAFLOW,LAST UPDATE,freq,reason,citizen,duration,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS
ESTAT:MIGR_RESFIRST(1.0),22/05/26 11:00:00,A,TOTAL,TOTAL,TOTAL,PER,FR,2021,287179,,
ESTAT:MIGR_RESFIRST(1.0),22/05/26 11:00:00,A,TOTAL,TOTAL,TOTAL,PER,FR,2022,326948,,
"""
LABELS = """\
DATAFLOW,LAST UPDATE,freq,reason,citizen,duration,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS
ESTAT:TPS00170(1.0),03/03/25 11:00:00,Annual,Total,Total,Total,Person,Austria,2012,37816,,
"""
EU28 = "European Union (28 countries)"
APPLICANTS = """\
TIME,"GEO","CITIZEN","SEX","AGE","ASYL_APP","UNIT","Value","Flag and Footnotes"
2008,"European Union (28 countries)","Extra-EU-28","Total","Total","Asylum applicant","Person","225,150","d"
2008,"Belgium","Total","Total","Total","First time applicant","Person","11,395",""
2008,"Bulgaria","Total","Total","Total","First time applicant","Person",":",""
"""
DECISIONS = """\
"TIME","GEO","CITIZEN","SEX","AGE","DECISION","UNIT","Value","Flag and Footnotes"
"2008","Belgium","Total","Total","Total","Total positive decisions","Person","3,505",""
"2008","Bulgaria","Total","Total","Total","Rejected","Person","375",""
"""
RETURNS = """\
"TIME","GEO","CITIZEN","INDIC_MG","UNIT","Value","Flag and Footnotes"
"2010","Belgium","Total","Total number of persons returned","Person","4,415",""
"2010","Belgium","Total","Persons returned to a third country","Person","3,510",""
"""
TSV = (
    "freq,citizen,sex,unit,age,applicant,geo\\TIME_PERIOD\t2021 \t2022 \n"
    "A,GE,T,PER,TOTAL,FRST,NL\t210 \t: c\nA,GE,T,PER,TOTAL,FRST,AT\t:\t1595 b\n"
)
"""The shape of the service's description; the numbers are made up."""
PERMITS = (
    "freq,reason,citizen,duration,unit,geo\\TIME_PERIOD\t2023 \n"
    "A,EDUC,TOTAL,TOTAL,PER,AT\t6275 \nA,EDUC,TOTAL,TOTAL,PER,ES\t90922 b\nA,EDUC,TOTAL,TOTAL,PER,EU27_2020\t544840 \n"
)
"""Rows of `estat_migr_resfirst.tsv` as downloaded in 2025 (Eurostat, CC BY 4.0)."""
FOUND = """\
DATAFLOW,LAST UPDATE,freq,reason,apprehen,citizen,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS
ESTAT:MIGR_EIPRE$DEFAULTVIEW(1.0),,Annual,Illegal entry,In the inland area,Total,Total,Total,Person,Austria,2022,0,,
ESTAT:MIGR_EIPRE$DEFAULTVIEW(1.0),,Annual,Total,In the inland area,Total,Total,Total,Person,Austria,2022,0,,
ESTAT:MIGR_EIPRE$DEFAULTVIEW(1.0),,Annual,Total,Total,Total,Total,Total,Person,Austria,2014,33055,,
"""
"""The ways of `MIGR_EIPRE` in 2025; the parts of it are made up."""


def rows_of(path: Path) -> tuple[str, list[tuple[object, ...]], list[str]]:
    source = recognise(path)
    assert source.observations
    reader = ObservationReader(
        extracted_tables()["statistic"], source.reader, source.observations, source.flow, "", path.name
    )
    rows = [
        dict(zip(batch, row, strict=True)) for batch in reader.read(path) for row in zip(*batch.values(), strict=True)
    ]
    told = ("indicator", "ref_area", "counterpart", "time_period", "obs_value", "obs_status", "updated")
    return source.name, [tuple(row[name] for name in told) for row in rows], [f.code for f in reader.findings]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        (
            SDMX_CSV,
            "eurostat/first-permits",
            [
                ("first_permits", "FRA", "_T", "2021", Decimal(287179), "A", "2026-05-22"),
                ("first_permits", "FRA", "_T", "2022", Decimal(326948), "A", "2026-05-22"),
            ],
        ),
        (LABELS, "eurostat/first-permits", [("first_permits", "AUT", "_T", "2012", Decimal(37816), "A", "2025-03-03")]),
        (
            APPLICANTS,
            "eurostat/asylum-applicants",
            [
                (
                    "asylum_applicants",
                    "European Union (28 countries)",
                    "Extra-EU-28",
                    "2008",
                    Decimal(225150),
                    "D",
                    None,
                ),
                ("first_time_asylum_applicants", "BEL", "_T", "2008", Decimal(11395), "A", None),
                ("first_time_asylum_applicants", "BGR", "_T", "2008", None, "O", None),
            ],
        ),
        (
            DECISIONS,
            "eurostat/asylum-decisions",
            [
                ("first_instance_positive", "BEL", "_T", "2008", Decimal(3505), "A", None),
                ("first_instance_rejected", "BGR", "_T", "2008", Decimal(375), "A", None),
            ],
        ),
        (RETURNS, "eurostat/returns", [("returns", "BEL", "_T", "2010", Decimal(4415), "A", None)]),
        (
            TSV,
            "eurostat/asylum-applicants",
            [
                ("first_time_asylum_applicants", "NLD", "GEO", "2021", Decimal(210), "A", None),
                ("first_time_asylum_applicants", "NLD", "GEO", "2022", None, "Q", None),
                ("first_time_asylum_applicants", "AUT", "GEO", "2021", None, "O", None),
                ("first_time_asylum_applicants", "AUT", "GEO", "2022", Decimal(1595), "B", None),
            ],
        ),
        (
            PERMITS,
            "eurostat/first-permits",
            [
                ("first_permits_education", "AUT", "_T", "2023", Decimal(6275), "A", None),
                ("first_permits_education", "ESP", "_T", "2023", Decimal(90922), "B", None),
                ("first_permits_education", "EU27_2020", "_T", "2023", Decimal(544840), "A", None),
            ],
        ),
        (
            FOUND,
            "eurostat/illegally-present",
            [("illegally_present", "AUT", "_T", "2014", Decimal(33055), "A", None)],
        ),
    ],
    ids=["sdmx-csv", "labels", "applicants", "decisions", "returns", "tsv", "tsv of permits", "labels of parts"],
)
def test_a_file_is_known_and_read_as_it_comes(
    tmp_path: Path, text: str, source: str, expected: list[tuple[object, ...]]
) -> None:
    path = tmp_path / "estat.csv"
    path.write_text(text, encoding="utf-8")
    assert rows_of(path) == (source, expected, [])


def test_citizens_of_no_country_are_apart_from_those_of_an_unknown_one(tmp_path: Path) -> None:
    path = tmp_path / "estat.csv"
    lines = [
        f'2014,"Austria","{who}","Total","Total","First time applicant","Person","{number}",""'
        for who, number in (("Recognised non-citizens", 5), ("Unknown", 320), ("Stateless", 375))
    ]
    path.write_text("\n".join([APPLICANTS.splitlines()[0], *lines]), encoding="utf-8")
    _, rows, _ = rows_of(path)
    assert [(row[2], row[4]) for row in rows] == [("XXR", 5), ("XXX", 320), ("XXA", 375)]


ORDERS = """\
"TIME","GEO","CITIZEN","UNIT","Value","Flag and Footnotes"
"2012","Belgium","New Caledonia (FR)","Person","5",""
"2012","European Union (28 countries)","Croatia","Person","940","d"
"""
"""The headings of `migr_eiord_1_Data.csv` say nothing of what is counted."""


def test_a_file_that_does_not_say_what_it_is_is_known_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "migr_eiord_1_Data.csv"
    path.write_text(ORDERS, encoding="utf-8")
    assert rows_of(path) == (
        "eurostat/orders-to-leave",
        [
            ("orders_to_leave", "BEL", "NCL", "2012", Decimal(5), "A", None),
            ("orders_to_leave", "European Union (28 countries)", "HRV", "2012", Decimal(940), "D", None),
        ],
        [],
    )
    other = path.rename(tmp_path / "download.csv")
    with pytest.raises(InputError, match="of no known kind"):
        recognise(other)
    assert recognise(other, "estat_migr_eiord.tsv").name == "eurostat/orders-to-leave"


def test_a_page_of_errors_is_nothing_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "migr_eiord_1_Data.csv"
    path.write_text("<html><body>503</body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="is a web page"):
        recognise(path)
