"""`python -m bench [--quick]`: measure everything and print the table."""

import sys

from bench import house, pairs


def main() -> int:
    """0 when every sum is right, whatever the ratios are."""
    is_quick = "--quick" in sys.argv
    with house.house():
        from bench import approvals, authorize, race

        rows = [
            *authorize.measurements(is_quick=is_quick), *approvals.measurements(is_quick=is_quick),
        ]  # fmt: skip
        sys.stdout.write("\n".join(pairs.table(rows)) + "\n\n")
        wrong = race.run(is_quick=is_quick) + [equation.says for equation in house.proven()]
    for sentence in wrong:
        sys.stdout.write(f"WRONG: {sentence}\n")
    missed = sum(not row.is_met for row in rows)
    sys.stdout.write(
        f"{len(rows) - missed} goals met, {missed} missed; every sum is {'wrong' if wrong else 'right'}.\n"
    )
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
