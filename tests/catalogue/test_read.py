"""What a catalogue tells of an activity, from many threads, and while releases change."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, document, paid, to

from grutto.catalogue.read import Catalogue, Catalogues
from grutto.catalogue.search import SearchQuestion
from grutto.errors import StoreError
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHOLE = (
    '<participating-org role="1" ref="NL-1" type="10"><narrative>Ministry</narrative></participating-org>'
    '<activity-date type="1" iso-date="2010-02-01"/><activity-date type="4" iso-date="2011-03-31"/>'
    '<description><narrative xml:lang="nl">Waarvoor</narrative><narrative xml:lang="en">What for</narrative>'
    "</description>"
    '<recipient-country code="GH" percentage="60"/><recipient-country code="NG" percentage="40"/>'
    "<location><name><narrative>Tamale</narrative></name><point><pos>9.4 -0.84</pos></point></location>"
    "<location><name><narrative>Nowhere</narrative></name><point><pos>200 x</pos></point></location>"
    '<sector vocabulary="1" code="15190"/>'
    '<document-link url="https://example.org/a.pdf" format="application/pdf"><title><narrative>Plan</narrative></title>'
    "</document-link>"
    '<related-activity ref="X-2" type="2"/>'
)


def test_an_activity_is_told_whole(catalogue_of: Callable[..., Catalogue]) -> None:
    catalogue = catalogue_of(activity("X-1", WHOLE, paid(60, inside=to("X-2")), paid(5)), activity("X-2"))
    found = catalogue.activity("X-1", "nl")
    assert found
    assert (found.dates, found.line, found.file.name) == (("2010-02-01", "", "", "2011-03-31"), 1, "some.xml")
    assert [(t.field, t.language, t.text) for t in found.texts][1:] == [
        ("description", "en", "What for"),
        ("description", "nl", "Waarvoor"),
    ]
    assert {(p.role, p.organisation.key) for p in found.participations} == {("reports", "XM-T-1"), ("funding", "NL-1")}
    assert [(s.country, s.percentage) for s in found.shares if s.axis == "place"] == [
        ("GH", Decimal(60)),
        ("NG", Decimal(40)),
    ]
    assert [(p.name, p.latitude, p.longitude) for p in found.places] == [
        ("Tamale", 9.4, -0.84),
        ("Nowhere", None, None),
    ]
    assert [(d.url, d.title) for d in found.documents] == [("https://example.org/a.pdf", "Plan")]
    assert found.related == (("2", "X-2"),)
    assert [(link.side, link.partner, link.sent) for link in found.links] == [("pays", "X-2", Decimal(60))]
    assert {p.value for p in catalogue.payments(found.listed.number, ("transaction:3",))} == {Decimal(60), Decimal(5)}
    assert catalogue.activity("X-9") is None


def test_organisations_are_found_in_any_spelling(catalogue_of: Callable[..., Catalogue]) -> None:
    catalogue = catalogue_of(activity("X-1", WHOLE), activity("X-2", org="XM-T-2"))
    assert [(o.key, o.activities) for o in catalogue.organisations("MINISTRY")] == [("NL-1", 1)]
    assert {o.key for o in catalogue.organisations()} == {"NL-1", "XM-T-1", "XM-T-2"}


def test_nothing_can_be_written(programme: Home) -> None:
    catalogue = Catalogues(programme).catalogue()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        catalogue.connection.execute("DELETE FROM activity")


def test_threads_get_the_same_answers(programme: Home) -> None:
    catalogue = Catalogues(programme).catalogue()

    def answer(number: int) -> tuple[object, ...]:
        (listed,) = catalogue.listed([number % 100 + 1])
        return catalogue.activity(listed.identifier), list(catalogue.find(SearchQuestion(listed.title)).members)

    alone = [answer(n) for n in range(100)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, range(800))) == alone * 8


def test_a_new_release_is_seen_while_the_old_is_read(tmp_path: Path) -> None:
    home, path = Home(tmp_path / "home"), tmp_path / "some.xml"
    catalogues = Catalogues(home, most=1)
    with pytest.raises(StoreError, match="no release yet"):
        catalogues.catalogue()
    path.write_text(document(activity("X-1")))
    take_in(home, incoming_files([path]))
    old = catalogues.catalogue()
    path.write_text(document(activity("X-1"), activity("X-2")))
    take_in(home, incoming_files([path]))
    new = catalogues.catalogue()
    assert (len(old.index.everything), len(new.index.everything)) == (1, 2)
    assert old.activity("X-1")
    assert catalogues.catalogue(old.release).activity("X-2") is None


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with pytest.raises(StoreError, match="cannot be read"):
        Catalogue(path)
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="cannot be read"):
        Catalogue(path)
