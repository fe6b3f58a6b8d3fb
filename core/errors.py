"""The error tree. A class is a kind of refusal, an instance is one occurrence; all become RFC 9457 problems."""

from http import HTTPStatus
from typing import Any, ClassVar

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """Something pod refuses. `detail` is a sentence for a film-maker; `extras` are further members of the document.

    `spent_nothing` is True unless it is raised where nobody can know, as when the connection goes away in a commit.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST
    spent_nothing: ClassVar[bool] = True

    def __init__(self, detail: str, **extras: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extras = extras

    def document(self) -> dict[str, Any]:
        """The body of the answer: RFC 9457 members first, then what this occurrence adds."""
        document = {
            "type": f"urn:pod:problem:{self.code}",
            "title": self.title,
            "status": int(self.status),
            "code": self.code,
            "detail": self.detail,
        }
        return document | ({"spent_nothing": True} if self.spent_nothing else {}) | self.extras


class TooLarge(Problem):
    """The body is larger than any honest request."""

    code = "too_large"
    title = "The request is too large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(
        self, detail: str = "The request is larger than anything pod takes. Nothing was done."
    ) -> None:
        super().__init__(detail)


class InvalidInput(Problem):
    """The request can not be read; `fields` names each part and what is wrong with it."""

    code = "invalid_input"
    title = "Something in the request can not be used"


class NotSignedIn(Problem):
    code = "not_signed_in"
    title = "No valid license key"
    status = HTTPStatus.UNAUTHORIZED


class Forbidden(Problem):
    code = "forbidden"
    title = "This license key may not do that"
    status = HTTPStatus.FORBIDDEN


class NotFound(Problem):
    """Not there, or another studio's: the two are never told apart."""

    code = "not_found"
    title = "Not found in this studio"
    status = HTTPStatus.NOT_FOUND


class WrongState(Problem):
    """The thing asked for does not fit what the film is doing now."""

    code = "wrong_state"
    title = "Not possible right now"
    status = HTTPStatus.CONFLICT


class Unavailable(Problem):
    """A part pod needs is missing or away; it refuses rather than guess."""

    code = "unavailable"
    title = "Not available for the moment"
    status = HTTPStatus.SERVICE_UNAVAILABLE


class RecordsAway(Unavailable):
    """The database went away, perhaps in the middle of a commit: what was asked for may have been done."""

    spent_nothing = False

    def __init__(self) -> None:
        super().__init__(
            "The service can not reach its records. Try again in a moment; nothing is ordered twice."
        )


class Unexpected(Problem):
    """A mistake of ours. What it was goes to the log, not to the caller."""

    code = "unexpected"
    title = "Something went wrong on our side"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    spent_nothing = False

    def __init__(self) -> None:
        super().__init__(
            "This did not work, through no fault of yours. See what was done with pod status, then try again; "
            "nothing is ordered twice."
        )
