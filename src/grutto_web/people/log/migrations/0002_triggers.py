"""The database itself refuses to change the log."""

from django.db import migrations

from grutto_web.people.log.triggers import place, remove


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: place(schema_editor.connection),
            lambda _apps, schema_editor: remove(schema_editor.connection),
        )
    ]
