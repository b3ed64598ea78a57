import django.contrib.postgres.fields
from django.db import migrations, models

from saima.journal.ledger import read_by_auditors


class Migration(migrations.Migration):
    """A deed of no unit names the groups it concerns; auditors read of their own."""

    dependencies = [("journal", "0002_held")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="groups",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None),
        ),
        read_by_auditors("journal_event"),
    ]
