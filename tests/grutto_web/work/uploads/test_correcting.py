"""The corrected file beside a preview: IATI mended, a spreadsheet marked; nothing where nothing was found."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from small_iati import activity, document, paid
from web_people import PARTNER

from grutto.checks import lists_of_columns
from grutto.locale import ENGLISH
from grutto.readers.template import sheets_of
from grutto.tables import tables_of
from grutto.tables.export import selected
from grutto.writers.template import TemplateFiller, write_workbook
from grutto_web.people.roles import Role
from grutto_web.work.uploads.correcting import read_correction

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from web_people import People
    from web_uploads import Desk

    from grutto.store.home import Home
    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db


def _content(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_iati_is_mended_and_what_is_left_is_told(
    desk: Desk, person: People, client_of: Callable[[User], Client]
) -> None:
    good, bad = paid(5, "2020/1/5"), paid("five", "05/01/2020")
    upload = desk.send(document(activity(f"{PARTNER}-1", good, bad, org=PARTNER)).encode())
    correction = read_correction(upload.repairs)
    assert correction
    assert [(c.before, c.after) for c in correction.changes] == [("2020/1/5", "2020-01-05")] * 2
    client = client_of(desk.partner)
    page = client.get(upload.get_absolute_url()).text
    assert "<del>2020/1/5</del>" in page
    assert "What only a person can mend" in page
    answer = client.get(reverse("uploads:corrected", args=[upload.pk]))
    assert f"{PARTNER}-activities-mended.xml" in answer.headers["Content-Disposition"]
    text = _content(answer)
    assert b"2020-01-05" in text
    assert b"05/01/2020" in text
    stranger = client_of(person(Role.PARTNER, "XM-DAC-7", name="stranger"))
    assert stranger.get(reverse("uploads:corrected", args=[upload.pk])).status_code == 404


def test_where_nothing_can_be_mended_no_file_is_offered(desk: Desk, client_of: Callable[[User], Client]) -> None:
    upload = desk.send(document(activity(f"{PARTNER}-1", paid("five"), org=PARTNER)).encode())
    client = client_of(desk.partner)
    assert "A corrected file" not in client.get(upload.get_absolute_url()).text
    assert client.get(reverse("uploads:corrected", args=[upload.pk])).status_code == 404


def test_a_spreadsheet_comes_back_with_its_faulty_cell_marked(
    desk: Desk, home: Home, tmp_path: Path, client_of: Callable[[User], Client]
) -> None:
    declared = tables_of("iati")
    lists = lists_of_columns(declared)
    desk.publish(document(activity(f"{PARTNER}-1", paid(100), org=PARTNER)).encode())
    filled = TemplateFiller(declared, {}, lists).fill(selected(home, home.current(), (), []))
    amount = next(k for k, value in filled["transaction"][0].items() if value == 100)
    filled["transaction"][0][amount] = "fifty"
    write_workbook(tmp_path / "book.xlsx", sheets_of(declared), filled, {}, lists, ENGLISH)
    upload = desk.send((tmp_path / "book.xlsx").read_bytes(), "book.xlsx")
    answer = client_of(desk.partner).get(reverse("uploads:corrected", args=[upload.pk]))
    assert "marked.xlsx" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(_content(answer))) as archive:
        comments = [archive.read(name) for name in archive.namelist() if name.startswith("xl/comments")]
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)
    assert any(b"This is not a number. Write digits with a point" in part for part in comments)
    assert b'"fifty"' in sheets
