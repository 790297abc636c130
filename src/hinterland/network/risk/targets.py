"""Files that answers go into: which names can be, so that nothing that is read or in use is overwritten."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hinterland.errors import Refused
from hinterland.result import Said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Targets:
    """Files that are wanted.

    Attributes
    ----------
    out
        CSV of the table `risk`, 17 significant digits.
    loss_down, loss_up
        CSV without headings: a row a scenario, a column a firm.
    sectors
        CSV: scenario, then a column a sector.
    """

    out: Path
    loss_down: Path | None = None
    loss_up: Path | None = None
    sectors: Path | None = None

    def files(self) -> dict[str, Path]:
        """Return the files by what they hold."""
        named = {
            "out": self.out,
            "loss_down": self.loss_down,
            "loss_up": self.loss_up,
            "sectors": self.sectors,
        }
        return {name: path for name, path in named.items() if path is not None}

    @property
    def vectors(self) -> bool:
        """Whether losses of single firms are wanted."""
        return self.loss_down is not None or self.loss_up is not None

    def check(self, inputs: Sequence[Path] = ()) -> None:
        """Refuse names that cannot be.

        Parameters
        ----------
        inputs
            Files that are read.

        Raises
        ------
        Refused
            If two are one file (or one is where another grows), one is an input, a folder, a link, a device, has
            another suffix than of text, or its folder is not there.
        """
        wrong: list[Said] = []
        read = {_place_of(path) for path in inputs if path.is_file()}
        places = {name: {_place_of(p) for p in self._taken(name)} for name in self.files()}
        for name, path in self.files().items():
            others = set().union(*(taken for other, taken in places.items() if other != name))
            if places[name] & read:
                en, zh = "this file is read; write answers to another", "这是输入文件；请另指定输出文件"
            elif places[name] & others:
                en = "two answers would go into this file, or one into where another grows; give each its own"
                zh = "两项结果会写入同一文件，或写入另一项的临时文件；请各用一个文件名"
            else:
                said = _unfit(path, name)
                if said is None:
                    continue
                en, zh = said.en, said.zh
            wrong.append(Said(f"{path}: {en}", f"{path}：{zh}"))
        if wrong:
            unique = list(dict.fromkeys(wrong))
            raise Refused("\n".join(w.en for w in unique), "\n".join(w.zh for w in unique))

    def _taken(self, name: str) -> list[Path]:
        """Return the files that an answer writes: itself, where it grows and, of the table, the note on the run."""
        path = self.files()[name]
        if not path.name:
            return [path]  # a root
        taken = [path, part_of(path)]
        if name == "out":
            note = part_of(path).with_name(f"{part_of(path).name}.json")
            taken += [note, note.with_name(f"{note.name}.new")]
        return taken


def _place_of(path: Path) -> object:
    """Return what a file is, whatever way leads there."""
    try:
        found = path.stat()
    except OSError:
        return os.path.normcase(path.resolve())
    return found.st_dev, found.st_ino


def _unfit(path: Path, name: str) -> Said | None:
    """Return why an answer cannot be written there, None if it can."""
    folder = path.parent
    if path.is_dir():
        shown = path / f"{name}.csv"
        return Said(f"this is a folder; name a file, such as {shown}", f"这是文件夹；请指定文件，如 {shown}")
    if path.suffix.lower() in {".parquet", ".xlsx", ".xls", ".json"}:
        shown_as = path.with_suffix(".csv").name
        return Said(
            f"answers are written as CSV; name it {shown_as}", f"结果以 CSV 写出；请命名为 {shown_as}"
        )
    if not folder.is_dir():
        return Said(f"there is no folder {folder}; make it first", f"文件夹 {folder} 不存在；请先建立")
    if path.is_symlink():
        to = path.resolve()
        return Said(f"this is a link; name the file itself ({to})", f"这是链接；请直接指定文件（{to}）")
    if path.exists() and not path.is_file():
        return Said(
            "this is a device or a pipe and no file; name a file, or leave --out out to see the answer",
            "这是设备或管道，不是文件；请指定文件，或省略 --out 直接查看结果",
        )
    return None


def part_of(path: Path) -> Path:
    """Return where a file grows until it is whole."""
    return path.with_name(f"{path.name}.part")
