"""Tidy tables in and out, worked by hand."""

from __future__ import annotations

import math

import pyarrow as pa
import pytest
import xarray as xr

from grutto.errors import ScenarioError, UnknownNameError
from grutto.scenarios.datasets import dataset, dataset_sources
from grutto.scenarios.tidy import array_of, rows_of

ROWS = [
    {"orig": "MAR", "dest": "NLD", "flow": 12},
    {"orig": "NLD", "dest": "TUR", "flow": 3},
]
COLUMNS = {"orig": ["MAR", "NLD"], "dest": ["NLD", "TUR"], "flow": [12.0, 3.0]}


@pytest.mark.parametrize("table", [ROWS, COLUMNS, pa.table(COLUMNS)])
def test_a_tidy_table_becomes_an_array(table: object) -> None:
    flow = array_of(table, ["orig", "dest"], "flow", absent=0, attrs={"kind": "flow"})
    assert flow.orig.values.tolist() == flow.dest.values.tolist() == ["MAR", "NLD", "TUR"]  # both axes alike
    assert flow.values.tolist() == [[0, 12, 0], [0, 0, 3], [0, 0, 0]]
    assert flow.attrs == {"kind": "flow"}
    assert math.isnan(array_of(table, ["orig", "dest"], "flow").sel(orig="TUR", dest="NLD").item())


def test_a_data_frame_becomes_an_array() -> None:
    pandas = pytest.importorskip("pandas")
    flow = array_of(pandas.DataFrame(COLUMNS), ["orig", "dest"], "flow", labels={"orig": ["NLD", "MAR"]})
    assert flow.sel(orig="MAR", dest="NLD").item() == 12
    assert flow.orig.values.tolist() == ["NLD", "MAR"]


def test_an_array_becomes_a_tidy_table_and_comes_back() -> None:
    flow = array_of(ROWS, ["orig", "dest"], "flow", absent=0, attrs={"kind": "flow"})
    table = rows_of(flow, zeros=False)
    assert table.to_pylist() == ROWS
    assert table.schema.metadata == {b"kind": b"flow"}
    assert rows_of(flow).num_rows == 9
    assert array_of(rows_of(flow), ["orig", "dest"], "flow", attrs=flow.attrs).identical(flow)
    both = rows_of(xr.Dataset({"flow": flow, "twice": 2 * flow}), zeros=False)
    assert both["twice"].to_pylist() == [24, 6]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([{"orig": "MAR", "dest": "NLD"}], "lacks columns"),
        ([*ROWS, ROWS[0]], "Two rows are about the same cell"),
        ([{"orig": None, "dest": "NLD", "flow": 1}, ROWS[0]], "A label is empty"),
        ([{"orig": "MAR", "dest": "NLD", "flow": "many"}], "no number"),
        (7, "no table"),
    ],
)
def test_a_wrong_table_is_told(table: object, message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        array_of(table, ["orig", "dest"], "flow")


def test_data_sets_name_where_they_were_printed() -> None:
    for name, about in dataset_sources().items():
        table = dataset(name)
        assert table.num_rows > 10
        assert table.schema.metadata[b"source"].decode() == about["source"]
    stock = array_of(dataset("uar_1960"), ["country_of_birth", "country_of_residence"], "persons")
    assert stock.sel(country_of_birth="Cairo", country_of_residence="Alexandria").item() == 31049
    with pytest.raises(UnknownNameError, match="no data set"):
        dataset("atlantis")
