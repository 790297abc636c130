"""The benchmarks of reading: pages once it has started, a batch of files, and the start itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

from measuring import HERE, ROOT, STUDY, WHOLE, Limit, beside, child, repeated, started

if TYPE_CHECKING:
    from pathlib import Path

PAGES = 200
"""Pages that are read, half of them English (3,000 characters), half Chinese (1,000)."""
A_PAGE, A_SECOND = 0.030, 20
"""Seconds that a page may take once reading has started, and pages that a batch must read in a second."""


def reading(repeats: int, folder: Path, size: str = "pages") -> dict[str, Any]:
    """Read 200 generated pages, English and Chinese, into claims, doubts and notices."""
    files = articles(folder, size)
    ours = repeated(repeats, lambda: child("read_pages", files[0].parent))
    peer = repeated(repeats, lambda: child("recognizers", files[0].parent))
    peers = {"recognizers-text, numbers and money alone": peer}
    record = beside(ours, peers, Limit(A_PAGE * len(files), of=STUDY))
    ms, rate = ours["ms_a_page"], ours["pages_a_second"]
    record["limit"]["kept"] &= all(each <= 1e3 * A_PAGE for each in ms.values())
    told = f"{ms['en']:.0f} ms an English page, {ms['zh']:.0f} ms a Chinese one, {rate:.0f} pages a second"
    return record | {"told": told}


def reading_batch(repeats: int, folder: Path, size: str = "pages") -> dict[str, Any]:
    """Read the same pages by one call of `hinterland read`, each from its file, as JSON."""
    files = articles(folder, size)
    ours = repeated(repeats, lambda: child("command", "read", *files, "--format", "json"))
    peer = repeated(repeats, lambda: child("recognizers", files[0].parent))
    record = beside(ours, {"recognizers-text, numbers and money alone": peer}, Limit(len(files) / A_SECOND))
    return record | {"told": f"{len(files) / ours[WHOLE]:.0f} pages a second, Python's start included"}


def reading_start(repeats: int, folder: Path, size: str = "") -> dict[str, Any]:  # noqa: ARG001 - one signature for all
    """Run `hinterland read` on a text of six sentences, beside an empty interpreter and `--help`."""
    text = ROOT / "examples" / "tutorial" / "documents" / "eastmark_news.txt"
    ours = repeated(repeats, lambda: started("-m", "hinterland", "read", str(text)))
    peers = {
        "python -c pass": repeated(repeats, lambda: started("-c", "pass")),
        "`--help`": repeated(repeats, lambda: started("-m", "hinterland", "--help")),
    }
    return beside(ours, peers, None)


def articles(folder: Path, size: str) -> list[Path]:
    """Return the files of generated pages; few where the size says so."""
    home = folder / f"articles-{size}"
    if not home.exists():
        pages = "4" if size == "tiny" else str(PAGES)
        command = [sys.executable, str(HERE / "articles.py"), str(home), "--pages", pages]
        subprocess.run(command, check=True)
    return sorted(home.glob("*.txt"))


BENCHMARKS = {"reading": reading, "reading_batch": reading_batch, "reading_start": reading_start}
