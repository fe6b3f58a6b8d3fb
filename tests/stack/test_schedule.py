"""What beat rings for is there to be rung."""

from celery.signals import beat_init
from django.conf import settings

from pod_service.celery import app


def test_what_an_order_waits_for_is_rung_for_in_a_queue_of_its_own() -> None:
    app.loader.import_default_modules()
    routed = {name for name in app.tasks if app.amqp.router.route({}, name)["queue"].name == "orders"}
    assert routed == {
        f"rendering.tasks.{name}"
        for name in ("give_slots", "send", "look_up", "look_again", "heed_callback", "sweep")
    }
    assert set(app.amqp.queues) == {"orders", "work"}


def test_every_scheduled_task_is_one_that_workers_know() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert wanted <= set(app.tasks)
    assert {"billing.tasks.prove", "billing.tasks.mail_warnings", "billing.tasks.end_raises"} <= wanted


def test_when_beat_starts_it_rings_for_a_look_at_every_order() -> None:
    app.loader.import_default_modules()
    with app.connection_for_read() as broker, broker.SimpleQueue("orders") as waiting:
        waiting.clear()
        beat_init.send(sender=None)
        message = waiting.get(timeout=5)
        message.ack()
    assert message.headers["task"] == "rendering.tasks.look_again"
    assert message.headers["task"] in app.tasks
