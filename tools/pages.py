"""Writes the pages of docs/ that derive from the code: tables, cli, equations, faults, floors of architecture.

    python tools/pages.py            writes them
    python tools/pages.py --check    exit code 1 if one is not as it would be written

`tests/test_docs.py` asserts that the committed pages are fresh.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cli_page
import equations_page
import faults_page
import floors_page
import tables_page

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "docs/tables.md": tables_page.page,
    "docs/cli.md": cli_page.page,
    "docs/equations.md": equations_page.page,
    "docs/faults.md": faults_page.page,
    "docs/architecture.md": floors_page.page,
}


def main() -> int:
    stale = []
    for name, page in PAGES.items():
        path = ROOT / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        new = page(old)
        if new == old:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(new, encoding="utf-8")
    for name in stale:
        print(f"{name}: {'stale; run python tools/pages.py' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
