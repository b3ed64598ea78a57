from django.db import migrations

from saima.races.migrations._consistent import functions, triggers


class Migration(migrations.Migration):
    """Rows that belong together say the same, and nothing is published too early."""

    dependencies = [("races", "0002_held"), ("people", "0002_held")]

    operations = [functions(), *triggers()]
