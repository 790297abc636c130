"""A draft as a person sees it: its words in their context, its fields, what is doubtful, what accepting makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hinterland.cli.read_words import ISSUES, in_, piece, plain
from hinterland.cli.review_words import (
    ALIGNMENTS,
    FIELDS,
    REVIEWS,
    TABLES,
    field_of,
    period_of,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hinterland.cluster import Cluster
    from hinterland.reading.review import Decided, Item

QUOTE, INSIDE = "bold", {"value": "bold black on yellow", "deadline": "bold black on cyan"}
NAMES = ("name_en", "name_zh")
ROWS = 8
"""Rows of one table that are named one by one."""


def show(item: Item, document: Mapping[str, Any], place: str, line: Callable[..., None], lang: str) -> None:
    """Print a draft; `place` says which of how many it is."""
    line()
    about = (document.get("title"), document.get("publisher"), document.get("published"))
    line(
        (place, "bold cyan"),
        ("  " + ("，" if lang == "zh" else ", ").join(plain(x) for x in about if x), "bold"),
        (f"  {item.claim['claim']}", "dim"),
    )
    line()
    line(*quotation(item), indent=2)
    mark = item.claim["alignment"]
    if mark in ALIGNMENTS:
        line((in_(ALIGNMENTS, mark, lang), "bold red"), indent=2)
    line()
    fields(item.claim, line, lang)
    for issue in item.issues:
        _issue(issue, line, lang)


def fields(claim: Mapping[str, Any], line: Callable[..., None], lang: str) -> None:
    """Print what was read, a field a line."""
    for name, words in FIELDS.items():
        if name in {"comparator", "per", "period_start"}:
            continue  # they are shown with the value and the deadline
        said = period_of(claim, lang) if name == "deadline" else field_of(claim, name, lang)
        if said:
            style = "bold green" if name == "value" else "default"
            line((f"{words[lang == 'zh']}{'：' if lang == 'zh' else ': '}", "dim"), (said, style), indent=2)


def quotation(item: Item) -> list[str | tuple[str, str]]:
    """Return the quoted words highlighted in their context, and differently what a field was read from."""
    claim, exact = item.claim, item.claim["exact"] or ""
    left, right = ("… " if item.before else ""), (" …" if item.after.strip() else "")
    parts: list[str | tuple[str, str]] = [(f"{left}{piece(item.before).lstrip()}“", "dim")]
    at = 0
    for start, end, style in _inside(item):
        parts += [(piece(exact[at:start]), QUOTE), (piece(exact[start:end]), style)]
        at = end
    parts += [(piece(exact[at:]), QUOTE), (f"”{piece(item.after).rstrip()}{right}", "dim")]
    if claim["alignment"] == "orphaned":
        return [("“", "dim"), (piece(exact), QUOTE), ("”", "dim")]
    return parts


def _inside(item: Item) -> list[tuple[int, int, str]]:
    """Return the parts of the quoted words that fields were read from, in order, none over another."""
    first, size = item.claim["start"], len(item.claim["exact"] or "")
    found: list[tuple[int, int, str]] = []
    if first is None:
        return found
    for row in sorted(item.evidence, key=lambda r: r["start"] or 0):
        if row["field"] not in INSIDE or row["start"] is None or row["end"] is None:
            continue
        start, end = row["start"] - first, row["end"] - first
        sits = (item.claim["exact"] or "")[max(0, start) : end] == row["exact"]
        if sits and (found[-1][1] if found else 0) <= start < end <= size:
            found.append((start, end, INSIDE[row["field"]]))
    return found


def _issue(issue: Mapping[str, Any], line: Callable[..., None], lang: str) -> None:
    zh = lang == "zh"
    said = plain(issue["explanation_zh" if zh else "explanation_en"] or issue["explanation_en"] or "")
    line(
        (f"! {in_(ISSUES, issue['code'], lang)}", "bold red"),
        (f"（{say('open', lang)}）" if zh else f" ({say('open', lang)})", "red"),
        indent=2,
    )
    if said:
        line((said, "red"), indent=4)


def made(
    outcome: Decided, before: Cluster, line: Callable[..., None], lang: str, head: str = "would"
) -> None:
    """Print the rows that a decision makes, or why it makes none."""
    colon = "：" if lang == "zh" else ": "
    shown = [s for table in TABLES for s in _new_rows(outcome, before, table, lang)]
    if not shown:
        why = outcome.left.in_(lang) if outcome.left else ""
        line((say("nothing", lang), "dim"), (f"{colon}{why}" if why else "", "dim"), indent=2)
        return
    line((f"{say(head, lang)}{colon}", "dim"), indent=2)
    for words in shown:
        line(words, indent=4)


def _new_rows(outcome: Decided, before: Cluster, table: str, lang: str) -> list[str]:
    if not outcome.made.get(table):
        return []
    fresh = outcome.cluster[table].tail(outcome.cluster[table].height - before[table].height).to_dicts()
    shown = [f"{in_(TABLES, table, lang)} {_row(table, r, lang)}" for r in fresh[:ROWS]]
    return shown + ([f"… +{len(fresh) - ROWS}"] if len(fresh) > ROWS else [])


def _row(table: str, row: Mapping[str, Any], lang: str) -> str:
    from hinterland import words

    id_ = str(next(iter(row.values())))
    first, second = reversed(NAMES) if lang == "zh" else NAMES
    name = plain(row.get(first) or row.get(second) or "")[:100]
    more = ""
    if table == "targets":
        sign = words.COMPARATORS[row["comparator"]][0]
        more = f"{sign} {words.number(row['value'], row['unit'], lang)}, {row['deadline']}"
    elif table == "observations":
        more = f"= {words.number(row['value'], row['unit'], lang)}, {row['place']}, {row['period']}"
    elif table == "metrics":
        more = f"[{row['kind']}, {row['unit']}]"
    elif table == "places":
        more = f"[{row['kind']}]"
    return " ".join(x for x in (plain(id_), f"“{name}”" if name else "", more) if x)


def decided(outcome: Decided, review: str, line: Callable[..., None], lang: str) -> None:
    """Print in a line what was decided, and what was made."""
    ids = [f"{in_(TABLES, t, lang)} {', '.join(made_)}" for t, made_ in outcome.made.items()]
    said = ("；" if lang == "zh" else "; ").join(ids) or (outcome.left.in_(lang) if outcome.left else "")
    style = {"confirmed": "bold green", "rejected": "bold red"}.get(review, "bold")
    line(
        (f"✓ {in_(REVIEWS, review, lang)}", style), f" {outcome.claim}", (f"  {plain(said)}", "dim"), indent=2
    )
