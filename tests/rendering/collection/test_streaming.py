"""A film goes to the client as it is read, never as a whole through memory."""

import asyncio
from collections.abc import Iterator

from rendering.api.files import FileAnswer


def test_under_asgi_a_piece_is_sent_before_the_next_one_is_read() -> None:
    read: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            read.append(number)
            yield bytes([number])

    async def seen() -> list[tuple[bytes, int]]:
        return [(piece, len(read)) async for piece in FileAnswer(pieces())]

    assert asyncio.run(seen()) == [(b"\0", 1), (b"\1", 2), (b"\2", 3)]
