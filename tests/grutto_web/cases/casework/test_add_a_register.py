"""The page *Add a register* does what it says: its files are an app, and a conversation goes through it."""

from __future__ import annotations

import importlib
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, modify_settings, override_settings
from django.utils import timezone
from web_people import PARTNER

from grutto_web.cases.casework import register, retention
from grutto_web.cases.casework.beside import CaseNote
from grutto_web.cases.casework.checks import check_declarations
from grutto_web.cases.casework.populations import POPULATIONS
from grutto_web.cases.casework.steps import STEPS
from grutto_web.people.acts.act import ACTS
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from web_people import People

    from grutto_web.people.accounts.models import User

PAGE = Path(__file__).parents[4] / "docs" / "how-to" / "add-a-register.md"
FILE = re.compile(r"^```python file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ADDRESSES = '''"""The site with the register of the page."""

from django.urls import include, path

from grutto_web.urls import *
from grutto_web.urls import urlpatterns as own

urlpatterns = [path("", include("advice.urls")), *own]
'''


KEPT: tuple[Any, ...] = (register.REGISTERS, retention.RETENTIONS, POPULATIONS, STEPS, ACTS)
"""What declarations enter themselves in."""


@pytest.fixture
def advice(tmp_path: Path, transactional_db: None) -> Iterator[Any]:
    """The app of the page, installed, with its tables."""
    folder = tmp_path / "advice"
    folder.mkdir()
    for name, text in [("advice/__init__.py", ""), ("advice_urls.py", ADDRESSES), *FILE.findall(PAGE.read_text())]:
        (tmp_path / name).write_text(text)
    known: list[tuple[Any, Any]] = [(kept, kept.copy()) for kept in KEPT]
    sys.path.insert(0, str(tmp_path))
    with modify_settings(INSTALLED_APPS={"append": "advice.apps.AdviceConfig"}):
        model = apps.get_app_config("advice").get_model("talk")
        with connection.schema_editor() as editor:
            editor.create_model(model)
        with override_settings(ROOT_URLCONF="advice_urls"):
            yield importlib.import_module("advice.steps")
        with connection.schema_editor() as editor:
            editor.delete_model(model)
    sys.path.remove(str(tmp_path))
    for name in [each for each in sys.modules if each.partition(".")[0] in {"advice", "advice_urls"}]:
        del sys.modules[name]
    for kept, before in known:
        kept.clear()
        (kept.update if isinstance(kept, dict) else kept.extend)(before)


def test_a_conversation_goes_through_the_register(
    advice: Any, person: People, client_of: Callable[[User], Client]
) -> None:
    assert check_declarations(None) == []
    one = client_of(person(Role.CASEWORKER, PARTNER))
    both = person(Role.DECIDER, PARTNER)
    planned = {"client": "4711", "name": "Zahra Rahimi", "country": "AFG"}
    assert one.post("/work/talks/new/", planned).status_code == 302
    assert one.post("/work/talks/new/", planned).status_code == 422, "a client once"
    model: Any = apps.get_app_config("advice").get_model("talk")
    talk = model.objects.get()
    page = f"/work/talks/{talk.pk}/"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert one.post(f"{page}hold/", {"held_on": tomorrow}).status_code == 422, "a day to come"
    assert one.post(f"{page}hold/", {"held_on": "2025-03-04"}).status_code == 302
    assert one.post(f"{page}close/", {"outcome": "stays"}).status_code == 403, "another role"
    assert "Decider on cases" in one.get(page).content.decode(), "the page says who goes on"
    assert client_of(both).post(f"{page}close/", {"outcome": "stays"}).status_code == 302
    assert one.post(f"{page}note/", {"text": "call Zahra"}).status_code == 302
    assert "conversation" in one.get("/work/talks/?q=4711").content.decode()
    assert "Nothing fits" in one.get("/work/talks/?q=4712").content.decode()
    assert "Zahra" not in one.get(page).content.decode()
    assert "Zahra Rahimi" in one.post(f"{page}people/").content.decode()
    assert one.get("/work/talks/template/").status_code == 200
    assert [each.codes for each in POPULATIONS["advice-nl"].people()] == [{"year": "2025"}]
    assert retention.erase_due(timezone.now() + timedelta(days=360)) == 0
    assert retention.erase_due(timezone.now() + timedelta(days=367)) == 1
    talk.refresh_from_db()
    assert (bytes(talk.name), talk.client, talk.key_name) == (b"", "", "")
    assert not CaseNote.objects.exclude(key_name=""), "what stood beside it is gone with it"
