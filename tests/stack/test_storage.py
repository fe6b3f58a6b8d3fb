"""Where films are kept, by one address."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from pod_service import storage


def options(url: str, key_id: str = "", secret_key: str = "") -> dict[str, object]:
    chosen = storage.configuration(url, key_id=key_id, secret_key=secret_key)["default"]
    assert chosen["BACKEND"] == "core.storage.bucket.Bucket"
    found: dict[str, object] = chosen["OPTIONS"]
    return found


@pytest.mark.parametrize("url", ["/var/lib/pod/media", "var/media", "./s3/media"])
def test_a_path_is_a_folder(url: str) -> None:
    assert not storage.is_bucket(url)
    chosen = storage.configuration(url, key_id="", secret_key="")
    assert chosen["default"] == {"BACKEND": "core.storage.folder.Folder"}


def test_a_bucket_has_a_place_in_it_and_a_server() -> None:
    told = options("s3://films/pod/here?endpoint=https://s3.example:9000&region=eu-1", "id", "secret")
    assert told == {
        "bucket_name": "films", "location": "pod/here", "endpoint_url": "https://s3.example:9000",
        "region_name": "eu-1", "addressing_style": "path", "access_key": "id", "secret_key": "secret",
    }  # fmt: skip


def test_without_keys_and_server_it_is_amazon_s_and_the_computer_s_own_role() -> None:
    told = options("s3://films")
    assert (told["location"], told["endpoint_url"], told["access_key"]) == ("", None, None)
    assert told["addressing_style"] == "auto"


@pytest.mark.parametrize("url", ["s3://", "s3:///films", "s3://id:secret@films", "s3://films?endpiont=x"])
def test_an_address_that_says_something_else_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="POD_BUCKET_KEY_ID"):
        storage.configuration(url, key_id="", secret_key="")
