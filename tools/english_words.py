"""Make src/hinterland/reading/english/data/words.txt: everyday English words in lower case.

    apt-get download scowl && dpkg -x scowl_*.deb SCOWL && python tools/english_words.py SCOWL/usr/share/dict/scowl

Regular plurals, past tenses and the like are left out: the reader undoes those endings.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "src/hinterland/reading/english/data/words.txt"
HEAD = """# Everyday English words, lower case, regular inflections left out
# Source: SCOWL 2020.12.07 (wordlist.aspell.net), sizes 10, 20 and 35, English, American and British
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
# Made by tools/english_words.py
"""
SIZES = (10, 20, 35)
ENDINGS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""),
)  # fmt: skip


def main() -> None:
    words: set[str] = set()
    for size in SIZES:
        for tongue in ("english", "american", "british"):
            path = Path(sys.argv[1]) / f"{tongue}-words.{size}"
            if path.exists():
                words |= {w for w in path.read_text("latin-1").split() if re.fullmatch("[a-z]{2,20}", w)}
    kept: set[str] = set()
    for word in sorted(words, key=len):  # a base comes before what is made from it, and must be kept itself
        bases = (word.removesuffix(a) + b for a, b in ENDINGS if word.endswith(a) and len(word) > len(a) + 2)
        if not any(base in kept for base in bases):
            kept.add(word)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(HEAD + "\n".join(sorted(kept)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
