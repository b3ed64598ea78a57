import django.db.models.deletion
from django.db import migrations, models

import saima.people.fields
from saima.journal.ledger import lines_of
from saima.people.scope import row_security


def to(model: str, **given: object) -> models.ForeignKey:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **given
    )


class Migration(migrations.Migration):
    """More time for one unit is a ledger; everybody sees that of their units."""

    dependencies = [
        ("journal", "0002_held"),
        ("people", "0002_held"),
        ("submissions", "0003_third_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("digest", models.BinaryField()),
                ("month", saima.people.fields.MonthField()),
                ("due_on", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("event", to("journal.event", db_index=False)),
                ("person", to("people.person")),
                ("unit", to("people.orgunit")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "month"], name="submissions_ext")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="submissions_extension_reason",
                    )
                ],
            },
        ),
        *lines_of("submissions_extension"),
        row_security("submissions_extension"),
    ]
