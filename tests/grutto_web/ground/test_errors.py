"""The pages of what went wrong, in both languages, and the headers of every answer."""

from __future__ import annotations

import pytest
from django.http import Http404, HttpRequest
from django.test import Client

from grutto_web.ground import errors

pytestmark = pytest.mark.django_db


def test_nothing_at_an_address(visitor: Client) -> None:
    for address, words in (
        ("/en/nothing/", "There is nothing at this address"),
        ("/nl/niets/", "Op dit adres staat niets"),
    ):
        answer = visitor.get(address)
        assert answer.status_code == 404
        assert words in answer.text


def test_a_request_that_is_not_understood_or_fails(visitor: Client) -> None:
    refused = visitor.get("/en/", headers={"host": "elsewhere.example"})
    assert refused.status_code == 400
    assert "This request was not understood" in refused.text
    fault = errors.server_error(HttpRequest())
    assert fault.status_code == 500
    assert "We made a mistake" in fault.text


def test_a_page_says_why_it_refused() -> None:
    assert errors.refusal_context(Http404("There is no release “x”")) == {"said": "There is no release “x”"}
    assert errors.refusal_context(Http404({"path": "x"})) == {"said": ""}
    assert errors.refusal_context(Http404()) == {"said": ""}
    assert errors.refusal_context(Http404("No Case matches the given query.")) == {"said": ""}, (
        "Django's words, in no language"
    )


def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/nl/")
    assert answer.status_code == 403
    assert "Dit formulier kon niet worden aangenomen" in answer.text


def test_who_did_not_sign_in_is_asked_to(visitor: Client) -> None:
    answer = visitor.get("/nl/work/?x=1")
    assert answer.status_code == 302
    assert answer.headers["location"].endswith("?next=/nl/work/%3Fx%3D1")


def test_every_answer_is_strict(visitor: Client) -> None:
    answer = visitor.get("/en/")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in answer.headers["permissions-policy"]
    assert " style=" not in answer.text
    assert "<style" not in answer.text


def test_the_page_without_a_connection_is_kept_by_the_service_worker(visitor: Client) -> None:
    script = visitor.get("/service-worker.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert '"/en/offline/", "/nl/offline/"' in script.text
    assert "U hebt geen verbinding" in visitor.get("/nl/offline/").text
