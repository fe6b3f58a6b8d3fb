"""From words to a command and on to an exit code: one path for the shell, a pipe and the studio prompt."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click

from pod_cli import problems, settings, table
from pod_cli.exit_codes import ExitCode
from pod_cli.output import Screen
from pod_cli.session import Answer, Session

INTERRUPTED = "Interrupted. Run the same command again to go on; nothing is ever ordered twice."


class Studio(click.Group):
    """Loads a command's module only when it is called, so that starting up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [entry.name for entry in table.COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = table.find(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(f"pod_cli.commands.{entry.name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if table.find(args[0]) is None and not args[0].startswith("-"):
            raise problems.local("not_a_command", _unclear(args[0]), ExitCode.USAGE)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from pod_cli.commands.help import overview

        formatter.write("\n".join(overview()) + "\n")


@click.group(cls=Studio, invoke_without_command=True)
@click.option("--json", is_flag=True, expose_value=False, help="Print one JSON document.")
@click.pass_context
def pod(ctx: click.Context) -> Answer | None:
    if ctx.invoked_subcommand is not None:
        return None
    if ctx.obj.screen.as_json:
        from pod_cli.commands.help import everything

        return everything()
    from pod_cli import prompt

    return Answer({}, prompt.open_studio(run))


def run(words: Sequence[str]) -> ExitCode:
    """Do what the words say, print it, and say how it ended. Never raises but for programming errors."""
    screen = Screen(as_json=_wants_json(words))
    session = Session(settings.read(), screen)
    try:
        with pod.make_context("pod", list(words), obj=session) as context:
            answer = pod.invoke(context)
    except click.exceptions.Exit as left:
        return ExitCode(left.exit_code)
    except problems.Problem as problem:
        screen.problem(problem)
        return problem.exit_code
    except click.ClickException as error:
        screen.problem(problems.local("usage", _usage(error)))
        return ExitCode.USAGE
    except KeyboardInterrupt:
        screen.problem(problems.local("interrupted", INTERRUPTED))
        return ExitCode.INTERRUPTED
    except EOFError:
        screen.problem(problems.local("cancelled", "Left without an answer. Nothing was spent."))
        return ExitCode.CANCELLED
    finally:
        session.close()
    if not isinstance(answer, Answer):
        return ExitCode.OK
    screen.document(answer.document)
    return answer.exit_code


def _wants_json(words: Sequence[str]) -> bool:
    return "--json" in words


def _unclear(word: str) -> str:
    nearest = table.nearest(word)
    if nearest is None:
        return f'"{word}" is not a command I know. Type help to see them all. Nothing was spent.'
    return f'"{word}" is not a command I know. Did you mean "{nearest.name}"? Nothing was spent.'


def _usage(error: click.ClickException) -> str:
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None and error.ctx.info_name:
        entry = table.find(error.ctx.info_name)
        hint = f" For example: {entry.example}" if entry else " Type pod help to see what there is."
    return f"{error.format_message()}{hint}"
