"""Plain files by size and length, each made once and handed out as often as it is ordered."""

import asyncio
from collections import defaultdict
from pathlib import Path

from .commission import Commission, PaintingFailed


class Stock:
    """A folder of plain files; an order's result is another name for one of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._locks: defaultdict[Path, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def hand_out(self, work: Commission) -> None:
        """Put a plain file where the commission wants its own. Raises PaintingFailed."""
        from . import sizes  # late: Pillow is not small

        out, like = Path(work.out), work.frame or next(iter(work.references), None)
        is_clip = out.suffix == ".mp4"
        size = sizes.of(work.given, tier=work.tier, is_clip=is_clip, like=Path(like) if like else None)
        length = f"-{work.seconds:g}s" if is_clip else ""
        kept = self._folder / f"{size[0]}x{size[1]}{length}{out.suffix}"
        async with self._locks[kept]:
            if not kept.exists():
                await asyncio.to_thread(_make, kept, size, work.seconds)
        out.unlink(missing_ok=True)
        out.hardlink_to(kept)


def _make(kept: Path, size: tuple[int, int], seconds: float) -> None:
    from . import clip, plain  # late, as above

    kept.parent.mkdir(parents=True, exist_ok=True)
    if kept.suffix != ".mp4":
        plain.paint(kept, size)
        return
    try:
        plain.film(kept, size, seconds=seconds)
    except clip.FilmingFailed as why:
        raise PaintingFailed(str(why)) from None
