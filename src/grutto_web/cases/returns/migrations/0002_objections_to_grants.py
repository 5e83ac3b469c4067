from datetime import timedelta
from typing import Any

from django.db import migrations, models


def waivers_that_wait(apps: Any, _editor: Any) -> None:
    """A waiver is proposed until it is decided on; one can object to a grant from now on, within six weeks."""
    undecided = apps.get_model("returns", "Member").objects.filter(
        state__in=("waiver-proposed", "waived"), case__state__in=("intake", "assessed", "objection")
    )
    undecided.update(
        proposed_eur=models.F("amount_eur"),
        proposed_cash_eur=models.F("cash_most_eur"),
        amount_eur=None,
        cash_most_eur=None,
        rule="",
    )
    granted = apps.get_model("returns", "Case").objects.filter(
        state__in=("granted", "departed"), granted_on__isnull=False, refused_on__isnull=True
    )
    for case in granted:
        case.object_by = case.granted_on + timedelta(weeks=6)
        case.save(update_fields=["object_by"])


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="case",
            field=models.ForeignKey(
                on_delete=models.PROTECT, related_name="members", to="returns.case", verbose_name="case"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="objected_on",
            field=models.DateField(null=True, verbose_name="objection entered on"),
        ),
        migrations.AddField(
            model_name="member",
            name="proposed_cash_eur",
            field=models.DecimalField(
                decimal_places=2, max_digits=10, null=True, verbose_name="proposed, in cash at most"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="proposed_eur",
            field=models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name="proposed"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("proposed_eur__isnull", True),
                    models.Q(
                        ("proposed_cash_eur__gte", 0),
                        ("proposed_cash_eur__lte", models.F("proposed_eur")),
                        ("proposed_eur__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="return_waiver_within",
            ),
        ),
        migrations.RunPython(waivers_that_wait, migrations.RunPython.noop),
    ]
