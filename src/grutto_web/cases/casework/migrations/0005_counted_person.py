from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_stays_with_their_experts"),
    ]

    operations = [
        migrations.RenameModel("Counted", "CountedPerson"),
        migrations.RenameIndex(
            "CountedPerson", new_name="casework_co_populat_741cab_idx", old_name="casework_co_populat_652536_idx"
        ),
    ]
