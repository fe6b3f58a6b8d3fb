"""Whole seconds and whole shots, dealt out so that the sum is exact."""


def shares(total: int, weights: list[float], *, least: int = 1) -> list[int]:
    """Split `total` into whole numbers in proportion to `weights`, each at least `least` where that is possible."""
    if not weights:
        return []
    floor = least if total >= least * len(weights) else 0
    spare, weight = total - floor * len(weights), sum(weights) or 1.0
    exact = [spare * share / weight for share in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in by_remainder[: spare - sum(parts)]:
        parts[index] += 1
    return [floor + part for part in parts]
