"""What `hinterland read --into DIR` writes: the texts first, then the case."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hinterland.cli.read import Document
    from hinterland.cluster import Cluster
    from hinterland.reading.read import Reading


def open_case(into: Path) -> Cluster:
    """Return the case at `into`, an empty one where there is none."""
    from hinterland.case import load
    from hinterland.cluster import Cluster
    from hinterland.store import open_store

    if open_store(into, new=True).exists():
        return load(into)
    return Cluster.of({}, name=into.resolve().stem)


def put_in(documents: list[Document], cluster: Cluster, into: Path, id_: str) -> None:
    """Enter the documents into the case and save it; texts are on disk before the case names them.

    A text's name holds a digest of it, so what stands there already is never replaced by another text.
    """
    from datetime import UTC, datetime

    from hinterland.case import save
    from hinterland.reading.review.enter import enter

    today = datetime.now(tz=UTC).astimezone().date()
    for document in documents:
        document.reading = _compared(document, cluster, id_)
        document.entered = enter(cluster, document.source, document.reading, document=id_, today=today)
        cluster = document.entered.cluster
    home = into.parent if into.suffix.lower() == ".xlsx" else into
    for document in documents:
        if document.entered:
            _write(home / document.entered.path, document.source.text)
    save(cluster, into)


def _compared(document: Document, cluster: Cluster, id_: str) -> Reading:
    """Return what was read, with its contradictions to other documents of the case.

    A document that is read again is not held against what it said before: those claims are found again or orphaned.
    """
    from hinterland.reading.doubts import find_contradictions
    from hinterland.reading.review.enter import known_document

    itself = id_ or known_document(cluster, document.source)
    prior = [
        r
        for r in cluster["claims"].iter_rows(named=True)
        if r["review"] in {"draft", "confirmed"} and r["document"] != itself
    ]
    found = find_contradictions(document.reading.claims, prior) if prior else []
    issues = sorted([*document.reading.issues, *found], key=lambda i: (i.start, i.end))
    return replace(document.reading, issues=tuple(issues))


def _write(path: Path, text: str) -> None:
    """Write a text whole or not at all, character for character."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8", "surrogatepass")
    handle, name = tempfile.mkstemp(prefix=".text-", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
