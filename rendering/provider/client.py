"""The only HTTP client on the server: everything pod asks of kie.ai."""

import secrets
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from billing.port import Permit
from rendering.provider import chat, records
from rendering.provider.chat import ChatAnswer, Message
from rendering.provider.errors import Ambiguous, Faltered, Misdirected, NoAnswer, Rejected
from rendering.provider.limits import Patience
from rendering.provider.records import State, TaskState
from rendering.provider.wire import Wire

_NO_RECORD: Final = "recordInfo is null"
_UPLOAD_FOLDER: Final = "pod"


class Client:
    """One key's view of the provider.

    Nothing is retried in here: the caller keeps the rows that say what was tried. Every method raises a
    ProviderFault (see errors.py) for what the provider refuses or fails to do.
    """

    def __init__(
        self, base_url: str, upload_url: str, api_key: str, *, patience: Patience | None = None
    ) -> None:
        """`base_url` serves the API, `upload_url` the file uploads (kie/api.md §1.1)."""
        self._base = base_url.rstrip("/")
        self._upload_base = upload_url.rstrip("/")
        self._patience = patience or Patience()
        self._wire = Wire(api_key, patience=self._patience)

    def close(self) -> None:
        self._wire.close()

    def order(self, permit: Permit, input: dict[str, Any], callback_url: str | None = None) -> str:
        """Place one paid order and return its task id (kie/api.md §2.1).

        Raises what `errors.AFTER_ORDER` lists: Ambiguous whenever bytes were sent and no answer
        proves that the order was refused.
        """
        if type(permit) is not Permit:
            raise TypeError("An order needs a permit.")
        body: dict[str, Any] = {"model": permit.model.partition("#")[0], "input": input}
        if callback_url:
            body["callBackUrl"] = callback_url
        try:
            return self._place(body)
        except (Faltered, NoAnswer) as fault:
            doubt = Ambiguous(fault.said, status=fault.status)
        raise doubt

    def _place(self, body: dict[str, Any]) -> str:
        data = self._ask("POST", "/api/v1/jobs/createTask", json=body)
        return _text_in(data.get("taskId") if isinstance(data, dict) else None, "a task id")

    def look_up(self, task_id: str) -> TaskState:
        """How a task stands. `not_yet_known` is normal for a minute after the order (kie/api.md §2.2)."""
        try:
            data = self._ask("GET", "/api/v1/jobs/recordInfo", params={"taskId": task_id})
        except (Misdirected, Rejected) as fault:
            if fault.status == 404 or _NO_RECORD in fault.said:
                return TaskState(task_id=task_id, state=State.NOT_YET_KNOWN)
            raise
        return records.read(task_id, data)

    def balance(self) -> Decimal:
        """Credits left on the account, to any number of places (kie/api.md §4.1)."""
        data = self._ask("GET", "/api/v1/chat/credit")
        if isinstance(data, dict):
            data = next((data[name] for name in ("credits", "credit", "balance") if name in data), None)
        if (credits := records.amount(data)) is None:
            raise Faltered("The balance is not a number.", status=200)
        return credits

    def download_url(self, url: str) -> str:
        """A link of twenty minutes to a result whose own address no longer answers (kie/api.md §4.2)."""
        data = self._ask("POST", "/api/v1/common/download-url", json={"url": url})
        return _text_in(data, "a download address")

    def upload(self, path: Path, name: str) -> str:
        """Hand a file to the provider and return its address there, good for a day (kie/api.md §4.3).

        The name on the provider's side is made unique: one that was used before may show the older file.
        """
        unique = f"{secrets.token_hex(8)}-{Path(name).name}"
        with path.open("rb") as file:
            answer = self._wire.ask(
                "POST",
                f"{self._upload_base}/api/file-stream-upload",
                wait=self._patience.upload,
                data={"uploadPath": _UPLOAD_FOLDER, "fileName": unique},
                files={"file": (unique, file)},
            )
        data = answer.data if isinstance(answer.data, dict) else {}
        return _text_in(data.get("downloadUrl"), "the address of the upload")

    def chat(
        self, model: str, messages: Iterable[Message], schema: dict[str, Any] | None = None
    ) -> ChatAnswer:
        """Ask a language model, for JSON of this schema where one is given (kie/api.md §7.1)."""
        answer = self._wire.ask(
            "POST",
            f"{self._base}/{quote(model)}/v1/chat/completions",
            wait=self._patience.chat,
            json=chat.request(messages, schema),
        )
        return chat.read(answer.body)

    def models(self) -> tuple[str, ...]:
        """The ids of all models on offer (kie/api.md §2.8)."""
        data = self._ask("GET", "/api/v1/models")
        found = data.get("models") if isinstance(data, dict) else None
        if not isinstance(found, list):
            raise Faltered("The list of models can not be read.", status=200)
        return tuple(
            row["model"] for row in found if isinstance(row, dict) and isinstance(row.get("model"), str)
        )

    def _ask(self, method: str, path: str, **content: Any) -> Any:
        return self._wire.ask(method, self._base + path, wait=self._patience.read, **content).data


def _text_in(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value:
        raise Faltered(f"The answer holds no {what.removeprefix('a ').removeprefix('the ')}.", status=200)
    return value
