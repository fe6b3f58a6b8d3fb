"""What can keep the embedded stack from running."""


class DidNotStart(Exception):
    """A server or the stack did not come up; the message says why, for the person at the terminal."""


class Interrupted(Exception):
    """Ctrl-C, or a signal that means the same, arrived before the stack was ready."""
