"""Where films are kept, as Django is told: a folder, or a bucket named by s3://bucket/prefix?endpoint=…&region=…"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

_KNOWN = {"endpoint", "region"}


def is_bucket(url: str) -> bool:
    """True for an s3:// address; everything else is the path of a folder."""
    return url.startswith("s3://")


def configuration(url: str, *, key_id: str, secret_key: str) -> dict[str, Any]:
    """Django's STORAGES. Without keys a bucket is asked with those of the computer's own role."""
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    if not is_bucket(url):
        return {"default": {"BACKEND": "core.storage.folder.Folder"}, "staticfiles": static}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc or "@" in parts.netloc or asked.keys() - _KNOWN:
        raise ImproperlyConfigured(
            "POD_MEDIA_URL is a folder or s3://bucket/prefix?endpoint=https://…&region=…; its keys are told by "
            "POD_BUCKET_KEY_ID and POD_BUCKET_SECRET_KEY."
        )
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        # Servers of one's own are rarely given a host name for each bucket.
        "addressing_style": "path" if "endpoint" in asked else "auto",
        "access_key": key_id or None,
        "secret_key": secret_key or None,
    }
    return {"default": {"BACKEND": "core.storage.bucket.Bucket", "OPTIONS": options}, "staticfiles": static}
