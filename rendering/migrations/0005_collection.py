"""Collection: what is told of results that do not come home, and of disks that were full."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rendering", "0004_the_books"),
        ("studios", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FullDisk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("machine", models.CharField(max_length=255)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="attempt",
            name="alarmed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("is_collected", False), ("status", "succeeded")),
                fields=["next_look_up_at"],
                name="attempt_to_collect",
            ),
        ),
        migrations.AddConstraint(
            model_name="fulldisk",
            constraint=models.UniqueConstraint(fields=("machine",), name="fulldisk_machine_once"),
        ),
    ]
