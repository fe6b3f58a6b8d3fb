"""Bytes in an S3-compatible bucket."""

import errno
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from core.storage import PIECE_BYTES

_PREFIX = "copy-"
_ABANDONED_SECONDS = 24 * 3600


class Bucket(S3Storage):  # type: ignore[misc] # django-storages ships no types
    """A bucket that fails as a disk does: every refusal and silence of the server is an OSError."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        with _as_a_disk_would():
            saved: str = super()._save(name, content)
            return saved

    def delete(self, name: str) -> None:
        with _as_a_disk_would():
            super().delete(name)

    @contextmanager
    def local(self, name: str, scratch: Path) -> Iterator[Path]:
        """A copy of it in `scratch`, for as long as the block runs."""
        _clear_abandoned(scratch)
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=scratch) as folder:
            path = Path(folder, Path(name).name)
            with _as_a_disk_would():
                self._object(name).download_file(str(path))
            yield path

    def read(self, name: str, first: int, length: int) -> Iterator[bytes]:
        """Its bytes from `first` on; only those are fetched. Raises OSError at once where they can not be read."""
        if length < 1:
            return iter(())
        with _as_a_disk_would():
            body = self._object(name).get(Range=f"bytes={first}-{first + length - 1}")["Body"]

        def pieces() -> Iterator[bytes]:
            with body, _as_a_disk_would():
                yield from body.iter_chunks(PIECE_BYTES)

        return pieces()

    def _object(self, name: str) -> Any:
        return self.bucket.Object(self._normalize_name(name))


def _clear_abandoned(scratch: Path) -> None:
    """Copies of workers that were killed."""
    for copy in scratch.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):  # its owner was alive after all, or another clears it
            if copy.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                shutil.rmtree(copy)


@contextmanager
def _as_a_disk_would() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(errno.ENOENT, "The bucket does not have it.") from error
        number = errno.ENOSPC if status == HTTPStatus.INSUFFICIENT_STORAGE else errno.EIO
        raise OSError(
            number, f"The bucket answered {error.response['Error'].get('Code', status)}."
        ) from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, "The bucket did not answer.") from error
