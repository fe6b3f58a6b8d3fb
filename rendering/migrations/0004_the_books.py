"""The books: readings of accounts, and what came of setting a day beside the provider."""

import functools

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("rendering", "0003_hints_turns_and_halts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reconciliation",
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
                        default=functools.partial(core.ids.new, *("rec",), **{}),
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("day", models.DateField()),
                ("figures", models.JSONField(default=dict)),
                ("differences", models.JSONField(default=list)),
                ("problems", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("seen_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("seen_at__isnull", False), _connector="OR"),
                        name="reconciliation_ended_by_a_worker",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BalanceReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("balance", models.DecimalField(decimal_places=2, max_digits=14)),
                ("chat_least", models.DecimalField(decimal_places=2, max_digits=14)),
                ("chat_most", models.DecimalField(decimal_places=2, max_digits=14)),
                ("asked_at", models.DateTimeField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "credential",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="rendering.providercredential",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["credential", "at"], name="balancereading_by_time")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_at__lte", models.F("at"))),
                        name="balancereading_asked_before_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chat_least__gte", 0), ("chat_least__lte", models.F("chat_most"))
                        ),
                        name="balancereading_chat_within_bounds",
                    ),
                ],
            },
        ),
    ]
