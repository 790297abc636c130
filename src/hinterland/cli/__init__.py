"""The command line: thin. It reads options, calls a study, shows the result; nothing is computed here.

Exit codes: 0 answered, 1 faults found, 2 wrong use, 130 cancelled (and 70: a mistake of this program). Answers go
to stdout, progress and messages to stderr. Commands are imported when they are called, so that every `--help` is
quick.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli.interrupts import told_again
from hinterland.errors import Cancelled, FaultyCase, HinterlandError
from hinterland.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, FAULTS, WRONG_USE, BROKEN, CANCELLED = 0, 1, 2, 70, 130

COMMANDS = {
    "new": ("hinterland.cli.new", "Make a documented empty case, or copy a shipped one."),
    "check": ("hinterland.cli.check", "List every fault of a case at once."),
    "convert": ("hinterland.cli.convert", "Convert a case between CSV, Parquet and Excel."),
    "import": ("hinterland.cli.import_", "Import official statistics: yearbook pages, months, SDMX-CSV."),
    "read": ("hinterland.cli.read", "Read news and policy texts into draft claims with their evidence."),
    "review": ("hinterland.cli.review", "Confirm, edit or reject draft claims, one by one."),
    "track": ("hinterland.cli.track", "Show the board of promises: kept, missed, open, not measurable."),
    "agreements": ("hinterland.cli.agreements", "Show agreements and their workstreams."),
    "gaps": ("hinterland.cli.gaps", "Show what of a place's chain is nearby, and what is missing."),
    "content": ("hinterland.cli.content", "Show what is really made in a place: local content by rule."),
    "network": ("hinterland.cli.network", "Complete who supplies whom; import input-output tables."),
    "risk": ("hinterland.cli.risk", "Show which firms can stop the cluster: systemic risk of every firm."),
    "stress": ("hinterland.cli.stress", "Show what happens if a plant, a place or a product is hit."),
    "plan": ("hinterland.cli.plan", "Plan: who to attract where and when, and what each promise costs."),
    "attract": ("hinterland.cli.attract", "Rank candidates by what each is worth to the promises."),
    "site": ("hinterland.cli.site", "Rank parks for one project, every term visible, weights changeable."),
    "run": ("hinterland.cli.run", "Run every study the case has data for and write the report."),
    "demo": ("hinterland.cli.demo", "Run the shipped case: board and report."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, proposing a near one where the name is misspelt."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            close = nearest(name, COMMANDS)
            hint = f" Did you mean `{close}`?" if close else f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f"no command {name!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hinterland", prog_name="hinterland")
def cli() -> None:
    """Turn the promises of an industrial cluster into a model that computes."""


def main(args: Sequence[str]) -> int:
    """Run the command line and return the exit code."""
    _utf8()
    try:
        with told_again():
            outcome: Any = cli.main(args=list(args), prog_name="hinterland", standalone_mode=False)
    except FaultyCase as faulty:
        click.echo(str(faulty), err=True)
        return FAULTS
    except (click.exceptions.Abort, KeyboardInterrupt, Cancelled):
        click.echo("Cancelled.", err=True)
        return CANCELLED
    except click.ClickException as wrong:
        wrong.show()
        return WRONG_USE
    except click.exceptions.Exit as left:
        return left.exit_code
    except HinterlandError as error:
        click.echo(_told(error, _lang(args)), err=True)
        return WRONG_USE
    except BrokenPipeError:
        # the reader went away (`| head`): leave quietly, and keep the interpreter from flushing into the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        click.echo(f"hinterland: {what}", err=True)
        return WRONG_USE
    except Exception as error:
        if os.environ.get("HINTERLAND_DEBUG") and not _interrupted(error):
            raise
        return _broken(error)
    return outcome if isinstance(outcome, int) else OK


def _broken(error: Exception) -> int:
    """Tell that this program made a mistake, or that Ctrl-C looks like one, and return the exit code."""
    if _interrupted(error):
        click.echo("Cancelled.", err=True)
        return CANCELLED
    click.echo(f"hinterland: a mistake of this program ({type(error).__name__}: {error})", err=True)
    click.echo("Set HINTERLAND_DEBUG=1 to see where, and report it with the case if you can", err=True)
    return BROKEN


def _interrupted(error: BaseException | None) -> bool:
    """Return whether Ctrl-C is behind an error: a compiled module that is being imported turns it into its own."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _lang(args: Sequence[str]) -> str:
    """Return the language asked for: an error is told in it, too."""
    asked = os.environ.get("HINTERLAND_LANG", "en")
    for number, word in enumerate(args):
        if word == "--":
            break
        if word == "--lang":
            asked = "".join(args[number + 1 : number + 2])
        elif word.startswith("--lang="):
            asked = word.partition("=")[2]
    return "zh" if asked == "zh" else "en"


def _told(error: HinterlandError, lang: str) -> str:
    """Return the message of an error, in Chinese where it has it."""
    in_ = getattr(error, "in_", None)
    if lang == "zh" and in_ is not None:
        return f"hinterland：{in_(lang)}"
    return f"hinterland: {error}"


def _utf8() -> None:
    """Write UTF-8 whatever the locale: names are Chinese, and a pipe on Windows is not."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")
