"""What is counted beside persons has a unit of its own: days, not only euros."""

from django.db import migrations


class Migration(migrations.Migration):
    """The column is called by what it holds."""

    dependencies = [("casework", "0002_made_in_a_task")]

    operations = [migrations.RenameField("counted", "amount_eur", "amount")]
