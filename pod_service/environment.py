"""Typed readers of the environment. Each secret may come as NAME or, in a file, as NAME_FILE."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def words(name: str, default: str = "") -> str:
    """A setting as text."""
    return os.environ.get(name, default).strip()


def switch(name: str, *, default: bool = False) -> bool:
    """A setting that is on or off: 1, true, yes, on."""
    value = words(name).lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is neither on nor off: {value!r}")
    return default


def secret(name: str) -> str:
    """A secret, from NAME or the file NAME_FILE points to; empty where this process does not hold it."""
    path = words(f"{name}_FILE")
    if not path:
        return words(name)
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE can not be read: {error.strerror}") from error
