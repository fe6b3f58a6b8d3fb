"""A folder on a disk that spoils what it is given until it is mended."""

from pathlib import Path

from django.core.files.base import File

from core.storage.folder import Folder


class Forgetful(Folder):
    is_mended = False

    def _save(self, name: str, content: "File[bytes]") -> str:
        saved = super()._save(name, content)
        if not self.is_mended:
            path = Path(self.path(saved))
            path.write_bytes(path.read_bytes()[:-1] + b"?")
        return saved
