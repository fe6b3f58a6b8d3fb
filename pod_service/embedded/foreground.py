"""`make up`: the stack in the foreground until Ctrl-C, every process with its name and color."""

import os
import time

from pod_service.embedded.interruption import Interruption
from pod_service.embedded.lines import Screen
from pod_service.embedded.paths import var_folder
from pod_service.embedded.stack import LOOK_SECONDS, Stack


def run(*, port: int, interruption: Interruption) -> int:
    screen = Screen()
    var = var_folder()
    stack = Stack(var, caller=os.environ, lines=screen, interruption=interruption, port=port)
    try:
        screen.write("pod", "Opening the studio: database, prices, web, worker ...")
        stack.start()
        if stack.port != port:
            screen.write("pod", f"Port {port} is taken by another program, so {stack.port} it is.")
        screen.write("pod", f"Ready at {stack.url}. Ctrl-C closes it; films and accounts stay in {var}.")
        while not interruption:
            stack.look()
            time.sleep(LOOK_SECONDS)
        screen.write("pod", "Closing ...")
    finally:
        stack.stop()
    screen.write("pod", "Closed. Nothing is left running.")
    return 0
