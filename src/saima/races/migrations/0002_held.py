from django.db import migrations

from saima.people.scope import row_security


class Migration(migrations.Migration):
    """A race is seen with its group company, and an entrant with its unit."""

    dependencies = [("races", "0001_initial")]

    operations = [
        row_security("races_race", "root_id"),
        row_security("races_entrant"),
    ]
