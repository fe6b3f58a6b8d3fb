"""Disks that were full, as every process can see them."""

from django.db import models
from django.db.models.functions import Now


class FullDisk(models.Model):
    """A computer whose workers had no room at `at`. It belongs to no studio; the row goes when there is room again."""

    machine = models.CharField(max_length=255)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["machine"], name="fulldisk_machine_once")]

    def __str__(self) -> str:
        return self.machine
