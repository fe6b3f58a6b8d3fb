"""Bringing films home: whole, checked, and never fetched twice."""

from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk

FILM = f"07-final/{scenes.NAME}.mp4"


def test_it_brings_the_folders_and_says_where_the_film_lies(service: StandIn, desk: Desk) -> None:
    run = desk.run("download", scenes.NAME)
    assert run.code == 0
    assert run.out.splitlines()[-1] == str(desk.episode / FILM)
    for path, content in service.files.items():
        assert (desk.episode / path).read_bytes() == content


def test_what_is_here_and_whole_is_not_fetched_again(service: StandIn, desk: Desk) -> None:
    desk.run("download", scenes.NAME)
    (desk.episode / "01-script/script.md").write_text("scribbled over")
    service.ranges.clear()
    assert desk.run("download", scenes.NAME).code == 0
    assert service.ranges == [None]
    assert (desk.episode / "01-script/script.md").read_bytes() == b"# Two robots\n"


def test_a_broken_transfer_goes_on_where_it_broke(service: StandIn, desk: Desk) -> None:
    service.files = {FILM: service.files[FILM]}
    service.bytes_before_drop = 65_536
    assert desk.run("download", scenes.NAME).code == 0
    whole, rest = service.ranges
    assert whole is None
    assert rest is not None
    assert 0 < int(rest.removeprefix("bytes=").removesuffix("-")) <= 65_536
    assert (desk.episode / FILM).read_bytes() == service.files[FILM]


def test_a_part_of_an_earlier_run_is_continued(service: StandIn, desk: Desk) -> None:
    service.files = {FILM: service.files[FILM]}
    part = desk.episode / f"{FILM}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(service.files[FILM][:1000])
    assert desk.run("download", scenes.NAME).code == 0
    assert service.ranges == ["bytes=1000-"]
    assert not part.exists()


def test_a_part_of_another_file_is_thrown_away(service: StandIn, desk: Desk) -> None:
    service.files = {FILM: service.files[FILM]}
    part = desk.episode / f"{FILM}.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"something else")
    assert desk.run("download", scenes.NAME).code == 0
    assert service.ranges == ["bytes=14-", None]
    assert (desk.episode / FILM).read_bytes() == service.files[FILM]


def test_a_file_that_arrives_damaged_is_not_kept(service: StandIn, desk: Desk) -> None:
    listed = scenes.listing(scenes.NAME, {FILM: b"true" * 50_000})
    service.fixed[f"GET films/{scenes.NAME}/files"] = (200, {"files": listed})
    run = desk.run("download", scenes.NAME)
    assert run.code == 1
    assert "damaged" in run.err
    assert list((desk.episode / "07-final").iterdir()) == []


def test_a_path_outside_the_films_folder_is_refused(service: StandIn, desk: Desk) -> None:
    listed = scenes.listing(scenes.NAME, {"../../../taken.txt": b"no"})
    service.fixed[f"GET films/{scenes.NAME}/files"] = (200, {"files": listed})
    run = desk.run("download", scenes.NAME)
    assert run.code == 1
    assert not list(desk.folder.rglob("taken.txt"))


def test_a_terminal_sees_the_film_arrive(service: StandIn, desk: Desk) -> None:
    terminal = desk.terminal("download", scenes.NAME)
    terminal.sees("whole and checked")
    assert terminal.ends() == 0


def test_json_lists_every_file(service: StandIn, desk: Desk) -> None:
    document = desk.run("download", scenes.NAME, "--json").document
    assert document["mp4"] == str(desk.episode / FILM)
    assert len(document["files"]) == len(service.files)
