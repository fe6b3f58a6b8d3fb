"""What the studio floor refuses, and the sentences it says."""

from http import HTTPStatus

from core.errors import Problem, WrongState


class EditNotUnderstood(Problem):
    """Part of a note could not be understood (or is new footage); nothing was changed."""

    code = "edit_not_understood"
    title = "This note could not be understood"
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class NothingToEdit(WrongState):
    """There is no cut yet."""


class TooManyFilms(WrongState):
    """The studio has as many films under way as it may."""

    code = "too_many_films"
    title = "Too many films at once"


class Stuck(Exception):
    """A stage can not go on without a person; the message is the sentence that says why."""
