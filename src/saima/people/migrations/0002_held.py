from django.db import migrations

from saima.journal.ledger import lines_of
from saima.people.migrations._held import (
    THREE_ADMINISTRATORS,
    THREE_ADMINISTRATORS_BACK,
)


class Migration(migrations.Migration):
    """Placements are a ledger; administrators are three persons."""

    dependencies = [("people", "0001_initial"), ("journal", "0002_held")]

    operations = [
        *lines_of("people_placement"),
        migrations.RunSQL(THREE_ADMINISTRATORS, THREE_ADMINISTRATORS_BACK),
    ]
