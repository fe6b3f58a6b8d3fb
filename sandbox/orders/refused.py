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
NO_TASK = "taskId parameter is required"
SERVER_FAULT = "Server exception, please try again later"
MAINTENANCE = "The service is under maintenance. Please try again later."
WORDS = {
    400: NO_TASK, 401: UNAUTHORIZED, 402: NO_CREDITS, 422: NO_RECORD, 429: TOO_FAST, 455: MAINTENANCE,
    500: SERVER_FAULT,
}  # fmt: skip


class Refused(Exception):
    """Answered with `code` and `msg` in the body, almost always as HTTP 200 (kie/api.md 1.4)."""

    def __init__(self, code: int, message: str, *, http: int = 200) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.http = http
