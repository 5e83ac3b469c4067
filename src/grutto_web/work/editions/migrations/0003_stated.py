from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editions", "0002_seal"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="stated",
            field=models.TextField(default="[]"),
        ),
    ]
