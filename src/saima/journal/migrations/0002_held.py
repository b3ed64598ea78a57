from django.db import migrations

from saima.core.digests import START
from saima.journal.ledger import append_only, head, read_by_those_concerned


class Migration(migrations.Migration):
    """The chain begins; the database holds it."""

    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO journal_head (id, number, digest, at, transaction) VALUES "
            f"(1, 0, decode('{START.hex()}', 'hex'), 'epoch', 0)",
            "DELETE FROM journal_head",
        ),
        head(),
        append_only("journal_event"),
        read_by_those_concerned("journal_event"),
    ]
