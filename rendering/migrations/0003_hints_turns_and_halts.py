"""Hints become rows; turns and weights for the round of studios, halts for the operator, latencies for look-ups."""

import functools
from typing import Any

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import core.ids


def keep_hints(apps: Any, schema_editor: Any) -> None:
    """What callbacks and people said of orders that are not settled yet."""
    attempts = apps.get_model("rendering", "Attempt")._base_manager
    hints = apps.get_model("rendering", "Hint")._base_manager
    for attempt in attempts.filter(status__in=["sending", "in_doubt"]).exclude(hinted_task_id=""):
        hints.create(attempt=attempt, task_id=attempt.hinted_task_id, is_sure=attempt.is_hint_sure)


class Migration(migrations.Migration):
    dependencies = [
        ("rendering", "0002_own_keys"),
        ("studios", "0002_weights"),
    ]

    operations = [
        migrations.CreateModel(
            name="Halt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.CharField(
                        default=functools.partial(core.ids.new, *("hlt",), **{}),
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("provider", "Provider"),
                            ("engine", "Engine"),
                            ("studio", "Studio"),
                            ("restore", "Restore"),
                        ],
                        max_length=8,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=40)),
                ("why", models.TextField()),
                ("by", models.CharField(max_length=100)),
                ("began_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Hint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task_id", models.CharField(max_length=100)),
                ("is_sure", models.BooleanField(default=False)),
                ("heard_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Latency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("engine", models.CharField(max_length=30)),
                ("tier", models.CharField(max_length=6)),
                ("usual_ms", models.PositiveIntegerField()),
                ("seen", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("served", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="take",
            name="take_status_known",
        ),
        migrations.AddField(
            model_name="hint",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="hints", to="rendering.attempt"
            ),
        ),
        migrations.RunPython(keep_hints, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="attempt",
            name="hinted_task_id",
        ),
        migrations.RemoveField(
            model_name="attempt",
            name="is_hint_sure",
        ),
        migrations.AddField(
            model_name="attempt",
            name="empty_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="attempt",
            name="is_late",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="attempt",
            name="looked_up_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="look_up_free_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="opens_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="round",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="take",
            name="status",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("ordered", "Ordered"),
                    ("ready", "Ready"),
                    ("failed", "Failed"),
                    ("left_out", "Left Out"),
                    ("dropped", "Dropped"),
                ],
                default="planned",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="take",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["planned", "ordered", "ready", "failed", "dropped", "left_out"])
                ),
                name="take_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="halt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("kind", "subject"),
                name="halt_one_standing_per_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="halt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["provider", "restore"]), ("subject", "")),
                    models.Q(("kind__in", ["engine", "studio"]), models.Q(("subject", ""), _negated=True)),
                    _connector="OR",
                ),
                name="halt_has_its_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="latency",
            constraint=models.UniqueConstraint(
                fields=("engine", "tier"), name="latency_one_per_engine_and_tier"
            ),
        ),
        migrations.AddConstraint(
            model_name="latency",
            constraint=models.CheckConstraint(
                condition=models.Q(("usual_ms__gt", 0)), name="latency_is_not_nothing"
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="credential",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turns",
                to="rendering.providercredential",
            ),
        ),
        migrations.AddField(
            model_name="turn",
            name="studio",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="studios.studio"
            ),
        ),
        migrations.AddConstraint(
            model_name="hint",
            constraint=models.UniqueConstraint(fields=("attempt", "task_id", "is_sure"), name="hint_once"),
        ),
        migrations.AddConstraint(
            model_name="turn",
            constraint=models.UniqueConstraint(fields=("credential", "studio"), name="turn_one_per_studio"),
        ),
    ]
