"""`python -m pod_service.embedded up` and `demo`."""

import argparse
import sys

from pod_service.embedded import demo, foreground
from pod_service.embedded.errors import DidNotStart, Interrupted
from pod_service.embedded.interruption import Interruption

WEB_PORT = 8000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m pod_service.embedded", description="pod on one computer")
    parser.add_argument(
        "--port", type=int, default=WEB_PORT, help="where the web listens; else the next free one"
    )
    parser.add_argument("what", choices=("up", "demo"))
    asked = parser.parse_args()
    interruption = Interruption()
    run = {"up": foreground.run, "demo": demo.run}[asked.what]
    try:
        return run(port=asked.port, interruption=interruption)
    except Interrupted:
        return interruption.exit_code
    except DidNotStart as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
