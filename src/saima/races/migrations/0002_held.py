from django.db import migrations

from saima.journal.ledger import lines_of
from saima.races.migrations._held import LEDGERS, guarded, scopes


class Migration(migrations.Migration):
    """Rules, entrants and editions are a ledger, made by several persons each."""

    dependencies = [("races", "0001_initial"), ("journal", "0002_held")]

    operations = [
        *(operation for table in LEDGERS for operation in lines_of(table)),
        guarded(),
        *scopes(),
    ]
