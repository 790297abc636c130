"""Every study that a case has data for, and the report of them: page, tables, figures, provenance."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland import figures
from hinterland.errors import CaseError, StudyError
from hinterland.progress import silent
from hinterland.report.contents import FIGURES, TABLES
from hinterland.report.files import slug, write_areas, write_tables
from hinterland.report.page import Page, render
from hinterland.report.shocks import of
from hinterland.report.studies import NAMES, studies
from hinterland.store.swap import exchange
from hinterland.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hinterland.cluster import Cluster
    from hinterland.progress import Progress
    from hinterland.report.files import Saved
    from hinterland.result import Result, Said

FORMAT = 1
MADE_BY = "hinterland run"
NAMED = 10
"""Files that a refusal names."""
BY_PLACE = {"coverage_curve", "reach_map", "coverage_icicle", "gap_table", "content_waterfall"}
"""Figures that are drawn place by place, for up to `PLACES` places."""
BY_SHOCK = {"shock_time", "shock_map"}
"""Figures that are drawn shock by shock; the map only for the first that slows a few plants, else the first."""
SLOW, MAPPED = 0.95, 3
"""Share of normal below which a plant is slowed, and plants that make a map worth drawing."""
PLACES = 3
WATERFALLS = 2
"""Rules of a place that have a waterfall: what is really made here, and the first with a threshold."""
JUNK = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""What file managers leave in any folder."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did and where it left it.

    Attributes
    ----------
    out
        Folder with report.html, result.json, tables.xlsx, tables/ and figures/.
    results
        Result by study, those that ran.
    skipped
        Study that did not run to the reason why.
    """

    out: Path
    case: str
    as_of: str
    results: Mapping[str, Result]
    skipped: Mapping[str, Said]
    saved: tuple[Saved, ...]
    seconds: float

    @property
    def report(self) -> Path:
        """The page."""
        return self.out / "report.html"

    def as_dict(self) -> dict[str, Any]:
        """Return the summary as plain data."""
        return {
            "case": self.case,
            "as_of": self.as_of,
            "report": str(self.report),
            "studies": {name: dict(result.summary) for name, result in self.results.items()},
            "skipped": {name: why.en for name, why in self.skipped.items()},
            "tables": len(self.saved),
            "seconds": round(self.seconds, 3),
        }


def run(
    cluster: Cluster,
    out: Path | str,
    *,
    as_of: date | str | None = None,
    lang: str = "en",
    progress: Progress = silent,
) -> RunSummary:
    """Run every study that the case has data for and write the report into `out`, whole or not at all.

    Parameters
    ----------
    cluster
        The case.
    out
        Folder; made where it is not there. An earlier report in it is replaced at once.
    as_of
        Day from which the case is seen; default: the day the cluster is seen from, else today.
    lang
        Language that the page opens in; it holds both.

    Raises
    ------
    CaseError
        If `out` holds something that is no earlier report, or files that no run wrote.
    StudyError
        If there is no such language.
    """
    began = time.perf_counter()
    out = Path(out)
    if lang not in LANGUAGES:
        raise StudyError(f"there is no language {lang!r}; use {' or '.join(LANGUAGES)}")
    folder = out.resolve()
    _refuse_foreign(folder)
    seen = cluster.as_of(cluster.day(as_of))
    day = str(seen.seen_from)
    steps = len(NAMES) + len(FIGURES) + 2
    results, skipped = studies(seen, progress, steps)
    pictures = _figures(results, seen, progress, steps)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        progress(steps - 2, steps, "tables")
        saved = write_tables(fresh / "tables", _tables(seen, results))
        progress(steps - 1, steps, "report")
        areas = write_areas(fresh / "tables", results["gaps"]["areas"]) if "gaps" in results else {}
        _write(fresh, Page(seen, day, results, skipped, pictures, saved, areas, lang))
        _refuse_foreign(folder)  # again: the studies took a while
        fresh.chmod(0o755)  # mkdtemp makes a folder that nobody else can read
        _put(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    progress(steps, steps, "done")
    seconds = time.perf_counter() - began
    return RunSummary(out, cluster.name, day, results, skipped, tuple(saved), seconds)


def _figures(
    results: Mapping[str, Result], cluster: Cluster, progress: Progress, steps: int
) -> dict[str, dict[str, str]]:
    """Return each figure as SVG by language; one that has nothing to show is left out.

    Where the bill of materials is drawn with what is covered nearby it is not drawn without.
    """
    pictures: dict[str, dict[str, str]] = {}
    for done, (study, name) in enumerate(FIGURES):
        progress(len(NAMES) + done, steps, name)
        covered = name == "chain_icicle" and any(key.startswith("coverage_icicle-") for key in pictures)
        if study not in results or covered or not _tells(results[study], name):
            continue
        shown = _parts(results[study], study, name, cluster)
        for key, tables in shown.items():
            try:
                pictures[key] = {
                    which: figures.svg(figures.draw(tables, name, lang=which)) for which in LANGUAGES
                }
            except StudyError:
                continue  # rows without a number to draw: the table beside it says so
    return pictures


def _parts(
    result: Result, study: str, name: str, cluster: Cluster
) -> Mapping[str, Result | dict[str, pl.DataFrame]]:
    """Return what a figure is drawn from, by its key: by place, by shock, by plan, or all at once."""
    if name in BY_PLACE:
        return _by_place(result, name, cluster)
    if name in BY_SHOCK:
        return _by_shock(result, name, cluster)
    if result.study == "plan":
        return {f"{study}-{name}": dict(result.tables) | {"places": cluster["places"]}}
    return {name: result}


def _by_shock(result: Result, name: str, cluster: Cluster) -> dict[str, dict[str, pl.DataFrame]]:
    """Return the tables of each shock by the key of its figure; of the map the first that reaches some plants."""
    table = result[figures.FIGURES[name].NEEDS[0]]
    there = table["shock"].unique(maintain_order=True).to_list()
    if name == "shock_map":
        felt = table.filter(pl.col("level") < SLOW).group_by("shock").agg(pl.col("plant").n_unique())
        wide = {s for s, plants in felt.iter_rows() if plants >= MAPPED}
        there = [s for s in there if s in wide][:1] or there[:1]
    return {f"{name}-{slug(shock)}": of(result, shock) | {"places": cluster["places"]} for shock in there}


def _by_place(result: Result, name: str, cluster: Cluster) -> dict[str, dict[str, pl.DataFrame]]:
    """Return the tables of each place by the key of its figure; `places` gives a map its names."""
    main = result[figures.FIGURES[name].NEEDS[0]]
    shown = {}
    for place in main["place"].unique(maintain_order=True).to_list()[:PLACES]:
        tables = {
            n: f.filter(pl.col("place") == place) if "place" in f.columns else f
            for n, f in result.tables.items()
        }
        if name == "content_waterfall":
            tables["waterfall"] = _waterfalls(tables)
        shown[f"{name}-{slug(place)}"] = tables | {"places": cluster["places"]}
    return shown


def _waterfalls(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the waterfalls that are drawn, of the first product: what is really made here, the first barred rule."""
    steps = tables["waterfall"]
    root = steps["root"][0]
    barred = tables["content"].filter(pl.col("threshold").is_not_null())["rule"].to_list()
    rules = [r for r in dict.fromkeys(["here", *barred]) if r in set(steps["rule"])][:WATERFALLS]
    return steps.filter((pl.col("root") == root) & pl.col("rule").is_in(rules))


def _tells(result: Result, name: str) -> bool:
    """Whether a figure has anything to show: rows, and for the history more days than one."""
    rows = result.tables.get(figures.FIGURES[name].NEEDS[0])
    if rows is None:
        return False
    return bool(rows["as_of"].n_unique() > 1 if name == "history" else rows.height)


def _tables(cluster: Cluster, results: Mapping[str, Result]) -> dict[str, pl.DataFrame]:
    """Return what is saved: the studies' tables, then the tables of the case as they were read."""
    tables = {
        file: results[study][table]
        for (study, table), file in TABLES.items()
        if study in results and table in results[study].tables  # a plan has some only if asked for them
    }
    return tables | {f"case_{name}": frame for name, frame in cluster.tables.items() if frame.height}


def _write(folder: Path, page: Page) -> None:
    """Write the page, its pictures and the provenance of all that it shows."""
    (folder / "report.html").write_text(render(page), encoding="utf-8")
    (folder / "figures").mkdir()
    for name, by_lang in page.figures.items():
        for which, svg in by_lang.items():
            (folder / "figures" / f"{name}_{which}.svg").write_text(svg, encoding="utf-8")
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    told = json.dumps(_told(page, [*files, "result.json"]), ensure_ascii=False, indent=2)
    (folder / "result.json").write_text(told + "\n", encoding="utf-8")


def _told(page: Page, files: list[str]) -> dict[str, Any]:
    """Return what result.json says; the next run into the folder deletes these `files`, and no others."""
    return {
        "format": FORMAT,
        "made_by": MADE_BY,
        "case": page.cluster.name,
        "as_of": page.as_of,
        "studies": {name: result.describe() for name, result in page.results.items()},
        "files": sorted(files),
        "skipped": {name: {"en": why.en, "zh": why.zh} for name, why in page.skipped.items()},
        "tables": {
            s.name: {"rows": s.rows, "columns": s.columns, "in_workbook": s.in_workbook} for s in page.saved
        },
    }


def _refuse_foreign(out: Path) -> None:
    """Refuse to replace what no run has made, a folder or a file in it: it may be somebody's work."""
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    try:
        told = json.loads((out / "result.json").read_text(encoding="utf-8"))
        written = _written(told) if told["made_by"] == MADE_BY else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        written = None
    if written is None:
        raise CaseError(f"{out} holds something that is no earlier report; name a new or an empty folder")
    expected = written | {parent.as_posix() for file in written for parent in PurePosixPath(file).parents}
    expected |= {"tables", "figures"}
    inside = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.name not in JUNK)
    foreign = [name for name in inside if name not in expected or (name in written and (out / name).is_dir())]
    if foreign:
        more = f" and {len(foreign) - NAMED} more" if len(foreign) > NAMED else ""
        raise CaseError(
            f"{out} holds what no run wrote, and a new report there would delete it: "
            f"{', '.join(foreign[:NAMED])}{more}; nothing was written. "
            "Move it out of the folder, or name another folder for the report"
        )


def _written(told: dict[str, Any]) -> set[str]:
    """Return the files that an earlier run wrote; before it kept a list, its tables and pictures tell them."""
    if "files" in told:
        return set(told["files"])
    tables = {f"tables/{name}.{form}" for name in told["tables"] for form in ("csv", "parquet")}
    pictures = {f"figures/{name}_{lang}.svg" for _, name in FIGURES for lang in LANGUAGES}
    return {"report.html", "result.json", "tables.xlsx"} | tables | pictures


def _put(fresh: Path, out: Path) -> None:
    """Put `fresh` in the place of `out`; a reader finds the old report or the new one."""
    if out.exists() and exchange(fresh, out):
        return  # the old report now lies where the fresh one was, and its owner removes it
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)
