"""What beat rings for is there to be rung."""

from django.conf import settings

from pod_service.celery import app


def test_every_scheduled_task_is_one_that_workers_know() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted <= set(app.tasks)
    assert {"billing.tasks.prove", "billing.tasks.mail_warnings", "billing.tasks.end_raises"} <= wanted
