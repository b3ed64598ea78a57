from django.db import migrations

from saima.submissions.migrations._third_person import THIRD_PERSON, THIRD_PERSON_BACK


class Migration(migrations.Migration):
    """Who accepts a round for the office neither wrote nor approved it."""

    dependencies = [("submissions", "0002_held")]

    operations = [migrations.RunSQL(THIRD_PERSON, THIRD_PERSON_BACK)]
