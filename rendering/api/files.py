"""The files of a film, as they lie on the person's computer."""

import re
from collections.abc import AsyncIterator, Iterator
from functools import partial
from http import HTTPStatus
from typing import cast
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import Unavailable
from rendering import selectors
from rendering.models import FilmFile
from rendering.services import files
from rendering.services.files import NotKept
from studios.access.endpoint import Endpoint


class FileOut(serializers.Serializer[object]):
    path = serializers.CharField()
    bytes = serializers.IntegerField(source="size_bytes")
    sha256 = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, file: FilmFile) -> str:
        return reverse("film-file", args=[self.context["film"], file.path])


class FilesOfFilm(Endpoint):
    """Every file with its size and SHA-256."""

    class Output(serializers.Serializer[object]):
        files = FileOut(many=True)

    @extend_schema(responses=Output, operation_id="film_files")
    def get(self, request: Request, name: str) -> Response:
        film = selectors.film(self.caller().studio_id, name)
        return Response({"files": FileOut(film.files.all(), many=True, context={"film": film.name}).data})


class AnyType(BaseRenderer):
    """Lets a client ask for whatever type the file has."""

    media_type = "*/*"
    format = "file"

    def render(self, data: bytes, *args: object, **kwargs: object) -> bytes:
        return data


class FileAnswer(StreamingHttpResponse):
    """Read piece by piece under ASGI, too, where Django would read the whole file before it sends the first byte."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = cast(Iterator[bytes], self.streaming_content)  # ours are never asynchronous
        following = sync_to_async(partial(next, pieces, None), thread_sensitive=False)
        while (piece := await following()) is not None:
            yield piece


class OneFile(Endpoint):
    """The bytes of a file; a single Range is honored, so that a download can go on where it broke off."""

    renderer_classes = [JSONRenderer, AnyType]

    @extend_schema(
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}, operation_id="film_file"
    )
    def get(self, request: Request, name: str, path: str) -> StreamingHttpResponse:
        file = selectors.file(selectors.film(self.caller().studio_id, name), path)
        first, last = _range(request.headers.get("Range", ""), file.size_bytes)
        is_part = (first, last) != (0, file.size_bytes - 1)
        answer = FileAnswer(
            _pieces(file, first, last - first + 1),
            status=HTTPStatus.PARTIAL_CONTENT if is_part else HTTPStatus.OK,
            content_type=file.content_type,
        )
        answer["Content-Length"] = str(last - first + 1)
        answer["Accept-Ranges"] = "bytes"
        answer["ETag"] = f'"{file.sha256}"'
        answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(path.rpartition('/')[2])}"
        if is_part:
            answer["Content-Range"] = f"bytes {first}-{last}/{file.size_bytes}"
        return answer


def _range(header: str, size: int) -> tuple[int, int]:
    """First and last byte. What is not one satisfiable range is answered whole, as HTTP allows."""
    asked = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", header.strip())
    if asked is None or not any(asked.groups()):
        return 0, size - 1
    begin, end = asked.groups()
    if begin:
        first, last = int(begin), min(int(end) if end else size - 1, size - 1)
    else:
        first, last = max(0, size - int(end)), size - 1
    return (first, last) if first <= last else (0, size - 1)


def _pieces(file: FilmFile, first: int, length: int) -> Iterator[bytes]:
    try:
        return files.read(file, first, length)
    except NotKept as fault:
        raise Unavailable(
            f"{file.path} can not be read just now. Nothing is lost; ask again in a minute."
        ) from fault
