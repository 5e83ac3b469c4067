"""A database of the version before is brought up to date with what it holds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from grutto_web.work.editions.models import Publication

BEFORE = [("editions", "0001_initial"), ("jobs", "0001_initial"), ("intakes", None)]


@pytest.mark.django_db(transaction=True)
def test_what_is_there_stays() -> None:
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    values = ("nl-2008", 2010, "en", "adopted", "abc", 3, "2026-11-01 10:00:00", "", "", "", "[]", "")
    fields = "framework, year, languages, state, edition, version, since, correction, reason, signed, checks, fault"
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(f"INSERT INTO editions_publication ({fields}) VALUES ({marks})", values)
    executor = MigrationExecutor(connection)
    executor.migrate(now)
    kept = Publication.objects.get()
    assert (kept.edition, kept.state, kept.version) == ("abc", "adopted", 3)
    assert (kept.manifest, kept.signature_texts) == ("", {})
