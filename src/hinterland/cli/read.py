"""`hinterland read FILE...`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hinterland.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.errors import DocumentError
    from hinterland.progress import Progress
    from hinterland.reading.read import Reading
    from hinterland.reading.review.enter import Entered
    from hinterland.reading.sources import Source

COLUMNS = (
    "document kind modality parties measure comparator value value_high unit currency per deadline period_start "
    "place topics flags basis start end quote"
)
PATH = click.Path(path_type=Path)


@dataclass(slots=True)
class Document:
    """A document that was read, and how it entered the case."""

    source: Source
    reading: Reading
    entered: Entered | None = None

    def about(self) -> dict[str, Any]:
        """Return what there is to say of the document itself, fit for JSON."""
        source, published = self.source, self.reading.published
        return {
            "name": source.name,
            "form": source.form,
            "title": source.title,
            "publisher": source.publisher,
            "published": published.isoformat() if published else None,
            "address": source.address,
            "encoding": source.encoding,
            "characters": len(source.text),
            "sha256": source.sha256,
            "pictures": list(source.pictures),
            "into": self._into(),
        }

    def _into(self) -> dict[str, Any] | None:
        if self.entered is None:
            return None
        words = ("new", "same", "fuzzy", "orphaned")
        lists = {w: list(getattr(self.entered, w)) for w in words}
        return {"document": self.entered.document, "path": self.entered.path, **lists}


@click.command("read")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=PATH)
@click.option(
    "--into", type=PATH, default=None, help="Case that the drafts are added to; made where there is none."
)
@click.option(
    "--published",
    type=options.Day(),
    default=None,
    help="Date of publication (YYYY-MM-DD), against which “Monday” or 今年 are resolved. "
    "Default: what a web page says of itself.",
)
@click.option("--document", "id_", default="", help="Id of the document in the case, for one file.")
@click.option(
    "--reader", default="rules", show_default=True, help="Who reads: rules, llm, or an installed one."
)
@click.option("--base-url", default="", help="Address of the language model's endpoint, for --reader llm.")
@click.option("--model", default="", help="Name of the language model, for --reader llm.")
@options.output
def command(
    files: tuple[Path, ...],
    *,
    into: Path | None,
    published: date | None,
    id_: str,
    form: str,
    lang: str,
    **who: str,
) -> int:
    """Read news and policy texts, English or Chinese, into draft claims with the words that they stand in.

    FILE is text, Markdown, a saved web page, a PDF with a text layer, or a Word document. What is doubtful in them
    is told as well, and every number that was not read. With --into the drafts enter a case; `hinterland review`
    is where a person decides. Exit code 1 means that a file could not be read; the others are.
    """
    if id_ and len(files) > 1:
        raise click.UsageError("--document names one document; give one file, or leave it out")
    from hinterland.cli.read_into import open_case, put_in

    read = _reader(**who)
    cluster = open_case(into) if into else None
    with options.progress("Reading") as progress:
        documents, faults = _read(files, cluster, read, published, progress)
    if into and cluster is not None and documents:
        put_in(documents, cluster, into, id_)
    _answer(documents, faults, into, form=form, lang=lang, several=len(files) > 1)
    for fault in faults:
        click.echo(_plain(fault.in_(lang)), err=True)
    return 1 if faults else 0


def _reader(reader: str, base_url: str, model: str) -> Callable[..., Reading]:
    """Return the function that reads; the rules need no entry point."""
    if reader == "rules":
        from hinterland.reading.read import read_text

        return read_text
    from hinterland.reading.models import find_reader

    found: Callable[..., Reading] = find_reader(reader, base_url=base_url, model=model)
    return found


def _read(
    files: tuple[Path, ...],
    cluster: Cluster | None,
    read: Callable[..., Reading],
    published: date | None,
    progress: Progress,
) -> tuple[list[Document], list[DocumentError]]:
    """Read every file that can be, and collect what is wrong with the others."""
    from hinterland.errors import DocumentError, ReaderError
    from hinterland.reading.gazetteer import NOTHING, Known
    from hinterland.reading.sources import load

    known = NOTHING if cluster is None else Known.of_cluster(cluster)
    documents, faults = [], []
    for done, file in enumerate(files):
        progress(done, len(files), _plain(file.name))
        try:
            source = load(file)
        except DocumentError as fault:
            faults.append(fault)
            continue
        try:
            reading = read(source.text, published=published or _day(source.published), known=known)
        except ReaderError as error:
            if len(files) == 1:
                raise
            faults.append(DocumentError(file.name, f"was not read: {error}", f"未能读取：{error}"))
            continue
        documents.append(Document(source, reading))
    return documents, faults


def _day(text: str) -> date | None:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _answer(
    documents: list[Document],
    faults: list[DocumentError],
    into: Path | None,
    *,
    form: str,
    lang: str,
    several: bool,
) -> None:
    if form == "text":
        from hinterland.cli.read_show import show

        for document in documents:
            show(document, lang)
        if documents:
            _next(documents, into, lang)
        return
    whole = _several(documents) if several else _one(documents)
    if faults:
        whole["faults"] = [{"file": f.name, "message": f.in_(lang)} for f in faults]
    options.emit(form, COLUMNS.split(), _rows(documents) if form == "csv" else (), whole)


def _next(documents: list[Document], into: Path | None, lang: str) -> None:
    """Say what to do with the drafts."""
    import shlex

    line, zh = options.printer(), lang == "zh"
    if into is None:
        line(
            "未写入任何内容；--into DIR 将草稿加入案例"
            if zh
            else "Nothing was written: --into DIR adds drafts to a case"
        )
    elif any(d.entered and (d.entered.new or d.entered.fuzzy or d.entered.orphaned) for d in documents):
        line(f"{'下一步：' if zh else 'Next: '}hinterland review {shlex.quote(str(into))}")


def _one(documents: list[Document]) -> dict[str, Any]:
    if not documents:
        return {"document": None, "claims": [], "issues": [], "notices": []}
    return {"document": documents[0].about(), **documents[0].reading.as_dict()}


def _several(documents: list[Document]) -> dict[str, Any]:
    lists: dict[str, list[dict[str, Any]]] = {"claims": [], "issues": [], "notices": []}
    for number, document in enumerate(documents):
        for name, found in document.reading.as_dict().items():
            lists[name] += [{"document": number, "name": document.source.name, **f} for f in found]
    return {"documents": [d.about() for d in documents], **lists}


def _rows(documents: list[Document]) -> Iterator[dict[str, Any]]:
    for document in documents:
        for claim in document.reading.claims:
            row = {c: getattr(claim, c, None) for c in COLUMNS.split()}
            for name, value in row.items():
                if isinstance(value, tuple):
                    row[name] = ";".join(value)
            yield {
                **row,
                "document": document.source.name,
                "quote": document.reading.text[claim.start : claim.end],
            }


def _plain(words: str) -> str:
    """Return words without what would steer a terminal: names of files are not ours."""
    return "".join(c if c.isprintable() else "\ufffd" for c in words)
