"""What an import would read from a file of statistics, without importing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError, UnknownNameError
from grutto.tables.trial import read_on_trial

if TYPE_CHECKING:
    from pathlib import Path

POPULATION = (
    "Year,Country of origin (ISO),Country of asylum (ISO),Refugees,Asylum-seekers\n"
    "2010,AFG,NLD,7,12\n"
    "2011,AFG,NLD,*,5\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "population.csv"
    path.write_text(POPULATION, "utf-8")
    return path


def test_the_source_is_found_out_and_each_series_counted(file: Path) -> None:
    reading = read_on_trial(file)
    assert reading.source.name == "unhcr/population-csv"
    assert reading.series() == [("asylum_seekers", "A", 2, 2), ("refugees", "A", 2, 1)]
    assert [row["obs_value"] for row in reading.rows if row["indicator"] == "asylum_seekers"] == [12, 5]


def test_what_cannot_be_read_on_trial_says_why(file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_on_trial(tmp_path / "absent.csv")
    with pytest.raises(InputError, match="no source of statistics"):
        read_on_trial(file, "iati/activities")
    with pytest.raises(UnknownNameError):
        read_on_trial(file, "nobody/nothing")
