"""Catalogues of IATI files, against a server on this machine that answers in the documented shapes, and with faults."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from iati_samples import activity, wrapped
from local_server import serving

from grutto.errors import FetchError, InputError
from grutto.sources.catalogue import Dataset, catalogues, dataset_at, fetch_files, listed
from grutto.store.releases import read_release

if TYPE_CHECKING:
    from conftest import Command
    from grutto.store.home import Home

REGISTRY, BULK = catalogues()["iati/registry"], catalogues()["iati/bulk"]
PAGE = b"<!doctype html><html><body>Moved</body></html>"


@pytest.mark.parametrize(
    ("address", "name", "identity", "trusted"),
    [
        ("https://a.example:8443/x/y.xml?page=2", "y.xml", "https://a.example:8443/x/y.xml?page=2", "a.example:8443"),
        ("https://who:secret@a.example/y.xml", "y.xml", "https://a.example/y.xml", "a.example"),
        ("https://a.example/", "https://a.example/", "https://a.example/", "a.example"),
    ],
)
def test_a_file_at_an_address_is_known_by_that_without_its_secrets(
    address: str, name: str, identity: str, trusted: str
) -> None:
    assert dataset_at(address) == Dataset(name, identity, address, trusted=trusted)


def document(*identifiers: str) -> bytes:
    return wrapped("".join(activity("<title><narrative>A</narrative></title>", i) for i in identifiers)).encode()


@dataclass
class Services:
    """The registry and the bulk data service, with these files: short name to content, or to a status."""

    files: dict[str, bytes | int]
    address: str = ""
    publisher: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str) -> tuple[int, bytes]:
        place, _, question = path.partition("?")
        if place == "/api/datasets/":
            return 200, json.dumps(self._page(dict(p.split("=") for p in question.split("&")))).encode()
        if place == "/datasets-minimal":
            return 200, json.dumps(self._index()).encode()
        content = self.files.get(place.rpartition("/")[2].partition(".")[0].partition("-v")[0], 404)
        return (content, b"") if isinstance(content, int) else (200, content)

    def _names(self, publisher: str = "") -> list[str]:
        return [n for n in sorted(self.files) if not publisher or self.publisher.get(n, "pub") == publisher]

    def _page(self, asked: dict[str, str]) -> dict[str, Any]:
        """Answer two datasets a page, whatever number was asked for."""
        names, number = self._names(asked.get("reporting_org__short_name", "")), int(asked.get("page", 1))
        rest = "&".join(f"{k}={v}" for k, v in {**asked, "page": str(number + 1)}.items())
        more = f"{self.address}/api/datasets/?{rest}" if number * 2 < len(names) else None
        results = [self._registered(name) for name in names[number * 2 - 2 : number * 2]]
        return {"count": len(names), "next": more, "previous": None, "results": results}

    def _registered(self, name: str) -> dict[str, Any]:
        url = f"{self.address}/{self.moved.get(name, name)}.xml"
        return {"id": f"id-{name}", "short_name": name, "source_url": url, "licence_id": "cc-by"}

    def _index(self) -> dict[str, Any]:
        return {"index_created": "2025-06-27T07:31:06+00:00", "datasets": [self._copied(n) for n in self._names()]}

    def _copied(self, name: str) -> dict[str, Any]:
        content = self.files[name]
        good = isinstance(content, bytes)
        copy = {
            "cached_dataset_xml_url": f"{self.address}/copies/{name}.xml" if good else None,
            "hash": hashlib.sha1(content, usedforsecurity=False).hexdigest() if isinstance(content, bytes) else None,
        }
        publisher = {"reporting_org_short_name": self.publisher.get(name, "pub")}
        return self._registered(name) | publisher | {"last_known_good_dataset": copy}


def test_the_registry_is_read_page_by_page(home: Home) -> None:
    services = Services({f"d{n}": document(f"A-{n}") for n in range(5)})
    with serving(services.answer) as (services.address, asked):
        found = listed(REGISTRY, "pub", f"{services.address}/api/datasets/")
    assert [d.name for d in found] == ["d0", "d1", "d2", "d3", "d4"]
    assert found[0].identity == "iati-registry:d0"
    assert found[0].licence == "cc-by"
    assert len(asked) == 3
    assert "reporting_org__short_name=pub" in asked[0]


def test_the_bulk_index_tells_hashes_and_is_picked_by_publisher(home: Home) -> None:
    services = Services({"a": document("A-1"), "b": document("B-1")}, publisher={"b": "other"})
    with serving(services.answer) as (services.address, asked):
        (found,) = listed(BULK, "other", f"{services.address}/datasets-minimal")
    assert (found.name, found.sha1) == ("b", hashlib.sha1(document("B-1"), usedforsecurity=False).hexdigest())
    assert found.address.endswith("/copies/b.xml")
    assert asked == ["/datasets-minimal"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (PAGE, "answered with something else"),
        (b'{"detail": "Not found."}', "no list “results”"),
        (b'{"results": [], "next": null}', "lists nothing of “pub”"),
        (b'{"results": [{}]', "answered with something else"),
    ],
    ids=["web page", "error", "empty", "cut off"],
)
def test_something_else_than_a_catalogue_is_told(content: bytes, told: str) -> None:
    with (
        serving(lambda _: (200, content)) as (address, _),
        pytest.raises((FetchError, InputError), match=told) as caught,
    ):
        listed(REGISTRY, "pub", f"{address}/api/datasets/")
    assert caught.value.repair


def test_a_catalogue_that_leads_in_a_circle_is_told() -> None:
    def answer(path: str) -> tuple[int, bytes]:
        return 200, json.dumps({"results": [{}], "next": f"{where[0]}/again"}).encode()

    where: list[str] = []
    with serving(answer) as (address, asked):
        where.append(address)
        with pytest.raises(FetchError, match="in a circle"):
            listed(REGISTRY, "", f"{address}/api/datasets/")
    assert len(asked) == 2


def test_a_passing_fault_is_tried_again_and_a_broken_run_goes_on(home: Home) -> None:
    services = Services({f"d{n}": document(f"A-{n}") for n in range(3)})
    faults = [503, 503, 503, 503, 503]

    def answer(path: str) -> tuple[int, bytes]:
        if path.startswith("/d2") and faults:
            return faults.pop(), b""
        return services.answer(path)

    with serving(answer) as (services.address, asked):
        datasets = listed(REGISTRY, "", f"{services.address}/api/datasets/", wait=0)
        first = list(fetch_files(home, datasets, {}, wait=0))
        assert [got.path is not None for got in first] == [True, True, False]
        assert first[2].error
        assert "503" in first[2].error[0]
        again = list(fetch_files(home, datasets, {}, wait=0))
    assert all(got.path for got in again)
    assert [path.rpartition("/")[2] for path in asked if path.startswith("/d0")] == ["d0.xml"]


def test_a_publisher_is_imported_and_what_is_broken_is_told(grutto: Command, home: Home) -> None:
    services = Services({"good": document("A-1", "A-2"), "gone": 404, "page": PAGE, "torn": document("A-9")[:-30]})
    with serving(services.answer) as (services.address, _):
        address = ("--address", f"{services.address}/api/datasets/", "--home", home.path)
        answer = grutto("fetch", "iati/registry", "--where", "publisher=pub", *address)
    assert answer.code == 1
    outcomes = {line.split("\t")[1]: line.split("\t")[0] for line in answer.out.splitlines()}
    assert outcomes == {"good.xml": "new", "gone": "refused", "page.xml": "refused", "torn.xml": "refused"}
    assert "The server answered 404" in answer.err
    (kept,) = read_release(home).snapshots
    assert (kept.address, kept.licence) == ("iati-registry:good", "cc-by")
    assert kept.citation.endswith(f"{services.address}/good.xml")


def test_only_what_changed_is_fetched_and_read_again(grutto: Command, home: Home) -> None:
    services = Services({"a": document("A-1"), "b": document("B-1", "B-2")})
    with serving(services.answer) as (services.address, asked):
        command = ("fetch", "iati/bulk", "--address", f"{services.address}/datasets-minimal", "--home", home.path)
        assert grutto(*command).code == 0
        services.files["b"] = document("B-1")
        asked.clear()
        answer = grutto(*command)
    assert asked == ["/datasets-minimal", "/copies/b.xml"]
    assert [line.split("\t")[:2] for line in answer.out.splitlines()] == [["changed", "b.xml"]]
    assert "1 file is that of the release already" in answer.err
    assert "B-2" in answer.err
    assert "no longer has" in answer.err
    assert len(read_release(home).snapshots) == 2


def test_a_dataset_keeps_its_identity_when_its_file_moves_or_the_other_catalogue_gives_it(
    grutto: Command, home: Home
) -> None:
    services = Services({"a": document("A-1"), "b": document("B-1")})
    with serving(services.answer) as (services.address, _):
        registry = ("fetch", "iati/registry", "--address", f"{services.address}/api/datasets/", "--home", home.path)
        assert grutto(*registry).code == 0
        services.moved["a"] = "a-v2"
        services.files["a"] = document("A-1", "A-2")
        changed = grutto(*registry)
        bulk = grutto("fetch", "iati/bulk", "--address", f"{services.address}/datasets-minimal", "--home", home.path)
    assert [line.split("\t")[0] for line in changed.out.splitlines()] == ["changed", "unchanged"]
    assert bulk.out == ""
    assert "2 files are those of the release already" in bulk.err
    assert len(read_release(home).snapshots) == 2


def test_what_is_no_longer_listed_is_told_and_stays(grutto: Command, home: Home) -> None:
    services = Services({"a": document("A-1"), "b": document("B-1")})
    with serving(services.answer) as (services.address, _):
        command = ("fetch", "iati/registry", "--address", f"{services.address}/api/datasets/", "--home", home.path)
        assert grutto(*command).code == 0
        del services.files["b"]
        answer = grutto(*command)
    assert "One dataset of the release is no longer listed" in answer.err
    assert "iati-registry:b" in answer.err
    assert len(read_release(home).snapshots) == 2


def test_a_catalogue_takes_no_other_question(grutto: Command, home: Home) -> None:
    answer = grutto("fetch", "iati/bulk", "--where", "country=AF", "--home", home.path)
    assert answer.code == 1
    assert "publisher=NAME" in answer.err


def test_addresses_are_imported_like_files(grutto: Command, home: Home) -> None:
    services = Services({"a": document("A-1"), "page": PAGE})
    with serving(services.answer) as (services.address, _):
        addresses = [f"{services.address}/a.xml?x=1", f"{services.address}/page.xml", f"{services.address}/none.xml"]
        answer = grutto("import", *addresses, "--home", home.path)
        again = grutto("import", addresses[0], "--home", home.path)
    assert answer.code == 1
    assert sorted(line.split("\t")[:2] for line in answer.out.splitlines()) == [
        ["new", "a.xml"], ["refused", "none.xml"], ["refused", "page.xml"]
    ]  # fmt: skip
    assert again.out.startswith("unchanged\ta.xml")
    (kept,) = read_release(home).snapshots
    assert kept.address == addresses[0]
