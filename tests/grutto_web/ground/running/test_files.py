"""The documentation: linked at the foot of each page, and served where it is a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from grutto_web.ground.running.files import Storage

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.django_db
def test_a_folder_is_served_and_linked(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>Grutto</title>")
    settings.DOCUMENTATION = str(tmp_path)
    answer = Client().get("/docs/")
    assert (answer.status_code, b"".join(answer)) == (200, b"<title>Grutto</title>")
    assert Client().get("/docs/index.html").headers["Location"] == "./"
    assert '<a href="/docs/">Documentation</a>' in Client().get("/accounts/login/").text


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "count"), [("https://docs.example.org", 1), ("", 0)])
def test_an_address_is_linked_only(settings: Any, place: str, count: int) -> None:
    settings.DOCUMENTATION = place
    assert Client().get("/accounts/login/").text.count(">Documentation</a>") == count
    assert Client().get("/docs/index.html").status_code == 404


def test_files_of_the_site_have_lasting_names_that_are_looked_for_once(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path
    storage = Storage(location=tmp_path)
    storage.save("a.css", ContentFile(b"p { color: red }"))
    list(storage.post_process({"a.css": (storage, "a.css")}))
    first = storage.url("a.css")
    assert first.startswith("/static/a.")
    assert first != "/static/a.css"
    monkeypatch.setattr(storage, "stored_name", lambda _: pytest.fail("asked again"))
    assert storage.url("a.css") == first
