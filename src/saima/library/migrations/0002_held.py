from django.db import migrations

from saima.journal.ledger import append_only, lines_of
from saima.people.scope import row_security

LEDGERS = ("library_decision", "library_evidence", "library_keytask")
READ = ("library_reading", "library_statement")
OF_THE_HEAD = ("library_paper", *READ, "library_decision", "library_keytask")


class Migration(migrations.Migration):
    """Readings stay as they were; decisions are a ledger; papers are the head's alone."""

    dependencies = [("library", "0001_initial"), ("journal", "0002_held")]

    operations = [
        *map(append_only, READ),
        *(operation for table in LEDGERS for operation in lines_of(table)),
        *(row_security(table, "root_id") for table in OF_THE_HEAD),
        row_security("library_evidence"),
    ]
