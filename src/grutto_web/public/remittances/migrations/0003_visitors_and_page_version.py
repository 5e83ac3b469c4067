from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("remittances", "0002_markets_of_all_times"),
    ]

    operations = [
        migrations.RenameModel("Standing", "PageVersion"),
        migrations.RenameModel("Seen", "Visitor"),
    ]
