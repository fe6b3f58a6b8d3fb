"""The ``pod`` command's entry."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

from pod_cli.dispatch import run
from pod_cli.exit_codes import ExitCode


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can not show a sign shows a question mark; that is no reason to stop.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        exit_code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader went away (`pod films | head`); without this Python complains once more while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        exit_code = ExitCode.ERROR
    sys.exit(exit_code)
