from typing import Any

from django.db import migrations


def joined(apps: Any, _editor: Any) -> None:
    """Experts have what they are counted for in their codes; stays are counted with them, in one ledger."""
    for row in apps.get_model("casework", "Counted").objects.filter(population="experts-nl"):
        codes = dict(pair.split("=", 1) for pair in row.codes.split(";")) | {"kind": "first", "reason": "other"}
        row.codes = ";".join(f"{name}={code}" for name, code in sorted(codes.items()))
        row.save(update_fields=["codes"])
    waiting = apps.get_model("casework", "ProtectedEdition").objects.filter(population="stays-nl")
    waiting.filter(state__in=("ordered", "offered", "failed")).update(state="dropped")


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_amounts_of_any_unit"),
    ]

    operations = [
        migrations.RunPython(joined, migrations.RunPython.noop),
    ]
