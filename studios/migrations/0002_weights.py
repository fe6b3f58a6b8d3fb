"""Studios weigh in a queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("studios", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="studio",
            name="weight",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name="studio",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1), ("weight__lte", 100)), name="studio_weight_in_range"
            ),
        ),
    ]
