import django.db.models.deletion
from django.db import migrations, models

from saima.people.scope import row_security


class Migration(migrations.Migration):
    """Plan workbooks that were sent are kept; everybody sees those of their units."""

    dependencies = [("plans", "0002_held"), ("people", "0002_held")]

    operations = [
        migrations.CreateModel(
            name="PlanUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("name", models.CharField(max_length=255)),
                ("digest", models.BinaryField()),
                ("content", models.BinaryField()),
                ("loaded_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.orgunit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "year", "digest"], name="plans_upload"
                    )
                ]
            },
        ),
        row_security("plans_planupload"),
    ]
