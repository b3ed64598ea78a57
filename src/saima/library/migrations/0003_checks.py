from django.db import migrations, models


class Migration(migrations.Migration):
    """A reading keeps whether the paper's own numbers agree; earlier ones have none."""

    dependencies = [("library", "0002_held")]

    operations = [
        migrations.AddField("reading", "checks", models.JSONField(default=list)),
    ]
