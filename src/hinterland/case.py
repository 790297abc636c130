"""Opening and saving a case: store, cells and checks joined, so that every fault is told at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hinterland import errors
from hinterland.cells import match_table, read_table, suggest
from hinterland.check import check
from hinterland.cluster import Cluster, Origin
from hinterland.faults import Fault, Severity
from hinterland.frames import own_units
from hinterland.progress import silent
from hinterland.schema import TABLES
from hinterland.store import open_store

if TYPE_CHECKING:
    from hinterland.progress import Progress
    from hinterland.sheets import RawTable, Reading, Sheet


@dataclass(frozen=True, slots=True)
class Case:
    """A case as found: the cluster that could be read, and every fault.

    Where there are errors the cluster holds what could be understood, for looking at, not for studies.
    """

    cluster: Cluster
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether studies may run on it."""
        return not any(f.severity == "error" for f in self.faults)


def look(path: Path | str, *, progress: Progress = silent) -> Case:
    """Read and check the case at `path`, collecting every fault.

    Raises
    ------
    CaseError
        If there is no case, or it cannot be read at all.
    """
    path = Path(path)
    reading = open_store(path).read()
    sheets, faults = _typed(reading, progress)
    progress(len(TABLES), len(TABLES) + 1, "checking")
    faults += check(sheets)
    if not any(s.frame.height for s in sheets.values()):
        faults.append(_nothing(path))
    origin = Origin(path=path, revision=reading.revision, files=dict(reading.files))
    name = path.resolve().stem if path.suffix else path.resolve().name
    cluster = Cluster.of({n: s.frame for n, s in sheets.items()}, name=name, origin=origin)
    order = {"error": 0, "warning": 1, "notice": 2}
    return Case(cluster, tuple(sorted(faults, key=lambda f: order[f.severity])))


def load(path: Path | str, *, progress: Progress = silent) -> Cluster:
    """Return the cluster of the case at `path`.

    Raises
    ------
    FaultyCase
        If it has errors; carries them all.
    CaseError
        If it cannot be read at all.
    """
    case = look(path, progress=progress)
    if not case.sound:
        raise errors.FaultyCase(case.faults)
    return case.cluster


def save(cluster: Cluster, path: Path | str) -> Cluster:
    """Save the cluster at `path`, whole or not at all, and return it with its new origin.

    A cluster that was read from `path` is saved only if nobody changed the case there in the meantime.

    Raises
    ------
    NewerCase
        If somebody did; nothing is written.
    CaseError
        If the cluster is a look back (it lacks rows): saving it would lose what became known later.
    """
    if cluster.seen_from is not None:
        raise errors.CaseError("this is the case as of an earlier day; save the case itself, not a look back")
    path = Path(path)
    same = cluster.origin.path is not None and cluster.origin.path.resolve() == path.resolve()
    expected = cluster.origin.revision if same else None
    store = open_store(path, new=True)
    revision = store.write(cluster.tables, expected=expected)
    origin = Origin(path=path, revision=revision)
    return Cluster.of(cluster.tables, name=cluster.name, origin=origin)


def convert(
    src: Path | str,
    dst: Path | str,
    *,
    kind: Literal["csv", "parquet"] | None = None,
    replace: bool = False,
    progress: Progress = silent,
) -> tuple[int, int]:
    """Copy the tables of a case to another place and form; return how many tables and rows.

    Parameters
    ----------
    kind
        Form of tables in a folder; by default CSV, Parquet for large ones.
    replace
        Whether a case that stands at `dst` may be replaced.

    Raises
    ------
    FaultyCase
        If the case has errors: what cannot be read could not be written either.
    CaseError
        If a case stands at `dst` and `replace` is not set, or `src` and `dst` are one.
    """
    src, dst = Path(src), Path(dst)
    if src.resolve() == dst.resolve():
        raise errors.CaseError(f"{src} and {dst} are the same case; name another place to convert it to")
    cluster = load(src, progress=progress)
    store = open_store(dst, new=True, form=kind)
    expected = None
    if dst.exists() and store.exists():
        if not replace:
            raise errors.CaseError(f"a case stands at {dst} already; --replace replaces its tables")
        expected = store.read().revision
    store.write(cluster.tables, expected=expected)
    filled = [t.height for t in cluster.tables.values() if t.height]
    return len(filled), sum(filled)


def _typed(reading: Reading, progress: Progress) -> tuple[dict[str, Sheet], list[Fault]]:
    faults = list(reading.faults)
    known: dict[str, RawTable] = {}
    for raw in reading.tables:
        name = match_table(raw.table)
        if name is None:
            faults += [*raw.faults, _unknown(raw)]
        elif name in known:
            faults.append(_twice(raw, known[name]))
        else:
            known[name] = raw
    own: tuple[tuple[str, float, str], ...] = ()
    sheets: dict[str, Sheet] = {}
    names = sorted(known, key=lambda n: (n != "settings", list(TABLES).index(n)))
    for done, name in enumerate(names):
        progress(done, len(names) + 1, name)
        sheet, found = read_table(known[name], TABLES[name], own)
        faults += found
        broken = any(f.severity == "error" and f.row is None for f in found)
        sheets[name] = replace(sheet, whole=not broken)
        if name == "settings":
            own = own_units(sheet.frame)
    return sheets, faults


def _unknown(raw: RawTable) -> Fault:
    hint = suggest(raw.table, TABLES, alike=0.8)
    fix = f"{hint} Rename it" if hint else f"It was not read. Tables are {', '.join(TABLES)}"
    severity: Severity = "error" if hint else "warning"
    return Fault(raw.table, None, None, None, "no table has this name", fix, severity, raw.file)


def _twice(raw: RawTable, other: RawTable) -> Fault:
    return Fault(
        raw.table, None, None, None, f"the table stands already in {other.file}", "Keep one", file=raw.file
    )


def _nothing(path: Path) -> Fault:
    rule, fix = "the case has no rows yet", f"Fill in its tables ({path}), then check it again"
    return Fault("case", None, None, None, rule, fix, "warning")
