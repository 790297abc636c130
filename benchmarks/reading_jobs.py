"""The measured pieces of work of reading, and the peer that stands beside them; run by child.py.

Every job reads the pages of articles.py. `study_seconds` counts the reading alone, once everything is loaded.
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from pathlib import Path
from typing import Any

from articles import PUBLISHED


def _pages(folder: str) -> dict[str, list[str]]:
    """Return the pages of a folder by language."""
    found: dict[str, list[str]] = {}
    for file in sorted(Path(folder).glob("*.txt")):
        found.setdefault(file.name[:2], []).append(file.read_text(encoding="utf-8"))
    return found


def read_pages(folder: str) -> dict[str, Any]:
    """Read every page into claims, doubts and notices, after one of each language to start with."""
    from hinterland.reading.read import read_text

    day, pages = date.fromisoformat(PUBLISHED), _pages(folder)
    for texts in pages.values():
        read_text(texts[-1][:300], published=day)
    spent: dict[str, list[float]] = {}
    claims, began = 0, time.perf_counter()
    for lang, texts in pages.items():
        for text in texts:
            start = time.perf_counter()
            claims += len(read_text(text, published=day).claims)
            spent.setdefault(lang, []).append(time.perf_counter() - start)
    seconds = time.perf_counter() - began
    return {
        "study_seconds": seconds,
        "pages": sum(map(len, spent.values())),
        "claims": claims,
        "ms_a_page": {lang: round(1e3 * statistics.median(s), 2) for lang, s in spent.items()},
        "ms_slowest_page": {lang: round(1e3 * max(s), 2) for lang, s in spent.items()},
        "pages_a_second": round(sum(map(len, spent.values())) / seconds, 1),
    }


def peer_recognizers(folder: str) -> dict[str, Any]:
    """Find only the numbers and the money of every page with recognizers-text, told the language of each."""
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    models = {}
    for lang, culture in (("en", Culture.English), ("zh", Culture.Chinese)):
        numbers = NumberRecognizer(culture).get_number_model(culture)
        money = NumberWithUnitRecognizer(culture).get_currency_model(culture)
        for model in (numbers, money):
            model.parse("12 USD" if lang == "en" else "12美元")
        models[lang] = (numbers, money)
    pages = _pages(folder)
    found, began = 0, time.perf_counter()
    for lang, texts in pages.items():
        found += sum(len(model.parse(text)) for text in texts for model in models[lang])
    seconds = time.perf_counter() - began
    return {"study_seconds": seconds, "pages": sum(map(len, pages.values())), "found": found}


JOBS = {"read_pages": read_pages, "recognizers": peer_recognizers}
