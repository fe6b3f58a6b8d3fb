"""A request the provider turns down, with its code and exact words."""

UNAUTHORIZED = (
    "Unauthorized – Authentication failed. "
    "Please check that your Authorization and Content-Type headers are correctly set."
)
TOO_FAST = "Your call frequency is too high. Please try again later."
UNKNOWN_MODEL = (
    "The model name you specified is not supported. "
    "Please verify your input and use one of the supported models provided by KIE."
)
NO_CREDITS = (
    "Credits insufficient : Your current balance isn't enough to run this request. Please top up to continue."
)
NO_RECORD = "recordInfo is null"


class Refused(Exception):
    """Answered as HTTP 200 with `code` and `msg` in the body (kie/api.md 1.4)."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
