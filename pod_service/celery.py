"""The worker and beat application."""

import os

from celery import Celery
from celery.signals import beat_init, setup_logging, task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pod_service.settings")

app = Celery("pod")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Django has set up the logs; with a receiver here Celery leaves them alone."""


@task_prerun.connect
def close_stale_connections(**_: object) -> None:
    """As before a request: a connection that is broken or old is opened anew; the others serve task after task."""
    close_old_connections()


@beat_init.connect
def look_again(**_: object) -> None:
    """Beat starts with the service. Where the message is lost, each order is looked at when it is due."""
    app.send_task("rendering.tasks.look_again", retry=False)
