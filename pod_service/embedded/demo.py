"""`make demo`: a film on the sandbox through the whole path, by way of the same client everybody uses."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from pod_service.embedded import secrets
from pod_service.embedded.errors import DidNotStart
from pod_service.embedded.interruption import Interruption
from pod_service.embedded.lines import Files, say
from pod_service.embedded.paths import PROJECT, subfolder, var_folder
from pod_service.embedded.stack import LOOK_SECONDS, Stack

STUDIO = "demo"
MONTHLY_CREDITS = 20_000
KEY_FILE = "demo_license_key"
BRIEF = (
    "a 30-second teaser, 720p: an old lighthouse keeper teaches a small robot to watch over the sea, "
    "and one stormy night the robot keeps the light burning alone; warm, gentle, ends at sunrise"
)
WHAT_NEXT = """
To go on in this studio, type `make up` here and, in a second window:
  export PATH={programs}:$PATH POD_HOME={home} POD_LICENSE_KEY=$(cat {key_file})
  pod films"""
LEAVING_SECONDS = 5.0


def run(*, port: int, interruption: Interruption) -> int:
    """Film the brief and return the client's exit code; what was started is stopped, however it ends."""
    var = var_folder()
    say("Opening a studio on this computer. The provider is a sandbox: real pictures, no money.")
    # A look at pod must not cost money, whatever provider the caller's settings name.
    caller = {name: value for name, value in os.environ.items() if not name.startswith("POD_KIE_")}
    stack = Stack(var, caller=caller, lines=Files(var), interruption=interruption, port=port)
    try:
        stack.start()
        say(f"Open at {stack.url}; what its processes say is in {var / 'log'}.")
        key = _license_key(stack, var)
        code = _film(stack, var, key, interruption)
    finally:
        say("Closing the studio.")
        stack.stop()
    if code == 0:
        programs = Path(sys.executable).parent
        say(WHAT_NEXT.format(programs=programs, home=var / "pod", key_file=var / "secrets" / KEY_FILE))
    else:
        say("A film that is not finished goes on when the studio opens again: make up.")
    return interruption.exit_code or code


def _license_key(stack: Stack, var: Path) -> str:
    """The demo studio's key; studio and key are made on the first run."""
    kept = var / "secrets" / KEY_FILE
    if not kept.exists():
        # A run that was stopped here has made the studio already; without one, the next command complains.
        with suppress(DidNotStart):
            stack.run_command("create_studio", STUDIO, "--cap", str(MONTHLY_CREDITS))
        secrets.store(var, KEY_FILE, stack.run_command("issue_license", STUDIO))
        say(
            f"It belongs to the {STUDIO} studio, which may spend {MONTHLY_CREDITS:,} sandbox credits a month."
        )
    return kept.read_text()


def _film(stack: Stack, var: Path, key: str, interruption: Interruption) -> int:
    """Run the client at this terminal, as a person would, while the stack is watched."""
    is_asked = sys.stdin.isatty() and sys.stdout.isatty()
    if not is_asked:
        say("There is no terminal to answer the cost gate, so the demo approves the bill in advance: --yes.")
    words = ("produce", "--auto", *(() if is_asked else ("--yes",)), BRIEF)
    say(f'\n❯ pod {" ".join(words[:-1])} "{BRIEF}"\n')
    plain = {name: value for name, value in os.environ.items() if not name.startswith("POD_")}
    client = subprocess.Popen(
        (sys.executable, "-m", "pod_cli", *words),
        cwd=PROJECT,
        env=plain | {"POD_URL": stack.url, "POD_LICENSE_KEY": key, "POD_HOME": str(subfolder(var, "pod"))},
    )
    stack.leash.hold(client.pid, signal.SIGTERM)
    code = _wait_for(client, stack, interruption)
    stack.leash.drop(client.pid)
    return code


def _wait_for(client: subprocess.Popen[bytes], stack: Stack, interruption: Interruption) -> int:
    while client.poll() is None and not interruption:
        stack.look()
        time.sleep(LOOK_SECONDS)
    # Ctrl-C has reached the client too, which says where the film stands before it leaves.
    if interruption and interruption.signal is not signal.SIGINT:
        client.terminate()
    try:
        return client.wait(LEAVING_SECONDS)
    except subprocess.TimeoutExpired:
        client.kill()
        return client.wait()
