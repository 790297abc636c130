"""Files of official statistics taken in: the door of this room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import dates
from hinterland.cluster import Cluster
from hinterland.errors import CaseError
from hinterland.frames import conform, schema_of
from hinterland.ids import listed
from hinterland.intake.assemble import OBSERVED_KINDS, Assembler
from hinterland.intake.detect import detect
from hinterland.intake.directory import Directory
from hinterland.intake.drafts import Drafts
from hinterland.intake.facts import Ledger
from hinterland.intake.grid import read_pages
from hinterland.intake.page import read_page
from hinterland.intake.records import read_records
from hinterland.intake.suspicion import ask_about_scales
from hinterland.intake.taken import UNREAD, Intake, Options
from hinterland.intake.unit_words import read_unit
from hinterland.progress import silent
from hinterland.schema import TABLES
from hinterland.store.guard import digest
from hinterland.units import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hinterland.intake.grid import Page
    from hinterland.progress import Progress


def take_in(
    files: Iterable[Path | str],
    cluster: Cluster | None = None,
    *,
    options: Options | None = None,
    progress: Progress = silent,
) -> Intake:
    """Return what files of official statistics hold, as observations of a case.

    Parameters
    ----------
    files
        Workbooks (.xlsx) and text files (.csv, .tsv): yearbook pages, tables of months, SDMX-CSV, long tables.
    cluster
        The case they are meant for, whose places, metrics and units are recognised; none for an empty one.
    options
        What the user says about them.

    Raises
    ------
    CaseError
        If a file cannot be read at all.
    DateError, UnitError
        If an option cannot be understood.
    """
    pages: list[Page] = []
    digests: dict[str, str] = {}
    chosen = _checked(options or Options())
    listed = [Path(f) for f in files]
    for done, path in enumerate(listed):
        progress(done, len(listed), path.name)
        data = _bytes(path)
        digests[path.name] = digest(data)
        found = read_pages(data, path.name, chosen.sheet)
        if not any(p.cells or p.broken for p in found):
            raise CaseError(
                f"{path.name} has no filled cell: nothing to import. Check that it is the right file"
            )
        pages += found
    return take_pages(pages, cluster or Cluster.of({}), chosen, digests)


def take_pages(pages: Iterable[Page], cluster: Cluster, options: Options, files: dict[str, str]) -> Intake:
    """Return what pages hold, as `take_in` does of files."""
    own = cluster.own_units()
    if options.unit:
        _check_unit(options.unit, own)
    ledger = Ledger()
    directory = Directory.of(cluster)
    _check_metric(options.metric, directory)
    for page in pages:
        ledger.open(page)
        columns = detect(page)
        if columns is None:
            read_page(page, options, directory, ledger, own)
        else:
            read_records(page, columns, options, ledger, own)
        ledger.close(page)
    drafts = Drafts(directory, options.source, options.published)
    assembler = Assembler(directory, options, ledger, own, _flows(cluster), drafts)
    assembler.run(ledger.facts)
    ask_about_scales(assembler.rows, cluster, ledger, own)
    return Intake(
        observations=_frame("observations", [row for row, _ in assembler.rows]),
        metrics=_frame("metrics", _used(drafts.metrics, {r["metric"] for r, _ in assembler.rows})),
        places=_frame("places", _with_parents(drafts.places, {r["place"] for r, _ in assembler.rows})),
        questions=tuple(ledger.questions),
        unread=pl.DataFrame(ledger.unread, schema=UNREAD, orient="row"),
        counts=ledger.counts(),
        files=files,
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseError(f"{path} cannot be read ({error.strerror or error}). Check the name") from error


def _checked(options: Options) -> Options:
    if options.published:
        dates.first_day(options.published)  # raises where it is no date
    return options


def _check_unit(unit: str, own: tuple[tuple[str, float, str], ...]) -> None:
    if read_unit(unit, own) is None:
        find(unit, own)  # raises, and says which one may have been meant


def _check_metric(metric: str, directory: Directory) -> None:
    """Refuse a metric of the case that no study would read observations of."""
    row = directory.metric_rows.get(metric)
    if row is None or row["kind"] in OBSERVED_KINDS:
        return
    parts = ", ".join(p for p in (row["numerator"], row["denominator"], *listed(row["members"])) if p)
    made_of = f" from {parts}" if parts else ""
    raise CaseError(
        f"--metric {metric}: it is computed{made_of} (kind {row['kind']}), and figures of its own are never used. "
        "Name a metric of kind series, a new one if need be"
    )


def _flows(cluster: Cluster) -> dict[str, set[str]]:
    pairs = cluster["observations"].select("metric", "flow").drop_nulls().unique()
    found: dict[str, set[str]] = {}
    for metric, flow in pairs.iter_rows():
        found.setdefault(metric, set()).add(flow)
    return found


def _used(drafts: dict[str, dict[str, Any]], wanted: set[str]) -> list[dict[str, Any]]:
    return [row for id_, row in drafts.items() if id_ in wanted]


def _with_parents(drafts: dict[str, dict[str, Any]], wanted: set[str]) -> list[dict[str, Any]]:
    """Return the drafts that figures use, and those that they lie inside."""
    kept = set(wanted)
    for id_ in reversed(list(drafts)):
        if id_ in kept and drafts[id_]["parent"]:
            kept.add(drafts[id_]["parent"])
    return _used(drafts, kept)


def _frame(name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    types = schema_of(TABLES[name])
    columns = {c: t for c, t in types.items() if rows and c in rows[0]}
    return conform(name, pl.DataFrame(rows, schema=columns, orient="row") if rows else pl.DataFrame())
