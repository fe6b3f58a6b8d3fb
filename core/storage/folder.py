"""Bytes in a folder."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from core.storage import PIECE_BYTES


class Folder(FileSystemStorage):
    """A folder whose new files are on the disk, and not on their way to it, once they are saved."""

    def _save(self, name: str, content: "File[bytes]") -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc] # the stubs leave it out
        path = Path(self.path(saved))
        _settle(path)
        _settle(path.parent)
        return saved

    def local(self, name: str, scratch: Path) -> AbstractContextManager[Path]:
        """The file itself: nothing is copied into `scratch`."""
        return nullcontext(Path(self.path(name)))

    def read(self, name: str, first: int, length: int) -> Iterator[bytes]:
        """Its bytes from `first` on. Raises OSError at once where they can not be read."""
        stream = Path(self.path(name)).open("rb")  # noqa: SIM115 - closed when the last piece is read, or nobody wants more
        stream.seek(first)

        def pieces() -> Iterator[bytes]:
            left = length
            with stream:
                while left > 0 and (piece := stream.read(min(PIECE_BYTES, left))):
                    left -= len(piece)
                    yield piece

        return pieces()


def _settle(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
