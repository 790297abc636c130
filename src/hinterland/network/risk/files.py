"""Risk straight into files: batch by batch, so that memory stays bounded, and a run that ends early can go on.

While it runs, rows stand in `NAME.part` beside each file, and `OUT.part.json` says how many are whole and of which
question. Files are put in place when all is there: a reader sees the old file or the new one, never half of one.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from hinterland.errors import Refused
from hinterland.network.cascade.engine import cascade
from hinterland.network.risk.measure import risk_frame
from hinterland.network.risk.rows import columns, csv_rows, matrix_rows, quoted
from hinterland.network.risk.targets import Targets, part_of
from hinterland.progress import silent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hinterland.network.cascade.layout import Layout
    from hinterland.network.cascade.model import Losses, Rule
    from hinterland.network.risk.measure import Scenarios
    from hinterland.progress import Progress

FIRST, LEAST, BATCH = 256, 16, 16_384
"""Scenarios of the first batch, of the smallest, and of the largest where only their sums are kept."""
PACE = 5.0
"""Seconds that a batch should take."""
HELD = 24_000_000
"""Bytes of loss vectors that a batch may take."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a network.

    Attributes
    ----------
    prepared, scenarios, rule
        The network, what is shut, and when cascades stop.
    key
        What the answer depends on, fit for JSON: a run is only gone on with if this is the same.
    firms, weights
        How many firms, and how many ways to count them.
    sectors
        Labels of the sectors.
    """

    prepared: Layout
    scenarios: Scenarios
    rule: Rule
    key: Mapping[str, Any]
    firms: int
    weights: int = 1
    sectors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Run:
    """A run under way: its question, how many scenarios are done, and how long each part then was."""

    targets: Targets
    key: Mapping[str, Any]
    total: int
    done: int
    sizes: dict[str, int]

    @property
    def note(self) -> Path:
        return part_of(self.targets.out).with_name(f"{part_of(self.targets.out).name}.json")

    def save(self) -> None:
        """Write the note of how far the run came, beside and then in place."""
        told = {"key": dict(self.key), "total": self.total, "done": self.done, "sizes": self.sizes}
        fresh = self.note.with_name(f"{self.note.name}.new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.note)


def to_files(
    question: Question,
    targets: Targets,
    *,
    jobs: int = 1,
    resume: bool = False,
    progress: Progress = silent,
) -> int:
    """Run all scenarios into files and return how many an earlier run had done already.

    Parameters
    ----------
    question
        What is asked.
    targets
        Where the answer goes.
    jobs
        Threads.
    resume
        Whether to go on with what an earlier run left.
    progress
        Told how far it is; if it raises `Cancelled`, what is done stays in `OUT.part`.

    Raises
    ------
    Refused
        If names of files cannot be, there is an earlier run and `resume` is not set, or it was of another question.
    """
    targets.check()
    asked = question.scenarios
    run = _started(targets, question.key, len(asked), resume=resume)
    before = run.done
    if run.done < run.total:
        with contextlib.ExitStack() as stack:
            files = {name: stack.enter_context(_grown(run, name)) for name in targets.files()}
            if run.done == 0:
                _head(files, run, question)
            most = batch_size(question.firms, vectors=targets.vectors)
            step = min(FIRST, most)
            while run.done < run.total:
                began, start = time.monotonic(), run.done
                stop = min(start + step, run.total)
                told = _shifted(progress, start, run.total)
                losses = cascade(
                    question.prepared, asked.shocks.take(slice(start, stop)), question.rule,
                    vectors=targets.vectors, jobs=jobs, progress=told,
                )  # fmt: skip
                _write(files, asked.labels[start:stop], losses, question.rule)
                _commit(files, run, stop)
                step = next_step(step, most, time.monotonic() - began)
    _place(run)
    progress(run.total, run.total, "done")
    return before


def _place(run: _Run) -> None:
    """Put whole files in place, the table last: where it stands, all stand.

    Raises
    ------
    Refused
        If a part is gone.
    """
    paths = [path for _, path in sorted(run.targets.files().items(), key=lambda one: one[0] == "out")]
    lost = [path for path in paths if not part_of(path).exists() and not path.exists()]
    if lost:
        part = part_of(lost[0])
        raise Refused(
            f"{part} is gone: delete {run.note} to start anew",
            f"{part} 已不存在：请删除 {run.note} 后重新开始",
        )
    for path in paths:
        if part_of(path).exists():
            part_of(path).replace(path)
    run.note.unlink(missing_ok=True)


def next_step(step: int, most: int, seconds: float) -> int:
    """Return the size of the next batch: such that it takes about `PACE` seconds, which is what a stop may lose."""
    wanted = int(step * min(max(PACE / max(seconds, 1e-3), 0.25), 4.0))
    return min(max(wanted, LEAST), most)


def batch_size(firms: int, *, vectors: bool) -> int:
    """Return how many scenarios a batch has at most."""
    return max(LEAST, min(BATCH, HELD // (16 * max(firms, 1)))) if vectors else BATCH


def _shifted(progress: Progress, start: int, whole: int) -> Progress:
    """Return the progress of a batch as part of the whole."""

    def told(done: int, total: int, what: str) -> None:
        progress(min(start + done, start + total), whole, what)

    return told


def _started(targets: Targets, key: Mapping[str, Any], total: int, *, resume: bool) -> _Run:
    """Return the run: a new one, or the one that was left."""
    fresh = _Run(targets, key, total, 0, dict.fromkeys(targets.files(), 0))
    part = part_of(targets.out)
    left = _left(fresh.note)
    if left is None:
        return fresh
    done, of = f"{left['done']:,}", f"{left['total']:,}"
    if not resume:
        raise Refused(
            f"{part} holds {done} of {of} scenarios of an earlier run: add --resume to go on with it, or delete "
            f"{part} and {fresh.note} to start anew",
            f"{part} 中有此前运行的 {of} 个情景中的 {done} 个：加 --resume 可继续，"
            f"或删除 {part} 和 {fresh.note} 后重新开始",
        )
    asked = json.loads(json.dumps(dict(key)))
    differ = [name for name in asked if asked[name] != left["key"].get(name)]
    if set(left["sizes"]) != set(fresh.sizes):
        differ.append("files asked for")
    if differ or left["total"] != total:
        parts = ", ".join(differ) or "scenarios"
        raise Refused(
            f"{part} is of another question ({parts} differ): ask the same again, or "
            f"delete {part} and {fresh.note} to start anew",
            f"{part} 属于另一次计算（{parts} 不同）：请以相同输入和参数继续，"
            f"或删除 {part} 和 {fresh.note} 后重新开始",
        )
    return _Run(targets, key, total, int(left["done"]), {k: int(v) for k, v in left["sizes"].items()})


def done_so_far(targets: Targets) -> int:
    """Return how many scenarios an unfinished run has done."""
    left = _left(part_of(targets.out).with_name(f"{part_of(targets.out).name}.json"))
    return int(left["done"]) if left is not None else 0


def _left(note: Path) -> dict[str, Any] | None:
    """Return what an earlier run noted; None where there is none."""
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
        whole = isinstance(found["key"], dict) and isinstance(found["sizes"], dict)
        return found if whole and int(found["done"]) <= int(found["total"]) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextlib.contextmanager
def _grown(run: _Run, name: str) -> Iterator[BinaryIO]:
    """Open the part of a file where the last whole batch ended.

    Raises
    ------
    Refused
        If the part is shorter than the run noted.
    """
    path = run.targets.files()[name]
    part, size = part_of(path), run.sizes[name]
    if size == 0:
        part.write_bytes(b"")
    if not part.exists() or part.stat().st_size < size:
        raise Refused(
            f"{part} is not as the earlier run left it: delete {run.note} to start anew",
            f"{part} 已被改动：请删除 {run.note} 后重新开始",
        )
    with part.open("r+b") as file:
        file.truncate(size)
        file.seek(size)
        yield file


def _commit(files: Mapping[str, BinaryIO], run: _Run, done: int) -> None:
    """Note that rows up to `done` are whole, once they are on the disk."""
    for name, file in files.items():
        file.flush()
        os.fsync(file.fileno())
        run.sizes[name] = file.tell()
    run.done = done
    run.save()


def _head(files: Mapping[str, BinaryIO], run: _Run, question: Question) -> None:
    """Write the headings."""
    names = columns(question.weights, reference=question.rule.reference)
    files["out"].write((",".join(names) + "\n").encode())
    if "sectors" in files:
        files["sectors"].write(
            (",".join(["scenario", *map(quoted, question.sectors)]) + "\n").encode("utf-8")
        )
    _commit(files, run, 0)


def _write(files: Mapping[str, BinaryIO], labels: Sequence[str], losses: Losses, rule: Rule) -> None:
    files["out"].write(csv_rows(risk_frame(labels, losses, reference=rule.reference)).encode("utf-8"))
    for name, matrix in (("loss_down", losses.loss_down), ("loss_up", losses.loss_up)):
        if name in files and matrix is not None:
            files[name].write(matrix_rows(matrix).encode())
    if "sectors" in files and losses.sectors is not None:
        rows = zip(labels, losses.sectors.tolist(), strict=True)
        text = "".join(",".join([quoted(label), *(f"{v:.17g}" for v in row)]) + "\n" for label, row in rows)
        files["sectors"].write(text.encode("utf-8"))
