"""One sweep at a time, what a person goes on without for good, and an index of what is under way."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rendering", "0005_collection"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="take",
            name="is_left_out",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("status__in", ["queued", "sending", "sent", "in_doubt"])),
                fields=["credential", "studio"],
                name="attempt_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="sweep",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="sweep_is_one"),
        ),
    ]
