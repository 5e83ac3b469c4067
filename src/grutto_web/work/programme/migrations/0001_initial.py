import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Name",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("state", models.CharField(blank=True, editable=False, max_length=40)),
                ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("en", models.CharField(max_length=60, verbose_name="Name in English")),
                ("nl", models.CharField(max_length=60, verbose_name="Name in Dutch")),
            ],
            options={"ordering": ("-since", "-pk")},
        ),
    ]
