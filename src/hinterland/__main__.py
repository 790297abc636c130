"""`python -m hinterland` and the command `hinterland`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from hinterland import cli  # noqa: PLC0415 - keeps `import hinterland.__main__` free of click

    sys.exit(cli.main(sys.argv[1:]))


if __name__ == "__main__":
    main()
