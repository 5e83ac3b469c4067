"""Cases of the version before are brought up to date."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from grutto_web.cases.returns.models import Case

BEFORE = [("returns", "0001_initial")]


@pytest.mark.django_db(transaction=True)
def test_waivers_that_wait_count_for_nothing_and_grants_can_be_objected_to() -> None:
    executor = MigrationExecutor(connection)
    now = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    models = executor.loader.project_state(BEFORE).apps
    place = models.get_model("people", "Organisation").objects.create(name="Implementer")
    made = {"implementer": place, "scheme": "avrr-nl", "country": "IRQ", "applied_on": "2017-06-15"}
    amounts = {"amount_eur": 1500, "cash_most_eur": 300, "sex": "F", "rule": "waiver"}
    for number, state, of_member in (
        ("waits", "assessed", "waiver-proposed"), ("granted", "granted", "waived"), ("again", "granted", "waived"),
    ):  # fmt: skip
        granted_on = "2017-07-05" if state == "granted" else None
        refused_on = "2017-06-20" if number == "again" else None
        days = {"granted_on": granted_on, "refused_on": refused_on}
        case = models.get_model("returns", "Case").objects.create(number=number, state=state, **made, **days)
        models.get_model("returns", "Member").objects.create(case=case, state=of_member, **amounts)
    executor = MigrationExecutor(connection)
    executor.migrate(now)
    found = {case.number: (case, case.members.get()) for case in Case.objects.all()}
    case, member = found["waits"]
    assert (member.amount_eur, member.proposed_eur, member.proposed_cash_eur) == (None, Decimal(1500), Decimal(300))
    assert case.undecided
    case, member = found["granted"]
    assert (member.amount_eur, member.proposed_eur, str(case.object_by)) == (Decimal(1500), None, "2017-08-16")
    assert found["again"][0].object_by is None, "it was granted after an objection: the next is a court"
