from django.db import migrations

from saima.races.migrations._stood_above import of_the_month


class Migration(migrations.Migration):
    """A working is seen by those who stood above its unit in its month."""

    dependencies = [("races", "0003_consistent"), ("people", "0003_released")]

    operations = [of_the_month()]
