"""How well the reader reads texts whose claims are known.

usage: python tests/reading/scoring.py FOLDER [PART OF A NAME] [--show]

FOLDER holds NAME.txt beside NAME.json: items (kind, value, unit, currency, comparator, deadline, parties, place,
span) and issues. An item with a value is found by a claim with that value and unit or currency whose words overlap;
an item without one by a claim of its kind that shares half of the shorter span. Items marked optional cost nothing
when they are missed. A claim that finds no item is false.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hinterland.reading.read import read_text

Row = dict[str, Any]
FIELDS = ("kind", "comparator", "deadline", "parties", "place")
LEVELS = (" province", " group", " city", "省", "市")


@dataclass(slots=True)
class Score:
    """Counts over some texts; shares of them."""

    items: int = 0
    found: int = 0
    claims: int = 0
    right: int = 0
    issues: int = 0
    issues_found: int = 0
    issues_false: int = 0
    texts: int = 0
    seconds: float = 0.0
    characters: int = 0
    fields: dict[str, list[int]] = field(default_factory=lambda: {f: [0, 0] for f in FIELDS})
    remarks: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the items that were found."""
        return self.found / max(1, self.items)

    @property
    def precision(self) -> float:
        """Share of the claims that are items."""
        return self.right / max(1, self.claims)

    def share(self, name: str) -> float:
        """Share of the found items whose field is right."""
        right, told = self.fields[name]
        return right / max(1, told)

    def add(self, other: Score) -> None:
        """Add the counts of another score."""
        for name in ("items", "found", "claims", "right", "issues", "issues_found", "issues_false", "texts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.seconds += other.seconds
        self.characters += other.characters
        for name in FIELDS:
            self.fields[name] = [a + b for a, b in zip(self.fields[name], other.fields[name], strict=True)]
        self.remarks += other.remarks

    def line(self, name: str) -> str:
        """Return the score as a line."""
        fields = " ".join(f"{f} {self.share(f):.3f}" for f in FIELDS)
        pages = self.characters / 3000
        speed = f"{1000 * self.seconds / pages:.1f} ms a page" if pages else ""
        return (
            f"{name:28s} recall {self.recall:.3f} precision {self.precision:.3f} {fields} "
            f"issues {self.issues_found}/{self.issues} false {self.issues_false} in {self.texts} texts, {speed}"
        )


def common(a: tuple[int, int], b: tuple[int, int]) -> int:
    """Code points that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def span(row: Row) -> tuple[int, int]:
    """Where the value of an item or claim stands, or else the whole of it."""
    if row.get("value_start") is None:
        return row["start"], row["end"]
    return row["value_start"], row["value_end"]


def fits(item: Row, claim: Row) -> bool:
    """Whether a claim finds an item."""
    if item["value"] is None or item["kind"] == "policy":
        both = (item["start"], item["end"]), (claim["start"], claim["end"])
        shorter = min(b - a for a, b in both)
        valued = claim["value"] is not None and item["kind"] != "policy"
        return not valued and claim["kind"] == item["kind"] and common(*both) >= shorter / 2
    value = claim["value"]
    if value is None or abs(value - item["value"]) > 1e-6 * max(1.0, abs(item["value"])):
        return False
    if item["unit"] == "currency":
        same = claim["currency"] == item["currency"]
    else:
        same = claim["unit"] in {None, item["unit"]}
    return same and common(span(item), span(claim)) > 0


def plain(name: str) -> str:
    """A name without the word for its level."""
    low = name.lower()
    for level in LEVELS:
        low = low.replace(level, "")
    return low


def named(name: str, among: list[str]) -> bool:
    """Whether one of the names holds `name`, or is held by it."""
    return any(plain(name) in plain(n) or plain(n) in plain(name) for n in among if n)


def wrong(item: Row, claim: Row) -> dict[str, bool]:
    """The fields of an item that say something, with whether the claim has them wrong."""
    told: dict[str, bool] = {"kind": claim["kind"] != item["kind"]}
    if item["comparator"] and item["value"] is not None:
        told["comparator"] = claim["comparator"] != item["comparator"]
    if item["deadline"]:
        told["deadline"] = not (claim["deadline"] or "").startswith(item["deadline"])
    names = [*claim["parties"], *claim["place"]]
    if item["parties"]:
        told["parties"] = not all(named(p, names) for p in item["parties"])
    if item["place"]:
        told["place"] = not any(named(p, list(claim["place"])) for p in item["place"])
    return told


def score(gold: Row, read: Row) -> Score:
    """Score what was read from one text."""
    found = Score(texts=1)
    claims, used = read["claims"], set()
    for item in gold["items"]:
        fitting = [i for i, c in enumerate(claims) if fits(item, c)]
        free = [i for i in fitting if i not in used] or (fitting if item["value"] is None else [])
        used.update(free[:1])
        if item.get("optional"):
            continue
        found.items += 1
        if not free:
            found.remarks.append(
                f"MISSED {item['kind']} {item['value']} {item['unit'] or ''} | {item['quote']}"
            )
            continue
        found.found += 1
        claim = claims[free[0]]
        for name, bad in wrong(item, claim).items():
            found.fields[name][0] += not bad
            found.fields[name][1] += 1
            if bad:
                has = claim[name]
                found.remarks.append(f"WRONG {name} {has!r} for {item[name]!r} | {item['quote']}")
    found.claims, found.right = len(claims), len(used)
    for i, claim in enumerate(claims):
        if i not in used:
            words = claim["evidence"]["claim"]["exact"]
            found.remarks.append(f"FALSE {claim['kind']} {claim['value']} {claim['unit'] or ''} | {words}")
    _issues(gold["issues"], read["issues"], found)
    return found


def _issues(wanted: list[Row], told: list[Row], found: Score) -> None:
    def same(a: Row, b: Row) -> bool:
        return bool(a["code"] == b["code"] and common((a["start"], a["end"]), (b["start"], b["end"])))

    found.issues = len(wanted)
    for issue in wanted:
        if any(same(issue, t) for t in told):
            found.issues_found += 1
        else:
            found.remarks.append(f"ISSUE MISSED {issue['code']} | {issue['quote']}")
    for issue in told:
        if not any(same(issue, w) for w in wanted):
            found.issues_false += 1
            found.remarks.append(f"ISSUE FALSE {issue['code']} | {issue['stated']} | {issue['en']}")


def day(text: str | None) -> date | None:
    """A full date, None for less."""
    return date.fromisoformat(text) if text and len(text) == 10 else None


def articles(folder: Path, part: str = "") -> list[tuple[str, str, Row]]:
    """The texts of a folder: name, text with its line ends, and what is known of it."""
    found = []
    for path in sorted(folder.glob("*.json")):
        if part in path.stem:
            text = path.with_suffix(".txt").read_bytes().decode("utf-8")
            found.append((path.stem, text, json.loads(path.read_text("utf-8"))))
    return found


def score_folder(folder: Path, part: str = "") -> dict[str, Score]:
    """Score every text of a folder, by name."""
    found = {}
    for name, text, gold in articles(folder, part):
        begin = time.perf_counter()
        read = read_text(text, published=day(gold["published"])).as_dict()
        spent = time.perf_counter() - begin
        found[name] = score(gold, read)
        found[name].seconds, found[name].characters = spent, len(text)
    return found


def whole(scores: dict[str, Score], prefix: str = "") -> Score:
    """Add up the scores of the texts whose names begin with `prefix`."""
    total = Score()
    for name, one in scores.items():
        if name.startswith(prefix):
            total.add(one)
    return total


if __name__ == "__main__":
    words = [a for a in sys.argv[1:] if not a.startswith("--")]
    scores = score_folder(Path(words[0]), words[1] if len(words) > 1 else "")
    for title, one_score in scores.items():
        print(one_score.line(title))
        if "--show" in sys.argv:
            print("\n".join(f"    {r}" for r in one_score.remarks))
    for lang in ("en", "zh", ""):
        print(whole(scores, lang).line(f"== {lang or 'all'}"))
