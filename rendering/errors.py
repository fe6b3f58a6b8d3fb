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


class OwnKeyMissing(WrongState):
    """The studio pays kie.ai itself, and has not given pod a key to do it with."""

    code = "own_key_missing"
    title = "No kie.ai key yet"

    def __init__(self) -> None:
        super().__init__("Add your kie.ai key first: pod login --own-key. Nothing was spent.")


class NotAnOwnKeyStudio(WrongState):
    """A managed studio's orders go through the service's own account."""

    code = "not_an_own_key_studio"
    title = "This studio needs no kie.ai key"


class Stuck(Exception):
    """A stage can not go on without a person; the message is the sentence that says why."""
