"""What the version before kept under other names is there still."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from grutto_web.cases.casework.models import CountedPerson
from grutto_web.public.remittances.models import PageVersion, Visitor

BEFORE = [("remittances", "0002_markets_of_all_times"), ("casework", "0004_stays_with_their_experts")]


@pytest.mark.django_db(transaction=True)
def test_tables_with_other_names_keep_their_rows() -> None:
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    models = executor.loader.project_state(BEFORE).apps
    models.get_model("remittances", "Standing").objects.create(number=7)
    models.get_model("remittances", "Seen").objects.create(day="2026-11-26", mark="a")
    counts = {"population": "experts-nl", "who": "b", "codes": "sex=F", "amount": 0, "known_from": 1}
    models.get_model("casework", "Counted").objects.create(**counts)
    executor = MigrationExecutor(connection)
    executor.migrate(now)
    assert (PageVersion.objects.get().number, Visitor.objects.get().mark) == (7, "a")
    assert [row.who for row in CountedPerson.objects.filter(population="experts-nl")] == ["b"]
