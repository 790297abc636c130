"""Runs the examples of documentation pages: `python` blocks as doctests, `console` blocks through the command line.

A page's blocks run in order, in one folder that holds a copy of `examples/`:

- a `python` block with `>>>` lines is a doctest; names live on from block to block,
- a `console` block holds `$ hinterland ...` lines, each followed by what it prints (stdout, then stderr); `$ echo $?`
  prints the exit code; a line or part `...` stands for anything,
- a block of any language with `title="my-case/tables/places.csv"` is written to that file first, as a reader would.

`tests/test_docs.py` runs every page. `python tools/examples.py --write PAGE ...` puts fresh output where the page has
no `...` of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hinterland.cli import main as hinterland

ROOT = Path(__file__).resolve().parents[1]
WIDTH = "100"
CRASHED = "the command ended with"
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<lang>[\w-]+)(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=indent)```[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    lang: str
    title: str
    body: str
    line: int
    start: int
    end: int
    indent: str


@dataclass
class Run:
    """What running a page has found so far."""

    failures: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    code: int = 0
    fresh: dict[int, str] = field(default_factory=dict)


def pages() -> list[Path]:
    """Return the pages whose examples run."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page, dedented."""
    found = []
    for match in _FENCE.finditer(text):
        indent = match["indent"]
        body = re.sub(f"^{indent}", "", match["body"], flags=re.MULTILINE)
        title = _TITLE.search(match["info"])
        line = text.count("\n", 0, match.start()) + 1
        span = match.span("body")
        found.append(Block(match["lang"], title[1] if title else "", body, line, *span, indent))
    return found


def run_page(path: Path, folder: Path) -> Run:
    """Run a page's examples inside `folder` and return what went otherwise than the page says."""
    text = path.read_text(encoding="utf-8")
    listed = blocks(text)
    state = Run()
    if not any(b.title or b.lang in {"python", "console"} for b in listed):
        return state
    skip = shutil.ignore_patterns("__pycache__", "sources", "casebuild")
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=skip, dirs_exist_ok=True)
    before, width = Path.cwd(), os.environ.get("COLUMNS")
    os.chdir(folder)
    os.environ["COLUMNS"] = WIDTH
    try:
        for number, block in enumerate(listed):
            if block.title:
                _write(block)
            elif block.lang == "python" and ">>>" in block.body:
                _python(number, block, path, state)
            elif block.lang == "console":
                _console(number, block, path, state)
    finally:
        os.chdir(before)
        os.environ.pop("COLUMNS") if width is None else os.environ.update(COLUMNS=width)
    return state


def _write(block: Block) -> None:
    target = Path(block.title)
    if target.is_absolute() or ".." in target.parts:
        raise ValueError(f"a block writes to {target}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(block.body, encoding="utf-8")


class _Runner(doctest.DocTestRunner):
    """A runner that remembers what each example printed."""

    def __init__(self) -> None:
        super().__init__(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        self.got: dict[int, str] = {}

    def report_success(self, _out: Any, _test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.got[example.lineno] = got

    def report_failure(self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str) -> None:
        self.got[example.lineno] = got
        super().report_failure(out, test, example, got)


def _python(number: int, block: Block, path: Path, state: Run) -> None:
    name = f"{path.name}:{block.line}"
    test = doctest.DocTestParser().get_doctest(block.body, state.names, name, str(path), block.line)
    runner = _Runner()
    told = io.StringIO()
    result = runner.run(test, out=told.write, clear_globs=False)
    state.names.update(test.globs)
    if result.failed:
        state.failures.append(told.getvalue())
    lines = block.body.splitlines(keepends=True)
    for example in reversed(test.examples):
        at = example.lineno + example.source.count("\n")
        raised = example.exc_msg is not None or "Traceback" in runner.got.get(example.lineno, "")
        if "..." not in example.want and example.lineno in runner.got and not raised:
            lines[at : at + example.want.count("\n")] = [runner.got[example.lineno]]
    state.fresh[number] = "".join(lines)


def _console(number: int, block: Block, path: Path, state: Run) -> None:
    parts = re.split(r"^\$ (.*)\n", block.body, flags=re.MULTILINE)
    fresh = []
    for command, wanted in zip(parts[1::2], parts[2::2], strict=True):
        got = _call(command, state)
        fresh.append(f"$ {command}\n{got}")
        if not _same(wanted, got):
            state.failures.append(
                f"{path.name}:{block.line}: $ {command}\n--- the page says\n{wanted}--- it prints\n{got}"
            )
    if "..." not in block.body and CRASHED not in "".join(fresh):
        state.fresh[number] = "".join(fresh)


def _call(command: str, state: Run) -> str:
    """Run one line and return what it prints."""
    if command == "echo $?":
        return f"{state.code}\n"
    words = shlex.split(command)
    if words[0] == "cat":
        return Path(words[1]).read_text(encoding="utf-8")
    if words[0] == "ls":
        return "".join(f"{p.name}\n" for p in sorted(Path(words[1]).iterdir()) if not p.name.startswith("."))
    if words[0] != "hinterland":
        raise ValueError(f"a console block runs {words[0]}; it may run hinterland, cat, ls, echo $?")
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            state.code = hinterland(words[1:])
        except Exception as error:  # noqa: BLE001 - whatever it is, the page's test shall name it
            return f"{CRASHED} {type(error).__name__}: {error}\n"
    text = "\n".join(line.rstrip() for line in (out.getvalue() + err.getvalue()).splitlines())
    return f"{text.strip()}\n" if text.strip() else ""


def _same(wanted: str, got: str) -> bool:
    """Whether an output is the one wanted, blanks and line ends aside; `...` stands for anything."""
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in re.split(r"\s*\.\.\.\s*", wanted))
    plain = " ".join(got.split())
    return re.fullmatch(re.sub(r"(\.\*)+", r" ?.* ?", pattern), plain, re.DOTALL) is not None


def rewrite(path: Path, state: Run) -> None:
    """Put the outputs of a run into the page."""
    text = path.read_text(encoding="utf-8")
    for number, block in reversed(list(enumerate(blocks(text)))):
        if number in state.fresh:
            body = re.sub(r"^(?=.)", block.indent, state.fresh[number], flags=re.MULTILINE)
            text = text[: block.start] + body + text[block.end :]
    path.write_text(text, encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="put fresh output into the pages")
    told = parser.parse_args()
    failed = 0
    for path in [p.resolve() for p in told.pages] or pages():
        with tempfile.TemporaryDirectory() as folder:
            state = run_page(path, Path(folder))
        if told.write:
            rewrite(path, state)
        for failure in state.failures:
            print(failure)
        failed += len(state.failures)
        print(f"{path.relative_to(ROOT)}: {len(state.failures)} examples differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
