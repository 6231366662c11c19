"""The `ne-kg` command: one module a subcommand, loaded when it is called."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

import click

from ne_kg import __version__
from ne_kg.model.errors import NeKgError, UsageError

COMMANDS = {
    "build": "Build, check and publish the graph.",
    "coverage": "Account for every sentence, clause, number and name.",
    "diff": "Compare two builds or git revisions, fact by fact.",
    "export": "Write the built dataset in any RDF format.",
    "publish": "Fill a remote SPARQL server.",
    "queries": "List, check and accept saved queries.",
    "query": "Run a saved or given query.",
    "release": "Write a release ready to deposit.",
    "sentences": "Print the sentences of a report.",
    "serve": "Serve pages and the SPARQL endpoint.",
    "validate": "Check RDF against SHACL shapes.",
}


class _Commands(click.Group):
    """Imports a subcommand's module when it is used, so that `validate` needs no web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            near = get_close_matches(cmd_name, COMMANDS)
            if near:
                ctx.fail(f"No such command '{cmd_name}'. Did you mean {', '.join(near)}?")
            return None
        command: click.Command = import_module(f"ne_kg.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ne-kg")
@click.option(
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project folder (default: where you are).",
)
@click.pass_context
def main(ctx: click.Context, project: Path) -> None:
    """Build, check, query and serve a knowledge graph of government reports.

    Example: ne-kg build && ne-kg serve
    """
    ctx.obj = project


def run() -> None:
    """Entry point: turns this package's errors, and those of files, into messages and exit codes
    (1 and 2)."""
    try:
        # Click returns the code of an Exit instead of raising it.
        code = main.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except UsageError as error:
        click.echo(f"ne-kg: {error}", err=True)
        sys.exit(2)
    except NeKgError as error:
        click.echo(f"ne-kg: {error}", err=True)
        sys.exit(1)
    except OSError as error:  # no room, no right, no such folder
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"ne-kg: {place}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(1)
