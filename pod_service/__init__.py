"""Wires the apps together and decides nothing."""

from pod_service.celery import app as celery

__all__ = ["celery"]
