from django.db import migrations

from saima.journal.ledger import lines_of
from saima.people.scope import row_security


class Migration(migrations.Migration):
    """Targets are a ledger; everybody sees those of their own units."""

    dependencies = [("plans", "0001_initial"), ("journal", "0002_held")]

    operations = [
        *lines_of("plans_target"),
        *map(
            row_security, ("plans_subject", "plans_target", "plans_draft", "plans_duty")
        ),
    ]
