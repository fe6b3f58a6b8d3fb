"""The worker and beat application."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")

app = Celery("pod")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
