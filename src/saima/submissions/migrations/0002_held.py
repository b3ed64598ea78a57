from django.db import migrations

from saima.journal.ledger import lines_of
from saima.people.scope import row_security
from saima.submissions.migrations._held import STEPS_FOLLOW, STEPS_FOLLOW_BACK

LEDGERS = ("submissions_move", "submissions_figure", "submissions_item")
OTHERS = ("submissions_submission", "submissions_cell", "submissions_upload")


class Migration(migrations.Migration):
    """Figures and steps are a ledger; steps follow each other, between two persons."""

    dependencies = [("submissions", "0001_initial"), ("journal", "0002_held")]

    operations = [
        *(operation for table in LEDGERS for operation in lines_of(table)),
        *map(row_security, (*LEDGERS, *OTHERS)),
        migrations.RunSQL(STEPS_FOLLOW, STEPS_FOLLOW_BACK),
    ]
