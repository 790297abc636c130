"""How much memory a question takes, and how much there is: said before a long run starts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

READING = 6.0
"""Bytes of memory a byte of CSV takes while it is read, links sorted and added up (measured: 5.2 at 1.1 million)."""
READING_PACKED = 30.0
"""The same for Parquet and XLSX, which are packed."""
BASE = 350_000_000
"""Bytes that the program takes by itself."""
_CGROUPS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def available() -> int | None:
    """Return the bytes of memory that can still be had, None where the system does not say."""
    known = [b for b in (_machine(), _group()) if b is not None]
    return min(known) if known else None


def _machine() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:  # all there is, where the system does not say what is free
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def _group() -> int | None:
    """Return what the control group leaves (containers)."""
    for most, used in _CGROUPS:
        try:
            return max(
                int(Path(most).read_text(encoding="ascii")) - int(Path(used).read_text(encoding="ascii")), 0
            )
        except (OSError, ValueError):
            continue
    return None


def used() -> int:
    """Return the bytes that this program has now; what it takes by itself where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return BASE


def reading(paths: Iterable[Path]) -> int:
    """Return the bytes that reading these files takes at most, the program itself included."""
    need = float(BASE)
    for path in paths:
        size = path.stat().st_size if path.is_file() else 0
        need += size * (READING_PACKED if path.suffix.lower() in {".parquet", ".xlsx"} else READING)
    return int(need)


def shown(size: float) -> str:
    """Return bytes as people read them: `1.4 GB`."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
