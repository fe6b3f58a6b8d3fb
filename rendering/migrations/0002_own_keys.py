"""Own keys: a credential may belong to a studio, sealed; the shared one, so far the only row, belongs to none."""

import functools

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("rendering", "0001_initial"),
        ("studios", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="providercredential",
            name="name",
        ),
        migrations.AddField(
            model_name="attempt",
            name="is_held_back",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="filmfile",
            name="provider_credential",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="rendering.providercredential",
            ),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="balance",
            field=models.DecimalField(decimal_places=2, max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="balance_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="checked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="created_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="public_id",
            field=models.CharField(
                default=functools.partial(core.ids.new, *("crd",), **{}),
                editable=False,
                max_length=40,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="retired_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="sealed_key",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="sealing_key_id",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="state",
            field=models.CharField(
                choices=[("unchecked", "Unchecked"), ("good", "Good"), ("refused", "Refused")],
                default="unchecked",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="providercredential",
            name="studio",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="studios.studio"
            ),
        ),
        migrations.AddConstraint(
            model_name="providercredential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)),
                fields=("studio",),
                name="providercredential_one_live_per_studio",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="providercredential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed_key", ""), ("sealing_key_id", ""), ("studio", None)),
                    models.Q(
                        ("studio__isnull", False),
                        models.Q(("sealed_key", ""), _negated=True),
                        models.Q(("sealing_key_id", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="providercredential_own_is_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="providercredential",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["unchecked", "good", "refused"])),
                name="providercredential_state_known",
            ),
        ),
    ]
