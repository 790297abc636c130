"""Make words.tsv and simplified.tsv of src/hinterland/reading/chinese/data.

usage: chinese_words.py DICT CHARACTERS
where DICT is jieba/dict.txt of the source package jieba 0.42.1 (MIT licence), and CHARACTERS is
TSCharacters.txt of opencc-python-reimplemented 0.1.7 (Apache licence 2.0).

Names of persons, places, organisations and brands are left out (classes nr, ns, nt, nz): the list says which words
are NOT names. Only these facts are kept: the word, its class in one letter, its frequency to a power of two.
"""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src/hinterland/reading/chinese/data"
LEAST = 100
CLASSES = {
    "vn": "g",
    "vd": "v",
    "vi": "v",
    "ad": "d",
    "an": "n",
    "ng": "n",
    "i": "n",
    "l": "n",
    "j": "n",
    "b": "a",
    "z": "a",
    "tg": "t",
    "s": "n",
    "mq": "m",
    "zg": "n",
    "g": "n",
    "k": "n",
    "o": "n",
    "y": "u",
    "e": "u",
    "ul": "u",
    "uj": "u",
    "uz": "u",
    "ud": "u",
    "ug": "u",
    "uv": "u",
    "vg": "v",
    "ag": "a",
    "vq": "v",
    "df": "d",
    "dg": "d",
    "rr": "r",
    "rz": "r",
    "x": "n",
    "h": "n",
}
HEAD = """\
# Common Chinese words, by class (n noun, v verb, g verbal noun, a adjective, d adverb, p preposition, c conjunction,
# u particle, r pronoun, f direction, m numeral, q measure word, t time) and power of two of their frequency.
# Made by tools/chinese_words.py from dict.txt of jieba 0.42.1, Copyright (c) 2013 Sun Junyi, MIT licence: see
# words.LICENSE. Filters: frequency >= 100, one to four Han characters, no names (nr, ns, nt, nz).
"""
HEAD_PAIRS = """\
# Traditional characters, each with its simplified one.
# Made by tools/chinese_words.py from TSCharacters.txt of OpenCC (Apache licence 2.0) in opencc-python-reimplemented
# 0.1.7. Filters: both in the basic plane; the first where several are named.
"""


def main() -> None:
    """Read the dictionaries and write the tables."""
    rows: dict[tuple[str, int], list[str]] = {}
    for line in Path(sys.argv[1]).read_text("utf-8").splitlines():
        word, count, kind = line.split(" ")
        if (
            int(count) < LEAST
            or not re.fullmatch("[\u4e00-\u9fff]{1,4}", word)
            or kind[:2] in {"nr", "ns", "nt", "nz"}
        ):
            continue
        rows.setdefault((CLASSES.get(kind, kind), round(math.log2(int(count)))), []).append(word)
    body = "".join(f"{k}\t{f}\t{' '.join(sorted(w))}\n" for (k, f), w in sorted(rows.items()))
    (DATA / "words.tsv").write_text(HEAD + body, "utf-8", newline="\n")
    pairs = []
    for line in Path(sys.argv[2]).read_text("utf-8").splitlines():
        old, new = line.split("\t")
        first = new.split(" ")[0]
        if re.fullmatch("[\u3400-\u9fff]{2}", old + first) and old != first:
            pairs.append(old + first)
    (DATA / "simplified.tsv").write_text(HEAD_PAIRS + "\n".join(pairs) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
