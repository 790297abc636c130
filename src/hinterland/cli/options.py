"""Options that every command has, and how answers and progress are shown."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hinterland.progress import Progress

F = TypeVar("F", bound="Callable[..., Any]")

directory = click.argument("case", metavar="DIR", type=click.Path(path_type=Path))


def output(function: F) -> F:
    """Add `--format` and `--lang`."""
    function = click.option(
        "--lang",
        type=click.Choice(["en", "zh"]),
        default="en",
        show_default=True,
        envvar="HINTERLAND_LANG",
        help="Language of the answer.",
    )(function)
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "csv"]),
        default="text",
        show_default=True,
        help="Form of the answer on stdout.",
    )(function)


class Day(click.ParamType[Any]):
    """A calendar day."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the day, or say how to write one."""
        from hinterland.dates import day
        from hinterland.errors import DateError

        try:
            return day(value)
        except DateError as error:
            self.fail(str(error), param, ctx)


class Days(click.ParamType[Any]):
    """Calendar days, parted by commas."""

    name = "DATES"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the days, or say how to write them."""
        if isinstance(value, tuple):
            return value
        days = tuple(Day().convert(part.strip(), param, ctx) for part in value.split(",") if part.strip())
        if not days:
            self.fail("it names no day: write YYYY-MM-DD[,YYYY-MM-DD...], or leave it out", param, ctx)
        return days


class Probability(click.FloatRange):
    """A probability strictly between 0 and 1."""

    def __init__(self) -> None:
        super().__init__(0.0, 1.0, min_open=True, max_open=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the probability, or say how to write one: 70% and nan are none."""
        try:
            number = float(value)
        except ValueError:
            number = -1.0
        if not 0 < number < 1:
            self.fail(f"{value!r} is no probability: write a number between 0 and 1, such as 0.7", param, ctx)
        return number


as_of = click.option(
    "--as-of",
    type=Day(),
    default=None,
    help="Look back: only what was public by that day exists (YYYY-MM-DD). Default: today.",
)


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show a bar on stderr while a long piece of work runs; nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        from hinterland.progress import silent

        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def advance(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total, description=f"{title}: {what}"[:60])

        yield advance


def printer() -> Callable[..., None]:
    """Return a function that prints a line of rich text, indented: wrapped on a terminal, whole in a pipe."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False)

    def show(*parts: str | tuple[str, str], indent: int = 0) -> None:
        line = Text.assemble(*parts)
        if console.is_terminal:
            console.print(Padding(line, (0, 0, 0, indent)))
        else:
            console.print(Text(" " * indent).append_text(line), soft_wrap=True)

    return show


def emit(form: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], whole: Any) -> None:
    """Print an answer as JSON (`whole`) or CSV (`columns` of `rows`)."""
    if form == "json":
        import json

        click.echo(json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False))
        return
    import csv

    writer = csv.DictWriter(sys.stdout, fieldnames=list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: defuse(v) for k, v in row.items()})


def defuse(cell: Any) -> Any:
    """Keep a spreadsheet from taking text for a formula."""
    if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{cell}"
    return cell
