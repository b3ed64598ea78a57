import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from saima.people.migrations._released import TWO_PERSONS, TWO_PERSONS_BACK


class Migration(migrations.Migration):
    """Accounts wait for a second person, which the database holds."""

    dependencies = [("people", "0002_held")]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("first", "first"), ("reset", "reset"), ("on", "on"), ("off", "off")], max_length=10)),
                ("at", models.DateTimeField()),
                ("waits", models.BooleanField(default=False)),
                ("chosen_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to=settings.AUTH_USER_MODEL)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
                ("released_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("kind__in", ["first", "reset", "on", "off"])), name="people_handover_kind"),
                    models.CheckConstraint(condition=models.Q(("released_by__isnull", True), ("by__isnull", True), models.Q(("released_by", models.F("by")), _negated=True), _connector="OR"), name="people_not_released_by_its_maker"),
                    models.CheckConstraint(condition=models.Q(("released_by__isnull", True), ("released_at__isnull", False), _connector="OR"), name="people_released_at_a_time"),
                ],
            },
        ),
        migrations.RunSQL(TWO_PERSONS, TWO_PERSONS_BACK),
    ]
