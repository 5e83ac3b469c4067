"""Results that a partner fills in by hand: the same IATI, by the same way as every upload."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from small_iati import activity, document
from web_people import PARTNER

from grutto_web.people.roles import Role
from grutto_web.work.uploads import tasks
from grutto_web.work.uploads.file_store import path_of
from grutto_web.work.uploads.models import State, Upload
from grutto_web.work.uploads.previews import read_preview
from grutto_web.work.uploads.results import NewIndicator, PartnerFile, PeriodResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People
    from web_uploads import Desk

    from grutto_web.people.accounts.models import User

TAUGHT = """<result type="1"><title><narrative>Education</narrative></title><indicator measure="1">
<title><narrative>Children taught</narrative></title>
<period><period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/><target value="500"/></period>
<period><period-start iso-date="2024-01-01"/><period-end iso-date="2024-12-31"/><target value="600"/>
<actual value="10"><dimension name="sex" value="F"/></actual>
<actual value="20"><comment><narrative>first half</narrative></comment></actual></period>
</indicator></result>"""
FILE = document(activity(f"{PARTNER}-1", TAUGHT, org=PARTNER)).encode()


def _actuals(content: bytes) -> list[tuple[str, str | None]]:
    found = etree.fromstring(content).iterfind(".//actual")
    return [(str(a.get("value")), a.findtext("comment/narrative")) for a in found]


def test_periods_as_the_file_has_them() -> None:
    first, second = PartnerFile(FILE).periods(0)
    assert (first.indicator, first.start, first.target, first.actual) == ("Children taught", "2023-01-01", "500", "")
    assert (second.target, second.actual) == ("600", "20")


def test_a_value_for_the_whole_period_is_put_in_and_parts_stay() -> None:
    reached = {0: PeriodResult(Decimal("412.5")), 1: PeriodResult(Decimal(30), "whole year")}
    content = PartnerFile(FILE).with_results(0, reached, None)
    assert _actuals(content) == [("412.5", None), ("10", None), ("30", "whole year")]
    assert etree.fromstring(content)[0].get("last-updated-datetime", "").endswith("Z")


def test_an_indicator_is_added_where_the_standard_has_it() -> None:
    given = FILE.replace(b"</iati-activity>", b'<crs-add/><fss extraction-date="2024-01-01"/></iati-activity>')
    new = NewIndicator("Wells", False, date(2024, 1, 1), date(2024, 12, 31), Decimal(4), Decimal(3))
    tree = etree.fromstring(PartnerFile(given).with_results(0, {}, new))
    assert [child.tag for child in tree[0]][-4:] == ["result", "result", "crs-add", "fss"]
    period = tree.findall(".//result")[1].find("indicator/period")
    assert period is not None
    assert [(c.tag, *c.attrib.values()) for c in period] == [
        ("period-start", "2024-01-01"),
        ("period-end", "2024-12-31"),
        ("target", "4"),
        ("actual", "3"),
    ]


@pytest.mark.django_db
def test_what_is_filled_in_is_previewed_as_every_upload(desk: Desk, client_of: Callable[[User], Client]) -> None:
    desk.publish(FILE)
    client = client_of(desk.partner)
    listed = client.get("/en/work/uploads/results/").text
    assert "2 periods to fill in" in listed
    page = f"/en/work/uploads/results/{desk.partner.held[0].organisation_id}/activities/0/"
    assert page in listed
    assert "Children taught" in client.get(page).text
    assert client.post(page, {}).status_code == 422
    assert "A comment says something about a number" in client.post(page, {"comment-0": "so far"}).text
    answer = client.post(page, {"value-0": "412.5", "comment-0": "School closed in May"})
    sent = Upload.objects.order_by("-pk")[0]
    assert answer.headers["Location"] == sent.get_absolute_url()
    upload = desk.done(tasks.read, sent)
    assert upload.state == State.PREVIEWED
    (line,) = read_preview(upload.preview).lines
    assert line.record.outcome == "changed"
    assert desk.accept(desk.submit(upload)).state == State.RELEASED
    assert "412.5" in client.get(page).text


@pytest.mark.django_db
def test_dutch_numbers_are_read_as_they_are_written(desk: Desk, client_of: Callable[[User], Client]) -> None:
    desk.publish(FILE)
    page = f"/nl/work/uploads/results/{desk.partner.held[0].organisation_id}/activities/0/"
    assert "250000" in client_of(desk.partner).post(page, {"value-0": "1.412"}).text
    assert not Upload.objects.exclude(state="released").exists(), "1.412 is no 1,412"
    client_of(desk.partner).post(page, {"value-0": "1412,5"})
    upload = desk.done(tasks.read, Upload.objects.order_by("-pk")[0])
    assert ("1412.5", None) in _actuals(path_of(upload.iati).read_bytes())


@pytest.mark.django_db
def test_another_partner_fills_in_nothing_here(desk: Desk, person: People, client_of: Callable[[User], Client]) -> None:
    desk.publish(FILE)
    other = person(Role.PARTNER, "NL-KVK-9", "other")
    page = f"/en/work/uploads/results/{desk.partner.held[0].organisation_id}/activities/0/"
    assert client_of(other).get(page).status_code == 404
    assert "Children taught" not in client_of(other).get("/en/work/uploads/results/").text
