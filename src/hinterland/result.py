"""What a study returns: tables, a summary, the assumptions it made, its figures, and where it all came from."""

from __future__ import annotations

import json
import os
import platform
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import polars as pl

from hinterland.errors import CaseError, Refused
from hinterland.scenario import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hinterland.cluster import Cluster

FORMAT = 1
LIBRARIES = ("hinterland", "polars")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages."""

    en: str
    zh: str

    def in_(self, lang: str) -> str:
        """Return the sentence in `lang` (`en` or `zh`)."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a result came from, so that it can be made again.

    `bound` is what a solver proved about the best possible answer, None where nothing was solved.
    """

    study: str
    case: str
    as_of: str | None
    parameters: Mapping[str, Any]
    inputs: Mapping[str, str]
    revision: str
    scenario: tuple[str, ...]
    versions: Mapping[str, str]
    seconds: float
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of a study, frozen.

    Attributes
    ----------
    tables
        Named tables; `changes`, where there is one, is what the result would change in the case.
    summary
        The answer in a few named values, fit for JSON.
    assumptions
        What was assumed, in both languages.
    figures
        Names of the figures that can be drawn from it (`hinterland.figures.draw`).
    """

    study: str
    tables: Mapping[str, pl.DataFrame]
    provenance: Provenance
    summary: Mapping[str, Any] = field(default_factory=dict)
    assumptions: tuple[Said, ...] = ()
    figures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))
        object.__setattr__(self, "summary", MappingProxyType(dict(self.summary)))

    def __getitem__(self, table: str) -> pl.DataFrame:
        return self.tables[table]

    @property
    def changes(self) -> pl.DataFrame:
        """What the result would change in the case; empty for studies that decide nothing."""
        return self.tables.get("changes", pl.DataFrame(schema=SCHEMA))

    def describe(self) -> dict[str, Any]:
        """Return everything but the tables as plain data."""
        return {
            "format": FORMAT,
            "study": self.study,
            "summary": dict(self.summary),
            "assumptions": [asdict(a) for a in self.assumptions],
            "figures": list(self.figures),
            "tables": {name: {"rows": t.height, "columns": t.columns} for name, t in self.tables.items()},
            "provenance": {k: _plain(v) for k, v in asdict(self.provenance).items()},
        }

    def save(self, folder: Path) -> Path:
        """Save the result into `folder` as a whole: `result.json` and a Parquet file a table.

        An older result there is replaced at once, never in part.

        Raises
        ------
        Refused
            If the folder holds anything that is not an older result: nothing is deleted that is not ours.
        """
        folder = Path(folder)
        free(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for name, table in self.tables.items():
                table.write_parquet(fresh / f"{name}.parquet")
            text = json.dumps(self.describe(), ensure_ascii=False, indent=2)
            (fresh / "result.json").write_text(text + "\n", encoding="utf-8")
            _replace(fresh, folder)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return folder

    @classmethod
    def load(cls, folder: Path) -> Result:
        """Return the result saved in `folder`.

        Raises
        ------
        CaseError
            If there is none, or it was saved by a later version.
        """
        folder = Path(folder)
        try:
            told = json.loads((folder / "result.json").read_text(encoding="utf-8"))
            if told["format"] > FORMAT:
                raise CaseError(f"{folder}: saved by a later hinterland (format {told['format']}); update it")
            tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in told["tables"]}
            origin = told["provenance"]
            origin["scenario"] = tuple(origin["scenario"])
            return cls(
                study=told["study"],
                tables=tables,
                provenance=Provenance(**origin),
                summary=told["summary"],
                assumptions=tuple(Said(**a) for a in told["assumptions"]),
                figures=tuple(told["figures"]),
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CaseError(f"{folder}: no result is saved there ({error})") from error


def free(folder: Path) -> None:
    """Refuse a folder into which a result cannot go without loss: a file, or one with other things in it.

    Raises
    ------
    Refused
        Naming the folder and what is there.
    """
    folder = Path(folder)
    if folder.is_dir():
        others = sorted(
            p.name for p in folder.iterdir() if p.name != "result.json" and p.suffix != ".parquet"
        )
        there = [p.name for p in folder.iterdir()]
        if not there or (not others and "result.json" in there):
            return
        named = ", ".join((others or sorted(there))[:3])
        raise Refused(
            f"{folder} holds other things than a result ({named}), which would be lost; name a new or empty folder",
            f"{folder} 中有结果以外的文件（{named}），保存会使其丢失；请指定新的或空的文件夹",
        )
    if folder.exists() or folder.is_symlink():
        raise Refused(
            f"{folder} is a file; name a folder for the result", f"{folder} 是文件；请为结果指定文件夹"
        )


def _replace(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`."""
    old = folder.with_name(f".{folder.name}-old-{os.getpid()}")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def provenance(
    study: str, cluster: Cluster, parameters: Mapping[str, Any], seconds: float, *, bound: float | None = None
) -> Provenance:
    """Return the provenance of a study that ran on `cluster` for `seconds`."""
    versions = {name: metadata.version(name) for name in LIBRARIES} | {"python": platform.python_version()}
    return Provenance(
        study=study,
        case=cluster.name,
        as_of=cluster.seen_from.isoformat() if cluster.seen_from else None,
        parameters=dict(parameters),
        inputs=dict(cluster.origin.files),
        revision=cluster.origin.revision,
        scenario=tuple(f"{c.table} {'|'.join(c.key)} {c.action} {c.column or ''}" for c in cluster.changes),
        versions=versions,
        seconds=round(seconds, 6),
        bound=bound,
    )
