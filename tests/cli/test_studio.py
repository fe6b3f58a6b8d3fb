"""``pod`` alone: the studio prompt."""

from tests.cli import scenes
from tests.cli.stand_in import StandIn
from tests.cli.studio import Desk


def test_it_runs_the_same_commands_and_shows_what_is_left(desk: Desk) -> None:
    terminal = desk.terminal()
    terminal.sees("Welcome to pod")
    terminal.tells_its_cursor()
    terminal.sees("147.50 credits left")
    terminal.types("credits")
    terminal.sees("812.50 credits spent")
    terminal.tells_its_cursor()
    terminal.types("quit")
    terminal.sees("See you")
    assert terminal.ends() == 0
    assert "+credits" in (desk.home / ".history").read_text()


def test_ctrl_c_clears_the_line_and_ctrl_d_leaves(service: StandIn, desk: Desk) -> None:
    terminal = desk.terminal()
    terminal.tells_its_cursor()
    terminal.sees("147.50 credits left")
    terminal.sends("produce robots")
    terminal.presses("c")
    terminal.tells_its_cursor()
    terminal.presses("d")
    terminal.sees("See you")
    assert terminal.ends() == 0
    assert service.posts("films") == []


def test_tab_completes_commands_films_and_camera_words(service: StandIn, desk: Desk) -> None:
    terminal = desk.terminal()
    terminal.tells_its_cursor()
    terminal.sees("147.50 credits left")
    terminal.sends("sho\t")
    terminal.sees("ts")
    terminal.sends(" bus\t")
    terminal.sees("-stop")
    terminal.types("")
    terminal.sees("00:00:05:00")
    terminal.tells_its_cursor()
    terminal.sends("cast golden\t")
    terminal.sees("hour")
    terminal.presses("c")
    terminal.tells_its_cursor()
    terminal.presses("d")
    assert terminal.ends() == 0


def test_a_key_typed_at_the_prompt_is_not_kept_in_the_history(desk: Desk) -> None:
    terminal = desk.terminal()
    terminal.tells_its_cursor()
    terminal.sees("147.50 credits left")
    terminal.types(f"login {scenes.LICENSE_KEY}")
    terminal.sees("unexpected extra argument")
    terminal.tells_its_cursor()
    terminal.presses("d")
    assert terminal.ends() == 0
    history = desk.home / ".history"
    assert not history.exists() or scenes.LICENSE_KEY not in history.read_text()


def test_without_a_terminal_it_reads_lines(service: StandIn, desk: Desk) -> None:
    run = desk.run(typed="credits\n\nestimat --runtime 5\nhelp cast\nquit\nfilms\n")
    assert "812.50 credits spent" in run.out
    assert 'Did you mean "estimate"?' in run.err
    assert "pod cast" in run.out
    assert scenes.NAME not in run.out
    assert run.code == 2


def test_an_apostrophe_in_plain_words_is_no_quote(service: StandIn, desk: Desk) -> None:
    desk.run(typed="produce a dog's life\n")
    (post,) = service.posts("films")
    assert post.body
    assert post.body["idea"] == "a dog's life"
