"""Have the files of orders drawn by processes of their own, at most two at once, or taken from stock."""

import asyncio
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.faults.tags import untagged
from sandbox.ledger.bill import Order
from sandbox.media.commission import Commission, PaintingFailed
from sandbox.media.stock import Stock
from sandbox.orders import catalog, prices
from sandbox.settings import Settings
from sandbox.store import Store

_AT_ONCE = 2
_FRAME_FIELDS = ("first_frame_url", "first_frame", "image_url", "image_urls", "input_urls")
_REFERENCE_FIELDS = (
    "image_input", "image_urls", "input_urls", "image_url", "reference_image_urls", "reference_image",
)  # fmt: skip
_DEFAULT_SECONDS = 5


class Studio:
    """Draws the files of orders in processes of their own, at low priority, unless the settings say plain."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._stock = Stock(settings.folder / "stock")
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def make(self, order: Order) -> list[str]:
        """Paint or film what was ordered and return the result files' names.

        Raises:
            PaintingFailed: the process failed; its last words are the message.
        """
        count = next(
            (int(order.input[name]) for name in ("max_images", "num_images", "n") if order.input.get(name)), 1
        )
        return [await self._make_one(order, index) for index in range(count)]

    async def _make_one(self, order: Order, index: int) -> str:
        model = catalog.model(order.model)
        suffix = "mp4" if model.kind == "video" else _picture_suffix(order)
        name = f"{order.task_id}_1_{order.created_ms // 1000}_{index}.{suffix}"
        work = self._described(
            order, tier=prices.row(model, order.input).tier, out=self._store.results / name, index=index
        )
        if self._settings.media == "plain":
            await self._stock.hand_out(work)
        else:
            async with self._places:
                await _run(work)
        return name

    def _described(self, order: Order, *, tier: str, out: Path, index: int) -> Commission:
        given = order.input
        prompt = untagged(str(given.get("prompt", ""))) + (f" variation {index}" if index else "")
        return Commission(
            out=str(out),
            prompt=prompt,
            given=given,
            tier=tier,
            frame=next(iter(self._files(given, _FRAME_FIELDS)), None),
            references=self._files(given, _REFERENCE_FIELDS),
            seconds=float(given.get("duration", _DEFAULT_SECONDS)),
            has_sound=given.get("generate_audio", given.get("sound", given.get("audio", True))) is True,
        )

    def _files(self, given: dict[str, Any], names: tuple[str, ...]) -> list[str]:
        values = [given[name] for name in names if given.get(name)]
        urls = [url for value in values for url in (value if isinstance(value, list) else [value])]
        return [str(path) for url in urls if isinstance(url, str) and (path := self._store.file_at(url))]


def _picture_suffix(order: Order) -> str:
    return "png" if order.input.get("output_format", "png") == "png" else "jpg"


async def _run(work: Commission) -> None:
    painter = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox.media", stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        _, words = await painter.communicate(json.dumps(asdict(work)).encode())
    finally:
        if painter.returncode is None:
            painter.kill()
            await painter.wait()
    if painter.returncode != 0:
        raise PaintingFailed(words.decode(errors="replace").strip()[-400:])
